from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from entraide.engines.link import InvalidSelector, normalise

from .._problems import Rejected


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a list comes from. ``date`` is ISO 8601 as the list states it, empty where it states none."""

    title: str
    source: str
    licence: str
    date: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """One selector of a published list, in its normal form, with everything the list says of it.

    ``source`` is the most precise one stated: that of the entry, else of the list. ``tags`` are words of the
    list (phishing, ransomware …). ``confidence`` is the list's own word.
    """

    line: int
    kind: str
    value: str
    link_value: str
    title: str
    source: str
    licence: str
    date: str = ""
    tags: tuple[str, ...] = ()
    confidence: str = ""


Entry = Listed | Rejected


def listed(
    line: int,
    kind: str,
    raw: str,
    origin: Origin,
    *,
    title: str = "",
    tags: tuple[str, ...] = (),
    confidence: str = "",
) -> Entry:
    try:
        selector = normalise(kind, raw)
    except InvalidSelector as problem:
        return Rejected.of(line, problem.reason, raw)
    return Listed(
        line=line,
        kind=selector.kind,
        value=selector.value,
        link_value=selector.link_value,
        title=title or origin.title,
        source=origin.source,
        licence=origin.licence,
        date=origin.date,
        tags=tags,
        confidence=confidence,
    )


def wallet_kind(ticker: str, address: str) -> str | None:
    """The kind of selector for an address listed under a ticker, or None for a ledger that is not known."""
    if ticker.upper() in _TOKENS:  # a token lives on several ledgers: the address says which
        if address[:2] in ("0x", "0X"):
            return "eth"
        return "tron" if address[:1] == "T" else "btc"
    return _KINDS.get(ticker.upper())


_TOKENS = frozenset({"USDT", "USDC", "DAI", "BUSD"})
_KINDS = {
    "ADA": "ada",
    "ARB": "eth",
    "BCH": "bch",
    "BNB": "eth",
    "BSC": "eth",
    "BSV": "bsv",
    "BTC": "btc",
    "BTG": "btg",
    "DASH": "dash",
    "DOGE": "doge",
    "DOT": "dot",
    "ETC": "eth",
    "ETH": "eth",
    "LTC": "ltc",
    "MATIC": "eth",
    "SOL": "sol",
    "TON": "ton",
    "TRX": "tron",
    "XBT": "btc",
    "XMR": "xmr",
    "XRP": "xrp",
    "XVG": "xvg",
    "ZEC": "zec",
}


def lines_of(path: Path) -> Iterator[tuple[int, str] | Rejected]:
    """The numbered lines of a text file, gzipped or not; a file that is cut off ends with a Rejected."""
    line = 0
    try:
        with path.open("rb") as file:
            packed = file.peek(2)[:2] == b"\x1f\x8b"
            raw = gzip.GzipFile(fileobj=file) if packed else file
            for line, text in enumerate(io.TextIOWrapper(raw, "utf-8-sig", errors="replace"), start=1):
                yield line, text.rstrip("\r\n")
    except (EOFError, zlib.error, gzip.BadGzipFile):
        yield Rejected(line + 1, "The file is cut off or damaged from here on; fetch it again", "")
