"""Where more is reported than has been, for longer than chance and one raid explain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from ._kernels import FEWEST, RAIDS, WINDOW, statistics
from .counts import BadCounts, Counts

QUIET = 8
"""Weeks without alarm after which the next one is a new warning."""
FALSE_ALARMS_AN_AREA = 0.2
"""A year, where no other number is chosen: twelve for sixty areas."""
_SEED, _YEAR, _LONGEST, _SUPPOSED = 11, 52, 156, 1_500
_ENOUGH_AREAS, _MOST_WORLDS = 1_200, 60
"""Areas of which a year is made up to put the threshold, in so many worlds at most."""


@dataclass(frozen=True, slots=True)
class Warning_:
    """A place to look at. Not a finding: reports rise for many reasons, ``reasons`` says what was weighed.

    ``raised``: the Monday of the week in which it could first be known; ``since``: of the week in which the rise
    seems to have begun. ``seen`` and ``expected``: reports from ``since`` to the last week, as far as they have
    arrived, and what the area would have sent as a rule by then. ``ratio`` with its 90 % interval compares both.
    ``score`` over ``threshold`` raises it. ``standing``: it still does in the last week. ``one_week``: the share of
    the reports that fell into one week, high after a raid.
    """

    area: str
    raised: date
    since: date
    seen: int
    expected: float
    ratio: float
    ratio_low: float
    ratio_high: float
    score: float
    threshold: float
    standing: bool
    one_week: float
    beside: tuple[str, ...]
    reasons: tuple[str, ...]


def early_warning(counts: Counts, *, false_alarms: float | None = None, seed: int = _SEED) -> list[Warning_]:
    """Warnings over all weeks, the latest first, each made with nothing that arrived later than its week.

    ``false_alarms``: how many a year over all areas together are borne, one in five areas if not said; the threshold is
    such that worlds that are like these counts but hold no new hub raise so many (``seed``: of those worlds). Raises BadCounts where
    the record is shorter than half a year.

    Source: negative-binomial CUSUM as a generalised likelihood ratio over onset and size (Höhle & Paul, 2008, doi
    10.1016/j.csda.2008.02.015), baselines shrunken by empirical Bayes, delays by their reporting triangle, and the
    nearest areas taken together; each week's part is capped.
    """
    weeks = counts.cube.shape[1]
    if weeks <= FEWEST:
        raise BadCounts("week", f"the record spans {weeks} weeks", f"Give more than {FEWEST} weeks")
    borne = FALSE_ALARMS_AN_AREA * len(counts.areas) if false_alarms is None else false_alarms
    if not 0 < borne < 1000:
        raise BadCounts("false_alarms", f"{false_alarms} a year", "Choose a number above 0 and below 1,000")
    statistic, since, expected, sizes = statistics(counts.cube, counts.near, FEWEST)
    threshold = threshold_for(counts, expected, sizes, borne, seed)
    found = []
    for area, week in zip(*np.nonzero(beginnings(statistic > threshold)), strict=True):
        found.append(_warning(counts, statistic, since, expected, int(area), int(week), threshold))
    return sorted(found, key=lambda one: (one.raised, one.score), reverse=True)


def beginnings(alarms: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Areas x weeks: the first week of each run of alarms; a gap of up to ``QUIET`` weeks does not end one."""
    recent = np.zeros(alarms.shape[0], np.int64) - QUIET - 1
    first = np.zeros_like(alarms)
    for week in range(alarms.shape[1]):
        now = alarms[:, week]
        first[:, week] = now & (week - recent > QUIET)
        recent[now] = week
    return first


def threshold_for(
    counts: Counts,
    expected: NDArray[np.float64],
    sizes: NDArray[np.float64],
    false_alarms: float,
    seed: int = _SEED,
) -> float:
    """The statistic that worlds in which nothing opens pass so many times a year, over all areas together.

    They keep each area's usual count, scatter and delay as they are at the end of the record, and single weeks far
    above them, such as raids; their record is as long (three years at most), and the year after it is what counts.
    ``expected``, ``sizes``: of these counts, as ``statistics`` returns them.
    """
    begin = min(counts.cube.shape[1], _LONGEST)
    rate, size = np.maximum(expected[:, -1], 1e-3), np.maximum(sizes[:, -1], 0.2)
    by_delay = counts.cube.sum(axis=1) + counts.cube.sum(axis=(0, 1)) * 30 / max(counts.cube.sum(), 1) + 1e-9
    shares = by_delay / by_delay.sum(axis=1, keepdims=True)
    peaks, often = _peaks(counts, expected, sizes)
    worlds = int(np.clip(_ENOUGH_AREAS / len(rate), 2, _MOST_WORLDS))
    rng = np.random.default_rng(seed)
    quiet = []
    for _ in range(worlds):
        scatter = rng.gamma(size[:, None], 1 / size[:, None], (len(rate), begin + _YEAR))
        made = rng.poisson(rate[:, None] * scatter)
        struck = rng.random(made.shape) < often
        made[struck] += rng.choice(peaks, int(struck.sum()))
        cube = rng.multinomial(made, shares[:, None, :]).astype(np.float64)
        quiet.append(statistics(cube, counts.near, begin)[0][:, begin:])
    years = worlds * _YEAR / 52
    low, high = -20.0, float(max(one.max() for one in quiet)) + 1e-6
    for _ in range(30):
        middle = (low + high) / 2
        alarms = sum(int(beginnings(one > middle).sum()) for one in quiet)
        low, high = (middle, high) if alarms / years > false_alarms else (low, middle)
    return high


def _peaks(
    counts: Counts, expected: NDArray[np.float64], sizes: NDArray[np.float64]
) -> tuple[NDArray[np.int64], float]:
    """By how much single weeks stood out that no chance explains, and how often a week of an area does.

    A short record shows few: both are drawn towards what the statistic supposes, as if ``_SUPPOSED`` weeks of areas had
    been seen with it.
    """
    seen = counts.as_seen(counts.cube.shape[1] - 1)[:, FEWEST:]
    mean, size = expected[:, FEWEST:], np.maximum(sizes[:, FEWEST:], 0.2)
    over = seen - (mean + 6.0 * np.sqrt(mean + mean**2 / size) + 3.0)
    peaks = np.asarray((seen - mean)[over > 0], dtype=np.int64)
    supposed = np.geomspace(5, 200, max(round(RAIDS * _SUPPOSED), 1)).astype(np.int64)
    often = (len(peaks) + len(supposed)) / (seen.size + _SUPPOSED)
    return np.concatenate([peaks, supposed]), often


def _warning(
    counts: Counts,
    statistic: NDArray[np.float64],
    since: NDArray[np.int64],
    expected: NDArray[np.float64],
    area: int,
    week: int,
    threshold: float,
) -> Warning_:
    last = counts.cube.shape[1] - 1
    onset = int(min(since[area, week], week))
    until = min(last, week + WINDOW)
    seen = counts.as_seen(until)[area, onset : until + 1]
    share = _arrived(counts, until)[area, : until + 1 - onset][::-1]
    usual = float((expected[area, week] * share).sum())
    total = int(seen.sum())
    low, high = _interval(total)
    usual_or_little = max(usual, 0.05)
    beside = tuple(counts.areas[other] for other in counts.near[area] if other >= 0)
    one_week = float(seen.max() / total) if total else 0.0
    standing = bool((statistic[area, max(0, last - QUIET) :] > threshold).any())
    return Warning_(
        area=counts.areas[area],
        raised=counts.week(week),
        since=counts.week(onset),
        seen=total,
        expected=round(usual, 2),
        ratio=total / usual_or_little,
        ratio_low=low / usual_or_little,
        ratio_high=high / usual_or_little,
        score=float(statistic[area, week]),
        threshold=threshold,
        standing=standing,
        one_week=one_week,
        beside=beside,
        reasons=tuple(_reasons(counts, total, usual, one_week, beside, float(share[-1]))),
    )


def _reasons(
    counts: Counts, seen: int, usual: float, one_week: float, beside: tuple[str, ...], newest: float
) -> list[str]:
    words = [f"{seen} reports where {usual:.1f} were to be expected by now"]
    if one_week > 0.6 and seen > 5:
        words.append(f"{one_week:.0%} of them fell into one week: a raid or a campaign may be the reason")
    if counts.has_delays and newest < 0.9:
        words.append(f"of the last week's reports about {newest:.0%} have arrived as a rule")
    if beside:
        words.append(f"{' and '.join(beside)} beside it counted with it")
    return words


def _arrived(counts: Counts, until: int) -> NDArray[np.float64]:
    """Areas x weeks ago: the share of an area's reports that has arrived by then, as a rule."""
    full = counts.cube[:, : max(until - counts.cube.shape[2] + 1, 0)].sum(axis=1)
    everywhere = full.sum(axis=0) / full.sum() if full.sum() else np.eye(1, full.shape[1])[0]
    shares = np.cumsum(full + 30 * everywhere, axis=1) / (full.sum(axis=1, keepdims=True) + 30)
    ago = np.minimum(np.arange(until + 1), shares.shape[1] - 1)
    return np.asarray(np.clip(shares[:, ago], 0.0, 1.0))


def _interval(total: int) -> tuple[float, float]:
    """The middle 90 % of Poisson means that fit a count (Garwood), by the Wilson-Hilferty approximation."""
    z = 1.6449
    low = total * (1 - 1 / (9 * total) - z / (3 * np.sqrt(total))) ** 3 if total else 0.0
    more = total + 1
    return max(float(low), 0.0), float(more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3)
