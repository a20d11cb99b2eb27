"""The API: the same actions, refusals and answers as the pages."""

import json
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from entraide.hub.core.acting import acting_as
from entraide.hub.intel.models import Attachment

from .photos import photo


@pytest.fixture
def machine_of(cast):
    """A client with a key of a member."""
    from entraide.hub.directory.actions import keys

    def make(member, *scopes: str) -> Client:
        with acting_as(member):
            made = keys.make(name="test", scopes=scopes, days=30)
        return Client(headers={"authorization": f"Bearer {made.text}"})

    return make


def post(client: Client, path: str, body: object):
    return client.post(f"/api/v1{path}", json.dumps(body), content_type="application/json")


def test_a_report_is_filed_once_however_often_it_is_sent(cast, machine_of) -> None:
    machine = machine_of(cast.kavya, "submit", "read")
    body = {"text": "Call +66 81 000 0123", "client_id": "a-1", "handling": {"tlp": "GREEN"}}
    first, again = post(machine, "/reports", body), post(machine, "/reports", body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    read = machine.get(f"/api/v1/reports/{first.json()['id']}").json()
    assert [selector["value"] for selector in read["selectors"]] == ["+66810000123"]


def test_without_a_key_or_with_a_false_one_nothing_is_answered(db) -> None:
    for headers in ({}, {"authorization": "Bearer nonsense"}, {"authorization": "Basic abc"}):
        answer = Client(headers=headers).get("/api/v1/reports")
        assert answer.status_code == 401
        assert "Authorization" in answer.json()["problems"]


def test_a_key_without_the_scope_is_refused(cast, machine_of) -> None:
    answer = post(machine_of(cast.kavya, "read"), "/reports", {"text": "x"})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"text": ""}, "text"),
        ({}, "report.text"),
        ({"text": "x", "handling": {"tlp": "PURPLE"}}, "handling.tlp"),
        ({"text": "x", "handling": {"tlp": "RED"}}, "recipients"),
        ({"text": "x", "handling": {"expires_on": "2099-01-01"}}, "expires_on"),
        ({"text": "x", "country": "XX"}, "country"),
        ({"text": "x", "observed_at": "2025-11-06T06:00:00"}, "observed_at"),
        ({"text": "x", "places": [{"name": "a", "lat": 98.5, "lon": 16.6, "radius_km": 1}]}, "places.0.lat"),
        ({"text": "x", "persons": [{"name": "a"}, {"name": "b", "sex": "q"}]}, "persons.1.sex"),
        ({"text": "x", "techniques": [{"technique": "Z9.99"}]}, "techniques"),
    ],
)
def test_bad_input_names_its_field(cast, machine_of, body: dict, field: str) -> None:
    answer = post(machine_of(cast.kavya, "submit"), "/reports", body)
    assert answer.status_code == 400
    assert field in answer.json()["problems"]


def test_anothers_report_answers_as_an_unknown_one(cast, machine_of) -> None:
    filed = post(machine_of(cast.kavya, "submit"), "/reports", {"text": "secret"}).json()["id"]
    stranger = machine_of(cast.reyna, "read", "decide")
    answers = [stranger.get(f"/api/v1/reports/{id}") for id in (filed, uuid4())]
    assert {answer.status_code for answer in answers} == {404}
    assert answers[0].content == answers[1].content


def test_a_file_is_attached_and_what_a_photo_says_of_where_is_read(cast, machine_of) -> None:
    machine = machine_of(cast.kavya, "submit", "read")
    address = f"/api/v1/reports/{post(machine, '/reports', {'text': 'A tower.'}).json()['id']}"
    sent = machine.post(
        f"{address}/attachments", {"file": SimpleUploadedFile("tower.jpg", photo((16.65, 98.52)))}
    )
    assert sent.status_code == 201, sent.content
    (kept,) = machine.get(address).json()["attachments"]
    assert kept == sent.json()
    assert (kept["media_type"], kept["evidence"]) == ("image/jpeg", False)
    with acting_as(cast.kavya):
        assert Attachment.objects.get().photo


def test_evidence_needs_what_its_chain_begins_with(cast, machine_of) -> None:
    machine = machine_of(cast.kavya, "submit", "read")
    address = f"/api/v1/reports/{post(machine, '/reports', {'text': 'A tower.'}).json()['id']}/attachments"
    said = {
        "evidence": "true",
        "who": "Kavya Raman",
        "legal_basis": "Consent\0",
        "at": "2025-11-06T06:00:00Z",
    }
    for field in ("who", "legal_basis", "at", "file"):
        given = {"file": SimpleUploadedFile("tower.jpg", photo())} | said
        assert (
            field in machine.post(address, {k: v for k, v in given.items() if k != field}).json()["problems"]
        )
    sent = machine.post(address, {"file": SimpleUploadedFile("tower.jpg", photo())} | said)
    assert (sent.status_code, sent.json()["evidence"]) == (201, True)


def test_a_file_for_anothers_report_answers_as_for_an_unknown_one(cast, machine_of) -> None:
    filed = post(machine_of(cast.kavya, "submit"), "/reports", {"text": "secret"}).json()["id"]
    stranger = machine_of(cast.reyna, "submit")
    answers = [
        stranger.post(f"/api/v1/reports/{id}/attachments", {"file": SimpleUploadedFile("a.jpg", photo())})
        for id in (filed, uuid4())
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert answers[0].content == answers[1].content


def test_a_batch_is_filed_whole_or_not_at_all(cast, machine_of) -> None:
    machine = machine_of(cast.kavya, "submit", "read")
    answer = post(machine, "/reports/batch", [{"text": "one"}, {"text": ""}])
    assert answer.status_code == 400
    assert "1.text" in answer.json()["problems"]
    assert machine.get("/api/v1/reports").json() == []
    assert len(post(machine, "/reports/batch", [{"text": "one"}, {"text": "two"}]).json()) == 2


def test_a_hit_is_seen_decided_and_discussed(cast, machine_of, linked) -> None:
    kavya, wanjiru = (machine_of(member, "submit", "read", "decide") for member in (cast.kavya, cast.wanjiru))
    for machine in (kavya, wanjiru):
        post(machine, "/reports", {"text": "Call +66 81 000 0123", "handling": {"hit_mode": "OPEN"}})
    linked()
    (hit,) = kavya.get("/api/v1/hits?only_undecided=true").json()
    assert hit["kinds"] == ["phone"]
    assert hit["other_name"] == "National Bureau Kenya"
    decided = post(kavya, f"/hits/{hit['id']}/decisions", {"verdict": "same", "reason": "Same number"})
    assert decided.json()["own_verdict"] == "same"
    assert wanjiru.get(f"/api/v1/hits/{hit['id']}").json()["other_verdict"] == "same"
    assert post(wanjiru, f"/hits/{hit['id']}/messages", {"text": "Hello"}).status_code == 200


def test_a_purpose_that_there_is_not_is_refused_by_name(cast, machine_of) -> None:
    machine = machine_of(cast.kavya, "read")
    assert machine.get("/api/v1/me", headers={"Entraide-Purpose": "finance"}).json()["purpose"] == 8
    answer = machine.get("/api/v1/me", headers={"Entraide-Purpose": "marketing"})
    assert answer.status_code == 400
    assert "protection" in answer.json()["problems"]["Entraide-Purpose"]


def test_what_an_address_cannot_hold_is_answered_in_json_too(cast, machine_of) -> None:
    answer = machine_of(cast.kavya, "read").get("/api/v1/selectors?kind=phone&value=%00")
    assert answer.status_code == 400
    assert "value" in answer.json()["problems"]


def test_an_address_that_there_is_not_is_answered_in_json(cast, machine_of, db) -> None:
    for machine in (machine_of(cast.kavya, "read"), Client()):
        answer = machine.get("/api/v1/nonsense")
        assert (answer.status_code, answer.json()) == (404, {"problems": {"": "not found"}})
