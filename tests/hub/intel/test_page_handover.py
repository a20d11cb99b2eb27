from typing import Any

from entraide.hub.core.acting import acting_as
from entraide.hub.intel.actions import submit_report
from entraide.hub.intel.drafts import Draft, Handling
from entraide.hub.intel.models import HandoverNote
from entraide.vocabulary.handling import TLP, HitMode

from .pages import text_of

OPEN = Handling(tlp=TLP.GREEN, hit_mode=HitMode.OPEN)


def test_what_is_open_is_filled_in_and_the_next_shift_takes_over(
    client_for: Any, cast: Any, linked: Any
) -> None:
    for member in (cast.kavya, cast.wanjiru):
        with acting_as(member):
            submit_report(Draft("He called from +91 98450 12345", OPEN))
    linked()
    leaving, coming = client_for(cast.kavya), client_for(cast.arjun)
    page = text_of(leaving.get("/intel/handover"))
    item = page.split('name="items" value="')[1].split('"')[0]
    assert item.startswith("/intel/hit/")
    leaving.post(
        "/intel/handover",
        {"text": "Call the <b>family</b> at nine.", "items": [item, "https://evil.example"]},
    )
    said = text_of(coming.get("/intel/handover"))
    assert "Call the &lt;b&gt;family&lt;/b&gt; at nine." in said
    assert f'<a href="{item}">' in said
    assert "evil.example" not in said
    with acting_as(cast.arjun):
        note = HandoverNote.objects.get()
    coming.post(f"/intel/handover/{note.pk}/take")
    assert "Taken over by Arjun Mehta" in text_of(leaving.get("/intel/handover"))


def test_an_empty_note_is_not_taken(client_for: Any, cast: Any) -> None:
    answer = client_for(cast.kavya).post("/intel/handover", {"text": ""})
    assert answer.status_code == 400
    assert "Write what the next shift must know." in text_of(answer)


def test_notes_stay_within_their_organisation(client_for: Any, cast: Any) -> None:
    client_for(cast.kavya).post("/intel/handover", {"text": "For India alone"})
    assert "For India alone" not in text_of(client_for(cast.nok).get("/intel/handover"))
    with acting_as(cast.kavya):
        note = HandoverNote.objects.get()
    assert client_for(cast.nok).post(f"/intel/handover/{note.pk}/take").status_code == 404
