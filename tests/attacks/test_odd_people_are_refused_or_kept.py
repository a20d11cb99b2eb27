"""Whatever is said of a person: refused with its field, or kept and shown. Never an error of the hub."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from entraide.hub.core.acting import acting_as
from entraide.hub.core.errors import Invalid
from entraide.hub.intel import actions
from entraide.hub.intel.drafts import Draft, NamedPerson
from entraide.hub.intel.models import Claim
from tests.linking import link_all

from .conftest import OPEN, file, hits_of
from .test_hostile_text_is_harmless import HOSTILE, harmful

BIRTHS = [
    *(
        "1986-02-31",
        "31.02.1986",
        "2568",
        "พ.ศ. 2568",
        "1446",
        "1446 AH",
        "9999 AH",
        "0000",
        "0",
        "9999",
        "9999 BE",
    ),
    *(
        "9999 EC",
        "0001 AD",
        "1880",
        "1879",
        "2999-01-01",
        "1990-1880",
        "1880-2026",
        "c. 1880",
        "29.02.2568 BE",
    ),
    *(
        "00.00.1990",
        "99.99.1990",
        "1e9",
        "-1990",
        "١٩٩٠",
        "１９９０",
        "1986\x00",
        "1990T" + "9" * 70_000,
        "\u202e0991",
    ),
    *("13.13.2015 EC", "1940-03 BE", "2483", "2483-03", "10.13.1982 EC", "30.12.1403 SH"),
]
AGES = [
    {"age": 20, "age_on": "0001-01-01"},
    {"age": 20, "age_on": "0020-01-01"},
    {"age": 0, "age_on": "9999-12-31"},
    {"age": 130},
    {"age": 131},
    {"age": -1},
    {"age": 10**40},
    {"birth_year": 0},
    {"birth_year": -1},
    {"birth_year": 9999},
    {"birth_year": 2568},
    {"birth_year": 1446},
    {"birth_year": 10**4200},
    {"birth": "1990", "birth_year": 10**30},
    {"birth": "1990", "age": 20, "age_on": "0001-01-01"},
    {"birth": "1990", "age": 20, "age_on": "9999-12-31"},
]
SAID = [{"birth": birth} for birth in BIRTHS] + AGES


def _taken(machine: Any, reader: Any, said: dict[str, Any], **more: Any) -> object:
    """What went wrong, or None."""
    body = {"text": "A report.", "persons": [{"name": "Arun"} | said]} | more
    answer = machine.post("/api/v1/reports", json.dumps(body), content_type="application/json")
    if answer.status_code in (400, 413):
        return None if answer.json()["problems"] else "no remedy"
    if answer.status_code != 201:
        return answer.status_code
    page = reader.get(f"/intel/report/{answer.json()['id']}")
    if page.status_code != 200 or harmful(page.content.decode()):
        return "its page", page.status_code
    return None


def test_any_birth_may_be_said(cast: Any, key_of: Any, browser_of: Any, as_process: Any) -> None:
    machine, reader = key_of(cast.kavya), browser_of(cast.kavya)
    wrong = {str(said)[:60]: found for said in SAID if (found := _taken(machine, reader, said)) is not None}
    assert wrong == {}
    with acting_as(cast.kavya):
        entities = list(Claim.objects.order_by().values_list("entity_id", flat=True).distinct())
    assert {reader.get(f"/intel/entity/{entity}").status_code for entity in entities} == {200}
    link_all(as_process)


@pytest.mark.parametrize("observed", ["1901-01-02T00:00:00Z", "1950-01-01T00:00:00Z"])
def test_an_age_on_the_day_of_an_old_report(observed: str, cast: Any, key_of: Any, browser_of: Any) -> None:
    machine, reader = key_of(cast.kavya), browser_of(cast.kavya)
    for age in (0, 20, 40, 130):
        assert _taken(machine, reader, {"age": age}, observed_at=observed) is None


def test_an_age_beside_an_old_report_names_its_field(cast: Any) -> None:
    old = datetime(1905, 1, 1, tzinfo=UTC)
    with acting_as(cast.kavya):
        with pytest.raises(Invalid):
            actions.submit_report(Draft("A", persons=(NamedPerson("Arun", age=60),), observed_at=old))
        report = actions.submit_report(Draft("A", observed_at=old)).id
        with pytest.raises(Invalid) as refused:
            actions.add_person(report, NamedPerson("Arun", age=60))
        assert "age" in refused.value.problems


@pytest.mark.parametrize("name", HOSTILE)
def test_anything_may_stand_in_any_field_of_a_person(
    name: str, cast: Any, key_of: Any, browser_of: Any, as_process: Any
) -> None:
    machine, reader, value = key_of(cast.kavya), browser_of(cast.kavya), HOSTILE[name]
    fields: list[dict[str, Any]] = [
        *({field: value} for field in ("name", "kind", "sex", "birth", "place", "status", "nationality")),
        {"aliases": [value]},
        {"aliases": [value] * 21},
        {"other_nationalities": [value]},
        {"documents": [{"kind": "passport", "number": value}]},
        {"documents": [{"kind": value, "number": "E1234567"}]},
        {"kind": "organisation", "name": value, "age": 3},
    ]
    wrong = {str(said)[:40]: found for said in fields if (found := _taken(machine, reader, said)) is not None}
    assert wrong == {}
    link_all(as_process)
    entity = file(cast.kavya, "B", persons=(NamedPerson("Arun"),))
    with acting_as(cast.kavya):
        entity = Claim.objects.filter(report=entity)[0].entity_id
    given = {"name": value, "aliases": value, "birth": value, "document_number": value, "age": value}
    for field, one in given.items():
        form = {"name": "Arun", "kind": "person", "status": "unknown", field: one.replace("\ud800", "")}
        answer = reader.post(f"/intel/entity/{entity}/say", form)
        assert answer.status_code in (302, 400), field
        page = reader.get(f"/intel/entity/{entity}")
        assert page.status_code == 200
        assert harmful(page.content.decode()) == [], field


@pytest.mark.parametrize("name", HOSTILE)
def test_anything_may_be_the_reason_of_a_review(name: str, cast: Any, linked: Any, browser_of: Any) -> None:
    person = NamedPerson("Lai Weimin", "suspect", birth="1986-05-12", nationality="CN")
    for case in "AB":
        file(cast.kavya, case, OPEN, persons=(person,))
    linked()
    (hit,) = hits_of(cast.kavya)
    browser = browser_of(cast.kavya)
    value = HOSTILE[name].replace("\ud800", "")
    for form in ({"verdict": "same", "reason": value}, {"verdict": value, "reason": "so"}):
        answer = browser.post(f"/intel/review/{hit.pk}/decide", form, headers={"HX-Request": "true"})
        assert answer.status_code == (400 if "\0" in value else 200)
        assert harmful(answer.content.decode()) == []
    for path in (
        "/intel/review",
        f"/intel/hit/{hit.pk}",
        f"/intel/entity/{hit.older_record}",
        "/intel/hits?show=all",
    ):
        page = browser.get(path)
        assert page.status_code == 200, path
        assert harmful(page.content.decode()) == [], path


def test_looking_at_a_review_changes_nothing(cast: Any, linked: Any, browser_of: Any) -> None:
    from django.test import Client
    from django.urls import reverse

    person = NamedPerson("Lai Weimin", "suspect", birth="1986-05-12", nationality="CN")
    for case in "AB":
        file(cast.kavya, case, OPEN, persons=(person,))
    linked()
    (hit,) = hits_of(cast.kavya)
    browser = browser_of(cast.kavya)
    forging = Client(enforce_csrf_checks=True, raise_request_exception=False)
    forging.cookies = browser.cookies
    for name, arguments in (
        ("review_decide", [hit.pk]),
        ("review_skip", [hit.pk]),
        ("review_undo", []),
        ("entity_say", [hit.older_record]),
    ):
        address = reverse(f"intel:{name}", args=arguments)
        form = {"verdict": "same", "reason": "so", "name": "Forged", "kind": "person", "status": "victim"}
        assert browser.get(address, form).status_code == 405, name
        assert forging.post(address, form).status_code == 403, name
    with acting_as(cast.kavya):
        assert not hit.decisions.exists()
        assert not Claim.objects.filter(value="Forged").exists()
