from typing import Any

from entraide.hub.core.acting import acting_as
from entraide.hub.intel.actions import submit_report
from entraide.hub.intel.drafts import Draft, Handling
from entraide.hub.intel.models import Watch
from entraide.vocabulary.handling import TLP, HitMode

from .pages import text_of

WATCH = {
    "kind": "phone",
    "value": "+91 98450 12345",
    "reason": "The recruiter of two missing men",
    "case_reference": "IN-12",
    "hit_mode": "2",
}


def test_a_watched_number_that_appears_is_told_to_who_watches_alone(
    client_for: Any, cast: Any, linked: Any
) -> None:
    client = client_for(cast.kavya)
    assert client.post("/intel/watches", WATCH).status_code == 302
    with acting_as(cast.wanjiru):
        submit_report(Draft("He called from +91 98450 12345", Handling(tlp=TLP.GREEN, hit_mode=HitMode.OPEN)))
    linked()
    assert "1 hit" in text_of(client.get("/intel/watches"))
    assert "Your watch and a report of National Bureau Kenya hold the same" in text_of(
        client.get("/intel/hits")
    )
    assert "Nothing waits for you." in text_of(client_for(cast.wanjiru).get("/intel/hits"))


def test_a_watch_needs_reason_and_case(client_for: Any, cast: Any) -> None:
    answer = client_for(cast.kavya).post("/intel/watches", WATCH | {"reason": "", "case_reference": ""})
    assert answer.status_code == 400
    assert "Say why this is watched" in text_of(answer)
    assert "Give the number of the case." in text_of(answer)


def test_what_is_no_number_is_said(client_for: Any, cast: Any) -> None:
    answer = client_for(cast.kavya).post("/intel/watches", WATCH | {"value": "hello"})
    assert answer.status_code == 400
    assert 'href="#id_value"' in text_of(answer)


def test_a_watch_is_ended_by_its_organisation_alone(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    client.post("/intel/watches", WATCH)
    with acting_as(cast.kavya):
        watch = Watch.objects.get(case_reference="IN-12")
    assert client_for(cast.nok).post(f"/intel/watch/{watch.pk}/end").status_code == 404
    assert client_for(cast.nok).get(f"/intel/watch/{watch.pk}").status_code == 404
    assert client.get(f"/intel/watch/{watch.pk}").status_code == 200
    assert "End this watch?" in text_of(client.get(f"/intel/watch/{watch.pk}/end"))
    client.post(f"/intel/watch/{watch.pk}/end")
    assert "Nothing is watched." in text_of(client.get("/intel/watches"))
