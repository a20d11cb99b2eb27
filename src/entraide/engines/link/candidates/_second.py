"""A second look at people who were found by keys: by their names, letter by letter, and what else is known.

Words are made ready once and kept, since most come again and again; a pair of words then takes microseconds,
and is left out where it could not bring its person among the best.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..names._kept import MOST_WORDS, kept_words
from ..names._tables import shipped
from ._alike import alike
from ._met import PERSON, MetNames, told

_LEFT = MOST_WORDS // 2
"""Words that are not met beforehand, so that those who come later have room."""

_SAME_YEAR, _NEXT_YEAR, _OTHER_YEAR = 3.8, 0.5, -5.0
_COUNTRY = np.array([0.0, -3.0, 2.8], np.float32)
"""Where none is known, where none is the same, where one is."""
_OF_KEYS = np.float32(0.35)
"""What a bit of keys is worth beside the letters: half of it, as a natural logarithm."""


@dataclass(frozen=True)
class Seen:
    """What is known of a person for a second look. ``years``: first and last possible one of birth, or None."""

    names: Sequence[str]
    years: tuple[int, int] | None = None
    countries: Sequence[str] = ()


@dataclass(frozen=True)
class Crowd:
    """The same of n people, in columns. ``names``, ``countries``: those of each, see `_met.told`, the countries with
    blanks between them, in any order. ``order``: int64[n], where each of them stands there. ``years``: [n, 2], 0
    if unknown. ``bits``: what the keys said of each, by which they were found.
    """

    names: bytes
    countries: bytes
    order: npt.NDArray[np.int64]
    years: npt.NDArray[np.int32]
    bits: npt.NDArray[np.float32]

    @classmethod
    def of(cls, people: Iterable[Seen]) -> Crowd:
        """From people one by one."""
        held = list(people)
        years = np.array([person.years or (0, 0) for person in held], np.int32).reshape(-1, 2)
        return cls(
            told(person.names for person in held),
            told([" ".join(person.countries)] for person in held),
            np.arange(len(held)),
            years,
            np.zeros(len(held), np.float32),
        )


class SecondLook:
    """Ranks people by how alike they are to one who is asked for."""

    def __init__(self) -> None:
        self._met = MetNames(kept_words())

    def likeness(self, asked: Seen, others: Crowd, best: int | None = None) -> npt.NDArray[np.float32]:
        """How much each of the others is like who is asked for: float32[n], higher is likelier, for ranking.

        With ``best``, so many of the highest are right, and others lower than these, however much: it is the
        faster the earlier the likeliest stand.
        """
        met = self._met_names()
        if not len(others.order):
            return np.zeros(0, np.float32)
        names = told([asked.names]) + PERSON.encode() + others.names  # together: learning costs by the time
        pairs, starts = met.rows(names, np.append(0, others.order + 1))
        mine, theirs, starts = pairs[: starts[1]], pairs[starts[1] :], starts[1:] - starts[1]
        beside = _beside(
            asked, others, met.in_common(others.countries, others.order, met.hashes(asked.countries))
        )
        most = len(others.order) if best is None else best
        return alike(met.words.words, shipped().flat, mine, theirs, starts, beside, most)

    def meet(self, names: Iterable[bytes]) -> None:
        """Make the words of people's names (as in `Crowd`) ready before any of them is asked for, as far as there
        is room."""
        for some in names:
            met = self._met_names()
            if met.words.room < _LEFT:
                return
            met.rows(some, np.arange(some.count(PERSON.encode()) + 1))

    def _met_names(self) -> MetNames:
        if self._met.words is not kept_words():
            self._met = MetNames(kept_words())
        return self._met


def _beside(asked: Seen, others: Crowd, countries: npt.NDArray[np.int8]) -> npt.NDArray[np.float32]:
    """What year and country say, and the keys."""
    said = _OF_KEYS * others.bits
    if asked.years:
        first, last = others.years[:, 0], others.years[:, 1]
        apart = np.maximum(asked.years[0] - last, first - asked.years[1])
        bits = np.where(apart > 1, _OTHER_YEAR, np.where(apart > 0, _NEXT_YEAR, _SAME_YEAR))
        said += np.where(first > 0, bits, 0.0).astype(np.float32)
    if asked.countries:
        said += _COUNTRY[countries]
    return said
