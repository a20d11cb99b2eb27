"""Some rows of a table as columns of cells, and why rows of them are refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from .._problems import Rejected
from ..tables._mapping import plain
from ._plan import Plan

BOOL = NDArray[np.bool_]


@dataclass(eq=False)
class Cells:
    """Some rows of a table. `columns` (by place): strings, null where the plan does not use the column; `line` (n):
    where each stands; `evidence` (n): SHA-256; `text`: a row as it stands in the file; `broken`: rows that are none;
    `done`: bytes read so far; `first_row`: the number of the first of these rows in the file; `damaged` (n): a cell
    that is used has characters of another encoding."""

    columns: dict[int, pa.Array]
    line: NDArray[np.int64]
    evidence: pa.Array
    text: Callable[[int], str]
    broken: list[Rejected]
    done: int
    first_row: int
    damaged: BOOL | None = None


class Refused:
    """Why rows cannot be taken: the first reason of each counts."""

    def __init__(self, rows: int) -> None:
        self.why = np.zeros(rows, np.int16)
        self.reasons = [""]

    def where(self, rows: BOOL, reason: str) -> None:
        if rows.any():
            self.why[rows & (self.why == 0)] = len(self.reasons)
            self.reasons.append(reason)

    @property
    def good(self) -> BOOL:
        good: BOOL = np.equal(self.why, 0)
        return good


class Columns:
    """The cells of a meaning, trimmed; None where no column has it."""

    def __init__(self, cells: Cells, plan: Plan) -> None:
        self.cells, self.plan = cells, plan

    def __call__(self, role: str) -> pa.Array | None:
        place = self.plan.columns.get(role)
        return None if place is None else pc.utf8_trim_whitespace(self.cells.columns[place])

    def __len__(self) -> int:
        return len(self.cells.line)


def none(n: int) -> pa.Array:
    return pa.nulls(n, pa.string())


def emptied(column: pa.Array) -> pa.Array:
    return pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)


def bools(column: pa.Array) -> BOOL:
    found: BOOL = pc.fill_null(column, False).to_numpy(zero_copy_only=False)
    return found


def is_one_of(column: pa.Array, words: frozenset[str]) -> BOOL:
    """Which cells are one of some words; each different cell is looked at once."""
    different = pc.unique(column)
    known = [(plain(cell) or cell) in words for cell in different.to_pylist()]
    return bools(pa.array(known, pa.bool_()).take(pc.index_in(column, different)))
