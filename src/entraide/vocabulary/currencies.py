"""Currencies and crypto assets: how many digits of a sum stand behind the point.

>>> shown(8400000, "EUR"), shown(8400000, "KRW"), shown(1500, "KWD"), shown(12345, "BTC")
('84,000.00', '8,400,000', '1.500', '0.00012345')
"""

from __future__ import annotations

from functools import cache

from ._tables import rows


@cache
def load() -> dict[str, int]:
    """Digits of the minor unit by code: ISO 4217's, and for crypto assets those of the unit that a ledger counts
    in (satoshi; gwei where the smallest unit has 18 digits, which an int64 would not hold)."""
    return {row["code"]: int(row["digits"]) for row in rows("currencies")}


def digits(code: str) -> int | None:
    """Digits behind the point of a currency; None when it is not known."""
    return load().get(code)


def shown(amount: int, code: str) -> str:
    """Minor units written as people do, without the code. Of an unknown currency the minor units themselves."""
    places = digits(code) or 0
    whole, rest = divmod(abs(amount), 10**places)
    sign = "-" if amount < 0 else ""
    return f"{sign}{whole:,}" + (f".{rest:0{places}}" if places else "")
