"""Finds wallets and IBANs: long runs of letters and digits with a check inside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from schwifty.exceptions import SchwiftyException
from schwifty.registry import get_iban_spec

from .._kinds.coins import BECH32_CHARSET
from .._text import Shadow
from ._candidate import Candidate

_LONG = re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]{25,120}+(?![A-Za-z0-9])")
_TON = re.compile(r"(?<![A-Za-z0-9_-])(?=[EUk0]Q)[A-Za-z0-9_-]{48}(?![A-Za-z0-9_-])")
_BASE58 = re.compile(r"[1-9A-HJ-NP-Za-km-z]+")
_CASHADDR = re.compile(rf"(?i)[qp][{BECH32_CHARSET}]{{41}}")
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}[0-9]{2}(?=[ -]?[A-Za-z0-9]{4})")
_IBAN_REST = re.compile(r"(?:[ -]?[A-Za-z0-9]){8,30}+")

# Ledgers whose addresses begin like ordinary codes: a failed check is shown only where the text names them.
_NAMED = {
    "ltc": ("ltc", "litecoin"),
    "doge": ("doge",),
    "dash": ("dash",),
    "zec": ("zec", "zcash"),
    "xrp": ("xrp", "ripple"),
    "bch": ("bch", "bitcoin cash", "bitcoincash"),
    "xmr": ("xmr", "monero"),
    "ada": ("ada", "cardano"),
    "dot": ("polkadot",),
    "btg": ("btg", "bitcoin gold"),
    "sol": ("sol", "solana"),
}
_BASE58_STARTS = {
    "L": "ltc",
    "M": "ltc",
    "D": "doge",
    "A": "doge",
    "9": "doge",
    "X": "dash",
    "7": "dash",
    "G": "btg",
    "r": "xrp",
}


def find_ibans(shadow: Shadow) -> Iterator[Candidate]:
    words = shadow.words
    for head in _IBAN.finditer(words):
        length = _iban_length(head[0][:2].upper())
        rest = _IBAN_REST.match(words, head.end())
        if not length or not rest:
            continue
        end = _after_characters(words, head.end(), length - 4)
        if end is None or (end < len(words) and words[end].isalnum()):
            continue
        text = words[head.start() : end]
        spaced = " " in text
        if not spaced or text == text.upper():
            yield Candidate("iban", head.start(), end, text, sure=True)


@cache
def _iban_length(country: str) -> int | None:
    try:
        return get_iban_spec(country).iban_length
    except SchwiftyException:
        return None


def _after_characters(text: str, start: int, count: int) -> int | None:
    """The offset behind ``count`` letters and digits, single separators between them not counted."""
    at, end = start, min(len(text), start + 2 * count)
    while at < end and count:
        char = text[at]
        if char.isascii() and char.isalnum():
            count -= 1
        elif char not in " -":
            return None
        at += 1
    return None if count else at


def find_coins(shadow: Shadow) -> Iterator[Candidate]:
    words = shadow.words
    for found in _LONG.finditer(words):
        token = found[0]
        for kind, sure in _ledgers(token):
            named = any(name in shadow.lower for name in _NAMED.get(kind, ()))
            yield Candidate(kind, found.start(), found.end(), token, sure=sure or named)
    if "Q" in words:
        for found in _TON.finditer(words):
            yield Candidate("ton", found.start(), found.end(), found[0])


def _ledgers(token: str) -> Iterator[tuple[str, bool]]:
    """The ledgers that ``token`` may be an address of, and whether nothing else looks like that."""
    size, first = len(token), token[0]
    if token[:2] in ("0x", "0X"):
        if size == 42:
            yield "eth", True
        return
    if token[:3].lower() == "bc1":
        yield "btc", True
        return
    if token[:4].lower() == "ltc1":
        yield "ltc", True
        return
    if token[:5].lower() == "addr1":
        yield "ada", True
        return
    if size == 42 and _CASHADDR.fullmatch(token):
        yield "bch", True
        return
    if not _BASE58.fullmatch(token) or token.isdigit() or token.islower() or token.isupper():
        return
    if size <= 35:
        if first in "13":
            yield "btc", True
        elif first == "T" and size == 34:
            yield "tron", True
        elif token[:2] in ("t1", "t3") and size == 35:
            yield "zec", True
        elif first in _BASE58_STARTS:
            yield _BASE58_STARTS[first], False
    elif size in (95, 106) and first in "48":
        yield "xmr", True
    elif 46 <= size <= 48:
        yield "dot", False
    if 43 <= size <= 44:
        yield "sol", False
