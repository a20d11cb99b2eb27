"""Where people came from, what they passed through, and where they were held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from .counts import monday


@dataclass(frozen=True, slots=True)
class Journey:
    """What one report says of one way: countries or places, in order; ``people`` who went it together."""

    origin: str
    site: str
    transit: tuple[str, ...] = ()
    day: date | None = None
    people: int = 1


@dataclass(frozen=True, slots=True)
class Flow:
    """One leg of the ways of many: from a place to the next one."""

    start: str
    end: str
    people: int
    reports: int
    first: date | None
    last: date | None


def flows(journeys: Iterable[Journey], *, by_week: bool = False) -> list[Flow]:
    """The legs of all ways, most people first; a way over two transits is three legs.

    With ``by_week`` each week stands by itself (first and last are its Monday); journeys without a day are then
    under None.
    """
    people: Counter[tuple[str, str, date | None]] = Counter()
    reports: Counter[tuple[str, str, date | None]] = Counter()
    days: dict[tuple[str, str, date | None], list[date]] = {}
    for journey in journeys:
        if journey.people < 1:
            raise ValueError(f"people: {journey.people} from {journey.origin}. Give 1 or more.")
        week = monday(journey.day) if by_week and journey.day else None
        stops = [stop for stop in (journey.origin, *journey.transit, journey.site) if stop]
        for start, end in pairwise(stops):
            if start == end:
                continue
            leg = (start, end, week)
            people[leg] += journey.people
            reports[leg] += 1
            if journey.day:
                days.setdefault(leg, []).append(week or journey.day)
    made = [
        Flow(
            start,
            end,
            people[leg],
            reports[leg],
            min(days.get(leg, []), default=None),
            max(days.get(leg, []), default=None),
        )
        for leg in people
        for start, end, _week in [leg]
    ]
    return sorted(made, key=lambda flow: (-flow.people, flow.start, flow.end, flow.first or date.min))
