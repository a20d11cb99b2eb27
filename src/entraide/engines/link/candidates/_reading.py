"""The codes that a word may have, by how it is written."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from ..names._readings import romanised
from ._classes import DEPTH, NUMBER, by_rule, traits
from ._table import Table, table

MOST = 32
"""Codes of a word that are kept."""
_BEAM = 40
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
    found = codes_of(known, word[:_LONGEST], script)
    shares = np.array([share for _, share in found])
    together = np.ones(1, np.float32)
    for matrix, seen in zip(known.traits[script], traits(latin), strict=True):
        together = np.multiply.outer(together, matrix[seen]).ravel()
    numbers = np.array([NUMBER[code] for code, _ in found], np.int16)
    return Reading(numbers, shares / shares.sum(), int(together.argmax()), together)


def codes_of(known: Table, word: str, script: str, *, depth: int = DEPTH) -> list[tuple[str, float]]:
    """The likeliest codes with their probability, by letting every way of cutting the word add up."""
    letters = letters_of(word, script)
    chunks, reach = known.chunks[script], REACH[script]
    ways: list[dict[str, float]] = [{} for _ in range(len(letters) + 1)]
    ways[0][""] = 1.0
    for place in range(len(letters)):
        here = sorted(ways[place].items(), key=lambda way: (-way[1], way[0]))[:_BEAM]
        for length in range(1, min(reach, len(letters) - place) + 1):
            chunk = "".join(letters[place : place + length])
            read = chunks.get(chunk)
            if read is None:
                if length > 1:
                    continue
                read = _unknown(known, chunk, script)
            after = ways[place + length]
            for code, share in here:
                for classes, chance in read:
                    longer = _continued(code, classes, depth)
                    after[longer] = after.get(longer, 0.0) + share * chance
    found = sorted(ways[-1].items(), key=lambda way: (-way[1], way[0]))[:MOST]
    return found or [("", 1.0)]


def _unknown(known: Table, letter: str, script: str) -> list[tuple[str, float]]:
    """A letter that was never seen: by its sound."""
    if letter in "^$":
        return [("", 1.0)]
    sound = romanised(letter)
    if script == "Hani" and (read := known.chunks["Pinyin"].get(sound)):
        return read
    return [(by_rule(sound)[:2], 1.0)]


@cache
def _continued(code: str, classes: str, depth: int) -> str:
    for letter in classes:
        if len(code) < depth and not code.endswith(letter):
            code += letter
    return code
