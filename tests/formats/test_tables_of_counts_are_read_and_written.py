from datetime import date
from pathlib import Path

import pytest

from entraide.engines.watch import Count
from entraide.formats import counts, journeys
from entraide.formats.tables import UnreadableFile

ROW = Count(
    "แม่สอด",
    date(2025, 10, 20),
    3,
    date(2025, 10, 27),
    16.7,
    98.6,
    event="raid of October",
    country="TH",
    nationalities=("IN", "KE"),
    techniques=("W2.06", "X1.01"),
    crimes=("trafficking", "drugs"),
)


def written(path: Path, rows: list[Count]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as out:
        counts.write(out, rows)
    return path


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    rows = [ROW, Count("=cmd()", date(2025, 10, 20)), Count("", date(2025, 10, 20), crimes=("arms",))]
    file = counts.read(written(tmp_path / "counts.csv", rows))
    assert (file.rows, file.rejected, file.unread) == (rows, [], [])


def test_several_values_stand_in_a_cell_however_they_are_parted(tmp_path: Path) -> None:
    path = tmp_path / "counts.csv"
    path.write_text('week,area,crimes,nationality\n2025-W43,Bavet,Drugs|arms,"in, KE;in"\n', encoding="utf-8")
    [row] = counts.read(path).rows
    assert (row.crimes, row.nationalities) == (("drugs", "arms"), ("IN", "KE"))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2025-10-20,Bavet,-1,,", "count: -1 for Bavet"),
        ("2025-10-20,Bavet,,,", "count: “empty” is no whole number"),
        ("2025-10-20,Bavet,1.5,,", "count: “1.5” is no whole number"),
        ("2025-W54,Bavet,1,,", "week: “2025-W54” is no day"),
        ("2025-12-20,Bavet,1,,", "week: 2025-12-20 lies in the future"),
        ("2025-10-20,Bavet,1,Burma,", "nationality: “BURMA”"),
        ("2025-10-20,Bavet,1,,theft", "crime: “theft”"),
        ("2025-10-20,,1,,", "area: empty"),
    ],
)
def test_a_row_that_cannot_be_is_rejected_with_field_and_remedy(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "counts.csv"
    path.write_text(f"week,area,count,nationality,crime\n{line}\n2025-10-20,Bavet,1,,\n", encoding="utf-8")
    file = counts.read(path, today=date(2025, 11, 6))
    assert len(file.rows) == 1
    [rejected] = file.rejected
    assert (rejected.line, said in rejected.reason) == (2, True), rejected.reason


def test_a_column_that_is_not_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "counts.csv"
    path.write_text("week,area,natoinality\n2025-10-20,Bavet,IN\n", encoding="utf-8")
    assert counts.read(path).unread == ["natoinality"]


@pytest.mark.parametrize(
    ("header", "said"),
    [("area,count", "No column says the day"), ("week,count", "No column says what was counted")],
)
def test_a_table_without_a_needed_column_is_refused(tmp_path: Path, header: str, said: str) -> None:
    path = tmp_path / "counts.csv"
    path.write_text(f"{header}\n2025-10-20,3\n", encoding="utf-8")
    with pytest.raises(UnreadableFile, match=said):
        counts.read(path)


def test_ways_keep_the_order_of_what_is_passed_through(tmp_path: Path) -> None:
    path = tmp_path / "ways.csv"
    path.write_text("from;via;to;persons\nIN;Bangkok|Mae Sot;KK Park;12\n", encoding="utf-8")
    ways, rejected, _columns = journeys.read(path)
    assert rejected == []
    assert (ways[0].transit, ways[0].people, ways[0].day) == (("Bangkok", "Mae Sot"), 12, None)
