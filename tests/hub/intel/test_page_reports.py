import csv
import io
import re
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from entraide.hub.core.acting import acting_as
from entraide.hub.core.models import JournalEntry
from entraide.hub.intel.actions import submit_reports
from entraide.hub.intel.drafts import Draft, Handling
from entraide.vocabulary.handling import TLP

from .pages import text_of

MOST_QUERIES = 10


def _file(member: Any, count: int, tlp: TLP = TLP.GREEN, **fields: Any) -> None:
    with acting_as(member):
        submit_reports(
            [Draft(f"Report {n} of the series", Handling(tlp=tlp), **fields) for n in range(count)]
        )


def _shown(answer: Any) -> list[str]:
    return re.findall(r'href="(/intel/report/[^"]+)"', text_of(answer))


def test_pages_follow_each_other_without_gap_or_repetition(client_for: Any, cast: Any) -> None:
    _file(cast.kavya, 120)
    client, address, seen = client_for(cast.kavya), "/intel/reports?whose=mine", []
    while address:
        answer = client.get(address)
        seen += _shown(answer)
        following = re.search(r'href="(\?[^"]+)" rel="next"', text_of(answer))
        address = f"/intel/reports{following[1].replace('&amp;', '&')}" if following else ""
    assert len(seen) == len(set(seen)) == 120


def test_a_list_costs_the_same_however_long_it_is(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    _file(cast.kavya, 2)
    few = _asked_of_tables(client, "/intel/reports")
    _file(cast.kavya, 48)
    many = _asked_of_tables(client, "/intel/reports")
    assert len(many) <= len(few), many
    assert len(many) <= MOST_QUERIES, many


def _asked_of_tables(client: Any, address: str) -> list[str]:
    """What a page asks for. Not who acts: an earlier test's door may be closed late, in the middle of it."""
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return [query["sql"] for query in queries if " FROM " in query["sql"]]


def test_filters_narrow_the_list(client_for: Any, cast: Any) -> None:
    _file(cast.kavya, 2, source_kind="advert", language="hi")
    _file(cast.nok, 3, source_kind="statement", language="th")
    client = client_for(cast.kavya)
    assert len(_shown(client.get("/intel/reports?whose=mine"))) == 2
    assert len(_shown(client.get("/intel/reports?owner_country=TH"))) == 3
    assert len(_shown(client.get("/intel/reports?source_kind=advert"))) == 2
    assert len(_shown(client.get("/intel/reports?language=th&tlp=1"))) == 3
    assert "No report fits." in text_of(client.get("/intel/reports?tlp=4"))


def test_a_filter_that_makes_no_sense_is_said_and_left_out(client_for: Any, cast: Any) -> None:
    _file(cast.kavya, 1)
    answer = client_for(cast.kavya).get("/intel/reports?since=yesterday&tlp=99&after=rubbish")
    assert answer.status_code == 200
    assert len(_shown(answer)) == 1


def test_what_one_may_not_read_is_not_in_the_list(client_for: Any, cast: Any) -> None:
    _file(cast.kavya, 2, tlp=TLP.AMBER)
    assert _shown(client_for(cast.nok).get("/intel/reports")) == []


def test_the_export_runs_no_formula_and_is_journalled(client_for: Any, cast: Any) -> None:
    with acting_as(cast.kavya):
        submit_reports(
            [Draft('=HYPERLINK("http://evil.example")', Handling(tlp=TLP.GREEN), title="@SUM(1+1)")]
        )
    answer = client_for(cast.nok).get("/intel/reports?format=csv")
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert row["title"] == "'@SUM(1+1)"
    assert row["tlp"] == "TLP:GREEN"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE entraide_migrator")
        assert JournalEntry.objects.filter(deed="report.export", member_id=cast.nok.pk).exists()
        cursor.execute("SET LOCAL ROLE entraide_web")
