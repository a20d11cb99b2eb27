"""Three years of reports from made-up areas, in some of which a hub opens. Knows nothing of `engines.watch`.

What makes it hard is what makes it hard outside: most areas send less than a report a week, reports arrive late,
all areas are busier in some seasons, raids bring scores of people in one week, and what is reported of a hub is
told of the areas beside it, too.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

AREAS, WEEKS, DELAYS = 60, 156, 13
QUIET = 52
"""Weeks before the first hub may open."""
WITHIN = 13


@dataclass(frozen=True)
class World:
    """``cube``: areas x weeks x weeks until arrival (float64). ``hubs``: (area, week of opening)."""

    cube: NDArray[np.float64]
    points: NDArray[np.float64]
    near: NDArray[np.int64]
    hubs: list[tuple[int, int]]
    raids: list[tuple[int, int]]


def world(seed: int, hubs: int = 6, raids: int = 12) -> World:
    """Areas along four stretches of a border, with hubs that open after the first year."""
    rng = np.random.default_rng(seed)
    centres = rng.uniform((5.0, 95.0), (25.0, 110.0), (4, 2))
    points = centres[rng.integers(0, 4, AREAS)] + rng.normal(0.0, 1.2, (AREAS, 2))
    near = _nearest(points, 2)
    rates = rng.lognormal(np.log(0.8), 1.1, AREAS).clip(0.05, 15.0)
    weeks = np.arange(WEEKS)
    season = 1 + 0.25 * np.sin(2 * np.pi * (weeks + rng.uniform(0, 52)) / 52) + 0.002 * weeks
    drift = np.exp(np.cumsum(rng.normal(0, 0.012, (AREAS, WEEKS)), axis=1))
    mean = rates[:, None] * season * drift
    opened = _openings(rng, hubs, near)
    for area, week in opened:
        grown = np.minimum(1.0, (weeks - week + 1) / 8).clip(0.0)
        more = rng.uniform(0.8, 2.5) * (1.0 + 0.5 * np.sqrt(rates[area])) * grown
        mean[area] += 0.75 * more
        mean[near[area]] += 0.125 * more
    size = rng.uniform(2.0, 6.0, AREAS)[:, None]
    counts = rng.poisson(mean * rng.gamma(size, 1 / size, mean.shape))
    struck = [(int(rng.integers(AREAS)), int(rng.integers(20, WEEKS))) for _ in range(raids)]
    for area, week in struck:
        counts[area, week] += int(rng.integers(15, 80))
    return World(_arriving(rng, counts), points, near, opened, struck)


def _openings(rng: np.random.Generator, hubs: int, near: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Hubs in areas that are not beside each other."""
    opened: list[tuple[int, int]] = []
    taken: set[int] = set()
    for area in map(int, rng.permutation(AREAS)):
        if len(opened) == hubs:
            break
        if area in taken or taken & set(map(int, near[area])):
            continue
        taken |= {area, *map(int, near[area])}
        opened.append((area, int(rng.integers(QUIET, WEEKS - WITHIN))))
    return opened


def _nearest(points: NDArray[np.float64], most: int) -> NDArray[np.int64]:
    apart = ((points[:, None] - points[None]) ** 2).sum(axis=2)
    return np.argsort(apart, axis=1)[:, 1 : most + 1]


def _arriving(rng: np.random.Generator, counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Each report arrives some weeks late, in some areas later than in others."""
    cube = np.zeros((*counts.shape, DELAYS))
    late = rng.uniform(0.35, 0.65, AREAS)
    for area in range(AREAS):
        shares = late[area] * (1 - late[area]) ** np.arange(DELAYS)
        shares /= shares.sum()
        cube[area] = rng.multinomial(counts[area], shares)
    return cube
