"""What a person knows of where a centre is beside the text: said by a form, kept as evidence, taken back."""

from typing import Any

import pytest

from entraide.hub.core.acting import acting_as
from entraide.hub.core.models import JournalEntry
from entraide.hub.intel import actions
from entraide.hub.intel.models import LocateEvidence, Report
from entraide.hub.intel.queries.located import evidence_of

from .pages import HANDLING, file_report, text_of

SAID = [
    ("beside", {"feature": "river", "seen": "yes", "km": "2"}, "A river within 2 km", "beside"),
    ("beside", {"feature": "coast", "seen": "no", "km": "2"}, "No sea within 2 km", "beside"),
    ("way", {"where": "Mae Sot", "hours": "1.5", "mode": "car"}, "1.5 h by car from Mae Sot", "travel_time"),
    (
        "bearing",
        {"where": "Mae Sot", "degrees": "270", "within_km": "50"},
        "To the west of Mae Sot",
        "bearing",
    ),
    (
        "ping",
        {"where": "16.66, 98.50", "source": "cell", "accuracy_km": "5"},
        "A telephone at 16.6600, 98.5000, within 5 km",
        "ping",
    ),
    (
        "address",
        {"where": "Myawaddy", "within_km": "3"},
        "An address or a sign at Myawaddy: the centre is within 3 km",
        "address",
    ),
    (
        "searched",
        {"where": "KK Park", "radius_km": "2"},
        "Searched within 2 km of KK Park, and not found",
        "searched",
    ),
    (
        "left_on",
        {"where": "Shwe Kokko", "on": "2025-06-15", "radius_km": "2"},
        "New City was left on 15 June 2025",
        "left_on",
    ),
]


def of(page: str) -> str:
    return page.rsplit("/", 1)[1]


@pytest.fixture
def page(client_for: Any, cast: Any) -> str:
    return file_report(client_for(cast.kavya), "He writes at night. Nobody knows from where.", tlp="1")


@pytest.mark.parametrize(("kind", "fields", "words", "read_as"), SAID)
def test_it_is_shown_in_words_and_read_by_the_engine(
    client_for: Any, cast: Any, page: str, kind: str, fields: dict[str, str], words: str, read_as: str
) -> None:
    client = client_for(cast.kavya)
    assert client.post(f"{page}/known/{kind}", fields).status_code == 302
    assert words in text_of(client.get(page)).replace("\u2068", "").replace("\u2069", "")
    with acting_as(cast.kavya):
        (row,) = LocateEvidence.objects.filter(report=of(page))
        assert evidence_of(row, row.report).kind == read_as


def test_all_of_it_together_says_where(client_for: Any, cast: Any, page: str) -> None:
    client = client_for(cast.kavya)
    for kind, fields in (
        ("beside", {"feature": "river", "seen": "yes", "km": "2"}),
        ("way", {"where": "Mae Sot", "hours": "0.5", "mode": "car"}),
        ("ping", {"where": "16.65, 98.52", "source": "gps", "accuracy_km": "0.1"}),
    ):
        client.post(f"{page}/known/{kind}", fields)
    said = text_of(client.post(f"{page}/where"))
    assert "Most likely <strong>KK Park" in said
    assert "Add the answer" in said


@pytest.mark.parametrize(
    ("kind", "fields", "field", "says"),
    [
        ("way", {"where": "", "hours": "1", "mode": "car"}, "where", "required"),
        ("way", {"where": "Mae Sot", "hours": "0", "mode": "car"}, "hours", "greater than or equal"),
        ("way", {"where": "Mae Sot", "hours": "x" * 9, "mode": "car"}, "hours", "number"),
        ("way", {"where": "qqqqxx", "hours": "1", "mode": "car"}, "where", "No place is known by that name"),
        (
            "ping",
            {"where": "98.5, 16.6", "source": "gps", "accuracy_km": "1"},
            "where",
            "Did you mean 16.6, 98.5",
        ),
        ("ping", {"where": "0, 0", "source": "gps", "accuracy_km": "1"}, "where", "know no place"),
        ("ping", {"where": "16.6, 98.5", "source": "gps", "accuracy_km": "nan"}, "accuracy_km", "number"),
        ("left_on", {"where": "KK Park", "on": "tomorrow", "radius_km": "2"}, "on", "Give a day"),
        ("left_on", {"where": "KK Park", "on": "0001-01-01", "radius_km": "2"}, "on", "cannot be meant"),
        ("beside", {"feature": "lake", "seen": "yes", "km": "2"}, "feature", "valid choice"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    client_for: Any, cast: Any, page: str, kind: str, fields: dict[str, str], field: str, says: str
) -> None:
    answer = client_for(cast.kavya).post(f"{page}/known/{kind}", fields)
    assert answer.status_code == 400
    (problem,) = answer.context["known_form"].errors[field]
    assert says in problem
    assert f'id="known_{kind}_{field}_problem"' in text_of(answer) or field == "feature"
    with acting_as(cast.kavya):
        assert not LocateEvidence.objects.exists()


def test_a_name_of_several_places_asks_which(client_for: Any, cast: Any, page: str) -> None:
    answer = client_for(cast.kavya).post(f"{page}/known/searched", {"where": "San José", "radius_km": "2"})
    (problem,) = answer.context["known_form"].errors["where"]
    assert "Several places have that name" in problem


def test_it_is_taken_back_and_both_are_in_the_journal(
    client_for: Any, cast: Any, page: str, as_process: Any
) -> None:
    client = client_for(cast.kavya)
    client.post(f"{page}/known/beside", {"feature": "river", "seen": "yes", "km": "2"})
    with acting_as(cast.kavya):
        row = LocateEvidence.objects.get(report=of(page))
    client.post(f"{page}/known/{row.pk}/take-back")
    with acting_as(cast.kavya):
        assert not LocateEvidence.objects.exists()
    with as_process("migrator"):
        deeds = JournalEntry.objects.filter(object_id=of(page), deed__startswith="evidence.")
        assert {(one.deed, one.member_id) for one in deeds} == {
            ("evidence.say", cast.kavya.pk),
            ("evidence.take_back", cast.kavya.pk),
        }


def test_only_the_owner_says_and_takes_back(client_for: Any, cast: Any, page: str) -> None:
    owner, other = client_for(cast.kavya), client_for(cast.nok)
    fields = {"feature": "river", "seen": "yes", "km": "2"}
    owner.post(f"{page}/known/beside", fields)
    with acting_as(cast.nok):
        row = LocateEvidence.objects.get(report=of(page))  # GREEN: it may be read
    assert other.post(f"{page}/known/beside", fields).status_code == 404
    assert other.post(f"{page}/known/{row.pk}/take-back").status_code == 404
    assert client_for(cast.amina).post(f"{page}/known/beside", fields).status_code in (403, 404)
    assert "What else is known" not in text_of(other.get(page))
    with acting_as(cast.kavya):
        assert LocateEvidence.objects.count() == 1


def test_it_follows_the_label_and_goes_with_the_report(client_for: Any, cast: Any, page: str) -> None:
    client = client_for(cast.kavya)
    client.post(f"{page}/known/beside", {"feature": "river", "seen": "yes", "km": "2"})
    client.post(f"{page}/handling", HANDLING)
    with acting_as(cast.nok):
        assert not LocateEvidence.objects.exists()
    client.post(f"{page}/delete", {"reason": "gone"})
    with acting_as(cast.kavya):
        assert not LocateEvidence.objects.exists()


def test_nothing_that_was_confirmed_is_taken_back_this_way(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, "They called it KK Park.")
    client.post(f"{page}/proposals", {"say": "confirm", "kind": "place", "subject": "KK Park"})
    with acting_as(cast.kavya):
        row = LocateEvidence.objects.get(report=of(page))
    assert client.post(f"{page}/known/{row.pk}/take-back").status_code == 404
    assert client.post(f"{page}/known/journey", {}).status_code == 404


def test_a_boat_or_a_river_crossing_offers_a_river(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    offer = "They came by boat or over a river."
    page = file_report(client, "Three hours by car from Mae Sot, then a boat.")
    assert offer not in text_of(client.get(page))
    with acting_as(cast.kavya):
        proposed = actions.proposals.open_proposals(Report.objects.get(pk=of(page)))
    (way,) = [one for one in proposed if one.kind == "journey"]
    client.post(f"{page}/proposals", {"say": "confirm", "kind": "journey", "subject": way.subject})
    assert offer in text_of(client.get(page))
    client.post(f"{page}/known/beside", {"feature": "river", "seen": "yes", "km": "2"})
    assert offer not in text_of(client.get(page))

    page = file_report(client, "They took us over the water at night.")
    client.post(f"{page}/methods", {"technique": "W2.03", "words": "over the water"})
    assert offer in text_of(client.get(page))
