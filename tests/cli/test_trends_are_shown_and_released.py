import csv
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from entraide.cli._trends_public import sums_of
from entraide.cli.trends import app
from entraide.engines.watch import Count

START = date(2025, 6, 2)
WAYS = """week,origin,transit,site,people
2025-10-06,IN,Bangkok; Mae Sot,KK Park,12
2025-10-06,KE,Bangkok,KK Park,4
2025-W42,<b>BR</b>,,Sihanoukville,3
"""


@pytest.fixture
def table(tmp_path: Path, monkeypatch: Any) -> Path:
    """Forty weeks of reports of two countries; arms and drugs are met together."""
    monkeypatch.chdir(tmp_path)
    lines = ["week,area,country,count,nationality,technique,crime"]
    for week in range(20):
        day = START + timedelta(weeks=week)
        lines += [
            f"{day},KK Park,MM,6,IN; KE,W2.06; X1.01,trafficking; drugs; arms",
            f"{day},KK Park,MM,9,IN,W2.06,trafficking",
            f"{day},Poipet,KH,4,CN,F1.01,fraud",
        ]
    lines.append(f"{START},Lobito,AO,2,BR,F1.01,fraud")
    path = tmp_path / "counts.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def said(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments])


def shown(*arguments: object) -> Any:
    answer = said(*arguments)
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout)


def rows_of(file: str) -> list[dict[str, str]]:
    return list(csv.DictReader(Path(file).read_text(encoding="utf-8-sig").splitlines()))


# published figures


def test_a_published_figure_says_what_it_counts_how_sure_it_is_and_its_source() -> None:
    text = said("published", "amnesty_compounds").stdout
    assert "53 compounds" in text
    assert "counted by its source" in text
    assert "Source: Amnesty ASA 23/9447/2025" in text
    assert "Ours" not in text


def test_ours_stands_beside_what_counts_the_same_and_is_not_added(table: Path) -> None:
    figures = {one["figure"]: one for one in shown("published", "--counts", table, "--json")["figures"]}
    assert len(figures) == 44
    assert (
        figures["victim_origin_countries"] | {"published": "66", "ours": 4.0}
        == figures["victim_origin_countries"]
    )
    assert (figures["amnesty_compounds"]["published"], figures["amnesty_compounds"]["ours"]) == ("53", 1.0)
    share = figures["share_victims_to_south_east_asia"]
    assert (share["published"], share["ours"], share["ours_of"]) == ("74", 99.5, 382)
    assert figures["workers_myanmar"]["ours"] is None  # people held are not reports


def test_a_word_that_no_figure_holds_is_said() -> None:
    answer = said("published", "no such word")
    assert answer.exit_code == 2
    assert "no published figure holds" in answer.output


def test_figures_are_written_as_a_table(table: Path) -> None:
    said("published", "--counts", table, "--to", "figures.csv")
    rows = rows_of("figures.csv")
    assert len(rows) == 44
    assert all(row["source"] and row["certainty"] and row["counts"] for row in rows)


# ways


def test_the_legs_of_ways_are_listed_and_drawn(table: Path) -> None:
    Path("ways.csv").write_text(WAYS, encoding="utf-8")
    legs = {
        (one["start"], one["end"]): one["people"] for one in shown("flows", "ways.csv", "--json")["flows"]
    }
    assert legs["Bangkok", "Mae Sot"] == 12
    assert legs["Bangkok", "KK Park"] == 4
    assert said("flows", "ways.csv", "--to", "ways.svg").exit_code == 0
    words = " ".join(ElementTree.fromstring(Path("ways.svg").read_text()).itertext())  # noqa: S314 - our own
    assert "19 people in 3 ways" in words
    assert "India · 12" in words
    assert "<b>BR</b> · 3" in words  # as text, not as a tag


def test_ways_by_week_stand_by_themselves(table: Path) -> None:
    Path("ways.csv").write_text(WAYS, encoding="utf-8")
    weeks = {one["first"] for one in shown("flows", "ways.csv", "--by-week", "--json")["flows"]}
    assert weeks == {"2025-10-06", "2025-10-13"}


@pytest.mark.parametrize(
    ("row", "remedy"),
    [
        ("2025-10-06,,,KK Park,1", "origin: empty"),
        ("2025-10-06,IN,,,1", "site: empty"),
        ("2025-10-06,IN,,KK Park,-2", "people: -2. Give 1 or more"),
        ("2025-10-06,IN,,KK Park,some", "people: “some” is no whole number"),
        ("2025-W60,IN,,KK Park,1", "week: “2025-W60” is no day"),
        ("2125-10-06,IN,,KK Park,1", "Check the year"),
    ],
)
def test_a_way_that_cannot_be_is_listed_with_the_remedy(table: Path, row: str, remedy: str) -> None:
    Path("ways.csv").write_text(f"{WAYS}{row}\n", encoding="utf-8")
    answer = said("flows", "ways.csv", "--json")
    assert len(json.loads(answer.stdout)["flows"]) == 6
    assert remedy in Path("ways.csv.rejected.csv").read_text(encoding="utf-8-sig")


def test_ways_come_from_a_table_or_from_the_hub(table: Path) -> None:
    assert "name a table of ways, or an organisation" in " ".join(said("flows").output.split())


# what is met together


def test_crimes_met_together_more_than_by_chance_are_listed(table: Path) -> None:
    pairs = {(one["left"], one["right"]): one for one in shown("together", table, "--json")["pairs"]}
    assert pairs["arms", "drugs"]["together"] == 120
    assert pairs["arms", "drugs"]["low"] > 1
    assert pairs["fraud", "trafficking"]["high"] < 1


def test_techniques_met_together_are_named(table: Path) -> None:
    said_ = said("together", table, "--by", "technique").stdout
    assert (
        "W2.06 Document confiscation in transit and X1.01 Drugs at or through the site: in 120 of 382"
        in said_
    )
    [pair] = [
        one for one in shown("together", table, "--by", "technique", "--json")["pairs"] if one["lift"] > 1
    ]
    assert (pair["left"], pair["right_name"]) == ("W2.06", "Drugs at or through the site")


def test_how_many_reports_name_nothing_is_said(table: Path) -> None:
    with table.open("a", encoding="utf-8") as file:
        file.write("\n2025-10-06,KK Park,MM,7,IN,,")
    assert "389 reports, of which 7 name no crime and count as showing none" in said("together", table).stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["together", "counts.csv"],
        ["release", "counts.csv", "--by", "nationality"],
        ["release", "counts.csv", "--by", "crime", "--book", "b", "--name", "x"],
        ["extract", "counts.csv", "--book", "b", "--name", "x", "--to", "x.csv", "--epsilon", "4"],
        ["published", "--counts", "counts.csv"],
    ],
)
def test_an_event_counts_once_and_what_is_left_out_is_said(table: Path, arguments: list[str]) -> None:
    lines = table.read_text(encoding="utf-8").splitlines()
    raid = ["2025-10-06,KK Park,MM,400,PH,W2.06,arms; fraud,raid of October"] * 3
    table.write_text("\n".join([f"{lines[0]},event", *(f"{line}," for line in lines[1:]), *raid]), "utf-8")
    answer = said(*arguments)
    assert answer.exit_code == 0, answer.output
    assert "1,199 reports left out: they share an event with another, and count once" in answer.stderr
    assert not any("PH" in row.values() for row in (rows_of("x.csv") if Path("x.csv").exists() else []))


def test_what_is_no_dimension_is_refused_by_name(table: Path) -> None:
    answer = said("together", table, "--by", "colour")
    assert answer.exit_code == 2
    assert "Choose one of area, country, nationality, technique, crime" in answer.output


# for the public


def test_a_released_table_shows_no_small_cell(table: Path) -> None:
    said("release", table, "--by", "country", "--across", "nationality", "--to", "out.json")
    made = json.loads(Path("out.json").read_text())
    cells = [value for line in made for value in list(line.values())[1:] if value != "hidden"]
    assert all(value == 0 or value >= 11 for value in cells)
    [angola] = [line for line in made if line["country"] == "AO"]
    assert (angola["BR"], angola["total"]) == ("hidden", "hidden")


def test_repeated_releases_spend_of_a_booked_budget(table: Path) -> None:
    spend = ("release", table, "--by", "crime", "--book", "book.jsonl", "--epsilon", "0.6")
    first = said(*spend, "--name", "november")
    assert first.exit_code == 0, first.output
    assert said(*spend, "--name", "november").stdout == first.stdout
    refused = said(*spend, "--name", "december")
    assert refused.exit_code == 2
    assert "of 1 only 0.4 is left" in refused.output


NATIONALITIES = st.lists(st.sampled_from(["IN", "KE", "CN", "BR", "PH", "UG", "NP"]), unique=True).map(tuple)
REPORTS = st.builds(
    lambda event, codes: Count("", START, event=event, nationalities=codes),
    st.sampled_from(["", "raid", "press release"]),
    NATIONALITIES,
)


@given(st.lists(REPORTS, max_size=8), REPORTS, st.integers(0, 8), st.integers(1, 3))
def test_one_report_more_moves_no_more_figures_than_noise_is_made_for(
    reports: list[Count], more: Count, at: int, most: int
) -> None:
    before = sums_of(reports, "nationality", most)
    after = sums_of([*reports[:at], more, *reports[at:]], "nationality", most)
    assert sum(abs(after.get(code, 0) - before.get(code, 0)) for code in {*before, *after}) <= most


def test_a_release_in_which_nothing_is_large_enough_says_so(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    Path("few.csv").write_text("week,area,count,crime\n2025-10-06,KK Park,3,fraud", encoding="utf-8")
    spend = ("--book", "b", "--total", "60", "--epsilon", "50")  # so little noise that it brings up nothing
    answer = said("release", "few.csv", "--by", "crime", *spend, "--name", "x")
    assert (answer.exit_code, answer.stdout) == (0, "")
    assert "Nothing is large enough to be shown: no figure came to 11" in answer.stderr


def test_an_extract_holds_no_rare_row_and_is_booked(table: Path) -> None:
    make = (
        "extract",
        table,
        "--book",
        "book.jsonl",
        "--name",
        "extract",
        "--to",
        "extract.csv",
        "--epsilon",
        "4",
    )
    assert said(*make).exit_code == 0
    rows = [tuple(row.values()) for row in rows_of("extract.csv")]
    assert len(rows) > 200
    assert not any("AO" in row or "BR" in row for row in rows)
    assert ("MM", "IN; KE", "arms; drugs; trafficking") in rows  # several values stand as they stood
    again = said(*make)
    assert again.exit_code == 2
    assert "Choose another name" in again.output


def test_of_a_few_reports_no_extract_is_made_and_nothing_is_spent(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    Path("few.csv").write_text(
        "week,area,country,count,crime\n2025-10-06,KK Park,MM,29,fraud", encoding="utf-8"
    )
    make = ("extract", "few.csv", "--book", "book.jsonl", "--name", "x", "--to", "extract.csv")
    answer = said(*make)
    assert answer.exit_code == 2
    assert "29 are too few for an epsilon of 1: it takes 300" in answer.output
    assert not Path("book.jsonl").exists()
    assert not Path("extract.csv").exists()


def test_where_no_row_came_out_it_is_said_that_the_budget_is_spent(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    week = [f"{START + timedelta(weeks=at)},Area {at},MM,1,fraud" for at in range(20)] * 4
    Path("rare.csv").write_text("\n".join(["week,area,country,count,crime", *week]), encoding="utf-8")
    make = ("extract", "rare.csv", "--book", "b", "--name", "x", "--to", "x.csv", "--fields", "area")
    answer = said(*make, "--epsilon", "3.9")
    assert answer.exit_code == 2
    assert "of 80 no row came out" in answer.output
    assert "It is booked as x, and the 3.9 is spent" in answer.output
    assert not Path("x.csv").exists()


@pytest.mark.parametrize("to", ["x.pdf", "nowhere/x.csv"])
def test_where_an_extract_cannot_be_written_nothing_is_spent(table: Path, to: str) -> None:
    answer = said("extract", table, "--book", "b", "--name", "x", "--to", to)
    assert answer.exit_code == 2
    assert not Path("b").exists()


@pytest.mark.parametrize(
    ("arguments", "remedy"),
    [
        (["release", "counts.csv", "--by", "colour"], "write one of area"),
        (["release", "counts.csv", "--by", "area", "--book", "b", "--name", "x"], "areas are on no list"),
        (["release", "counts.csv", "--by", "crime", "--book", "b"], "booked under a name"),
        (["release", "nothing.csv", "--by", "crime"], "There is no such file"),
        (["release", "counts.csv", "--by", "crime", "--to", "x.pdf"], "end the name in .csv or .json"),
        (["flows", "counts.csv"], "No column says the origin"),
        (["together", "counts.csv", "--by", "area"], "a report has one area"),
        (["counts", "--organisation", "x", "--up-to", "SECRET"], "write one of CLEAR"),
    ],
)
def test_what_cannot_be_done_is_said_in_words(table: Path, arguments: list[str], remedy: str) -> None:
    answer = said(*arguments)
    assert answer.exit_code == 2
    assert remedy in " ".join(answer.output.replace("│", " ").split())
