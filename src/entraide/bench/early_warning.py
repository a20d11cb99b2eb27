"""New hubs found among made-up areas, at the same number of false alarms as a method in use."""

import time
from datetime import date

import numpy as np
from numpy.typing import NDArray

from entraide.bench import Measured
from entraide.bench._hubs import AREAS, QUIET, WEEKS, WITHIN, World, world
from entraide.engines.watch import Counts
from entraide.engines.watch._kernels import FEWEST, statistics
from entraide.engines.watch.early import beginnings, threshold_for

SEED, DEVELOPMENT = 90_000, 3_000
FALSE_ALARMS = 12.0
REQUIRED = 0.75
_EARS_BASE, _EARS_GUARD = 7, 2


def run(size: int | None, seed: int = SEED) -> Measured:
    """Share of new hubs found within 13 weeks at 12 false alarms a year over 60 areas; EARS C2 in the same run.

    `size` is how many made-up worlds of three years and six hubs each are scored (100).
    """
    worlds = [world(seed + number) for number in range(size or 100)]
    held_apart = [world(DEVELOPMENT + number) for number in range(min(40, max(10, len(worlds))))]
    begun = time.process_time()
    scores = [_statistic(one) for one in worlds]
    took = time.process_time() - begun
    level = _level([_statistic(one) for one in held_apart], held_apart)
    found, false = _scored(scores, worlds, level)
    own_margins = [score - _own_threshold(one) for score, one in zip(scores, worlds, strict=True)]
    own, own_false = _scored(own_margins, worlds, 0.0)
    begins = _begun(scores, worlds, level)
    ears = [_ears(one) for one in worlds]
    ears_level = _level([_ears(one) for one in held_apart], held_apart)
    ears_found, ears_false = _scored(ears, worlds, ears_level)
    hubs = sum(len(one.hubs) for one in worlds)
    error = 1.96 * (found * (1 - found) / hubs) ** 0.5
    excused = float(np.mean([_excused(one)[:, QUIET:] for one in worlds]))
    return Measured(
        {
            "found_13_weeks": round(found, 4),
            "false_a_year": round(false, 2),
            "found_by_a_new_warning": round(begins, 4),
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
            f"Levels, {level:.2f} and EARS {ears_level:.2f}, put on {len(held_apart)} other worlds (from seed "
            f"{DEVELOPMENT}) at {FALSE_ALARMS:g} false alarms a year, raids among them, over all areas",
            f"found {found:.3f} ± {error:.3f} (required: {REQUIRED}) at {false:.1f} false alarms a year; "
            f"{begins:.3f} by a warning that began after the opening",
            f"with the threshold that the engine puts by itself on the first year of each world: {own:.3f} at "
            f"{own_false:.1f}, where {FALSE_ALARMS:g} in all areas are {FALSE_ALARMS * (1 - excused):.1f} in those that "
            "no hub is in or beside",
            f"EARS C2: {ears_found:.3f} at {ears_false:.1f}",
        ],
    )


def counts_of(one: World) -> Counts:
    """What a hub would hold of it."""
    areas = tuple(f"Area {number:02}" for number in range(len(one.cube)))
    return Counts(areas, date(2023, 1, 2), one.cube, one.points, True)


def _statistic(one: World) -> NDArray[np.float64]:
    return statistics(one.cube, counts_of(one).near, QUIET)[0]


def _own_threshold(one: World) -> float:
    """What the engine puts, having seen the first year alone."""
    counts = counts_of(one)
    first_year = Counts(counts.areas, counts.first, one.cube[:, :QUIET].copy(), one.points, True)
    _statistic, _since, expected, sizes = statistics(first_year.cube, first_year.near, FEWEST)
    return threshold_for(first_year, expected, sizes, FALSE_ALARMS)


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
    low, high = min(float(one[:, QUIET:].min()) for one in scores), max(float(one.max()) for one in scores)
    for _ in range(40):
        middle = (low + high) / 2
        _found, false = _scored(scores, worlds, middle)
        low, high = (middle, high) if false > FALSE_ALARMS else (low, middle)
    return high


def _scored(scores: list[NDArray[np.float64]], worlds: list[World], level: float) -> tuple[float, float]:
    """The share of hubs found and false alarms a year. An alarm beside a hub is neither."""
    found = hubs = false = 0
    for score, one in zip(scores, worlds, strict=True):
        alarms = _alarms(score, level)
        hubs += len(one.hubs)
        found += sum(bool(alarms[area, week : week + WITHIN].any()) for area, week in one.hubs)
        false += int((beginnings(alarms) & ~_excused(one)).sum())
    years = len(worlds) * (WEEKS - QUIET) / 52
    return found / hubs, false / years


def _begun(scores: list[NDArray[np.float64]], worlds: list[World], level: float) -> float:
    """The share of hubs of which a warning began after they opened: one that stood before is no news of them."""
    found = hubs = 0
    for score, one in zip(scores, worlds, strict=True):
        begun = beginnings(_alarms(score, level))
        hubs += len(one.hubs)
        found += sum(bool(begun[area, week : week + WITHIN].any()) for area, week in one.hubs)
    return found / hubs


def _alarms(score: NDArray[np.float64], level: float) -> NDArray[np.bool_]:
    alarms = score > level
    alarms[:, :QUIET] = False
    return alarms


def _excused(one: World) -> NDArray[np.bool_]:
    """Areas x weeks in which a warning is no false alarm: a hub is there, or beside."""
    excused = np.zeros(one.cube.shape[:2], np.bool_)
    for area, week in one.hubs:
        excused[[area, *one.near[area]], week:] = True
    return excused
