"""Reports counted by week and by place, nationality, technique or crime, and how many weeks they took to arrive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from entraide.vocabulary import countries, crimes, modi_operandi

DELAYS = 13
"""Weeks until arrival that are told apart; what took longer counts as the last."""
MOST_AREAS, MOST_WEEKS = 5_000, 1_040
NEAREST, FURTHEST_KM = 2, 300.0
DIMENSIONS = ("area", "country", "nationality", "technique", "crime")
"""By what reports are counted, beside the week."""
_EARTH_KM = 6371.0


class BadCounts(ValueError):
    """Counts from which nothing can be said. ``field`` names what is wrong; the message names the remedy."""

    def __init__(self, field: str, reason: str, remedy: str) -> None:
        super().__init__(f"{field}: {reason}. {remedy}.")
        self.field, self.reason, self.remedy = field, reason, remedy


@dataclass(frozen=True, slots=True)
class Count:
    """So many reports of an area from one day, which arrived on another, and which all say the same of the rest.

    ``event`` names one occurrence (a raid, a press release) that many reports go back to: however many reports
    share it, it counts once (``by_event``). ``country``: ISO 3166-1 alpha-2, of the area; ``nationalities``: of the people told
    of; ``techniques``: ids of ``vocabulary.modi_operandi``; ``crimes``: of ``vocabulary.crimes``. What a report
    has several of stands in one row, so that a sum over rows counts each report once.
    """

    area: str
    day: date
    reports: int = 1
    arrived: date | None = None
    lat: float | None = None
    lon: float | None = None
    event: str = ""
    country: str = ""
    nationalities: tuple[str, ...] = ()
    techniques: tuple[str, ...] = ()
    crimes: tuple[str, ...] = ()

    def under(self, dimension: str) -> tuple[str, ...]:
        """What the row is counted under: its area, or each of its nationalities … Raises BadCounts."""
        if dimension not in DIMENSIONS:
            raise BadCounts("by", f"“{dimension}” is none", f"Choose one of {', '.join(DIMENSIONS)}")
        return {
            "area": (self.area,) if self.area.strip() else (),
            "country": (self.country,) if self.country else (),
            "nationality": self.nationalities,
            "technique": self.techniques,
            "crime": self.crimes,
        }[dimension]

    def check(self) -> None:
        """Raises BadCounts for what cannot be."""
        if not self.area.strip() and not (self.nationalities or self.techniques or self.crimes):
            raise BadCounts("area", f"empty on {self.day}", "Name the area")
        if self.reports < 0:
            raise BadCounts(
                "count", f"{self.reports} for {self.area} on {self.day}", "Give a number of 0 or more"
            )
        if self.arrived is not None and self.arrived < self.day:
            raise BadCounts(
                "reported",
                f"{self.arrived} for {self.area} lies before the day itself, {self.day}",
                "Check the two columns: they may be exchanged",
            )
        if self.lat is not None and not -90 <= self.lat <= 90:
            raise BadCounts(
                "lat",
                f"{self.lat} for {self.area}",
                "Latitudes lie from -90 to 90; lat and lon may be exchanged",
            )
        if self.lon is not None and not -180 <= self.lon <= 180:
            raise BadCounts("lon", f"{self.lon} for {self.area}", "Longitudes lie from -180 to 180")
        known = {"country": countries.codes(), "technique": modi_operandi.ids(), "crime": crimes.ids()}
        known["nationality"] = known["country"]
        for dimension, values in known.items():
            for value in self.under(dimension):
                if value not in values:
                    raise BadCounts(dimension, f"“{value}” on {self.day} is unknown", _REMEDIES[dimension])


_REMEDIES = {
    "country": "Write the two letters of ISO 3166, as in MM",
    "nationality": "Write the two letters of ISO 3166, as in IN",
    "technique": "Write an id of the table of techniques, as in W1.01",
    "crime": f"Write one of {', '.join(crimes.load())}",
}


def only(rows: Iterable[Count], having: Mapping[str, str]) -> list[Count]:
    """The rows that are counted under all these values: ``{"crime": "drugs", "country": "MM"}``."""
    return [row for row in rows if all(value in row.under(name) for name, value in having.items())]


@dataclass(frozen=True, slots=True)
class Told:
    """So many reports that say the same: one row, or all rows of one event, which are one report."""

    reports: int
    rows: tuple[Count, ...]

    def under(self, dimension: str) -> tuple[str, ...]:
        """What any of them says, each once."""
        return tuple(dict.fromkeys(value for row in self.rows for value in row.under(dimension)))


def by_event(rows: Iterable[Count]) -> list[Told]:
    """The reports that rows stand for, those of one event being one, wherever and whenever it was told of."""
    alone: list[Told] = []
    events: dict[str, list[Count]] = {}
    for row in rows:
        if row.event and row.reports:
            events.setdefault(row.event, []).append(row)
        else:
            alone.append(Told(row.reports, (row,)))
    return alone + [Told(1, tuple(together)) for together in events.values()]


def totals(rows: Iterable[Count], by: str) -> Counter[str]:
    """Reports under each value of a dimension; one that has two is counted under both, an event once under each."""
    sums: Counter[str] = Counter()
    for told in by_event(rows):
        for value in told.under(by):
            sums[value] += told.reports
    return sums


def shown(rows: Iterable[Count], by: str) -> Counter[frozenset[str]]:
    """How many reports show which set of values of a dimension, events once: what ``lifts`` reads."""
    sums: Counter[frozenset[str]] = Counter()
    for told in by_event(rows):
        sums[frozenset(told.under(by))] += told.reports
    return sums


@dataclass(frozen=True, eq=False)
class Counts:
    """``cube``: areas x weeks x weeks until arrival. ``points``: lat, lon of each area, NaN where unknown.

    ``first`` is the Monday of the first week. ``has_delays`` is False where no row said when it arrived: then each
    counts as arrived at once. ``merged`` is how many reports were left out because they share an event, ``without``
    how many because they say nothing of what is counted by. Where that is not the area, ``areas`` are nationalities,
    techniques or crimes.
    """

    areas: tuple[str, ...]
    first: date
    cube: NDArray[np.float64]
    points: NDArray[np.float64]
    has_delays: bool = False
    merged: int = 0
    without: int = 0
    near: NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "near", _nearest(self.points))

    @classmethod
    def of(cls, rows: Iterable[Count], *, until: date | None = None, by: str = "area") -> Counts:
        """Counts of rows in any order. ``until``: the day on which one looks; else the last day of any row.

        ``by``: one of ``DIMENSIONS``; a report that has two techniques is counted under both. What arrived after
        ``until`` is left out. Raises BadCounts with the field and the remedy.
        """
        every = list(rows)
        if not every:
            raise BadCounts("rows", "there are none", "Give one row for each area and week")
        for row in every:
            row.check()
        given = [_under(row, value, by) for row in every for value in row.under(by)]
        without = sum(row.reports for row in every if not row.under(by))
        if not given:
            raise BadCounts(by, "no row names one", f"Fill in the column {by}, or count by something else")
        now = until or max(row.arrived or row.day for row in given)
        known = [row for row in given if (row.arrived or row.day) <= now]
        if not known:
            raise BadCounts("until", f"nothing had arrived by {now}", "Choose a later day")
        first = monday(min(row.day for row in known))
        weeks = (monday(now) - first).days // 7 + 1
        areas = tuple(sorted({row.area for row in given}))
        if len(areas) > MOST_AREAS or weeks > MOST_WEEKS:
            raise BadCounts(
                "rows",
                f"{len(areas)} areas and {weeks} weeks",
                f"Give at most {MOST_AREAS} areas and {MOST_WEEKS} weeks; is a year mistyped?",
            )
        kept, merged = _once_an_event(known)
        place = {area: at for at, area in enumerate(areas)}
        at = np.array(
            [
                (
                    place[row.area],
                    (monday(row.day) - first).days // 7,
                    min((monday(row.arrived or row.day) - monday(row.day)).days // 7, DELAYS - 1),
                )
                for row in kept
            ]
        )
        cube = np.zeros((len(areas), weeks, DELAYS))
        np.add.at(cube, tuple(at.T), [row.reports for row in kept])
        points = np.full((len(areas), 2), np.nan)
        for row in given:
            if row.lat is not None and row.lon is not None:
                points[place[row.area]] = row.lat, row.lon
        return cls(areas, first, cube, points, any(row.arrived for row in given), merged, without)

    def week(self, at: int) -> date:
        """The Monday of a week."""
        return self.first + timedelta(weeks=at)

    def as_seen(self, at: int) -> NDArray[np.float64]:
        """Areas x weeks: what had arrived by the end of week ``at``."""
        seen = np.zeros(self.cube.shape[:2])
        for delay in range(min(DELAYS, at + 1)):
            seen[:, : at + 1 - delay] += self.cube[:, : at + 1 - delay, delay]
        return seen[:, : at + 1]


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _under(row: Count, value: str, by: str) -> Count:
    """The row as one of that value: only areas lie somewhere."""
    if by == "area":
        return row
    return replace(row, area=value, lat=None, lon=None)


def _once_an_event(rows: list[Count]) -> tuple[list[Count], int]:
    """Of the rows that share an area and an event the first only, as one report."""
    kept, merged, met = [], 0, set()
    for row in sorted(rows, key=lambda row: (row.arrived or row.day, row.day)):
        if not row.event or not row.reports:
            kept.append(row)
        elif (row.area, row.event) in met:
            merged += row.reports
        else:
            met.add((row.area, row.event))
            merged += row.reports - 1
            kept.append(Count(row.area, row.day, 1, row.arrived))
    return kept, merged


def _nearest(points: NDArray[np.float64]) -> NDArray[np.int64]:
    """For each area the two nearest within 300 km, -1 where there is none."""
    near = np.full((len(points), NEAREST), -1, np.int64)
    there = np.flatnonzero(~np.isnan(points).any(axis=1))
    if len(there) < 2:
        return near
    radians = np.radians(points[there])
    flat = np.column_stack(
        [
            np.cos(radians[:, 0]) * np.cos(radians[:, 1]),
            np.cos(radians[:, 0]) * np.sin(radians[:, 1]),
            np.sin(radians[:, 0]),
        ]
    )
    km = _EARTH_KM * np.arccos(np.clip(flat @ flat.T, -1.0, 1.0))
    np.fill_diagonal(km, np.inf)
    order = np.argsort(km, axis=1, kind="stable")[:, :NEAREST]
    for at, others in enumerate(order):
        close = [there[other] for other in others if km[at, other] <= FURTHEST_KM]
        near[there[at], : len(close)] = close
    return near
