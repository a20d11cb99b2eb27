"""The places and names that the gazetteer knows, laid out for looking up."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import numpy as np
import numpy.typing as npt

from ...vocabulary import sites
from ._keys import folded

_REGION = frozenset({"MM", "TH", "KH", "LA", "VN", "PH", "MY", "SG", "BN", "TL"})


@dataclass(frozen=True, slots=True)
class Place:
    """A place as a disc: ``lat``, ``lon`` in WGS84 degrees, ``radius_km`` how far it extends or is uncertain."""

    name: str
    country: str  # ISO 3166-1 alpha-2
    lat: float
    lon: float
    radius_km: float
    kind: str  # town, compound, special economic zone …
    people: int  # inhabitants; 0 where unknown
    site: str  # key in vocabulary.sites; "" if it is none of them
    source: str

    @property
    def weight(self) -> float:
        """How likely reports of scam centres are to mean this place among others of its name (relative)."""
        by_size = 1 + np.log10(1 + self.people / 500)
        return float(
            by_size
            * (3 if self.country in _REGION else 1)
            * (8 if self.site else 4 if self.kind != "place" else 1)
        )


@dataclass(frozen=True)
class Names:
    """All places and names. Places that we gathered come first, then the published ones (columns of equal length)."""

    own: tuple[Place, ...]
    place_name: npt.NDArray[np.object_]
    country: npt.NDArray[np.object_]
    lat: npt.NDArray[np.float32]
    lon: npt.NDArray[np.float32]
    people: npt.NDArray[np.int32]
    keys: npt.NDArray[np.str_]  # the different skeletons, sorted
    first: npt.NDArray[np.int64]  # of each skeleton, its first name; one more at the end
    owner: npt.NDArray[np.int32]  # of each name: row of ``own``, or ``len(own)`` + row of the published table
    name: npt.NDArray[np.object_]
    reading: npt.NDArray[np.object_]

    def place(self, number: int) -> Place:
        if number < len(self.own):
            return self.own[number]
        row = number - len(self.own)
        people = int(self.people[row])
        return Place(
            name=str(self.place_name[row]),
            country=str(self.country[row]),
            lat=round(float(self.lat[row]), 5),
            lon=round(float(self.lon[row]), 5),
            radius_km=round(min(1.5 + 0.012 * people**0.5, 15.0), 1),
            kind="place",
            people=people,
            site="",
            source="GeoNames (CC BY 4.0)",
        )


def table(name: str) -> list[dict[str, str]]:
    text = files(__package__).joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(keepends=True)))


def _gathered() -> Iterator[tuple[Place, list[str]]]:
    """Published sites and the places that news name, each with its names in many scripts."""
    also = {row["site"]: row["names"].split("|") for row in table("site_names")}
    for site in sites.load().values():
        place = Place(
            site.name, site.country, site.lat, site.lon, site.radius_km, site.kind, 0, site.key, site.source
        )
        plain = site.name.partition(" (")[0]
        yield place, [plain, *plain.split(" / "), *site.other_names, *also.get(site.key, [])]
    for row in table("named_places"):
        place = Place(
            row["name"], row["country"], float(row["lat"]), float(row["lon"]), float(row["radius_km"]), row["kind"],
            0, "", row["source"],
        )  # fmt: skip
        yield place, [row["name"], *row["names"].split("|")]


@cache
def gathered() -> tuple[tuple[Place, ...], tuple[tuple[str, int], ...]]:
    """Our own places, and every name with the row of its place."""
    places, names = [], []
    for row, (place, called) in enumerate(_gathered()):
        places.append(place)
        names += [(name, row) for name in dict.fromkeys(filter(None, called))]
    return tuple(places), tuple(names)


@cache
def published(name: str) -> dict[str, Any]:
    """The columns of a published table; read once."""
    import pyarrow.parquet as pq

    with as_file(files(__package__).joinpath("data", f"{name}.parquet")) as file:
        read = pq.read_table(file)
    return {column: read[column].to_numpy(zero_copy_only=False) for column in read.column_names}


@cache
def names() -> Names:
    own, _ = gathered()
    places, called = published("places"), published("names")
    keys, first = np.unique(called["key"].astype(str), return_index=True)
    return Names(
        own, places["name"], places["country"], places["lat"], places["lon"], places["people"],
        keys, np.append(first, len(called["key"])), _numbered(called["place"], len(own)), called["name"],
        called["reading"],
    )  # fmt: skip


def _numbered(place: npt.NDArray[np.int32], own: int) -> npt.NDArray[np.int32]:
    """In the file, -1 is our first place, -2 the second, 0 the first published one."""
    return np.where(place < 0, -1 - place, place + own).astype(np.int32)


@cache
def skeletons() -> npt.NDArray[np.uint32]:
    """The different skeletons as rows of code points, padded with 0."""
    keys = names().keys
    return keys.view(np.uint32).reshape(len(keys), keys.dtype.itemsize // 4)


@cache
def by_letters() -> dict[str, tuple[int, ...]]:
    """For reading texts: the numbers of places (as `Names.place` takes them) by folded name without spaces.

    Ours, those of the region, and cities elsewhere: a text names no village on another continent.
    """
    known = names()
    own = len(known.own)
    row = np.maximum(known.owner - own, 0)
    kept = (known.owner < own) | (known.people[row] >= 100_000) | np.isin(known.country[row], list(_REGION))
    found: dict[str, list[int]] = {}
    for name, owner in zip(known.name[kept].tolist(), known.owner[kept].tolist(), strict=True):
        rows = found.setdefault(folded(name).replace(" ", ""), [])
        if owner not in rows:
            rows.append(owner)
    return {name: tuple(rows) for name, rows in found.items()}
