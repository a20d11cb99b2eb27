from datetime import date

import pytest

from entraide.engines.watch import DIMENSIONS, BadCounts, Count, Counts, crossed, only, totals
from entraide.engines.watch.beside import beside
from entraide.vocabulary import crimes, modi_operandi, trends

DAY = date(2025, 10, 20)
ROWS = [
    Count(
        "KK Park",
        DAY,
        3,
        country="MM",
        nationalities=("IN", "KE"),
        techniques=("W2.06", "X1.01"),
        crimes=("trafficking", "drugs"),
    ),
    Count("KK Park", DAY, 2, country="MM", nationalities=("IN",)),
    Count("Poipet", DAY, 4, country="KH", crimes=("trafficking",)),
    Count("", DAY, 1, crimes=("wildlife",)),
]


@pytest.mark.parametrize(
    ("by", "sums"),
    [
        ("area", {"KK Park": 5, "Poipet": 4}),
        ("country", {"MM": 5, "KH": 4}),
        ("nationality", {"IN": 5, "KE": 3}),
        ("technique", {"W2.06": 3, "X1.01": 3}),
        ("crime", {"trafficking": 7, "drugs": 3, "wildlife": 1}),
    ],
)
def test_every_dimension_has_its_counts(by: str, sums: dict[str, int]) -> None:
    assert totals(ROWS, by) == sums
    counts = Counts.of(ROWS, by=by)
    assert dict(zip(counts.areas, counts.cube.sum(axis=(1, 2)), strict=True)) == sums
    assert counts.without == 10 - sum(row.reports for row in ROWS if row.under(by))


def test_the_five_dimensions_are_those_that_are_asked_for() -> None:
    assert DIMENSIONS == ("area", "country", "nationality", "technique", "crime")


def test_rows_are_chosen_by_several_values_at_once() -> None:
    assert only(ROWS, {"nationality": "IN", "crime": "drugs"}) == ROWS[:1]


def test_two_dimensions_make_a_table() -> None:
    lines, columns, counts = crossed(ROWS, "country", "nationality")
    assert (lines, columns, counts.tolist()) == (["MM"], ["IN", "KE"], [[5, 3]])


@pytest.mark.parametrize(
    ("row", "field", "remedy"),
    [
        (Count("KK Park", DAY, country="Burma"), "country", "two letters of ISO 3166"),
        (Count("KK Park", DAY, nationalities=("XX",)), "nationality", "as in IN"),
        (Count("KK Park", DAY, techniques=("W9.99",)), "technique", "as in W1.01"),
        (Count("KK Park", DAY, crimes=("theft",)), "crime", "fraud, trafficking"),
    ],
)
def test_a_value_that_no_table_knows_is_refused_with_the_remedy(row: Count, field: str, remedy: str) -> None:
    with pytest.raises(BadCounts, match=remedy) as refused:
        Counts.of([*ROWS, row])
    assert refused.value.field == field


def test_counting_by_what_no_row_names_is_said() -> None:
    with pytest.raises(BadCounts, match="Fill in the column technique"):
        Counts.of(ROWS[2:], by="technique")


def test_techniques_show_crimes() -> None:
    assert crimes.shown_by(["W2.06", "X1.03", "X1.02"]) == ("trafficking", "arms", "wildlife")
    assert crimes.shown_by(["C2.02"]) == ("corruption",)
    assert crimes.shown_by([]) == ()


def test_every_crime_has_a_technique_names_and_a_source() -> None:
    for crime in crimes.load().values():
        assert any(id.startswith(crime.techniques) for id in modi_operandi.ids())
        assert all(crime.names.values())
        assert crime.source


def test_every_published_figure_says_what_it_counts_and_how_sure_it_is() -> None:
    for trend in trends.load():
        assert trend.counts
        assert trend.source
        assert trend.certainty in trends.CERTAINTIES
        assert trend.ours in ("", *trends.OURS)


def test_ours_is_counted_only_where_it_is_the_same_thing() -> None:
    ours = {one.published.indicator: one.ours for one in beside(ROWS) if one.ours}
    assert {name: (one.value, one.of) for name, one in ours.items()} == {
        "victim_origin_countries": (2, 5),
        "share_victims_to_south_east_asia": (100, 9),
        "share_of_operations_in_mekong": (100, 2),
        "amnesty_compounds": (1, 4),
    }


def test_without_counts_of_ours_nothing_stands_beside() -> None:
    assert not any(one.ours for one in beside([]))
    assert len(beside([])) == len(trends.load())
