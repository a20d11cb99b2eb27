"""Fits the speeds of the network to the known road times that are there to fit, and scores the others.

    .venv/bin/python scripts/travel.py [--check]

What the speeds are fitted with was chosen by the error that --check prints: of pairs of which one town is in no pair
that was fitted to. Nothing was chosen by the held-out parts, which are printed last.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
from scipy.optimize import least_squares
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from entraide.engines.locate._road_times import (
    HELD_OUT,
    RoadTime,
    Town,
    part_of,
    rms,
    straight_line_errors,
    travel_errors,
)
from entraide.engines.locate._sphere import km_of_chord, unit
from entraide.engines.locate.travel import (
    COUNTRIES,
    FEATURES,
    Network,
    Speeds,
    edges,
    features,
    settlements,
)

INTO = Path(__file__).parents[1] / "src/entraide/engines/locate/data/travel.json"
# What the pairs do not tell stays near these: mean and spread of each.
EXPECTED = {
    "all": (-3.5, 1.0),
    "climb": (0.3, 0.15),
    "sparse": (0.1, 0.1),
    "water": (0.7, 0.3),
    "far": (0.0, 0.1),
    "small towns": (0.0, 0.1),
    "poor": (0.0, 0.15),
    "winding": (-0.1, 0.15),
    "main": (-0.3, 0.15),
    "dual": (-0.5, 0.15),
    "motorway": (-0.65, 0.15),
    **dict.fromkeys(COUNTRIES, (0.0, 0.15)),
    "border": (0.5, 0.2),
}
NOISE = 0.17  # of a known time, as a logarithm
HUB = 8  # pairs that make a town one that most ways begin at
Values = np.ndarray


def speeds_of(values: Values) -> Speeds:
    return Speeds(tuple(values[:-1].tolist()), max(float(values[-1]), 0.0))


@cache
def numbers() -> dict[tuple[int, int], int]:
    """The row of each edge, by its ends in either order."""
    ends = edges()["edges"]
    rows = {pair: row for row, pair in enumerate(map(tuple, ends.tolist()))}
    return rows | {(b, a): row for (a, b), row in rows.items()}


def ways(speeds: Speeds, pairs: list[RoadTime]) -> tuple[csr_array, Values]:
    """The quickest way of each pair: pairs × edges, and the hours before and after them."""
    network = Network.of(speeds)
    size = len(network.first) - 1
    used, around = [], np.zeros(len(pairs))

    def nearest(town: Town, many: int) -> tuple[Values, Values]:
        chord, near = settlements().query(unit(town.lat, town.lon), k=many)
        return km_of_chord(chord) * speeds.local + network.border(near, near[0]), near

    for start in {one.start for one in pairs}:
        access, near = nearest(start, 4)
        # A node more, from which the nearest settlements are reached.
        graph = csr_array(
            (
                np.append(network.edge, access + speeds.start),
                np.append(network.ends, near),
                np.append(network.first, len(network.edge) + len(near)),
            ),
            shape=(size + 1, size + 1),
        )
        hours, before = dijkstra(graph, indices=size, return_predecessors=True, limit=40.0)
        for row, one in enumerate(pairs):
            if one.start != start:
                continue
            egress, there = nearest(one.to, 3)
            at = int(there[best := int(np.argmin(hours[there] + egress))])
            while before[at] != size:
                used.append((row, numbers()[int(before[at]), at]))
                at = int(before[at])
            around[row] = hours[at] + egress[best]
    rows, columns = np.array(used).T
    return csr_array((np.ones(len(used)), (rows, columns)), shape=(len(pairs), len(features()))), around


def fitted_to(pairs: list[RoadTime], rounds: int = 4) -> Speeds:
    """Speeds that fit: the ways are sought with the speeds so far, then the speeds fitted along these ways."""
    mean, spread = np.array([EXPECTED[name] for name in (*FEATURES, "border")]).T
    known, values = np.array([one.hours for one in pairs]), mean.copy()
    for _ in range(rounds):
        along, around = ways(speeds_of(values), pairs)
        here = np.unique(along.indices)
        along, told = along[:, here], features()[here]
        km, crossing = edges()["km"][here], edges()["border"][here]

        def off(
            at: Values, along: csr_array = along, around: Values = around, told: Values = told, km: Values = km,
            crossing: Values = crossing,
        ) -> tuple[Values, Values]:  # fmt: skip
            pace = km * np.exp(told @ at[:-1])
            hours = around + along @ (pace + at[-1] * crossing)
            slope = np.column_stack([along @ (pace[:, None] * told), along @ crossing]) / hours[:, None]
            return (
                np.append(np.log(hours / known) / NOISE, (at - mean) / spread),
                np.vstack([slope / NOISE, np.diag(1 / spread)]),
            )

        values = least_squares(
            lambda at, off=off: off(at)[0], values, jac=lambda at, off=off: off(at)[1], loss="soft_l1"
        ).x
    return speeds_of(np.round(values, 4))


def folds(pairs: list[RoadTime], seed: int, many: int = 5) -> Iterator[tuple[list[RoadTime], list[RoadTime]]]:
    """What to fit to and what to check on: pairs with a town that no pair fitted to has. Hubs are in both."""
    often = Counter(town for one in pairs for town in (one.start, one.to))
    rng = np.random.default_rng(seed)
    fold = {
        town: -1 if often[town] >= HUB else int(rng.integers(many))
        for town in sorted(often, key=lambda town: (town.country, town.name))
    }
    for n in range(many):
        apart = [n in (fold[one.start], fold[one.to]) for one in pairs]
        yield (
            [one for one, out in zip(pairs, apart, strict=True) if not out],
            [one for one, out in zip(pairs, apart, strict=True) if out],
        )


def checked(seeds: range = range(3)) -> float:
    return rms(
        np.concatenate(
            [
                travel_errors(Network.of(fitted_to(some)), others)
                for seed in seeds
                for some, others in folds(part_of("fit"), seed)
            ]
        )
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "--check", action="store_true", help="The error on pairs apart, by fitting to others."
    )
    if parser.parse_args().check:
        print(f"fitted to pairs without one of the towns: log error {checked():.4f}")
    speeds = fitted_to(part_of("fit"))
    pace = dict(zip(FEATURES, speeds.pace, strict=True))
    print(pace, speeds.border)
    for part in ("fit", *HELD_OUT):
        off, straight = travel_errors(Network.of(speeds), part_of(part)), straight_line_errors(part_of(part))
        print(f"{part}: {len(off)} pairs, log error {rms(off):.3f}; straight line {rms(straight):.3f}")
    INTO.write_text(json.dumps({"pace": pace, "border": speeds.border}, indent=1) + "\n")


if __name__ == "__main__":
    main()
