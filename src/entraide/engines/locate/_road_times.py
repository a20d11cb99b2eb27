"""Known times by road between towns: some to fit the speeds to, others to score them.

Rounded hours by car in the dry season, as travel guides, timetables and route planners commonly give them, written
down from general knowledge; no single publication stands behind a row.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from ._places import table
from ._sphere import Floats, km_from, unit
from .travel import Points, RoadTimes

HELD_OUT = ("first", "second")
"""The parts that nothing is fitted to. Of each pair of "second" one town is in no pair of "fit"."""


@dataclass(frozen=True, slots=True)
class Town:
    name: str
    country: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class RoadTime:
    start: Town
    to: Town
    hours: float
    part: str  # "fit" or one of `HELD_OUT`


@cache
def towns() -> dict[tuple[str, str], Town]:
    return {
        (row["name"], row["country"]): Town(row["name"], row["country"], float(row["lat"]), float(row["lon"]))
        for row in table("towns")
    }


@cache
def road_times() -> tuple[RoadTime, ...]:
    return tuple(
        RoadTime(
            towns()[row["from"], row["from_country"]],
            towns()[row["to"], row["to_country"]],
            float(row["hours"]),
            row["part"],
        )
        for row in table("road_times")
    )


def part_of(name: str) -> list[RoadTime]:
    return [one for one in road_times() if one.part == name]


def travel_errors(roads: RoadTimes, pairs: list[RoadTime]) -> Floats:
    """Logarithm of our time over the known one, of each pair."""
    ours = [
        roads.hours(
            one.start.lat, one.start.lon, Points.of(np.array([one.to.lat]), np.array([one.to.lon])), 32.0
        )[0]
        for one in pairs
    ]
    return np.asarray(np.log(np.minimum(np.array(ours), 100.0) / np.array([one.hours for one in pairs])))


def straight_line_errors(pairs: list[RoadTime]) -> Floats:
    """The same for great-circle distance at the one speed that fits the pairs to fit best."""

    def log_hours_a_km(some: list[RoadTime]) -> Floats:
        km = [km_from(one.start.lat, one.start.lon, unit([one.to.lat], [one.to.lon]))[0] for one in some]
        return np.asarray(np.log(np.array([one.hours for one in some]) / np.array(km)))

    return np.asarray(np.median(log_hours_a_km(part_of("fit"))) - log_hours_a_km(pairs))


def rms(errors: Floats) -> float:
    return float(np.sqrt((errors**2).mean()))
