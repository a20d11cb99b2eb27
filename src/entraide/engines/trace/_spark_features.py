"""The features of `features.py` on Spark: the same kernels on parts of a ledger, put together leg by leg.

What an account did is told by its own legs: they are brought together by account. Shapes are told by the legs of one
window: slices of time, each with the window before it. Chains of sums passed on are followed here, over those legs
alone that pass something on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ._kernels.index import rows_of
from ._kernels.passing import CHAIN, chains_of, own, passing_of
from ._kernels.shapes import desk, shapes
from ._kernels.windows import PAYEE, PAYER, account_windows, ticks
from ._reading import OUTSIDE
from .features import FEATURES, LONGEST_CYCLE, STEPS, TOLERANCE, codes_of, in_order_of, samples_of, slots_for

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

SHAPES = FEATURES.index("scatter_gather_2")
PAYER_CELLS, PAYEE_CELLS, SHAPE_CELLS = 24, 20, 8  # the payer's: with what it passes on
_PIECE = (
    "leg long, at int, cells binary, arrivals array<long>, payers array<long>, source long, target long, time long, "
    "amount long, worth double, currency int, rail int, row long, record string"
)
_OWN = ("source", "target", "time", "amount", "worth", "currency", "rail", "row", "record")
_ROWS = 1 << 33  # of a partition, in the numbers that Spark gives


def features(
    legs: DataFrame, window: timedelta, *, worth: Mapping[str, float] | None = None, parts: int | None = None
) -> DataFrame:
    """See `spark.features`."""
    span = window // timedelta(microseconds=1)
    parts = parts or 2 * legs.sparkSession.sparkContext.defaultParallelism
    told, count, accounts, _ = numbered(legs, worth)
    pieces = _by_account(told, span, parts)
    size = -(-count // parts)
    slots = slots_for(_most_in_a_window(told, count, span))
    whole = pieces.unionByName(_by_slice(told, span, size, accounts, slots), allowMissingColumns=True)
    whole = whole.unionByName(_chains(pieces), allowMissingColumns=True)
    return whole.groupBy((whole["leg"] / size).cast("long")).applyInArrow(_assembled, _schema())


def _schema() -> str:
    return "leg long, row long, record string, " + ", ".join(f"{name} float" for name in FEATURES)


def numbered(
    legs: DataFrame, worth: Mapping[str, float] | None
) -> tuple[DataFrame, int, int, Mapping[str, float]]:
    """The legs with numbers as a `Ledger` gives them: `leg` in the order of time, accounts as they appear. How many of
    either there are, and what a minor unit of each currency is worth."""
    from pyspark.sql import functions as f

    there = set(legs.columns)
    plain = legs.select(
        "row",
        f.col("record").cast("string").alias("record"),
        f.unix_micros(f.col("time").cast("timestamp")).alias("time"),
        (f.col("sequence").cast("long") if "sequence" in there else f.col("row")).alias("sequence"),
        f.coalesce("source", f.lit(OUTSIDE)).alias("payer"),
        f.coalesce("target", f.lit(OUTSIDE)).alias("payee"),
        f.col("amount").cast("long").alias("amount"),
        f.col("currency").alias("code"),
        (f.coalesce("rail", f.lit("")) if "rail" in there else f.lit("")).alias("way"),
        (f.coalesce("kind", f.lit("payment")) if "kind" in there else f.lit("payment")).alias("kind"),
    ).persist()
    seen = [
        plain.groupBy(f.col(side).alias("name")).agg(
            f.min(f.struct(f.lit(order).alias("side"), "row")).alias("first")
        )
        for order, side in enumerate(("payer", "payee"))
    ]
    names = seen[0].union(seen[1]).groupBy("name").agg(f.min("first").alias("first"))
    names, accounts = _with_places(names.orderBy("first"), "place")
    ordered, count = _with_places(plain.orderBy("time", "sequence", "row"), "leg")
    units = worth or units_of(plain)
    missing = {row["code"] for row in plain.select("code").distinct().collect()} - set(units)
    if missing:
        raise KeyError(min(missing))

    def told(column: str, table: Mapping[str, Any]) -> Column:
        cells = [f.lit(cell) for pair in table.items() for cell in pair]
        return f.create_map(*cells)[f.col(column)]

    ways = [row["way"] for row in plain.select("way").distinct().collect()]
    numbers = [
        dict(zip(words, codes_of(tuple(words)).tolist(), strict=True)) for words in (list(units), ways)
    ]
    for side, number in (("payer", "source"), ("payee", "target")):
        ordered = ordered.join(names.select(f.col("name").alias(side), f.col("place").alias(number)), side)
    told_apart = ordered.select(
        "leg", "source", "target", "time", "amount",
        (told("code", units) * f.col("amount").cast("double")).alias("worth"),
        told("code", numbers[0]).cast("int").alias("currency"),
        told("way", numbers[1]).cast("int").alias("rail"),
        "row", "record", "kind", "code", "payer", "payee",
    ).persist()  # fmt: skip
    return told_apart, count, accounts, units


def _with_places(ordered: DataFrame, name: str) -> tuple[DataFrame, int]:
    """What is in order with a column of places in that order, and how many there are."""
    from pyspark.sql import functions as f

    # Checkpointed, so that the partitions that are counted are those that are numbered.
    given = ordered.withColumn("given", f.monotonically_increasing_id()).localCheckpoint()
    part = f.floor(f.col("given") / _ROWS)
    sizes = given.groupBy(part.alias("part")).count().orderBy("part").collect()
    begins, cells = 0, []
    for size in sizes:
        cells += [f.lit(size["part"]), f.lit(begins)]
        begins += size["count"]
    place = f.create_map(*cells)[part] + f.col("given") % _ROWS if cells else f.lit(0)
    return given.withColumn(name, place.cast("long")).drop("given"), begins


def units_of(plain: DataFrame) -> dict[str, float]:
    """By `code`, one divided by the median amount."""
    from pyspark.sql import functions as f

    medians = plain.groupBy("code").agg(f.median("amount").alias("median")).collect()
    return {row["code"]: 1.0 / row["median"] for row in medians}


def _most_in_a_window(numbered: DataFrame, count: int, span: int) -> int:
    """The most legs in the window of any of the sampled legs."""
    at = samples_of(count)
    chosen = numbered.where(numbered["leg"].isin(sorted(set(at.tolist())))).select("leg", "time").collect()
    times = {row["leg"]: row["time"] for row in chosen}
    oldest = np.array([times[leg] - span for leg in at.tolist()])  # ascending, as the legs are

    def counted(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        before = np.zeros(len(oldest) + 1, np.int64)
        for batch in batches:
            # A leg stands before the windows whose beginning is later.
            place = np.searchsorted(oldest, batch["time"].to_numpy(), side="right")
            before += np.bincount(place, minlength=len(before))
        yield pa.RecordBatch.from_pydict({"before": pa.array([before], pa.list_(pa.int64()))})

    found = numbered.select("time").mapInArrow(counted, "before array<long>").collect()
    before = np.sum([row["before"] for row in found], axis=0)
    return int((at - np.cumsum(before)[:-1] + 1).max())


def _by_account(numbered: DataFrame, span: int, parts: int) -> DataFrame:
    """Pieces: what payer and payee did, and which arrivals each leg passes on."""
    from pyspark.sql import functions as f

    buckets = f.array_distinct(f.array(f.col("source") % parts, f.col("target") % parts))
    spread = numbered.select("leg", *_OWN).withColumn("bucket", f.explode(buckets))

    def walked(table: pa.Table) -> pa.Table:
        table = table.sort_by("leg")
        here = np.unique(table["bucket"].to_numpy())[0]
        columns = {name: np.ascontiguousarray(table[name].to_numpy()) for name in ("leg", "time", "worth")}
        ends = [table[name].to_numpy() for name in ("source", "target")]
        names, places = np.unique(np.concatenate(ends), return_inverse=True)
        source, target = np.split(places.astype(np.int32), 2)
        time, worth = columns["time"], columns["worth"]
        out_start, out_legs = rows_of(source, len(names))
        in_start, in_legs = rows_of(target, len(names))
        tick = np.zeros(len(time), np.int32)
        outs, out_time, out_worth = in_order_of(out_legs, target, tick, time, worth)
        ins, in_time, in_worth = in_order_of(in_legs, source, tick, time, worth)
        rows = np.zeros((len(time), len(FEATURES)), np.float32)
        account_windows(
            out_start, out_legs, outs, out_time, out_worth, in_start, in_legs, ins, in_time, in_worth, span, rows,
            np.array([0, len(names)]), np.zeros((1, len(names), 4), np.int32),
        )  # fmt: skip
        best, start, arrivals = passing_of(
            in_start, in_legs, ins, in_time, in_worth, time, source, worth, span, TOLERANCE
        )
        rows[:, PAYER_CELLS - 2 : PAYER_CELLS] = best
        paying, paid = (np.flatnonzero(end % parts == here) for end in ends)
        whole = pa.ListArray.from_arrays(pa.array(start, pa.int32()), pa.array(columns["leg"][arrivals]))
        payers = pa.ListArray.from_arrays(pa.array(start, pa.int32()), pa.array(ends[0][arrivals]))
        mine = pa.array(paying)
        first = _piece(columns["leg"][paying], PAYER, rows[paying, PAYER:PAYER_CELLS]) | {
            "arrivals": whole.take(mine),
            "payers": payers.take(mine),
            **{name: table[name].take(mine) for name in _OWN},
        }
        second = _piece(columns["leg"][paid], PAYEE, rows[paid, PAYEE : PAYEE + PAYEE_CELLS])
        return pa.concat_tables([pa.table(first), pa.table(second)], promote_options="default").select(_NAMES)

    return spread.groupBy("bucket").applyInArrow(walked, _PIECE)


_NAMES = [cell.split()[0] for cell in _PIECE.split(", ")]


def _piece(legs: NDArray[np.int64], at: int, cells: NDArray[np.float32]) -> dict[str, Any]:
    """Cells of rows, from column `at` on, as one run of bytes a leg."""
    width = 4 * cells.shape[1]
    bounds = pa.py_buffer(np.arange(0, width * (len(legs) + 1), width, dtype=np.int32))
    data = pa.py_buffer(np.ascontiguousarray(cells))
    return {
        "leg": pa.array(legs, pa.int64()),
        "at": pa.array(np.full(len(legs), at, np.int32)),
        "cells": pa.Array.from_buffers(pa.binary(), len(legs), [None, bounds, data]),
    }


def _by_slice(numbered: DataFrame, span: int, size: int, accounts: int, slots: int) -> DataFrame:
    """Pieces: the shapes that legs close, found in slices of `size` legs with the window before each."""
    from pyspark.sql import functions as f

    first = numbered.where(f.col("leg") % size == 0).select("leg", "time").orderBy("leg").collect()
    begins = f.array(*(f.lit(row["time"] - span) for row in first))
    slice_of = (f.col("leg") / size).cast("long")
    last = f.size(f.filter(begins, lambda begin: begin <= f.col("time"))) - 1
    spread = numbered.select("leg", "source", "target", "time").withColumn(
        "slice", f.explode(f.sequence(slice_of, f.greatest(slice_of, last.cast("long"))))
    )

    def found(table: pa.Table) -> pa.Table:
        table = table.sort_by("leg")
        leg, time = table["leg"].to_numpy(), np.ascontiguousarray(table["time"].to_numpy())
        source, target = (table[name].to_numpy().astype(np.int32) for name in ("source", "target"))
        out_start, out_legs = rows_of(source, accounts)
        in_start, in_legs = rows_of(target, accounts)
        tick, oldest = ticks(time, span)
        nothing = np.zeros(len(time))
        outs, _, _ = in_order_of(out_legs, target, tick, time, nothing)
        ins, _, _ = in_order_of(in_legs, source, tick, time, nothing)
        rows = np.empty((len(time), SHAPE_CELLS), np.float32)
        begin = int(np.searchsorted(leg, table["slice"][0].as_py() * size))
        shapes(
            out_start, out_legs, outs, in_start, in_legs, ins, tick, oldest, source, target, LONGEST_CYCLE, STEPS,
            rows, 0, np.array([begin, len(time)]), desk(1, accounts, slots, LONGEST_CYCLE),
        )  # fmt: skip
        return pa.table(_piece(leg[begin:], SHAPES, rows[begin:]))

    return spread.groupBy("slice").applyInArrow(found, "leg long, at int, cells binary")


def _chains(pieces: DataFrame) -> DataFrame:
    """Pieces: how many legs in a row have passed a sum on, of those that pass one on."""
    from pyspark.sql import functions as f

    passing = pieces.where(f.size("arrivals") > 0).select("leg", "source", "target", "arrivals", "payers")
    table = passing.toArrow().sort_by("leg").combine_chunks()
    leg = table["leg"].to_numpy()
    if len(leg):
        lists = [table[name].combine_chunks() for name in ("arrivals", "payers")]
        start = np.concatenate([[0], np.cumsum(lists[0].value_lengths().to_numpy())])
        chain = chains_of(
            leg, table["source"].to_numpy(), table["target"].to_numpy(), start,
            lists[0].flatten().to_numpy(), lists[1].flatten().to_numpy(),
        )  # fmt: skip
    else:
        chain = np.zeros((0, 2), np.float32)
    return pieces.sparkSession.createDataFrame(pa.table(_piece(leg, CHAIN, chain)))


def _assembled(table: pa.Table) -> pa.Table:
    """Rows of features from their pieces."""
    at = table["at"].to_numpy()
    plain = table.filter(pa.array(at == PAYER)).sort_by("leg")
    leg = plain["leg"].to_numpy()
    rows = np.zeros((len(leg), len(FEATURES)), np.float32)
    rows[:, CHAIN] = 1.0
    for begin in np.unique(at).tolist():
        pieces = table.filter(pa.array(at == begin))
        cells = np.frombuffer(b"".join(pieces["cells"].to_pylist()), np.float32).reshape(len(pieces), -1)
        rows[pieces["leg"].to_numpy() - leg[0], begin : begin + cells.shape[1]] = cells
    raw = {
        name: np.ascontiguousarray(plain[name].to_numpy()) for name in _OWN if name not in ("row", "record")
    }
    own(
        raw["time"],
        raw["source"],
        raw["target"],
        raw["amount"],
        raw["worth"],
        raw["currency"],
        raw["rail"],
        rows,
    )
    columns = {name: np.ascontiguousarray(rows[:, place]) for place, name in enumerate(FEATURES)}
    return pa.table({"leg": plain["leg"], "row": plain["row"], "record": plain["record"], **columns})
