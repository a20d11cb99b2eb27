"""Tracing over ledgers that no single machine holds, on Spark: what a trace can reach is bound there, and followed here.

>>> from entraide.engines.trace import spark
>>> legs = spark.read(session, ["2025-10.parquet", "2025-11.parquet"])
>>> part = spark.reachable(legs, ["r2"])
>>> tracing = part.trace(part.legs_of(["r2"]), "fifo")

Joins in the order of time find every pot (the money of one currency in one account) that the seeds' money may have
come to. A pot's balance hangs on all legs that it ever had; these are brought here, and are a `Ledger` like any other:
it must fit into this machine's memory, the whole need not.
Tracings of it are those of the whole, to the last unit (their `leg` numbers are places in the part).

Needs `pip install entraide[spark]`, Java 17 or newer, and entraide on every worker.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from . import _spark_features, _spark_patterns
from ._reading import OUTSIDE, BadLedger
from .features import WINDOW
from .ledger import Ledger
from .patterns import Limits, Pattern
from .tracing import microseconds

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

ROW = "row"  # of all files, one after the other
COLUMNS = (
    "time", "sequence", "source", "target", "amount", "currency", "rail", "kind", "record", "evidence", "reverses",
    "target_amount", "target_currency", "date_only",
)  # fmt: skip
_FEW = 200_000  # pots that every worker is sent whole


def read(session: SparkSession, files: Sequence[str]) -> DataFrame:
    """The legs of Parquet files or folders of them (columns as of `Ledger.from_table`), with their `row`: the place in
    all files one after the other, those of a folder by name. Raises BadLedger.
    """
    from pyspark.sql import functions as f

    if session.conf.get("spark.sql.session.timeZone") not in ("UTC", "Etc/UTC"):
        raise BadLedger("the session's time zone must be UTC: set spark.sql.session.timeZone")
    whole, count = None, 0
    for path in files:
        frame = session.read.parquet(str(path))
        missing = {"time", "source", "target", "amount", "currency"} - set(frame.columns)
        if missing:
            raise BadLedger(f"{path}: column {min(missing)} is missing")
        frame = frame.select(*(name for name in COLUMNS if name in frame.columns), "_metadata")
        sizes = frame.groupBy(f.col("_metadata.file_path").alias("file")).count().orderBy("file").collect()
        offsets: list[Column] = []
        for size in sizes:
            offsets += [f.lit(size["file"]), f.lit(count)]
            count += size["count"]
        if not sizes:
            continue
        begin = f.create_map(*offsets)[f.col("_metadata.file_path")]
        frame = frame.withColumn(ROW, begin + f.col("_metadata.row_index")).drop("_metadata")
        whole = frame if whole is None else whole.unionByName(frame, allowMissingColumns=True)
    if whole is None:
        raise BadLedger("there are no legs in these files")
    return whole if "record" in whole.columns else whole.withColumn("record", f.col(ROW))


def reachable(
    legs: DataFrame,
    records: Sequence[Any],
    *,
    stops: Mapping[str, str] | None = None,
    opening: Mapping[tuple[str, str], int] | None = None,
    horizon: timedelta | datetime | None = None,
    back: bool = False,
) -> Ledger:
    """The part of a ledger that tracings of the payments of these record ids can touch, under every rule.

    Parameters as of `Ledger.from_table` and `Ledger.trace`, which is to be given the same `horizon` and `back`.
    Raises KeyError for an unknown record, BadLedger.
    """
    table = _legs_of(legs, records, stops or {}, horizon, back)
    names = set(table["source"].to_pylist()) | set(table["target"].to_pylist())
    codes = set(table["currency"].to_pylist())
    if "target_currency" in table.column_names:
        codes |= set(table["target_currency"].to_pylist())
    known = {pot: balance for pot, balance in (opening or {}).items() if pot[0] in names and pot[1] in codes}
    return Ledger.from_table(table, stops=stops, opening=known)


def _legs_of(
    legs: DataFrame,
    records: Sequence[Any],
    stops: Mapping[str, str],
    horizon: timedelta | datetime | None,
    back: bool,
) -> pa.Table:
    from pyspark.sql import functions as f

    hops = _hops(legs)
    seeds = hops.where(f.col("record").isin([str(record) for record in records]))
    found = seeds.select("record", "time", "paid_by", "paid_to").collect()
    unknown = {str(record) for record in records} - {seed["record"] for seed in found}
    if unknown:
        raise KeyError(min(unknown))
    times = [seed["time"] for seed in found]
    limit = _limit(min(times), max(times), horizon, back)
    if back:
        # Backward is forward with the arrows and the clock turned round.
        hops = hops.select(
            "row", "record", f.lit(False).alias("fee"), f.col("paid_to").alias("paid_by"), f.col("paid_by").alias("paid_to"),
            (-f.col("time")).alias("time"), (-f.col("sequence")).alias("sequence"), (-f.col("row")).alias("order"),
        )  # fmt: skip
        seeds = hops.where(f.col("record").isin([str(record) for record in records]))
        homes: set[str] = set()
        limit = None if limit is None else -limit
    else:
        hops = hops.withColumn("order", f.col("row"))
        seeds = seeds.withColumn("order", f.col("row"))
        homes = {seed["paid_by"] for seed in found}
    pots = _reached(hops, seeds, set(stops) | {OUTSIDE}, homes, limit)
    ends = [_pots(legs.sparkSession, pots, side) for side in ("paid_by", "paid_to")]
    touched = _hops(legs).join(ends[0], "paid_by", "left").join(ends[1], "paid_to", "left")
    kept = touched.where(
        f.col("since_paid_by").isNotNull()
        | f.col("since_paid_to").isNotNull()
        | f.col("record").isin([str(record) for record in records])
    )
    return legs.join(kept.select(ROW), ROW, "left_semi").toArrow().sort_by(ROW).drop_columns([ROW])


def _hops(legs: DataFrame) -> DataFrame:
    """row, record (as text), time (µs), sequence, fee, and the pots that each leg leaves and arrives at."""
    from pyspark.sql import functions as f

    def pot(account: str, currency: Column) -> Column:
        return f.concat_ws("\x1f", currency, f.coalesce(f.col(account), f.lit(OUTSIDE)))

    there = set(legs.columns)
    arriving = f.col("currency")
    if {"kind", "target_currency"} <= there:
        arriving = f.when(f.col("kind") == "conversion", f.col("target_currency")).otherwise(arriving)
    return legs.select(
        ROW,
        f.col("record").cast("string").alias("record"),
        f.unix_micros(f.col("time").cast("timestamp")).alias("time"),
        (f.col("sequence").cast("long") if "sequence" in there else f.lit(0)).alias("sequence"),
        (f.coalesce(f.col("kind") == "fee", f.lit(False)) if "kind" in there else f.lit(False)).alias("fee"),
        pot("source", f.col("currency")).alias("paid_by"),
        pot("target", arriving).alias("paid_to"),
    )


def _limit(first: int, last: int, horizon: timedelta | datetime | None, back: bool) -> int | None:
    """The last time (back: the first) whose legs are followed, in microseconds."""
    if horizon is None:
        return None
    if isinstance(horizon, datetime):
        return microseconds(horizon)
    span = horizon // timedelta(microseconds=1)
    return first - span if back else last + span


Key = tuple[int, int, int]  # time, sequence, row: in whose order legs happened


def _reached(
    hops: DataFrame, seeds: DataFrame, stops: set[str], homes: set[str], limit: int | None
) -> dict[str, Key]:
    """Every pot that the money may come to and be followed from, with the earliest key at which it does.

    Round by round: legs that leave a pot of the front after the money came there lead to the next front.
    """
    from pyspark.sql import functions as f

    key = f.struct("time", "sequence", "order").alias("key")
    walls = hops.sparkSession.createDataFrame(pa.table({"wall": pa.array(sorted(stops), pa.string())}))
    account = f.element_at(f.split("paid_to", "\x1f", 2), 2)

    def followed(some: DataFrame) -> DataFrame:
        inside = some.where(~f.col("fee") & ~f.col("paid_to").isin(sorted(homes)))
        inside = inside.join(f.broadcast(walls), account == f.col("wall"), "left_anti")
        return inside.select("paid_by", "paid_to", key)

    steps = followed(hops if limit is None else hops.where(f.col("time") <= limit)).persist()
    coming = followed(seeds)
    reached: dict[str, Key] = {}
    while True:
        first = coming.groupBy("paid_to").agg(f.min("key").alias("key")).toArrow().to_pylist()
        front = {row["paid_to"]: tuple(row["key"].values()) for row in first}
        front = {pot: when for pot, when in front.items() if pot not in reached or when < reached[pot]}
        if not front:
            steps.unpersist()
            return reached
        reached |= front
        near = _pots(hops.sparkSession, front, "paid_by")
        coming = steps.join(near, "paid_by").where(f.col("key") > f.col("since_paid_by"))


def _pots(session: SparkSession, pots: Mapping[str, Key], side: str) -> DataFrame:
    """Pots in a column `side`, and their keys beside; sent whole to every worker where there are few."""
    from pyspark.sql import functions as f

    since = [dict(zip(("time", "sequence", "order"), key, strict=True)) for key in pots.values()]
    kind = pa.struct([(part, pa.int64()) for part in ("time", "sequence", "order")])
    table = pa.table({side: pa.array(list(pots), pa.string()), f"since_{side}": pa.array(since, kind)})
    frame = session.createDataFrame(table)
    return f.broadcast(frame) if len(pots) <= _FEW else frame


def features(
    legs: DataFrame,
    window: timedelta = WINDOW,
    *,
    worth: Mapping[str, float] | None = None,
    parts: int | None = None,
) -> DataFrame:
    """The features of every leg, as of `Ledger.features` and equal to them bit by bit, beside its `leg` number (its
    place in the order of time), `row` and `record`, in no order.

    `parts`: among how many tasks the accounts, and the slices of time, are divided. Each slice needs some 70 bytes
    of memory an account, and the legs that pass sums on are brought to this machine. Raises KeyError for a currency
    that `worth` lacks.
    """
    return _spark_features.features(legs, window, worth=worth, parts=parts)


AT_ONE_ACCOUNT = _spark_patterns.AT_ONE_ACCOUNT


def patterns(
    legs: DataFrame,
    limits: Limits | None = None,
    *,
    kinds: Sequence[str] = AT_ONE_ACCOUNT,
    worth: Mapping[str, float] | None = None,
    thresholds: Mapping[str, int] | None = None,
    parts: int | None = None,
) -> list[Pattern]:
    """The patterns that have one account in their middle, as of `Ledger.patterns` and the same; their `legs` are places
    in the order of time.

    The other kinds hang on more than the legs of one account: they are looked for in a part that is brought here.
    Raises ValueError for them, KeyError for a currency that `worth` lacks.
    """
    if others := set(kinds) - set(AT_ONE_ACCOUNT):
        raise ValueError(f"{', '.join(sorted(others))}: on Spark, kinds are {', '.join(AT_ONE_ACCOUNT)}")
    parts = parts or 2 * legs.sparkSession.sparkContext.defaultParallelism
    return _spark_patterns.patterns(legs, limits or Limits(), tuple(kinds), worth, thresholds or {}, parts)
