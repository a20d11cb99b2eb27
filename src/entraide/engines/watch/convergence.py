"""Which kinds of crime are met together more often than by chance: scams, drugs, arms, wildlife."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from math import exp, log, sqrt
from statistics import NormalDist


@dataclass(frozen=True, slots=True)
class Lift:
    """How many times as often two kinds are met together as if they had nothing to do with each other.

    ``low`` and ``high`` bound it at ``level``, corrected for how many pairs were looked at. ``together`` of ``of``
    cases hold both. A lift whose interval holds 1 says nothing.
    """

    kinds: tuple[str, str]
    together: int
    of: int
    lift: float
    low: float
    high: float
    level: float

    @property
    def says_something(self) -> bool:
        return not self.low <= 1 <= self.high


def lifts(cases: Iterable[Iterable[str]], *, level: float = 0.95) -> list[Lift]:
    """For every two kinds that were met, the most telling first. A case is the set of kinds that it shows.

    Intervals are of the logarithm of the ratio of shares, with a half added to each count so that none is empty
    (Haldane-Anscombe), and Bonferroni's correction for the number of pairs.
    """
    if not 0 < level < 1:
        raise ValueError(f"level: {level}. Choose one between 0 and 1.")
    sets = [frozenset(case) for case in cases]
    single: Counter[str] = Counter(kind for case in sets for kind in case)
    both = Counter(pair for case in sets for pair in combinations(sorted(case), 2))
    pairs = list(combinations(sorted(single), 2))
    if not pairs:
        return []
    z = NormalDist().inv_cdf(1 - (1 - level) / (2 * len(pairs)))
    total = len(sets)
    found = [_lift(pair, both[pair], single[pair[0]], single[pair[1]], total, z, level) for pair in pairs]
    return sorted(found, key=lambda one: max(log(one.low), -log(one.high)), reverse=True)


def _lift(
    pair: tuple[str, str], both: int, left: int, right: int, total: int, z: float, level: float
) -> Lift:
    ratio = (both + 0.5) * (total + 0.5) / ((left + 0.5) * (right + 0.5))
    scatter = 1 / (both + 0.5) - 1 / (left + 0.5) - 1 / (right + 0.5) + (2 * ratio - 1) / (total + 0.5)
    error = sqrt(max(scatter, 1e-12))  # by the delta method, of multinomial counts
    low, high = exp(log(ratio) - z * error), exp(log(ratio) + z * error)
    return Lift(pair, both, total, ratio, low, high, level)
