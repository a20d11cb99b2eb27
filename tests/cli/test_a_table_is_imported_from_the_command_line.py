import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

TABLE = """Narrative,Mobile
Caller offered a typing job,+95 9 391 868821
,
Another one,+66 69 110 1364
"""
ROLES = ("migrator", "web", "worker", "linker", "sealer")


@pytest.fixture(scope="module")
def run(server: Any, new_database: Callable[[str], str]) -> Callable[..., subprocess.CompletedProcess[str]]:
    name = new_database("cli")
    urls = {f"DATABASE_URL_{role.upper()}": server.url(role, name) for role in ROLES}

    def entraide(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [
            sys.executable,
            "-c",
            "from entraide.cli import app; app()",
            "report",
            "import",
            *arguments,
        ]
        return subprocess.run(
            command, capture_output=True, text=True, env={**os.environ, **urls}, check=False
        )

    return entraide


def test_good_rows_are_filed_bad_ones_written_beside_the_file(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "calls.csv"
    file.write_text(TABLE.replace("\n,\n", '\n"",x y\n'))
    done = run(str(file), "--as", "National Bureau India", "--json")
    assert done.returncode == 0, done.stderr
    file.write_text(TABLE + "Caller offered a typing job,+95 9 391 868821\n")
    done = run(str(file), "--as", "National Bureau India", "--json")
    assert done.returncode == 3, done.stderr
    figures = json.loads(done.stdout.splitlines()[-1])
    assert (figures["filed"], figures["known"], figures["rejected"]) == (0, 2, 1)
    with (tmp_path / "calls.csv.rejected.csv").open(encoding="utf-8-sig") as rejected:
        (row,) = csv.DictReader(rejected)
    assert row["line"] == "5"
    assert "already" in row["reason"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--as", "Nobody"], "There is no organisation of this name."),
        (["--as", "National Bureau India", "--map", "text"], "Write it like text=Narrative."),
        (["--as", "National Bureau India", "--map", "text=Nope"], "The table has no such column."),
        (["--as", "National Bureau India", "--tlp", "purple"], "Choose clear, green, amber or amber+strict."),
        (["--as", "National Bureau India", "--share-with", "Nobody"], "There is no organisation “Nobody”."),
    ],
)
def test_a_wrong_argument_is_named_with_its_remedy(
    run: Any, tmp_path: Path, arguments: list[str], said: str
) -> None:
    file = tmp_path / "calls.csv"
    file.write_text(TABLE)
    done = run(str(file), *arguments)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_dry_run_files_nothing(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "dry.csv"
    file.write_text("Narrative,Mobile\nOnly looked at,+66 69 110 1399\n")
    first = run(str(file), "--as", "National Bureau Kenya", "--dry-run", "--json")
    second = run(str(file), "--as", "National Bureau Kenya", "--json")
    assert json.loads(first.stdout.splitlines()[-1])["filed"] == 1
    assert json.loads(second.stdout.splitlines()[-1])["filed"] == 1
