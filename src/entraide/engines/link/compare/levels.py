"""How far two records agree, field by field: a level, and how rare is what they agree on.

A level is a whole number, a higher one agreeing more; 0 is "missing". Rarity is −log2 of how often what is
shared occurs among all, so that two of a rare name are worth more than two of a frequent one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..names import TokenKind, likeliest, parse, prepare, readings, score_prepared
from .birth import BirthDate
from .record import Beside, Document, Record
from .weights import FIELDS, LEVELS, Weights

Levels = NDArray[np.int8]
"""Shape (pairs, fields): the level of each field."""
Rarity = NDArray[np.float64]
"""Shape (pairs, fields), bits; 0 where a field has none."""

DAY, MONTH, YEAR = 2, 31, 366
"""Days from the first to the last possible one; a day of the Hijri calendar is uncertain by one either way."""
SLIP_OF_YEARS = 10
_BIRTH = {name: number for number, name in enumerate(LEVELS["birth"])}
_BESIDE = {name: number for number, name in enumerate(LEVELS["beside"])}
AGREEING = LEVELS["name"].index("alike")
"""From this level on two names may be one person's."""
PAPERS = frozenset({"passport"})
"""Kinds of selectors of which one person has one."""


def compared(a: Record, others: Sequence[Record], table: Weights) -> tuple[Levels, Rarity]:
    """Levels and rarity of ``a`` with each of ``others``."""
    return of_pairs([(a, b) for b in others], table)


def of_pairs(pairs: Sequence[tuple[Record, Record]], table: Weights) -> tuple[Levels, Rarity]:
    """Levels and rarity of each pair."""
    levels = np.zeros((len(pairs), len(FIELDS)), np.int8)
    rarity = np.zeros((len(pairs), len(FIELDS)))
    for column, field in enumerate(FIELDS):
        if field != "beside":
            levels[:, column], rarity[:, column] = of_field(field, pairs, table)
    levels[:, FIELDS.index("beside")] = beside_levels(pairs, levels[:, FIELDS.index("name")])
    return levels, rarity


def of_field(
    field: str, pairs: Sequence[tuple[Record, Record]], table: Weights
) -> tuple[NDArray[np.int8], NDArray[np.float64]]:
    """Levels and rarity of each pair, of one field; each of shape (pairs,)."""
    if field == "name":
        return name_levels(pairs, table)
    if field == "beside":
        names, _ = name_levels(pairs, table)
        return beside_levels(pairs, names), np.zeros(len(pairs))
    one = _ONE[field]
    found = [one(a, b, table) for a, b in pairs]
    return np.array([level for level, _ in found], np.int8), np.array([rare for _, rare in found], np.float64)


def name_levels(
    pairs: Sequence[tuple[Record, Record]], table: Weights
) -> tuple[NDArray[np.int8], NDArray[np.float64]]:
    """The level of the two names of each pair that agree best, and the rarity of the commoner of the two."""
    book = Names((name for pair in pairs for record in pair for name in record.names), table)
    return book.levels([(book.rows(a), book.rows(b)) for a, b in pairs])


class Names:
    """Distinct names, made ready once to be compared by row however often."""

    def __init__(self, names: Iterable[str], table: Weights) -> None:
        self.row: dict[str, int] = {}
        for name in names:
            self.row.setdefault(name, len(self.row))
        self._steps = np.array([table.name_scores[level] for level in ("faint", "alike", "close", "same")])
        self._prepared = prepare(list(self.row))  # first: their words are then read all at once
        self._rarity = np.array([name_rarity(name, table) for name in self.row])

    def rows(self, record: Record) -> list[int]:
        """The rows of a record's names."""
        return [self.row[name] for name in record.names]

    def levels(
        self, pairs: Sequence[tuple[Sequence[int], Sequence[int]]]
    ) -> tuple[NDArray[np.int8], NDArray[np.float64]]:
        """Level and rarity of the rows of each pair that agree best; each of shape (pairs,)."""
        every = [
            (at, min(one, other), max(one, other))
            for at, (left, right) in enumerate(pairs)
            for one in left
            for other in right
        ]
        levels, rarity = np.zeros(len(pairs), np.int8), np.zeros(len(pairs))
        if every:
            owner, one, other = np.array(every).T
            found = np.searchsorted(self._steps, score_prepared(self._prepared, one, other), side="right") + 1
            rare = np.minimum(self._rarity[one], self._rarity[other])
            best = np.lexsort((rare, found, owner))
            last = best[np.append(np.diff(owner[best]) > 0, True)]
            levels[owner[last]], rarity[owner[last]] = found[last], rare[last]
        return levels, rarity


@lru_cache(maxsize=1 << 17)
def name_rarity(name: str, table: Weights) -> float:
    """Bits: how rare a name is, from its parts; the least for a name without any."""
    return table.name_rarity(name_parts(name))


@lru_cache(maxsize=1 << 17)
def name_parts(name: str) -> tuple[str, ...]:
    """How the parts of a name are read in Latin letters; without initials, titles and particles."""
    kept = (part.text for part in parse(name).tokens if part.kind in (TokenKind.NAME, TokenKind.PATRONYMIC))
    return tuple(read for text in kept if (read := likeliest(text)))


class Days(NamedTuple):
    """A birth date as it is compared: ordinals of its first and last day, of the day that has day and month
    exchanged (0 if there is none), and the parts of its first day."""

    first: int
    last: int
    swapped: int
    year: int
    month: int
    day: int


@lru_cache(maxsize=1 << 16)
def days(birth: BirthDate) -> Days:
    """1 January is what an office writes when it knows only the year, and counts as that."""
    first, last = birth.first, birth.last
    if first == last and (first.month, first.day) == (1, 1):
        last = last.replace(month=12, day=31)
    exchanged = first == last and first.day <= 12 and first.day != first.month
    swapped = first.replace(month=first.day, day=first.month).toordinal() if exchanged else 0
    return Days(first.toordinal(), last.toordinal(), swapped, first.year, first.month, first.day)


def birth_level(a: BirthDate | None, b: BirthDate | None) -> int:
    """How far two birth dates agree; see LEVELS["birth"]."""
    if a is None or b is None:
        return _BIRTH["missing"]
    one, other = days(a), days(b)
    wider = max(one.last - one.first, other.last - other.first)
    if one.first <= other.last and other.first <= one.last:
        return _BIRTH[
            "day" if wider <= DAY else "month" if wider <= MONTH else "year" if wider <= YEAR else "wide"
        ]
    if one.first == one.last and other.first == other.last:
        if one.swapped == other.first:
            return _BIRTH["swapped"]
        if one[-2:] == other[-2:] and abs(one.year - other.year) <= SLIP_OF_YEARS:
            return _BIRTH["slip"]
        if one.year == other.year and (one.month == other.month or one.day == other.day):
            return _BIRTH["slip"]
    apart = max(one.first, other.first) - min(one.last, other.last)
    return _BIRTH["near" if apart <= YEAR else "contradicted"]


def sex_level(a: str, b: str) -> int:
    """ "x" says nothing about "m" or "f"."""
    if not a or not b or (a != b and "x" in (a, b)):
        return 0
    return 2 if a == b else 1


def nationality_level(a: frozenset[str], b: frozenset[str]) -> int:
    """The same ones, one in common, or none."""
    if not a or not b:
        return 0
    return 3 if a == b else 2 if a & b else 1


def document_level(a: frozenset[Document], b: frozenset[Document]) -> int:
    """The same number, or different numbers of one kind; of different kinds they say nothing."""
    if {number for _, number in a} & {number for _, number in b}:
        return 2
    return 1 if {kind for kind, _ in a if kind} & {kind for kind, _ in b if kind} else 0


def place_level(a: str, b: str, table: Weights) -> tuple[int, float]:
    """The same words, some of the same words, or none."""
    words, others = place_words(a), place_words(b)
    if not words or not others:
        return 0, 0.0
    if words == others:
        return 3, place_rarity(words, table)
    return 2 if words & others else 1, 0.0


def place_rarity(words: Collection[str], table: Weights) -> float:
    """Bits: how rare a place is."""
    return table.clipped("place", sum(map(table.place_rarity, sorted(words))))


@lru_cache(maxsize=1 << 14)
def place_words(place: str) -> frozenset[str]:
    """The words of a place's name, read in Latin letters."""
    tokens = parse(place).tokens
    return frozenset(
        read[0][0] for token in tokens if (read := readings(token.text, 1)) and len(read[0][0]) > 1
    )


def selectors_level(a: Record, b: Record, table: Weights) -> tuple[int, float]:
    """How many selectors two records share, and the rarity of the rarest."""
    if not a.selectors or not b.selectors:
        return 0, 0.0
    shared = a.selectors.keys() & b.selectors.keys()
    if not shared:
        return 1, 0.0
    rarity = max(selector_rarity(max(a.selectors[key], b.selectors[key]), table) for key in shared)
    return min(len(shared), 3) + 1, rarity


def selector_rarity(holders: int, table: Weights) -> float:
    """Bits: how rare a selector is that so many records hold."""
    return table.clipped("selectors", math.log2(table.population / max(holders, 2)))


def beside_levels(pairs: Sequence[tuple[Record, Record]], names: NDArray[np.int8]) -> NDArray[np.int8]:
    """The level of each pair; ``names``: that of their names."""
    found = (
        beside_level(a.beside, b.beside, name) for (a, b), name in zip(pairs, names.tolist(), strict=True)
    )
    return np.fromiter(found, np.int8, len(pairs))


def beside_level(a: frozenset[Beside], b: frozenset[Beside], name: int) -> int:
    """What two reports have in common says who somebody is only together with a name: ten victims of one
    recruiter stand beside one number, and are ten."""
    shared = {key for _, key in a} & {key for _, key in b}
    if not shared or not name:
        return _BESIDE["missing"]
    if name < AGREEING:
        return _BESIDE["apart"]
    paper = any(kind in PAPERS and key in shared for kind, key in a | b)
    return _BESIDE["paper" if paper else "number"]


_ONE: dict[str, Callable[[Record, Record, Weights], tuple[int, float]]] = {
    "birth": lambda a, b, _: (birth_level(a.birth, b.birth), 0.0),
    "sex": lambda a, b, _: (sex_level(a.sex, b.sex), 0.0),
    "nationality": lambda a, b, _: (nationality_level(a.nationalities, b.nationalities), 0.0),
    "document": lambda a, b, _: (document_level(a.documents, b.documents), 0.0),
    "place": lambda a, b, table: place_level(a.place, b.place, table),
    "selectors": selectors_level,
}
