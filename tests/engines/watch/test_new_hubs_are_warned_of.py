from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from entraide.engines.watch import BadCounts, Count, Counts, early_warning

START = date(2024, 1, 1)
PLACES = {"Mae Sot": (16.7, 98.6), "Poipet": (13.7, 102.6), "Bavet": (11.1, 106.1), "Tachileik": (20.4, 99.9)}


def usual(weeks: int = 60, seed: int = 3) -> list[Count]:
    """Two reports a week of each place, as chance has it."""
    rng = np.random.default_rng(seed)
    return [
        Count(area, START + timedelta(weeks=week), int(rng.poisson(2)), lat=lat, lon=lon)
        for area, (lat, lon) in PLACES.items()
        for week in range(weeks)
    ]


def with_more(rows: list[Count], area: str, weeks: range, more: int) -> list[Count]:
    added = {START + timedelta(weeks=week) for week in weeks}
    return [
        replace(row, reports=row.reports + more) if row.area == area and row.day in added else row
        for row in rows
    ]


def test_an_area_that_sends_more_for_weeks_is_warned_of() -> None:
    found = early_warning(Counts.of(with_more(usual(), "Poipet", range(50, 60), 5)), false_alarms=0.5)
    assert [one.area for one in found if one.standing] == ["Poipet"]
    [warning] = [one for one in found if one.standing]
    assert START + timedelta(weeks=49) <= warning.since <= START + timedelta(weeks=53)
    assert warning.ratio_low > 1.5
    assert warning.ratio_low < warning.ratio < warning.ratio_high


def test_one_raid_is_no_hub_however_many_it_brings() -> None:
    found = early_warning(Counts.of(with_more(usual(), "Bavet", range(57, 58), 400)), false_alarms=0.5)
    assert [one for one in found if one.area == "Bavet" and one.standing] == []


def test_reports_that_share_an_event_count_once() -> None:
    flood = [Count("Bavet", START + timedelta(weeks=week), 9, event="raid of May") for week in range(50, 60)]
    counts = Counts.of(usual() + flood)
    assert counts.merged == 89
    assert not [
        one for one in early_warning(counts, false_alarms=0.5) if one.area == "Bavet" and one.standing
    ]


def test_nothing_is_known_before_it_arrived() -> None:
    rows = with_more(usual(), "Poipet", range(50, 60), 5)
    late = [replace(row, arrived=row.day + timedelta(weeks=6)) for row in rows]
    at_once = early_warning(Counts.of(rows), false_alarms=0.5)[0]
    later = next(one for one in early_warning(Counts.of(late), false_alarms=0.5) if one.area == "Poipet")
    assert later.raised >= at_once.raised + timedelta(weeks=5)


def test_warnings_of_a_day_do_not_change_with_what_comes_after() -> None:
    rows = with_more(usual(), "Poipet", range(40, 60), 5)
    day = START + timedelta(weeks=50, days=6)
    then = early_warning(Counts.of([row for row in rows if row.day <= day]), false_alarms=0.5)
    now = early_warning(Counts.of(rows, until=day), false_alarms=0.5)
    assert then == now
    assert then


def test_a_season_in_which_all_report_more_is_no_hub() -> None:
    rows = usual()
    for area in PLACES:
        rows = with_more(rows, area, range(48, 60), 1)
    assert not [one for one in early_warning(Counts.of(rows), false_alarms=0.2) if one.standing]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (Count(" ", START), "area"),
        (Count("Bavet", START, -1), "count"),
        (Count("Bavet", START, arrived=START - timedelta(days=1)), "reported"),
        (Count("Bavet", START, lat=106.1, lon=11.1), "lat"),
        (Count("Bavet", date(202, 1, 1)), "rows"),
    ],
)
def test_what_cannot_be_is_refused_by_name(row: Count, field: str) -> None:
    with pytest.raises(BadCounts) as refused:
        Counts.of([*usual(), row])
    assert refused.value.field == field


def test_a_short_record_is_said_to_be_one() -> None:
    with pytest.raises(BadCounts, match="Give more than 26 weeks"):
        early_warning(Counts.of(usual(weeks=20)))


def test_no_rows_are_said_to_be_none() -> None:
    with pytest.raises(BadCounts, match="there are none"):
        Counts.of([])


def test_old_cases_that_come_to_light_in_one_week_are_no_hub() -> None:
    """Eighty people are freed: what they tell happened over a quarter of a year, and all arrives at once."""
    rows = [replace(row, arrived=row.day) for row in usual()]
    freed = START + timedelta(weeks=59)
    told = [
        Count("Bavet", START + timedelta(weeks=47 + number % 13), 1, arrived=freed) for number in range(80)
    ]
    found = early_warning(Counts.of(rows + told), false_alarms=0.5)
    assert [one for one in found if one.area == "Bavet" and one.standing] == []


def test_a_hub_whose_reports_arrive_week_by_week_is_one_though_they_are_late() -> None:
    rows = [replace(row, arrived=row.day) for row in usual()]
    told = [
        Count(
            "Bavet",
            START + timedelta(weeks=week),
            1,
            arrived=min(START + timedelta(weeks=week + number), START + timedelta(weeks=59)),
        )
        for week in range(47, 60)
        for number in range(4)
    ]
    found = early_warning(Counts.of(rows + told), false_alarms=0.5)
    assert [one.area for one in found if one.standing] == ["Bavet"]


def test_a_busy_area_needs_more_than_a_quiet_one() -> None:
    rows = with_more(usual(), "Poipet", range(60), 28)
    few = early_warning(Counts.of(with_more(rows, "Poipet", range(52, 60), 4)), false_alarms=0.2)
    same = early_warning(Counts.of(with_more(usual(), "Bavet", range(52, 60), 4)), false_alarms=0.2)
    assert [one for one in few if one.area == "Poipet" and one.standing] == []
    assert [one.area for one in same if one.standing] == ["Bavet"]


def test_a_rise_is_found_in_what_else_reports_are_counted_by() -> None:
    rng = np.random.default_rng(5)
    rows = [
        Count(
            "Bavet", START + timedelta(weeks=week), int(rng.poisson(mean)), techniques=(id,), crimes=(crime,)
        )
        for week in range(60)
        for id, crime, mean in (
            ("W2.06", "trafficking", 2),
            ("X1.03", "wildlife", 6 if week > 50 else 1),
            ("F1.01", "fraud", 2),
        )
    ]
    for by, new in (("technique", "X1.03"), ("crime", "wildlife")):
        found = early_warning(Counts.of(rows, by=by), false_alarms=0.2)
        assert [one.area for one in found if one.standing] == [new]


def test_weeks_of_nothing_warn_of_nothing() -> None:
    rows = [replace(row, reports=0) for row in usual()]
    assert early_warning(Counts.of(rows)) == []


def test_the_first_reports_of_an_area_that_sent_none_are_warned_of() -> None:
    rows = [replace(row, reports=0) for row in usual()]
    found = early_warning(Counts.of(with_more(rows, "Bavet", range(54, 60), 3)), false_alarms=0.5)
    assert [one.area for one in found if one.standing] == ["Bavet"]
