"""Where a centre may be: published sites as discs, and cells of H3 everywhere that people live.

Cells are coarse over the world; the children of a cell are made once, when it is first looked into, and kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import as_file, files
from typing import Any

import h3.api.numpy_int as h3
import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from ...vocabulary import sites
from ._places import published
from ._sphere import Floats, km_of_chord, moved, unit
from .travel import Points, settlements

COARSE = 4
BLUR_KM = {4: 14.0, 5: 5.5, 6: 2.1, 7: 0.8}
"""How far the parts of a cell lie from its middle, roughly."""
LISTED = 0.6  # of all centres, before anything is known
DISC = 37  # points that stand for a site's disc
_OF_DISC = 0.15  # of its radius: how far the parts of such a point lie from it

# Of centres that nobody listed, how many lie in a country, relative to its settled land; after the published lists.
_COUNTRIES = {
    "MM": 1.0,
    "KH": 1.0,
    "LA": 0.6,
    "PH": 0.4,
    "TH": 0.15,
    "MY": 0.12,
    "VN": 0.12,
    "TL": 0.3,
    "AE": 0.3,
}
_ELSEWHERE = 0.02


@dataclass(frozen=True)
class Spots:
    """Places where a centre may be, with what evidence asks of them. All columns are of one length."""

    points: Points
    border_km: Floats
    coast_km: Floats
    river_km: Floats
    blur_km: Floats
    log_prior: Floats

    def __len__(self) -> int:
        return len(self.log_prior)

    def columns(self) -> list[Any]:
        p = self.points
        return [
            p.lat, p.lon, p.ball, p.near, p.near_km,
            self.border_km, self.coast_km, self.river_km, self.blur_km, self.log_prior,
        ]  # fmt: skip

    def map(self, change: Callable[[Any], Any]) -> Spots:
        changed = [change(column) for column in self.columns()]
        return Spots(Points(*changed[:5]), *changed[5:])

    def and_those(self, other: Spots) -> Spots:
        both = [np.concatenate(pair) for pair in zip(self.columns(), other.columns(), strict=True)]
        return Spots(Points(*both[:5]), *both[5:])

    def rows(self, chosen: npt.NDArray[np.int64]) -> Spots:
        return self.map(lambda column: column[chosen])


@cache
def lines() -> dict[str, cKDTree]:
    with as_file(files(__package__).joinpath("data", "lines.npz")) as file, np.load(file) as read:
        return {
            name: cKDTree(unit(read[name][:, 1] / 1e4, read[name][:, 0] / 1e4))
            for name in ("border", "coast", "river")
        }


@cache
def _site_tree() -> cKDTree:
    known = list(sites.load().values())
    return cKDTree(unit([one.lat for one in known], [one.lon for one in known]))


@cache
def _weight_of_settlement() -> Floats:
    country = published("places")["country"].astype(str)
    return np.array([_COUNTRIES.get(one, _ELSEWHERE) for one in country])


# Of the unlisted centres, how many lie near a published one, at a border, and elsewhere in settled land.
_SHARES = (0.4, 0.35, 0.25)
_wholes: list[Floats] = []


def _whole(parts: Floats) -> Floats:
    """The sum of each part over the coarse cells, which are made first."""
    if not _wholes:
        _wholes.append(parts.sum(axis=1))
    return _wholes[0]


def spots_of(lat: Floats, lon: Floats, blur_km: float | Floats, log_area: Floats) -> Spots:
    points = Points.of(lat, lon)
    away = {
        name: km_of_chord(tree.query(points.ball, distance_upper_bound=0.05)[0].clip(max=2))
        for name, tree in lines().items()
    }
    blur = np.broadcast_to(np.asarray(blur_km, float), lat.shape)
    site_km = km_of_chord(_site_tree().query(points.ball)[0])
    settled = np.exp(-np.maximum(points.near_km[:, 0] - blur, 0) / 7) + 0.02
    country = _weight_of_settlement()[points.near[:, 0]]
    near_site = np.exp(-np.maximum(site_km - blur, 0) / 25)
    near_border = np.exp(-np.maximum(away["border"] - blur, 0) / 10)
    parts = settled * np.stack([near_site, country * near_border, country])
    density = np.array(_SHARES) @ (parts / _whole(parts)[:, None])
    return Spots(
        points,
        away["border"],
        away["coast"],
        away["river"],
        blur.astype(float),
        log_area + np.log(density + 1e-12),
    )


@cache
def coarse() -> tuple[npt.NDArray[np.uint64], Spots]:
    """The coarse cells of the settled world; their priors sum to the share of centres that no list names."""
    places = published("places")
    found = {
        h3.latlng_to_cell(lat, lon, COARSE)
        for lat, lon in zip(places["lat"].tolist(), places["lon"].tolist(), strict=True)
    }
    near = published("places")["country"].astype(str)
    region = np.isin(near, list(_COUNTRIES))
    around = {
        cell
        for lat, lon in zip(places["lat"][region].tolist(), places["lon"][region].tolist(), strict=True)
        for cell in h3.grid_disk(h3.latlng_to_cell(lat, lon, COARSE), 1).tolist()
    }
    cells = np.array(sorted(found | around), dtype=np.uint64)
    where = np.array([h3.cell_to_latlng(cell) for cell in cells.tolist()])
    _wholes.clear()
    spots = spots_of(where[:, 0], where[:, 1], BLUR_KM[COARSE], np.zeros(len(cells)))
    whole = np.log(np.exp(spots.log_prior).sum() / (1 - LISTED))
    spots.log_prior[:] -= whole
    _Kept.shift = float(whole)
    return cells, spots


@cache
def coarse_cells() -> frozenset[int]:
    return frozenset(coarse()[0].tolist())


@lru_cache(maxsize=256)
def more_coarse(cells: tuple[int, ...]) -> Spots:
    """Coarse cells outside the settled world, as rare as the prior has them."""
    where = np.array([h3.cell_to_latlng(cell) for cell in cells])
    return spots_of(where[:, 0], where[:, 1], BLUR_KM[COARSE], np.full(len(cells), -_Kept.shift))


_MOST_KEPT = 700_000  # cells a resolution; then the store begins anew


class _Kept:
    """The children made so far of one resolution, seven a parent, in columns that grow by doubling."""

    shift = 0.0

    def __init__(self, resolution: int) -> None:
        self.resolution = resolution
        self.start: dict[int, int] = {}
        self.cells = np.empty(0, np.uint64)
        self.spots: Spots | None = None

    def children(self, parents: npt.NDArray[np.uint64]) -> tuple[npt.NDArray[np.uint64], Spots]:
        if 7 * len(self.start) > _MOST_KEPT:
            self.start.clear()
        missing = [one for one in parents.tolist() if one not in self.start]
        if missing:
            self._make(missing)
        assert self.spots is not None
        starts = np.array([self.start[one] for one in parents.tolist()], np.int64)
        rows = (starts[:, None] + np.arange(7)).ravel()
        return self.cells[rows], self.spots.rows(rows)

    def _make(self, parents: list[int]) -> None:
        made, held = np.zeros((len(parents), 7), np.uint64), 7 * len(self.start)
        for row, parent in enumerate(parents):
            below = h3.cell_to_children(parent, self.resolution)
            made[row, : len(below)] = below
            made[row, len(below) :] = below[0]  # a pentagon has six: one is there twice, with no weight
            self.start[parent] = held + 7 * row
        cells = made.ravel()
        where = np.array([h3.cell_to_latlng(cell) for cell in cells.tolist()])
        twice = np.tile(np.arange(7), len(parents)) > 0
        twice &= cells == np.repeat(made[:, 0], 7)
        share = np.where(twice, -50.0, (COARSE - self.resolution) * np.log(7.0))
        spots = spots_of(where[:, 0], where[:, 1], BLUR_KM[self.resolution], share - _Kept.shift)
        if self.spots is None or held + len(cells) > len(self.cells):
            room = max(2 * (held + len(cells)), 4096)
            self.cells = _grown(self.cells[:held], room)
            self.spots = (
                spots.map(lambda one: _grown(one[:0], room))
                if self.spots is None
                else self.spots.map(lambda one: _grown(one[:held], room))
            )
        self.cells[held : held + len(cells)] = cells
        for old, new in zip(self.spots.columns(), spots.columns(), strict=True):
            old[held : held + len(cells)] = new


def _grown(column: Any, room: int) -> Any:
    larger = np.zeros((room, *column.shape[1:]), column.dtype)
    larger[: len(column)] = column
    return larger


@cache
def kept(resolution: int) -> _Kept:
    return _Kept(resolution)


@cache
def discs() -> tuple[tuple[sites.Site, ...], Spots]:
    """The published sites, and `DISC` points of each in turn, whose priors sum to the share of listed centres."""
    coarse()
    known = tuple(sites.load().values())
    points = np.concatenate([_spread(site.lat, site.lon, site.radius_km) for site in known])
    blur = np.repeat([_OF_DISC * site.radius_km for site in known], DISC)
    spots = spots_of(points[:, 0], points[:, 1], blur, np.zeros(len(points)))
    spots.log_prior[:] = np.log(LISTED / len(spots))
    return known, spots


@lru_cache(maxsize=256)
def disc(lat: float, lon: float, radius_km: float) -> Spots:
    """`DISC` points of a circle that is no published site."""
    points = _spread(lat, lon, radius_km)
    return spots_of(points[:, 0], points[:, 1], _OF_DISC * radius_km, np.zeros(DISC))


def _spread(lat: float, lon: float, radius_km: float) -> Floats:
    """Points spread evenly over a circle, latitude and longitude."""
    row = np.arange(DISC)
    return np.stack(moved(lat, lon, radius_km * np.sqrt((row + 0.5) / DISC), row * 137.508), axis=1)


@cache
def disc_cells(resolution: int) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]:
    """The different cells that the points of the discs lie in, and which of them each point lies in."""
    _, spots = discs()
    where = zip(spots.points.lat.tolist(), spots.points.lon.tolist(), strict=True)
    cells = np.array([h3.latlng_to_cell(lat, lon, resolution) for lat, lon in where], np.uint64)
    return np.unique(cells, return_inverse=True)


def warm() -> None:
    """Load the tables."""
    coarse()
    discs()
    settlements()
