"""Figures for the public: no small cells, and noise whose spending is booked.

Two ways, for two needs. ``without_small_cells`` is for a figure released once: it hides what is small, and
enough beside it that what is hidden cannot be reckoned from the totals. ``Budget.release`` is for figures
released again and again, whose differences would tell of single people: each spends of a budget that is finite.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

LEAST = 11
"""No cell of a public figure is smaller."""


class BudgetSpent(ValueError):
    """A release would spend more than is left; the message says how much that is."""


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


HIDDEN = -1


def without_small_cells(counts: NDArray[np.int64], least: int = LEAST) -> Table:
    """Rows x columns of people, with cells from 1 to ``least`` - 1 hidden (0 is shown), totals that are small too.

    In every row and column with a total, either nothing is hidden, or two cells or more that together hold
    ``least`` or more: else the total would tell what is hidden. Nor do all totals together tell a hidden cell; where
    no cell is left to hide for that, a total is. Raises ValueError for negative counts.
    """
    if counts.ndim != 2 or (counts < 0).any():
        raise ValueError("counts: a table of rows and columns of whole numbers of 0 or more is needed.")
    hidden = (counts > 0) & (counts < least)
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    total = int(counts.sum())
    show_rows, show_columns = (rows == 0) | (rows >= least), (columns == 0) | (columns >= least)
    show_total = total == 0 or total >= least
    changed = True
    while changed:
        changed = False
        for cells, mask, shown in (
            (counts, hidden, show_rows),
            (counts.T, hidden.T, show_columns),
        ):
            for at in np.flatnonzero(shown):
                if not mask[at].any() or (mask[at].sum() >= 2 and cells[at][mask[at]].sum() >= least):
                    continue
                others = np.flatnonzero(~mask[at] & (cells[at] > 0))
                if len(others) == 0:
                    shown[at] = False  # its cells are all hidden: the total goes with them
                else:
                    mask[at, others[np.argmin(cells[at][others])]] = True
                changed = True
        changed |= _totals_tell(rows, show_rows, least) | _totals_tell(columns, show_columns, least)
        if changed:
            continue
        told = _told(hidden, show_rows, show_columns, show_total)
        changed = len(told) > 0
        if changed and not any(_hide_one_more(counts, hidden, *place) for place in told):
            row, column = told[0]
            if show_rows[row]:
                show_rows[row] = False
            elif show_columns[column]:
                show_columns[column] = False
            else:
                show_total = False
        elif show_total and 0 < counts[hidden].sum() < least:
            show_total, changed = False, True
    return Table(
        np.where(hidden, HIDDEN, counts),
        np.where(show_rows, rows, HIDDEN),
        np.where(show_columns, columns, HIDDEN),
        total if show_total else HIDDEN,
    )


def _told(
    hidden: NDArray[np.bool_],
    show_rows: NDArray[np.bool_],
    show_columns: NDArray[np.bool_],
    show_total: bool,
) -> NDArray[np.intp]:
    """Hidden cells that all shown totals together still tell: those that no other filling can change."""
    places = np.argwhere(hidden)
    sums = [places[:, 0] == row for row in np.flatnonzero(show_rows)]
    sums += [places[:, 1] == column for column in np.flatnonzero(show_columns)]
    if show_total:
        sums.append(np.ones(len(places), dtype=np.bool_))
    if len(places) == 0 or not sums:
        return places[:0]
    _left, sizes, directions = np.linalg.svd(np.array(sums, dtype=float), full_matrices=True)
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


@dataclass(frozen=True, slots=True)
class Spending:
    """One line of the budget's book."""

    name: str
    day: str
    epsilon: float
    cells_a_person: int
    cells: list[str]
    figures: dict[str, int]


class Budget:
    """What may be told of the same people in all, in epsilon of differential privacy, booked in a file.

    The file is a line of JSON a release, appended and flushed before a figure is given out; it holds the noisy
    figures, so that asking for the same again gives the same and spends nothing: averaging finds no more.
    """

    def __init__(self, book: Path, total: float) -> None:
        if not total > 0:
            raise ValueError(f"total: {total}. Choose a budget above 0.")
        self.book, self.total = book, total

    @property
    def spendings(self) -> list[Spending]:
        if not self.book.exists():
            return []
        lines = self.book.read_text(encoding="utf-8").splitlines()
        return [Spending(**json.loads(line)) for line in lines if line.strip()]

    @property
    def spent(self) -> float:
        return sum(one.epsilon for one in self.spendings)

    def release(
        self,
        name: str,
        counts: Mapping[str, int],
        epsilon: float,
        *,
        day: date,
        cells_a_person: int = 1,
        least: int = LEAST,
    ) -> dict[str, int]:
        """Noisy counts; those under ``least`` are left out. Needs the extra ``entraide[public]``.

        ``counts`` must name every cell that could be, the empty ones with 0: a cell that is there only when somebody
        is in it would tell. ``cells_a_person``: in how many cells one person may count; the noise (discrete
        Laplace, OpenDP) has the scale cells_a_person / epsilon. Raises BudgetSpent, and ValueError for a name
        that was used for other cells on that day.
        """
        if not epsilon > 0 or cells_a_person < 1:
            raise ValueError("epsilon, cells_a_person: choose numbers above 0.")
        with self._alone():
            spendings = self.spendings
            for one in spendings:
                if one.name == name and one.day == day.isoformat():
                    if (one.cells, one.epsilon, one.cells_a_person) != (
                        list(counts),
                        epsilon,
                        cells_a_person,
                    ):
                        raise ValueError(
                            f"name: {name} of {day} was released otherwise. Choose another name."
                        )
                    return one.figures
            left = self.total - sum(one.epsilon for one in spendings)
            if epsilon > left + 1e-12:
                raise BudgetSpent(
                    f"{name} would spend {epsilon:g}, and of {self.total:g} only {left:g} is left. "
                    "Release fewer or coarser figures, or less often."
                )
            noisy = _noisy(list(counts.values()), cells_a_person / epsilon)
            figures = {cell: value for cell, value in zip(counts, noisy, strict=True) if value >= least}
            self._write(Spending(name, day.isoformat(), epsilon, cells_a_person, list(counts), figures))
        return figures

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Two processes that release at once would both find the budget unspent."""
        self.book.parent.mkdir(parents=True, exist_ok=True)
        with self.book.with_suffix(self.book.suffix + ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _write(self, spending: Spending) -> None:
        with self.book.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(spending), ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())


def _noisy(values: list[int], scale: float) -> list[int]:
    import opendp.prelude as dp

    dp.enable_features("contrib")
    space = dp.vector_domain(dp.atom_domain(T="i64")), dp.l1_distance(T="i64")
    measure = space >> dp.m.then_laplace(scale=float(scale))
    return [int(value) for value in measure(list(map(int, values)))]


def synthetic(people: list[dict[str, str]], epsilon: float, *, longest: int = 3) -> list[dict[str, str]]:
    """People who never were, with the combinations of up to ``longest`` fields as frequent as among the real ones.

    For a public extract, with differential privacy of ``epsilon``. Book it in a ``Budget`` yourself: it is spent
    anew with every extract. Needs the extra ``entraide[public]`` (pac-synth).
    """
    import pacsynth

    columns = list(people[0]) if people else []
    if not columns or any(set(person) != set(columns) for person in people):
        raise ValueError("people: give at least one person, and each the same fields.")
    rows = [columns, *[[person[column] for column in columns] for person in people]]
    settings = (
        pacsynth.DpAggregateSeededParametersBuilder()
        .reporting_length(min(longest, len(columns)))
        .epsilon(epsilon)
        .build()
    )
    maker = pacsynth.DpAggregateSeededSynthesizer(settings)
    maker.fit(pacsynth.Dataset(rows))
    made = maker.sample()
    return [dict(zip(made[0], row, strict=True)) for row in made[1:]]
