"""Known times by road between towns: half to fit the speeds to, half to score them.

Rounded hours by car in the dry season, as travel guides, timetables and route planners commonly give them, written
down from general knowledge; no single publication stands behind a row.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from zlib import crc32

import numpy as np

from ._places import Place, table
from ._sphere import Floats, km_from, unit
from .gazetteer import lookup
from .travel import Points, RoadTimes


@dataclass(frozen=True, slots=True)
class RoadTime:
    start: Place
    to: Place
    hours: float
    part: str  # "fit" or "score", by a checksum of the two names


@cache
def road_times() -> tuple[RoadTime, ...]:
    return tuple(
        RoadTime(
            lookup(row["from"], country=row["from_country"])[0].place,
            lookup(row["to"], country=row["to_country"])[0].place,
            float(row["hours"]),
            ("fit", "score")[crc32(f"{row['from']}-{row['to']}".encode()) % 2],
        )
        for row in table("road_times")
    )


def travel_errors(roads: RoadTimes, part: str) -> Floats:
    """Logarithm of our time over the known one, of each pair of that part."""
    pairs = [one for one in road_times() if one.part == part]
    ours = [
        roads.hours(
            one.start.lat, one.start.lon, Points.of(np.array([one.to.lat]), np.array([one.to.lon])), 32.0
        )[0]
        for one in pairs
    ]
    return np.asarray(np.log(np.minimum(np.array(ours), 100.0) / np.array([one.hours for one in pairs])))


def straight_line_errors(part: str) -> Floats:
    """The same for great-circle distance at the one speed that fits the other part best."""

    def log_hours_a_km(which: str) -> Floats:
        pairs = [one for one in road_times() if one.part == which]
        km = [km_from(one.start.lat, one.start.lon, unit([one.to.lat], [one.to.lon]))[0] for one in pairs]
        return np.asarray(np.log(np.array([one.hours for one in pairs]) / np.array(km)))

    return np.asarray(np.median(log_hours_a_km("fit")) - log_hours_a_km(part))
