"""What is publicly said of the addresses of services: a GraphSense tag pack."""

from __future__ import annotations

import yaml

from .._generator import Fraud

_SERVICES = {
    "swap service": ("exchange", "service_data"),
    "cash desk": ("atm", "trusted_provider"),
    "service": ("exchange", "service_data"),
    "gathering wallet": ("perpetrator", "heuristic"),
}
_TICKERS = {"tron": "USDT", "ethereum": "ETH", "bitcoin": "BTC"}


def tag_pack(fraud: Fraud) -> bytes:
    tags = []
    for holder in fraud.holders.values():
        if holder.role not in _SERVICES or holder.institution not in _TICKERS:
            continue
        category, confidence = _SERVICES[holder.role]
        tags.append(
            {
                "address": holder.account,
                "currency": _TICKERS[holder.institution],
                "label": holder.name or "named in a complaint",
                "category": category,
                "confidence": confidence,
                "source": "https://tags.moei.example/",
            }
        )
    pack = {
        "title": "Addresses of services in Exercise Moei",
        "creator": "Open Sources Desk",
        "description": "Invented services; nobody has the keys of these addresses.",
        "lastmod": "2025-11-02",
        "tags": tags,
    }
    return yaml.safe_dump(pack, sort_keys=False, allow_unicode=True).encode()
