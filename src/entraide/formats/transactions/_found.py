"""What readers of transactions hand over, and what is said of a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from .._problems import Rejected

FEES = "(fees)"
UNNAMED = "the other side is not named: read as outside of the record"
FILE_BITS = 42
"""From this bit on, the sequence of a leg is the number of its file."""

# The columns of `Ledger.from_table`, in the order of the file.
SCHEMA = pa.schema(
    [
        ("time", pa.timestamp("us", "UTC")),
        ("sequence", pa.int64()),
        ("source", pa.string()),
        ("target", pa.string()),
        ("amount", pa.int64()),
        ("currency", pa.string()),
        ("rail", pa.string()),
        ("kind", pa.string()),
        ("record", pa.string()),
        ("evidence", pa.binary()),
        ("date_only", pa.bool_()),
        ("reverses", pa.string()),
        ("target_amount", pa.int64()),
        ("target_currency", pa.string()),
    ]
)


@dataclass(frozen=True)
class Options:
    """What the caller knows of the files; whatever is left empty is found out, or said to be missing.

    `format`: one of FORMATS. `mapping`: meaning -> header. `timezone`: IANA name, of times that name no zone.
    `account`: whose statement it is. `currency`, `rail`: of rows that name none. `dates`: "ymd", "dmy" or "mdy".
    `decimal`: "." or ",".
    """

    format: str = ""
    encoding: str = ""
    delimiter: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)
    timezone: str = ""
    account: str = ""
    currency: str = ""
    rail: str = ""
    dates: str = ""
    decimal: str = ""


@dataclass(eq=False)
class Batch:
    """Legs of some rows of a file.

    `legs`: columns of SCHEMA but `sequence`. `row`, `line`: of each leg (n), the row's number in the file from 0
    and the line (or place) where it stands. `named`: whether the source gave the record its id.
    `identity`: what makes a row the same as another, where that is not its bytes. `worldwide` (n): all legs of the
    record are one transaction, in other files too, as on a chain of coins. `sequence`: of a ledger, the order and the
    files that it had. `rows`: how many rows were looked at, taken or not. `done`: bytes of the file read so far.
    `texts`: of those rows that `FileReport.looked_for` names.
    """

    legs: pa.Table
    row: NDArray[np.int64]
    line: NDArray[np.int64]
    named: NDArray[np.bool_]
    rejected: list[Rejected]
    rows: int
    done: int
    identity: Sequence[str | bytes] | None = None
    worldwide: NDArray[np.bool_] | None = None
    sequence: NDArray[np.int64] | None = None
    texts: list[str] = field(default_factory=list)


@dataclass
class FileReport:
    """What was found in a file: how it is written, what was taken, what was not and why."""

    path: Path
    options: Options = field(default_factory=Options)
    format: str = ""
    encoding: str = ""
    delimiter: str = ""
    mapping: dict[str, str] = field(default_factory=dict)
    dates: str = ""
    decimals: str = ""
    zone: str = ""
    descending: bool = False
    unordered: int = 0
    sha256: str = ""
    bytes: int = 0
    rows: int = 0
    taken: int = 0
    legs: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    first: datetime | None = None
    last: datetime | None = None
    currencies: set[str] = field(default_factory=set)
    accounts: list[str] = field(default_factory=list)
    # What is worth knowing and kept no row out, with how often.
    notes: Counter[str] = field(default_factory=Counter)
    # Balances before the first row: (account, currency) -> minor units.
    opening: dict[tuple[str, str], int] = field(default_factory=dict)
    # Of a ledger: the files that it was made of, as it names them.
    made_of: list[dict[str, object]] = field(default_factory=list)
    stops: dict[str, str] = field(default_factory=dict)
    dust: dict[str, Decimal] = field(default_factory=dict)
    # Numbers of rows, ascending, whose text is asked for.
    looked_for: NDArray[np.int64] | None = None
    # While reading: accounts of which the first row was seen, and those that something was changed into.
    opened: set[str] = field(default_factory=set)
    # What the last row of each said: rows not taken before it, balance, what moved.
    balances: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    walls: int = 0
    changed_into: set[str] = field(default_factory=set)

    def asks_for(self, row: int) -> bool:
        """Whether the text of a row is asked for."""
        if self.looked_for is None:
            return False
        place = int(np.searchsorted(self.looked_for, row))
        return place < len(self.looked_for) and int(self.looked_for[place]) == row

    def note(self, what: str, count: int = 1) -> None:
        if count:
            self.notes[what] += int(count)


class Reader(Protocol):
    """Reads a file of one format: the report is filled in as it goes."""

    def __call__(self, path: Path, options: Options, report: FileReport) -> Iterator[Batch]: ...
