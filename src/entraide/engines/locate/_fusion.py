"""All items together, over published sites and over cells that are refined where the mass is.

Each likelihood is mixed with its mean over what could be before anything was said (the prior-predictive mean), by the
share of false items among such sources: a false item then says nothing, rather than forbidding the truth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from ._calibration import Calibration
from ._cells import COARSE, DISC, Spots, coarse, discs, kept
from ._grades import false_share
from ._likelihood import likelihood, moved_since
from ._sphere import Floats
from .evidence import Evidence, LeftOn
from .travel import RoadTimes

# Of the mass of unlisted places, what is looked into at each step, and the most cells.
_SHARE = 0.9995
_MOST = {4: 260, 5: 500, 6: 1100}


@dataclass(frozen=True)
class Fused:
    """Mass of each published site's points (sites × `DISC`) and of each fine cell; together with ``coarse`` they are 1."""

    sites: Floats
    cells: npt.NDArray[np.uint64]
    unlisted: Floats
    left: float  # mass of unlisted places in cells that were not looked into
    spots: Spots  # the fine cells
    false: Floats  # of each item, the probability that it is false
    likelihoods: tuple[Floats, Floats]  # items × points of discs, items × fine cells: mixed, over their means
    means: Floats


class _Items:
    """The items with their shares of false ones, weights and means."""

    def __init__(
        self, items: Sequence[Evidence], at: datetime | None, roads: RoadTimes, calibration: Calibration
    ) -> None:
        self.items, self.roads = items, roads
        self.false = np.array([false_share(item, at) for item in items])
        groups = [item.group or f"\0{row}" for row, item in enumerate(items)]
        said = {
            " ".join(item.excerpt.casefold().split()): row for row, item in reversed(list(enumerate(items)))
        }
        # The same sentence about the same kind of thing is one rumour, whoever passed it on.
        groups = [
            f"\0{items[said[key]].kind}\0{key}"
            if not item.group and len(key := " ".join(item.excerpt.casefold().split())) > 40
            else one
            for item, one in zip(items, groups, strict=True)
        ]
        self.groups = groups
        sizes = {one: groups.count(one) for one in set(groups)}
        self.weights = np.array([1 / sizes[one] for one in groups])
        left = [item.on for item in items if isinstance(item, LeftOn)]
        self.before = [
            bool(left)
            and item.when is not None
            and not isinstance(item, LeftOn)
            and item.when.date() < max(left)
            for item in items
        ]

    def raw(self, spots: Spots, listed: list[str] | None) -> Floats:
        """Items × spots."""
        rows = []
        for item, before in zip(self.items, self.before, strict=True):
            row = likelihood(item, spots, self.roads, listed)
            if before:
                row = 0.4 * row + 0.6 * likelihood(item, moved_since(spots), self.roads, None)
            rows.append(row)
        return np.stack(rows) if rows else np.zeros((0, len(spots)))

    def mixed(self, raw: Floats, means: Floats) -> Floats:
        """Over the mean: 1 where an item says nothing."""
        false = self.false[:, None]
        return np.asarray((1 - false) * raw / means[:, None] + false)

    def summed(self, mixed: Floats) -> Floats:
        return np.asarray(self.weights @ np.log(mixed))


def fuse(
    items: Sequence[Evidence],
    at: datetime | None,
    roads: RoadTimes,
    resolution: int,
    calibration: Calibration,
) -> Fused:
    these = _Items(items, at, roads, calibration)
    known, disc_spots = discs()
    listed = [site.key for site in known]
    raw_listed = these.raw(disc_spots, listed)
    cells, spots = coarse()
    raw = these.raw(spots, None)
    means = raw_listed @ np.exp(disc_spots.log_prior) + raw @ np.exp(spots.log_prior)
    means = np.maximum(means, 1e-12)
    mixed_listed = these.mixed(raw_listed, means)
    log_listed = disc_spots.log_prior + these.summed(mixed_listed)
    log_mass = spots.log_prior + these.summed(these.mixed(raw, means))
    # What stays coarse keeps its mass; what is looked into is replaced by its children.
    top = max(float(log_mass.max()), float(log_listed.max()))
    left, mixed = 0.0, np.zeros((len(items), 0))
    for step in range(COARSE + 1, resolution + 1):
        mass = np.exp(log_mass - top)
        order = np.argsort(-mass)
        enough = int(np.searchsorted(np.cumsum(mass[order]), _SHARE * mass.sum())) + 1
        chosen = order[: min(enough, _MOST[step - 1])]
        left += float(mass.sum() - mass[chosen].sum())
        cells, spots = kept(step).children(cells[chosen])
        mixed = these.mixed(these.raw(spots, None), means)
        log_mass = spots.log_prior + these.summed(mixed)
    fine, by_site = np.exp(log_mass - top), np.exp(log_listed - top)
    whole = fine.sum() + by_site.sum() + left
    fine, by_site, left = fine / whole, by_site / whole, left / whole
    # How far masses of places on no list can be trusted is learned like the regions.
    share, known_share = calibration.unlisted_share(float(fine.sum() + left)), float(by_site.sum())
    if 0 < known_share < 1:
        fine, left = fine * share / (1 - known_share), left * share / (1 - known_share)
        by_site = by_site * (1 - share) / known_share
    is_false = these.false[:, None]
    false = (is_false / mixed_listed) @ by_site + (is_false / mixed) @ fine + left * these.false
    return Fused(
        by_site.reshape(-1, DISC), cells, fine, float(left), spots, false, (mixed_listed, mixed), means
    )
