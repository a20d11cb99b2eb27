"""`entraide bench locate`: simulated cases, their regions, crowded compounds, false items, times and roads."""

from __future__ import annotations

import time
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from . import Measured

if TYPE_CHECKING:
    from entraide.engines.locate import Estimate, Evidence

    from ._locate_world import SimulatedCase

# Development and calibration use seeds below 10,000.
SEED = 20_261
COUNTS = range(2, 9)
SIZE = 300


def run(size: int | None, per_stratum: int = 2200, seed: int = SEED) -> Measured:
    """Simulated cases of 2 to 8 items, 10–20 % false, 40 % of centres on no list: places found, regions that hold, false items, times."""
    from entraide.engines.locate import warm
    from entraide.engines.locate._road_times import (
        HELD_OUT,
        part_of,
        rms,
        straight_line_errors,
        travel_errors,
    )
    from entraide.engines.locate.travel import fitted

    from . import _locate_world as world

    size = size or SIZE
    warm()
    cases = world.cases(seed, size)
    given = [evidence_of(case) for case in cases]
    for some in given[:3]:
        located(some)
    found, took_7 = _timed(given, 7)
    _, took_6 = _timed(given, 6)
    off = [
        [_km(case, one) for one in estimate.candidates[:5]]
        for case, estimate in zip(cases, found, strict=True)
    ]
    near = np.array([min(row, default=9e9) <= 10 for row in off])
    listed = np.array([bool(case.truth.site) for case in cases])
    area = np.median([estimate.region(0.9).area_km2 for estimate in found])
    auc = _auc(
        np.concatenate([estimate.fused.false for estimate in found]),
        np.concatenate([case.false for case in cases]),
    )
    first, among_three = _right_compound(world.crowded(seed + 1, size))
    coverage, lines = _coverage(seed + 2, per_stratum) if per_stratum else ({}, [])
    moved, of_moved = _moved(seed + 3, size)
    parts = [part_of(name) for name in HELD_OUT]
    roads, straight = (
        [travel_errors(fitted(), part) for part in parts],
        [straight_line_errors(part) for part in parts],
    )
    low, high = (min(coverage.values(), default=None), max(coverage.values(), default=None))
    figures: dict[str, Any] = {
        "top1": _share(row[0] <= 10 for row in off if row),
        "top5": _share(near),
        "top5_unknown": _share(near[~listed]),
        "median_km": round(float(np.median([row[0] for row in off if row])), 2),
        "right_compound_top1": first,
        "right_compound_top3": among_three,
        "coverage_by_stratum": coverage,
        "coverage_lowest": low,
        "coverage_highest": high,
        **moved,
        "area90_km2": round(float(area), 1),
        "false_auc": round(auc, 3),
        "ms_res6": round(1000 * float(np.median(took_6)), 1),
        "ms_res7": round(1000 * float(np.median(took_7)), 1),
        "travel_log_error": round(rms(roads[0]), 3),
        "travel_log_error_mean_absolute": round(float(np.abs(roads[0]).mean()), 3),
        "travel_log_error_towns_apart": round(rms(roads[1]), 3),
    }
    text = [
        f"{size} simulated cases (seed {seed}), {np.concatenate([case.false for case in cases]).mean():.0%} of items false,"
        f" {1 - listed.mean():.0%} of centres unlisted",
        f"within 10 km: first {figures['top1']:.3f}, first five {figures['top5']:.3f} (0.90 required),"
        f" unlisted {figures['top5_unknown']:.3f} (0.82 required)",
        f"median error {figures['median_km']} km (5 required); median area of the 90 % region {area:.0f} km² (250 required)",
        f"right compound among several, 6 to 8 items, {size} cases (seed {seed + 1}): first {first:.3f} (0.50 required),"
        f" first three {among_three:.3f} (0.80 required)",
        f"false items: AUC {auc:.3f} (0.92 required)",
        f"a fusion: {figures['ms_res6']} ms at resolution 6 (30 required), {figures['ms_res7']} ms at 7 (200 required),"
        " median processor time, evidence read and tables loaded",
        *(
            f"roads, {len(off)} known pairs that nothing was fitted to ({name} part): log error {rms(off):.3f}"
            f" (0.20 required), mean of absolute {np.abs(off).mean():.3f}; straight line {rms(line):.3f}"
            for name, off, line in zip(HELD_OUT, roads, straight, strict=True)
        ),
        *of_moved,
        *lines,
    ]
    return Measured(figures, text)


def evidence_of(case: SimulatedCase) -> list[Evidence]:
    """The items as the engine takes them."""
    from entraide.engines.locate import KINDS

    given = []
    for item in case.items:
        values = {name: value for name, value in item.items() if name != "kind"}
        if "on" in values:
            values["on"] = date.fromisoformat(values["on"])
        if "when" in values:
            values["when"] = datetime.fromisoformat(values["when"])
        given.append(KINDS[item["kind"]](**values))
    return given


def located(given: list[Evidence], resolution: int = 7) -> Estimate:
    from entraide.engines.locate import Case, locate

    return locate(Case(given), resolution=resolution)


def _timed(given: list[list[Evidence]], resolution: int) -> tuple[list[Estimate], list[float]]:
    found, took = [], []
    for one in given:
        began = time.process_time()
        found.append(located(one, resolution))
        took.append(time.process_time() - began)
    return found, took


def _km(case: SimulatedCase, candidate: Any) -> float:
    from ._locate_world import km

    return float(km(case.truth.lat, case.truth.lon, candidate.lat, candidate.lon))


def _share(these: Any) -> float:
    return round(float(np.mean(list(these))), 3)


def _auc(scores: Any, labels: Any) -> float:
    """The probability that a false item is scored above a true one."""
    from scipy.stats import rankdata

    ranks, labels = rankdata(scores), np.asarray(labels, bool)
    false, true = int(labels.sum()), int((~labels).sum())
    return float((ranks[labels].sum() - false * (false + 1) / 2) / (false * true))


def _right_compound(cases: list[SimulatedCase]) -> tuple[float, float]:
    """How often the right site is the first of the listed candidates, and among the first three."""
    ranked = [
        ([one.site for one in located(evidence_of(case)).candidates], case.truth.site) for case in cases
    ]
    return _share(names[:1] == [site] for names, site in ranked), _share(
        site in names[:3] for names, site in ranked
    )


def _moved(seed: int, size: int) -> tuple[dict[str, float], list[str]]:
    """Centres that moved, 2 to 8 items, one of which says that the old site was left: how well they are found, and how
    often regions hold, with 95 % intervals."""
    from entraide.engines.locate.checking import wilson

    from . import _locate_world as world

    figures: dict[str, float] = {}
    lines = [f"centres that moved, {size} cases each (seed {seed}), within 10 km:"]
    for listed in (True, False):
        name = "listed" if listed else "unlisted"
        cases = world.moved_cases(seed * 100 + listed, size, listed=float(listed))
        found = [located(evidence_of(case)) for case in cases]
        off = [
            [_km(case, one) for one in estimate.candidates[:5]]
            for case, estimate in zip(cases, found, strict=True)
        ]
        held = [
            estimate.region(0.9).covers(case.truth.lat, case.truth.lon)
            for case, estimate in zip(cases, found, strict=True)
        ]
        figures |= {
            f"moved_top1_{name}": _share(row[0] <= 10 for row in off),
            f"moved_top5_{name}": _share(min(row) <= 10 for row in off),
            f"moved_coverage_{name}": _share(held),
        }
        low, high = wilson(sum(held), size)
        area = np.median([estimate.region(0.9).area_km2 for estimate in found])
        lines.append(
            f"  {name}: first {figures[f'moved_top1_{name}']:.3f}, first five {figures[f'moved_top5_{name}']:.3f};"
            f" 90 % region {sum(held) / size:.3f} ({low:.3f} to {high:.3f}; 0.88 to 0.93 required),"
            f" median {area:.0f} km²"
        )
    return figures, lines


def _coverage(seed: int, many: int) -> tuple[dict[str, float], list[str]]:
    """Of each stratum, the share of fresh cases whose 90 % region holds the truth, with its 95 % interval."""
    from entraide.engines.locate.checking import wilson

    from . import _locate_world as world

    found, lines = (
        {},
        [f"90 % regions on {many} fresh cases a stratum (seed {seed}; 0.88 to 0.93 required in each):"],
    )
    for listed in (True, False):
        for items in COUNTS:
            cases = world.cases(
                seed * 100 + 10 * items + listed, many, listed=float(listed), least=items, most=items
            )
            held = sum(
                located(evidence_of(case)).region(0.9).covers(case.truth.lat, case.truth.lon)
                for case in cases
            )
            low, high = wilson(held, many)
            name = f"{'listed' if listed else 'unlisted'}, {items} items"
            found[name] = round(held / many, 3)
            lines.append(f"  {name}: {held / many:.3f} ({low:.3f} to {high:.3f})")
    return found, lines
