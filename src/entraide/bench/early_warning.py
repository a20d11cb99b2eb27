"""New hubs found among made-up areas, at the same number of false alarms as a method in use."""

import time
from datetime import date

import numpy as np
from numpy.typing import NDArray

from entraide.bench import Measured
from entraide.bench._hubs import AREAS, QUIET, WEEKS, WITHIN, World, world
from entraide.engines.watch import Counts
from entraide.engines.watch._kernels import statistics
from entraide.engines.watch.early import beginnings, threshold_for

SEED, DEVELOPMENT = 70_000, 3_000
FALSE_ALARMS = 12.0
REQUIRED = 0.75
_EARS_BASE, _EARS_GUARD = 7, 2


def run(size: int | None, seed: int = SEED) -> Measured:
    """Share of new hubs found within 13 weeks at 12 false alarms a year over 60 areas; EARS C2 in the same run.

    `size` is how many made-up worlds of three years and six hubs each are scored (100).
    """
    worlds = [world(seed + number) for number in range(size or 100)]
    held_apart = [world(DEVELOPMENT + number) for number in range(min(40, max(10, len(worlds))))]
    begun = time.perf_counter()
    margins = [_margin(one) for one in worlds]
    took = time.perf_counter() - begun
    level = _level([_margin(one) for one in held_apart], held_apart)
    found, false = _scored(margins, worlds, level)
    own, own_false = _scored(margins, worlds, 0.0)
    ears = [_ears(one) for one in worlds]
    ears_level = _level([_ears(one) for one in held_apart], held_apart)
    ears_found, ears_false = _scored(ears, worlds, ears_level)
    hubs = sum(len(one.hubs) for one in worlds)
    error = (found * (1 - found) / hubs) ** 0.5
    return Measured(
        {
            "found_13_weeks": round(found, 4),
            "false_a_year": round(false, 2),
            "found_own_threshold": round(own, 4),
            "false_a_year_own_threshold": round(own_false, 2),
            "ears_found_13_weeks": round(ears_found, 4),
            "ears_false_a_year": round(ears_false, 2),
            "hubs": hubs,
            "ms_a_world": round(1000 * took / len(worlds), 1),
        },
        [
            f"{len(worlds)} made-up worlds (seeds {seed} to {seed + len(worlds) - 1}): {AREAS} areas, {WEEKS} weeks, "
            f"{hubs} hubs; reports arrive late, seasons, raids. A hub is found when its own area is warned of within "
            f"{WITHIN} weeks of its opening.",
            f"Levels put on {len(held_apart)} other worlds (from seed {DEVELOPMENT}) at {FALSE_ALARMS:g} false alarms "
            "a year, raids among them, over all areas",
            f"found {found:.3f} ± {1.96 * error:.3f} (required: {REQUIRED}) at {false:.1f} false alarms a year",
            f"with the threshold that the engine puts by itself: {own:.3f} at {own_false:.1f}",
            f"EARS C2: {ears_found:.3f} at {ears_false:.1f}",
        ],
    )


def counts_of(one: World) -> Counts:
    """What a hub would hold of it."""
    areas = tuple(f"Area {number:02}" for number in range(len(one.cube)))
    return Counts(areas, date(2023, 1, 2), one.cube, one.points, True)


def _margin(one: World) -> NDArray[np.float64]:
    """How far each area and week is above the threshold that the engine puts on the first year alone."""
    counts = counts_of(one)
    first_year = Counts(counts.areas, counts.first, one.cube[:, :QUIET], one.points, True)
    _statistic, _since, expected, sizes = statistics(first_year.cube, first_year.near)
    return statistics(one.cube, counts.near)[0] - threshold_for(first_year, expected, sizes, FALSE_ALARMS)


def _ears(one: World) -> NDArray[np.float64]:
    """EARS C2 (Hutwagner et al., 2003): standard deviations over seven weeks, two weeks before, as then seen."""
    areas, weeks, delays = one.cube.shape
    seen, above = np.zeros((areas, weeks)), np.full((areas, weeks), -9.0)
    for now in range(weeks):
        for delay in range(min(delays, now + 1)):
            seen[:, now - delay] += one.cube[:, now - delay, delay]
        if now >= _EARS_BASE + _EARS_GUARD:
            base = seen[:, now - _EARS_BASE - _EARS_GUARD : now - _EARS_GUARD]
            above[:, now] = (seen[:, now] - base.mean(axis=1)) / np.maximum(base.std(axis=1, ddof=1), 0.5)
    return above


def _level(scores: list[NDArray[np.float64]], worlds: list[World]) -> float:
    """The lowest level with at most so many false alarms a year."""
    low, high = min(float(one.min()) for one in scores), max(float(one.max()) for one in scores)
    for _ in range(40):
        middle = (low + high) / 2
        _found, false = _scored(scores, worlds, middle)
        low, high = (middle, high) if false > FALSE_ALARMS else (low, middle)
    return high


def _scored(scores: list[NDArray[np.float64]], worlds: list[World], level: float) -> tuple[float, float]:
    """The share of hubs found and false alarms a year. An alarm beside a hub is neither."""
    found = hubs = false = 0
    for score, one in zip(scores, worlds, strict=True):
        alarms = score > level
        alarms[:, :QUIET] = False
        excused = np.zeros_like(alarms)
        for area, week in one.hubs:
            hubs += 1
            found += int(alarms[area, week : week + WITHIN].any())
            excused[[area, *one.near[area]], week:] = True
        false += int((beginnings(alarms) & ~excused).sum())
    years = len(worlds) * (WEEKS - QUIET) / 52
    return found / hubs, false / years
