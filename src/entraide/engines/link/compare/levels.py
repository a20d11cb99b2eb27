"""How far two records agree, field by field: a level, and how rare is what they agree on.

A level is a whole number, a higher one agreeing more; 0 is "missing". Rarity is −log2 of how often what is
shared occurs among all, so that two of a rare name are worth more than two of a frequent one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ..names import TokenKind, parse, readings
from .birth import BirthDate
from .likeness import scores
from .record import Document, Record
from .weights import FIELDS, Weights

Levels = NDArray[np.int8]
"""Shape (pairs, fields): the level of each field."""
Rarity = NDArray[np.float64]
"""Shape (pairs, fields), bits; 0 where a field has none."""

_OFTEN_THE_FIRST = (1, 1)  # 1 January is what an office writes when it knows only the year
_DAY, _MONTH, _YEAR = 2, 31, 366  # days between first and last; a Hijri day is uncertain by one


def compared(a: Record, others: Sequence[Record], table: Weights) -> tuple[Levels, Rarity]:
    """Levels and rarity of ``a`` with each of ``others``."""
    return of_pairs([(a, b) for b in others], table)


def of_pairs(pairs: Sequence[tuple[Record, Record]], table: Weights) -> tuple[Levels, Rarity]:
    """Levels and rarity of each pair."""
    levels = np.zeros((len(pairs), len(FIELDS)), np.int8)
    rarity = np.zeros((len(pairs), len(FIELDS)))
    for column, field in enumerate(FIELDS):
        levels[:, column], rarity[:, column] = of_field(field, pairs, table)
    return levels, rarity


def of_field(
    field: str, pairs: Sequence[tuple[Record, Record]], table: Weights
) -> tuple[NDArray[np.int8], NDArray[np.float64]]:
    """Levels and rarity of each pair, of one field; each of shape (pairs,)."""
    if field == "name":
        return name_levels(pairs, table)
    one = _ONE[field]
    found = [one(a, b, table) for a, b in pairs]
    return np.array([level for level, _ in found], np.int8), np.array([rare for _, rare in found], np.float64)


def name_levels(
    pairs: Sequence[tuple[Record, Record]], table: Weights
) -> tuple[NDArray[np.int8], NDArray[np.float64]]:
    """The level of the two names of each pair that agree best, and the rarity of the commoner of the two."""
    left, right, owner = [], [], []
    for row, (a, b) in enumerate(pairs):
        for one in a.names:
            for other in b.names:
                left.append(one)
                right.append(other)
                owner.append(row)
    levels, rarity = np.zeros(len(pairs), np.int8), np.zeros(len(pairs))
    if left:
        steps = [table.name_scores[level] for level in ("faint", "alike", "close", "same")]
        found = np.searchsorted(np.array(steps), scores(left, right), side="right") + 1
        for row, level, one, other in zip(owner, found.tolist(), left, right, strict=True):
            rare = min(name_rarity(one, table), name_rarity(other, table))
            if (level, rare) > (levels[row], rarity[row]):
                levels[row], rarity[row] = level, rare
    return levels, rarity


@lru_cache(maxsize=1 << 17)
def name_rarity(name: str, table: Weights) -> float:
    """Bits: how rare a name is, from its parts; the least for a name without any."""
    return table.clipped("name", sum(map(table.token_rarity, name_parts(name))))


@lru_cache(maxsize=1 << 17)
def name_parts(name: str) -> tuple[str, ...]:
    """How the parts of a name are read in Latin letters; without initials, titles and particles."""
    kept = (part.text for part in parse(name).tokens if part.kind in (TokenKind.NAME, TokenKind.PATRONYMIC))
    return tuple(read[0][0] for text in kept if (read := readings(text, 1)))


def birth_level(a: BirthDate | None, b: BirthDate | None) -> int:
    """How far two birth dates agree; see LEVELS["birth"]."""
    if a is None or b is None:
        return 0
    (first, last), (other_first, other_last) = _days(a), _days(b)
    wider = max(last - first, other_last - other_first)
    if first <= other_last and other_first <= last:
        return 8 if wider <= _DAY else 7 if wider <= _MONTH else 5 if wider <= _YEAR else 3
    if first == last and other_first == other_last:
        if swapped(a) == b.first.toordinal():
            return 6
        if (
            a.first.day == b.first.day
            and a.first.month == b.first.month
            and abs(a.first.year - b.first.year) <= 10
        ):
            return 4
        if a.first.year == b.first.year and (a.first.day == b.first.day or a.first.month == b.first.month):
            return 4
    return 2 if max(first, other_first) - min(last, other_last) <= _YEAR else 1


def _days(birth: BirthDate) -> tuple[int, int]:
    first, last = birth.first, birth.last
    if first == last and (first.month, first.day) == _OFTEN_THE_FIRST:
        last = last.replace(month=12, day=31)
    return first.toordinal(), last.toordinal()


def swapped(birth: BirthDate) -> int:
    """The ordinal of the day with day and month exchanged; 0 if there is none."""
    day = birth.first
    if birth.is_day and day.day <= 12 and day.day != day.month:
        return day.replace(month=day.day, day=day.month).toordinal()
    return 0


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
    shared = words & others
    if not shared:
        return 1, 0.0
    rarity = sum(table.place_rarity(word) for word in sorted(shared))
    return 3 if words == others else 2, table.clipped("place", rarity)


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
    holders = min(max(a.selectors[key], b.selectors[key], 2) for key in shared)
    return min(len(shared), 3) + 1, table.clipped("selectors", math.log2(table.population / holders))


_ONE: dict[str, Callable[[Record, Record, Weights], tuple[int, float]]] = {
    "birth": lambda a, b, _: (birth_level(a.birth, b.birth), 0.0),
    "sex": lambda a, b, _: (sex_level(a.sex, b.sex), 0.0),
    "nationality": lambda a, b, _: (nationality_level(a.nationalities, b.nationalities), 0.0),
    "document": lambda a, b, _: (document_level(a.documents, b.documents), 0.0),
    "place": lambda a, b, table: place_level(a.place, b.place, table),
    "selectors": selectors_level,
}
