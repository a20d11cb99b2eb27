"""Words as the kernels take them: numbers instead of letters, likeliest readings found beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ._alignment import read_words
from ._readings import romanised
from ._scripts import folded
from ._spelling import LONGEST, reading_of_sign, script_of, symbols
from ._tables import EASY, Tables, shipped

READINGS = 4
_NOTHING = "`"  # what stands before "a"


class Words(NamedTuple):
    """N distinct words. Rows of arrays; unused places are 0 (letters) or -1 (chunks).

    ``letters``, ``length``: a–z as 1–26, a Latin word itself, else read by rule. ``own``: number of the table
    of its script, -1 if it has none. ``one``, ``two``, ``size``: chunks of that table. ``easy_one``,
    ``easy_two``: chunks of the table over romanised text. ``signs``: its symbols as code points. ``script``:
    a number that is equal for words of one script. ``plain``: ln P as a Latin name. ``read``, ``read_length``,
    ``read_score``, ``reads``: likeliest readings, their scores
    and how many. ``peak``, ``easy_peak``: ln P of the likeliest reading. ``bag``: which
    letters stand in the readings, a bit each. ``bones``, ``bony``: the readings' consonants and how many.
    """

    letters: npt.NDArray[np.uint8]
    length: npt.NDArray[np.int64]
    own: npt.NDArray[np.int64]
    one: npt.NDArray[np.int16]
    two: npt.NDArray[np.int16]
    size: npt.NDArray[np.int64]
    easy_one: npt.NDArray[np.int16]
    easy_two: npt.NDArray[np.int16]
    signs: npt.NDArray[np.int32]
    script: npt.NDArray[np.int64]
    plain: npt.NDArray[np.float32]
    read: npt.NDArray[np.uint8]
    read_length: npt.NDArray[np.int64]
    read_score: npt.NDArray[np.float64]
    reads: npt.NDArray[np.int64]
    peak: npt.NDArray[np.float32]
    easy_peak: npt.NDArray[np.float32]
    bag: npt.NDArray[np.int64]
    bones: npt.NDArray[np.uint8]
    bony: npt.NDArray[np.int64]


def words(texts: Sequence[str], tables: Tables, readings: int = READINGS) -> Words:
    """The words as arrays, in the order given, with up to ``readings`` readings each."""
    count = len(texts)
    made = Words(
        letters=np.zeros((count, LONGEST), np.uint8),
        length=np.zeros(count, np.int64),
        own=np.full(count, -1, np.int64),
        one=np.full((count, LONGEST), -1, np.int16),
        two=np.full((count, LONGEST), -1, np.int16),
        size=np.zeros(count, np.int64),
        easy_one=np.full((count, LONGEST), -1, np.int16),
        easy_two=np.full((count, LONGEST), -1, np.int16),
        signs=np.zeros((count, LONGEST), np.int32),
        script=np.zeros(count, np.int64),
        plain=np.zeros(count, np.float32),
        read=np.zeros((count, readings, LONGEST), np.uint8),
        read_length=np.zeros((count, readings), np.int64),
        read_score=np.zeros((count, readings), np.float64),
        reads=np.zeros(count, np.int64),
        peak=np.zeros(count, np.float32),
        easy_peak=np.zeros(count, np.float32),
        bag=np.zeros(count, np.int64),
        bones=np.zeros((count, readings, LONGEST), np.uint8),
        bony=np.zeros((count, readings), np.int64),
    )
    spelled = [folded(text) for text in texts]
    _spell(made, spelled, [script_of(word) for word in spelled], tables)
    read_words(made, tables.flat)
    return made


def _spell(made: Words, texts: Sequence[str], scripts: Sequence[str], tables: Tables) -> None:
    """The words as their letters, and as the symbols of their scripts."""
    letters = [romanised(word)[:LONGEST] for word in texts]
    made.length[:] = [len(word) for word in letters]
    padded = "".join(word.ljust(LONGEST, _NOTHING) for word in letters).encode()
    made.letters[:] = np.frombuffer(padded, np.uint8).reshape(-1, LONGEST) - ord(_NOTHING)
    easy_one, easy_two = _easy_of_shipped() if tables is shipped() else _easy(tables)
    made.easy_one[:] = easy_one[made.letters]
    made.easy_two[:, :-1] = easy_two[made.letters[:, :-1], made.letters[:, 1:]]
    signs = [
        (symbols(word, script) if script != "Latn" else latin)
        for word, script, latin in zip(texts, scripts, letters, strict=True)
    ]
    made.size[:] = [len(word) for word in signs]
    made.script[:] = [_number_of(script) for script in scripts]
    padded = "".join(word.ljust(LONGEST, "\0") for word in signs).encode("utf-32-le", "surrogatepass")
    made.signs[:] = np.frombuffer(padded, "<i4").reshape(-1, LONGEST)
    for row, (word, script) in enumerate(zip(signs, scripts, strict=True)):
        if script != "Latn" and script in tables.scripts:
            number = tables.scripts[script].number
            made.own[row] = tables.order[script]
            made.one[row, : len(word)] = [_chunk(number, sign, script) for sign in word]
            made.two[row, : max(len(word) - 1, 0)] = [number.get(a + b, -1) for a, b in pairwise(word)]


def _easy(tables: Tables) -> tuple[npt.NDArray[np.int16], npt.NDArray[np.int16]]:
    """Chunks of the table over romanised text by letter, [27], and by two letters, [27, 27]."""
    number = tables.scripts[EASY].number
    one, two = np.full(27, -1, np.int16), np.full((27, 27), -1, np.int16)
    for a in range(1, 27):
        one[a] = number.get(chr(96 + a), -1)
        for b in range(1, 27):
            two[a, b] = number.get(chr(96 + a) + chr(96 + b), -1)
    return one, two


@cache
def _easy_of_shipped() -> tuple[npt.NDArray[np.int16], npt.NDArray[np.int16]]:
    return _easy(shipped())


@cache
def _number_of(script: str) -> int:
    return sum(ord(letter) << (8 * place) for place, letter in enumerate(script))


def _chunk(number: dict[str, int], sign: str, script: str) -> int:
    if sign not in number and script == "Hani":  # a rare character: as all that sound like it
        sign = reading_of_sign(sign)
    return number.get(sign, -1)
