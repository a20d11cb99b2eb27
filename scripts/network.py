"""Writes the network to travel on: GeoNames' settlements, each joined to its neighbours, with the trunk roads drawn on it.

    .venv/bin/python scripts/network.py --packages FOLDER

FOLDER holds the unpacked npm package three-globe (`npm pack three-globe`, then unpack it into FOLDER/three-globe),
with NASA's topography, which is in the public domain. places.parquet must be there (`scripts/places.py`).
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from PIL import Image
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import ConvexHull, cKDTree

from entraide.engines.locate._sphere import km_of_chord, unit
from entraide.engines.locate.travel import ROADS

DATA = Path(__file__).parents[1] / "src/entraide/engines/locate/data"
LONGEST = 400.0  # km of an edge between settlements
BESIDE = 9.0  # km within which a settlement stands for a town of the table of roads
DETOUR = 1.18  # how much longer the way over settlements may be than the road's own line to be taken for it
Points = np.ndarray


def neighbours(ball: Points) -> Points:
    """Pairs of settlements next to each other: of the Delaunay triangulation, and the six nearest of each."""
    hull = ConvexHull(ball + np.random.default_rng(1).normal(0, 1e-9, ball.shape)).simplices
    delaunay = np.concatenate([hull[:, [0, 1]], hull[:, [1, 2]], hull[:, [0, 2]]])
    _, near = cKDTree(ball).query(ball, k=7)
    nearest = np.stack([np.repeat(np.arange(len(ball)), 6), near[:, 1:].ravel()], axis=1)
    edges = np.unique(np.sort(np.concatenate([delaunay, nearest]), axis=1), axis=0)
    km = length(ball, edges)
    return edges[(km < LONGEST) & (km > 0)]


def length(ball: Points, edges: Points) -> Points:
    return km_of_chord(np.linalg.norm(ball[edges[:, 0]] - ball[edges[:, 1]], axis=1))


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def stages(ball: Points) -> Iterator[tuple[int, int, float, int]]:
    """Of each trunk road, from settlement to settlement: the two, km along the towns between them, kind of road."""
    points = {(row["name"], row["country"]): (float(row["lat"]), float(row["lon"])) for row in rows("towns")}
    tree = cKDTree(ball)
    for road in rows("trunk_roads"):
        last, far, before = -1, 0.0, None
        for name in road["towns"].split(" > "):
            # On roads across a border each town names its country.
            town = (name, road["country"]) if road["country"] else (name[:-3], name[-2:])
            here = unit(*([one] for one in points[town]))[0]
            far += float(km_of_chord(np.linalg.norm(here - before))) if before is not None else 0.0
            before = here
            chord, near = tree.query(here)
            if km_of_chord(chord) < BESIDE:
                if last not in (-1, near):
                    yield last, int(near), far, ROADS.index(road["kind"])
                last, far = int(near), 0.0


def drawn(ball: Points, edges: Points) -> tuple[Points, Points, Points]:
    """All edges with those that only the roads make, their km and kinds.

    A road is drawn twice: on the edges that lie along it, for what is beside it, and from town to town, for the settlements
    along it make its line longer than it is.
    """
    km = length(ball, edges)
    size = len(ball)
    both = np.concatenate([edges, edges[:, ::-1]])
    graph = csr_array((np.tile(km + 0.3, 2), (both[:, 0], both[:, 1])), shape=(size, size))
    number = {pair: n for n, pair in enumerate(map(tuple, edges.tolist()))}
    kind, direct = np.zeros(len(edges), np.uint8), {}
    for a, b, far, road in stages(ball):
        pair = (min(a, b), max(a, b))
        far = max(far, float(length(ball, np.array([pair]))[0]))
        if pair not in number:
            was, shortest = direct.get(pair, (0, far))
            direct[pair] = max(was, road), min(shortest, far)
        found, previous = dijkstra(graph, indices=a, return_predecessors=True, limit=far * DETOUR + 8)
        along, at = [], b
        while np.isfinite(found[b]) and at != a:
            along.append(number[min(previous[at], at), max(previous[at], at)])
            at = previous[at]
        if along and km[along].sum() <= far * DETOUR + 2:
            kind[along] = np.maximum(kind[along], road)
    return (
        np.concatenate([edges, np.array(list(direct))]),
        np.append(km, [far for _, far in direct.values()]),
        np.append(kind, [road for road, _ in direct.values()]).astype(np.uint8),
    )


def network(folder: Path) -> dict[str, Points]:
    """Edges: ends, km, metres climbed a km, share over water, border or not, spacing of settlements, kind of road."""
    places = pq.read_table(DATA / "places.parquet")
    points = np.stack([places["lon"].to_numpy(), places["lat"].to_numpy()], axis=1).astype(np.float64)
    country = places["country"].to_numpy(zero_copy_only=False)
    ball = unit(points[:, 1], points[:, 0])
    edges, km, road = drawn(ball, neighbours(ball))
    images = folder / "three-globe/package/example/img"
    grey = np.asarray(Image.open(images / "earth-topology.png").convert("L"), float)
    water = np.asarray(Image.open(images / "earth-water.png").convert("L"))
    steps = np.linspace(0, 1, 13)
    along = (
        points[edges[:, 0]][:, None] + (points[edges[:, 1]] - points[edges[:, 0]])[:, None] * steps[:, None]
    )

    def sampled(image: Points) -> Points:
        height, width = image.shape
        row = np.clip(((90 - along[..., 1]) / 180 * height).astype(int), 0, height - 1)
        return image[row, ((along[..., 0] + 180) / 360 * width).astype(int) % width]

    metres = sampled(grey) * (8848 / 255)
    climb = np.abs(np.diff(metres, axis=1)).sum(axis=1) / np.maximum(km, 12)
    wet = (sampled(water) > 127).mean(axis=1)
    # Short hops along a coast are wet only on a coarse picture, and roads lie on land.
    wet = np.where(km < 35, np.where(wet > 0.6, wet, 0), np.where(wet > 0.3, wet, 0)) * (road == 0)
    spacing = km_of_chord(cKDTree(ball).query(ball, k=6)[0][:, -1])
    return {
        "edges": edges.astype(np.int32),
        "km": km.astype(np.float32),
        "climb": np.minimum(climb, 255).astype(np.uint8),
        "wet": (wet * 100).astype(np.uint8),
        "border": (country[edges[:, 0]] != country[edges[:, 1]]),
        "spacing": spacing[edges].mean(axis=1).astype(np.float32),
        "road": road,
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--packages", type=Path, required=True)
    table = network(parser.parse_args().packages)
    np.savez_compressed(DATA / "network.npz", **table)
    print({name: values.shape for name, values in table.items()}, np.bincount(table["road"]))


if __name__ == "__main__":
    main()
