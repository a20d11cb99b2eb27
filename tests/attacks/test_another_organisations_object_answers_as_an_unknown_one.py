"""For every address with an object in it: a foreign id and an id of nothing cannot be told apart."""

import json
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import NoReverseMatch, reverse

from entraide.hub.api import api
from entraide.hub.core import clock

from .addresses import Address, every_address
from .conftest import Counter, difference, told, undone

# what stands in an address and names an object of an organisation
OBJECTS = {
    "report_id",
    "place_id",
    "decision_id",
    "attachment_id",
    "hit_id",
    "watch_id",
    "note_id",
    "job_id",
    "member_id",
    "invitation_id",
    "key_id",
    "entity_id",
    "evidence_id",
    "selector_token",
    "object_id",
    "pk",
}
# ... and what does not: the directory of organisations is open to all members, an upload is known by its
# session alone, the others are words of the hub or secrets
NO_OBJECTS = {"organisation_id", "upload_id", "technique", "deed", "kind", "panel", "token", "key", "uidb36"}

ADDRESSES = [address for address in every_address() if OBJECTS & set(address.parameters)]
# an address of several kinds, once for each
VARIANTS = {
    "intel:network": [{"kind": kind} for kind in ("report", "entity", "hit", "selector")],
    "intel:say_known": [{"kind": kind} for kind in ("beside", "ping")],
    "intel:report_deed": [
        {"deed": deed} for deed in ("renew", "hold", "release-hold", "dispute", "settle", "delete")
    ],
}
CASES = [(address, variant) for address in ADDRESSES for variant in VARIANTS.get(address.name, [{}])]

# filled in as an honest user would, so that nothing but the object stops it
FORM = {
    "technique": "",
    "words": "",
    "kind": "technique",
    "subject": "W2.06",
    "name": "A name",
    "lat": "16.7",
    "lon": "98.5",
    "radius_km": "5",
    "status": "victim",
    "verdict": "same",
    "reason": "because it is so",
    "text": "hello",
    "to": "Somchai",
    "place": "Mae Sot",
    "legal_basis": "the law",
    "expires_on": "2026-11-30",
    "tlp": "2",
    "hit_mode": "1",
    "purposes": ["1"],
    "source_grade": "F",
    "information_grade": "6",
    "roles": ["analyst"],
    "feature": "river",
    "seen": "yes",
    "km": "2",
    "where": "16.69, 98.51",
    "source": "gps",
    "accuracy_km": "0.1",
}


def test_every_word_in_an_address_is_known_here() -> None:
    words = {word for address in every_address() for word in address.parameters}
    assert words <= OBJECTS | NO_OBJECTS, "say above whether these name an object"
    assert len(CASES) > 30


def _arguments(address: Address, variant: dict[str, str], hidden: Any, *, unknown: bool) -> dict[str, Any]:
    arguments: dict[str, Any] = {}
    for word in address.parameters:
        if word in variant:
            arguments[word] = variant[word]
        elif word == "technique":
            arguments[word] = hidden.technique
        elif word == "pk":
            arguments[word] = hidden.authenticator + 1000 if unknown else hidden.authenticator
        elif unknown:
            arguments[word] = uuid.uuid4()
        elif word == "object_id":
            kinds = {
                "report": "report_id",
                "entity": "entity_id",
                "hit": "hit_id",
                "selector": "selector_token",
            }
            arguments[word] = getattr(hidden, kinds[variant["kind"]])
        elif address.name == "core:job_cancel":
            arguments[word] = hidden.waiting_job
        else:
            arguments[word] = getattr(hidden, word)
    return arguments


def _ask(client: Client, method: str, address: Address, arguments: dict[str, Any], hidden: Any) -> Any:
    url = reverse(address.name, kwargs=arguments)
    form = FORM | {"technique": hidden.technique}
    with Counter() as counter, undone():
        answer = client.get(url) if method == "GET" else client.post(url, form)
        return told(answer, *arguments.values()), counter.statements


@pytest.fixture(autouse=True)
def one_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock is asked anew every few seconds, whatever was looked for."""
    monkeypatch.setattr(clock, "_FRESH_SECONDS", float("inf"))


@pytest.mark.parametrize(("address", "variant"), CASES, ids=lambda part: str(part))
def test_a_foreign_object_is_an_unknown_one(
    address: Address, variant: dict[str, str], hidden: Any, attacker: Any, browser_of: Any
) -> None:
    client = browser_of(attacker)
    foreign = _arguments(address, variant, hidden, unknown=False)
    unknown = _arguments(address, variant, hidden, unknown=True)
    answered = set()
    for method in ("GET", "POST"):
        _ask(client, method, address, unknown, hidden)  # what is looked up once, is looked up now
        (of_foreign, statements), (of_unknown, as_many) = (
            _ask(client, method, address, arguments, hidden) for arguments in (foreign, unknown)
        )
        assert difference(of_foreign, of_unknown) == []
        assert statements == as_many
        answered.add(of_foreign[0])
    assert answered <= {404, 405, 302}
    assert 404 in answered or address.name.startswith("mfa_")


@pytest.mark.parametrize(("address", "variant"), CASES, ids=lambda part: str(part))
def test_its_owner_finds_it_there(
    address: Address, variant: dict[str, str], hidden: Any, browser_of: Any
) -> None:
    """Else the test above would prove nothing."""
    if address.name.startswith("mfa_"):
        pytest.skip("asks for the password first")
    client = browser_of(hidden.owner)
    arguments = _arguments(address, variant, hidden, unknown=False)
    statuses = [_ask(client, method, address, arguments, hidden)[0][0] for method in ("GET", "POST")]
    assert set(statuses) <= {200, 302, 400, 403, 405}  # 403: nobody suspends oneself
    assert set(statuses) not in ({405}, {403})


@pytest.mark.parametrize(("address", "variant"), CASES, ids=lambda part: str(part))
def test_asking_for_it_is_journalled(
    address: Address, variant: dict[str, str], hidden: Any, attacker: Any, browser_of: Any, refused_to: Any
) -> None:
    if address.name.startswith("mfa_"):
        pytest.skip("of nobody but oneself")
    client = browser_of(attacker)
    arguments = _arguments(address, variant, hidden, unknown=False)
    form = FORM | {"technique": hidden.technique}
    url = reverse(address.name, kwargs=arguments)
    for ask in (client.get, lambda url: client.post(url, form)):
        before = len(refused_to(attacker))
        if ask(url).status_code != 405:
            assert len(refused_to(attacker)) == before + 1
            assert refused_to(attacker)[-1][1] in {str(value) for value in arguments.values()}


def test_a_foreign_part_of_an_own_report_is_unknown(hidden: Any, attacker: Any, browser_of: Any) -> None:
    from .conftest import file

    own = file(attacker, "My own report")
    client = browser_of(attacker)
    address = next(one for one in ADDRESSES if one.name == "intel:unmark_place")
    answers = [
        _ask(client, "POST", address, {"report_id": own, "place_id": place}, hidden)
        for place in (uuid.uuid4(), hidden.place_id, uuid.uuid4())
    ]
    assert answers[1] == answers[2]
    assert answers[1][0][0] == 404


# the API

OPERATIONS = [
    (path, method)
    for path, operations in api.get_openapi_schema()["paths"].items()
    for method in operations
    if "{" in path
]
BODIES = {
    "decisions": {"verdict": "same", "reason": "because it is so"},
    "messages": {"text": "hello"},
}


def _call(client: Client, method: str, path: str, hidden: Any, *, unknown: bool) -> Any:
    names = {word: uuid.uuid4() if unknown else getattr(hidden, word) for word in ("report_id", "hit_id")}
    body = next((body for end, body in BODIES.items() if path.endswith(end)), {})
    with Counter() as counter, undone():
        if path.endswith("attachments"):
            answer = client.post(path.format(**names), {"file": SimpleUploadedFile("note.txt", b"a note")})
        else:
            answer = client.generic(
                method.upper(), path.format(**names), json.dumps(body), content_type="application/json"
            )
        return told(answer, *names.values()), counter.statements


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_a_foreign_object_is_an_unknown_one_to_machines(
    path: str, method: str, hidden: Any, attacker: Any, key_of: Any, refused_to: Any
) -> None:
    client = key_of(attacker)
    _call(client, method, path, hidden, unknown=True)
    foreign = _call(client, method, path, hidden, unknown=False)
    unknown = _call(client, method, path, hidden, unknown=True)
    assert difference(foreign[0], unknown[0]) == []
    assert foreign[1] == unknown[1]
    assert foreign[0][0] == 404


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_its_owners_machine_finds_it_there(path: str, method: str, hidden: Any, key_of: Any) -> None:
    (status, *_rest), _statements = _call(key_of(hidden.owner), method, path, hidden, unknown=False)
    assert status in {200, 201, 400}


def test_a_machines_asking_is_journalled(hidden: Any, attacker: Any, key_of: Any, refused_to: Any) -> None:
    client = key_of(attacker)
    client.get(f"/api/v1/reports/{hidden.report_id}")
    client.post(f"/api/v1/hits/{hidden.hit_id}/release")
    assert refused_to(attacker) == [("read", str(hidden.report_id)), ("read", str(hidden.hit_id))]


# the doors


@pytest.mark.parametrize("address", every_address(), ids=str)
def test_a_stranger_is_sent_to_sign_in_or_sees_nothing(address: Address, hidden: Any) -> None:
    """Without a session; whatever the object."""
    client = Client(raise_request_exception=False)
    anyone = {
        "core:healthz",
        "core:stream",
        "directory:exercise_sign_in",
        "directory:accept_invitation",
        "set_language",
    }
    words = {word: "1-a" for word in address.parameters if word in NO_OBJECTS}
    arguments = words | {
        word: getattr(hidden, word, uuid.uuid4()) for word in address.parameters if word in OBJECTS
    }
    for word in ("organisation_id", "upload_id"):
        if word in arguments:
            arguments[word] = uuid.uuid4()
    if "pk" in arguments:
        arguments["pk"] = hidden.authenticator
    try:
        url = reverse(address.name, kwargs=arguments)
    except NoReverseMatch:
        url = reverse(address.name, kwargs=arguments | {"uidb36": "1", "key": "a-b"})
    for answer in (client.get(url), client.post(url, FORM)):
        assert answer.status_code < 500
        if address.name in anyone or address.name.startswith(("account_", "mfa_")):
            assert b"Arun Nambiar" not in answer.content
            continue
        assert answer.status_code in {302, 401, 403}
        if answer.status_code == 302:
            assert answer["Location"].startswith("/account/login/")


def test_a_member_without_the_role_is_refused(
    cast: Any, hidden: Any, browser_of: Any, refused_to: Any, grown: Any
) -> None:
    """A publisher may file, decide, watch, manage and audit nothing."""
    publisher = grown(cast.arjun, "publisher")
    client = browser_of(publisher)
    gets = ["intel:new", "intel:watches", "intel:import", "intel:handover", "directory:invite"]
    gets += ["core:journal", "directory:admit", "core:journal_verify", "directory:organisation_edit"]
    for name in gets:
        assert client.get(reverse(name)).status_code == 403, name
    posts = [
        reverse("intel:hit_decide", args=[hidden.hit_id]),
        reverse("intel:hit_release", args=[hidden.hit_id]),
        reverse("intel:mark_technique", args=[hidden.report_id]),
        reverse("intel:report_deed", args=[hidden.report_id, "delete"]),
        reverse("intel:report_handling", args=[hidden.report_id]),
        reverse("intel:hand_over", args=[hidden.attachment_id]),
        reverse("intel:attachment_original", args=[hidden.attachment_id]),
        reverse("directory:member_suspend", args=[hidden.member_id]),
        reverse("directory:invitation_withdraw", args=[hidden.invitation_id]),
        reverse("directory:organisation_suspend", args=[hidden.organisation_id]),
    ]
    for url in posts:
        assert client.post(url, FORM | {"technique": hidden.technique}).status_code == 403, url
    assert len(refused_to(publisher)) == len(gets) + len(posts)


def test_a_leaked_key_opens_no_page_and_nothing_beyond_its_scopes(
    cast: Any, hidden: Any, key_of: Any, refused_to: Any
) -> None:
    client = key_of(hidden.owner, "submit")
    assert client.get("/intel/reports").status_code == 302
    assert client.get(f"/api/v1/reports/{hidden.report_id}").status_code == 403
    assert client.post(f"/api/v1/hits/{hidden.hit_id}/release").status_code == 403
    assert len(refused_to(hidden.owner)) == 2


def test_a_suspended_members_key_and_session_open_nothing(
    hidden: Any, key_of: Any, browser_of: Any, as_process: Any
) -> None:
    from django.db import connection

    machine, browser = key_of(hidden.owner), browser_of(hidden.owner)
    with as_process("migrator"), connection.cursor() as cursor:
        cursor.execute("UPDATE directory_member SET suspended_at = now() WHERE id = %s", [hidden.member_id])
    assert machine.get(f"/api/v1/reports/{hidden.report_id}").status_code == 401
    assert browser.get(f"/intel/report/{hidden.report_id}").status_code == 302
