"""How long money stays in an account, learned from what had been seen by a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ._kernels.book import IN_END, IN_START, Book
from ._kernels.dwell import left_after

if TYPE_CHECKING:
    from .ledger import Ledger

Floats = NDArray[np.floating[Any]]
HOUR = 3_600_000_000
_SPANS = np.asarray([0, 1 / 12, 0.25, 0.5, 1, 2, 3, 6, 12, 24, 48, 72, 120, 168, 336]) * HOUR
# Payments looked at to learn how long money stays on a rail, and of an account's own; how many payments what is known
# otherwise counts for.
_SAMPLE, _OWN, _WORTH = 20_000, 50, 4.0
# Of a payment of which less than this is left, the rest has been passed on, and what remains was kept.
KEPT = 0.15
# Rows: of all that came, and of what was kept.
ALL, REST = range(2)


class Seen(NamedTuple):
    """What was there when each span began, and what of it left within it, in payments: (2, spans)."""

    there: Floats
    left: Floats


class Curve(NamedTuple):
    """The share of what came that is left after each of `_SPANS`, and of what was kept: (2, spans + 1)."""

    shares: Floats

    def left(self, row: int, spans: Floats | float) -> Floats:
        """The share after any spans (microseconds)."""
        return np.interp(spans, _SPANS, self.shares[row])  # type: ignore[no-any-return]

    def goes_on(self, row: int, age: int, spans: Floats | float) -> Floats:
        """Of what is left at an age, the share that is left after spans more."""
        begin = float(self.left(row, age))
        return self.left(row, age + spans) / begin if begin > 0 else np.zeros_like(spans)


class Stays:
    """How long money stays, from what had been seen by `now`: on the rail, then in the case, with those as many
    payments from the victims, and in the account itself.

    Each bends the one before, span by span as far as it was seen, and beyond by how much faster or slower it was.
    """

    def __init__(
        self, ledger: Ledger, book: Book, now: int, case: NDArray[np.int64], removes: NDArray[np.int64]
    ) -> None:
        """`case`: the legs that brought traced money to accounts, and how many legs each is from the victims."""
        self.ledger, self.book, self.now = ledger, book, now
        self.seen = int(np.searchsorted(ledger.time, now, side="right"))
        self.case = self._seen(case)
        self.by_remove = {
            remove: self._seen(case[removes == remove]) for remove in np.unique(removes).tolist()
        }
        self.rails: dict[int, Floats] = {}

    def curve(self, pot: int, rail: int, remove: int) -> Curve:
        """Of money that comes to the pot by `rail`, as the so many-th payment after the victims'."""
        hazard = _bent(self._of_rail(rail), self.case)
        if remove in self.by_remove:
            hazard = _bent(hazard, self.by_remove[remove])
        row = self.book.in_legs[self.book.pots[pot, IN_START] : self.book.pots[pot, IN_END]]
        hazard = _bent(hazard, self._seen(row[row < self.seen][-_OWN:].astype(np.int64)))
        return Curve(np.concatenate([np.ones((2, 1)), np.cumprod(1 - hazard, axis=1)], axis=1))

    def _of_rail(self, rail: int) -> Floats:
        if rail not in self.rails:
            legs = np.flatnonzero(self.ledger.rail[: self.seen] == rail)
            seen = self._seen(legs[:: max(1, len(legs) // _SAMPLE)])
            hazard = _over(seen.left[ALL], seen.there[ALL])
            self.rails[rail] = _bent(np.stack([hazard, hazard]), seen)
        return self.rails[rail]

    def _seen(self, legs: NDArray[np.int64]) -> Seen:
        legs = legs[legs < self.seen]
        if not len(legs):
            return Seen(np.zeros((2, len(_SPANS) - 1)), np.zeros((2, len(_SPANS) - 1)))
        share = left_after(self.book, self.ledger.time, legs, _SPANS.astype(np.int64), self.now)
        known = ~np.isnan(share[:, 1:])
        begin = np.where(known, share[:, :-1], 0.0)
        left = np.where(known, begin - share[:, 1:], 0.0)
        kept = begin < KEPT
        return Seen(
            np.stack([begin.sum(axis=0), (begin * kept).sum(axis=0)]),
            np.stack([left.sum(axis=0), (left * kept).sum(axis=0)]),
        )


def _bent(hazard: Floats, seen: Seen) -> Floats:
    """What leaves within each span, of what is there: as was seen, drawn towards the general `hazard` (2, spans) at
    the pace of what was seen."""
    expected = (seen.there * hazard).sum(axis=1, keepdims=True)
    pace = (seen.left.sum(axis=1, keepdims=True) + 1) / (expected + 1)
    paced = 1 - (1 - hazard.clip(max=0.999)) ** pace
    bent: Floats = (seen.left + _WORTH * paced) / (seen.there + _WORTH)
    return bent


def _over(part: Floats, whole: Floats) -> Floats:
    ratio: Floats = np.zeros_like(part)
    np.divide(part, whole, out=ratio, where=whole > 0)
    return ratio
