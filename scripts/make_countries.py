"""Make src/entraide/vocabulary/data/countries.csv.

Codes and names: Unicode CLDR, as Babel carries it (Unicode licence). Points: Natural Earth 1:50m (public
domain), as the frontend's world-atlas carries it (`npm ci` in frontend/ first): the middle of the largest piece.
"""

import csv
import json
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel import Locale
from babel.core import get_global

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "src/entraide/vocabulary/data/countries.csv"
ATLAS = ROOT / "frontend/node_modules/world-atlas/countries-50m.json"
LANGUAGES = ("en", "fr", "es", "ar")
SOURCE = "names: Unicode CLDR; point: Natural Earth"
WITHDRAWN = set("BUR DDR FXX NTZ QUU ROM SUN TMP TPE YMD YUG ZAR CSK SCG ANT PCI PUS".split())  # noqa: SIM905
NOT_STATES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}

Point = tuple[float, float]  # lon, lat


def main() -> None:
    names = {language: Locale(language).territories for language in LANGUAGES}
    aliases = get_global("territory_aliases")
    alpha3 = {
        two[0]: three
        for three, two in aliases.items()
        if re.fullmatch("[A-Z]{3}", three) and len(two) == 1 and three not in WITHDRAWN
    }
    alpha3["XK"] = "XKX"  # Kosovo has no code of ISO and is written by its user-assigned ones
    points = dict(_points(aliases))
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "alpha3", *LANGUAGES, "lat", "lon", "source"])
        for code in sorted(set(names["en"]) & set(alpha3) - NOT_STATES):
            lon, lat = points.get(code, ("", ""))
            writer.writerow(
                [code, alpha3[code], *(names[language][code] for language in LANGUAGES), lat, lon, SOURCE]
            )


def _points(aliases: dict[str, list[str]]) -> Iterator[tuple[str, Point]]:
    atlas = json.loads(ATLAS.read_text(encoding="utf-8"))
    arcs = [_absolute(arc, atlas["transform"]) for arc in atlas["arcs"]]
    for shape in atlas["objects"]["countries"]["geometries"]:
        code = aliases.get(shape.get("id", ""), [""])[0]
        if shape["properties"]["name"] == "Kosovo":
            code = "XK"
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape.get("arcs", [])
        rings = [_ring(polygon[0], arcs) for polygon in polygons]
        if code and rings:
            lon, lat = _middle(max(rings, key=lambda ring: abs(_area(ring))))
            yield code, (round(lon, 1), round(lat, 1))


def _absolute(arc: list[list[int]], transform: dict[str, Any]) -> list[Point]:
    (kx, ky), (x0, y0), x, y = transform["scale"], transform["translate"], 0, 0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append((x * kx + x0, y * ky + y0))
    return points


def _ring(indexes: list[int], arcs: list[list[Point]]) -> list[Point]:
    """Arcs joined at their ends; ~n is arc n backwards."""
    pieces = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indexes]
    return [point for piece in pieces for point in piece[1:]]


def _area(ring: list[Point]) -> float:
    shoelace = (
        sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True)) / 2
    )
    return shoelace * math.cos(math.radians(sum(lat for _, lat in ring) / len(ring)))


def _middle(ring: list[Point]) -> Point:
    lon = lat = twice = 0.0
    for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = ax * by - bx * ay
        lon, lat, twice = lon + (ax + bx) * cross, lat + (ay + by) * cross, twice + cross
    return lon / (3 * twice), lat / (3 * twice)


if __name__ == "__main__":
    main()
