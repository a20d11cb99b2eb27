"""The exchange in Singapore: its customers' ledger, debit and credit. The swap service: its orders."""

from __future__ import annotations

from .._generator import Fraud
from ._entries import csv_text, entries_of, written

EXCHANGE = (
    "Timestamp (UTC)", "Account", "Type", "Asset", "Debit", "Credit", "Fee", "Balance", "Counterparty", "Received amount",
    "Received currency", "Reference",
)  # fmt: skip
SWAPS = (
    "Created at",
    "From address",
    "To address",
    "Amount",
    "Asset",
    "Received amount",
    "Received currency",
    "Tx hash",
)


def exchange_csv(fraud: Fraud) -> bytes:
    rows = []
    for one in entries_of(fraud, "harbour"):
        trade = one.leg.kind == "conversion"
        got, asset = one.leg.arriving
        rows.append(
            (
                f"{one.leg.time:%Y-%m-%dT%H:%M:%SZ}",
                one.account,
                "trade" if trade else "withdrawal" if one.out else "deposit",
                one.currency,
                written(one.amount, one.currency) if one.out else "",
                "" if one.out else written(one.amount, one.currency),
                written(one.fee, one.currency) if one.fee else "",
                written(one.balance, one.currency),
                one.other,
                written(got, asset) if trade else "",
                asset if trade else "",
                one.leg.record,
            )
        )
    return csv_text(EXCHANGE, rows).encode()


def swap_csv(fraud: Fraud) -> bytes:
    orders = (leg for leg in fraud.legs if leg.kind == "conversion" and leg.rail == "ethereum")
    rows = (
        (
            f"{leg.time:%Y-%m-%dT%H:%M:%SZ}",
            leg.source,
            leg.target,
            written(leg.amount, leg.currency),
            leg.currency,
            written(*leg.arriving),
            leg.arriving[1],
            leg.record,
        )
        for leg in orders
    )
    return csv_text(SWAPS, rows).encode()
