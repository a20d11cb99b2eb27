"""A whole hub at once: the same keys, comparisons and weights as SQL, on DuckDB and on Spark.

``ready(records)`` makes the rows. Each of ``steps(…)``, which sqlglot writes for either engine, makes one table
of them: the keys that are not too common, the pairs that share one, the level of each field, its bits, their
sum. Names alone are compared by our own function, which both engines call on batches of pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..candidates import keys_of_many
from . import levels as ours
from .kernel import CONTRADICTING, SEVERAL
from .record import Record
from .weights import FIELDS, LEVELS, Weights, weights

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

COMMON = 2000
"""A key that more records hold tells too little to compare them all."""
RESULT = "scored"
COMPARE_NAMES = "compare_names"


class Step(NamedTuple):
    """A table to make, and the SQL that makes it."""

    table: str
    sql: str


class Ready(NamedTuple):
    """What the steps read: ``rows`` of the tables records, record_keys, record_selectors and record_beside, in
    which a record is its place in the list, and the ``names`` that they mean by number."""

    rows: dict[str, pa.Table]
    names: ours.Names


def ready(records: Sequence[Record], table: Weights | None = None) -> Ready:
    """The records made ready to be linked in SQL."""
    import pyarrow as pa

    table = table or weights()
    names = ours.Names((name for record in records for name in record.names), table)
    births = [ours.days(record.birth) if record.birth else None for record in records]
    places = [sorted(ours.place_words(record.place)) for record in records]
    held = [
        (at, selector, ours.selector_rarity(holders, table))
        for at, record in enumerate(records)
        for selector, holders in record.selectors.items()
    ]
    keys, owners = _keys(records)
    rows = {
        "records": pa.table(
            {
                "record": pa.array(range(len(records)), pa.int64()),
                "names": pa.array([names.rows(record) for record in records], pa.list_(pa.int64())),
                **{
                    f"birth_{part}": pa.array(
                        [birth and getattr(birth, part) for birth in births], pa.int64()
                    )
                    for part in ours.Days._fields
                },
                "sex": [record.sex for record in records],
                "nationalities": _lists(sorted(record.nationalities) for record in records),
                "numbers": _lists(sorted({number for _, number in record.documents}) for record in records),
                "kinds": _lists(sorted({kind for kind, _ in record.documents if kind}) for record in records),
                "place": _lists(places),
                "place_rarity": [ours.place_rarity(words, table) for words in places],
            }
        ),
        "record_keys": pa.table({"key": keys, "record": owners}),
        "record_selectors": pa.table(
            {
                "record": pa.array([at for at, _, _ in held], pa.int64()),
                "selector": pa.array([selector for _, selector, _ in held], pa.string()),
                "rarity": pa.array([rarity for _, _, rarity in held], pa.float64()),
            }
        ),
        "record_beside": _beside(records),
    }
    return Ready(rows, names)


def steps(dialect: str, table: Weights | None = None, *, among: int = 0) -> list[Step]:
    """What is to be run, in this order, on "duckdb" or "spark"."""
    table = table or weights()
    return [
        Step(name, _in(dialect, sql))
        for name, sql in (
            ("telling_keys", _TELLING_KEYS),
            ("pairs", _PAIRS),
            ("shared_selectors", _SHARED_SELECTORS),
            ("shared_beside", _SHARED_BESIDE),
            ("named", _NAMED),
            ("levelled", _LEVELLED),
            ("weighed", _weighed(table)),
            (RESULT, _scored(table, among)),
        )
    ]


def on_duckdb(
    connection: duckdb.DuckDBPyConnection, given: Ready, table: Weights | None = None, *, among: int = 0
) -> pa.Table:
    """One row for each pair that shares a key: ``a``, ``b``, levels, bits, ``total``, ``probability``, ``alert`` and
    ``review``."""
    from duckdb.func import PythonUDFType

    kinds: Any = (["BIGINT[]", "BIGINT[]"], "DOUBLE[]")
    connection.create_function(COMPARE_NAMES, _comparing(given.names), *kinds, type=PythonUDFType.ARROW)
    for name, rows in given.rows.items():
        connection.register(name, rows)
    for step in steps("duckdb", table, among=among):
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {step.table} AS {step.sql}")
    return connection.sql(f"SELECT * FROM {RESULT} ORDER BY a, b").to_arrow_table()


def on_spark(
    session: SparkSession,
    rows: Mapping[str, DataFrame],
    names: ours.Names,
    table: Weights | None = None,
    *,
    among: int = 0,
) -> DataFrame:
    """The same rows as a DataFrame of Spark; ``rows`` are those of ``ready``, as DataFrames."""
    from pyspark.sql import functions

    arrow_udf: Any = getattr(functions, "arrow_udf")  # noqa: B009 - its stubs do not know it
    session.udf.register(COMPARE_NAMES, arrow_udf(_comparing(names), "array<double>"))
    for name, frame in rows.items():
        frame.createOrReplaceTempView(name)
    for step in steps("spark", table, among=among):
        made = session.sql(step.sql)
        if step.table in _KEPT:
            made = made.persist()
        made.createOrReplaceTempView(step.table)
    return session.table(RESULT)


def _comparing(names: ours.Names) -> Callable[[Any, Any], Any]:
    """Our own function on two Arrow arrays of lists of names: level and rarity, a list of two numbers a pair."""
    import pyarrow as pa

    def compare(one, other):  # type: ignore[no-untyped-def]
        levels, rarity = names.levels(list(zip(one.to_pylist(), other.to_pylist(), strict=True)))
        both = np.column_stack((levels.astype(np.float64), rarity)).tolist()
        return pa.array(both, pa.list_(pa.float64()))

    compare.__annotations__ = {"one": pa.Array, "other": pa.Array, "return": pa.Array}  # what Spark goes by
    return compare


def _keys(records: Sequence[Record]) -> tuple[pa.Array, pa.Array]:
    """The keys of names, as the hub has them, and those of documents and selectors beside them."""
    import pyarrow as pa

    keys, owners = keys_of_many(
        [record.names for record in records],
        [(record.birth.first.year, record.birth.last.year) if record.birth else (0, 0) for record in records],
        [sorted(record.nationalities) for record in records],
    )
    numbers: dict[tuple[str, str], int] = {}
    fresh = count(1 << 32)  # beyond the keys of names, which have 32 bits
    others = [
        (numbers.setdefault(value, next(fresh)), at)
        for at, record in enumerate(records)
        for value in (
            *(("selector", selector) for selector in record.selectors),
            *{("document", number) for _, number in record.documents},
            *{("beside", key) for _, key in record.beside},
        )
    ]
    extra = np.array(others, np.int64).reshape(-1, 2)
    return pa.array(np.concatenate((keys, extra[:, 0]))), pa.array(np.concatenate((owners, extra[:, 1])))


def _beside(records: Sequence[Record]) -> pa.Table:
    """One row a record and key; ``paper``: whether one person alone has such a thing."""
    import pyarrow as pa

    papers: dict[tuple[int, str], bool] = {}
    for at, record in enumerate(records):
        for kind, key in record.beside:
            papers[at, key] = papers.get((at, key), False) or kind in ours.PAPERS
    return pa.table(
        {
            "record": pa.array([at for at, _ in papers], pa.int64()),
            "selector": pa.array([key for _, key in papers], pa.string()),
            "paper": pa.array(list(map(int, papers.values())), pa.int64()),
        }
    )


def _lists(values: Any) -> pa.Array:
    import pyarrow as pa

    return pa.array(list(values), pa.list_(pa.string()))


_KEPT = frozenset({"pairs", "named"})
_TELLING_KEYS = f"SELECT key FROM record_keys GROUP BY key HAVING count(*) BETWEEN 2 AND {COMMON}"
_PAIRS = """
SELECT DISTINCT one.record AS a, other.record AS b
FROM record_keys AS one
JOIN telling_keys ON telling_keys.key = one.key
JOIN record_keys AS other ON other.key = one.key AND one.record < other.record
"""
_SHARED_SELECTORS = """
SELECT pairs.a, pairs.b, count(*) AS shared, max(least(one.rarity, other.rarity)) AS rarity
FROM pairs
JOIN record_selectors AS one ON one.record = pairs.a
JOIN record_selectors AS other ON other.record = pairs.b AND other.selector = one.selector
GROUP BY pairs.a, pairs.b
"""
_SHARED_BESIDE = """
SELECT pairs.a, pairs.b, max(greatest(one.paper, other.paper)) AS paper
FROM pairs
JOIN record_beside AS one ON one.record = pairs.a
JOIN record_beside AS other ON other.record = pairs.b AND other.selector = one.selector
GROUP BY pairs.a, pairs.b
"""
_NAMED = f"""
SELECT pairs.a, pairs.b, {COMPARE_NAMES}(one.names, other.names) AS found
FROM pairs JOIN records AS one ON one.record = pairs.a JOIN records AS other ON other.record = pairs.b
"""


def _level(field: str, name: str) -> int:
    return LEVELS[field].index(name)


def _case(field: str, *conditions: tuple[str, str]) -> str:
    """The first level whose condition holds; the last one has none."""
    *conditional, (_, rest) = conditions
    arms = " ".join(f"WHEN {condition} THEN {_level(field, level)}" for condition, level in conditional)
    return f"CASE {arms} ELSE {_level(field, rest)} END AS {field}_level"


_TWO_DAYS = "x.birth_first = x.birth_last AND y.birth_first = y.birth_last"
_WIDER = "greatest(x.birth_last - x.birth_first, y.birth_last - y.birth_first)"
_OVERLAP = "x.birth_first <= y.birth_last AND y.birth_first <= x.birth_last"
_SAME_DAY, _SAME_MONTH, _SAME_YEAR = (f"x.birth_{part} = y.birth_{part}" for part in ("day", "month", "year"))
_ALL_LEVELS = (
    "CAST(named.found[1] AS INT) AS name_level",
    _case(
        "birth",
        ("x.birth_first IS NULL OR y.birth_first IS NULL", "missing"),
        (f"{_OVERLAP} AND {_WIDER} <= {ours.DAY}", "day"),
        (f"{_OVERLAP} AND {_WIDER} <= {ours.MONTH}", "month"),
        (f"{_OVERLAP} AND {_WIDER} <= {ours.YEAR}", "year"),
        (_OVERLAP, "wide"),
        (f"{_TWO_DAYS} AND x.birth_swapped = y.birth_first", "swapped"),
        (
            f"{_TWO_DAYS} AND {_SAME_DAY} AND {_SAME_MONTH} "
            f"AND abs(x.birth_year - y.birth_year) <= {ours.SLIP_OF_YEARS}",
            "slip",
        ),
        (f"{_TWO_DAYS} AND {_SAME_YEAR} AND ({_SAME_DAY} OR {_SAME_MONTH})", "slip"),
        (
            f"greatest(x.birth_first, y.birth_first) - least(x.birth_last, y.birth_last) <= {ours.YEAR}",
            "near",
        ),
        ("", "contradicted"),
    ),
    _case(
        "sex",
        ("x.sex = '' OR y.sex = '' OR (x.sex <> y.sex AND (x.sex = 'x' OR y.sex = 'x'))", "missing"),
        ("x.sex = y.sex", "same"),
        ("", "different"),
    ),
    _case(
        "nationality",
        ("array_length(x.nationalities) = 0 OR array_length(y.nationalities) = 0", "missing"),
        ("x.nationalities = y.nationalities", "same"),
        ("x.nationalities && y.nationalities", "one_of_several"),
        ("", "different"),
    ),
    _case(
        "document",
        ("x.numbers && y.numbers", "same"),
        ("x.kinds && y.kinds", "different"),
        ("", "missing"),
    ),
    _case(
        "place",
        ("array_length(x.place) = 0 OR array_length(y.place) = 0", "missing"),
        ("x.place = y.place", "same"),
        ("x.place && y.place", "overlap"),
        ("", "different"),
    ),
    _case(
        "selectors",
        ("shared_selectors.shared >= 3", "several"),
        ("shared_selectors.shared = 2", "two"),
        ("shared_selectors.shared = 1", "one"),
        ("x.selectors = 0 OR y.selectors = 0", "missing"),
        ("", "none"),
    ),
    _case(
        "beside",
        ("shared_beside.paper IS NULL OR named.found[1] = 0", "missing"),
        (f"named.found[1] < {ours.AGREEING}", "apart"),
        ("shared_beside.paper = 1", "paper"),
        ("", "number"),
    ),
)
_ALL_RARITIES = {
    "name": "named.found[2]",
    "place": "CASE WHEN x.place = y.place THEN x.place_rarity ELSE CAST(0 AS DOUBLE) END",
    "selectors": "coalesce(shared_selectors.rarity, CAST(0 AS DOUBLE))",
}
_LEVELLED = f"""
SELECT named.a, named.b, {", ".join(_ALL_LEVELS)},
    {", ".join(f"{rarity} AS {field}_rarity" for field, rarity in _ALL_RARITIES.items())}
FROM named
JOIN (SELECT records.*, coalesce(held.selectors, 0) AS selectors FROM records LEFT JOIN
    (SELECT record, count(*) AS selectors FROM record_selectors GROUP BY record) AS held
    ON held.record = records.record) AS x ON x.record = named.a
JOIN (SELECT records.*, coalesce(held.selectors, 0) AS selectors FROM records LEFT JOIN
    (SELECT record, count(*) AS selectors FROM record_selectors GROUP BY record) AS held
    ON held.record = records.record) AS y ON y.record = named.b
LEFT JOIN shared_selectors ON shared_selectors.a = named.a AND shared_selectors.b = named.b
LEFT JOIN shared_beside ON shared_beside.a = named.a AND shared_beside.b = named.b
"""


def _number(value: float) -> str:
    """A literal that both dialects read as a double, to the last bit."""
    mantissa, exponent = f"{value:.17e}".split("e")
    return f"{mantissa}e{int(exponent)}"


def _weighed(table: Weights) -> str:
    columns = []
    for row, field in enumerate(FIELDS):
        arms = []
        for level in range(len(LEVELS[field])):
            worth = _number(float(table.base[row, level]))
            if slope := float(table.slope[row, level]):
                worth += f" + {_number(slope)} * {field}_rarity"
            arms.append(f"WHEN {field}_level = {level} THEN {worth}")
        columns.append(f"CASE {' '.join(arms)} END AS {field}_bits")
    return f"SELECT *, {', '.join(columns)} FROM levelled"


def _scored(table: Weights, among: int) -> str:
    total = " + ".join([_number(table.prior_bits(among)), *(f"{field}_bits" for field in FIELDS)])
    one = "CAST(1 AS DOUBLE)"
    likely = (
        f"SELECT *, {one} / ({one} + power(CAST(2 AS DOUBLE), -total)) AS probability "
        f"FROM (SELECT *, {total} AS total FROM weighed) AS summed"
    )
    paper = f"document_level = {_level('document', 'same')}"
    against = " + ".join(
        f"CASE WHEN {field}_level = {_level(field, level)} THEN 1 ELSE 0 END"
        for field, level in CONTRADICTING.items()
    )
    alert = (
        f"probability >= {_number(table.alert)} AND"
        f" ({paper} OR name_level <> {_level('name', CONTRADICTING['name'])})"
    )
    review = f"probability >= {_number(table.review)} OR ({paper} AND {against} < {SEVERAL})"
    return f"SELECT *, {alert} AS alert, ({alert}) OR {review} AS review FROM ({likely}) AS likely"


def _in(dialect: str, sql: str) -> str:
    """The SQL, written here in DuckDB's dialect, in the other."""
    import sqlglot
    from sqlglot import exp

    def overlap(node: exp.Expression) -> exp.Expression:
        if isinstance(node, exp.ArrayOverlaps):
            name = "list_has_any" if dialect == "duckdb" else "arrays_overlap"
            return exp.Anonymous(this=name, expressions=[node.this, node.expression])
        return node

    return sqlglot.parse_one(sql, read="duckdb").transform(overlap).sql(dialect)
