"""All items together, over published sites and over cells that are refined where the mass is.

Each likelihood is mixed with its mean over what could be before anything was said (the prior-predictive mean), by the
share of false items among such sources: a false item then says nothing, rather than forbidding the truth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import h3.api.numpy_int as h3
import numpy as np
import numpy.typing as npt
from scipy.special import logsumexp

from ._calibration import AGREED, CONTRADICTED, MOVED, Calibration
from ._cells import COARSE, DISC, Spots, coarse, coarse_cells, discs, kept, more_coarse
from ._grades import false_share
from ._groups import groups_of
from ._likelihood import likelihood
from ._moves import Move, moves_of, odds_of
from ._sphere import Floats
from .evidence import Address, Bearing, Evidence, Ping
from .travel import RoadTimes

# Of the mass of unlisted places, what is looked into at each step, and the most cells.
_SHARE = 0.9995
_MOST = {4: 260, 5: 500, 6: 1100}
_DOUBTED = 0.45  # of two that exclude each other, either is false with about one half


@dataclass(frozen=True)
class Fused:
    """Mass of each published site's points (sites × `DISC`) and of each fine cell; together with ``left`` they are 1."""

    sites: Floats
    cells: npt.NDArray[np.uint64]
    unlisted: Floats
    rest: npt.NDArray[np.uint64]  # coarser cells that were not looked into
    rest_mass: Floats  # of unlisted places in them
    spots: Spots  # the fine cells
    false_before: Floats  # of each item, the share of such items that are false
    false: Floats  # and the probability that it is
    likelihoods: tuple[Floats, Floats]  # items × points of discs, items × fine cells: mixed, over their means
    means: Floats
    independent: int  # items, those of one group or of one sentence together as one
    kind: str  # of case, as certainties are learned for each

    @property
    def left(self) -> float:
        return float(self.rest_mass.sum())


class _Items:
    """The items with their shares of false ones and weights; after the discs were looked at, their means and moves."""

    def __init__(self, items: Sequence[Evidence], at: datetime | None, roads: RoadTimes) -> None:
        self.items, self.roads = items, roads
        self.false = np.array([false_share(item, at) for item in items])
        groups = groups_of(items)
        self.weights = np.array([1 / groups.count(one) for one in groups])
        self.means = np.ones(len(items))
        self.moves: list[Move] = []

    def false_of(self, listed: tuple[Floats, Floats], fine: tuple[Floats, Floats], others: Floats) -> Floats:
        """The mass with which each item is false: of points of discs and of cells, what items say and the mass; and
        the masses that nobody looked into."""
        found = others.sum() * self.false
        for mixed, mass in (listed, fine):
            found = found + (self.false[:, None] / mixed) @ mass
        return np.asarray(found)

    def disagree(self, false: Floats) -> bool:
        """Whether half or more of what is told does not go with the rest."""
        named = np.array([not item.merely_like for item in self.items])  # the others were never believed
        doubted = (false >= _DOUBTED) & (false > self.false) & named
        return bool(2 * (self.weights @ doubted) >= self.weights.sum() - 1e-9)

    def raw(self, spots: Spots, listed: list[str] | None = None) -> Floats:
        """Items × spots."""
        rows = [likelihood(item, spots, self.roads, listed) for item in self.items]
        return np.stack(rows) if rows else np.zeros((0, len(spots)))

    def mixed(self, raw: Floats) -> Floats:
        """Over the mean: 1 where an item says nothing."""
        false = self.false[:, None]
        return np.asarray((1 - false) * raw / self.means[:, None] + false)

    def together(self, raw: Floats, spots: Spots) -> tuple[Floats, Floats, Floats]:
        """The logarithm of what all items say of each spot; items × spots, what each says: where sites may have moved,
        over what may have happened; and the probability that the site moved, if it is there."""
        mixed = self.mixed(raw)
        if not self.moves:
            return self.weights @ np.log(mixed), mixed, np.zeros(len(spots))
        ways = [mixed, *(move.seen(mixed, spots) for move in self.moves)]
        more = odds_of(self.moves) + np.array([0.0, *(move.together for move in self.moves)])
        logs = np.stack([self.weights @ np.log(way) for way in ways]) + more[:, None]
        whole = logsumexp(logs, axis=0)
        shares = np.exp(logs - whole)
        each = np.asarray(sum(share * way for share, way in zip(shares, ways, strict=True)))
        return whole, each, 1 - shares[0]


def fuse(
    items: Sequence[Evidence],
    at: datetime | None,
    roads: RoadTimes,
    resolution: int,
    calibration: Calibration,
) -> Fused:
    these = _Items(items, at, roads)
    known, disc_spots = discs()
    raw_listed = these.raw(disc_spots, [site.key for site in known])
    cells, spots = _with_named_points(items)
    raw = these.raw(spots)
    means = raw_listed @ np.exp(disc_spots.log_prior) + raw @ np.exp(spots.log_prior)
    these.means = np.maximum(means, 1e-12)
    these.moves = moves_of(
        items, these.weights, these.false, these.mixed(raw_listed), lambda some: these.mixed(these.raw(some))
    )
    said, mixed_listed, gone_listed = these.together(raw_listed, disc_spots)
    log_listed = disc_spots.log_prior + said
    log_mass = spots.log_prior + these.together(raw, spots)[0]
    # What stays coarse keeps its mass; what is looked into is replaced by its children.
    top = max(float(log_mass.max()), float(log_listed.max()))
    mixed, gone = np.zeros((len(items), 0)), np.zeros(0)
    rest: list[tuple[npt.NDArray[np.uint64], Floats]] = []
    for step in range(COARSE + 1, resolution + 1):
        mass = np.exp(log_mass - top)
        order = np.argsort(-mass)
        enough = int(np.searchsorted(np.cumsum(mass[order]), _SHARE * mass.sum())) + 1
        chosen, passed = np.split(order, [min(enough, _MOST[step - 1])])
        rest.append((cells[passed], mass[passed]))
        cells, spots = kept(step).children(cells[chosen])
        said, mixed, gone = these.together(these.raw(spots), spots)
        log_mass = spots.log_prior + said
    by_site, fine = np.exp(log_listed - top), np.exp(log_mass - top)
    rest_cells = np.concatenate([some for some, _ in rest])
    others = np.concatenate([mass for _, mass in rest])
    whole = float(by_site.sum() + fine.sum() + others.sum())
    kind = AGREED
    if float(gone_listed @ by_site + gone @ fine) > 0.5 * whole:
        kind = MOVED
    elif these.disagree(these.false_of((mixed_listed, by_site), (mixed, fine), others) / whole):
        kind = CONTRADICTED
    # How far masses of places on no list can be trusted is learned like the regions.
    share = calibration.of(kind).unlisted_share(float(fine.sum() + others.sum()) / whole)
    by_site = _shared(by_site, 1 - share)
    fine, others = np.split(_shared(np.concatenate([fine, others]), share), [len(fine)])
    return Fused(
        by_site.reshape(-1, DISC), cells, fine, rest_cells, others, spots, these.false,
        these.false_of((mixed_listed, by_site), (mixed, fine), others), (mixed_listed, mixed), these.means,
        round(float(these.weights.sum())), kind,
    )  # fmt: skip


def _shared(mass: Floats, whole: float) -> Floats:
    """The mass scaled to ``whole``; evenly where nothing is left of it, for nothing is impossible."""
    before = float(mass.sum())
    return mass * (whole / before) if before > 0 else np.full_like(mass, whole / len(mass))


def _with_named_points(items: Sequence[Evidence]) -> tuple[npt.NDArray[np.uint64], Spots]:
    """The coarse cells, and those around points of the items where the settled world has none: a farm far from a
    town can be named too."""
    cells, spots = coarse()
    points = {
        (item.lat, item.lon)
        for item in items
        if isinstance(item, (Ping, Address, Bearing)) and not item.flags
    }
    missing = sorted(
        {cell for point in points for cell in h3.grid_disk(h3.latlng_to_cell(*point, COARSE), 1).tolist()}
        - coarse_cells()
    )
    if not missing:
        return cells, spots
    return np.concatenate([cells, np.array(missing, np.uint64)]), spots.and_those(more_coarse(tuple(missing)))
