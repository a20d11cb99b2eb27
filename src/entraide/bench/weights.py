"""The weights of linking: our kernel beside Splink, its speed, and whether its probabilities hold."""

import logging
import time
from itertools import pairwise
from typing import Any

import numpy as np

from entraide.bench import Measured
from entraide.bench._reported import people
from entraide.engines.link.compare import FIELDS, LEVELS, Weights, weights
from entraide.engines.link.compare.kernel import Told, score, told
from entraide.engines.link.compare.people import compared

HELD_OUT = 3
"""The seed of people on whom nothing was trained and no threshold was put."""
PAIRS_TIMED = 1_000_000


def run(size: int | None, seed: int = HELD_OUT) -> Measured:
    """Largest difference from Splink's probabilities, microseconds a pair, and calibration on held-out people.

    `size` is how many people are made up (20,000), from `seed`.
    """
    table = weights()
    made = people(size or 20_000, seed, half=1)
    levels, rarity, same = compared(made, table)
    ours = score(levels, rarity, table)
    theirs = splink_probabilities(levels, rarity, table)
    difference = float(np.max(np.abs(ours.probability - theirs)))
    per_pair = _microseconds(levels, rarity, table)
    trained = ", ".join(f"{name} {value}" for name, value in table.trained_on.items())
    return Measured(
        {"max_difference": difference, "us_per_pair": round(per_pair, 4)},
        [
            f"Table version {table.version}, trained on: {trained}",
            f"Held out: {len(made.records):,} records of made-up people (seed {seed}), {len(levels):,} pairs "
            f"that share a key, {int(same.sum()):,} of one person",
            f"Largest difference from Splink's probabilities: {difference:.1e} (required: at most 1e-6)",
            f"{per_pair:.3f} µs a pair, levels known, one thread (required: at most 1 µs)",
            *_calibration(ours.probability, same, table, len(made.records)),
            *_at_thresholds(told(levels, ours.probability, table), same, table, len(made.records)),
        ],
    )


def splink_probabilities(levels: np.ndarray, rarity: np.ndarray, table: Weights) -> np.ndarray:
    """The probability of each pair as Splink computes it from our table; shape (pairs,)."""
    import duckdb
    import pyarrow as pa
    from splink import DuckDBAPI, Linker, SettingsCreator

    columns: dict[str, Any] = {"unique_id": np.arange(len(levels))}
    for column, field in enumerate(FIELDS):
        columns[f"{field}_level"] = levels[:, column]
        columns[f"{field}_term"] = np.arange(len(levels))  # Splink asks for it, and reads tf_… beside it
        columns[f"tf_{field}_term"] = _term_frequency(field, levels[:, column], rarity[:, column], table)
    logging.getLogger("splink").setLevel(logging.WARNING)
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[_comparison(field, table) for field in FIELDS],
        blocking_rules_to_generate_predictions=["l.unique_id = r.unique_id"],
        probability_two_random_records_match=table.prior,
        retain_matching_columns=False,
    )
    with duckdb.connect() as connection:
        connection.register("pairs", pa.table(columns))
        api = DuckDBAPI(connection)
        sides = []
        for side in ("one", "other"):
            connection.execute(f"CREATE TABLE {side} AS SELECT * FROM pairs")
            sides.append(api.register(side, dataset_display_name=side))
        linker = Linker(sides, settings)
        predicted = linker.inference.predict()
        rows = connection.execute(
            f"SELECT match_probability FROM {predicted.physical_name} ORDER BY unique_id_l"
        ).fetchnumpy()
    return np.asarray(rows["match_probability"])


def _comparison(field: str, table: Weights) -> dict[str, Any]:
    levels: list[dict[str, Any]] = [
        {"sql_condition": f"{field}_level_l = 0", "label_for_charts": "missing", "is_null_level": True}
    ]
    for number, name in reversed(list(enumerate(LEVELS[field]))[1:]):
        level = table.levels[field][name]
        described: dict[str, Any] = {
            "sql_condition": f"{field}_level_l = {number}",
            "label_for_charts": name,
            "m_probability": level.m,
            "u_probability": level.u,
        }
        if level.by_rarity:
            described |= {
                "tf_adjustment_column": f"{field}_term",
                "tf_adjustment_weight": level.by_rarity,
                "disable_tf_exact_match_detection": True,
            }
        levels.append(described)
    return {"output_column_name": field, "comparison_levels": levels}


def _term_frequency(field: str, levels: np.ndarray, rarity: np.ndarray, table: Weights) -> np.ndarray:
    """As Splink takes it: what stands in place of u where the rarity is the usual one."""
    known = [table.levels[field].get(name) for name in LEVELS[field]]
    u = np.array([level.u if level else 1.0 for level in known])
    usual = np.array([level.usual if level else 0.0 for level in known])
    return u[levels] * 2.0 ** (usual[levels] - rarity)


def _microseconds(levels: np.ndarray, rarity: np.ndarray, table: Weights) -> float:
    """Of the best of five runs."""
    repeated = np.resize(np.arange(len(levels)), PAIRS_TIMED)
    levels, rarity = levels[repeated], rarity[repeated]
    best = float("inf")
    for _ in range(5):
        begun = time.perf_counter()
        score(levels, rarity, table)
        best = min(best, time.perf_counter() - begun)
    return best / PAIRS_TIMED * 1e6


def _calibration(probability: np.ndarray, same: np.ndarray, table: Weights, records: int) -> list[str]:
    """What share of the pairs of about one probability is of one person, among as many as the prior is for.

    A record meets more strangers among more people, but no more records of its own person.
    """
    lines = [f"Probability said | pairs of one person | of others | right among {table.population:,.0f}"]
    edges = [0.0, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.999, 1.0]
    for low, high in pairwise(edges):
        within = (probability >= low) & ((probability < high) | (high == 1.0))
        right, wrong = int((within & same).sum()), int((within & ~same).sum())
        if right or wrong:
            share = right / (right + wrong * table.population / records)
            lines.append(f"{low:5.3f} – {high:5.3f}    | {right:19,} | {wrong:9,} | {share:.3f}")
    return lines


def _at_thresholds(found: Told, same: np.ndarray, table: Weights, records: int) -> list[str]:
    lines = []
    for name, above in found._asdict().items():
        false = int((above & ~same).sum())
        scaled = false * 2 / records * (table.population / records) * 1000
        lines.append(
            f"At the {name} threshold {getattr(table, name)}: {float(same[above].mean()):.4f} right, found "
            f"{float(above[same].mean()):.3f} of the pairs of one person; {false} wrong, as if "
            f"{scaled:.2f} in 1,000 reports among {table.population:,.0f}"
        )
    return lines
