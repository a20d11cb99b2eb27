import os
import shutil
from functools import cache
from typing import Any

import pytest

from entraide.bench import scale
from entraide.engines.link import BirthDate, Record
from entraide.engines.link.compare import LEVELS, at_scale

FEW, MANY = 3_000, 100_000
long = pytest.mark.skipif(
    not os.environ.get("ENTRAIDE_LONG"), reason="only in the long mode (ENTRAIDE_LONG=1)"
)
needs_java = pytest.mark.skipif(
    not (os.environ.get("JAVA_HOME") or shutil.which("java") or os.environ.get("CI")),
    reason="Spark needs Java: scripts/java gets one",
)


@cache
def linked(size: int) -> tuple[at_scale.Ready, dict[str, Any]]:
    records = scale.made(size)
    given = at_scale.ready(records)
    return given, scale.by_kernel(records, given)


@pytest.mark.parametrize("size", [FEW, pytest.param(MANY, marks=[pytest.mark.long, long])])
@pytest.mark.timeout(1800)
def test_duckdb_finds_the_pairs_and_bits_of_the_kernel(size: int) -> None:
    given, expected = linked(size)
    assert len(expected["a"]) > size / 2
    assert scale.different(scale.duckdb_rows(given), expected) == 0


@needs_java
@pytest.mark.parametrize("size", [FEW, pytest.param(MANY, marks=[pytest.mark.long, long])])
@pytest.mark.timeout(1800)
def test_spark_finds_the_pairs_and_bits_of_the_kernel(size: int) -> None:
    given, expected = linked(size)
    assert scale.different(scale.spark_rows(given), expected) == 0


def test_a_difference_is_seen() -> None:
    _, expected = linked(FEW)
    bits = expected["name_bits"].copy()
    bits[7] += 1e-12
    assert scale.different(expected | {"name_bits": bits}, expected) == 1
    fewer = {name: values[1:] for name, values in expected.items()}
    assert scale.different(fewer, expected) == 1


def test_odd_records_are_linked_in_sql_too() -> None:
    records = [
        Record(),
        Record("", place="…"),
        Record("a" * 500, BirthDate.on(1990), "x", {"TH", "MM"}, [("", "1")], "แม่สอด", {"phone": 10**9}),
        Record(
            "a" * 500, BirthDate.on(1990, 1, 1), "m", {"TH"}, [("card", "1")], "Mae Sot", ["phone", "mail"]
        ),
        Record(
            ["Robert'); DROP TABLE records;--", "王"],
            BirthDate.on(1990, 5, 12),
            "f",
            documents=[("card", "2")],
        ),
        Record("Robert'); DROP TABLE records;--", BirthDate.on(1990, 12, 5), "f", documents=[("card", "1")]),
        *(Record(name, beside=[("phone", "+66"), ("phone", "E1")]) for name in ("Wu Jianbo", "吴剑波", "")),
        *(
            Record(name, beside=[("passport", "E1"), ("phone", "")])
            for name in ("Wu Jianbo", "Joseph Otieno")
        ),
    ]
    given = at_scale.ready(records)
    expected = scale.by_kernel(records, given)
    assert scale.different(scale.duckdb_rows(given), expected) == 0
    assert set(expected["beside_level"].tolist()) == set(range(len(LEVELS["beside"])))
    assert {True, False} == set(expected["review"].tolist())


def test_the_sql_is_one_for_both_engines() -> None:
    ours, theirs = at_scale.steps("duckdb"), at_scale.steps("spark")
    assert [step.table for step in ours] == [step.table for step in theirs]
    assert ours[-1].table == at_scale.RESULT
