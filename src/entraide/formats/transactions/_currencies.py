"""Under which names statements know a currency, and what of an asset is too fine to be kept."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from entraide.vocabulary.currencies import digits

# Digits of assets whose smallest unit is finer than what is kept of them (a billionth): 9.2 ETH counted in wei is more
# than 64 bits hold. What lies below is summed and reported.
FINER = {"ETH": 18, "ETC": 18, "BNB": 18, "MATIC": 18, "POL": 18, "AVAX": 18, "DAI": 18, "XMR": 12}
MOST_DIGITS = 9

_NAMES = {
    "US DOLLAR": "USD", "US DOLLARS": "USD", "US$": "USD", "EURO": "EUR", "EUROS": "EUR", "€": "EUR", "UK POUND": "GBP",
    "£": "GBP", "SWISS FRANC": "CHF", "YUAN": "CNY", "RMB": "CNY", "人民币": "CNY", "元": "CNY", "RUPEE": "INR", "₹": "INR",
    "RUBLE": "RUB", "₽": "RUB", "YEN": "JPY", "円": "JPY", "CANADIAN DOLLAR": "CAD", "AUSTRALIAN DOLLAR": "AUD",
    "MEXICAN PESO": "MXN", "SHEKEL": "ILS", "BRAZIL REAL": "BRL", "R$": "BRL", "SAUDI RIYAL": "SAR", "BITCOIN": "BTC",
    "WON": "KRW", "₩": "KRW", "원": "KRW", "BAHT": "THB", "฿": "THB", "บาท": "THB", "₫": "VND", "ĐỒNG": "VND",
    "₱": "PHP", "XBT": "BTC", "ETHER": "ETH", "S$": "SGD", "HK$": "HKD", "NT$": "TWD", "KES.": "KES", "KSH": "KES",
}  # fmt: skip


def code_of(text: str) -> str | None:
    """The code that a cell names, None where no currency is meant: "eur" and "€" are EUR, "$" is none."""
    word = text.strip().upper()
    code = _NAMES.get(word, word)
    return code if digits(code) is not None else None


def codes(column: pa.Array, more: Iterable[str] = ()) -> pa.Array:
    """The code of each cell, null where there is none."""
    words = pc.unique(column)
    own = set(more)
    found = [word if word in own else code_of(word or "") for word in words.to_pylist()]
    return pa.array(found, pa.string()).take(pc.index_in(column, words))
