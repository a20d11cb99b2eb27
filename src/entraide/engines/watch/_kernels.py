"""The statistic of every area and week, as it could have been known in that week."""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

GUARD = 13
"""Weeks: what is younger makes no baseline, or a new hub would hide in its own."""
WINDOW = 13
"""Weeks that the running sums look back."""
HALF_LIFE = 39.0
"""Weeks after which a count weighs half in the baseline."""
FEWEST = 26
"""Weeks of record before the first statistic."""
ADDED = np.array([0.5, 1.0, 2.0, 4.0, 8.0])
"""How many reports a week more than the baseline are asked for; the best answer counts."""
OWN = 0.7
"""The share of a hub's reports that name its own area; the rest name those beside it."""
RAIDS = 0.003
"""The share of an area's weeks in which something else happens (a raid, a campaign) and any count may come."""
MOST_A_WEEK = 2.0
"""What one week adds at most (natural log odds): one raid alone makes no hub."""
AT_ONCE, AT_ONCE_TIMES = 3.0, 2.0
"""More reports than this, and so many times the next, told in one week are old cases that come to light together:
the odds are those without them."""
BUSIER = 0.4
"""A hub is the likelier, and the larger, the more an area sends anyway: what the logarithm of its count adds."""
LOWEST = -1e9
"""Where there is no statistic."""

_STEPS = 6  # weeks in which a new hub's reports come to their full number
_PLAIN = 100.0  # so many times likelier than a raid, a count is none
_BREADTH = 6.0  # of the logarithm of what a raid may bring
_SMOOTH = 4  # weeks on each side by which the common level is smoothed
_FEW_DELAYS = 30.0  # reports for which the delays of all areas speak in each
_FEW_WEEKS = 26.0  # for which the scatter of all areas speaks in each
_SETTLING = 3  # weeks in which the first guesses settle


@njit(cache=True)
def _common_level(
    view: NDArray[np.float64],
    rate: NDArray[np.float64],
    complete: NDArray[np.float64],
    now: int,
    level: NDArray[np.float64],
) -> None:
    """How much all areas report together, by week, of 1: areas far above their rate are cut, so that a hub is
    not taken for a busy season."""
    areas = view.shape[0]
    for week in range(now + 1):
        seen, expected = 0.0, 0.0
        for near in range(max(0, week - _SMOOTH), min(now, week + _SMOOTH) + 1):
            late = min(now - near, complete.shape[1] - 1)
            for area in range(areas):
                mean = rate[area] * complete[area, late]
                seen += min(view[area, near], mean + 3.0 * np.sqrt(mean + 0.3 * mean * mean) + 1.0)
                expected += mean
        level[week] = min(max(seen / expected, 0.4), 2.5) if expected > 0.0 else 1.0


@njit(cache=True)
def _evidence(
    seen: NDArray[np.float64],
    mean: NDArray[np.float64],
    arrived: NDArray[np.float64],
    size: NDArray[np.float64],
    share: NDArray[np.float64],
) -> tuple[float, int]:
    """The log odds of a hub that opened in one of the weeks, over all onsets and sizes, and the likeliest first week.

    ``seen``, ``mean``, ``arrived``: areas x weeks, of an area and those beside it, which have ``share`` of what a
    hub adds; ``size``: areas. A week in which something else happened (a raid) has any count with ``RAIDS``.
    """
    areas, weeks = seen.shape
    usual, other = np.empty((areas, weeks)), np.empty((areas, weeks))
    for area in range(areas):
        for week in range(weeks):
            usual[area, week] = (1.0 - RAIDS) * np.exp(
                _log_chance(seen[area, week], mean[area, week], size[area])
            )
            other[area, week] = RAIDS / (_BREADTH * (seen[area, week] + 1.0))
    best, since, odds = -np.inf, weeks, 0.0
    gain = np.empty((_STEPS, weeks))
    for more in ADDED:
        for step in range(_STEPS):
            for week in range(weeks):
                gained = 0.0
                for area in range(areas):
                    now = mean[area, week] + share[area] * more * (step + 1) / _STEPS * arrived[area, week]
                    odds_here = seen[area, week] * np.log(now / mean[area, week])
                    odds_here -= (seen[area, week] + size[area]) * np.log(
                        (size[area] + now) / (size[area] + mean[area, week])
                    )
                    if usual[area, week] < _PLAIN * other[area, week] or odds_here < -3.0:
                        both = usual[area, week] + other[area, week]
                        odds_here = np.log((usual[area, week] * np.exp(odds_here) + other[area, week]) / both)
                    gained += odds_here
                gain[step, week] = min(gained, MOST_A_WEEK)
        for first in range(weeks):
            total = 0.0
            for week in range(first, weeks):
                total += gain[min(week - first, _STEPS - 1), week]
            odds += np.exp(total)
            if total > best:
                best, since = total, first
    return np.log(odds / (len(ADDED) * weeks)), since


@njit(cache=True)
def _log_chance(seen: float, mean: float, size: float) -> float:
    """Of a count under a negative binomial."""
    chance: float = (
        math.lgamma(seen + size)
        - math.lgamma(size)
        - math.lgamma(seen + 1.0)
        + size * np.log(size / (size + mean))
        + seen * np.log(mean / (size + mean))
    )
    return chance


@njit(cache=True)
def statistics(
    cube: NDArray[np.float64], near: NDArray[np.int64], begin: int
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """The statistic of each area and week from ``begin`` on, with nothing that arrived later.

    ``cube``: areas x weeks x weeks until arrival; ``near``: for each area those nearest to it (-1: none).
    Returns areas x weeks each: the statistic, the first week of the run behind it, the expected count a week
    when everything has arrived, and the size of the negative binomial by which weeks scatter around it.
    """
    areas, weeks, delays = cube.shape
    statistic = np.full((areas, weeks), LOWEST)
    since = np.zeros((areas, weeks), np.int64)
    expected = np.zeros((areas, weeks))
    sizes = np.zeros((areas, weeks))
    view = np.zeros((areas, weeks))
    by_delay = np.zeros((areas, delays))
    complete = np.ones((areas, delays))
    level = np.ones(weeks)
    rate = np.full(areas, 0.1)
    shape = np.ones(areas)
    size = np.ones(areas)
    mean, there = np.zeros((areas, WINDOW)), np.ones((areas, WINDOW))
    zone, share = np.zeros(near.shape[1] + 1, np.int64), np.ones(near.shape[1] + 1)
    spread = np.full(areas, 0.3)
    for now in range(weeks):
        for delay in range(min(delays, now + 1)):
            for area in range(areas):
                view[area, now - delay] += cube[area, now - delay, delay]
        if now >= delays - 1:
            for area in range(areas):
                for delay in range(delays):
                    by_delay[area, delay] += cube[area, now - delays + 1, delay]
            _completeness(by_delay, complete)
        if now < begin - _SETTLING:
            continue
        _baseline(view, complete, now, level, rate, shape, spread)
        _spreads(view, complete, now, level, rate, spread)
        if now < begin:
            continue
        start = now - WINDOW + 1
        for area in range(areas):
            size[area] = 1.0 / (spread[area] + 1.0 / shape[area])
            for at in range(WINDOW):
                there[area, at] = level[start + at] * complete[area, min(now - start - at, delays - 1)]
                mean[area, at] = rate[area] * there[area, at]
        for area in range(areas):
            zone[0], beside = area, 0
            for other in near[area]:
                if other >= 0:
                    beside += 1
                    zone[beside] = other
            which = zone[: beside + 1]
            share[0] = 1.0 if beside == 0 else OWN
            share[1:] = (1.0 - OWN) / max(beside, 1)
            window = view[which, start : now + 1]
            odds, first = _evidence(window, mean[which], there[which], size[which], share[: beside + 1])
            told = _told_at_once(cube, area, start, now) if odds > 0.0 else -1
            if told >= 0:
                arrivals, exposed = _without(cube, which, complete, level, start, now, told)
                usual = exposed.copy()
                for at in range(len(which)):
                    usual[at] *= rate[which[at]]
                rest, _first = _evidence(window - arrivals, usual, exposed, size[which], share[: beside + 1])
                odds = min(odds, rest)
            statistic[area, now] = odds + BUSIER * np.log(rate[area] * level[now] + 0.1)
            since[area, now] = start + first
            expected[area, now] = rate[area] * level[now]
            sizes[area, now] = 1.0 / spread[area]
    return statistic, since, expected, sizes


@njit(cache=True)
def _told_at_once(cube: NDArray[np.float64], area: int, start: int, now: int) -> int:
    """The week in which far more of an area's reports of the window arrived than in any other; -1 if in none."""
    best, most, second = -1, -1.0, 0.0
    for week in range(start, now + 1):
        arrived = 0.0
        for happened in range(start, week + 1):
            if week - happened < cube.shape[2]:
                arrived += cube[area, happened, week - happened]
        if arrived > most:
            best, most, second = week, arrived, max(most, 0.0)
        elif arrived > second:
            second = arrived
    return best if most > AT_ONCE + AT_ONCE_TIMES * second else -1


@njit(cache=True)
def _without(
    cube: NDArray[np.float64],
    which: NDArray[np.int64],
    complete: NDArray[np.float64],
    level: NDArray[np.float64],
    start: int,
    now: int,
    told: int,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What arrived in the week ``told`` (areas x weeks), and the share that should be there without it."""
    weeks, delays = now - start + 1, cube.shape[2]
    arrivals, exposed = np.zeros((len(which), weeks)), np.ones((len(which), weeks))
    for at in range(len(which)):
        area = which[at]
        for week in range(weeks):
            exposed[at, week] = complete[area, min(weeks - 1 - week, delays - 1)]
            delay = told - start - week
            if 0 <= delay < delays:
                arrivals[at, week] = cube[area, start + week, delay]
                exposed[at, week] -= complete[area, delay] - (complete[area, delay - 1] if delay else 0.0)
            exposed[at, week] = level[start + week] * max(exposed[at, week], 1e-6)
    return arrivals, exposed


@njit(cache=True)
def _baseline(
    view: NDArray[np.float64],
    complete: NDArray[np.float64],
    now: int,
    level: NDArray[np.float64],
    rate: NDArray[np.float64],
    shape: NDArray[np.float64],
    spread: NDArray[np.float64],
) -> None:
    """What each area sends as a rule, drawn towards what all do: the rarer its reports, the more."""
    areas = view.shape[0]
    last = now - GUARD
    seen, exposed = np.zeros(areas), np.zeros(areas)
    for turn in range(2):
        if turn:
            _common_level(view, rate, complete, now, level)
        for area in range(areas):
            seen[area], exposed[area] = 0.0, 0.0
            for week in range(last + 1):
                weight = 0.5 ** ((last - week) / HALF_LIFE)
                mean = rate[area] * level[week]
                high = mean + 4.0 * np.sqrt(mean + spread[area] * mean * mean) + 2.0
                seen[area] += weight * min(view[area, week], high)
                exposed[area] += weight * level[week] * complete[area, min(now - week, complete.shape[1] - 1)]
        mean = max(seen.sum() / exposed.sum(), 1e-3)
        between = 0.0
        for area in range(areas):
            between += (seen[area] / exposed[area] - mean) ** 2 - mean / exposed[area]
        between = max(between / max(areas - 1, 1), 0.05 * mean * mean, 1e-6)
        for area in range(areas):
            shape[area] = mean * mean / between + seen[area]
            rate[area] = shape[area] / (mean / between + exposed[area])


@njit(cache=True)
def _completeness(by_delay: NDArray[np.float64], complete: NDArray[np.float64]) -> None:
    """Which share of an area's reports has arrived after so many weeks, drawn towards that of all areas."""
    areas, delays = by_delay.shape
    total = by_delay.sum()
    if total < _FEW_DELAYS:
        return
    for area in range(areas):
        own, running = by_delay[area].sum(), 0.0
        for delay in range(delays):
            everywhere = by_delay[:, delay].sum() / total
            running += (by_delay[area, delay] + _FEW_DELAYS * everywhere) / (own + _FEW_DELAYS)
            complete[area, delay] = min(max(running, 0.02), 1.0)


@njit(cache=True)
def _spreads(
    view: NDArray[np.float64],
    complete: NDArray[np.float64],
    now: int,
    level: NDArray[np.float64],
    rate: NDArray[np.float64],
    spread: NDArray[np.float64],
) -> None:
    """One over the size of the negative binomial of each area: how much more its counts scatter than by chance
    alone, drawn towards that of all."""
    areas, weeks = view.shape[0], now - GUARD + 1
    above, squares = np.zeros(areas), np.zeros(areas)
    for area in range(areas):
        for week in range(weeks):
            mean = rate[area] * level[week] * complete[area, min(now - week, complete.shape[1] - 1)]
            high = mean + 5.0 * np.sqrt(mean + 0.3 * mean * mean) + 2.0
            above[area] += (min(view[area, week], high) - mean) ** 2 - mean
            squares[area] += mean * mean
    everywhere = min(max(above.sum() / max(squares.sum(), 1e-9), 0.05), 2.0)
    for area in range(areas):
        mean = np.sqrt(squares[area] / weeks)
        trusted = weeks / (weeks + _FEW_WEEKS * (1.0 + 1.0 / (everywhere * mean + 1e-9)) ** 2)
        own = above[area] / max(squares[area], 1e-9)
        spread[area] = min(max(trusted * own + (1.0 - trusted) * everywhere, 0.05), 2.0)
