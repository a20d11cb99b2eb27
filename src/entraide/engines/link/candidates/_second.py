"""A second look at people who were found by keys: by their names, letter by letter, and what else is known.

Words are made ready once and kept, since most come again and again; a pair of words then takes microseconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from ..names import parse
from ..names._evidence import hint, scratch
from ..names._prepared import Words, words
from ..names._scripts import folded
from ..names._tables import shipped
from ._keys import MOST_NAMES
from ._parts import parts_of

MOST_WORDS = 1 << 17
"""Words that are kept, some 80 MB; beyond, all are forgotten and learned anew as they come."""
_NOT_PLAIN = -1
_WORST = -6.0
_ONE_SIDED = 3.0
"""What is taken off where one name has a part that the other lacks."""

_SAME_YEAR, _NEXT_YEAR, _OTHER_YEAR = 3.8, 0.5, -5.0
_SAME_COUNTRY, _OTHER_COUNTRY = 2.8, -3.0

Int32s = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Seen:
    """What is known of a person for a second look. ``years``: first and last possible one of birth, or None."""

    names: Sequence[str]
    years: tuple[int, int] | None = None
    countries: Sequence[str] = ()


class SecondLook:
    """Ranks people by how alike they are to one who is asked for."""

    def __init__(self) -> None:
        self._forget()

    def likeness(self, asked: Seen, others: Sequence[Seen]) -> npt.NDArray[np.float32]:
        """How much each of the others is like who is asked for: float32[n], higher is likelier, for ranking."""
        if len(self._row) + 8 * len(others) > MOST_WORDS:
            self._forget()
        mine = self._spelled([asked])
        theirs = self._spelled(others)
        self._learn()
        bits: npt.NDArray[np.float32] = _alike(self._words, shipped().flat, *mine, *theirs, len(others))
        return bits + np.array([_beside(asked, other) for other in others], np.float32)

    def meet(self, people: Iterable[Seen]) -> None:
        """Make the words of people ready before any of them is asked for, as far as there is room."""
        for person in people:
            if len(self._row) > MOST_WORDS // 2:
                break
            self._spelled([person])
        self._learn()
        self.likeness(Seen(["Anna Petrova"]), [Seen(["Анна Петрова"])])  # compiled at its first use

    def _forget(self) -> None:
        self._row: dict[str, int] = {}
        self._new: list[str] = []
        self._plain: dict[str, int] = {}
        self._words = words([], shipped())
        self._used = 0

    def _spelled(self, people: Sequence[Seen]) -> tuple[Int32s, Int32s]:
        """Rows of words of each name, and its pairs: (person, one, other), other -1 for a word alone."""
        pairs: list[tuple[int, int, int]] = []
        for place, person in enumerate(people):
            for name in person.names[:MOST_NAMES]:
                chunks = name.split(" ")
                if len(chunks) == 2:
                    one, two = self._plain_row(chunks[0]), self._plain_row(chunks[1])
                    if one >= 0 and two >= 0:
                        pairs.append((place, one, two))
                        continue
                parts = parts_of(name)
                rows = [self._row_of(text) for text, _ in parts.words]
                pairs += [(place, rows[a], rows[b]) for a, b in parts.pairs]
                if not parts.pairs:
                    pairs += [(place, row, -1) for row in rows]
        told = np.array(pairs, np.int32).reshape(-1, 3)
        starts = np.searchsorted(told[:, 0], np.arange(len(people) + 1)).astype(np.int32)
        return told, starts

    def _plain_row(self, chunk: str) -> int:
        row = self._plain.get(chunk)
        if row is None:
            tokens = parse(chunk).tokens
            plain = len(tokens) == 1 and tokens[0].kind == "name" and tokens[0].script != "Mymr"
            row = self._plain[chunk] = self._row_of(tokens[0].text) if plain else _NOT_PLAIN
        return row

    def _row_of(self, word: str) -> int:
        row = self._row.get(word)
        if row is None:
            row = self._row[word] = len(self._row)
            self._new.append(word)
        return row

    def _learn(self) -> None:
        """Make the words ready that were not met before."""
        if not self._new:
            return
        made = words([folded(word) for word in self._new], shipped())
        total = self._used + len(self._new)
        if total > len(self._words.length):
            room = max(1024, 2 * total)
            arrays: Any = zip(self._words, made, strict=True)
            self._words = Words(*(_longer(held, fresh, room) for held, fresh in arrays))
        kept: Any = zip(self._words, made, strict=True)
        for held, fresh in kept:
            held[self._used : total] = fresh
        self._used = total
        self._new = []


def _longer(held: Any, like: Any, room: int) -> Any:
    longer = np.zeros((room, *like.shape[1:]), like.dtype)
    longer[: len(held)] = held
    return longer


def _beside(asked: Seen, other: Seen) -> float:
    """What year and country say."""
    said = 0.0
    if asked.years and other.years:
        apart = max(asked.years[0] - other.years[1], other.years[0] - asked.years[1], 0)
        said += (_SAME_YEAR, _NEXT_YEAR)[apart] if apart < 2 else _OTHER_YEAR
    if asked.countries and other.countries:
        said += _OTHER_COUNTRY if set(asked.countries).isdisjoint(other.countries) else _SAME_COUNTRY
    return said


@numba.njit(cache=True)
def _alike(words, learned, mine, _, theirs, starts, count):  # type: ignore[no-untyped-def]
    """The likeliest way in which two words of one name are two words of the other."""
    room = scratch()
    bits = np.empty(count, np.float32)
    known = np.full((2 * len(mine), len(words.length)), np.nan, np.float32)
    for person in range(count):
        best = 4 * _WORST
        for at in range(starts[person], starts[person + 1]):
            c, d = theirs[at, 1], theirs[at, 2]
            for my in range(len(mine)):
                a, b = mine[my, 1], mine[my, 2]
                ac = _hint(words, 2 * my, a, c, learned, room, known)
                if b < 0 and d < 0:
                    best = max(best, ac)
                    continue
                bc = _hint(words, 2 * my + 1, b, c, learned, room, known) if b >= 0 else _WORST
                ad = _hint(words, 2 * my, a, d, learned, room, known) if d >= 0 else _WORST
                if b < 0 or d < 0:
                    best = max(best, max(ac, bc, ad) - _ONE_SIDED)
                else:
                    bd = _hint(words, 2 * my + 1, b, d, learned, room, known)
                    best = max(best, ac + bd, ad + bc)
        bits[person] = best
    return bits


@numba.njit(cache=True)
def _hint(words, slot, i, j, learned, room, known):  # type: ignore[no-untyped-def]
    if np.isnan(known[slot, j]):
        known[slot, j] = max(_WORST, hint(words, i, j, learned, room))
    return known[slot, j]
