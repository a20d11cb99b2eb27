"""`entraide trace read`: what is said of each file, what is written, and what is not when reading is stopped."""

import json
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from entraide.cli import app
from entraide.engines.trace import Ledger

TABLE = """Transaction ID;Date;Heure;Compte débité;Compte crédité;Montant;Devise
t1;06/11/2025;16:00:00;A;B;1.234,50;EUR
t2;06/11/2025;16:01:00;B;C;0,00;EUR
t3;13/11/2025;16:02:00;C;D;7,00;EUR
"""


def run(*arguments: object) -> "object":
    return CliRunner().invoke(app, ["trace", "read", *map(str, arguments)])


def test_each_file_is_said_with_its_form_its_columns_and_its_rows(tmp_path: Path) -> None:
    file = tmp_path / "export.txt"
    file.write_bytes(TABLE.encode("cp1252"))
    done = run(file, "--to", tmp_path / "case.parquet", "--timezone", "Asia/Bangkok")
    assert done.exit_code == 0, done.output
    for words in (
        "csv, cp1252, delimiter semicolon",
        "Compte débité → source",
        "day, month, year; decimal comma; times of Asia/Bangkok",
        "3: 2 taken, 1 rejected",
        "1: amount: zero moves no money",
        "2025-11-06 09:00:00 UTC to 2025-11-13 09:02:00 UTC",
        "2 legs of 1 file in",
        "case.rejected.csv",
    ):
        assert words in done.output
    ledger = Ledger.from_table(pq.read_table(tmp_path / "case.parquet"))
    assert ledger.amount.tolist() == [123450, 700]
    assert "t2;06/11/2025" in (tmp_path / "case.rejected.csv").read_text("utf-8-sig")


def test_one_json_object_says_the_same(tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    file.write_text(TABLE)
    done = run(file, "--to", tmp_path / "case.parquet", "--json")
    said = json.loads(done.stdout)
    assert (said["legs"], said["files"][0]["rows"], said["files"][0]["mapping"]["amount"]) == (
        2,
        3,
        "Montant",
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--timezone", "Mars/Base"], "--timezone"),
        (["--mapping", "Betrag"], "MEANING=HEADER"),
        (["--mapping", "colour=Montant"], "MEANING=HEADER"),
        (["--dates", "ydm"], "--dates"),
        (["--format", "pdf"], "--format"),
        (["--encoding", "klingon"], "--encoding"),
        (["--to", "nowhere/at/all/case.parquet"], "folder"),
    ],
)
def test_what_is_asked_wrongly_is_said_in_a_line_and_nothing_is_written(
    tmp_path: Path, arguments: list[str], words: str
) -> None:
    file = tmp_path / "export.csv"
    file.write_text(TABLE)
    done = run(file, "--to", tmp_path / "case.parquet", *arguments)
    assert done.exit_code != 0
    assert words in " ".join(done.output.replace("│", " ").split())
    assert "Traceback" not in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["export.csv"]


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    good = tmp_path / "export.csv"
    good.write_text(TABLE)
    done = run(tmp_path / "missing.csv", good, "--to", tmp_path / "case.parquet")
    assert done.exit_code == 1
    assert "missing.csv: not read. There is no such file" in done.output
    assert (tmp_path / "case.parquet").exists()


def test_a_zone_may_be_said_for_some_of_the_files(tmp_path: Path) -> None:
    for name in ("busan.csv", "tak.csv"):
        (tmp_path / name).write_text(TABLE.replace("\nt", f"\n{name[0]}-"))
    zones = ["--timezone", "busan*=Asia/Seoul", "--timezone", "Asia/Bangkok"]
    run(tmp_path / "busan.csv", tmp_path / "tak.csv", "--to", tmp_path / "case.parquet", *zones)
    ledger = Ledger.from_table(pq.read_table(tmp_path / "case.parquet"))
    first = ledger.time[ledger.legs_of(["b-1", "t-1"])]
    assert abs(first[1] - first[0]) == 2 * 3600 * 1_000_000


def test_the_list_of_an_earlier_reading_does_not_stay_beside_a_new_ledger(tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    file.write_text(TABLE)
    run(file, "--to", tmp_path / "case.parquet")
    file.write_text(TABLE.replace("0,00", "1,00"))
    run(file, "--to", tmp_path / "case.parquet")
    assert not (tmp_path / "case.rejected.csv").exists()


def test_stopped_by_control_c_nothing_is_left(tmp_path: Path) -> None:
    """Control-C comes when the first rows were read."""
    file = tmp_path / "export.csv"
    file.write_text(TABLE)
    command = (
        "import sys, os, signal\n"
        "from entraide.formats.transactions import _csv\n"
        "from entraide.cli import app\n"
        "whole = _csv.rows_of\n"
        "def slow(*arguments, **named):\n"
        "    for rows in whole(*arguments, **named):\n"
        "        yield rows\n"
        "        if not isinstance(arguments[0], __import__('io').BytesIO):\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "_csv.rows_of = slow\n"
        f"sys.argv = ['entraide', 'trace', 'read', {str(file)!r}, '--to', {str(tmp_path / 'case.parquet')!r}]\n"
        "app()\n"
    )
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 130, done.stderr
    assert "nothing was written" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["export.csv"]
