"""How alike two cases are in their methods: shared techniques, the rarer the heavier, and their order."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_ORDER = 0.25
"""The part of the similarity that their order decides."""


@dataclass(frozen=True, slots=True)
class Similarity:
    """``score`` in [0, 1]: 1 for the same techniques in the same order. ``shared`` in the order of the first case;
    ``same_order``: the share of their pairs that stand in the same order, None where fewer than two are shared."""

    score: float
    shared: tuple[str, ...]
    same_order: float | None


def similarity(
    one: Sequence[str], other: Sequence[str], *, seen: Mapping[str, int] | None = None
) -> Similarity:
    """Two cases, each its techniques in order; a technique that comes again counts where it came first.

    ``seen``: in how many cases each technique was seen. A technique weighs the more, the fewer cases have it; without
    it all weigh the same.
    """
    first, second = list(dict.fromkeys(one)), list(dict.fromkeys(other))
    shared = [technique for technique in first if technique in set(second)]
    weigh = _weights(set(first) | set(second), seen or {})
    union = sum(weigh.values())
    if not union:
        return Similarity(0.0, (), None)
    alike = sum(weigh[technique] for technique in shared) / union
    order = _same_order(shared, second)
    score = alike if order is None else alike * (1 - _ORDER + _ORDER * order)
    return Similarity(round(score, 4), tuple(shared), order)


def _weights(techniques: set[str], seen: Mapping[str, int]) -> dict[str, float]:
    """Rarity: 1 for a technique never seen, falling with the logarithm of how often it was."""
    return {technique: 1 / (1 + math.log1p(seen.get(technique, 0))) for technique in techniques}


def _same_order(shared: Sequence[str], second: Sequence[str]) -> float | None:
    if len(shared) < 2:
        return None
    places = [second.index(technique) for technique in shared]
    pairs = [(a, b) for number, a in enumerate(places) for b in places[number + 1 :]]
    return sum(a < b for a, b in pairs) / len(pairs)
