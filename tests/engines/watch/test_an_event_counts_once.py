"""A raid of which forty reports tell is one report, wherever it is counted."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.engines.watch import DIMENSIONS, Count, Counts, by_event, crossed, lifts, shown, totals
from entraide.engines.watch.beside import beside

DAY = date(2025, 10, 20)
RAID = Count(
    "KK Park",
    DAY,
    40,
    event="raid of October",
    country="MM",
    nationalities=("IN",),
    techniques=("W2.06",),
    crimes=("trafficking", "arms"),
)
ALONE = [
    Count("Poipet", DAY, 30, country="KH", nationalities=("KE",), crimes=("fraud",)),
    Count("KK Park", DAY, 20, country="MM", nationalities=("IN", "KE"), crimes=("trafficking", "drugs")),
]
CRIMES = st.frozensets(st.sampled_from(["fraud", "drugs", "arms", "trafficking"]), max_size=3)
ROWS = st.lists(
    st.builds(
        lambda number, crimes: Count("KK Park", DAY, number, crimes=tuple(sorted(crimes))),
        st.integers(0, 40),
        CRIMES,
    ),
    max_size=6,
)
TOLD = st.lists(
    st.builds(
        lambda number, crimes: replace(RAID, reports=number, crimes=tuple(sorted(crimes))),
        st.integers(1, 900),
        CRIMES,
    ),
    min_size=1,
    max_size=6,
)


@pytest.mark.parametrize("by", DIMENSIONS)
def test_counted_by_anything_it_adds_one_to_what_any_of_its_rows_says(by: str) -> None:
    told = [RAID, replace(RAID, reports=300, nationalities=("PH",), area="Shwe Kokko")]
    before, after = totals(ALONE, by), totals([*ALONE, *told], by)
    said = {value for row in told for value in row.under(by)}
    assert {value: after[value] - before[value] for value in after if after[value] != before[value]} == (
        dict.fromkeys(said, 1)
    )
    weekly = Counts.of([*ALONE, *told], by=by)
    assert dict(zip(weekly.areas, weekly.cube.sum(axis=(1, 2)), strict=True)) == after


def test_in_a_table_it_is_once_in_every_cell_that_a_row_of_it_is_in() -> None:
    told = [RAID, replace(RAID, reports=300), replace(RAID, country="LA", nationalities=("KE",))]
    lines, columns, counts = crossed([*ALONE, *told], "country", "nationality")
    assert (lines, columns) == (["KH", "LA", "MM"], ["IN", "KE"])
    assert counts.tolist() == [[0, 30], [0, 1], [21, 20]]


def test_beside_published_figures_it_is_one_report() -> None:
    def of(rows: list[Count]) -> dict[str, int]:
        return {one.published.indicator: one.ours.of for one in beside(rows) if one.ours}

    assert of(ALONE)["victim_origin_countries"] == of(ALONE)["share_victims_to_south_east_asia"] == 50
    assert of([*ALONE, *[RAID] * 5])["victim_origin_countries"] == 51
    assert of([*ALONE, *[RAID] * 5])["share_victims_to_south_east_asia"] == 51


def test_a_row_of_no_report_is_no_part_of_an_event() -> None:
    nothing = replace(RAID, reports=0, crimes=("drugs",))
    assert +shown([nothing, RAID], "crime") == {frozenset({"trafficking", "arms"}): 1}
    assert Counts.of([replace(nothing, arrived=DAY), RAID]).cube.sum() == 1


@settings(deadline=None)
@given(ROWS, TOLD)
def test_however_many_rows_tell_of_an_event_they_are_one_report(rows: list[Count], told: list[Count]) -> None:
    assert sum(one.reports for one in by_event([*rows, *told])) == sum(row.reports for row in rows) + 1


@settings(deadline=None)
@given(ROWS, TOLD)
def test_no_lift_changes_by_more_than_one_report_changes_it(rows: list[Count], told: list[Count]) -> None:
    said = tuple(sorted({crime for row in told for crime in row.crimes}))
    one_report = [*rows, Count("KK Park", DAY, 1, crimes=said)]
    assert lifts(shown([*rows, *told], "crime")) == lifts(shown(one_report, "crime"))
