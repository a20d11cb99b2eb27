"""Words as the kernels take them: numbers instead of letters, likeliest readings found beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ._alignment import read_words
from ._readings import romanised
from ._scripts import folded
from ._spelling import LONGEST, reading_of_sign, script_of, symbols
from ._tables import Tables

READINGS = 4


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
    for row, text in enumerate(texts):
        _spell(made, row, folded(text), tables)
    read_words(made, tables.flat)
    return made


def _spell(made: Words, row: int, word: str, tables: Tables) -> None:
    script = script_of(word)
    letters = romanised(word)[:LONGEST]
    made.letters[row, : len(letters)] = [ord(letter) - 96 for letter in letters]
    made.length[row] = len(letters)
    easy = tables.scripts["Latn"].number
    made.easy_one[row, : len(letters)] = [easy.get(letter, -1) for letter in letters]
    made.easy_two[row, : max(len(letters) - 1, 0)] = [easy.get(a + b, -1) for a, b in pairwise(letters)]
    signs = symbols(word, script)
    made.signs[row, : len(signs)] = [ord(sign) for sign in signs]
    made.size[row] = len(signs)
    made.script[row] = sum(ord(letter) << (8 * place) for place, letter in enumerate(script))
    if script != "Latn" and script in tables.scripts:
        number = tables.scripts[script].number
        made.own[row] = tables.order[script]
        made.one[row, : len(signs)] = [_chunk(number, sign, script) for sign in signs]
        made.two[row, : len(signs) - 1] = [number.get(a + b, -1) for a, b in pairwise(signs)]


def _chunk(number: dict[str, int], sign: str, script: str) -> int:
    if sign not in number and script == "Hani":  # a rare character: as all that sound like it
        sign = reading_of_sign(sign)
    return number.get(sign, -1)
