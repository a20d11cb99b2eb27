"""Methods, places and ways are read in a report and become part of it by a person's word alone."""

import json
from typing import Any

import pytest

from entraide.hub.core.acting import acting_as
from entraide.hub.core.errors import Unknown
from entraide.hub.core.models import JournalEntry
from entraide.hub.intel import actions
from entraide.hub.intel.models import LocateEvidence, Place, ProposalDecision, Report, Technique
from entraide.hub.intel.queries.proposals import decided, open_proposals, proposals_of

from .pages import HANDLING, file_report, text_of

TEXT = (
    "They took our passports in the van. It was three hours by car from Mae Sot, then a boat at night."
    " Whoever missed the target was beaten with a pipe."
)


def of(page: str) -> str:
    return page.rsplit("/", 1)[1]


def say(client: Any, page: str, word: str, kind: str, subject: str, **more: str) -> Any:
    return client.post(f"{page}/proposals", {"say": word, "kind": kind, "subject": subject, **more})


def test_each_proposal_shows_the_words_that_led_to_it(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    said = text_of(client.get(file_report(client, TEXT, language="en")))
    assert "Document confiscation in transit" in said
    assert 'title="Document confiscation in transit">passports</mark>' in said
    assert "3 h by car from Mae Sot, then by boat" in said


def test_nothing_is_marked_before_somebody_confirms_it(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, TEXT)
    client.get(page)
    with acting_as(cast.kavya):
        assert not Technique.objects.filter(report=of(page)).exists()
        assert not Place.objects.filter(report=of(page)).exists()


def test_a_confirmed_method_is_marked_and_no_longer_proposed(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, TEXT)
    assert say(client, page, "confirm", "technique", "W2.06").status_code == 302
    with acting_as(cast.kavya):
        mark = Technique.objects.get(report=of(page), technique="W2.06")
        assert "passports" in mark.words
        assert ("technique", "W2.06") not in {
            (one.kind, one.subject) for one in open_proposals(Report.objects.get(pk=of(page)))
        }


def test_a_rejected_one_is_kept_to_learn_from_and_can_be_taken_back(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, TEXT, language="en")
    say(client, page, "reject", "technique", "W4.01")
    with acting_as(cast.kavya):
        decision = ProposalDecision.objects.get(report=of(page))
        assert not decision.confirmed
        (learned,) = decided()
        assert learned["technique"] == "W4.01"
        assert learned["confirmed"] is False
        assert "target was" not in json.dumps(learned)
    client.post(f"{page}/proposals/{decision.pk}/take-back")
    with acting_as(cast.kavya):
        assert not ProposalDecision.objects.filter(report=of(page)).exists()
        proposed = {one.subject for one in open_proposals(Report.objects.get(pk=of(page)))}
    assert "W4.01" in proposed


def test_a_confirmed_place_is_set_on_the_map_and_kept_as_evidence(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, TEXT)
    say(client, page, "confirm", "place", "Mae Sot", choice="0")
    with acting_as(cast.kavya):
        place = Place.objects.get(report=of(page))
        assert place.lat == pytest.approx(16.71, abs=0.1)
        assert LocateEvidence.objects.get(report=of(page)).item["written"] == "Mae Sot"
    client.post(f"{page}/places/{place.pk}/unmark")
    with acting_as(cast.kavya):
        assert not LocateEvidence.objects.filter(report=of(page)).exists()
        assert not ProposalDecision.objects.get(report=of(page)).confirmed


def test_a_confirmed_way_is_kept_with_its_hours_and_means(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, TEXT)
    with acting_as(cast.kavya):
        (way,) = [one for one in proposals_of(Report.objects.get(pk=of(page))) if one.kind == "journey"]
    say(client, page, "confirm", "journey", way.subject)
    with acting_as(cast.kavya):
        item = LocateEvidence.objects.get(report=of(page)).item
    assert (item["hours"], item["mode"], item["then"]) == (3, "car", ["boat"])
    assert item["origin"]["name"] == "Mae Sot"


def test_taking_one_way_back_leaves_another_in_the_same_words(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    page = file_report(
        client, "Some came three hours by car from Mae Sot. Others came three hours by car from Poipet."
    )
    with acting_as(cast.kavya):
        ways = [one for one in proposals_of(Report.objects.get(pk=of(page))) if one.kind == "journey"]
    for way in ways:
        say(client, page, "confirm", "journey", way.subject)
    with acting_as(cast.kavya):
        kept = {one.item["origin"]["written"] for one in LocateEvidence.objects.filter(report=of(page))}
        first = ProposalDecision.objects.get(report=of(page), subject=ways[0].subject)
    client.post(f"{page}/proposals/{first.pk}/take-back")
    with acting_as(cast.kavya):
        (left,) = LocateEvidence.objects.filter(report=of(page))
    assert kept == {"Mae Sot", "Poipet"}
    assert left.item["origin"]["written"] == "Poipet"


def test_a_method_unmarked_later_was_wrong_after_all(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, TEXT)
    say(client, page, "confirm", "technique", "W2.06")
    client.post(f"{page}/methods/W2.06/unmark")
    with acting_as(cast.kavya):
        assert not ProposalDecision.objects.get(report=of(page)).confirmed


def test_only_the_owner_sees_and_decides_proposals(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, TEXT, tlp="1")
    say(client, page, "reject", "technique", "W4.01")
    other = client_for(cast.nok)
    assert "is it so?" not in text_of(other.get(page))
    assert say(other, page, "confirm", "technique", "W2.06").status_code == 404
    with acting_as(cast.nok):
        assert not ProposalDecision.objects.exists()
        with pytest.raises(Unknown):
            actions.confirm_proposal(of(page), "technique", "W2.06")


def test_evidence_is_seen_by_whoever_may_read_the_report(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, TEXT, tlp="1")
    say(client, page, "confirm", "place", "Mae Sot", choice="0")
    with acting_as(cast.nok):
        assert LocateEvidence.objects.filter(report=of(page)).exists()
    client.post(f"{page}/handling", HANDLING)
    with acting_as(cast.nok):
        assert not LocateEvidence.objects.filter(report=of(page)).exists()


def test_what_was_not_read_cannot_be_confirmed(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, TEXT)
    for kind, subject, choice in (
        ("technique", "X1.06", "0"),
        ("place", "Atlantis", "0"),
        ("place", "Mae Sot", "99"),
        ("place", "Mae Sot", "one"),
        ("place", "Mae Sot", "9" * 5000),
        ("", "", ""),
    ):
        assert say(client, page, "confirm", kind, subject, choice=choice).status_code == 404
    with acting_as(cast.kavya):
        assert not ProposalDecision.objects.filter(report=of(page)).exists()


def test_decisions_go_with_their_report(client_for: Any, cast: Any, as_process: Any) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, TEXT)
    say(client, page, "confirm", "place", "Mae Sot", choice="0")
    client.post(f"{page}/delete", {"reason": "gone"})
    with acting_as(cast.kavya):
        assert not ProposalDecision.objects.exists()
        assert not LocateEvidence.objects.exists()


def test_a_text_that_says_nothing_says_so(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    said = text_of(client.get(file_report(client, "Please call back tomorrow.")))
    assert "No method and no place was read in the text." in said


def test_more_proposals_need_no_more_queries(
    client_for: Any, cast: Any, django_assert_max_num_queries: Any
) -> None:
    client = client_for(cast.kavya)
    few = file_report(client, "They took our passports.")
    many = file_report(client, TEXT + " We were locked in a dark room. From Mae Sot to KK Park and Poipet.")
    client.get(few)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        client.get(few)
    with django_assert_max_num_queries(len(asked)):
        client.get(many)


def test_confirmed_evidence_locates_and_says_that_it_is_no_proof(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, "Half an hour by car from Mae Sot. They called it KK Park.")
    assert "Where it may be" not in text_of(client.get(page))
    with acting_as(cast.kavya):
        proposed = open_proposals(Report.objects.get(pk=of(page)))
    assert [one.kind for one in proposed] == ["place", "place", "journey"]
    for one in proposed:
        say(client, page, "confirm", one.kind, one.subject, choice="0")
    assert "Work out where" in text_of(client.get(page))
    assert "A place on no published list" not in text_of(client.get(f"{page}/where", follow=True))
    said = text_of(client.post(f"{page}/where"))
    assert "A lead, not proof" in said
    assert said.index("KK Park") < said.index("A place on no published list")


def test_decisions_are_exported_by_those_who_may_and_only_their_own(
    client_for: Any, cast: Any, as_process: Any
) -> None:
    client = client_for(cast.kavya)
    say(client, file_report(client, TEXT, language="en", tlp="1"), "confirm", "technique", "W2.06")
    with acting_as(cast.nok):
        assert actions.export_decided() == []
    with acting_as(cast.kavya):
        assert [one["confirmed"] for one in actions.export_decided()] == [True]
    with as_process("migrator"):
        assert JournalEntry.objects.filter(deed="proposal.export", member_id=cast.kavya.pk).exists()


def test_what_is_exported_to_learn_from_says_the_language_where_nobody_did(
    client_for: Any, cast: Any
) -> None:
    client = client_for(cast.kavya)
    for text, language in (("พวกเขายึดพาสปอร์ตของเรา", ""), (TEXT, ""), ("Ils ont pris nos passeports.", "fr")):
        say(client, file_report(client, text, language=language), "reject", "technique", "W2.06")
    with acting_as(cast.kavya):
        assert [one["language"] for one in decided()] == ["th", "en", "fr"]


def proposed(client: Any, member: Any, text: str, kind: str) -> list[Any]:
    page = file_report(client, text, language="en")
    with acting_as(member):
        return [one for one in open_proposals(Report.objects.get(pk=of(page))) if one.kind == kind]


def test_a_way_to_a_compound_is_not_proposed_as_one_from_it(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    for text in (
        "After two hours by car to KK Park they took our passports.",
        "KK Park is two hours away by car.",
        "We were driven two hours from KK Park to Mae Sot.",
    ):
        assert proposed(client, cast.kavya, text, "journey") == []


def test_a_way_says_where_it_leads_and_quotes_the_text_from_place_to_place(
    client_for: Any, cast: Any
) -> None:
    client = client_for(cast.kavya)
    text = "They drove us from Bangkok. After eight hours by car we came to KK Park."
    (way,) = proposed(client, cast.kavya, text, "journey")
    assert (way.item["origin"]["name"], way.passage) == (
        "Bangkok",
        "Bangkok. After eight hours by car we came to KK Park",
    )
    said = text_of(client.get(file_report(client, text, language="en")))
    assert "8 h by car from Bangkok to KK Park" in said


def test_where_the_text_does_not_say_that_a_way_starts_there_the_page_says_so(
    client_for: Any, cast: Any
) -> None:
    client = client_for(cast.kavya)
    doubt = "The text does not say that the way starts there"
    assert doubt in text_of(client.get(file_report(client, "Mae Sot is two hours away by car.")))
    assert doubt not in text_of(client.get(file_report(client, "Two hours by car from Mae Sot.")))


def test_what_is_quoted_does_not_run_into_the_next_statement(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    text = "They locked the passports away.\nAnother said: the passports were taken on the bus."
    for one in proposed(client, cast.kavya, text, "technique"):
        assert "\n" not in one.words
