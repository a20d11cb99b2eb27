"""Where a centre may be: never worked out by opening a page; by the rule, the journal and a quota; with its versions."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest

from entraide.hub.core import clock, quota
from entraide.hub.core.acting import acting_as
from entraide.hub.core.models import JournalDetail, JournalEntry
from entraide.hub.intel import actions
from entraide.hub.intel.located_words import share_words
from entraide.hub.intel.models import LocateEvidence, Report
from entraide.hub.intel.queries.located import located, usable
from entraide.hub.intel.queries.proposals import open_proposals

from .pages import file_report, text_of
from .photos import attach, photo

TEXT = "Half an hour by car from Mae Sot. They called it KK Park."


def confirmed(client: Any, member: Any, **fields: Any) -> str:
    """A report whose every proposal is confirmed."""
    page = file_report(client, TEXT, **fields)
    confirm_all(client, member, page)
    return page


def of(page: str) -> str:
    return page.rsplit("/", 1)[1]


def entries(as_process: Any, deed: str) -> list[JournalEntry]:
    with as_process("migrator"):
        return list(JournalEntry.objects.filter(deed=deed))


def test_opening_the_page_works_nothing_out(client_for: Any, cast: Any, as_process: Any) -> None:
    client = client_for(cast.kavya)
    page = confirmed(client, cast.kavya)
    assert client.get(f"{page}/where.geojson").status_code == 405
    for address in (page, f"{page}?where", f"{page}/where"):
        assert "A place on no published list" not in text_of(client.get(address, follow=True))
    assert "from 2 confirmed items" in text_of(client.get(page))
    assert entries(as_process, "report.locate") == []


def test_asking_is_in_the_journal(client_for: Any, cast: Any, as_process: Any) -> None:
    client = client_for(cast.kavya)
    page = confirmed(client, cast.kavya)
    client.post(f"{page}/where")
    (entry,) = entries(as_process, "report.locate")
    assert (entry.object_id, entry.member_id) == (of(page), cast.kavya.pk)


def test_it_names_what_it_rests_on_and_comes_out_the_same(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    page = confirmed(client, cast.kavya)
    with acting_as(cast.kavya):
        _report, first = actions.work_out_where(of(page))
        _report, again = actions.work_out_where(of(page))
    assert first.versions == again.versions
    assert first.found == again.found
    assert set(first.versions) == {"engine", "tables", "model", "evidence"}
    said = text_of(client.post(f"{page}/where"))
    assert all(version in said for version in first.versions.values())
    with acting_as(cast.kavya):
        LocateEvidence.objects.filter(kind="journey").delete()
        _report, less = actions.work_out_where(of(page))
    assert less.versions["evidence"] != first.versions["evidence"]


def test_whoever_may_read_the_report_may_ask_and_nobody_else(
    client_for: Any, cast: Any, as_process: Any
) -> None:
    client, other = client_for(cast.kavya), client_for(cast.nok)
    shared, hidden = confirmed(client, cast.kavya, tlp="1"), confirmed(client, cast.kavya)
    assert "KK Park" in text_of(other.post(f"{shared}/where"))
    answers = [other.post(f"{page}/where") for page in (hidden, "/intel/report/" + "0" * 8 + of(hidden)[8:])]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert other.post(f"{hidden}/where.geojson").status_code == 404


def test_an_auditor_may_not(client_for: Any, cast: Any) -> None:
    page = confirmed(client_for(cast.kavya), cast.kavya, tlp="1")
    auditor = client_for(cast.amina)
    assert "Work out where" not in text_of(auditor.get(page))
    assert auditor.post(f"{page}/where").status_code == 403


def test_it_spends_a_quota(client_for: Any, cast: Any, monkeypatch: Any) -> None:
    client = client_for(cast.kavya)
    page = confirmed(client, cast.kavya)
    monkeypatch.setitem(quota.AN_HOUR, "locate", 2)
    answers = [client.post(f"{page}/where").status_code for _ in range(3)]
    assert answers == [200, 200, 403]


def test_nothing_confirmed_or_a_dispute_says_so(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    bare = file_report(client, TEXT)
    assert "Nothing confirmed says where." in text_of(client.post(f"{bare}/where", follow=True))
    page = confirmed(client, cast.kavya)
    client.post(f"{page}/dispute", {"reason": "taken back"})
    assert "Work out where" not in text_of(client.get(page))
    assert "is disputed" in text_of(client.post(f"{page}/where", follow=True))


def test_too_much_for_one_case_is_said_not_reckoned(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    page = confirmed(client, cast.kavya)
    with acting_as(cast.kavya):
        one = LocateEvidence.objects.filter(kind="journey").first()
        for _number in range(201):
            one.pk = None
            one.id = LocateEvidence._meta.pk.get_default()
            one._state.adding = True
            one.save()
    assert "Too much is confirmed" in text_of(client.post(f"{page}/where", follow=True))


def test_the_file_for_a_map_is_coarse_and_says_that_it_is_no_proof(
    client_for: Any, cast: Any, as_process: Any
) -> None:
    client = client_for(cast.kavya)
    page = confirmed(client, cast.kavya)
    answer = client.post(f"{page}/where.geojson")
    found = json.loads(answer.content)
    assert "attachment" in answer.headers["Content-Disposition"]
    about = found["properties"]
    assert (about["notice"], about["tlp"], about["public"]) == ("A lead, not proof.", "AMBER", True)
    assert set(about["versions"]) == {"engine", "tables", "model", "evidence"}
    assert {one["properties"]["what"] for one in found["features"]} == {"region"}
    assert "KK Park" not in text_of(answer)
    assert len(entries(as_process, "report.locate_export")) == 1


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("fr", "piste, pas une preuve"),
        ("es", "pista, no una prueba"),
        ("ar", "خيط"),
    ],
)
def test_it_is_said_in_the_readers_language(client_for: Any, cast: Any, language: str, says: str) -> None:
    client = client_for(cast.kavya)
    page = confirmed(client, cast.kavya)
    client.cookies["django_language"] = language
    said = text_of(client.post(f"{page}/where"))
    assert says in said
    assert "U+20" not in said  # the marks that keep a name's own direction are not shown
    for english in (
        "A lead",
        "unlisted place",
        "speaks for",
        "Was a river",
        "How long was the way",
        "0.5 h by car",
    ):
        assert english not in said


def test_a_place_that_is_only_named_is_set_on_the_map_and_says_nothing(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, "He came from Poipet and is now in KK Park.")
    for name, more in (("Poipet", {"elsewhere": "on"}), ("KK Park", {})):
        client.post(f"{page}/proposals", {"say": "confirm", "kind": "place", "subject": name, **more})
    assert "only named" in text_of(client.get(page))
    with acting_as(cast.kavya):
        report = Report.objects.get(pk=of(page))
        assert report.places.count() == 2
        assert [row.item["written"] for row in usable(report.evidence.all())] == ["KK Park"]


@pytest.mark.parametrize(
    ("share", "says"),
    [(0.0, "under 1%"), (0.009, "under 1%"), (0.5, "50%"), (0.99, "99%"), (1.0, "over 99%")],
)
def test_no_share_is_said_as_a_certainty(share: float, says: str) -> None:
    assert share_words(share) == says


def test_each_item_says_what_it_adds_and_what_it_does_not_go_with(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    page = confirmed(client, cast.kavya)
    with acting_as(cast.kavya):
        far = LocateEvidence.objects.filter(kind="place", item__written="KK Park").get()
        far.pk = far.id = LocateEvidence._meta.pk.get_default()
        far._state.adding = True
        far.item = {**far.item, "name": "Sihanoukville", "written": "Sihanoukville", "site_key": "", "site": "",
                    "country": "KH", "lat": 10.61, "lon": 103.53}  # fmt: skip
        far.save()
        report = Report.objects.get(pk=of(page))
        estimate = located(report, usable(report.evidence.all()))
    assert [one.row.item["written"] for one in estimate.items if one.suspect] == ["Sihanoukville"]
    assert "It does not go with:" in text_of(client.post(f"{page}/where"))


def pointed(client: Any, member: Any, text: str, *photos: bytes, **fields: Any) -> str:
    """A report whose every proposal, of its text and its photos, is confirmed."""
    page = file_report(client, text, **fields)
    for number, content in enumerate(photos, 1):
        attach(client, page, content, f"{number}.jpg")
    with acting_as(member):
        proposed = open_proposals(Report.objects.get(pk=of(page)))
    for one in proposed:
        client.post(f"{page}/proposals", {"say": "confirm", "kind": one.kind, "subject": one.subject})
    return page


def test_two_that_contradict_each_other_are_named_and_neither_is_believed(
    client_for: Any, cast: Any, as_process: Any
) -> None:
    client = client_for(cast.kavya)
    day = f"{clock.now() - timedelta(days=1):%Y:%m:%d}"
    fresh = photo((10.61, 103.53), taken=f"{day} 09:30:00", gps_time=(day, (2.0, 30.0, 0.0)))
    unknown = {"source_grade": "F", "information_grade": "6"}
    page = pointed(client, cast.kavya, "They called it KK Park.", fresh, **unknown)
    said = without_marks(text_of(client.post(f"{page}/where")))
    assert "These contradict each other" in said
    (pair,) = re.findall(r"<li><bdi>(.*?)</bdi> – <bdi>(.*?)</bdi></li>", said)
    assert sorted(pair) == ["Photo 1.jpg", "The name KK Park"]
    assert "Probably false" not in said
    (entry,) = entries(as_process, "report.locate")
    with as_process("migrator"):
        kept = json.loads(JournalDetail.objects.get(entry=entry).detail)
    assert (kept["items"], kept["suspect"], kept["disputed"]) == (2, 0, 1)


def test_one_against_several_is_named_as_probably_false(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    page = pointed(client, cast.kavya, TEXT, photo(), photo((10.61, 103.53), make="Apple"))
    said = without_marks(text_of(client.post(f"{page}/where")))
    (doubted,) = re.findall(r"<li[^>]*>(?:(?!</li>).)*Probably false.*?</li>", said, re.S)
    assert "Photo 2.jpg" in doubted
    assert re.search(r"Probably false: (over )?\d\d%", doubted)
    assert "It does not go with:" in doubted
    assert "These contradict each other" not in said


def test_where_all_goes_together_nothing_is_said_against_it(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    said = text_of(client.post(f"{pointed(client, cast.kavya, TEXT, photo())}/where"))
    assert "KK Park" in said
    assert "These contradict each other" not in said
    assert "Probably false" not in said


def without_marks(text: str) -> str:
    """Without the marks that set names apart from the writing around them."""
    return re.sub("[\u2066-\u2069]", "", text)


def test_a_compound_stays_where_a_way_is_said_to_start_from_it(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    page = file_report(
        client, "It was KK Park. From KK Park they drove us twenty minutes by car. He is from Mae Sot."
    )
    confirm_all(client, cast.kavya, page)
    with acting_as(cast.kavya):
        kept = usable(Report.objects.get(pk=of(page)).evidence.all())
    assert {row.item["written"] for row in kept if row.kind == "place"} == {"KK Park", "Mae Sot"}


def test_a_part_of_the_way_counts_as_passed_through_and_says_nothing(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    page = file_report(
        client,
        "We left Bangkok by night bus, eight hours to Mae Sot. From there a van drove us for half an hour.",
    )
    assert "A part of the way" in text_of(client.get(page))
    confirm_all(client, cast.kavya, page)
    with acting_as(cast.kavya):
        (way,) = usable(Report.objects.get(pk=of(page)).evidence.all())
    assert (way.item["hours"], way.item["origin"]["name"]) == (0.5, "Mae Sot")


def confirm_all(client: Any, member: Any, page: str) -> None:
    with acting_as(member):
        proposed = open_proposals(Report.objects.get(pk=of(page)))
    for one in proposed:
        client.post(f"{page}/proposals", {"say": "confirm", "kind": one.kind, "subject": one.subject})


def test_what_is_unlikelier_than_the_rest_together_is_not_called_the_likeliest(
    client_for: Any, cast: Any
) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, "Three hours by car from Bangkok.")
    confirm_all(client, cast.kavya, page)
    said = text_of(client.post(f"{page}/where"))
    assert "Nothing stands out." in said
    assert "Most likely" not in said
