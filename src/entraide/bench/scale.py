"""A whole hub linked at once, in SQL: the same pairs and bits on DuckDB, on Spark and in this process."""

import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from entraide.bench import Measured
from entraide.bench._reported import people
from entraide.engines.link.compare import FIELDS, Record, at_scale, weights
from entraide.engines.link.compare.kernel import score, told
from entraide.engines.link.compare.levels import of_pairs

SEED = 5
EXACT = 1e-9
"""Probabilities may differ by the last bits of an engine's power function; levels and bits may not at all."""
_AT_ONCE = 200_000


def run(size: int | None, without_spark: bool = False) -> Measured:
    """Pairs a second on DuckDB and on Spark, and what differs from the kernel in this process.

    `size` is how many records are linked (100,000). Spark runs in this process on two cores.
    """
    records = made(size or 100_000)
    figures: dict[str, float | int | str | None] = {"size": len(records)}
    begun = time.perf_counter()
    given = at_scale.ready(records)
    lines = [
        f"{len(records):,} made-up records (seed {SEED}); keys made in {time.perf_counter() - begun:.1f} s"
    ]
    begun = time.perf_counter()
    expected = by_kernel(records, given)
    figures["pairs"] = len(expected["a"])
    lines.append(f"In this process: {len(expected['a']):,} pairs in {time.perf_counter() - begun:.1f} s")
    for name, engine in (("duckdb", duckdb_rows), ("spark", spark_rows)):
        if name == "spark" and without_spark:
            continue
        begun = time.perf_counter()
        found = engine(given)
        seconds = time.perf_counter() - begun
        figures[f"{name}_different"] = wrong = different(found, expected)
        figures[f"{name}_s"] = round(seconds, 1)
        lines.append(f"On {name}: {len(found['a']):,} pairs in {seconds:.1f} s, {wrong} of them different")
    return Measured(figures, lines)


def made(size: int) -> list[Record]:
    """So many records of made-up people, the same each time."""
    return list(people(size, SEED, half=1, recruited=0.25).records[:size])


def duckdb_rows(given: at_scale.Ready) -> dict[str, np.ndarray]:
    """What DuckDB finds, by column."""
    import duckdb

    with duckdb.connect() as connection:
        return _columns(at_scale.on_duckdb(connection, given))


def spark_rows(given: at_scale.Ready) -> dict[str, np.ndarray]:
    """What Spark finds, by column."""
    import pyarrow.parquet as parquet

    with spark() as session, tempfile.TemporaryDirectory(prefix="entraide-spark-") as folder:
        frames = {}
        for name, table in given.rows.items():
            file = str(Path(folder) / f"{name}.parquet")
            parquet.write_table(table, file)
            frames[name] = session.read.parquet(file)
        return _columns(at_scale.on_spark(session, frames, given.names).orderBy("a", "b").toArrow())


@contextmanager
def spark() -> Iterator[Any]:
    """A session of Spark on two cores of this machine, open to nobody else."""
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    builder: Any = SparkSession.builder
    session = (
        builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.log.level", "ERROR")
        .config("spark.driver.memory", "3g")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "50000")
        .getOrCreate()
    )
    try:
        yield session
    finally:
        session.stop()


def by_kernel(records: Sequence[Record], given: at_scale.Ready) -> dict[str, np.ndarray]:
    """The same by our kernel: pairs that share a telling key, found without SQL, with levels, bits and odds."""
    table = weights()
    keys = given.rows["record_keys"]
    pairs = _pairs(keys["key"].to_numpy(), keys["record"].to_numpy())
    found: dict[str, np.ndarray] = {"a": pairs[:, 0], "b": pairs[:, 1]}
    levels, bits, total, probability = [], [], [], []
    for at in range(0, len(pairs), _AT_ONCE):
        part = [(records[a], records[b]) for a, b in pairs[at : at + _AT_ONCE].tolist()]
        levels_here, rarity = of_pairs(part, table)
        scores = score(levels_here, rarity, table)
        levels.append(levels_here)
        bits.append(scores.bits)
        total.append(scores.total)
        probability.append(scores.probability)
    for column, field in enumerate(FIELDS):
        found[f"{field}_level"] = np.concatenate(levels)[:, column]
        found[f"{field}_bits"] = np.concatenate(bits)[:, column]
    found |= {"total": np.concatenate(total), "probability": np.concatenate(probability)}
    return found | told(np.concatenate(levels), found["probability"], table)._asdict()


def different(found: dict[str, np.ndarray], expected: dict[str, np.ndarray]) -> int:
    """How many pairs are not the same, or not of the same levels, bits and probability."""
    one, other = (set(zip(rows["a"].tolist(), rows["b"].tolist(), strict=True)) for rows in (found, expected))
    if one != other:
        return len(one ^ other)
    wrong = np.zeros(len(expected["a"]), np.bool_)
    for name, values in expected.items():
        wrong |= np.abs(found[name] - values) > EXACT if name == "probability" else found[name] != values
    return int(wrong.sum())


def _pairs(keys: np.ndarray, owners: np.ndarray) -> np.ndarray:
    """Shape (pairs, 2), sorted."""
    order = np.lexsort((owners, keys))
    keys, owners = keys[order], owners[order]
    groups = np.split(owners, np.nonzero(np.diff(keys))[0] + 1)
    found = [
        np.stack([group[low], group[high]], axis=1)
        for group in map(np.unique, groups)
        if 1 < len(group) <= at_scale.COMMON
        for low, high in [np.triu_indices(len(group), 1)]
    ]
    return np.unique(np.concatenate(found), axis=0) if found else np.zeros((0, 2), np.int64)


def _columns(table: Any) -> dict[str, np.ndarray]:
    return {name: table[name].to_numpy() for name in table.schema.names}
