"""`entraide trace spark` says of several files what `entraide trace follow` says of the whole."""

import json
import os
import shutil
from pathlib import Path

import pyarrow.parquet as parquet
import pytest

from tests.engines.trace.big import record_of_everything

from .tracing import sentence, trace

needs_java = pytest.mark.skipif(
    not (os.environ.get("JAVA_HOME") or shutil.which("java") or os.environ.get("CI")),
    reason="Spark needs Java: scripts/java gets one",
)


@needs_java
def test_the_answer_is_that_of_the_whole(tmp_path: Path) -> None:
    table = record_of_everything()
    whole, folder = tmp_path / "whole.parquet", tmp_path / "months"
    folder.mkdir()
    parquet.write_table(table, whole)
    parquet.write_table(table.slice(0, 700), folder / "1.parquet")
    parquet.write_table(table.slice(700), folder / "2.parquet")
    marks = tmp_path / "accounts.csv"
    marks.write_text("account,stop\nstop0,exchange\nstop1,exchange\nstop2,mixer\nstop3,exchange\n")
    options = ["--seed", "n11", "--horizon", "3h", "--accounts", str(marks), "--json"]
    spark = ["--master", "local[2]", "--features", str(tmp_path / "features")]
    result = trace("spark", str(folder), *options, *spark)
    assert result.exit_code == 0, result.output
    one = json.loads(trace("follow", str(whole), *options).stdout)
    assert json.loads(result.stdout) == one
    assert len(one["ends"]) > 3
    assert parquet.read_table(tmp_path / "features").num_rows == len(table)


def test_what_spark_is_not_given_is_named(tmp_path: Path) -> None:
    absent = str(tmp_path / "absent.parquet")
    assert "there is no such file" in sentence(trace("spark", absent, "--seed", "r1"))
    assert "--seed RECORD" in sentence(trace("spark", str(tmp_path)))
