"""Where traced money will be when requests bite, and what each further request adds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ._stays import ALL, HOUR, REST, Curve, Floats

_STEPS = 36  # of the time until the last request bites
_HOPS = 4  # within one step
LATER = 72 * HOUR  # how long a request goes on to catch what comes in
_RANKED = 200  # requests; nobody makes more


class Lots(NamedTuple):
    """Traced money that lies in accounts: the account's place, how long it has been there (microseconds), its value,
    and whether it is what was kept when the rest had been passed on."""

    place: NDArray[np.int64]
    age: NDArray[np.int64]
    value: Floats
    kept: NDArray[np.bool_]


class Forecast:
    """Money that moves between n accounts: `moves` (n, n) is the share of what an account pays that goes to each
    other; what is lacking to 1 goes elsewhere and is lost.

    `holds` (n) is what each will have when its request bites, `leaves` the share of it that moves on later,
    `passes` the same of money that comes later still.
    """

    def __init__(self, lots: Lots, curves: Sequence[Curve], waits: NDArray[np.int64], moves: Floats) -> None:
        self.moves = moves
        self.holds, stays = _run_on(lots, curves, waits, moves)
        self.leaves = np.where(self.holds > 0, 1 - stays / np.maximum(self.holds, 1e-9), 0.0)
        # Below 1, so that money that goes round in a circle is lost in the end.
        self.passes = np.asarray([min(0.99, 1 - float(curve.left(ALL, LATER))) for curve in curves])
        self.now = np.bincount(lots.place, lots.value, len(curves))

    def best_first(self, reached: int) -> Iterator[tuple[int, int, int]]:
        """(place, what a request there adds, what earlier requests would catch of it), the most first: of the first
        `reached` accounts, and then of the others, where nothing is yet. All that is added together is never more
        than what there is."""
        count = len(self.holds)
        moves, frozen = self.moves, np.zeros(count, np.bool_)
        # Visits to account j of money that comes to account i, before it is lost or meets what is frozen.
        visits: Floats = np.linalg.inv(np.eye(count) - self.passes[:, None] * moves)
        alone: Floats | None = None
        for _ in range(min(count, _RANKED)):
            adds = self._adds(visits, frozen)
            alone = adds if alone is None else alone
            adds[frozen] = -1.0
            best = int(np.argmax(adds[:reached]))
            if adds[best] < 1:
                best = int(np.argmax(adds))
            expected = int(adds[best])
            if expected <= 0:
                break
            yield best, expected, max(0, int(alone[best]) - expected)
            frozen[best] = True
            # Nothing leaves it any more.
            own = visits[best, best]
            visits = visits - np.outer(visits[:, best], visits[best] - (np.arange(count) == best)) / own
        # The others hold something too, even if it is likely to run into those.
        for place in np.argsort(-self.now, kind="stable").tolist():
            if self.now[place] > 0 and not frozen[place]:
                yield place, 0, int(alone[place]) if alone is not None else 0

    def _adds(self, visits: Floats, frozen: NDArray[np.bool_]) -> Floats:
        """What a request to each account would hold, less what those that are frozen would get of it."""
        after = self.moves @ visits  # visits of money that leaves an account
        caught = after @ frozen.astype(float)
        leaving = np.where(frozen, 0.0, self.holds * self.leaves)
        own = np.diagonal(visits)
        back = np.diagonal(after)
        # Each unit counts at its first visit, and none that left the account itself.
        comes = (leaving @ after - leaving * back) / own
        adds: Floats = self.holds * (1 - self.leaves * caught) + comes * (1 - self.passes * caught)
        return adds


def _run_on(
    lots: Lots, curves: Sequence[Curve], waits: NDArray[np.int64], moves: Floats
) -> tuple[Floats, Floats]:
    """What each account holds when its request bites, and what of that is still there `LATER`."""
    count, horizon = len(curves), float(waits.max())
    step = horizon / _STEPS
    ends = np.arange(_STEPS + 1) * step
    bites = np.ceil(waits / step - 1e-9).astype(np.int64) if step else np.zeros(count, np.int64)
    old = np.zeros((count, _STEPS + 1))
    later = np.zeros(count)
    for place, age, value, kept in zip(*(column.tolist() for column in lots), strict=True):
        curve, row = curves[place], REST if kept else ALL
        old[place] += value * curve.goes_on(row, age, ends)
        later[place] += value * float(curve.goes_on(row, age, float(waits[place]) + LATER))
    # What came in the middle of a step, at the ends of this and of later ones.
    fresh = np.stack([curve.left(ALL, ends[:-1] + step / 2) for curve in curves])
    came = np.zeros((count, _STEPS))
    for now in range(_STEPS):
        left_before = (came[:, :now] * (fresh[:, :now][:, ::-1] - fresh[:, 1 : now + 1][:, ::-1])).sum(axis=1)
        first = (old[:, now] - old[:, now + 1] + left_before) @ moves
        arriving = first
        for _ in range(_HOPS):
            arriving = first + (arriving * (1 - fresh[:, 0])) @ moves
        came[:, now] = arriving
    holds = np.empty(count)
    for place, curve in enumerate(curves):
        bite = int(bites[place])
        since: Floats = (bite - np.arange(bite) - 0.5) * step
        holds[place] = old[place, bite] + came[place, :bite] @ curve.left(ALL, since)
        later[place] += came[place, :bite] @ curve.left(ALL, since + LATER)
    return holds, np.minimum(later, holds)
