"""How long the way is, without a network: a graph of settlements, each joined to its neighbours.

An edge takes longer where it climbs, where settlements are sparse, over water, and across a border, and less on a trunk
road. The speeds were fitted to known road times (`scripts/travel.py`); road times of a deployment may take their place:
anything with ``hours(lat, lon, points, limit)``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import as_file, files
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.spatial import cKDTree

from ._kernels import reached
from ._places import published
from ._sphere import Floats, km_from, km_of_chord, unit

Rows = npt.NDArray[np.integer[Any]]

MODES = ("car", "bus", "motorcycle", "foot", "boat", "unknown")
_SLOWER = {"car": 1.0, "bus": 1.2, "motorcycle": 1.0, "unknown": 1.05, "boat": 1.6, "foot": 9.0}


class RoadTimes(Protocol):
    """What a deployment may plug in instead: hours by car from one point to many; inf beyond ``limit``."""

    def hours(self, lat: float, lon: float, points: Points, limit: float) -> Floats: ...


@dataclass(frozen=True)
class Points:
    """Where time is asked for: degrees, and their three nearest settlements with the km to each."""

    lat: Floats
    lon: Floats
    ball: Floats
    near: np.ndarray[tuple[int, int], np.dtype[np.int32]]
    near_km: Floats

    @classmethod
    def of(cls, lat: Floats, lon: Floats) -> Points:
        ball = unit(lat, lon)
        chord, near = settlements().query(ball, k=3)
        return cls(lat, lon, ball, near.astype(np.int32), km_of_chord(chord))


@dataclass(frozen=True)
class Speeds:
    """``pace``: what each of `FEATURES` adds to the logarithm of hours a km; ``border``: hours a crossing."""

    pace: tuple[float, ...]
    border: float
    start: float = 0.15  # hours
    local: float = 1 / 28  # hours a km off the graph


COUNTRIES = ("TH", "MY", "CN", "VN", "PH", "KH", "LA", "MM")
ROADS = ("none known", "poor", "winding", "main", "dual", "motorway")
FEATURES = ("all", "climb", "sparse", "water", "far", "small towns", *ROADS[1:], *COUNTRIES)


@cache
def settlements() -> cKDTree:
    return cKDTree(_balls())


@cache
def _balls() -> Floats:
    places = published("places")
    return unit(places["lat"], places["lon"])


@cache
def _lands() -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """A number for the country of each settlement."""
    return np.unique(published("places")["country"].astype(str), return_inverse=True)[1]


@cache
def edges() -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float64]]]:
    with as_file(files(__package__).joinpath("data", "network.npz")) as file, np.load(file) as read:
        table = {name: read[name].astype(np.int32 if name == "edges" else np.float64) for name in read}
    return table


@cache
def features() -> Floats:
    """Edges × `FEATURES`."""
    table, places = edges(), published("places")
    a, b = table["edges"].T
    country, people = places["country"].astype(str), np.log(places["people"] + 300.0)
    columns = [
        np.ones(len(a)),
        np.minimum(table["climb"], 60) / 20,
        np.log(np.maximum(table["spacing"], 1) / 12),
        table["wet"] / 100,
        np.log(np.maximum(table["km"], 2) / 12),
        (10.5 - (people[a] + people[b]) / 2) / 2,
        *((table["road"] == kind).astype(float) for kind in range(1, len(ROADS))),
        *(((country == one)[a].astype(float) + (country == one)[b]) / 2 for one in COUNTRIES),
    ]
    return np.stack(columns, axis=1)


def edge_hours(speeds: Speeds) -> Floats:
    """Hours by car along each edge."""
    table = edges()
    return np.asarray(
        table["km"] * np.exp(features() @ np.array(speeds.pace)) + speeds.border * table["border"]
    )


@dataclass(frozen=True)
class Network:
    """The graph with hours on its edges."""

    speeds: Speeds
    first: np.ndarray[tuple[int], np.dtype[np.int64]]
    ends: np.ndarray[tuple[int], np.dtype[np.int64]]
    edge: Floats

    @classmethod
    def of(cls, speeds: Speeds) -> Network:
        a, b = edges()["edges"].T
        hours, size = edge_hours(speeds), len(_balls())
        both = csr_array((np.tile(hours, 2), (np.append(a, b), np.append(b, a))), shape=(size, size))
        return cls(speeds, both.indptr.astype(np.int64), both.indices.astype(np.int64), both.data)

    def to_settlements(self, lat: float, lon: float, limit: float) -> Floats:
        """Hours to each settlement; inf beyond ``limit``."""
        chord, near = settlements().query(unit(lat, lon), k=4)
        access = km_of_chord(chord) * self.speeds.local + self.speeds.start + self.border(near, near[0])
        return np.asarray(
            reached(self.first, self.ends, self.edge, near.astype(np.int64), access, max(limit, 0.5))
        )

    def hours(self, lat: float, lon: float, points: Points, limit: float = np.inf) -> Floats:
        at = _reached(self, round(lat, 3), round(lon, 3), _step(limit))
        first = points.near[:, :1]
        by_road = at[points.near] + points.near_km * self.speeds.local + self.border(points.near, first)
        # Nearby there is a direct way that no settlement lies on; a border is a border there too.
        direct = self.speeds.start + km_from(lat, lon, points.ball) * self.speeds.local
        direct += self.border(first[:, 0], settlements().query(unit(lat, lon))[1])
        by_road = by_road.min(axis=1)
        return np.asarray(np.where(direct < 1.0, np.minimum(by_road, direct), by_road))

    def border(self, one: Rows, other: Rows) -> Floats:
        """Hours that the border between settlements takes; none within a country."""
        return np.asarray(self.speeds.border * (_lands()[one] != _lands()[other]))

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other


def _step(limit: float) -> float:
    """The limit rounded up, so that like questions share an answer."""
    return float(next((step for step in (2, 4, 8, 16, 32) if limit <= step), np.inf))


@lru_cache(maxsize=256)
def _reached(network: Network, lat: float, lon: float, limit: float) -> Floats:
    return network.to_settlements(lat, lon, limit)


def slower(mode: str) -> float:
    """How much longer than by car."""
    return _SLOWER[mode]


@cache
def fitted() -> Network:
    """With the speeds that were fitted to published road times."""
    text = files(__package__).joinpath("data", "travel.json").read_text(encoding="utf-8")
    read = json.loads(text)
    return Network.of(Speeds(tuple(read["pace"][name] for name in FEATURES), read["border"]))
