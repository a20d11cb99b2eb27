"""Sites move. What is older than a `left_on` may be told of the place that was left.

A site that is said to be left is the one that is sought, or another. If it is, what is older speaks of the place that
was left, and the site has gone: mostly not far. Both are reckoned to the end, and what the older items say of the place
that was left decides between them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import logsumexp

from ._cells import Spots, coarse, disc, discs
from ._likelihood import bell, inside
from ._sphere import Floats, km_from
from .evidence import Evidence, LeftOn

_OURS = 0.5  # of sites said to be left that older items are at hand of: that it is the one that is sought
_STAYS = 0.1  # of sites said to be left: those still in use, or in use again
_MOVES_KM = 40.0  # within which a site mostly opens again

Mixed = Callable[[Spots], Floats]
"""Items × spots of no published site: the likelihood of each item, mixed and over its mean."""


@dataclass(frozen=True)
class Move:
    """That the site sought is the one ``left`` (an item), which the ``older`` items speak of.

    ``there``: what each item says of the place that was left, where the older ones together put it; ``together``: by
    how much all of the older say more of it, as a logarithm, than one by one.
    """

    left: LeftOn
    row: int
    older: npt.NDArray[np.bool_]
    false: float
    there: Floats
    together: float
    wholes: tuple[float, float]

    def seen(self, mixed: Floats, spots: Spots) -> Floats:
        """Items × spots, if it is so: older items say nothing of where the site is now."""
        found = np.where(self.older[:, None], self.there[:, None], mixed)
        found[self.row] = self._goes(spots)
        return found

    def _goes(self, spots: Spots) -> Floats:
        """How many times likelier each spot is once the site is said to be left."""
        near, within = _around(self.left, spots)
        stays = self.false + (1 - self.false) * _STAYS
        return np.asarray((1 - stays) * near / self.wholes[0] + stays * within / self.wholes[1] + 1e-12)


def moves_of(
    items: Sequence[Evidence], weights: Floats, false: Floats, mixed_listed: Floats, mixed: Mixed
) -> list[Move]:
    """Each `left_on` that there are older items for. ``mixed_listed``: items × points of the published discs."""
    found = []
    for row, left in enumerate(items):
        if not isinstance(left, LeftOn):
            continue
        older = np.array([_is_older(item, left) for item in items])
        if older.any():
            there, together = _at(left, older, weights, mixed_listed, mixed)
            wholes = _wholes(left)
            found.append(Move(left, row, older, float(false[row]), there, together, wholes))
    return found


def odds_of(moves: Sequence[Move]) -> Floats:
    """Logarithms of the shares, before anything is known: that no site sought was left, and each of the moves."""
    shares = [1 - _OURS, *(_OURS / len(moves) for _ in moves)] if moves else [1.0]
    return np.log(shares)


def _is_older(item: Evidence, left: LeftOn) -> bool:
    return not isinstance(item, LeftOn) and item.when is not None and item.when.date() < left.on


def _at(
    left: LeftOn, older: npt.NDArray[np.bool_], weights: Floats, mixed_listed: Floats, mixed: Mixed
) -> tuple[Floats, float]:
    """What the items say of the place that was left: a published site there, or any point of the circle."""
    listed = km_from(left.lat, left.lon, discs()[1].points.ball) <= left.radius_km
    others = mixed(disc(left.lat, left.lon, left.radius_km))
    said = np.concatenate([mixed_listed[:, listed], others], axis=1)
    halves = 0.5 if listed.any() else 1.0
    share = np.concatenate(
        [
            np.full(listed.sum(), 0.5 / max(listed.sum(), 1)),
            np.full(others.shape[1], halves / others.shape[1]),
        ]
    )
    logs = np.log(share) + weights[older] @ np.log(said[older])
    whole = float(logsumexp(logs))
    there = said @ np.exp(logs - whole)
    return there, whole - float(weights[older] @ np.log(there[older]))


def _wholes(left: LeftOn) -> tuple[float, float]:
    """The share of all places that lie around the place that was left, and within it."""
    parts = [(spots, _around(left, spots)) for spots in (discs()[1], coarse()[1])]
    near, within = (sum(float(some[at] @ np.exp(spots.log_prior)) for spots, some in parts) for at in (0, 1))
    return max(near, 1e-12), max(within, 1e-12)


def _around(left: LeftOn, spots: Spots) -> tuple[Floats, Floats]:
    """Where a site that was left opens again, and the share of each spot that lies within the place it left."""
    within = inside(left.lat, left.lon, left.radius_km, spots)
    near = bell(km_from(left.lat, left.lon, spots.points.ball), _MOVES_KM, spots.blur_km)
    return near * (1 - within), within
