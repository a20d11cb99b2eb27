"""JSON of ledgers on chains: of unspent outputs (Bitcoin and its kin), and of accounts (Ethereum, Tron)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .._problems import UnreadableFile
from . import _chains, _coins
from ._entries import Entries, Refused
from ._found import Batch, FileReport, Options
from ._lines import opened
from ._objects import CUT, Found, objects_of

ILL_FORMED = "members: one holds something else than its name says; export the transaction again"
UNKNOWN = (
    "the object is no transaction that is known: it has neither inputs and outputs nor from, to and value"
)


def read_json(path: Path, options: Options, report: FileReport) -> Iterator[Batch]:
    """The legs of transactions. Raises UnreadableFile where the first object is none."""
    report.encoding, report.zone = "utf-8", "UTC"
    entries = Entries(report)
    coins = _coins.Coins(entries, options, report)
    accounts = _chains.Accounts(entries, options, report)
    with opened(path) as file:
        for number, found in enumerate(objects_of(file)):
            if (
                number == 0
                and found.problem != CUT
                and not (coins.knows(found.value) or accounts.knows(found.value))
            ):
                _say_what_is_known(found.value)
            _take(found, coins, accounts, entries, report)
            if entries.are_many or coins.are_many:
                yield from coins.batches(found.place)
                yield entries.batch(found.place)
    if not entries.rows:
        raise UnreadableFile("The file holds no transaction", "Export it again: it is empty or cut off")
    yield from coins.batches(report.bytes)
    yield entries.batch(report.bytes)


def _take(
    found: Found, coins: _coins.Coins, accounts: _chains.Accounts, entries: Entries, report: FileReport
) -> None:
    place = found.place + 1
    if found.problem:
        entries.reject(place, found.problem, found.text)
        if found.problem == CUT:
            report.note("the file is cut off within its last object; what comes before was read")
        return
    try:
        if coins.knows(found.value):
            coins.take(found)
        elif accounts.knows(found.value):
            accounts.take(found)
        else:
            raise Refused(UNKNOWN)
    except Refused as problem:
        entries.reject(place, str(problem), found.text)
    except (
        ArithmeticError,
        AttributeError,
        KeyError,
        TypeError,
        ValueError,
    ):  # a list for a number, and the like
        entries.reject(place, ILL_FORMED, found.text)


def _say_what_is_known(value: Any) -> None:
    has = f": it has {', '.join(map(str, value))}"[:200] if isinstance(value, dict) else ""
    raise UnreadableFile(
        f"The first object is no transaction that is known{has}",
        "Export transactions with vin and vout (Bitcoin, Esplora) or with hash, from, to, value and timestamp"
        " (Ethereum, Tron)",
    )
