"""`entraide trace …` run on small ledgers."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from typer.testing import CliRunner, Result

from entraide.cli import app
from tests.engines.trace.ledgers import table_of

# The mule held 50 of another's, got 100 of the victim's, then 50 more; then paid 60 to a and 60 to b.
MIXED = (
    ("other", "mule", 50),
    ("victim", "mule", 100),
    ("third", "mule", 50),
    ("mule", "a", 60),
    ("mule", "b", 60),
)


def rows_of(*legs: tuple[str, str, int]) -> list[dict[str, Any]]:
    return [
        {"time": minute, "source": source, "target": target, "amount": amount}
        for minute, (source, target, amount) in enumerate(legs)
    ]


def saved(folder: Path, rows: Iterable[Mapping[str, Any]], name: str = "case.parquet") -> str:
    pq.write_table(table_of(rows), folder / name)
    return str(folder / name)


def trace(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["trace", *arguments])


def sentence(result: Result) -> str:
    """What was said of something wrong: one line on standard error, and nothing else."""
    assert result.exit_code == 2, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("entraide trace: ")
    return line
