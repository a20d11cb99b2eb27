"""Whatever stands in a field: refused with its name, or kept and shown harmlessly. Never an error of the hub."""

import json
import re
from typing import Any

import pytest

from entraide.hub.core.acting import acting_as
from entraide.hub.intel import actions
from entraide.hub.intel.drafts import NamedPerson

from .conftest import NUMBER, OPEN, PUBLIC, file

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'`{{7*7}}{%debug%}"
TURNED = "pay \u202egnp.exe\u202c \u2066x\u2069 \u200b\u2028"
HOSTILE = {
    "script": SCRIPT,
    "turned": TURNED,
    "nul": "a\0b",
    "surrogate": "a\ud800b",
    "controls": "".join(map(chr, range(1, 32))),
    "long": "ก" * 200_001,
    "formula": '=HYPERLINK("http://x.example";"click")',
    "combining": "e" + "\u0301" * 5000,
    "astral": "\U0010ffff\U000e0001" * 20,
    "sql": "'; DROP TABLE intel_report; --",
    "format": "%s %(x)s {0} {x.__class__} ${jndi:ldap://x.example}",
    "empty": "",
    "blank": " \t\n\u3000",
}
TEXT_FIELDS = ["text", "title", "source", "client_id", "case_reference", "language", "country", "source_kind"]


def whole_report(**changed: Any) -> dict[str, Any]:
    report = {
        "text": f"Call {NUMBER}",
        "handling": {"tlp": "GREEN", "hit_mode": "OPEN"},
        "selectors": [{"kind": "phone", "value": NUMBER}],
        "techniques": [],
        "places": [{"name": "Tower", "lat": 16.7, "lon": 98.5, "radius_km": 3.0}],
        "persons": [{"name": "Arun", "status": "victim"}],
    }
    return report | changed


def bodies(value: Any) -> dict[str, dict[str, Any]]:
    """The value in every field of a report that takes text."""
    from entraide.vocabulary import modi_operandi

    technique = min(modi_operandi.ids())
    made = {field: whole_report(**{field: value}) for field in TEXT_FIELDS}
    for field in ("caveat", "tlp", "hit_mode", "source_grade", "information_grade"):
        made[f"handling.{field}"] = whole_report(handling={"tlp": "GREEN", field: value})
    made["handling.excluded_states"] = whole_report(handling={"excluded_states": [value]})
    made["handling.purposes"] = whole_report(handling={"purposes": [value]})
    made["selectors.kind"] = whole_report(selectors=[{"kind": value, "value": NUMBER}])
    made["selectors.value"] = whole_report(selectors=[{"kind": "phone", "value": value}])
    made["selectors.handle"] = whole_report(selectors=[{"kind": "telegram", "value": value}])
    made["techniques.technique"] = whole_report(techniques=[{"technique": value}])
    made["techniques.words"] = whole_report(techniques=[{"technique": technique, "words": value}])
    for field in ("name", "site"):
        place = {"name": "Tower", "lat": 1.0, "lon": 1.0, "radius_km": 1.0, field: value}
        made[f"places.{field}"] = whole_report(places=[place])
    for field in ("name", "status", "nationality"):
        made[f"persons.{field}"] = whole_report(persons=[{"name": "Arun", "status": "victim", field: value}])
    return made


@pytest.mark.parametrize("name", HOSTILE)
def test_a_machine_may_send_anything_in_any_field(name: str, cast: Any, key_of: Any, browser_of: Any) -> None:
    machine, reader = key_of(cast.kavya), browser_of(cast.kavya)
    wrong = {}
    for field, body in bodies(HOSTILE[name]).items():
        answer = machine.post("/api/v1/reports", json.dumps(body), content_type="application/json")
        if answer.status_code == 400:
            if not answer.json()["problems"]:
                wrong[field] = answer.content
        elif answer.status_code in (200, 201):
            report = answer.json()["id"]
            for path in (f"/intel/report/{report}", f"/intel/network/report/{report}"):
                page = reader.get(path)
                if page.status_code != 200 or (bad := harmful(page.content.decode())):
                    wrong[field] = (path[:20], page.status_code, bad if page.status_code == 200 else "")
            if machine.get(f"/api/v1/reports/{report}").status_code != 200:
                wrong[field] = "cannot be read by machines"
        else:
            wrong[field] = answer.status_code
    for path in ("/", "/intel/reports", "/intel/reports?format=csv", "/intel/hits", "/intel/handover"):
        page = reader.get(path)
        if page.status_code != 200 or ("csv" not in path and harmful(page.content.decode())):
            wrong[path] = page.status_code
    assert wrong == {}


_OWN_INPUT = re.compile(r'value="[^"]*"|<textarea[^>]*>.*?</textarea>|Select a valid choice[^<]*', re.DOTALL)


def harmful(page: str) -> list[str]:
    """Stretches of a page that run, or turn the line around; a field may give back what was typed in it."""
    page = _OWN_INPUT.sub("", page)
    return re.findall(r"(?s).{0,60}(?:<script>alert|<img src=x|[\u202d\u202e\u2066-\u2068]).{0,20}", page)


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_said_on_a_hit_may_be_anything(
    name: str, cast: Any, linked: Any, key_of: Any, browser_of: Any
) -> None:
    for member in (cast.kavya, cast.wanjiru):
        file(member, f"Call {NUMBER}", OPEN)
    linked()
    machine = key_of(cast.kavya)
    hit = machine.get("/api/v1/hits").json()[0]["id"]
    for path, body in (
        ("messages", {"text": HOSTILE[name]}),
        ("decisions", {"verdict": "same", "reason": HOSTILE[name]}),
        ("decisions", {"verdict": HOSTILE[name], "reason": "so"}),
    ):
        answer = machine.post(f"/api/v1/hits/{hit}/{path}", json.dumps(body), content_type="application/json")
        assert answer.status_code in (200, 400), path
    for reader in (browser_of(cast.kavya), browser_of(cast.wanjiru)):
        for path in (f"/intel/hit/{hit}", "/", "/intel/handover"):
            page = reader.get(path)
            assert page.status_code == 200
            assert harmful(page.content.decode()) == [], path


TIMES = [
    "9999-12-31T23:59:59-12:00",
    "9999-12-31T23:59:59Z",
    "2025-11-06T06:00:00+23:37",
    "0001-01-01T00:00:00+14:00",
    "0001-01-01T00:00:00Z",
    "0000-01-01T00:00:00Z",
    "10000-01-01T00:00:00Z",
    "-1-01-01T00:00:00Z",
    1e308,
    -1e308,
    10**30,
    True,
    [],
]


@pytest.mark.parametrize("at", TIMES, ids=str)
def test_no_moment_makes_a_list_unreadable_to_others(
    at: Any, cast: Any, key_of: Any, browser_of: Any
) -> None:
    """One report of a hostile member, readable to all, may not break the pages of all."""
    answer = key_of(cast.kavya).post(
        "/api/v1/reports", json.dumps(whole_report(observed_at=at)), content_type="application/json"
    )
    assert answer.status_code in (201, 400)
    reader = browser_of(cast.wanjiru)
    for path in ("/", "/intel/reports", "/intel/reports?format=csv"):
        assert reader.get(path).status_code == 200, path
    assert key_of(cast.wanjiru).get("/api/v1/reports").status_code == 200


NUMBERS = [1e308, -1e308, 10**400, "NaN", "Infinity", -(2**63) - 1, 2**64, "1e5", None, True, "", []]


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: str(number)[:12])
def test_no_number_is_an_error_of_the_hub(number: Any, cast: Any, key_of: Any) -> None:
    machine = key_of(cast.kavya)
    raw = json.dumps(number) if number not in ("NaN", "Infinity") else number
    for template in (
        '{"text": "x", "places": [{"name": "a", "lat": %s, "lon": 1, "radius_km": 1}]}',
        '{"text": "x", "places": [{"name": "a", "lat": 1, "lon": 1, "radius_km": %s}]}',
        '{"text": "x", "persons": [{"name": "a", "birth_year": %s}]}',
        '{"text": "x", "handling": {"handling_codes": [%s]}}',
        '{"text": "x", "handling": {"expires_on": %s}}',
    ):
        answer = machine.post("/api/v1/reports", template % raw, content_type="application/json")
        assert answer.status_code in (201, 400), (template, answer.content)


MALFORMED = {
    "deep list": b"[" * 200_000,
    "deep object": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "not json": b"<xml/>",
    "not utf-8": b'{"text": "\xff\xfe"}',
    "empty": b"",
    "a list": b"[]",
    "a number": b"7",
    "huge digits": b'{"text": "x", "places": [{"name": "a", "lat": ' + b"9" * 10_000 + b"}]}",
    "doubled": b'{"text": "a", "text": "b"}',
    "many selectors": json.dumps(
        {"text": "x", "selectors": [{"kind": "phone", "value": NUMBER}] * 20_000}
    ).encode(),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_body_that_is_no_report_is_refused(name: str, cast: Any, key_of: Any) -> None:
    machine = key_of(cast.kavya)
    for path in ("/api/v1/reports", "/api/v1/reports/batch"):
        answer = machine.post(path, MALFORMED[name], content_type="application/json")
        assert answer.status_code in ({201, 400} if name == "doubled" else {400}), path


@pytest.mark.parametrize("name", HOSTILE)
def test_the_search_takes_anything(name: str, cast: Any, browser_of: Any, key_of: Any) -> None:
    reader = browser_of(cast.kavya)
    text = HOSTILE[name].encode(errors="surrogatepass")[:8000]
    for path in (
        "/intel/search",
        "/intel/reports",
        "/intel/hits",
        "/directory/who-may-act",
        "/intel/watches",
    ):
        for field in (
            "q",
            "after",
            "country",
            "power",
            "kind",
            "since",
            "tlp",
            "page",
            "for",
            "show",
            "next",
        ):
            answer = reader.get(path, QUERY_STRING=f"{field}=" + quoted(text))
            assert answer.status_code in (200, 400), (path, field)
            assert harmful(answer.content.decode()) == [], (path, field)
    person = {
        "name": HOSTILE[name][:5000],
        "case_reference": HOSTILE[name][:5000],
        "reason": "long enough reason",
    }
    if name != "surrogate":  # a form cannot carry one
        assert reader.post("/intel/search", person).status_code in (200, 400)
    machine = key_of(cast.kavya)
    for field in ("value", "kind", "limit", "before"):
        query = "&".join(f"{f}={quoted(text) if f == field else 'phone'}" for f in {"kind", "value", field})
        for path in ("/api/v1/selectors", "/api/v1/reports", "/api/v1/hits", "/api/v1/who-may-act"):
            assert machine.get(path, QUERY_STRING=query).status_code in (200, 400), (path, field)


def quoted(text: bytes) -> str:
    from urllib.parse import quote_from_bytes

    return quote_from_bytes(text)


SQL = [
    "'",
    "\\",
    "' OR 1=1 --",
    "1); SELECT pg_sleep(9); --",
    "%",
    "_",
    "$$",
    "\\x00",
    "{}",
    "*/",
    "'||(SELECT 1)||'",
]


def test_nothing_asked_becomes_part_of_a_statement(cast: Any, browser_of: Any, key_of: Any) -> None:
    from entraide.hub.api import api

    from .conftest import Counter

    reader, machine = browser_of(cast.kavya), key_of(cast.kavya)
    paths: dict[str, list[str]] = {
        path: [one["name"] for one in operations["get"].get("parameters", []) if one["in"] == "query"]
        for path, operations in api.get_openapi_schema()["paths"].items()
        if "get" in operations
    }
    assert sum(map(len, paths.values())) > 6
    with Counter() as counter:
        for probe in SQL:
            for path, fields in paths.items():
                for field in fields:
                    machine.get(path, {"kind": "phone", "value": NUMBER, field: f"zzz{probe}"})
            for path in (
                "/intel/search",
                "/intel/reports",
                "/intel/hits",
                "/",
                "/jobs",
                "/directory/organisations",
            ):
                for field in (
                    "q",
                    "after",
                    "whose",
                    "owner_country",
                    "source_kind",
                    "other_country",
                    "kind",
                    "page",
                ):
                    reader.get(path, {field: f"zzz{probe}"})
    assert not [statement for statement in counter.statements if "zzz" in statement]


STRANGE_WORDS = ["x" * 3000, "%00", "%0a%0dSet-Cookie:a=b", "..%2f..%2fetc%2fpasswd", "%ff", "%E2%80%AE", "'"]


@pytest.mark.parametrize("word", STRANGE_WORDS, ids=lambda word: word[:20])
def test_a_strange_word_in_an_address_is_an_unknown_one(word: str, hidden: Any, browser_of: Any) -> None:
    reader = browser_of(hidden.owner)
    for path in (
        f"/intel/network/{word}/{hidden.report_id}",
        f"/intel/report/{hidden.report_id}/{word}",
        f"/situation/{word}",
        f"/intel/{word}",
        f"/directory/invitation/{word}",
    ):
        assert reader.get(path).status_code == 404, path[:80]
    unmark = f"/intel/report/{hidden.report_id}/methods/{word}/unmark"
    assert reader.post(unmark).status_code == 404


def test_a_hostile_name_is_harmless_wherever_it_stands(
    cast: Any, linked: Any, browser_of: Any, as_process: Any
) -> None:
    """Names of people and organisations, titles, notes, watches."""
    from django.db import connection

    hostile = f"{TURNED}{SCRIPT}"[:110]
    with as_process("migrator"), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE directory_organisation SET name = %s, channel = %s WHERE country = 'KE'", [SCRIPT] * 2
        )
        cursor.execute(
            "UPDATE directory_member SET name = %s, on_duty = true WHERE id = %s", [SCRIPT, cast.wanjiru.pk]
        )
    person = (NamedPerson(hostile, "victim", None, None),)
    for member in (cast.kavya, cast.wanjiru):
        report = file(member, f"{hostile} {NUMBER}", PUBLIC, title=hostile, persons=person)
    linked()
    with acting_as(cast.kavya):
        actions.leave_note(hostile, [])
        actions.watch("phone", NUMBER, reason=hostile, case_reference=hostile[:80])
    reader = browser_of(cast.kavya)
    pages = [
        "/",
        "/intel/reports",
        f"/intel/report/{report}",
        f"/intel/network/report/{report}",
        "/intel/hits",
        "/intel/search?q=pay",
        f"/intel/search?q={NUMBER.replace('+', '%2B').replace(' ', '%20')}",
        "/intel/handover",
        "/intel/watches",
        "/intel/new",
        "/directory/organisations",
        "/directory/who-may-act",
        "/directory/members",
    ]
    from entraide.hub.intel.models import Hit

    with acting_as(cast.kavya):
        pages += [f"/intel/hit/{hit}" for hit in Hit.objects.values_list("pk", flat=True)]
    shown = {path: reader.get(path).content.decode() for path in pages}
    assert {path: bad for path, page in shown.items() if (bad := harmful(page))} == {}


FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", " =1+1", "＝1+1", "\ufeff=1+1", "\n=1+1"]


@pytest.mark.parametrize("formula", FORMULAS, ids=repr)
def test_no_export_holds_a_formula(
    formula: str, cast: Any, browser_of: Any, as_process: Any, grown: Any
) -> None:
    import csv
    import io

    from django.db import connection

    auditor = grown(cast.kavya, "analyst", "auditor", "administrator")
    with as_process("migrator"), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE directory_organisation SET name = %s, channel = %s WHERE country = 'KE'", [formula] * 2
        )
        cursor.execute("UPDATE directory_member SET name = %s WHERE id = %s", [formula, cast.kavya.pk])
    file(cast.wanjiru, f"{formula} {NUMBER}", PUBLIC, title=formula)
    reader = browser_of(auditor)
    reader.get("/intel/search", {"q": formula})
    for path in ("/intel/reports", "/directory/who-may-act", "/journal"):
        answer = reader.get(path, {"format": "csv"})
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        for row in csv.reader(io.StringIO(body.decode().lstrip("\ufeff"), newline="")):
            for cell in row:
                start = cell.lstrip(" \t\r\n\ufeff\u3000")[:1]
                assert start not in set("=+@＝"), (path, cell)
                assert start != "-" or len(cell) == 1, (path, cell)
