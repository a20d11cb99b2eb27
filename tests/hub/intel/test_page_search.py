from typing import Any

from entraide.hub.core.acting import acting_as
from entraide.hub.core.models import JournalDetail
from entraide.hub.intel.actions import submit_report
from entraide.hub.intel.drafts import Draft, Handling, NamedPerson
from entraide.vocabulary.handling import TLP

from .pages import text_of

GREEN = Handling(tlp=TLP.GREEN)


def _file(member: Any, text: str, handling: Handling = GREEN, **fields: Any) -> str:
    with acting_as(member):
        return f"/intel/report/{submit_report(Draft(text, handling, **fields)).id}"


def test_a_number_is_found_in_another_spelling(client_for: Any, cast: Any) -> None:
    report = _file(cast.kavya, "He called from 098450 12345.", country="IN")
    said = text_of(client_for(cast.nok).get("/intel/search", {"q": "+91 98450-12345"}))
    assert report in said
    assert "<mark>098450 12345</mark>" in said


def test_words_are_found_and_marked_and_nothing_runs(client_for: Any, cast: Any) -> None:
    _file(cast.kavya, "An <b>unusual</b> zebrafish recruiter")
    said = text_of(client_for(cast.nok).get("/intel/search", {"q": "zebrafish"}))
    assert "<mark>zebrafish</mark>" in said
    assert "<b>unusual" not in said


def test_a_search_says_how_it_was_understood_in_the_readers_words(client_for: Any, cast: Any) -> None:
    client = client_for(cast.nok)
    assert "words: ผู้โดยสาร<" in text_of(client.get("/intel/search", {"q": "ผู้โดยสาร"}))
    said = text_of(client.get("/intel/search", {"q": "+91 98450-12345"}))
    assert "Phone +91 98450 12345<" in said


def test_what_one_may_not_read_is_not_found(client_for: Any, cast: Any) -> None:
    _file(cast.kavya, "Only for India: wolverine", Handling(tlp=TLP.AMBER))
    assert "Nothing found that you may see." in text_of(
        client_for(cast.nok).get("/intel/search", {"q": "wolverine"})
    )


def test_too_long_a_query_is_said(client_for: Any, cast: Any) -> None:
    answer = client_for(cast.nok).get("/intel/search", {"q": "a" * 400})
    assert answer.status_code == 400
    assert "Use at most 300 characters." in text_of(answer)


def test_a_person_is_searched_for_with_case_and_reason_only(client_for: Any, cast: Any) -> None:
    _file(cast.kavya, "A missing man", persons=(NamedPerson("Anoop Varghese", "missing", 2001, "IN"),))
    client = client_for(cast.kavya)
    bare = client.post("/intel/search", {"name": "Varghese"})
    assert bare.status_code == 400
    assert "Give the number of the case" in text_of(bare)
    assert "Anoop" not in text_of(bare)
    asked = {"name": "Varghese", "case_reference": "IN-1", "reason": "His family has called again"}
    said = text_of(client.post("/intel/search", asked))
    assert "Anoop Varghese" in said
    assert "Born in 2001" in said


def test_a_search_for_a_person_is_journalled(client_for: Any, cast: Any) -> None:
    asked = {"name": "Nobody Known", "case_reference": "IN-77", "reason": "To see what is journalled"}
    client_for(cast.kavya).post("/intel/search", asked)
    with acting_as(cast.kavya):
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE entraide_migrator")
            details = [row.detail for row in JournalDetail.objects.all()]
            cursor.execute("SET LOCAL ROLE entraide_web")
    assert any("IN-77" in str(detail) for detail in details)


def test_a_selector_has_a_page_that_holds_no_value_in_its_address(client_for: Any, cast: Any) -> None:
    report = _file(cast.kavya, "Telegram @page_of_its_own_moei")
    client = client_for(cast.nok)
    answer = client.post("/intel/selector", {"kind": "telegram", "value": "t.me/Page_Of_Its_Own_Moei"})
    address = answer.headers["Location"]
    assert "page_of" not in address
    assert report in text_of(client.get(address))
    assert client_for(cast.nok).get("/intel/selector/00000000-0000-4000-8000-000000000000").status_code == 404


def test_an_entity_shows_who_says_what(client_for: Any, cast: Any) -> None:
    report = _file(
        cast.kavya,
        "A missing man",
        Handling(tlp=TLP.AMBER, audience=frozenset({cast.nok.organisation_id})),
        persons=(NamedPerson("Anoop Varghese", "missing", 2001, "IN"),),
    )
    page = text_of(client_for(cast.kavya).get(report))
    address = page.split('href="/intel/entity/')[1].split('"')[0]
    said = text_of(client_for(cast.nok).get(f"/intel/entity/{address}"))
    assert "National Bureau India" in said
    assert "Missing" in said
    assert client_for(cast.wanjiru).get(f"/intel/entity/{address}").status_code == 404
