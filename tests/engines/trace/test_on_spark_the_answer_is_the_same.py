"""What Spark finds over many workers is what one process finds, to the last bit."""

import logging
import os
import shutil
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as parquet
import pytest

from entraide.engines.trace import BadLedger, Ledger, spark
from entraide.engines.trace.features import FEATURES, feature_matrix
from entraide.engines.trace.patterns import Limits, patterns

from .big import STOPS, record_of_everything

needs_java = pytest.mark.skipif(
    not (os.environ.get("JAVA_HOME") or shutil.which("java") or os.environ.get("CI")),
    reason="Spark needs Java: scripts/java gets one",
)
long = pytest.mark.skipif(
    not os.environ.get("ENTRAIDE_LONG"), reason="only in the long mode (ENTRAIDE_LONG=1)"
)
pytestmark = [needs_java, pytest.mark.timeout(900)]
CLUSTER = pytest.param("local-cluster[2,1,1024]", marks=[pytest.mark.long, long])
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module", params=["local[2]", CLUSTER])
def session(request: pytest.FixtureRequest) -> Iterator[Any]:
    """A session; that of the cluster has two workers, which are processes of their own."""
    import pyspark
    from pyspark.sql import SparkSession

    os.environ |= {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    os.environ |= {"SPARK_HOME": str(Path(pyspark.__file__).parent), "SPARK_SCALA_VERSION": "2.13"}
    builder: Any = SparkSession.builder
    session = (
        builder.master(request.param)
        .config("spark.ui.enabled", "false")
        .config("spark.log.level", "ERROR")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", "3")
        .getOrCreate()
    )
    logging.getLogger("py4j").setLevel(logging.ERROR)  # it speaks when pytest listens no more
    yield session
    session.stop()


@pytest.fixture(scope="module")
def record(session: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Ledger]:
    """The legs of two files, as Spark reads them, and the ledger of the whole."""
    table = record_of_everything()
    folder = tmp_path_factory.mktemp("legs")
    files = [str(folder / name) for name in ("october.parquet", "november.parquet")]
    parquet.write_table(table.slice(0, 900), files[0])
    parquet.write_table(table.slice(900), files[1])
    return spark.read(session, files), Ledger.from_table(table, stops=STOPS)


@pytest.mark.parametrize(
    ("records", "options"),
    [(["n11"], {}), (["n900", "n902"], {"back": True, "horizon": HOUR})],
    ids=["forward", "backward"],
)
def test_the_part_is_traced_as_the_whole(
    record: tuple[Any, Ledger], records: list[str], options: dict[str, Any]
) -> None:
    legs, whole = record
    part = spark.reachable(legs, records, stops=STOPS, **options)
    assert len(part) < len(whole)
    followed = 0
    for rule in ("fifo", "haircut"):
        for capped in (False, True):
            for opening in ("zero", "implied"):
                ours, theirs = (
                    book.trace(
                        book.legs_of(records), rule, lowest_balance=capped, opening=opening, **options
                    )  # fmt: skip
                    for book in (part, whole)
                )
                followed += len(theirs.edges)
                assert ours.totals == theirs.totals
                assert ours.ends.to_pylist() == theirs.ends.to_pylist()
                edges = [tracing.edges.drop_columns(["leg"]).to_pylist() for tracing in (ours, theirs)]
                assert edges[0] == edges[1]
    assert followed > 50


def test_features_are_equal_bit_by_bit(record: tuple[Any, Ledger]) -> None:
    legs, whole = record
    found = spark.features(legs, HOUR, parts=3).toArrow().sort_by("leg")
    rows = np.column_stack([found[name].to_numpy() for name in FEATURES])
    expected = feature_matrix(whole, HOUR)
    assert found["record"].to_pylist() == whole.record_of(range(len(whole))).to_pylist()
    assert {name: expected[:, place].any() for place, name in enumerate(FEATURES)}["cycle_4"]
    assert rows.tobytes() == expected.tobytes()


@pytest.mark.parametrize("most", [10_000, 5])
def test_patterns_at_one_account_are_those_of_the_whole(record: tuple[Any, Ledger], most: int) -> None:
    legs, whole = record
    limits, thresholds = Limits(window=2 * HOUR, others=3, most=most), {"EUR": 10_000}
    found = spark.patterns(legs, limits, thresholds=thresholds, parts=3)
    expected = patterns(whole, kinds=spark.AT_ONE_ACCOUNT, limits=limits, thresholds=thresholds)
    assert {pattern.kind for pattern in expected} == set(spark.AT_ONE_ACCOUNT)
    assert [vars(one) | {"legs": one.legs.tolist()} for one in found] == [
        vars(one) | {"legs": one.legs.tolist()} for one in expected
    ]


def test_what_is_wrong_is_named(session: Any, record: tuple[Any, Ledger], tmp_path: Path) -> None:
    legs, _ = record
    with pytest.raises(KeyError, match="nobody"):
        spark.reachable(legs, ["n11", "nobody"])
    with pytest.raises(ValueError, match="cycle"):
        spark.patterns(legs, kinds=["fan-in", "cycle"])
    with pytest.raises(KeyError, match="EUR"):
        spark.features(legs, HOUR, worth={"USD": 1.0})
    parquet.write_table(record_of_everything(5).drop_columns(["amount"]), tmp_path / "short.parquet")
    with pytest.raises(BadLedger, match="column amount is missing"):
        spark.read(session, [str(tmp_path / "short.parquet")])
    session.conf.set("spark.sql.session.timeZone", "Asia/Bangkok")
    with pytest.raises(BadLedger, match="UTC"):
        spark.read(session, [str(tmp_path / "short.parquet")])
    session.conf.set("spark.sql.session.timeZone", "UTC")
