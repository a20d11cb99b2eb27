"""Tables for the public, released once: no small cell is shown, and none is told by the totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from numpy.typing import NDArray

from .counts import Count, by_event

LEAST = 11
"""No cell of a public figure is smaller."""
HIDDEN = -1


def crossed(rows: Iterable[Count], down: str, across: str) -> tuple[list[str], list[str], NDArray[np.int64]]:
    """The values of two dimensions and how many reports are under both; one that has two values is under both.

    Rows of one event are one report, which is in every cell that any of them is in.
    """
    sums: Counter[tuple[str, str]] = Counter()
    for told in by_event(rows):
        cells = {cell for row in told.rows for cell in product(row.under(down), row.under(across))}
        sums.update(dict.fromkeys(cells, told.reports))
    lines = {line: at for at, line in enumerate(sorted({line for line, _column in sums}))}
    columns = {column: at for at, column in enumerate(sorted({column for _line, column in sums}))}
    counts = np.zeros((len(lines), len(columns)), np.int64)
    for (line, column), number in sums.items():
        counts[lines[line], columns[column]] = number
    return list(lines), list(columns), counts


@dataclass(frozen=True, eq=False)
class Table:
    """``cells``: rows x columns, -1 where hidden; ``row_totals`` and ``column_totals`` likewise; ``total``."""

    cells: NDArray[np.int64]
    row_totals: NDArray[np.int64]
    column_totals: NDArray[np.int64]
    total: int

    @property
    def hidden(self) -> int:
        return int((self.cells < 0).sum())


def without_small_cells(counts: NDArray[np.int64], least: int = LEAST) -> Table:
    """Rows x columns of people, with cells from 1 to ``least`` - 1 hidden (0 is shown), totals that are small too.

    In every row and column with a total, either nothing is hidden, or two cells or more that together hold
    ``least`` or more: else the total would tell what is hidden. Nor do all totals together tell a hidden cell, or
    the sum of any hidden cells that is smaller than ``least``; where no cell is left to hide for that, a total is.
    Raises ValueError for negative counts.

    Source: complementary cell suppression (Hundepool et al., Statistical Disclosure Control, 2012, ch. 4); what
    totals tell of a group of cells is a linear programme over the rows and columns whose totals are shown.
    """
    if counts.ndim != 2 or (counts < 0).any():
        raise ValueError("counts: a table of rows and columns of whole numbers of 0 or more is needed.")
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    total = int(counts.sum())
    made = _Hiding(
        counts,
        least,
        (counts > 0) & (counts < least),
        (rows == 0) | (rows >= least),
        (columns == 0) | (columns >= least),
        total == 0 or total >= least,
    )
    while made.hide_beside() or made.hide_totals() or made.hide_what_is_told():
        pass
    return Table(
        np.where(made.hidden, HIDDEN, counts),
        np.where(made.rows, rows, HIDDEN),
        np.where(made.columns, columns, HIDDEN),
        total if made.total else HIDDEN,
    )


@dataclass(eq=False)
class _Hiding:
    """A table while more and more of it is hidden. ``rows``, ``columns``, ``total``: whether their sum is shown."""

    counts: NDArray[np.int64]
    least: int
    hidden: NDArray[np.bool_]
    rows: NDArray[np.bool_]
    columns: NDArray[np.bool_]
    total: bool
    safe: set[tuple[int, int]] = field(default_factory=set)

    def hide_beside(self) -> bool:
        """In rows and columns whose total tells what is hidden, the smallest cell too. True if it hid something."""
        changed = False
        sides = ((self.counts, self.hidden, self.rows), (self.counts.T, self.hidden.T, self.columns))
        for cells, mask, shown in sides:
            for at in np.flatnonzero(shown):
                if not mask[at].any() or (mask[at].sum() >= 2 and cells[at][mask[at]].sum() >= self.least):
                    continue
                others = np.flatnonzero(~mask[at] & (cells[at] > 0))
                if len(others) == 0:
                    shown[at] = False  # its cells are all hidden: the total goes with them
                else:
                    mask[at, others[np.argmin(cells[at][others])]] = True
                changed = True
        return changed

    def hide_totals(self) -> bool:
        """Another total where the grand total would tell the one that is hidden."""
        rows = _totals_tell(self.counts.sum(axis=1), self.rows, self.least)
        return _totals_tell(self.counts.sum(axis=0), self.columns, self.least) or rows

    def hide_what_is_told(self) -> bool:
        """Beside each small cell that all totals tell, alone or with others, one cell more; else a total."""
        told = [
            (row, column)
            for row, column in map(tuple, np.argwhere(self.hidden & (self.counts < self.least)).tolist())
            if (row, column) not in self.safe and self._is_told(row, column)
        ]
        told += [place for place in map(tuple, _alone(self).tolist()) if place not in told]
        changed = [_hide_one_more(self.counts, self.hidden, *place) for place in told]
        if told and not any(changed):
            row, column = told[0]
            if self.rows[row]:
                self.rows[row] = False
            elif self.columns[column]:
                self.columns[column] = False
            else:
                self.total = False
        elif not told and self.total and 0 < self.counts[self.hidden].sum() < self.least:
            self.total = False
            return True
        return bool(told)

    def _is_told(self, row: int, column: int) -> bool:
        """Whether the cell is one of some hidden cells whose sum is told and smaller than ``least``.

        What is told are sums of shown totals: each gets a weight, a hidden cell that of its row, its column and all
        together, which is 1 for the cells of the group and 0 for the others. The matrix is totally unimodular, so
        that weights between 0 and 1 do. A cell that is safe stays so when more is hidden.
        """
        from scipy.optimize import linprog

        places, sums = self._sums()
        if not len(sums):
            return False
        weights = sums.T.astype(float)  # hidden cells x shown totals
        at = int(np.flatnonzero((places == (row, column)).all(axis=1))[0])
        found = linprog(
            self.counts[self.hidden] @ weights,
            A_ub=np.vstack([weights, -weights]),
            b_ub=np.concatenate([np.ones(len(places)), np.zeros(len(places))]),
            A_eq=weights[at : at + 1],
            b_eq=[1.0],
            bounds=(None, None),
        )
        if found.status == 0 and found.fun < self.least - 0.5:
            return True
        self.safe.add((row, column))
        return False

    def _sums(self) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
        """The hidden cells, and which of them each shown total holds."""
        places = np.argwhere(self.hidden)
        sums = [places[:, 0] == row for row in np.flatnonzero(self.rows)]
        sums += [places[:, 1] == column for column in np.flatnonzero(self.columns)]
        if self.total:
            sums.append(np.ones(len(places), dtype=np.bool_))
        holding = np.array([one for one in sums if one.any()], dtype=np.bool_)
        return places, holding


def _alone(made: _Hiding) -> NDArray[np.intp]:
    """Hidden cells that the totals tell exactly: those that no other filling can change."""
    places, sums = made._sums()
    if not len(sums):
        return places[:0]
    _left, sizes, directions = np.linalg.svd(sums.astype(float), full_matrices=True)
    free = directions[int((sizes > 1e-9).sum()) :]
    told: NDArray[np.intp] = places[(np.abs(free) < 1e-9).all(axis=0)]
    return told


def _hide_one_more(counts: NDArray[np.int64], hidden: NDArray[np.bool_], row: int, column: int) -> bool:
    """Hides the smallest cell beside a told one. False if there is none."""
    beside = [(row, at) for at in range(counts.shape[1])] + [(at, column) for at in range(counts.shape[0])]
    open_cells = [place for place in beside if not hidden[place] and counts[place] > 0]
    if not open_cells:
        return False
    hidden[min(open_cells, key=lambda place: counts[place])] = True
    return True


def _totals_tell(totals: NDArray[np.int64], shown: NDArray[np.bool_], least: int) -> bool:
    """Hides another total where the grand total would tell the one that is hidden. True if it did."""
    hidden = ~shown
    if not hidden.any() or (hidden.sum() >= 2 and totals[hidden].sum() >= least):
        return False
    others = np.flatnonzero(shown & (totals > 0))
    if len(others) == 0:
        return False
    shown[others[np.argmin(totals[others])]] = False
    return True
