"""Published scam-centre sites. A site is a disc, not a point: ``radius_km`` is how well it is known."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from ._tables import rows

_DISTANCE = re.compile(r"~(\d+(?:\.\d+)?) (k?m)\b")


@dataclass(frozen=True, slots=True)
class Site:
    """``lat``, ``lon``: WGS84 degrees. ``precision`` is the table's own wording of the radius."""

    key: str  # kk-park
    name: str
    other_names: tuple[str, ...]  # in several scripts
    country: str  # ISO 3166-1 alpha-2
    lat: float
    lon: float
    radius_km: float
    precision: str
    kind: str
    source: str


@cache
def load() -> dict[str, Site]:
    """By key, in the order of the table."""
    sites = (_read(row) for row in rows("sites"))
    return {site.key: site for site in sites}


def _read(row: dict[str, str]) -> Site:
    return Site(
        key=key_of(row["name"]),
        name=row["name"],
        other_names=tuple(name.strip() for name in row["alt_names"].split("|") if name.strip()),
        country=row["country"],
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        radius_km=radius_km(row["precision"]),
        precision=row["precision"],
        kind=row["kind"],
        source=row["source"],
    )


def key_of(name: str) -> str:
    """A stable key made of the name's letters and digits: "KK Park" → "kk-park"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.partition(" (")[0]).strip("-")


def radius_km(precision: str) -> float:
    """The distance in a wording such as "town (~5 km)". Raises ValueError where there is none."""
    found = _DISTANCE.search(precision)
    if not found:
        raise ValueError(f"no distance in {precision!r}: write it like (~5 km)")
    return float(found[1]) / (1000 if found[2] == "m" else 1)
