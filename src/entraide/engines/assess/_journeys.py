"""Travel times in a text: "three hours by car from Mae Sot, then a boat"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import icu

from entraide.vocabulary import techniques

from ._folding import Folded, fold, is_vietnamese
from ._languages import languages_of
from ._lexicon import Lexicon, Named, lexicon

_MODES = {
    "drive": "car",
    "vehicle": "car",
    "boat": "boat",
    "walk": "foot",
    "bus": "bus",
    "motorcycle": "motorcycle",
}
_NUMBER_BEFORE = 1.5  # words between a number and its unit
_MODE_WITHIN = 5.0
_PLACE_WITHIN = 14.0
_HOURS = {"hours": 1.0, "minutes": 1 / 60, "days": 24.0}
_LONGEST = 72.0
_SPELLED = (*range(1, 25), 30, 40, 45, 50, 90)


@dataclass(frozen=True, slots=True)
class Journey:
    """A time on the way. ``start``, ``end``: code points; ``hours`` as said; ``mode``: car, bus, motorcycle, foot,
    boat or unknown; ``origin``: which of the given places it starts from; ``then``: modes of later legs without a
    time of their own."""

    start: int
    end: int
    hours: float
    mode: str
    origin: int
    then: tuple[str, ...] = ()


def find_journeys(
    text: str, places: Sequence[tuple[int, int]], *, language: str | None = None
) -> list[Journey]:
    """Times on the way from one of ``places`` (each start and end in the text), in the order of the text.

    A time counts where it stands near a means of travel and a place; hours of work do not. Without a place in the
    text there is none: a time from nowhere says nothing.
    """
    if not places:
        return []
    accents = is_vietnamese(text)
    folded = fold(text, accents=accents)
    languages = languages_of(text, language)
    words: Lexicon = lexicon(languages, accents)
    named = words.find(folded)
    modes = sorted(
        ((word, mode) for idea, mode in _MODES.items() for word in named.get(idea, [])),
        key=lambda one: (one[0].start, -one[0].end),
    )
    later = named.get("then", [])
    found: list[tuple[int, int, float, str, int]] = []
    for start, end, hours in _times(folded, named, languages, accents):
        near = [
            (away, word, mode)
            for word, mode in modes
            if (away := _away(folded, start, end, word)) <= _MODE_WITHIN
            # "three hours, then a boat": the boat is another leg
            and not any(end <= then.start and then.end <= word.start for then in later)
        ]
        origin = _origin(folded, start, end, places)
        if near and origin is not None and 0 < hours <= _LONGEST:
            _, word, mode = min(near, key=lambda one: (one[0], one[2] == "car"))
            found.append((min(start, word.start), max(end, word.end), hours, mode, origin))
    found.sort()
    ends = [*(one[0] for one in found[1:]), len(folded.text)]
    return [
        Journey(
            *folded.span(first, last), round(hours, 2), mode, origin, _then(modes, last, folded, mode, until)
        )
        for (first, last, hours, mode, origin), until in zip(found, ends[: len(found)], strict=True)
    ]


def _times(
    folded: Folded, named: dict[str, list[Named]], languages: tuple[str, ...], accents: bool
) -> Iterator[tuple[int, int, float]]:
    """Where a time stands, and its hours."""
    numbers = sorted(_numbers(folded, languages, accents))
    for idea, factor in _HOURS.items():
        for unit in named.get(idea, []):
            place = bisect_left(numbers, (unit.start + 1,))
            before = [one for one in numbers[max(0, place - 3) : place] if one[1] <= unit.start]
            near = [one for one in before if _between(folded, one[1], unit.start) <= _NUMBER_BEFORE]
            if near:
                last = max(end for _, end, _ in near)
                start, _end, value = min(one for one in near if one[1] == last)  # "half an", not "an"
                yield start, unit.end, value * factor


def _numbers(folded: Folded, languages: tuple[str, ...], accents: bool) -> Iterator[tuple[int, int, float]]:
    for found in re.finditer(r"(?<!\d)\d{1,3}(?!\d)", folded.text):
        yield found.start(), found.end(), float(found[0])
    for text, value in _spelled(languages, accents):
        at = folded.text.find(text)
        while at >= 0:
            yield at, at + len(text), value
            at = folded.text.find(text, at + 1)


@cache
def _spelled(languages: tuple[str, ...], accents: bool) -> tuple[tuple[str, float], ...]:
    """Numbers in words, longer ones last, so that twenty-one is not one."""
    spelled: dict[str, float] = {}
    for language in languages:
        writer = icu.RuleBasedNumberFormat(icu.URBNFRuleSetTag.SPELLOUT, icu.Locale(language))
        for value in _SPELLED:
            text = fold(writer.format(value), accents=accents).text.strip(" .")
            spelled.setdefault(text, float(value))
        for word in techniques.words(language).get("half", ()):
            spelled[fold(word, accents=accents).text.strip()] = 0.5
        for word in techniques.words(language).get("pair", ()):
            spelled[fold(word, accents=accents).text.strip()] = 2.0
        for word in techniques.words(language).get("one", ()):
            spelled[fold(word, accents=accents).text.strip()] = 1.0
    return tuple(sorted(spelled.items(), key=lambda one: len(one[0])))


def _origin(folded: Folded, start: int, end: int, places: Sequence[tuple[int, int]]) -> int | None:
    """The place next to the time; the one before it where both sides are as near."""
    best: tuple[float, int] | None = None
    for number, (first, last) in enumerate(places):
        a, b = bisect_left(folded.origin, first), bisect_left(folded.origin, last)
        if a >= len(folded.at):
            continue
        away = _away(folded, start, end, Named(a, max(b, a + 1)))
        if away <= _PLACE_WITHIN and (best is None or away < best[0]):
            best = (away, number)
    return None if best is None else best[1]


def _away(folded: Folded, start: int, end: int, word: Named) -> float:
    if word.start < end and start < word.end:
        return 0.0
    return _between(folded, word.end, start) if word.end <= start else _between(folded, end, word.start)


def _between(folded: Folded, end: int, start: int) -> float:
    """Words from before ``end`` to ``start``."""
    return max(
        0.0, folded.at[min(start, len(folded.at) - 1)] - folded.at[max(0, min(end, len(folded.at)) - 1)]
    )


def _then(
    modes: Sequence[tuple[Named, str]], after: int, folded: Folded, mode: str, until: int
) -> tuple[str, ...]:
    """Means that follow within a sentence or two, each once."""
    later = [
        other
        for word, other in modes
        if after <= word.start < until
        and other != mode
        and _between(folded, after, word.start) <= _PLACE_WITHIN
    ]
    return tuple(dict.fromkeys(later))
