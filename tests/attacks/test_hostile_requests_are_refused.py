"""The request itself as the weapon: forged, redirected, cached, framed, malformed."""

import json
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, settings

from entraide.hub.core.acting import acting_as
from entraide.hub.core.quota import AN_HOUR

from .addresses import every_address
from .conftest import NUMBER, OPEN, file

WITHOUT_WORDS = [
    address.name for address in every_address() if not address.parameters and address.name != "core:stream"
]


@pytest.mark.parametrize("name", WITHOUT_WORDS)
def test_every_answer_says_what_may_run_and_that_nobody_keeps_it(
    name: str, attacker: Any, browser_of: Any
) -> None:
    url = reverse(name)
    for client in (browser_of(attacker), Client(raise_request_exception=False)):
        for answer in (client.get(url), client.post(url)):
            policy = answer["Content-Security-Policy"]
            assert "default-src 'self'" in policy
            assert "frame-ancestors 'none'" in policy
            assert "unsafe" not in policy
            assert answer["X-Frame-Options"] == "DENY"
            assert answer["X-Content-Type-Options"] == "nosniff"
            if name != "core:healthz":
                assert "no-store" in answer["Cache-Control"]


def test_errors_say_it_too(attacker: Any, browser_of: Any, key_of: Any, hidden: Any) -> None:
    browser, machine = browser_of(attacker), key_of(attacker)
    answers = [
        browser.get("/no/such/page"),
        browser.get(f"/intel/report/{hidden.report_id}"),
        browser.get("/journal"),
        browser.get("/directory/who-may-act?power=x"),
        browser.get("/", headers={"host": "evil.example"}),
        browser.generic("TRACE", "/"),
        machine.get("/api/v1/nothing"),
        machine.get(f"/api/v1/hits/{uuid.uuid4()}"),
        Client().get("/api/v1/me"),
    ]
    for answer in answers:
        assert answer.status_code >= 400
        assert "Content-Security-Policy" in answer
        assert b"Traceback" not in answer.content
        if answer.status_code != 400:  # a strange host is turned away at the door
            assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1@evil.example", ""])
def test_a_strange_host_is_refused(host: str, attacker: Any, browser_of: Any) -> None:
    for headers in ({"host": host}, {"x-forwarded-host": host}):
        answer = browser_of(attacker).get("/", headers=headers)
        assert answer.status_code == 400 or host not in answer.content.decode() or not host


def test_no_deed_without_its_token(attacker: Any, client_for: Any, linked: Any, cast: Any) -> None:
    from tests.standing import sign_in

    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    sign_in(client, attacker)
    posts = [
        name
        for name in WITHOUT_WORDS
        if client.post(reverse(name), {"text": "x"}).status_code not in (403, 405)
    ]
    assert set(posts) <= {"core:healthz", "directory:exercise_sign_in"}
    for override in ({"x-http-method-override": "POST"}, {"x-method-override": "DELETE"}):
        assert client.get("/directory/duty", headers=override).status_code == 405


def test_a_session_opens_no_api_and_a_key_in_an_address_neither(
    attacker: Any, browser_of: Any, key_of: Any
) -> None:
    assert browser_of(attacker).get("/api/v1/me").status_code == 401
    key = key_of(attacker).defaults.get("HTTP_AUTHORIZATION", "Bearer x").removeprefix("Bearer ")
    for query in (f"?key={key}", f"?authorization={key}", f"?access_token={key}"):
        assert Client().get(f"/api/v1/me{query}").status_code == 401


ELSEWHERE = [
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "\thttps://evil.example",
]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_nobody_is_sent_elsewhere(address: str, attacker: Any, browser_of: Any) -> None:
    browser = browser_of(attacker)
    for path, form in (
        ("/purpose", {"purpose": "2", "next": address}),
        ("/i18n/setlang/", {"language": "fr", "next": address}),
        ("/account/logout/", {"next": address}),
    ):
        answer = browser.post(path, form, headers={"referer": address})
        assert answer.status_code == 302
        assert answer["Location"].startswith("/")
        assert not answer["Location"].startswith(("//", "/\\"))
    asked = Client().get(f"/{address}").get("Location", "/account/login/")
    assert asked.startswith("/account/login/")


def test_cookies_are_closed_to_scripts_and_other_sites(attacker: Any, browser_of: Any) -> None:
    browser = browser_of(attacker)
    browser.get("/")
    browser.post("/purpose", {"purpose": "2"})
    for name, cookie in browser.cookies.items():
        if cookie["path"]:  # set by the hub
            assert cookie["samesite"] == "Lax", name
            assert cookie["httponly"] or name in {"csrftoken", "django_language"}, name


BODIES = {
    "no boundary": ("multipart/form-data", b"--x\r\n"),
    "cut": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a',
    ),
    "bad length": ("multipart/form-data; boundary=x", b"--x--"),
    "bad charset": ("application/x-www-form-urlencoded; charset=nonsense", b"text=a"),
    "bad base64": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n%%%\r\n--x--\r\n",
    ),
    "json": ("application/json", b'{"text": 1}'),
    "many fields": ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(5000))),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_malformed_body_is_bad_input(name: str, attacker: Any, browser_of: Any, key_of: Any) -> None:
    kind, body = BODIES[name]
    own = file(attacker, "mine")
    browser, machine = browser_of(attacker), key_of(attacker)
    for path in (
        "/intel/new",
        "/intel/import",
        f"/intel/report/{own}/attachments",
        "/intel/mark",
        "/intel/search",
    ):
        assert browser.generic("POST", path, body, content_type=kind).status_code < 500, path
    for path in ("/api/v1/reports", "/api/v1/reports/batch"):
        assert machine.generic("POST", path, body, content_type=kind).status_code == 400, path


# fishing


def test_who_fishes_for_numbers_in_sequence_is_stopped_even_where_nothing_is_found(
    attacker: Any, browser_of: Any, refused_to: Any
) -> None:
    """A refusal rolls back the request, and may not give back what was spent."""
    from django.db import connection

    browser = browser_of(attacker)
    with acting_as(attacker):
        from entraide.hub.core import quota

        quota.spend("search", AN_HOUR["search"] - 3)
    answers = [browser.get(f"/intel/selector/{uuid.uuid4()}").status_code for _ in range(6)]
    assert answers == [404, 404, 404, 403, 403, 403]
    with connection.cursor() as cursor:
        cursor.execute("SELECT used FROM core_quotause WHERE member_id = %s", [attacker.pk])
        assert cursor.fetchone()[0] >= AN_HOUR["search"]
    assert "search.quota" in [deed for deed, _object in refused_to(attacker)]


def test_a_machine_that_fishes_is_stopped(attacker: Any, key_of: Any) -> None:
    machine = key_of(attacker)
    with acting_as(attacker):
        from entraide.hub.core import quota

        quota.spend("search", AN_HOUR["search"] - 2)
    answers = [
        machine.get("/api/v1/selectors", {"kind": "phone", "value": f"+66 81 000 01{n:02}"}).status_code
        for n in range(4)
    ]
    assert answers == [200, 200, 403, 403]


def test_what_was_sent_before_is_told_to_its_own_organisation_alone(cast: Any, key_of: Any) -> None:
    """Neither client_id nor a given id shows that another has one like it."""
    from entraide.hub.core.acting import acting_as
    from entraide.hub.intel.models import Report

    first = file(cast.kavya, "India's", OPEN, client_id="case-7")
    body = {"text": "mine", "client_id": "case-7", "id": str(first)}
    answer = key_of(cast.reyna).post("/api/v1/reports", json.dumps(body), content_type="application/json")
    assert answer.status_code == 201
    assert answer.json()["id"] != str(first)
    with acting_as(cast.kavya):
        assert Report.objects.get().text == "India's"


# everything else, at random but always the same


def test_no_request_that_the_schema_allows_or_forbids_is_an_error_of_the_hub(
    attacker: Any, key_of: Any
) -> None:
    import schemathesis
    from schemathesis import GenerationMode

    from entraide.hub.api import api

    schema = schemathesis.openapi.from_dict(json.loads(json.dumps(api.get_openapi_schema())))
    schema.config.generation.update(modes=list(GenerationMode))
    machine = key_of(attacker)
    failed: list[str] = []
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=50,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def probe(case: Any) -> None:
            sent = case.as_transport_kwargs()
            body = json.dumps(sent["json"]).encode() if "json" in sent else sent.get("data") or b""
            answer = machine.generic(
                case.method,
                case.formatted_path,
                body if isinstance(body, bytes) else str(body).encode(errors="replace"),
                content_type=case.media_type or "application/json",
                query_params=case.query or {},
            )
            if answer.status_code >= 500:
                failed.append(f"{case.method} {case.formatted_path} {case.query} {body[:300]!r}")

        from hypothesis import given

        given(case=operation.as_strategy())(probe)()
    assert failed == []
    assert NUMBER
