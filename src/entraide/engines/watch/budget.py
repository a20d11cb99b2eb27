"""Figures that are released again and again: noise, and a book of what was spent on the same people.

Differences between releases tell of single people. Each release spends of a budget that is finite, and the book
outlives the process: a line is on the disk before its figures are given out.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from math import ceil, log
from pathlib import Path

from .suppression import LEAST

SPURIOUS = 0.05
"""The chance that of all cells that are empty any is shown."""


class BudgetSpent(ValueError):
    """A release would spend more than is left; the message says how much that is."""


class BadBook(ValueError):
    """The book of a budget cannot be trusted; nothing is released. The message names the line and the remedy."""


@dataclass(frozen=True, slots=True)
class Spending:
    """One line of the budget's book. ``total``: of the whole budget; ``figures`` are the noisy ones."""

    name: str
    day: str
    epsilon: float
    total: float
    cells_a_person: int = 1
    cells: list[str] = field(default_factory=list)
    figures: dict[str, int] = field(default_factory=dict)


class Budget:
    """What may be told of the same people in all, in epsilon of differential privacy, booked in a file.

    The file is a line of JSON a release, appended and flushed to the disk before a figure is given out; it holds the
    noisy figures, so that asking for the same again gives the same and spends nothing: averaging finds no more. A
    last line that a crash cut off was never given out: it is taken away before the next is written. Processes wait
    for each other. A book is begun with a total and keeps it.
    """

    def __init__(self, book: Path, total: float) -> None:
        if not 0 < total < float("inf"):
            raise ValueError(f"total: {total}. Choose a budget above 0.")
        self.book, self.total = book, total

    @property
    def spendings(self) -> list[Spending]:
        """Raises BadBook where a line, other than a last one cut off, is none."""
        if not self.book.exists():
            return []
        *lines, _cut_off = self.book.read_text(encoding="utf-8", errors="replace").split("\n")
        return [self._read(number, line) for number, line in enumerate(lines, start=1) if line.strip()]

    @property
    def spent(self) -> float:
        return sum(one.epsilon for one in self.spendings)

    @property
    def left(self) -> float:
        return max(self.total - self.spent, 0.0)

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
        """Noisy counts; those under ``least`` are left out, and under what noise alone brings up in empty cells with a
        chance of ``SPURIOUS`` over all. Needs the extra ``entraide[public]``.

        ``counts`` must name every cell that could be, the empty ones with 0: a cell that is there only when somebody
        is in it would tell. ``cells_a_person``: in how many cells one person may count; the noise (discrete
        Laplace, OpenDP) has the scale cells_a_person / epsilon. Raises BudgetSpent, BadBook, and ValueError for a
        name that was used for other cells on that day.
        """
        if cells_a_person < 1:
            raise ValueError(f"cells_a_person: {cells_a_person}. Choose 1 or more.")
        if not counts:
            raise ValueError("counts: there are none. Name every cell that could be, the empty ones with 0.")

        def made() -> dict[str, int]:
            scale = cells_a_person / epsilon
            noisy = _noisy(list(counts.values()), scale)
            shown_from = max(least, lowest_shown(len(counts), scale))
            return {cell: value for cell, value in zip(counts, noisy, strict=True) if value >= shown_from}

        return self._spend(name, day, epsilon, cells_a_person, list(counts), made).figures

    def book_extract(self, name: str, epsilon: float, *, day: date) -> None:
        """An extract is about to be made that spends this. A name can be booked once: each extract tells anew.

        Raises BudgetSpent, BadBook, and ValueError for a name that was used before.
        """
        self._spend(name, day, epsilon, 1, [], dict)

    def _spend(
        self,
        name: str,
        day: date,
        epsilon: float,
        cells_a_person: int,
        cells: list[str],
        made: Callable[[], dict[str, int]],
    ) -> Spending:
        if not 0 < epsilon < float("inf"):
            raise ValueError(f"epsilon: {epsilon}. Choose a number above 0.")
        with self._alone():
            spendings = self.spendings
            for one in spendings:
                if one.name == name and (one.day == day.isoformat() or not cells):
                    if not cells or (one.cells, one.epsilon, one.cells_a_person) != (
                        cells,
                        epsilon,
                        cells_a_person,
                    ):
                        raise ValueError(
                            f"name: {name} of {one.day} was released otherwise. Choose another name."
                        )
                    return one
            left = self.total - sum(one.epsilon for one in spendings)
            if epsilon > left + 1e-12:
                raise BudgetSpent(
                    f"{name} would spend {epsilon:g}, and of {self.total:g} only {max(left, 0):g} is left. "
                    "Release fewer or coarser figures, or less often."
                )
            spending = Spending(name, day.isoformat(), epsilon, self.total, cells_a_person, cells, made())
            self._write(spending)
        return spending

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Two processes that release at once would both find the budget unspent."""
        self.book.parent.mkdir(parents=True, exist_ok=True)
        with self.book.with_suffix(self.book.suffix + ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _write(self, spending: Spending) -> None:
        line = json.dumps(asdict(spending), ensure_ascii=False) + "\n"
        with self.book.open("ab+") as file:
            file.seek(0)
            file.truncate(file.read().rfind(b"\n") + 1)  # what a crash cut off
            file.write(line.encode())
            file.flush()
            os.fsync(file.fileno())
        folder = os.open(self.book.parent, os.O_RDONLY)
        try:
            os.fsync(folder)  # a new file is on the disk when its name is
        finally:
            os.close(folder)

    def _read(self, number: int, line: str) -> Spending:
        try:
            one = Spending(**json.loads(line))
            sound = float(one.epsilon) > 0 and float(one.total) > 0
        except (ValueError, TypeError):
            sound = False
        if not sound:
            raise BadBook(
                f"{self.book}, line {number}: this is no booking. Restore the book from a copy; "
                "without it nobody knows what was spent."
            )
        if one.total != self.total:
            raise BadBook(
                f"{self.book}: the budget was begun with a total of {one.total:g}, not {self.total:g}. "
                "Name that total: a budget cannot grow."
            )
        return one


def lowest_shown(cells: int, scale: float) -> int:
    """The number that noise of this scale brings up in none of so many empty cells, but for ``SPURIOUS``."""
    return max(1, ceil(scale * log(max(cells, 1) / (2 * SPURIOUS))))


def _noisy(values: list[int], scale: float) -> list[int]:
    import opendp.prelude as dp

    dp.enable_features("contrib")
    space = dp.vector_domain(dp.atom_domain(T="i64")), dp.l1_distance(T="i64")
    measure = space >> dp.m.then_laplace(scale=float(scale))
    return [int(value) for value in measure(list(map(int, values)))]
