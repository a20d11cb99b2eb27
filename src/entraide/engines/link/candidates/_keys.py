"""The keys under which people are stored."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import numba
import numpy as np
import numpy.typing as npt

from ..names import parse
from ._classes import FIRST_CLASS, NOTHING, SHORT
from ._layout import alone_key, both_key, country_key, country_number, pair_key, year_key
from ._parts import parts_of
from ._reading import reading

KEYS_VERSION = 2
"""Rises whenever a name's keys change: what was stored under another version is to be stored anew."""
MOST_KEYS = 64
"""Keys of one name; each name of a person has its own, so that a late alias is found like the first."""
MOST_NAMES = 21
_CODES = 6  # of a word, likeliest first
_PAIR_READINGS = 4
_LEAST_SHARE = 0.03
_CLOSE_YEARS = 3
_BATCH = 50_000
_MOST_HELD = 200_000
_NOT_PLAIN = -2

Int32s = npt.NDArray[np.int32]
Years = tuple[int, int]
"""First and last possible year of birth; (0, 0) if unknown."""


class Lexicon:
    """Words met so far, with their likeliest codes, so that each is read once."""

    def __init__(self) -> None:
        self.codes = np.full((1024, _CODES), -1, np.int16)
        self.shares = np.zeros((1024, _CODES), np.float32)
        self.traits = np.zeros(1024, np.int8)
        self._used = 0
        self._number: dict[tuple[str, str], int] = {}
        self._plain: dict[str, int] = {}
        self._names: dict[str, tuple[list[int], list[int]]] = {}

    def of(self, word: tuple[str, str]) -> int:
        """The number of a word (text, script); -1 if nothing of it can be read."""
        number = self._number.get(word)
        if number is None:
            number = self._number[word] = self._added(word)
        return number

    def plain(self, chunk: str) -> int:
        """The number of what stands between two spaces if that is one word and no title or the like, else
        below zero."""
        number = self._plain.get(chunk)
        if number is None:
            tokens = parse(chunk).tokens
            one = len(tokens) == 1 and tokens[0].kind == "name" and tokens[0].script != "Mymr"
            number = self.of((tokens[0].text, tokens[0].script)) if one else _NOT_PLAIN
            self._plain[chunk] = number
        return number

    def in_parts(self, name: str) -> tuple[list[int], list[int]]:
        """The numbers of a name's words, and the places of those that stand beside each other, two by two."""
        held = self._names.get(name)
        if held is None:
            parts = parts_of(name)
            words, pairs = list(parts.words), [place for pair in parts.pairs for place in pair]
            if len(words) == 1 and parts.initials:
                words, pairs = words + list(parts.initials), [0, 1]
            if len(self._names) >= _MOST_HELD:
                self._names.clear()
            held = self._names[name] = [self.of(word) for word in words], pairs
        return held

    def _added(self, word: tuple[str, str]) -> int:
        read = reading(*word)
        if read is None:
            return -1
        number = self._used
        if number == len(self.codes):
            self.codes = np.concatenate([self.codes, np.full_like(self.codes, -1)])
            self.shares = np.concatenate([self.shares, np.zeros_like(self.shares)])
            self.traits = np.concatenate([self.traits, np.zeros_like(self.traits)])
        taken = min(_CODES, len(read.codes))
        self.codes[number, :taken] = read.codes[:taken]
        self.shares[number, :taken] = read.shares[:taken]
        self.traits[number] = read.trait
        self._used += 1
        return number


def keys_of(
    names: Sequence[str], *, birth_years: Sequence[int] = (), countries: Sequence[str] = ()
) -> Int32s:
    """The distinct keys of one person, sorted: int32[≤ 64 a name], about fifteen for a name of two parts.

    ``names``: all names of the person, in any script. ``birth_years``: the possible ones; if they lie more
    than two years apart they tell too little. ``countries``: nationalities, ISO 3166-1 alpha-2, of which two
    are taken. A name without letters has no key.
    """
    years = (min(birth_years), max(birth_years)) if birth_years else (0, 0)
    keys, _ = keys_of_many([names], [years], [countries])
    return keys


def keys_of_many(
    names: Sequence[Sequence[str]],
    birth_years: Sequence[Years],
    countries: Sequence[Sequence[str]],
    lexicon: Lexicon | None = None,
) -> tuple[Int32s, Int32s]:
    """The keys of n people, as ``keys_of`` would give them, one after the other: int32[m] and, int32[m], the
    place of the person whose key it is. A ``lexicon`` kept between calls remembers words.
    """
    known = lexicon or Lexicon()
    found = [
        _batch(names[at : at + _BATCH], birth_years[at : at + _BATCH], countries[at : at + _BATCH], known, at)
        for at in range(0, len(names), _BATCH)
    ]
    if not found:
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    return np.concatenate([keys for keys, _ in found]), np.concatenate([people for _, people in found])


def _batch(
    names: Sequence[Sequence[str]],
    birth_years: Sequence[Years],
    countries: Sequence[Sequence[str]],
    known: Lexicon,
    first: int,
) -> tuple[Int32s, Int32s]:
    words: list[int] = []
    pairs: list[int] = []
    shape: list[int] = []  # of each name: whose it is, where its words and its pairs begin
    for person, called in enumerate(names):
        for name in islice(called, MOST_NAMES):
            shape += (person, len(words), len(pairs))
            chunks = name.split(" ")
            if (
                len(chunks) == 2
                and (one := known.plain(chunks[0])) >= 0
                and (two := known.plain(chunks[1])) >= 0
            ):
                words += (one, two)
                pairs += (0, 1)
                continue
            of_name, beside = known.in_parts(name)
            words += of_name
            pairs += beside
    shape += (len(names), len(words), len(pairs))
    numbers = np.array([[country_number(c) for c in (*held[:2], "", "")[:2]] for held in countries], np.int32)
    return _emit(
        np.array(words, np.int32),
        np.array(pairs, np.int32),
        np.array(shape, np.int32).reshape(-1, 3),
        np.array(birth_years, np.int32).reshape(-1, 2),
        numbers.reshape(-1, 2),
        (known.codes, known.shares, known.traits),
        first,
    )


@numba.njit(cache=True)
def _emit(
    words: Int32s,
    pairs: Int32s,
    shape: Int32s,
    years: Int32s,
    countries: Int32s,
    known: tuple[npt.NDArray[np.int16], npt.NDArray[np.float32], npt.NDArray[np.int8]],
    first: int,
) -> tuple[Int32s, Int32s]:
    codes, shares, traits = known
    people = years.shape[0]
    keys = np.empty((len(shape) - 1) * MOST_KEYS, np.int32)
    holders = np.empty_like(keys)
    total = 0
    mine = np.empty(MOST_NAMES * MOST_KEYS, np.int32)
    name = 0
    for person in range(people):
        count = 0
        while shape[name, 0] == person:
            count = _keys_of_name(
                words[shape[name, 1] : shape[name + 1, 1]],
                pairs[shape[name, 2] : shape[name + 1, 2]],
                years[person],
                countries[person],
                codes,
                shares,
                traits,
                mine[: count + MOST_KEYS],
                count,
            )
            name += 1
        for key in np.sort(mine[:count]):
            keys[total] = key
            holders[total] = first + person
            total += 1
    return keys[:total].copy(), holders[:total].copy()


@numba.njit(cache=True)
def _keys_of_name(
    words: Int32s,
    pairs: Int32s,
    years: Int32s,
    countries: Int32s,
    codes: npt.NDArray[np.int16],
    shares: npt.NDArray[np.float32],
    traits: npt.NDArray[np.int8],
    mine: Int32s,
    count: int,
) -> int:
    beside = np.full(len(words), -1, np.int32)
    readings = _PAIR_READINGS if len(pairs) == 2 else 2 if len(pairs) <= 6 else 1
    for at in range(0, len(pairs), 2):
        a, b = words[pairs[at]], words[pairs[at + 1]]
        if a < 0 or b < 0:
            continue
        if beside[pairs[at]] < 0:
            beside[pairs[at]] = b
        if beside[pairs[at + 1]] < 0:
            beside[pairs[at + 1]] = a
        count = _pair_keys(a, b, readings, codes, shares, traits, mine, count)
    per_word = 2 if len(words) <= 2 else 1
    for place in range(len(words)):
        word = words[place]
        if word < 0:
            continue
        other, other_trait = NOTHING, 0
        alone = 1
        if beside[place] >= 0:
            other, other_trait = codes[beside[place], 0], traits[beside[place]]
        elif len(words) == 1:
            alone = _CODES
        for rank in range(alone if alone > per_word else per_word):
            code = codes[word, rank]
            if code < 0 or (rank and shares[word, rank] < _LEAST_SHARE):
                break
            if rank < alone:
                count = _added(mine, count, alone_key(code, traits[word], SHORT[other], other_trait))
            year = years[0]
            while 0 < year <= years[1] and years[1] - years[0] < _CLOSE_YEARS:
                count = _added(mine, count, year_key(year, code, other))
                for country in countries:
                    if country:
                        count = _added(mine, count, both_key(year, country, code, FIRST_CLASS[other]))
                year += 1
            if rank == 0:
                for country in countries:
                    if country:
                        count = _added(mine, count, country_key(country, code, other))
    return count


@numba.njit(cache=True)
def _pair_keys(
    a: int,
    b: int,
    readings: int,
    codes: npt.NDArray[np.int16],
    shares: npt.NDArray[np.float32],
    traits: npt.NDArray[np.int8],
    mine: Int32s,
    count: int,
) -> int:
    """The likeliest readings of two words together."""
    taken = np.zeros((_CODES, _CODES), np.bool_)
    for rank in range(readings):
        best, i, j = 0.0, -1, -1
        for x in range(_CODES):
            for y in range(_CODES):
                share = shares[a, x] * shares[b, y]
                if not taken[x, y] and share > best:
                    best, i, j = share, x, y
        if i < 0 or (rank and best < _LEAST_SHARE):
            break
        taken[i, j] = True
        count = _added(mine, count, pair_key(codes[a, i], traits[a], codes[b, j], traits[b]))
    return count


@numba.njit(cache=True)
def _added(mine: Int32s, count: int, key: int) -> int:
    if count == len(mine):
        return count
    for place in range(count):
        if mine[place] == key:
            return count
    mine[count] = key
    return count + 1
