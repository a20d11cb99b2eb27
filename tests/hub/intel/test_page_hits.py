import re
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext

from entraide.hub.core.acting import acting_as
from entraide.hub.intel.actions import submit_report
from entraide.hub.intel.drafts import Draft, Handling
from entraide.hub.intel.models import Decision, Hit
from entraide.vocabulary.handling import TLP, HitMode

from .pages import masked, text_of

NUMBER = "He called from +91 98450 12345."
OPEN = Handling(tlp=TLP.GREEN, hit_mode=HitMode.OPEN)
MINE_FIRST = Handling(tlp=TLP.AMBER, hit_mode=HitMode.OWNER_FIRST)
MOST_QUERIES = 12


def _hit(first: Any, second: Any, linked: Any, one: Handling = OPEN, two: Handling = OPEN) -> str:
    """Two reports with one number; the address of their hit, as the first sees it."""
    for member, handling in ((first, one), (second, two)):
        with acting_as(member):
            submit_report(Draft(f"{uuid4().hex}: {NUMBER}", handling))
    linked()
    with acting_as(first):
        return f"/intel/hit/{Hit.objects.latest('created_at').pk}"


def test_a_hit_says_what_matched_and_why_in_a_sentence(client_for: Any, cast: Any, linked: Any) -> None:
    hit = _hit(cast.kavya, cast.wanjiru, linked)
    said = text_of(client_for(cast.kavya).get(hit)).replace("\u00a0", " ")
    assert re.search(
        r"Your report of \d+ \w+ and the report of National Bureau Kenya of \d+ \w+ hold the same:"
        r" Phone \+91 98450 12345\.",
        said,
    )


def test_the_other_side_stays_closed_where_the_rule_says_so(client_for: Any, cast: Any, linked: Any) -> None:
    closed = Handling(tlp=TLP.AMBER, hit_mode=HitMode.OPEN, caveat="never to be shown")
    hit = _hit(cast.kavya, cast.wanjiru, linked, OPEN, closed)
    said = text_of(client_for(cast.kavya).get(hit))
    assert "It is shared with organisations that its owner names" in said
    assert "National Bureau Kenya" in said
    assert "never to be shown" not in said


def test_a_third_country_gets_the_answer_for_an_unknown_hit(client_for: Any, cast: Any, linked: Any) -> None:
    hit = _hit(cast.kavya, cast.wanjiru, linked)
    client, nobodys = client_for(cast.nok), f"/intel/hit/{uuid4()}"
    hidden, unknown = client.get(hit), client.get(nobodys)
    assert hidden.status_code == unknown.status_code == 404
    assert masked(text_of(hidden), hit) == masked(text_of(unknown), nobodys)
    assert client.post(f"{hit}/decide", {"verdict": "same", "reason": "I say so"}).status_code == 404


def test_same_and_undo_are_said_with_a_reason(client_for: Any, cast: Any, linked: Any) -> None:
    hit = _hit(cast.kavya, cast.wanjiru, linked)
    client = client_for(cast.kavya)
    without = client.post(f"{hit}/decide", {"verdict": "same", "reason": ""})
    assert without.status_code == 400
    assert "Say in a sentence why." in text_of(without)
    client.post(f"{hit}/decide", {"verdict": "same", "reason": "The family knows both voices"})
    assert "The family knows both voices" in text_of(client_for(cast.wanjiru).get(hit))
    assert hit not in text_of(client.get("/intel/hits"))
    assert hit in text_of(client.get("/intel/hits?show=decided"))
    client.post(f"{hit}/decide", {"verdict": "undo", "reason": "Too early"})
    assert hit in text_of(client.get("/intel/hits"))
    with acting_as(cast.kavya):
        assert Decision.objects.filter(hit=hit.rsplit("/", 1)[1]).count() == 2  # nothing is taken away


def test_a_hit_is_released_by_whom_it_is_shown_first(client_for: Any, cast: Any, linked: Any) -> None:
    hit = _hit(cast.kavya, cast.wanjiru, linked, MINE_FIRST, MINE_FIRST)
    owner, other = client_for(cast.kavya), client_for(cast.wanjiru)
    assert "does not know of this hit yet" in text_of(owner.get(hit))
    assert other.get(hit).status_code == 404
    early = owner.post(f"{hit}/message", {"text": "Hello"})
    assert "Release it, then write." in text_of(early)
    assert "Release this hit to National Bureau Kenya?" in text_of(owner.get(f"{hit}/release"))
    owner.post(f"{hit}/release")
    assert other.get(hit).status_code == 200
    assert "knows of this hit too" in text_of(owner.get(hit))


def test_both_sides_write_in_one_thread(client_for: Any, cast: Any, linked: Any) -> None:
    hit = _hit(cast.kavya, cast.wanjiru, linked)
    client_for(cast.kavya).post(f"{hit}/message", {"text": "Do you know <b>him</b>?"})
    said = text_of(client_for(cast.wanjiru).get(hit))
    assert "Do you know &lt;b&gt;him&lt;/b&gt;?" in said
    assert "Kavya Raman" in said


def test_two_reports_of_one_organisation_make_a_hit_too(client_for: Any, cast: Any, linked: Any) -> None:
    hit = _hit(cast.kavya, cast.arjun, linked)
    said = text_of(client_for(cast.kavya).get(hit))
    assert "Hit within your organisation" in said
    assert "Two reports of yours" in said


def test_the_list_of_hits_keeps_its_budget(client_for: Any, cast: Any, linked: Any) -> None:
    client = client_for(cast.kavya)
    for _ in range(6):
        _hit(cast.kavya, cast.wanjiru, linked)
    with CaptureQueriesContext(connection) as queries:
        client.get("/intel/hits")
    tables = [
        query["sql"] for query in queries if "intel_" in query["sql"] or "directory_org" in query["sql"]
    ]
    assert len(tables) <= MOST_QUERIES


def test_a_hit_bears_the_stricter_colour_wherever_it_stands(client_for: Any, cast: Any, linked: Any) -> None:
    hit = _hit(cast.kavya, cast.wanjiru, linked, one=Handling(tlp=TLP.AMBER, hit_mode=HitMode.OPEN))
    kavya = client_for(cast.kavya)
    assert "TLP:AMBER" in text_of(kavya.get("/intel/hits"))
    assert "TLP:GREEN" not in text_of(kavya.get("/intel/hits"))
    assert "TLP:AMBER" in text_of(kavya.get("/situation/alerts"))
    head = text_of(kavya.get(hit)).split("</h1>")[1][:400]
    assert "TLP:AMBER" in head


def test_a_page_with_a_mistake_still_hears_what_happens(client_for: Any, cast: Any, linked: Any) -> None:
    hit = _hit(cast.kavya, cast.wanjiru, linked)
    answer = client_for(cast.kavya).post(f"{hit}/decide", {"verdict": "", "reason": ""})
    assert answer.status_code == 400
    assert text_of(answer).count(f'data-live-url="{hit}"') == 3
