"""The review queue: what is worth most comes first, a decision brings the next, and can be taken back."""

from typing import Any
from uuid import UUID

from django.db import connection
from django.test.utils import CaptureQueriesContext

from entraide.hub.core.acting import acting_as
from entraide.hub.intel.models import Decision

from .pages import text_of
from .people import hit_between, name_person, shared_with

HTMX = {"HX-Request": "true"}
MOST_QUERIES = 17  # of the tables of intelligence and organisations, however much waits


def _possible(cast: Any, as_process: Any, name: str, probability: float = 0.6, **said: Any) -> UUID:
    """A possible match of Kenya's and India's."""
    theirs = name_person(cast.wanjiru, name, shared_with(cast.kavya), nationality="CN", **said)
    ours = name_person(cast.kavya, f"{name} the second", nationality="CN")
    return hit_between(as_process, theirs, ours, probability=probability, sure=False)


def _first(client: Any) -> str:
    return text_of(client.get("/intel/review"))


def test_the_uncertain_comes_before_what_is_nearly_clear(client_for: Any, cast: Any, as_process: Any) -> None:
    _possible(cast, as_process, "Chen Guoqiang", 0.92)
    _possible(cast, as_process, "Lai Weimin", 0.5)
    assert "“Lai Weimin the second”" in _first(client_for(cast.kavya))


def test_suspects_and_the_missing_come_before_others(client_for: Any, cast: Any, as_process: Any) -> None:
    _possible(cast, as_process, "Chen Guoqiang", 0.5, status="witness")
    _possible(cast, as_process, "Lai Weimin", 0.5, status="suspect")
    _possible(cast, as_process, "Wang Fang", 0.5)
    said = _first(client_for(cast.kavya))
    assert "“Lai Weimin the second”" in said
    assert "Named as: Suspect" in said


def test_what_would_join_more_records_comes_first(client_for: Any, cast: Any, as_process: Any) -> None:
    _possible(cast, as_process, "Chen Guoqiang", 0.5)
    many = name_person(cast.wanjiru, "Lai Weimin", shared_with(cast.kavya))
    more = name_person(cast.kavya, "赖伟民")
    third = name_person(cast.kavya, "Lai Wei Min")
    hit_between(as_process, many, more)
    hit_between(as_process, more, third, probability=0.5, sure=False)
    said = _first(client_for(cast.kavya))
    assert "“Lai Wei Min”" in said
    assert "Joins 3 records of 2 countries" in said


def test_a_decision_brings_the_next_and_needs_no_reason_of_ones_own(
    client_for: Any, cast: Any, as_process: Any
) -> None:
    first = _possible(cast, as_process, "Lai Weimin", 0.5)
    second = _possible(cast, as_process, "Chen Guoqiang", 0.9)
    client = client_for(cast.kavya)
    answer = client.post(f"/intel/review/{first}/decide", {"verdict": "same"}, headers=HTMX)
    said = text_of(answer)
    assert "<html" not in said
    assert f"/intel/review/{second}/decide" in said
    with acting_as(cast.kavya):
        kept = Decision.objects.get(hit=first)
        assert kept.verdict == "same"
        assert kept.reason.startswith("Compared side by side. The names are alike.")


def test_a_reason_that_is_given_is_kept_as_it_is(client_for: Any, cast: Any, as_process: Any) -> None:
    hit = _possible(cast, as_process, "Lai Weimin")
    client = client_for(cast.kavya)
    client.post(f"/intel/review/{hit}/decide", {"verdict": "not_same", "reason": "Known to us as two"})
    with acting_as(cast.kavya):
        assert Decision.objects.get(hit=hit).reason == "Known to us as two"


def test_without_scripts_a_decision_leads_back_to_the_queue(
    client_for: Any, cast: Any, as_process: Any
) -> None:
    hit = _possible(cast, as_process, "Lai Weimin")
    answer = client_for(cast.kavya).post(f"/intel/review/{hit}/decide", {"verdict": "same"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/intel/review")


def test_what_was_put_off_comes_after_everything_else(client_for: Any, cast: Any, as_process: Any) -> None:
    first = _possible(cast, as_process, "Lai Weimin", 0.5)
    second = _possible(cast, as_process, "Chen Guoqiang", 0.9)
    client = client_for(cast.kavya)
    assert f"/review/{second}/decide" in text_of(client.post(f"/intel/review/{first}/skip", headers=HTMX))
    assert f"/review/{first}/decide" in text_of(
        client.post(f"/intel/review/{second}/decide", {"verdict": "same"}, headers=HTMX)
    )


def test_the_last_decision_is_taken_back_and_comes_up_again(
    client_for: Any, cast: Any, as_process: Any
) -> None:
    hit = _possible(cast, as_process, "Lai Weimin")
    client = client_for(cast.kavya)
    client.post(f"/intel/review/{hit}/decide", {"verdict": "not_same"}, headers=HTMX)
    assert "Nothing waits for review." in _first(client)
    assert f"/review/{hit}/decide" in text_of(client.post("/intel/review/undo", headers=HTMX))
    with acting_as(cast.kavya):
        said = Decision.objects.filter(hit=hit).order_by("decided_at").values_list("verdict", flat=True)
        assert list(said) == ["not_same", "undo"]
    again = text_of(client.post("/intel/review/undo", headers=HTMX))
    assert "There is nothing to take back." in again


def test_who_may_not_decide_has_no_queue(client_for: Any, cast: Any) -> None:
    assert client_for(cast.amina).get("/intel/review").status_code == 403


def test_the_queue_keeps_its_budget(client_for: Any, cast: Any, as_process: Any) -> None:
    client = client_for(cast.kavya)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/intel/review")
        return sum("intel_" in query["sql"] or "directory_org" in query["sql"] for query in queries)

    _possible(cast, as_process, "Lai Weimin")
    few = asked()
    for number in range(8):
        _possible(cast, as_process, f"Chen Guoqiang {number}")
    assert asked() <= few <= MOST_QUERIES
