"""Travel times in a text: "three hours by car from Mae Sot, then a boat"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from ._folding import SENTENCE, Folded, fold, is_vietnamese
from ._languages import languages_of
from ._lexicon import Named, lexicon
from ._times import Time, numbers_of, starting, times

_MODES = {
    "drive": "car",
    "vehicle": "car",
    "boat": "boat",
    "walk": "foot",
    "bus": "bus",
    "motorcycle": "motorcycle",
}
_MODE_WITHIN = 5.0
_PLACE_WITHIN = 14.0
_LONGEST = 72.0
_LETTERS = 300
"""That what belongs to a way is apart at most."""
_BESIDE = 1.6  # words between a place and what follows it: "မြဝတီ မြို့ကနေ"
# Words between what stands before a place and the place: "to the town called Mae Sot".
_BEFORE = {"from": 5.0, "to": 6.0, "at": 3.0, "of": 1.0}
_ROLES = tuple(_BEFORE)


@dataclass(frozen=True, slots=True)
class Journey:
    """A time on the way. ``start``, ``end``: code points; ``hours`` as said; ``mode``: car, bus, motorcycle, foot,
    boat or unknown; ``origin``: which of the given places it starts from; ``then``: modes of later legs without a
    time of their own; ``goal``: which place it leads to, where that is said; ``sure``: the text says that it starts
    there, and it is not merely the place beside it; ``onward``: another way starts where this one ends."""

    start: int
    end: int
    hours: float
    mode: str
    origin: int
    then: tuple[str, ...] = ()
    goal: int | None = None
    sure: bool = True
    onward: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """``role``: from, to, at, or nothing where no word says."""

    number: int
    start: int
    end: int
    role: str


@dataclass(frozen=True, slots=True)
class _Means:
    start: int
    end: int
    mode: str


@dataclass(frozen=True, slots=True)
class _Leg:
    start: int
    end: int
    time: Time
    mode: str


def find_journeys(
    text: str, places: Sequence[tuple[int, int]], *, language: str | None = None
) -> list[Journey]:
    """Times on the way from one of ``places`` (each start and end in the text), in the order of the text.

    A time counts where it stands near a means of travel and a place; hours of work do not. A place that a way leads
    to is not where it starts, and one place starts one way: rather none than a wrong one.
    """
    if not places:
        return []
    accents = is_vietnamese(text)
    folded = fold(text, accents=accents)
    languages = languages_of(text, language)
    named = lexicon(languages, accents).find(folded)
    told = lexicon(languages, accents, numbers_of).find(folded)
    return _Ways(text, folded, named, told, languages, places).journeys()


class _Ways:
    def __init__(
        self,
        text: str,
        folded: Folded,
        named: dict[str, list[Named]],
        told: dict[str, list[Named]],
        languages: tuple[str, ...],
        places: Sequence[tuple[int, int]],
    ) -> None:
        self.text, self.folded, self.told, self.written = text, folded, told, places
        self.means = sorted(
            (
                _Means(word.start, word.end, mode)
                for idea, mode in _MODES.items()
                for word in named.get(idea, [])
            ),
            key=lambda one: (one.start, -one.end),
        )
        self.times = times(text, folded, told, languages)
        self.thence = told.get("thence", [])
        self.places = sorted(self._places(places), key=lambda one: one.start)

    def journeys(self) -> list[Journey]:
        legs = [leg for time in self.times if 0 < time.hours <= _LONGEST and (leg := self._leg(time))]
        origins = self._origins(legs)
        legs = [leg for leg in legs if leg in origins]
        starts = {self._name(place): leg.start for leg, (place, _) in origins.items()}
        ends = [*(leg.start for leg in legs[1:]), len(self.folded.text)]
        found = []
        for leg, until in zip(legs, ends[: len(legs)], strict=True):
            origin, sure = origins[leg]
            goal = self._goal(leg, origin)
            onward = goal is not None and starts.get(self._name(goal), -1) > leg.start
            found.append(
                Journey(
                    *self.folded.span(leg.start, leg.end),
                    hours=round(leg.time.hours, 2),
                    mode=leg.mode,
                    origin=origin.number,
                    then=() if onward else self._then(leg, until),
                    goal=goal.number if goal else None,
                    sure=sure,
                    onward=onward,
                )
            )
        return found

    def _leg(self, time: Time) -> _Leg | None:
        """With the means of travel beside the time."""
        near = [
            (away, one.mode == "car", one.start, one)
            for one in starting(self.means, time.start - _LETTERS, time.end + _LETTERS)
            if (away := self._away(time.start, time.end, one.start, one.end)) <= _MODE_WITHIN
            # "three hours, then a boat": the boat is another leg
            and not (one.start >= time.end and self._parted(time.end, one.start))
        ]
        if not near:
            return None
        means = min(near, key=lambda one: one[:3])[3]
        return _Leg(min(time.start, means.start), max(time.end, means.end), time, means.mode)

    def _origins(self, legs: list[_Leg]) -> dict[_Leg, tuple[_Place, bool]]:
        """Each leg's, and whether the text says so; a place that two would start from is the nearer one's."""
        best: dict[_Leg, tuple[int, float, _Place]] = {}
        for leg in legs:
            ranked = [
                (-rank, away, place.start, place)
                for place in self._around(leg)
                if (rank := self._as_origin(place, leg))
                and (away := self._from_time(leg, place)) <= _PLACE_WITHIN
            ]
            if ranked:
                rank, away, _, place = min(ranked, key=lambda one: one[:3])
                best[leg] = rank, away, place
        origins: dict[_Leg, tuple[_Place, bool]] = {}
        taken: set[int] = set()
        for leg, (rank, _, place) in sorted(best.items(), key=lambda one: one[1][:2]):
            if place.number not in taken:
                origins[leg] = place, -rank > 1 and not self._is_another_leg(place, leg)
                taken.add(place.number)
        return origins

    def _as_origin(self, place: _Place, leg: _Leg) -> int:
        """3 and 2 where the text says that the leg starts there, 1 where nothing speaks against it, else 0."""
        if place.end <= leg.time.start and self._parted(place.end, leg.time.start):
            # the end of the leg before is the start of this one; what starts the leg before is not
            return 0 if place.role == "from" and self._other_means(place.end, leg) else 2
        if place.role == "from":
            return 3
        is_later = place.start >= leg.time.end
        if place.role == "to" or (place.role == "at" and is_later):
            return 0
        return 0 if is_later and SENTENCE in self.folded.text[leg.time.end : place.start] else 1

    def _is_another_leg(self, place: _Place, leg: _Leg) -> bool:
        """Whether a sentence on the way from there to another place is over: "From A we flew to B. It was …" """
        return SENTENCE in self.folded.text[place.end : leg.time.start] and any(
            one.role == "to" and SENTENCE in self.folded.text[one.end : leg.time.start]
            for one in starting(self.places, place.end, leg.time.start)
        )

    def _other_means(self, start: int, leg: _Leg) -> bool:
        """Whether another means than the leg's is named before it."""
        first = min((one.start for one in starting(self.thence, start, leg.time.start)), default=leg.start)
        means = {one.mode for one in starting(self.means, start, first) if one.end <= first}
        return bool(means) and leg.mode not in means

    def _goal(self, leg: _Leg, origin: _Place) -> _Place | None:
        """The place that the leg leads to; one after the time rather than one before it."""
        found = [
            (place.start < leg.time.start, self._from_time(leg, place), place)
            for place in self._around(leg)
            if place.role in ("to", "at" if place.start >= leg.time.end else "to")
            and self._name(place) != self._name(origin)
            and self._from_time(leg, place) <= _PLACE_WITHIN
            and not self._parted(min(place.end, leg.time.end), max(place.start, leg.time.start))
        ]
        return min(found, key=lambda one: one[:2], default=(True, 0.0, None))[2]

    def _then(self, leg: _Leg, until: int) -> tuple[str, ...]:
        """Means that follow within a sentence or two, each once."""
        later = [
            one.mode
            for one in starting(self.means, leg.end, min(until, leg.end + _LETTERS) - 1)
            if one.mode != leg.mode and self._between(leg.end, one.start) <= _PLACE_WITHIN
        ]
        return tuple(dict.fromkeys(later))

    def _places(self, places: Sequence[tuple[int, int]]) -> list[_Place]:
        spans = []
        for number, (first, last) in enumerate(places):
            start, end = bisect_left(self.folded.origin, first), bisect_left(self.folded.origin, last)
            if start < len(self.folded.at):
                spans.append((number, start, max(end, start + 1)))
        others = sorted(
            [
                *(Named(start, end) for _, start, end in spans),
                *(Named(one.start, one.end) for one in self.times),
            ],
            key=lambda one: one.start,
        )
        return [_Place(number, start, end, self._role(start, end, others)) for number, start, end in spans]

    def _around(self, leg: _Leg) -> Sequence[_Place]:
        return starting(self.places, leg.time.start - _LETTERS, leg.time.end + _LETTERS)

    def _role(self, start: int, end: int, others: Sequence[Named]) -> str:
        """What the word nearest to the place says of it. ``others``: places and times."""
        before = [
            (0.0 if word.end > start else self._between(word.end, start), _ROLES.index(idea), idea)
            for idea, reach in _BEFORE.items()
            for word in starting(self.told.get(idea, []), start - _LETTERS, start - 1)
            if start < word.end <= end
            or (word.end <= start and self._reaches(word.end, start, reach, others))
        ]
        after = [
            (self._between(end, word.start), _ROLES.index(idea), idea)
            for idea in _ROLES
            for word in starting(self.told.get(f"{idea}after", []), end, end + _LETTERS)
            if self._reaches(end, word.start, _BESIDE, others)
        ]
        after += [
            (0.0, _ROLES.index(idea), idea)
            for idea in _ROLES
            for word in starting(self.told.get(f"{idea}glued", []), start, end - 1)
            if word.end > end
        ]
        if not before and not after:
            return ""
        _away, _, role = min(before + after)
        if role in ("at", "of") and any(idea == "to" for _, _, idea in before):
            return "to"  # "jusqu'à la ville de Mae Sot"
        if role == "at" and any(idea == "from" for _, _, idea in before):
            return "from"  # "from a hotel in Mae Sot"
        return "from" if role == "of" else role

    def _reaches(self, end: int, start: int, most: float, others: Sequence[Named]) -> bool:
        """Whether it is near, in the same sentence, and nothing else stands between."""
        return (
            self._between(end, start) <= most
            and SENTENCE not in self.folded.text[end:start]
            and not any(one.end <= start for one in starting(others, end, start))
        )

    def _parted(self, end: int, start: int) -> bool:
        return any(one.end <= start for one in starting(self.thence, end, start))

    def _name(self, place: _Place) -> str:
        first, last = self.written[place.number]
        return self.text[first:last].casefold()

    def _from_time(self, leg: _Leg, place: _Place) -> float:
        return self._away(leg.time.start, leg.time.end, place.start, place.end)

    def _away(self, start: int, end: int, first: int, last: int) -> float:
        if first < end and start < last:
            return 0.0
        return self._between(last, start) if last <= start else self._between(end, first)

    def _between(self, end: int, start: int) -> float:
        """Words from before ``end`` to ``start``."""
        at = self.folded.at
        return max(0.0, at[min(start, len(at) - 1)] - at[max(0, min(end, len(at)) - 1)])
