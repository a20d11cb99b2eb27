"""How alike people's names are to the names of one, as far as it decides who is among the best; compiled."""
# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from ..names._alignment import LATIN
from ..names._evidence import hint, scratch

_WORST = -6.0
_ONE_SIDED = 3.0
"""What is taken off where one name has a part that the other lacks."""
_NEVER = -1e9
_BEYOND = 3.0
"""How far the ways of cutting two words may add up beyond certainty, as a logarithm."""


def alike(
    words: Any,
    learned: Any,
    mine: npt.NDArray[np.int32],
    theirs: npt.NDArray[np.int32],
    starts: npt.NDArray[np.int32],
    beside: npt.NDArray[np.float32],
    best: int,
) -> npt.NDArray[np.float32]:
    """float32[n]: the likeliest way in which two words of a name of each are two words of one of mine, and
    ``beside``, what else speaks for each. Right for the ``best`` highest; else at most this.

    ``mine``, ``theirs``: rows of words, two by two, the second -1 for a word alone; ``starts``: int32[n + 1],
    where those of each person begin in ``theirs``.
    """
    own, mine_at = _distinct(mine, len(words.length))
    other, theirs_at = _distinct(theirs, len(words.length))
    bits: npt.NDArray[np.float32] = _alike(
        words, learned, own, mine_at, other, theirs_at, starts, beside, best
    )
    return bits


@numba.njit(cache=True)
def _distinct(rows, many):
    """Each of the rows once, as they come, and for every one its place among them."""
    place_of = np.full(many + 1, -1, np.int32)  # the last for -1
    found = np.empty(rows.size, np.int64)
    places = np.empty(rows.shape, np.int32)
    total = 0
    for at in range(rows.shape[0]):
        for side in range(rows.shape[1]):
            row = rows[at, side]
            if place_of[row] < 0:
                place_of[row] = total
                found[total] = row
                total += 1
            places[at, side] = place_of[row]
    return found[:total], places


@numba.njit(cache=True)
def _alike(words, learned, own, mine, other, theirs, starts, beside, best):
    room = scratch()
    bits = np.empty(len(beside), np.float32)
    known = np.full((len(own), len(other)), np.nan, np.float32)
    most = _most(words, own, other)
    leaders = np.full(max(best, 1), _NEVER)  # the best so far, the least of them first
    for person in range(len(beside)):
        least = leaders[0] - beside[person]
        found = 4 * _WORST
        for at in range(starts[person], starts[person + 1]):
            for way in range(2 * len(mine)):
                # a as c, and b as d
                a, b = mine[way >> 1, 0], mine[way >> 1, 1]
                c, d = theirs[at, way & 1], theirs[at, 1 - (way & 1)]
                if own[a] < 0 or other[c] < 0:
                    a, b, c, d = b, a, d, c
                if own[a] < 0 or other[c] < 0:
                    continue
                lone = own[b] < 0 or other[d] < 0
                rest = most[b, d]
                if lone:
                    rest = -_ONE_SIDED if own[b] >= 0 or other[d] >= 0 else 0.0
                enough = max(found, least)
                if most[a, c] + rest <= enough:
                    continue
                if np.isnan(known[a, c]):
                    known[a, c] = max(_WORST, hint(words, own[a], other[c], learned, room))
                if not lone:
                    if known[a, c] + rest <= enough:
                        continue
                    if np.isnan(known[b, d]):
                        known[b, d] = max(_WORST, hint(words, own[b], other[d], learned, room))
                    rest = known[b, d]
                found = max(found, known[a, c] + rest)
        bits[person] = found + beside[person]
        if bits[person] > leaders[0]:
            place = 1
            while place < len(leaders) and leaders[place] < bits[person]:
                leaders[place - 1] = leaders[place]
                place += 1
            leaders[place - 1] = bits[person]
    return bits


@numba.njit(cache=True)
def _most(words, own, other):
    """The most that `hint` can say of two words: of Latin letters explained for certain, of others that are equal."""
    most = np.full((len(own), len(other)), 3.0, np.float32)
    for i in range(len(own)):
        if own[i] < 0:
            continue
        latin = words.script[own[i]] == LATIN
        for j in range(len(other)):
            if other[j] >= 0 and latin != (words.script[other[j]] == LATIN):
                row = own[i] if latin else other[j]
                most[i, j] = max(_WORST, (_BEYOND - words.plain[row]) / max(words.length[row], 4) * 4.0 - 2.0)
    return most
