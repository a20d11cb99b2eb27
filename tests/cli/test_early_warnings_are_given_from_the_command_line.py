import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from entraide.cli.early_warning import app

START = date(2025, 1, 6)


@pytest.fixture
def table(tmp_path: Path, monkeypatch: Any) -> Path:
    monkeypatch.chdir(tmp_path)
    rows = ["week;place;reports"]
    for week in range(44):
        day = START + timedelta(weeks=week)
        rows += [f"{day};Poipet;{1 + week % 2 + (9 if week > 36 else 0)}", f"{day};แม่สอด;{1 + week % 2}"]
    path = tmp_path / "counts.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def test_a_table_is_read_and_the_new_hub_named(table: Path) -> None:
    answer = CliRunner().invoke(app, [str(table), "--false-alarms", "0.2", "--json"])
    assert answer.exit_code == 0, answer.output
    assert [one["area"] for one in json.loads(answer.stdout)["warnings"]] == ["Poipet"]


def test_rows_that_make_no_sense_are_listed_with_the_remedy(table: Path) -> None:
    table.write_text(table.read_text() + "\n2025-13-40;Poipet;3\n2025-11-03;Poipet;many\n", encoding="utf-8")
    answer = CliRunner().invoke(app, [str(table)])
    assert answer.exit_code == 0
    assert "Rejected rows: 2" in answer.output
    listed = (table.parent / "counts.csv.rejected.csv").read_text(encoding="utf-8-sig")
    assert "“2025-13-40” is no day" in listed
    assert "“many” is no whole number" in listed


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("a,b\n1,2\n", "No column says the day"),
        ("week,area\n2025-11-03,Poipet\n", "Give more than 26"),
    ],
)
def test_a_file_that_says_nothing_is_refused_in_words(table: Path, text: str, said: str) -> None:
    table.write_text(text)
    answer = CliRunner().invoke(app, [str(table)])
    assert answer.exit_code == 2
    assert said in answer.output


def test_what_is_watched_and_what_is_looked_at_can_be_chosen(table: Path) -> None:
    rows = ["week,area,nationality,crime,count"]
    for week in range(44):
        day = START + timedelta(weeks=week)
        rows += [
            f"{day},Poipet,IN,fraud,{1 + week % 2}",
            f"{day},Poipet,KE; BR,wildlife,{1 + week % 2 + (9 if week > 36 else 0)}",
        ]
    table.write_text("\n".join(rows), encoding="utf-8")

    def warned(*arguments: str) -> list[str]:
        answer = CliRunner().invoke(app, [str(table), "--false-alarms", "0.2", "--json", *arguments])
        return sorted(one["area"] for one in json.loads(answer.stdout)["warnings"])

    assert warned("--by", "crime") == ["wildlife"]
    assert warned("--by", "nationality") == ["BR", "KE"]
    assert warned("--by", "nationality", "--only", "crime=fraud") == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--by", "colour"], "Choose one of area, country, nationality, technique, crime"),
        (["--by", "crime"], "Fill in the column crime"),
        (["--only", "crime=theft"], "is no crime; write one of fraud"),
        (["--only", "theft"], "as in crime=drugs"),
        (["--only", "nationality=Kenya"], "is no nationality"),
        (["--until", "last week"], "is no day; write 2025-11-03"),
        (["--false-alarms", "-1"], "Choose a number above 0"),
    ],
)
def test_what_cannot_be_watched_is_said_with_the_remedy(table: Path, arguments: list[str], said: str) -> None:
    answer = CliRunner().invoke(app, [str(table), *arguments])
    assert answer.exit_code == 2
    assert said in " ".join(answer.output.replace("│", " ").split())


def test_a_column_that_is_not_read_is_named_with_the_one_that_may_be_meant(table: Path) -> None:
    table.write_text(table.read_text().replace("week;place;reports", "week;place;reports;natoinality"))
    answer = CliRunner().invoke(app, [str(table)])
    assert "Column “natoinality” is not read. Did you mean nationality?" in answer.output
