"""How likely an item would be said or measured if the centre were at each spot, up to a factor of its own.

Where a spot stands for a whole cell, the likelihood is that of the cell's parts together: narrower than a cell, it is
lowered and widened, so that no cell is passed over that holds the truth.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import singledispatch

import numpy as np
from scipy.special import expit

from ._cells import DISC, Spots
from ._sphere import Floats, bearing_from, km_from
from .evidence import (
    Address,
    Bearing,
    Beside,
    Evidence,
    Layer,
    LeftOn,
    Ping,
    PlaceName,
    Searched,
    Sun,
    TravelTime,
)
from .travel import RoadTimes, slower

TRAVEL_SPREAD = 0.38  # of the logarithm of hours: memory, traffic, our network


@singledispatch
def likelihood(item: Evidence, spots: Spots, roads: RoadTimes, listed: list[str] | None) -> Floats:
    """``listed``: the keys of the sites, where the spots are their discs."""
    raise TypeError(type(item).__name__)


@likelihood.register
def _(item: TravelTime, spots: Spots, roads: RoadTimes, listed: list[str] | None) -> Floats:
    said = item.hours / slower(item.mode)
    if item.mode == "foot":
        return _walked(item, spots)
    hours = roads.hours(float(item.lat or 0), float(item.lon or 0), spots.points, said * 6 + 2)
    # A cell spreads over some time itself; a short way is told less exactly.
    spread = np.hypot(TRAVEL_SPREAD, np.minimum(spots.blur_km / 45, 0.5 * said) / np.maximum(said, 0.1))
    spread = np.hypot(spread, 0.25 / np.maximum(said, 0.4) * 0.6)
    off = np.log(np.maximum(hours, 0.05) / said) / spread
    return np.asarray(np.exp(-0.5 * off**2) / spread * TRAVEL_SPREAD)


def _walked(item: TravelTime, spots: Spots) -> Floats:
    reach = 3.5 * item.hours
    km = km_from(float(item.lat or 0), float(item.lon or 0), spots.points.ball)
    spread = np.hypot(0.5 * reach, spots.blur_km)
    return np.asarray(np.exp(-0.5 * ((km - 0.8 * reach) / spread) ** 2))


@likelihood.register
def _(item: PlaceName, spots: Spots, roads: RoadTimes, listed: list[str] | None) -> Floats:
    if not item.candidates:
        return np.ones(len(spots))
    found = np.zeros(len(spots))
    for candidate in item.candidates:
        place = candidate.place
        km = km_from(place.lat, place.lon, spots.points.ball)
        own = bool(place.site) or place.kind not in ("place", "city", "town", "province")
        # Who is in an unlisted place names the town beside it; the name of a compound is told of itself.
        reach = place.radius_km + spots.blur_km
        fade = 4.0 if own else 7.0
        near = np.exp(-np.maximum(km - reach, 0) / fade) * ((place.radius_km + fade) / (reach + fade)) ** 2
        value = (0.5 if own else 0.8) * near + 0.03 * np.exp(-km / 40)
        if listed is not None and place.site in listed:
            at = listed.index(place.site)
            value[at * DISC : (at + 1) * DISC] = 1.0
        found += candidate.share * value
    return found


@likelihood.register
def _(item: Ping, spots: Spots, roads: RoadTimes, listed: list[str] | None) -> Floats:
    km = km_from(item.lat, item.lon, spots.points.ball)
    # A device also is where its bearer went: some kilometres around the centre.
    return 0.7 * bell(km, item.spread_km + 0.4, spots.blur_km) + 0.3 * bell(
        km, 2.5 * item.spread_km + 2.0, spots.blur_km
    ) * ((item.spread_km + 0.4) / (2.5 * item.spread_km + 2.0))


@likelihood.register
def _(item: Address, spots: Spots, roads: RoadTimes, listed: list[str] | None) -> Floats:
    return bell(km_from(item.lat, item.lon, spots.points.ball), item.within_km, spots.blur_km)


def bell(km: Floats, spread: float, blur: Floats) -> Floats:
    """A bell around a point, lowered where a spot is wider than it; with a long foot."""
    wide = np.hypot(spread, blur)
    off = (km / wide) ** 2
    return np.asarray((0.9 * np.exp(-0.5 * off) + 0.1 / (1 + off) ** 1.5) * (spread / wide) ** 2)


@likelihood.register
def _(item: Bearing, spots: Spots, roads: RoadTimes, listed: list[str] | None) -> Floats:
    km = km_from(item.lat, item.lon, spots.points.ball)
    seen = bearing_from(item.lat, item.lon, spots.points.lat, spots.points.lon)
    off = np.abs((seen - item.degrees + 180) % 360 - 180)
    wide = np.hypot(item.spread, np.degrees(np.arctan2(spots.blur_km, np.maximum(km, 0.3))))
    reach = np.exp(
        -0.5 * (np.maximum(km - 0.5 * item.within_km, 0) / (0.5 * item.within_km + spots.blur_km)) ** 2
    )
    near = (item.within_km / (item.within_km + spots.blur_km)) ** 2
    return np.asarray(np.exp(-0.5 * (off / wide) ** 2) * item.spread / wide * reach * near)


@likelihood.register
def _(item: Sun, spots: Spots, roads: RoadTimes, listed: list[str] | None) -> Floats:
    assert item.when is not None
    height = sun_height(item.when, spots.points.lat, spots.points.lon)
    spread = np.hypot(item.spread, spots.blur_km / 111)
    return np.asarray(np.exp(-0.5 * ((height - item.elevation) / spread) ** 2))


@likelihood.register
def _(item: Beside, spots: Spots, roads: RoadTimes, listed: list[str] | None) -> Floats:
    away = {"border": spots.border_km, "river": spots.river_km, "coast": spots.coast_km}[item.feature]
    # Small rivers are on no map of ours: seeing one far from ours is not rare.
    least = 0.25 if item.feature == "river" else 0.02
    seen = least + (0.97 - least) * expit(
        (1.5 * item.km + 0.7 + 0.5 * spots.blur_km - away) / (0.5 * item.km + 0.3)
    )
    return np.asarray(seen if item.seen else 1 - seen)


@likelihood.register
def _(item: Searched, spots: Spots, roads: RoadTimes, listed: list[str] | None) -> Floats:
    return 1 - item.thorough * inside(item.lat, item.lon, item.radius_km, spots)


@likelihood.register
def _(item: LeftOn, spots: Spots, roads: RoadTimes, listed: list[str] | None) -> Floats:
    return 1 - 0.9 * inside(item.lat, item.lon, item.radius_km, spots)


def inside(lat: float, lon: float, radius: float, spots: Spots) -> Floats:
    """The share of a spot within a circle, roughly."""
    edge = np.maximum(spots.blur_km, 0.1 * radius)
    share = expit((radius - km_from(lat, lon, spots.points.ball)) / (0.4 * edge))
    return np.asarray(share * np.minimum(1, (radius / np.maximum(spots.blur_km, 1e-3)) ** 2))


@likelihood.register
def _(item: Layer, spots: Spots, roads: RoadTimes, listed: list[str] | None) -> Floats:
    given = np.asarray(item.likelihood(spots.points.lat, spots.points.lon), float)
    if given.shape != (len(spots),) or not np.isfinite(given).all() or (given < 0).any():
        raise ValueError(f"layer {item.name}: one finite likelihood of 0 or more a point is needed")
    return given


def sun_height(when: datetime, lat: Floats, lon: Floats) -> Floats:
    """Degrees of the sun above the horizon; good to a degree (mean elements of the sun's path)."""
    days = (when - datetime(2000, 1, 1, 12, tzinfo=UTC)) / timedelta(days=1)
    mean, turn = np.radians(357.529 + 0.98560028 * days), 280.459 + 0.98564736 * days
    along = np.radians(turn + 1.915 * np.sin(mean) + 0.020 * np.sin(2 * mean))
    tilt = np.radians(23.439)
    high = np.arcsin(np.sin(tilt) * np.sin(along))
    right = np.arctan2(np.cos(tilt) * np.sin(along), np.cos(along))
    hour = np.radians(18.697374558 * 15 + 24.06570982441908 * 15 * days + lon) - right
    phi = np.radians(lat)
    return np.asarray(
        np.degrees(np.arcsin(np.sin(phi) * np.sin(high) + np.cos(phi) * np.cos(high) * np.cos(hour)))
    )
