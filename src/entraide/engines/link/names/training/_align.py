"""Which letters stand for which symbols: a many-to-many alignment, learned by expectation maximisation.

A word in another script is a row of chunks of one or two symbols; each chunk is written with zero to ``reach``
Latin letters, P(letters | chunk). What is learned are these probabilities.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numba
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]

SLIP = 1e-4
"""A Latin letter that no symbol stands for. It keeps a wrong pair from bending the tables."""


@dataclass(frozen=True)
class Corpus:
    """Pairs as numbers.

    ``one``, ``two`` (pairs × longest word): the chunk that begins at a symbol, of one or two symbols; -1: none.
    ``parts`` (pairs × longest word + 1 × reach + 1): the Latin letters that begin at a place, by length; -1: none.
    ``sizes`` (pairs × 2): symbols and letters of each pair. ``weights`` (pairs).
    """

    chunks: list[str]
    letters: list[str]
    one: Ints
    two: Ints
    parts: Ints
    sizes: Ints
    weights: Floats
    reach: int


def corpus(
    pairs: list[tuple[str, str]], *, reach: int, pairwise_chunks: bool = True, least: int = 3
) -> Corpus:
    """Number the (latin letters, symbols) pairs. Chunks of two are those that occur ``least`` times."""
    longest = max(max(len(latin), len(word)) for latin, word in pairs)
    doubles: dict[str, int] = {}
    if pairwise_chunks:
        for _, word in pairs:
            for a, b in pairwise(word):
                doubles[a + b] = doubles.get(a + b, 0) + 1
    chunks = sorted({symbol for _, word in pairs for symbol in word})
    chunks += sorted(chunk for chunk, times in doubles.items() if times >= least)
    chunk_number = {chunk: number for number, chunk in enumerate(chunks)}
    seen: dict[str, int] = {"": 1}
    for latin, _ in pairs:
        for start in range(len(latin)):
            for end in range(start + 1, min(len(latin), start + reach) + 1):
                seen[latin[start:end]] = seen.get(latin[start:end], 0) + 1
    letters = sorted(part for part, times in seen.items() if len(part) < 2 or times > 2)
    number = {part: place for place, part in enumerate(letters)}
    one = np.full((len(pairs), longest), -1, np.int32)
    two = np.full((len(pairs), longest), -1, np.int32)
    parts = np.full((len(pairs), longest + 1, reach + 1), -1, np.int32)
    sizes = np.zeros((len(pairs), 2), np.int32)
    for row, (latin, word) in enumerate(pairs):
        sizes[row] = len(word), len(latin)
        for place in range(len(word)):
            one[row, place] = chunk_number[word[place]]
            two[row, place] = chunk_number.get(word[place : place + 2], -1) if place + 1 < len(word) else -1
        for place in range(len(latin) + 1):
            for length in range(min(reach, len(latin) - place) + 1):
                parts[row, place, length] = number.get(latin[place : place + length], -1)
    return Corpus(chunks, letters, one, two, parts, sizes, np.ones(len(pairs)), reach)


def learn(data: Corpus, prior: Floats, *, strength: float, discount: float, passes: int = 12) -> Floats:
    """P(letters | chunk), chunks × letters, after ``passes`` of expectation maximisation.

    ``prior``: rows that sum to 1, worth ``strength`` observations each. ``discount`` is taken from each
    expected count, so that what occurs by chance falls to zero.
    """
    table = prior.copy()
    expected = np.zeros_like(table)
    for turn in range(passes):
        expected[:] = 0.0
        _expect(data.one, data.two, data.parts, data.sizes, data.weights, table, expected, SLIP)
        taken = np.maximum(expected - (discount if turn > 2 else 0.0), 0.0) + strength * prior
        table = taken / np.maximum(taken.sum(axis=1, keepdims=True), 1e-12)
        table[_doubles(data)] *= 0.5
    return table


def _doubles(data: Corpus) -> npt.NDArray[np.bool_]:
    return np.array([len(chunk) > 1 for chunk in data.chunks])


@numba.njit(cache=True)
def _expect(  # type: ignore[no-untyped-def]
    one, two, parts, sizes, weights, table, expected, slip
):
    """Add to ``expected`` how often each chunk is written with which letters, given ``table``."""
    longest = one.shape[1]
    ahead = np.zeros((longest + 1, longest + 1))
    behind = np.zeros((longest + 1, longest + 1))
    reach = parts.shape[2] - 1
    for row in range(len(one)):
        size, length = sizes[row]
        ahead[: size + 1, : length + 1] = 0.0
        behind[: size + 1, : length + 1] = 0.0
        ahead[0, 0] = 1.0
        for q in range(size + 1):
            for p in range(length + 1):
                here = ahead[q, p]
                if here == 0.0:
                    continue
                if p < length:
                    ahead[q, p + 1] += here * slip
                for width in (1, 2):
                    if q + width > size:
                        break
                    chunk = one[row, q] if width == 1 else two[row, q]
                    if chunk < 0:
                        continue
                    for k in range(min(reach, length - p) + 1):
                        part = parts[row, p, k]
                        if part >= 0:
                            ahead[q + width, p + k] += here * table[chunk, part]
        total = ahead[size, length]
        if total <= 0.0:
            continue
        behind[size, length] = 1.0
        share = weights[row] / total
        for q in range(size, -1, -1):
            for p in range(length, -1, -1):
                rest = behind[q, p]
                if p < length:
                    rest += slip * behind[q, p + 1]
                for width in (1, 2):
                    if q + width > size:
                        break
                    chunk = one[row, q] if width == 1 else two[row, q]
                    if chunk < 0:
                        continue
                    for k in range(min(reach, length - p) + 1):
                        part = parts[row, p, k]
                        if part >= 0:
                            step = table[chunk, part] * behind[q + width, p + k]
                            rest += step
                            expected[chunk, part] += ahead[q, p] * step * share
                behind[q, p] = rest
    return expected
