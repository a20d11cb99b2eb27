import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import entraide.bench
from entraide.cli import app

BENCHMARK = '''
"""Counts."""
from entraide.bench import Measured

def run(size: int | None, one_by_one: bool = False, listeners: int = 50) -> Measured:
    """How long counting takes."""
    return Measured({"size": size, "listeners": listeners, "mode": one_by_one}, ["p50 1 ms (floor 0 ms)"])
'''


@pytest.fixture(autouse=True)
def counting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "counting.py").write_text(BENCHMARK)
    (tmp_path / "_simulator.py").write_text("")
    monkeypatch.setattr(entraide.bench, "__path__", [str(tmp_path)])


def bench(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["bench", *arguments])


def test_without_a_name_they_are_listed_with_what_they_measure() -> None:
    assert bench().output.split("\n")[:-1] == ["counting     How long counting takes."]


def test_size_and_options_reach_the_benchmark_and_json_comes_last() -> None:
    result = bench("counting", "--size", "7", "--one-by-one", "--listeners", "3", "--json")
    lines = result.output.strip().split("\n")
    assert lines[0] == "p50 1 ms (floor 0 ms)"
    assert json.loads(lines[-1]) == {"size": 7, "listeners": 3, "mode": True}


def test_without_json_only_people_are_spoken_to() -> None:
    assert bench("counting", "--listeners=4").output == "p50 1 ms (floor 0 ms)\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["guessing"],
        ["counting", "--speed", "3"],
        ["counting", "--size", "0"],
        ["counting", "--listeners"],
        ["counting", "--listeners", "many"],
        ["counting", "extra"],
    ],
)
def test_what_is_wrong_is_named(arguments: list[str]) -> None:
    result = bench(*arguments)
    assert result.exit_code == 2
    assert arguments[-1] in result.output or arguments[-2] in result.output
