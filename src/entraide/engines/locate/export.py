"""An estimate as GeoJSON: in full for those who work on it, coarse for everybody else."""

from __future__ import annotations

from typing import Any

import h3.api.numpy_int as h3

from .estimate import LEAD, Estimate

PUBLIC_RESOLUTION = 4  # cells of some 1,800 km²


def geojson(estimate: Estimate, *, public: bool = False) -> dict[str, Any]:
    """A FeatureCollection of regions and candidates.

    ``public``: cells of 1,800 km² and probabilities in tenths; no candidates, no evidence, nothing that was said.
    """
    features = [_region(estimate, 0.9, public)]
    if not public:
        features += [_region(estimate, 0.5, public)]
        features += [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [one.lon, one.lat]},
                "properties": {
                    "what": "candidate", "rank": rank, "name": one.name, "site": one.site,
                    "probability": one.probability, "radius_km": one.radius_km,
                },
            }
            for rank, one in enumerate(estimate.candidates[:10], 1)
        ]  # fmt: skip
    digits = 1 if public else 3
    return {
        "type": "FeatureCollection",
        "features": features,
        "properties": {
            "notice": LEAD,
            "unlisted": round(estimate.unlisted, digits),
            "sure": estimate.sure,
            "public": public,
        },
    }


def _region(estimate: Estimate, level: float, public: bool) -> dict[str, Any]:
    cells = estimate.region(level).cells.tolist()
    if public:
        cells = sorted({h3.cell_to_parent(cell, PUBLIC_RESOLUTION) for cell in cells})
    rings = [ring for cell in cells for ring in _rings(cell)]
    area = sum(h3.cell_area(cell, "km^2") for cell in cells)
    return {
        "type": "Feature",
        "geometry": {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]},
        "properties": {"what": "region", "level": level, "area_km2": round(area), "notice": LEAD},
    }


def _rings(cell: int) -> list[list[list[float]]]:
    """The outline of a cell (longitude first); in two parts where it lies on the date line (RFC 7946, 3.1.9)."""
    ring = [(lon, lat) for lat, lon in h3.cell_to_boundary(cell)]
    if max(lon for lon, _ in ring) - min(lon for lon, _ in ring) < 180:
        return [_closed(ring)]
    whole = [(lon % 360, lat) for lon, lat in ring]
    west, east = _cut(whole, 1), _cut(whole, -1)
    return [_closed(west), _closed([(lon - 360, lat) for lon, lat in east])]


def _cut(ring: list[tuple[float, float]], side: int) -> list[tuple[float, float]]:
    """What of the ring lies west (1) or east (-1) of 180°."""
    found = []
    for (lon, lat), (next_lon, next_lat) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if side * (180 - lon) >= 0:
            found.append((lon, lat))
        if (180 - lon) * (180 - next_lon) < 0:
            found.append((180.0, lat + (next_lat - lat) * (180 - lon) / (next_lon - lon)))
    return found


def _closed(ring: list[tuple[float, float]]) -> list[list[float]]:
    return [[round(lon, 5), round(lat, 5)] for lon, lat in [*ring, ring[0]]]
