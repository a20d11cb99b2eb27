"""The codes that a word may have, by how it is written."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numba
import numpy as np
import numpy.typing as npt

from ..names import readings
from ..names._readings import romanised
from ._classes import AFTER, TRAIT, by_rule, step_of, trait, traits
from ._table import Table, table

MOST = 32
"""Codes of a word that are kept."""
_FORGOTTEN = 1e-4
_WRITTEN = 8
_LONGEST = 28
OWN_TABLE = ("Latn", "Cyrl", "Arab", "Hani", "Hang")
REACH = {"Latn": 3, "Cyrl": 2, "Arab": 2, "Hani": 1, "Hang": 2, "Pinyin": 1}
"""Letters that are read together."""


@dataclass(frozen=True)
class Reading:
    """``codes``: int16[n], likeliest first; ``shares``: float64[n], sum 1; ``trait`` the likeliest;
    ``traits``: float32[64], probability of each."""

    codes: npt.NDArray[np.int16]
    shares: npt.NDArray[np.float64]
    trait: int
    traits: npt.NDArray[np.float32]


def letters_of(word: str, script: str) -> list[str]:
    """The word as its table takes it: letters between marks of beginning and end, Hangul in its letters."""
    if script == "Hani":
        return list(word)
    if script == "Hang":
        word = "".join(part for letter in word for part in _jamo(letter))
    return ["^", *word, "$"]


def _jamo(letter: str) -> str:
    place = ord(letter) - 0xAC00
    if not 0 <= place < 11172:
        return letter
    last = place % 28
    return chr(0x1100 + place // 588) + chr(0x1161 + place % 588 // 28) + (chr(0x11A7 + last) if last else "")


@lru_cache(maxsize=200_000)
def reading(word: str, script: str) -> Reading | None:
    """How a word of a name is read; None if nothing of it can be read. ``script``: ISO 15924."""
    latin = romanised(word[:_LONGEST])
    if not latin:
        return None
    if script not in OWN_TABLE:
        word, script = latin, "Latn"
    elif script == "Latn":
        word = latin
    return read_with(table(), word, latin, script)


def read_with(known: Table, word: str, latin: str, script: str) -> Reading:
    """The same by a given table."""
    codes, shares = _likeliest(_spans(known, word[:_LONGEST], script), *known.flat.readings, AFTER, MOST)
    together = _traits(known, word, latin, script)
    return Reading(codes, shares / shares.sum(), int(together.argmax()), together)


def _traits(known: Table, word: str, latin: str, script: str) -> npt.NDArray[np.float32]:
    """Probability of each trait: of a word in another script half by rule, half by how it is likely written."""
    together = np.ones(1, np.float32)
    for matrix, seen in zip(known.traits[script], traits(latin), strict=True):
        together = np.multiply.outer(together, matrix[seen]).ravel()
    if script == "Latn":
        return together
    written = np.zeros(TRAIT, np.float32)
    for text, share in readings(word, _WRITTEN):
        written[trait(text)] += math.exp(share)
    return np.float32(0.5) * together + np.float32(0.5) * written / max(float(written.sum()), 1e-9)


def _spans(known: Table, word: str, script: str) -> npt.NDArray[np.int32]:
    """[letters, reach, 2]: where the readings of the group of letters begin and end that begins at a letter."""
    letters = letters_of(word, script)
    groups, reach = known.flat.groups[script], REACH[script]
    spans = np.zeros((len(letters), reach, 2), np.int32)
    for place in range(len(letters)):
        for length in range(1, min(reach, len(letters) - place) + 1):
            span = groups.get("".join(letters[place : place + length]))
            if span is None and length == 1:
                span = _unknown(known, letters[place], script)
            if span is not None:
                spans[place, length - 1] = span
    return spans


def _unknown(known: Table, letter: str, script: str) -> tuple[int, int]:
    """A letter that was never seen: by its sound."""
    sound = "" if letter in "^$" else romanised(letter)
    if script == "Hani" and (span := known.flat.groups["Pinyin"].get(sound)):
        return span
    plain = step_of(by_rule(sound)[:2])
    return plain, plain + 1


@numba.njit(cache=True)
def _likeliest(
    spans: npt.NDArray[np.int32],
    steps: npt.NDArray[np.int16],
    chances: npt.NDArray[np.float64],
    after: npt.NDArray[np.int16],
    most: int,
) -> tuple[npt.NDArray[np.int16], npt.NDArray[np.float64]]:
    """The likeliest codes of a word, and how likely, by letting every way of cutting it add up."""
    letters, reach = spans.shape[0], spans.shape[1]
    ways = np.zeros((letters + 1, after.shape[0]))
    ways[0, 0] = 1.0
    for place in range(letters):
        least = ways[place].max() * _FORGOTTEN
        if least == 0:
            continue
        for code in np.flatnonzero(ways[place] >= least):
            share = ways[place, code]
            for length in range(reach):
                for at in range(spans[place, length, 0], spans[place, length, 1]):
                    ways[place + length + 1, after[code, steps[at]]] += share * chances[at]
    found = np.flatnonzero(ways[letters] > 0)
    best = found[np.argsort(-ways[letters][found], kind="mergesort")][:most]
    if not len(best):
        best = np.zeros(1, np.int64)
        ways[letters, 0] = 1.0
    return best.astype(np.int16), ways[letters][best]
