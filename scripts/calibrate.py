"""Learns how much of the mass a region must take, on simulated cases that no benchmark uses.

    .venv/bin/python scripts/calibrate.py [--per-stratum 700] [--seeds 7000 8000]

For each number of items, listed and unlisted centres apart: a region takes the densest cells of the listed places up
to one share of their mass, and of the unlisted ones up to another, so that it holds the truth as often as it says in
either. Neighbouring numbers of items are learned together, each counting less the farther it is. Cases whose items
contradict each other, and sites that moved, are learned apart, of any number of items.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from entraide.bench import _locate_world as world
from entraide.bench.locate import evidence_of
from entraide.engines.locate import Case, locate, warm
from entraide.engines.locate._calibration import AGREED, CONTRADICTED, MOVED, NONE

INTO = Path(__file__).parents[1] / "src/entraide/engines/locate/data/calibration.json"
LEVELS = (0.5, 0.8, 0.9, 0.95)
AIM = {0.9: 0.905}  # a little more, for the strata differ and .88 is too few
COUNTS = range(1, 9)
OF_MOVED = 0  # stands for the number of items: cases of 2 to 8 about centres that moved
KINDS = (AGREED, CONTRADICTED, MOVED)
Shares = np.ndarray
Found = dict[tuple[bool, int], Shares]
Levels = dict[int, list[tuple[float, float]]]


def before(listed: bool, items: int, many: int, seed: int) -> Shares:
    """Cases × (mass of listed and of unlisted places in denser cells than the truth's; mass of the unlisted; number of
    the kind of case; independent items)."""
    seed += 10 * items + listed
    if items == OF_MOVED:
        cases = world.moved_cases(seed, many, listed=float(listed))
    else:
        cases = world.cases(seed, many, listed=float(listed), least=items, most=items)
    rows = []
    for case in cases:
        estimate = locate(Case(evidence_of(case)), calibration=NONE)
        masses = (*estimate.shares_before(case.truth.lat, case.truth.lon), estimate.unlisted)
        rows.append((*masses, KINDS.index(estimate.fused.kind), estimate.independent))
    return np.array(rows)


def of_kind(found: Found, kind: str) -> Found:
    return {stratum: rows[rows[:, 3] == KINDS.index(kind)] for stratum, rows in found.items()}


def together(found: Found, counts: Iterable[int]) -> Found:
    """Cases of any of these numbers of items, as if of one."""
    return {
        (listed, 1): np.concatenate([found[listed, items] for items in counts]) for listed in (True, False)
    }


def odds_of(found: Found) -> tuple[float, float]:
    """Slope and shift of the log-odds of "on no list", by logistic regression; six of ten centres are listed."""
    rows = [
        (row[2], not listed, 0.6 if listed else 0.4)
        for (listed, n), some in found.items()
        for row in some
        if row[4] > 1
    ]
    mass, unlisted, weight = np.array(rows).T
    inside = np.clip(mass, 1e-6, 1 - 1e-6)
    log_odds = np.log(inside / (1 - inside))

    def loss(values: Shares) -> float:
        signed = np.where(unlisted > 0, 1, -1) * (values[0] * log_odds + values[1])
        return float((weight * np.logaddexp(0, -signed)).mean())

    best = minimize(loss, np.array([1.0, 0.0])).x
    return round(float(best[0]), 4), round(float(best[1]), 4)


def weighted_quantile(values: Shares, weights: Shares, level: float) -> float:
    order = np.argsort(values)
    at = np.searchsorted(np.cumsum(weights[order]), level * weights.sum())
    return float(values[order][min(at, len(values) - 1)])


def levels_for(found: Found, items: int, level: float) -> tuple[float, float]:
    """The shares of the mass of listed and unlisted places that hold the truth of either as often as ``level``."""

    def around(listed: bool) -> tuple[Shares, Shares]:
        parts = [
            (rows, 0.2 ** abs(n - items))
            for (kind, n), rows in found.items()
            if kind == listed and abs(n - items) < 3
        ]
        return np.concatenate([rows for rows, _ in parts]), np.concatenate(
            [np.full(len(rows), w) for rows, w in parts]
        )

    (own, own_weight), (other, other_weight) = around(True), around(False)
    a, b = level, level
    for _ in range(200):
        # Those that the unlisted part holds already need nothing of the listed part, and the other way round.
        other_a = weighted_quantile(np.where(own[:, 1] < b, -1.0, own[:, 0]), own_weight, level) + 1e-9
        other_b = weighted_quantile(np.where(other[:, 0] < a, -1.0, other[:, 1]), other_weight, level) + 1e-9
        # By small steps, for the two pull at each other.
        a, b = (0.9 * old + 0.1 * min(max(new, 0.02), 1.0) for old, new in ((a, other_a), (b, other_b)))
    return round(a, 5), round(b, 5)


def simulated(seed: int, many: int, kept: Path | None) -> Found:
    """The samples of one seed, of each stratum; taken from ``kept`` where they are there."""
    file = kept / f"{seed}-{many}.npz" if kept else None
    if file and file.exists():
        with np.load(file) as read:
            return {(name[0] == "l", int(name[1:])): read[name] for name in read}
    found = {}
    for items in (OF_MOVED, *COUNTS):
        for listed in (True, False):
            rows = found[listed, items] = before(listed, items, many, seed)
            lost = (rows[:, :2] > 1).all(axis=1).mean()
            name = f"{'listed' if listed else 'unlisted'}, {f'{items} items' if items else 'moved'}"
            print(f"{name}: {lost:.1%} where nobody looked", flush=True)
    if file:
        np.savez(file, **{f"{'l' if listed else 'u'}{n}": rows for (listed, n), rows in found.items()})
    return found


def settled(found: Found, levels: Levels, at: int) -> Found:
    """The cases with what regions of these levels hold made surely held, and the others surely not."""
    changed = {}
    for stratum, rows in found.items():
        row = levels[min(max(stratum[1], 1), max(levels))][at]
        held = (rows[:, 0] < row[0]) | (rows[:, 1] < row[1])
        changed[stratum] = np.where(held[:, None], -1.0, 2.0) * np.ones((1, rows.shape[1]))
    return changed


def added(found: Found, other: Found) -> Found:
    return {stratum: np.concatenate([rows, other[stratum]]) for stratum, rows in found.items()}


def levels_of(at_level: Callable[[int], Found], counts: Iterable[int]) -> Levels:
    """Of each number of items, the shares of each level. A higher level never takes less."""
    found = [at_level(at) for at in range(len(LEVELS))]
    return {
        n: np.maximum.accumulate(
            [levels_for(some, n, AIM.get(level, level)) for some, level in zip(found, LEVELS, strict=True)]
        ).tolist()
        for n in counts
    }


def learned(found: Found) -> dict[str, dict[str, object]]:
    """The table of each kind of cases. Where items contradict each other a region takes its level of the masses at
    least; what agrees then makes up the whole of each stratum, and moves that are noticed that of all that moved."""
    usual = {stratum: rows for stratum, rows in found.items() if stratum[1] != OF_MOVED}
    agreed, contradicted = of_kind(usual, AGREED), of_kind(usual, CONTRADICTED)
    open_ones = levels_of(lambda _: together(contradicted, COUNTS), [1])
    open_ones = {1: np.maximum(open_ones[1], np.array(LEVELS)[:, None]).tolist()}
    clear = levels_of(lambda at: added(agreed, settled(contradicted, open_ones, at)), COUNTS)

    def moved(at: int) -> Found:
        unnoticed = (
            settled(of_kind(found, AGREED), clear, at),
            settled(of_kind(found, CONTRADICTED), open_ones, at),
        )
        all_moved = added(added(of_kind(found, MOVED), unnoticed[0]), unnoticed[1])
        return together(all_moved, [OF_MOVED])

    return {
        AGREED: table(agreed, clear),
        CONTRADICTED: table(contradicted, open_ones),
        MOVED: table(of_kind(found, MOVED), levels_of(moved, [1])),
    }


def table(found: Found, levels: Levels) -> dict[str, object]:
    odds = odds_of(found)
    print(sum(map(len, found.values())), "cases, odds", odds)
    for n, row in levels.items():
        print(n, row)
    return {
        "odds": odds,
        "listed": {n: [one for one, _ in row] for n, row in levels.items()},
        "unlisted": {n: [other for _, other in row] for n, row in levels.items()},
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--per-stratum", type=int, default=700, help="of each seed")
    parser.add_argument("--seeds", type=int, nargs="+", default=[7000, 8000])
    parser.add_argument(
        "--samples", type=Path, help="A folder to keep what was simulated in, and to take it from."
    )
    given = parser.parse_args()
    warm()
    parts = [simulated(seed, given.per_stratum, given.samples) for seed in given.seeds]
    found = {stratum: np.concatenate([part[stratum] for part in parts]) for stratum in parts[0]}
    table = {
        "about": f"scripts/calibrate.py, {given.per_stratum} simulated cases a stratum and seed, seeds {given.seeds}",
        "levels": LEVELS,
        "kinds": learned(found),
    }
    INTO.write_text(json.dumps(table, indent=1) + "\n")


if __name__ == "__main__":
    main()
