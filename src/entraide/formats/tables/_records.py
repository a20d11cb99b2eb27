from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .._problems import Rejected

Cells = list[str]
Record = tuple[int, Cells] | Rejected  # number of its first line, its cells


@dataclass(frozen=True, slots=True)
class Row:
    """``line``: where it stands in the file, from 1. ``cells``: by header; a missing cell is an empty string."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Source:
    """A file that has been recognised: its records, and for CSV how it is written."""

    records: Iterator[Record]
    encoding: str
    delimiter: str
