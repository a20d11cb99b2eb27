"""An organisation counts what it may read, never more; who counted is in the journal."""

from datetime import UTC, datetime
from typing import Any

import pytest

from entraide.engines.watch import totals
from entraide.hub.core.acting import acting_as
from entraide.hub.core.errors import Refused
from entraide.hub.core.models import JournalEntry
from entraide.hub.intel.actions import submit_report
from entraide.hub.intel.actions.counting import count_reports, ways_of_reports
from entraide.hub.intel.actions.marks import rule_of
from entraide.hub.intel.drafts import Draft, Handling, MarkedPlace, MarkedTechnique, NamedPerson
from entraide.hub.intel.models import LocateEvidence, ProposalKind, Report
from entraide.hub.intel.queries.counting import marked
from entraide.vocabulary.handling import TLP

PARK = MarkedPlace("The towers", 16.65, 98.52, 3.0, site="KK Park")
TOWN = MarkedPlace("Mae Sot", 16.71, 98.57, 5.0)
INDIAN = NamedPerson("Ravi Menon", "victim", nationality="IN")


def file(number: int, tlp: TLP = TLP.AMBER, **said: Any) -> Any:
    return submit_report(
        Draft(
            text=f"Statement {number}",
            client_id=f"counted:{number}",
            handling=Handling(tlp=tlp),
            observed_at=datetime(2025, 10, 22, 12, tzinfo=UTC),
            **said,
        )
    )


def test_a_report_counts_once_in_the_site_that_is_marked_in_it(cast: Any) -> None:
    with acting_as(cast.kavya):
        file(1, places=(TOWN, PARK), persons=(INDIAN,), techniques=(MarkedTechnique("X1.01"),))
        rows, without, strictest = count_reports()
    [row] = rows
    assert (row.area, row.country, row.reports, str(row.day)) == ("KK Park", "MM", 1, "2025-10-20")
    assert (row.nationalities, row.techniques, row.crimes) == (("IN",), ("X1.01",), ("drugs",))
    assert (without, strictest) == (0, TLP.AMBER)


def test_reports_that_say_the_same_are_one_row(cast: Any) -> None:
    with acting_as(cast.kavya):
        for number in range(3):
            file(number, places=(PARK,))
        file(3)  # says nothing that is counted
        rows, without, _strictest = count_reports()
    assert [(row.area, row.reports) for row in rows] == [("KK Park", 3)]
    assert without == 1


def test_nobody_counts_what_they_may_not_read(cast: Any) -> None:
    with acting_as(cast.kavya):
        file(1, places=(PARK,))
        file(2, TLP.GREEN, places=(PARK,))
    with acting_as(cast.nok):
        rows, _without, strictest = count_reports()
    assert totals(rows, "area") == {"KK Park": 1}
    assert strictest == TLP.GREEN


def test_stricter_reports_than_asked_for_are_not_counted(cast: Any) -> None:
    with acting_as(cast.kavya):
        file(1, places=(PARK,))
        file(2, TLP.GREEN, places=(PARK,))
        rows, _without, strictest = count_reports(TLP.GREEN)
    assert (totals(rows, "area")["KK Park"], strictest) == (1, TLP.GREEN)


def test_a_report_of_which_nothing_is_counted_makes_the_counts_no_stricter(cast: Any) -> None:
    with acting_as(cast.kavya):
        file(1)
        file(2, TLP.GREEN, places=(PARK,))
        _rows, without, strictest = count_reports()
    assert (without, strictest) == (1, TLP.GREEN)


def test_suspects_do_not_say_where_people_come_from(cast: Any) -> None:
    boss = NamedPerson("Somebody", "suspect", nationality="CN")
    with acting_as(cast.kavya):
        file(1, places=(PARK,), persons=(INDIAN, boss))
        [row], _without, _strictest = count_reports()
    assert row.nationalities == ("IN",)


def test_ways_lead_from_nationality_over_where_they_start_to_the_site(cast: Any) -> None:
    with acting_as(cast.kavya):
        submitted = file(1, places=(TOWN, PARK), persons=(INDIAN,))
        report = Report.objects.get(pk=submitted.id)
        confirm_way_from(report, "Mae Sot", cast.kavya)
        [way], strictest = ways_of_reports()
        [row], _without, _strictest = count_reports()
    assert (way.origin, way.transit, way.site, way.people) == ("IN", ("Mae Sot",), "KK Park", 1)
    assert strictest == TLP.AMBER
    assert row.area == "KK Park"


def test_a_place_from_which_the_way_starts_is_not_where_the_centre_is(cast: Any) -> None:
    with acting_as(cast.kavya):
        report = Report.objects.get(pk=file(1, places=(TOWN,), persons=(INDIAN,)).id)
        confirm_way_from(report, "Mae Sot", cast.kavya)
        [row], _without, _strictest = count_reports()
    assert row.area == ""


def test_a_place_that_is_only_named_is_not_where_the_centre_is(cast: Any) -> None:
    with acting_as(cast.kavya):
        report = Report.objects.get(pk=file(1, places=(TOWN, PARK), persons=(INDIAN,)).id)
        for place in report.places.all():
            confirm_place(report, place, cast.kavya, elsewhere=True)
        [row], _without, _strictest = count_reports()
    assert row.area == ""


def test_a_compound_from_which_the_way_starts_is_not_where_the_centre_is(cast: Any) -> None:
    with acting_as(cast.kavya):
        report = Report.objects.get(pk=file(1, places=(PARK,), persons=(INDIAN,)).id)
        confirm_way_from(report, "KK Park", cast.kavya)
        [row], _without, _strictest = count_reports()
    assert row.area == ""


def test_ways_end_only_where_the_centre_is_known_to_be(cast: Any) -> None:
    home, told = MarkedPlace("Kochi", 9.93, 76.27, 5.0), MarkedPlace("The old casino", 16.7, 98.5, 9.0)
    with acting_as(cast.kavya):
        file(1, places=(home,), persons=(INDIAN,))
        assert ways_of_reports()[0] == []
        report = Report.objects.get(pk=file(2, places=(home, told), persons=(INDIAN,)).id)
        confirm_place(report, report.places.get(name="The old casino"), cast.kavya)
        [way], _strictest = ways_of_reports()
    assert way.site == "The old casino"


def confirm_place(report: Report, place: Any, member: Any, **more: bool) -> None:
    LocateEvidence.objects.create(
        report=report,
        kind=ProposalKind.PLACE,
        words=place.name,
        item={"name": place.name, "written": place.name, **more},
        place=place,
        decided_by=member,
        decided_at=report.received_at,
        **rule_of(report),
    )


def confirm_way_from(report: Report, town: str, member: Any) -> None:
    LocateEvidence.objects.create(
        report=report,
        kind=ProposalKind.JOURNEY,
        words="three hours",
        item={"hours": 3, "mode": "car", "then": [], "origin": {"name": town, "written": town}},
        decided_by=member,
        decided_at=report.received_at,
        **rule_of(report),
    )


def test_counting_needs_the_permission_and_is_journalled(cast: Any, as_process: Any) -> None:
    with acting_as(cast.kavya):
        count_reports()
    with acting_as(cast.amina), pytest.raises(Refused):  # an auditor
        count_reports()
    with as_process("migrator"):
        assert JournalEntry.objects.filter(deed="report.export", member_id=cast.kavya.pk).exists()


def test_questions_do_not_grow_with_the_reports(cast: Any, django_assert_num_queries: Any) -> None:
    with acting_as(cast.kavya):
        for number in range(7):
            file(number, places=(PARK,), persons=(INDIAN,), techniques=(MarkedTechnique("W2.06"),))
        with django_assert_num_queries(5):
            assert len(marked(TLP.AMBER).marked) == 7
