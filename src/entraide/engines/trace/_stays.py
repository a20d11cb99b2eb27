"""How long money stays in an account, learned from what had been seen by a time."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ._kernels.book import IN_END, IN_START, Book
from ._kernels.dwell import left_after

if TYPE_CHECKING:
    from .ledger import Ledger

HOUR = 3_600_000_000
_SPANS = np.asarray([0, 0.25, 0.5, 1, 2, 3, 6, 12, 24, 48, 72, 120, 168, 336]) * HOUR
# Payments looked at to learn how long money stays on a rail; how many of the case's own are worth as much as all of
# these; how many of an account's own are worth as much as the case.
_SAMPLE, _CASE, _OWN = 20_000, 20, 4


def _bent(
    general: NDArray[np.float64], own: NDArray[np.float64], count: int, worth: int
) -> NDArray[np.float64]:
    """The general curve, drawn towards one from `count` payments, `worth` of which weigh as much as it."""
    mixed = (count * own + worth * general) / (count + worth)
    return np.where(np.isnan(own), general, mixed)


class Stays:
    """How long money stays, from what had been seen by `now`: by rail, bent by the pace of the case, and then by
    what the account itself did. `case` are the legs that brought traced money to accounts."""

    def __init__(self, ledger: Ledger, book: Book, now: int, case: NDArray[np.int64]) -> None:
        self.ledger, self.book, self.now, self.case = ledger, book, now, case
        self.seen = int(np.searchsorted(ledger.time, now, side="right"))
        self.rails: dict[int, NDArray[np.float64]] = {}

    def chance(self, pot: int, rail: int, there: int, wait: int) -> float:
        """That money which came by `rail` and has stayed for `there` microseconds stays `wait` longer."""
        own = self._arrivals(pot)
        curve = _bent(self._of_rail(rail), self._of_case, min(len(self.case), 5 * _CASE), _CASE)
        curve = np.minimum.accumulate(_bent(curve, self._curve(own), min(len(own), 5 * _OWN), _OWN))
        now, then = np.interp([there, there + wait], _SPANS, curve)
        return float(then / now) if now > 0 else 0.0

    @cached_property
    def _of_case(self) -> NDArray[np.float64]:
        return self._curve(self.case)

    def _of_rail(self, rail: int) -> NDArray[np.float64]:
        if rail not in self.rails:
            legs = np.flatnonzero(self.ledger.rail[: self.seen] == rail)
            step = max(1, len(legs) // _SAMPLE)
            curve = self._curve(legs[::step])
            # Where nothing is known of so long a time, as at the longest that is known.
            last = curve[~np.isnan(curve)]
            curve[np.isnan(curve)] = last[-1] if len(last) else 0.5
            self.rails[rail] = curve
        return self.rails[rail]

    def _arrivals(self, pot: int) -> NDArray[np.int64]:
        row = self.book.in_legs[self.book.pots[pot, IN_START] : self.book.pots[pot, IN_END]]
        early = row[row < self.seen]
        return early[-50:].astype(np.int64)

    def _curve(self, legs: NDArray[np.int64]) -> NDArray[np.float64]:
        """The mean share that is left after each span; NaN where none is known."""
        if not len(legs):
            return np.full(len(_SPANS), np.nan)
        left = left_after(self.book, self.ledger.time, legs, _SPANS.astype(np.int64), self.now)
        known = ~np.isnan(left)
        count = known.sum(axis=0)
        total = np.where(known, left, 0.0).sum(axis=0)
        mean: NDArray[np.float64] = np.full(len(_SPANS), np.nan)
        np.divide(total, count, out=mean, where=count > 0)
        return mean
