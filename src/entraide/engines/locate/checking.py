"""Whether the certainties hold on cases whose place has since become known: a bureau's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ...vocabulary import sites
from ._calibration import MOST
from ._sphere import km_from, unit
from .deployment import Deployment
from .estimate import Case, locate

LEVELS = (0.5, 0.9)


@dataclass(frozen=True, slots=True)
class Stratum:
    """Of ``cases``, in how many the region of each of `LEVELS` held the place; with Wilson's 95 % interval."""

    name: str
    cases: int
    held: tuple[int, ...]
    intervals: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Reliability:
    """``near``: how often one of the first five candidates lay within 10 km; distances in km, areas in km²."""

    cases: int
    first: float
    near: float
    median_km: float
    median_area: float
    strata: tuple[Stratum, ...]


def wilson(hits: int, many: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share."""
    z, p = 1.96, hits / many
    middle = (p + z * z / (2 * many)) / (1 + z * z / many)
    half = z * ((p * (1 - p) + z * z / (4 * many)) / many) ** 0.5 / (1 + z * z / many)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def _counted(items: int) -> str:
    return "1 item" if items == 1 else f"{items}{' or more' if items == MOST else ''} independent items"


def check(solved: Iterable[tuple[Case, float, float]], brought: Deployment | None = None) -> Reliability:
    """Locates each case as if it were open and compares with where it was (degrees).

    A place counts as listed if it lies in the disc of a published site. Strata are by independent items, as regions are. Raises ValueError where there are no cases.
    """
    brought = brought or Deployment()
    known = list(sites.load().values())
    discs, radii = (
        unit([one.lat for one in known], [one.lon for one in known]),
        np.array([one.radius_km for one in known]),
    )
    off, areas, rows = [], [], []
    for case, lat, lon in solved:
        estimate = locate(brought.added_to(case), roads=brought.roads)
        candidates = estimate.candidates[:5]
        balls = unit([one.lat for one in candidates], [one.lon for one in candidates])
        off.append(km_from(lat, lon, balls))
        areas.append(estimate.region(0.9).area_km2)
        listed = bool((km_from(lat, lon, discs) <= radii).any())
        rows.append(
            (
                listed,
                min(estimate.independent, MOST),
                [estimate.region(level).covers(lat, lon) for level in LEVELS],
            )
        )
    if not rows:
        raise ValueError("there are no solved cases")
    strata = []
    for listed in (True, False):
        for items in sorted({count for kind, count, _ in rows if kind == listed}):
            held = np.array([some for kind, count, some in rows if kind == listed and count == items]).sum(
                axis=0
            )
            many = sum(kind == listed and count == items for kind, count, _ in rows)
            name = f"{'listed' if listed else 'unlisted'}, {_counted(items)}"
            strata.append(
                Stratum(name, many, tuple(held.tolist()), tuple(wilson(hits, many) for hits in held.tolist()))
            )
    return Reliability(
        len(rows),
        float(np.mean([row[0] <= 10 for row in off])),
        float(np.mean([row.min() <= 10 for row in off])),
        float(np.median([row[0] for row in off])),
        float(np.median(areas)),
        tuple(strata),
    )
