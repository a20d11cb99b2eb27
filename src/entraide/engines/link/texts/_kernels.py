"""The loops over characters and shingles, compiled."""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray

_SPACE, _DIGIT = np.uint32(32), np.uint32(48)
_WORDS, _CHARACTERS = 3, 5  # in a shingle
_SEED, _STEP = np.uint64(0xCBF29CE484222325), np.uint64(0x9E3779B97F4A7C15)


@numba.njit(cache=True, nogil=True, inline="always")
def _mixed(value: np.uint64) -> np.uint64:
    """The 64-bit finaliser of MurmurHash3."""
    value ^= value >> np.uint64(33)
    value *= np.uint64(0xFF51AFD7ED558CCD)
    value ^= value >> np.uint64(33)
    value *= np.uint64(0xC4CEB9FE1A85EC53)
    return value ^ (value >> np.uint64(33))


@numba.njit(cache=True, nogil=True, inline="always")
def _joined(parts: NDArray[np.uint64], first: int, many: int) -> np.uint32:
    whole = _SEED
    for at in range(first, first + many):
        whole = _mixed(whole * _STEP + parts[at])
    return np.uint32(whole >> np.uint64(32))


@numba.njit(cache=True, nogil=True, inline="always")
def _is_unspaced(point: np.uint32, ranges: NDArray[np.uint32]) -> bool:
    if point < ranges[0, 0]:
        return False
    for row in range(ranges.shape[0]):  # noqa: SIM110
        if ranges[row, 0] <= point <= ranges[row, 1]:
            return True
    return False


@numba.njit(cache=True, nogil=True)
def shingles(
    points: NDArray[np.uint32], unspaced: NDArray[np.uint32]
) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Distinct hashes of the word triples, and of the character 5-grams of scripts without word spaces.

    ``points``: code points of a reading. ``unspaced``: first and last code point of those scripts, ascending.
    Each kind is read as if the other did not stand between: a Latin brand name parts no Thai sentence.
    """
    words = np.empty(points.size // 2 + 1, np.uint64)
    letters = np.empty(points.size, np.uint64)
    many_words = many_letters = 0
    word, length, numeric = _SEED, 0, False
    for at in range(points.size + 1):
        point = points[at] if at < points.size else _SPACE
        alone = _is_unspaced(point, unspaced)
        if alone or point == _SPACE:
            if length and not numeric:
                words[many_words] = _mixed(word)
                many_words += 1
            word, length, numeric = _SEED, 0, False
            if alone:
                letters[many_letters] = np.uint64(point)
                many_letters += 1
        else:
            word = (word ^ np.uint64(point)) * np.uint64(0x100000001B3)
            length += 1
            numeric |= point == _DIGIT
    triples = np.empty(max(0, many_words - _WORDS + 1), np.uint32)
    for at in range(triples.size):
        triples[at] = _joined(words, at, _WORDS)
    grams = np.empty(max(0, many_letters - _CHARACTERS + 1), np.uint32)
    for at in range(grams.size):
        grams[at] = _joined(letters, at, _CHARACTERS)
    return np.unique(triples), np.unique(grams)


@numba.njit(cache=True, nogil=True, inline="always")
def _mixed_narrowly(value: np.uint32) -> np.uint32:
    """The 32-bit finaliser of MurmurHash3. Arithmetic widens numbers: each step has to be cut again."""
    value = np.uint32(value ^ (value >> np.uint32(16)))
    value = np.uint32(value * np.uint32(0x85EBCA6B))
    value = np.uint32(value ^ (value >> np.uint32(13)))
    value = np.uint32(value * np.uint32(0xC2B2AE35))
    return np.uint32(value ^ (value >> np.uint32(16)))


@numba.njit(cache=True, nogil=True)
def least(
    hashes: NDArray[np.uint32], factors: NDArray[np.uint32], shifts: NDArray[np.uint32]
) -> NDArray[np.uint32]:
    """The smallest of the hashes under each order ``factor * mixed(hash) + shift`` (mod 2³²)."""
    found = np.full(factors.size, np.uint32(0xFFFFFFFF))
    for shingle in hashes:
        value = _mixed_narrowly(shingle)
        for row in range(factors.size):
            place = np.uint32(factors[row] * value + shifts[row])
            if place < found[row]:
                found[row] = place
    return found


@numba.njit(cache=True, nogil=True)
def banded(signature: NDArray[np.uint32], many: int) -> NDArray[np.int32]:
    """One hash a band, the number of the band hashed in."""
    rows = signature.size // many
    found = np.empty(many, np.int32)
    for band in range(many):
        whole = _mixed(_SEED + np.uint64(band))
        for row in range(band * rows, (band + 1) * rows):
            whole = _mixed(whole * _STEP + np.uint64(signature[row]))
        found[band] = np.int32(np.uint32(whole >> np.uint64(32)))
    return found
