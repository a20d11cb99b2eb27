"""Learns how much of the mass a region must take, on simulated cases that no benchmark uses.

    .venv/bin/python scripts/calibrate.py [--per-stratum 600] [--seed 7000]

For each number of items, listed and unlisted centres apart: a region takes the densest cells of the listed places up
to one share of their mass, and of the unlisted ones up to another, so that it holds the truth as often as it says in
either. Neighbouring numbers of items are learned together, each counting less the farther it is.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from entraide.bench import _locate_world as world
from entraide.bench.locate import evidence_of
from entraide.engines.locate import Case, locate, warm
from entraide.engines.locate._calibration import NONE

INTO = Path(__file__).parents[1] / "src/entraide/engines/locate/data/calibration.json"
LEVELS = (0.5, 0.8, 0.9, 0.95)
AIM = {0.9: 0.906}  # a little more, for the strata differ and .88 is too few
COUNTS = range(1, 9)
Shares = np.ndarray


def before(listed: bool, items: int, many: int, seed: int) -> Shares:
    """Cases × (listed, unlisted): the share of the mass in denser cells than the truth's."""
    cases = world.cases(seed + 10 * items + listed, many, listed=float(listed), least=items, most=items)
    return np.array(
        [
            locate(Case(evidence_of(case)), calibration=NONE).shares_before(case.truth.lat, case.truth.lon)
            for case in cases
        ]
    )


def weighted_quantile(values: Shares, weights: Shares, level: float) -> float:
    order = np.argsort(values)
    at = np.searchsorted(np.cumsum(weights[order]), level * weights.sum())
    return float(values[order][min(at, len(values) - 1)])


def levels_for(found: dict[tuple[bool, int], Shares], items: int, level: float) -> tuple[float, float]:
    """The shares of the mass of listed and unlisted places that hold the truth of either as often as ``level``."""

    def together(listed: bool) -> tuple[Shares, Shares]:
        parts = [
            (rows, 0.2 ** abs(n - items))
            for (kind, n), rows in found.items()
            if kind == listed and abs(n - items) < 3
        ]
        return np.concatenate([rows for rows, _ in parts]), np.concatenate(
            [np.full(len(rows), w) for rows, w in parts]
        )

    (own, own_weight), (other, other_weight) = together(True), together(False)
    a, b = level, level
    for _ in range(30):
        # Those that the unlisted part holds already need nothing of the listed part, and the other way round.
        a = weighted_quantile(np.where(own[:, 1] < b, -1.0, own[:, 0]), own_weight, level) + 1e-9
        b = weighted_quantile(np.where(other[:, 0] < a, -1.0, other[:, 1]), other_weight, level) + 1e-9
        a, b = min(max(a, 0.02), 1.0), min(max(b, 0.02), 1.0)
    return round(a, 5), round(b, 5)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--per-stratum", type=int, default=600)
    parser.add_argument("--seed", type=int, default=7000)
    given = parser.parse_args()
    warm()
    found = {}
    for items in COUNTS:
        for listed in (True, False):
            found[listed, items] = before(listed, items, given.per_stratum, given.seed)
            lost = (found[listed, items] > 1).all(axis=1).mean()
            print(
                f"{'listed' if listed else 'unlisted'}, {items} items: {lost:.1%} in no cell that was looked into",
                flush=True,
            )
    levels = {n: [levels_for(found, n, AIM.get(level, level)) for level in LEVELS] for n in COUNTS}
    for n, row in levels.items():
        print(n, row)
    table = {
        "about": f"scripts/calibrate.py, {given.per_stratum} simulated cases a stratum, seed {given.seed}",
        "temperatures": {},
        "levels": LEVELS,
        "listed": {n: [one for one, _ in row] for n, row in levels.items()},
        "unlisted": {n: [other for _, other in row] for n, row in levels.items()},
    }
    INTO.write_text(json.dumps(table, indent=1) + "\n")


if __name__ == "__main__":
    main()
