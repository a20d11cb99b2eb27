"""Adds up the bits of many pairs."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .weights import FIELDS, LEVELS, Weights

Bits = NDArray[np.float64]
CONTRADICTING = {"name": "different", "birth": "contradicted", "sex": "different", "nationality": "different"}
"""What speaks for two people."""
SEVERAL = 3
"""Of these together, a shared document is somebody else's."""


class Scores(NamedTuple):
    """``bits``: shape (pairs, fields). ``total``: shape (pairs,), log2 odds: the prior and the bits of the
    fields, added in their order. ``probability``: shape (pairs,)."""

    bits: Bits
    total: Bits
    probability: Bits


def score(levels: NDArray[np.int8], rarity: Bits, table: Weights, among: int = 0) -> Scores:
    """Bits of pairs whose levels and rarity, each of shape (pairs, fields), are known.

    ``among``: how many people there are, see Weights.prior_bits.
    """
    pairs, fields = levels.shape
    scores = Scores(np.empty((pairs, fields)), np.empty(pairs), np.empty(pairs))
    _score(levels, rarity, table.base, table.slope, table.prior_bits(among), *scores)
    return scores


class Told(NamedTuple):
    """Each of shape (pairs,): whether a pair is told at once, and whether a person is to look."""

    alert: NDArray[np.bool_]
    review: NDArray[np.bool_]


def told(levels: NDArray[np.int8], probability: Bits, table: Weights) -> Told:
    """What the table's thresholds say, but that people whose names differ raise no alert unless a document is the
    same, and that a person looks at every shared document unless several fields contradict it."""
    paper = levels[:, FIELDS.index("document")] == LEVELS["document"].index("same")
    against = sum(
        (levels[:, FIELDS.index(field)] == LEVELS[field].index(level)).astype(int)
        for field, level in CONTRADICTING.items()
    )
    apart = levels[:, FIELDS.index("name")] == LEVELS["name"].index("different")
    alert = (probability >= table.alert) & (paper | ~apart)
    return Told(alert, alert | (probability >= table.review) | (paper & (against < SEVERAL)))


@njit(cache=True)
def _score(
    levels: NDArray[np.int8],
    rarity: Bits,
    base: Bits,
    slope: Bits,
    prior: float,
    bits: Bits,
    total: Bits,
    probability: Bits,
) -> None:
    pairs, fields = levels.shape
    for pair in range(pairs):
        odds = prior
        for field in range(fields):
            level = levels[pair, field]
            bits[pair, field] = base[field, level] + slope[field, level] * rarity[pair, field]
            odds += bits[pair, field]
        total[pair] = odds
        probability[pair] = 1.0 / (1.0 + 2.0**-odds)
