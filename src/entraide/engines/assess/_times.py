"""Lengths of time in a text: "an hour and a half", "2,5 heures", "两个半小时", "2h30"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol, TypeVar

import icu

from entraide.vocabulary import ways

from ._folding import LONGEST, SENTENCE, Folded, fold, unspaced
from ._lexicon import Named

_FACTORS = {"hours": 1.0, "minutes": 1 / 60, "days": 24.0}
_NEAR = 1.5  # words between a number and its unit: beside each other is 1
_MINUTES_WITHIN = 2.1  # "one hour and 30 minutes"
_LARGEST = 200
_LETTERS = 60
"""That a time's words are apart at most."""
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_DIGITS = re.compile(r"(?<![\d.,:٫/])(\d{1,3})(?:[.,٫](\d{1,2}))?(?!\d|[.,:٫/]\d)([½¼¾])?|([½¼¾])")
_GLUED = re.compile(r"(?<![^\W_])\d{1,3}([^\W\d_]+)(\d{2})?(?![^\W_])")  # 40min, 2h30
_DASHES = frozenset(" -–—~～")


@dataclass(frozen=True, slots=True)
class Time:
    """A length of time, in ``hours``, from ``start`` to ``end`` of the folded text."""

    start: int
    end: int
    hours: float


@dataclass(frozen=True, slots=True)
class _Number:
    start: int
    end: int
    value: float


def times(text: str, folded: Folded, named: dict[str, list[Named]], languages: tuple[str, ...]) -> list[Time]:
    """In the order of the text. ``named``: the words of ``ways`` and the numbers of ``numbers_of`` in it. Hours of the
    day and times that are counted by the day are left out."""
    return list(_Reading(text, folded, named, languages).times())


class _Stands(Protocol):
    @property
    def start(self) -> int: ...


Standing = TypeVar("Standing", bound=_Stands)


@cache
def numbers_of(language: str) -> dict[str, tuple[str, ...]]:
    """The words of a language for ways, and those for its numbers."""
    found = {idea: list(of_idea) for idea, of_idea in ways.words(language).items()}
    if language in icu.Locale.getAvailableLocales():
        writer = icu.RuleBasedNumberFormat(icu.URBNFRuleSetTag.SPELLOUT, icu.Locale(language))
        names = [writer.getRuleSetName(number) for number in range(writer.getNumberOfRuleSetNames())]
        for name in names:
            if name == "%spellout-numbering" or (
                name.startswith("%spellout-cardinal") and "financial" not in name
            ):
                for value in range(1, _LARGEST + 1):
                    found.setdefault(str(value), []).append(writer.format(value, name))
    return {idea: tuple(dict.fromkeys(of_idea)) for idea, of_idea in found.items()}


def starting(among: Sequence[Standing], first: int, last: int) -> Sequence[Standing]:
    """Of those in the order of the text the ones that begin from ``first`` to ``last``."""
    return among[bisect_left(among, first, key=_start) : bisect_left(among, last + 1, key=_start)]


def _start(one: _Stands) -> int:
    return one.start


class _Reading:
    def __init__(
        self, text: str, folded: Folded, named: dict[str, list[Named]], languages: tuple[str, ...]
    ) -> None:
        self.text, self.folded, self.named, self.languages = text, folded, named, languages
        self.numbers = sorted(self._numbers(), key=lambda one: (one.start, -one.end))
        self.halves = [_Number(one.start, one.end, 0.5) for one in named.get("half", [])]
        self.added = sorted(self._worth(lambda idea: idea[0] in "+-" and idea[-1] != "+", named), key=_start)
        self.leading = sorted(self._worth(lambda idea: idea[-1] == "+", named), key=_start)
        self.wholes = {one.start: one for one in self._worth(lambda idea: idea[-1] == "h", named)}

    def times(self) -> Iterator[Time]:
        reached = 0
        for unit, factor, is_first in self._units():
            if unit.start < reached:
                continue
            found = self._after(unit) if is_first else self._amount(unit)
            if found is None:
                continue
            start, end, value = found
            if more := self._added_after(end):
                value, end = value + more.value, more.end
            hours = value * factor
            if factor == 1.0 and (minutes := self._minutes_after(end)):
                hours, end = hours + minutes.value / 60, minutes.end
            if not self._is_no_time(start, end):
                reached = end
                yield Time(start, end, hours)

    def _units(self) -> list[tuple[Named, float, bool]]:
        found = [
            (word, factor, order == "first")
            for idea, factor in _FACTORS.items()
            for order in ("", "first")
            for word in self.named.get(idea + order, [])
        ]
        found += [(Named(glued.start, glued.end), factor, False) for glued, factor in self._glued()]
        known = {word.start for word, _, _ in found}
        found += [
            (Named(start, whole.end), 1.0, False)
            for start, whole in self.wholes.items()
            if start not in known
        ]
        return sorted(found, key=lambda one: (one[0].start, -one[0].end))

    def _glued(self) -> Iterator[tuple[_Number, float]]:
        """Units that are written without a space behind their number."""
        for found in _GLUED.finditer(self.folded.text):
            factor = _units(self.languages).get(found[1])
            if factor and not unspaced(found[1][0]):
                yield _Number(found.start(1), found.end(1), 0.0), factor

    def _amount(self, unit: Named) -> tuple[int, int, float] | None:
        """Where the time begins and ends, and how many of the unit it is."""
        number = self._before(unit.start, self.numbers)
        half = self._before(unit.start, self.halves)
        added = self._before(unit.start, self.added)
        if added and (first := self._before(added.start, self.numbers)) and not _is_nearer(number, added):
            return first.start, unit.end, first.value + added.value
        if half and not _is_nearer(number, half):
            return half.start, unit.end, half.value
        if number is not None:
            start, value = self._range(number)
            if more := self._before(start, self.leading):
                start, value = more.start, value + more.value
            return start, unit.end, value
        whole = self.wholes.get(unit.start)
        return None if whole is None or self._has_article(unit) else (unit.start, unit.end, whole.value)

    def _has_article(self, unit: Named) -> bool:
        """In Arabic "the hour" is one of the day."""
        return re.match(r"[وف]?[بك]?ال|لل", self.folded.text[unit.start : unit.end]) is not None

    def _after(self, unit: Named) -> tuple[int, int, float] | None:
        """The number that follows its unit, as in Swahili."""
        for number in starting(self.numbers, unit.end, unit.end + _LETTERS):
            if self.away(unit.end, number.start) <= _NEAR:
                return unit.start, number.end, number.value
        return None

    def _range(self, last: _Number) -> tuple[int, float]:
        """Of "two to three hours" the middle."""
        first = self._before(last.start, self.numbers, within=2.1)
        if first is None or not first.value < last.value <= 3 * first.value + 1:
            return last.start, last.value
        between = self.folded.text[first.end : last.start].strip()
        written = self.text[self.folded.span(first.start, first.end)[1] : self.folded.origin[last.start]]
        is_or = any(
            one.end <= last.start for one in starting(self.named.get("or", []), first.end, last.start)
        )
        side_by_side = (
            not between and unspaced(self.folded.text[first.end - 1]) and not _is_digit(self.folded, last)
        )
        if is_or or side_by_side or (written.strip() and set(written) <= _DASHES):
            return first.start, (first.value + last.value) / 2
        return last.start, last.value

    def _added_after(self, end: int) -> _Number | None:
        near = [one for one in starting(self.added, end, end + _LETTERS) if self.away(end, one.start) <= 1.0]
        return max(near, key=lambda one: one.end, default=None)

    def _minutes_after(self, end: int) -> _Number | None:
        """ "and 30 minutes", or the 30 of 2h30."""
        if glued := re.compile(r" ?([0-5]\d)(?!\d)").match(self.folded.text, end):
            is_glued = self.folded.text[end - 1 : end] in ("h", "ч") and not glued[0].startswith(" ")
            if is_glued:
                return _Number(glued.start(1), glued.end(1), float(glued[1]))
        for unit in starting(self.named.get("minutes", []), end, end + _LETTERS):
            number = self._before(unit.start, self.numbers)
            if number is None or number.start < end:
                return None
            between = self.folded.text[end : number.start]
            if SENTENCE in between or self.away(end, number.start) > _MINUTES_WITHIN:
                return None
            stands_alone = not between.strip() or any(
                one.end <= number.start + 1 for one in starting(self.named.get("and", []), end, number.start)
            )
            return _Number(number.start, unit.end, number.value) if stands_alone else None
        return None

    def _is_no_time(self, start: int, end: int) -> bool:
        return any(
            (one.end <= start and self.away(one.end, start) <= 1.0)
            or (one.start >= end and self.away(end, one.start) <= 1.0)
            for one in starting(self.named.get("nottime", []), start - _LETTERS, end + _LETTERS)
        )

    def _before(self, start: int, among: Sequence[_Number], *, within: float = _NEAR) -> _Number | None:
        """The nearest that ends before; the longest of those that end there."""
        near = [one for one in starting(among, start - _LETTERS, start) if one.end <= start]
        near = [one for one in near if self.away(one.end, start) <= within]
        near = [one for one in near if SENTENCE not in self.folded.text[one.end : start]]
        return max(near, key=lambda one: (one.end, -one.start), default=None)

    def _numbers(self) -> Iterator[_Number]:
        for found in _DIGITS.finditer(self.text[:LONGEST]):
            start, end = (
                bisect_left(self.folded.origin, found.start()),
                bisect_left(self.folded.origin, found.end()),
            )
            if start < end:
                whole = float(f"{found[1]}.{found[2] or 0}") if found[1] else 0.0
                yield _Number(start, end, whole + _FRACTIONS.get(found[3] or found[4], 0.0))
        spelled = self._worth(lambda idea: idea[0].isdigit() and idea[-1].isdigit(), self.named)
        yield from (one for one in spelled if not _is_digit(self.folded, one))

    @staticmethod
    def _worth(is_meant: Callable[[str], bool], named: dict[str, list[Named]]) -> Iterator[_Number]:
        """Words of the ideas that are numbers."""
        for idea, of_idea in named.items():
            if is_meant(idea) and re.fullmatch(r"[+-]?[\d.]+[+h]?", idea):
                for word in of_idea:
                    yield _Number(word.start, word.end, float(idea.rstrip("+h")))

    def away(self, end: int, start: int) -> float:
        """Words from before ``end`` to ``start``; beside each other is 1 where spaces part them."""
        at = self.folded.at
        return max(0.0, at[min(start, len(at) - 1)] - at[max(0, min(end, len(at)) - 1)])


def _is_nearer(number: _Number | None, than: _Number) -> bool:
    """Whether it stands between the other and the unit."""
    return number is not None and number.start >= than.end


def _is_digit(folded: Folded, one: _Number) -> bool:
    return folded.text[one.start].isdigit()


@cache
def _units(languages: tuple[str, ...]) -> dict[str, float]:
    """Words of units, and what each is in hours."""
    return {
        fold(unit.strip("*"), accents=True).text.strip(" ."): factor
        for language in (*languages, "mul")
        for idea, factor in _FACTORS.items()
        for unit in ways.words(language).get(idea, ())
    }
