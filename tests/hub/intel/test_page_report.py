from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from entraide.hub.core.acting import acting_as
from entraide.hub.intel.models import Attachment, Report, Technique

from .pages import HANDLING, file_report, masked, text_of

TEXT = 'Look: <script>alert(1)</script> & "quotes", pay \u202egnp.exe now. His passport was taken.'


def test_hostile_text_is_shown_and_does_nothing(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    said = text_of(client.get(file_report(client, TEXT, title="\u202eevil <b>title</b>")))
    assert "<script>alert(1)" not in said
    assert "&lt;script&gt;alert(1)" in said
    assert "\u202e" not in said
    assert 'title="RIGHT-TO-LEFT OVERRIDE">U+202E</span>' in said
    assert "<b>title</b>" not in said


def test_joiners_that_spelling_needs_are_left_alone(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    said = text_of(client.get(file_report(client, "می\u200cخواهم and क्\u200dष and ab\u200bcd")))
    assert "می\u200cخواهم" in said
    assert "क्\u200dष" in said
    assert "ab\u200bcd" not in said


def test_a_selector_in_the_text_leads_to_its_page(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, "Telegram @lead_me_there_moei, IBAN GB29 NWBK 6016 1331 9268 18")
    said = text_of(client.get(page))
    assert '<mark class="" title="Telegram"><a href="/intel/selector/' in said
    assert '<mark class="is-invalid"' in said


@pytest.mark.parametrize("part", ["", "/handling", "/renew", "/delete"])
def test_anothers_report_answers_exactly_as_an_unknown_one(client_for: Any, cast: Any, part: str) -> None:
    page = file_report(client_for(cast.kavya), "For India alone")
    client = client_for(cast.nok)
    nobodys = f"/intel/report/{uuid4()}"
    hidden, unknown = client.get(page + part), client.get(nobodys + part)
    assert hidden.status_code == unknown.status_code == 404
    # but for the address itself, to which the choice of language comes back
    assert masked(text_of(hidden), page) == masked(text_of(unknown), nobodys)


def test_only_its_owner_marks_it(client_for: Any, cast: Any) -> None:
    page = file_report(client_for(cast.kavya), TEXT, tlp="1")
    other = client_for(cast.nok)
    assert other.get(page).status_code == 200
    assert "Mark a method" not in text_of(other.get(page))
    answer = other.post(f"{page}/methods", {"technique": "W3.01", "words": ""})
    assert answer.status_code == 404


def test_a_method_is_marked_with_words_of_the_text(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, TEXT)
    wrong = client.post(f"{page}/methods", {"technique": "W3.01", "words": "not in it"})
    assert wrong.status_code == 400
    assert "These words are not in the report." in text_of(wrong)
    client.post(f"{page}/methods", {"technique": "W3.01", "words": "passport was taken"})
    assert "passport was taken</blockquote>" in text_of(client.get(page))
    client.post(f"{page}/methods/W3.01/unmark")
    with acting_as(cast.kavya):
        assert not Technique.objects.filter(report=page.rsplit("/", 1)[1]).exists()


def test_a_place_and_a_person_are_added_and_shown(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, TEXT)
    client.post(f"{page}/places", {"site": "KK Park"})
    client.post(f"{page}/people", {"name": "Anoop Varghese", "status": "missing", "birth": "2001"})
    said = text_of(client.get(page))
    assert "KK Park" in said
    assert "Anoop Varghese" in said
    assert "Born in 2001" in said


def test_changed_handling_holds_at_once(client_for: Any, cast: Any) -> None:
    owner, other = client_for(cast.kavya), client_for(cast.nok)
    page = file_report(owner, "Later for Thailand too")
    assert other.get(page).status_code == 404
    audience = {"audience": [str(cast.nok.organisation_id)]}
    assert owner.post(f"{page}/handling", HANDLING | audience).status_code == 302
    assert other.get(page).status_code == 200


def test_nobody_shuts_themselves_out_of_their_report(client_for: Any, cast: Any) -> None:
    owner = client_for(cast.kavya)
    page = file_report(owner, "For Arjun's eyes")
    red = HANDLING | {"tlp": "4", "recipients": [str(cast.arjun.pk)]}
    answer = owner.post(f"{page}/handling", red)
    assert answer.status_code == 400
    assert "You could no longer read or change it yourself." in text_of(answer)
    both = red | {"recipients": [str(cast.arjun.pk), str(cast.kavya.pk)]}
    assert owner.post(f"{page}/handling", both).status_code == 302
    assert owner.get(page).status_code == client_for(cast.arjun).get(page).status_code == 200


def test_a_deed_asks_for_its_reason(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, "To be held")
    assert client.post(f"{page}/hold", {"reason": ""}).status_code == 400
    client.post(f"{page}/hold", {"reason": "Court order 12"})
    assert "Legal hold" in text_of(client.get(page))
    refused = client.post(f"{page}/delete", {"reason": "gone"})
    assert "Release the hold first" in text_of(refused)
    client.post(f"{page}/release-hold", {"reason": "lifted"})
    client.post(f"{page}/delete", {"reason": "gone"})
    with acting_as(cast.kavya):
        assert not Report.objects.filter(pk=page.rsplit("/", 1)[1]).exists()


def test_a_file_leaves_as_a_download(
    client_for: Any, cast: Any, django_capture_on_commit_callbacks: Any
) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, "With a file", tlp="1")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{page}/attachments", {"file": SimpleUploadedFile("note <1>.txt", b"what he said")})
    with acting_as(cast.kavya):
        file = Attachment.objects.get(report=page.rsplit("/", 1)[1])
    answer = client_for(cast.nok).get(f"/intel/attachment/{file.pk}")
    assert b"".join(answer.streaming_content) == b"what he said"
    assert answer.headers["Content-Type"] == "text/plain"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_evidence_keeps_its_chain(client_for: Any, cast: Any) -> None:
    client = client_for(cast.kavya)
    page = file_report(client, "With evidence")
    file = SimpleUploadedFile("call.txt", b"recorded")
    lacking = client.post(f"{page}/attachments", {"file": file, "evidence": "on", "at": "2025-11-05T10:00"})
    assert lacking.status_code == 400
    assert "Evidence needs who collected it." in text_of(lacking)
    file.seek(0)
    given = {"evidence": "on", "at": "2025-11-05T10:00", "who": "Arjun Mehta", "legal_basis": "Order 7"}
    assert client.post(f"{page}/attachments", given | {"file": file}).status_code == 302
    said = text_of(client.get(page))
    assert "Chain of custody" in said
    assert "Arjun Mehta" in said
    with acting_as(cast.kavya):
        attachment = Attachment.objects.get(report=page.rsplit("/", 1)[1])
    hand_over = f"/intel/attachment/{attachment.pk}/hand-over"
    refused = client.post(hand_over, {"to": "", "legal_basis": "Order 8"})
    assert refused.headers["Location"] == page  # its top, where the problem stands
    assert "Say to whom it is handed." in text_of(client.get(page))
    done = client.post(hand_over, {"to": "Court of Kochi", "legal_basis": "Order 8"})
    assert done.headers["Location"] == f"{page}#custody-{attachment.pk}"
    assert "Court of Kochi" in text_of(client.get(page))
