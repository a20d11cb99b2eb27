"""Patterns in the middle of which one account stands, on Spark: each is told by the legs of that account alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ._rows import KINDS as KINDS_OF_LEGS
from ._spark_features import numbered, units_of
from .features import worths_of
from .patterns import KINDS, NAMELESS, NAMELESS_TOO, Limits, Pattern, Search, pattern_of

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

AT_ONE_ACCOUNT = ("fan-in", "fan-out", "gather-scatter", "pass-through", "structuring")
_FOUND = (
    "kind string, inward boolean, middle long, legs array<long>, accounts array<string>, currencies array<string>, "
    "amounts array<long>, begin long, end long"
)
_ALL = np.iinfo(np.int64).max
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def patterns(
    legs: DataFrame,
    limits: Limits,
    kinds: tuple[str, ...],
    worth: Mapping[str, float] | None,
    thresholds: Mapping[str, int],
    parts: int,
) -> list[Pattern]:
    """See `spark.patterns`."""
    from pyspark.sql import functions as f

    told, _, _, every = numbered(legs, worth)
    told = told.where(~f.col("kind").isin("fee", "reversal")).join(_undone(legs), "row", "left_anti")
    units = worth or {**every, **units_of(told.where(~_nameless()))}
    buckets = f.array_distinct(f.array(f.col("source") % parts, f.col("target") % parts))
    spread = told.withColumn("bucket", f.explode(buckets))
    unlimited = replace(limits, most=_ALL)

    def found(table: pa.Table) -> pa.Table:
        table = table.sort_by("leg")
        unnamed = pc.or_(*(pc.is_in(table[name], pa.array(NAMELESS)) for name in ("payer", "payee")))
        rows: list[dict[str, Any]] = []
        for some, part in (
            (tuple(kind for kind in kinds if kind not in NAMELESS_TOO), table.filter(pc.invert(unnamed))),
            (tuple(kind for kind in kinds if kind in NAMELESS_TOO), table),
        ):
            if some and len(part):
                rows += among(part, some)
        return pa.Table.from_pylist(rows, _SCHEMA)

    def among(table: pa.Table, kinds: tuple[str, ...]) -> Iterator[dict[str, Any]]:
        from .ledger import Ledger

        here, leg = table["bucket"][0].as_py(), table["leg"].to_numpy()
        ends = np.concatenate([table["source"].to_numpy(), table["target"].to_numpy()])
        names = np.concatenate([table["payer"].to_pylist(), table["payee"].to_pylist()]).astype(object)
        places, first, coded = np.unique(ends, return_index=True, return_inverse=True)
        dictionary = pa.array(names[first].tolist(), pa.string())
        source, target = (
            pa.DictionaryArray.from_arrays(pa.array(part, pa.int32()), dictionary)
            for part in np.split(coded.astype(np.int32), 2)
        )
        ledger = Ledger.from_table(
            pa.table(
                {
                    "time": table["time"].cast(pa.timestamp("us", "UTC")),
                    "source": source,
                    "target": target,
                    "amount": table["amount"],
                    "currency": table["code"],
                }
            )
        )
        search = Search(ledger, unlimited, worths_of(ledger, units), thresholds)
        for kind in kinds:
            for (middle, *_), some in KINDS[kind](search):
                if places[middle] % parts == here:
                    one = pattern_of(ledger, kind, [middle], some)
                    yield {
                        "kind": kind,
                        "inward": bool((ledger.source[one.legs] != middle).any()),
                        "middle": int(places[middle]),
                        "legs": leg[one.legs].tolist(),
                        "accounts": list(one.accounts),
                        "currencies": list(one.amounts),
                        "amounts": list(one.amounts.values()),
                        "begin": (one.begin - _EPOCH) // _MICROSECOND,
                        "end": (one.end - _EPOCH) // _MICROSECOND,
                    }

    rows = spread.groupBy("bucket").applyInArrow(found, _FOUND).toArrow().to_pylist()
    # In the order in which one process finds them, which looks for payments under a threshold by payers first.
    rows.sort(key=lambda row: (row["kind"] == "structuring" and row["inward"], row["middle"], row["legs"]))
    all_found = [
        _pattern(row)
        for kind in kinds
        for row in islice((row for row in rows if row["kind"] == kind), limits.most)
    ]
    return sorted(all_found, key=lambda pattern: (pattern.end, pattern.kind, int(pattern.legs[0])))


def _nameless() -> Any:
    from pyspark.sql import functions as f

    return f.col("payer").isin(*NAMELESS) | f.col("payee").isin(*NAMELESS)


def _pattern(row: Mapping[str, Any]) -> Pattern:
    return Pattern(
        row["kind"],
        tuple(row["accounts"]),
        np.asarray(row["legs"], np.int64),
        dict(zip(row["currencies"], row["amounts"], strict=True)),
        _EPOCH + timedelta(microseconds=row["begin"]),
        _EPOCH + timedelta(microseconds=row["end"]),
    )


def _undone(legs: DataFrame) -> DataFrame:
    """The rows of payments that were wholly reversed: of each record that reversals name, the first leg."""
    from pyspark.sql import functions as f

    if not {"kind", "reverses"} <= set(legs.columns):
        return legs.where(f.lit(False)).select("row")
    order = [name for name in ("time", "sequence", "row") if name in legs.columns]
    undoing = legs.where(f.col("kind") == KINDS_OF_LEGS[2]).groupBy(f.col("reverses").alias("undone"))
    backs = undoing.agg(f.sum("amount").alias("back"))
    first = f.min(f.struct(*order, f.col("amount").alias("paid"))).alias("first")
    undoes = f.coalesce(f.col("kind"), f.lit("")) == KINDS_OF_LEGS[2]
    named = legs.where(~undoes).join(backs, f.col("record") == f.col("undone"))
    named = named.groupBy("record", "back").agg(first)
    return named.where(f.col("back") >= f.col("first.paid")).select(f.col("first.row").alias("row"))


_SCHEMA = pa.schema(
    [
        ("kind", pa.string()),
        ("inward", pa.bool_()),
        ("middle", pa.int64()),
        ("legs", pa.list_(pa.int64())),
        ("accounts", pa.list_(pa.string())),
        ("currencies", pa.list_(pa.string())),
        ("amounts", pa.list_(pa.int64())),
        ("begin", pa.int64()),
        ("end", pa.int64()),
    ]
)
