"""Which kinds of crime are met together more often than by chance: scams, drugs, arms, wildlife."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Numbers = NDArray[np.float64]

MOST_KINDS = 1_000
_AT_ONCE = 1_000_000
"""Pairs times counts that are worked on at once."""
_STEPS, _CLOSE = 50, 1e-9
_ALL = 300.0
"""The logarithm of odds that stands for all odds: they are squared, and stay numbers."""


@dataclass(frozen=True, slots=True)
class Lift:
    """How many times as often two kinds are met together as if they had nothing to do with each other.

    ``together`` of ``of`` cases hold both; ``lift`` is their share over the product of the shares of each kind.
    ``low`` and ``high`` bound what it is among all cases of which these were drawn, at ``level`` for all pairs at
    once. A lift whose interval holds 1 says nothing.
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


def lifts(
    cases: Iterable[Iterable[str]] | Mapping[frozenset[str], int], *, level: float = 0.95
) -> list[Lift]:
    """For every two kinds that were met: first those together more often than by chance, the most telling first.

    A case is the set of kinds that it shows; a mapping says in how many cases each set was met (``shown`` of counts).
    However few the cases and many the pairs, all intervals hold at once in ``level`` of such tables or more. Raises
    ValueError for a level that is none, and for more than ``MOST_KINDS``.

    Source: half of the error goes to the odds ratios, whose intervals are conditional on the counts of each kind
    (Fisher's exact test turned round; Cornfield 1956), half to the shares of the kinds (Clopper & Pearson 1934), each
    half dealt out evenly (Bonferroni). A lift's interval is what odds and shares within theirs make of it (Plackett
    1965). Odds of 1 make 1 of any shares, so that the odds alone decide whether it holds 1.
    """
    if not 0 < level < 1:
        raise ValueError(f"level: {level}. Choose one between 0 and 1.")
    sets = cases if isinstance(cases, Mapping) else Counter(map(frozenset, cases))
    single, both = Counter[str](), Counter[tuple[str, str]]()
    for case, number in sets.items():
        if number:
            single.update(dict.fromkeys(case, number))
            both.update(dict.fromkeys(combinations(sorted(case), 2), number))
    kinds = sorted(single)
    if len(kinds) > MOST_KINDS:
        raise ValueError(
            f"cases: {len(kinds):,} kinds. Give at most {MOST_KINDS:,}: join those that are alike."
        )
    pairs = list(combinations(kinds, 2))
    if not pairs:
        return []
    total = sum(sets.values())
    together = np.array([both[pair] for pair in pairs])
    counts = np.array([single[kind] for kind in kinds])
    left, right = np.triu_indices(len(kinds), 1)
    least, most = _odds(together, counts[left], counts[right], total, (1 - level) / 2 / len(pairs))
    shares = _shares(counts, total, (1 - level) / 2 / len(kinds))
    lift = together / counts[left] / counts[right] * total
    low = np.minimum.reduce([lift, *(_lift_of(least, share[left], share[right]) for share in shares)])
    high = np.maximum.reduce([lift, *(_lift_of(most, share[left], share[right]) for share in shares)])
    found = [
        Lift(pair, int(together[at]), total, float(lift[at]), float(low[at]), float(high[at]), level)
        for at, pair in enumerate(pairs)
    ]
    return sorted(found, key=_telling, reverse=True)


def _telling(one: Lift) -> tuple[bool, float, float]:
    """More often than by chance before more rarely, each by how far the interval is from 1, then the lift itself."""
    away = max(one.low, 1 / one.high if one.high else np.inf)
    return one.low > 1, away, max(one.lift, 1 / one.lift if one.lift else np.inf)


def _lift_of(odds: Numbers, left: Numbers, right: Numbers) -> Numbers:
    """What an odds ratio, its logarithm given, makes of two shares; monotone in each of the three."""
    ratio = np.exp(odds)
    linear = 1 + (left + right) * (ratio - 1)
    root = np.sqrt(np.maximum(linear**2 - 4 * ratio * (ratio - 1) * left * right, 0.0))
    # Two ways to write one root of a quadratic equation: each loses its digits where the other keeps them.
    above = 2 * ratio / np.where(linear > 0, linear + root, 1.0)
    below = (linear - root) / np.where(linear > 0, 1.0, 2 * (ratio - 1) * left * right)
    return np.where(linear > 0, above, below)


def _shares(counts: Whole, total: int, error: float) -> tuple[Numbers, Numbers]:
    """The ends of each kind's share of cases, half the error outside of each."""
    from scipy.special import betaincinv

    low = betaincinv(counts, total - counts + 1, error / 2)
    high = betaincinv(counts + 1, np.maximum(total - counts, 1), 1 - error / 2)
    return np.asarray(low), np.where(counts < total, high, 1.0)


def _odds(together: Whole, left: Whole, right: Whole, total: int, error: float) -> tuple[Numbers, Numbers]:
    """The logarithms of the two ends of each odds ratio, half the error outside of each.

    What is least often together with one kind is most often together with its absence: one function does both.
    """
    return (
        _least_odds(together, left, right, total, error / 2),
        -_least_odds(left - together, left, total - right, total, error / 2),
    )


def _least_odds(together: Whole, left: Whole, right: Whole, total: int, tail: float) -> Numbers:
    """The logarithm of the odds at which so many together, or more, have just the chance ``tail``."""
    fewest = np.maximum(0, left + right - total)
    odds = np.full(len(together), -_ALL)  # where fewer cannot be, any odds may be
    # Some twenty standard deviations on either side of what was seen: at neither end anything beyond them weighs.
    reach = 100 + (20 / np.sqrt((1 / (_cells(together, left, right, total) + 1)).sum(axis=0))).astype(
        np.int64
    )
    start = np.maximum(fewest, together - reach)
    width = np.minimum(np.minimum(left, right), together + reach) - start + 1
    open_ = np.flatnonzero(together > fewest)
    open_ = open_[np.argsort(width[open_], kind="stable")]
    while len(open_):
        fit = np.arange(1, len(open_) + 1) * width[open_] <= _AT_ONCE
        some, open_ = np.split(open_, [max(1, int(fit.sum()))])
        counts = start[some, None] + np.arange(width[some].max())
        odds[some] = _solved(counts, together[some], left[some], right[some], total, tail)
    return np.asarray(np.clip(odds, -_ALL, _ALL))


def _solved(counts: Whole, together: Whole, left: Whole, right: Whole, total: int, tail: float) -> Numbers:
    """``_least_odds`` of pairs of which the possible ``counts`` are given, pairs x counts; by Newton's method.

    The logarithm of the tail is a concave function of that of the odds: after its first step the method comes from
    below, so that where it is stopped the interval is too wide and never too narrow.
    """
    from scipy.special import ndtri

    ways = _log_ways(_cells(counts, left[:, None], right[:, None], total))
    more = counts - together[:, None]
    seen = _cells(together, left, right, total) + 0.5
    odds: Numbers = np.log(seen[0] * seen[3] / (seen[1] * seen[2])) + ndtri(tail) * np.sqrt(
        (1 / seen).sum(axis=0)
    )
    for _ in range(_STEPS):
        weights = ways + odds[:, None] * more
        whole, mean = _log_sum_and_mean(weights, more)
        upper, above = _log_sum_and_mean(np.where(more >= 0, weights, -np.inf), more)
        off = upper - whole - np.log(tail)
        odds = odds - off / (above - mean)
        if np.abs(off).max() < _CLOSE:
            break
    return odds


def _log_ways(cells: Whole) -> Numbers:
    """In how many ways each count comes about by chance, over those of the first of its row; no count is too low."""
    both, one, other, neither = np.maximum(cells[..., :-1], 0)
    with np.errstate(divide="ignore"):  # after the highest count there is none
        steps = np.log(one * other / ((both + 1.0) * (neither + 1.0)))
    return np.pad(np.cumsum(steps, axis=1), ((0, 0), (1, 0)))


def _log_sum_and_mean(weights: Numbers, values: Whole) -> tuple[Numbers, Numbers]:
    """Of each row of logarithms of weights: their sum's logarithm, and the mean of the values by them."""
    highest = weights.max(axis=1)
    shares = np.exp(weights - highest[:, None])
    whole = shares.sum(axis=1)
    return highest + np.log(whole), (shares * values).sum(axis=1) / whole


def _cells(counts: Whole, left: Whole, right: Whole, total: int) -> Whole:
    """Cases with both kinds, with one, with the other, with neither."""
    return np.stack([counts, left - counts, right - counts, total - left - right + counts])
