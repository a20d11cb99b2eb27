"""From a text to its signature, from signatures to bands and likeness."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .._text import UNSPACED
from ._reading import reading

PERMUTATIONS = 64
BANDS = 16

NEAR_DUPLICATE = 0.53
"""Estimated likeness from which two texts count as nearly the same: 34 of 64 places. The estimate errs by 0.06, and
from 36 places on, more than two in a hundred of the pairs that truly share seven tenths would be lost."""

_FEWEST_TRIPLES, _FEWEST_GRAMS = 12, 24
_HANGUL = ((0x1100, 0x11FF), (0xAC00, 0xD7AF))  # written with spaces
_UNSPACED = np.array(sorted(set(UNSPACED) - set(_HANGUL)), np.uint32)


def _orders() -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Factors (odd) and shifts, by SplitMix64: never to change, for stored signatures rest on them."""
    state, drawn = 6, []
    for _ in range(PERMUTATIONS):
        state = (state + 0x9E3779B97F4A7C15) & (1 << 64) - 1
        value = ((state ^ state >> 30) * 0xBF58476D1CE4E5B9) & (1 << 64) - 1
        value = ((value ^ value >> 27) * 0x94D049BB133111EB) & (1 << 64) - 1
        drawn.append(value ^ value >> 31)
    both = np.array(drawn, np.uint64)
    return (both >> np.uint64(32)).astype(np.uint32) | np.uint32(1), both.astype(np.uint32)


FACTORS, SHIFTS = _orders()


def _hashes(text: str) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    from . import _kernels  # compiled code is loaded when it is needed first

    points = np.frombuffer(reading(text).encode("utf-32-le", "replace"), np.uint32)
    triples, grams = _kernels.shingles(points, _UNSPACED)
    return triples, grams


def shingles(text: str) -> NDArray[np.uint32]:
    """Hashes of the distinct pieces by which a text is compared, in no order that means anything."""
    return np.concatenate(_hashes(text))


def signature(text: str) -> NDArray[np.uint32] | None:
    """The MinHash of a text, shape (64,). None if it is too short to tell anything: 14 different words, or 28
    characters of a script without word spaces, are just enough."""
    triples, grams = _hashes(text)
    if len(triples) / _FEWEST_TRIPLES + len(grams) / _FEWEST_GRAMS < 1:
        return None
    from ._kernels import least

    made: NDArray[np.uint32] = least(np.concatenate((triples, grams)), FACTORS, SHIFTS)
    return made


def bands(signature: NDArray[np.uint32]) -> NDArray[np.int32]:
    """The hashes, shape (16,), of which near-duplicates have one in common. The band's number is hashed in."""
    from ._kernels import banded

    made: NDArray[np.int32] = banded(np.ascontiguousarray(signature), BANDS)
    return made


def similarity(left: NDArray[np.uint32], right: NDArray[np.uint32]) -> float:
    """The estimated share of common pieces among all pieces of two texts (Jaccard), in [0, 1], ± 0.06."""
    return float(np.count_nonzero(left == right)) / len(left)


def similarities(one: NDArray[np.uint32], many: NDArray[np.uint32]) -> NDArray[np.float64]:
    """The likeness of one signature, shape (64,), to many, shape (n, 64)."""
    found: NDArray[np.float64] = (many == one).mean(axis=1)
    return found


def to_bytes(signature: NDArray[np.uint32]) -> bytes:
    """256 bytes: 64 numbers of 32 bits, the lowest byte first."""
    return signature.astype("<u4").tobytes()


def from_bytes(stored: bytes | memoryview) -> NDArray[np.uint32]:
    """The signature that was stored. ValueError if it is not one."""
    found = np.frombuffer(stored, "<u4").astype(np.uint32)
    if len(found) != PERMUTATIONS:
        raise ValueError(f"A signature has {PERMUTATIONS} numbers, this has {len(found)}")
    return found
