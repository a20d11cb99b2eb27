"""What Splink leaves open: how much rarity counts, that more agreement never weighs less, the thresholds."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from . import levels as ours
from .kernel import score
from .people import Compared, People
from .weights import FIELDS, LEVELS, Level, Weights

FALSE_ALERTS, FALSE_REVIEWS = 2.0, 100.0
"""Per 1,000 records that match nobody among the table's population: where the thresholds are put."""
RARITY_PAIRS = 2_000_000
_RARITY_STEPS = np.arange(0.0, 26.0, 2.0)
_RARE_NAMES = ("alike", "close", "same")


def rising(table: Weights) -> Weights:
    """Levels that agree more never weigh less: neighbours that would are counted as one."""
    levels = {}
    for field in FIELDS:
        groups: list[list[Any]] = []
        for name in LEVELS[field][1:]:
            level = table.levels[field][name]
            groups.append([level.m, level.u, [name]])
            while len(groups) > 1 and groups[-1][0] / groups[-1][1] < groups[-2][0] / groups[-2][1]:
                m, u, names = groups.pop()
                groups[-1] = [groups[-1][0] + m, groups[-1][1] + u, groups[-1][2] + names]
        levels[field] = {
            name: Level(float(f"{m:.6g}"), float(f"{u:.6g}")) for m, u, names in groups for name in names
        }
    return replace(table, levels=levels)


def with_rarity(people: People, compared: Compared, table: Weights) -> Weights:
    """How much rarity counts: for names as found among people of like names, for the rest by rule.

    One selector shared is as telling as its holders are few; half of a place's rarity counts, since people
    of like names often come from one place.
    """
    levels = {field: dict(named) for field, named in table.levels.items()}
    usual_selector = math.log2(table.population / 2)
    for name in ("one", "two", "several"):
        levels["selectors"][name] = levels["selectors"][name]._replace(by_rarity=1.0, usual=usual_selector)
    found, rarity, same = compared
    place = FIELDS.index("place")
    shared = rarity[(found[:, place] == LEVELS["place"].index("same")) & ~same, place]
    usual_place = float(np.mean(shared)) if len(shared) else 0.0
    levels["place"]["same"] = levels["place"]["same"]._replace(by_rarity=0.5, usual=round(usual_place, 4))
    lines = _lines(people, table, found[~same, 0], rarity[~same, 0])
    slope = _mean((line.slope, line.pairs) for line in lines.values())
    for name, line in lines.items():
        levels["name"][name] = levels["name"][name]._replace(by_rarity=slope, usual=line.where(slope))
    return _never_worth_less(replace(table, levels=levels))


def _mean(weighted: Iterable[tuple[float, float]]) -> float:
    values, weights = zip(*weighted, strict=True)
    return round(float(np.average(values, weights=weights)), 4)


def _never_worth_less(table: Weights) -> Weights:
    """At any rarity a higher level is worth no less, and one with rarity no less than those without."""
    levels = {field: dict(named) for field, named in table.levels.items()}
    groups: list[list[Any]] = []
    for name in _RARE_NAMES:  # all of one slope: they keep their order where their lines begin in order
        level = levels["name"][name]
        groups.append([math.log2(level.m / level.u) - level.by_rarity * level.usual, level.m, [name]])
        while len(groups) > 1 and groups[-1][0] < groups[-2][0]:
            start, m, names = groups.pop()
            other, other_m, others = groups.pop()
            groups.append([(start * m + other * other_m) / (m + other_m), m + other_m, others + names])
    for start, _, names in groups:
        for name in names:
            level = levels["name"][name]
            usual = (math.log2(level.m / level.u) - start) / level.by_rarity
            levels["name"][name] = level._replace(usual=round(usual, 4))
    least = {}
    for field, below, lowest in (
        ("name", "faint", "alike"),
        ("place", "overlap", "same"),
        ("selectors", "none", "one"),
    ):
        without, level = levels[field][below], levels[field][lowest]
        start = math.log2(level.m / level.u) - level.by_rarity * level.usual
        least[field] = round(max((math.log2(without.m / without.u) - start) / level.by_rarity, 0.0) + 1e-3, 3)
    return replace(table, levels=levels, least_rarity=least)


class _Line(NamedTuple):
    """How log2 u of a level of names falls with their rarity: through a point, over so many ``pairs``."""

    slope: float
    rarity: float
    bits_below: float
    pairs: int

    def where(self, slope: float) -> float:
        """The rarity at which a line of that slope through the point has the level's u."""
        return round(self.rarity + self.bits_below / slope, 4)


def _lines(
    people: People, table: Weights, levels: NDArray[np.int8], rarity: NDArray[np.float64]
) -> dict[str, _Line]:
    """One line a level, through what was counted among different people."""
    own = np.array(
        [
            max((ours.name_rarity(name, table) for name in record.names), default=-1.0)
            for record in people.records
        ]
    )
    own = own[own >= 0]
    chance = np.random.default_rng(0)
    of_two = np.minimum(chance.choice(own, RARITY_PAIRS), chance.choice(own, RARITY_PAIRS))
    expected, edges = np.histogram(of_two, _RARITY_STEPS)
    expected = expected / RARITY_PAIRS * len(own) ** 2 / 2
    lines = {}
    for name in _RARE_NAMES:
        counts, _ = np.histogram(rarity[levels == LEVELS["name"].index(name)], edges)
        kept = (counts >= 5) & (expected > 0)
        if kept.sum() < 2:  # too few people to tell
            lines[name] = _Line(0.1, 12.0, 0.0, 1)
            continue
        middle, weight = ((edges[:-1] + edges[1:]) / 2)[kept], counts[kept]
        bits = np.log2(counts[kept] / expected[kept]) - math.log2(counts.sum() / expected.sum())
        rarity_there, bits_there = np.average([middle, bits], axis=1, weights=weight)
        spread = np.average((middle - rarity_there) ** 2, weights=weight)
        slope = -np.average((middle - rarity_there) * (bits - bits_there), weights=weight) / spread
        lines[name] = _Line(min(max(slope, 0.1), 1.0), rarity_there, bits_there, int(counts.sum()))
    return lines


def with_thresholds(development: Compared, records: int, table: Weights) -> Weights:
    """The thresholds above which so many of 1,000 records would raise a false alert, or ask in vain for review."""
    levels, rarity, same = development
    wrong = np.sort(score(levels, rarity, table).probability[~same])[::-1]
    one_pair = 2 / records**2 * table.population * 1000
    alert, review = (
        float(wrong[min(int(allowed / one_pair), len(wrong) - 1)])
        for allowed in (FALSE_ALERTS, FALSE_REVIEWS)
    )
    return replace(table, alert=_above(alert), review=_above(review))


def _above(probability: float) -> float:
    """The next odds of a tenth of a bit."""
    bits = math.ceil(math.log2(probability / (1 - probability)) * 10) / 10
    return float(f"{1 / (1 + 2**-bits):.6g}")
