from datetime import date

import pytest

from entraide.engines.watch import Journey, flows

ROADS = [
    Journey("IN", "MM", ("TH",), date(2025, 10, 20), 3),
    Journey("KE", "MM", ("TH",), date(2025, 10, 28), 2),
    Journey("IN", "KH", (), date(2025, 10, 21)),
]


def test_the_legs_of_all_ways_are_added_up() -> None:
    found = {(flow.start, flow.end): (flow.people, flow.reports) for flow in flows(ROADS)}
    assert found == {("TH", "MM"): (5, 2), ("IN", "TH"): (3, 1), ("KE", "TH"): (2, 1), ("IN", "KH"): (1, 1)}
    assert flows(ROADS)[0].first == date(2025, 10, 20)


def test_weeks_stand_by_themselves_when_asked() -> None:
    weeks = [flow.first for flow in flows(ROADS, by_week=True) if flow.end == "MM"]
    assert weeks == [date(2025, 10, 20), date(2025, 10, 27)]


def test_a_way_of_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="people: 0"):
        flows([Journey("IN", "MM", people=0)])
