"""A member acts under one purpose at a time, and may change it."""

from datetime import timedelta
from typing import Any

import pytest

from entraide.hub.core import clock
from entraide.hub.core.acting import acting_as
from entraide.hub.core.models import JournalEntry
from entraide.hub.intel.actions import submit_report
from entraide.hub.intel.drafts import Draft, Handling
from entraide.vocabulary.handling import TLP, Purpose


def test_another_purpose_shows_other_records_from_the_next_page_on(cast: Any, client_for: Any) -> None:
    soon = (clock.now() + timedelta(days=5)).date()
    handling = Handling(tlp=TLP.GREEN, purposes=Purpose.PROTECTION, expires_on=soon)
    with acting_as(cast.kavya, Purpose.PROTECTION):
        submit_report(Draft(text="For protection alone", handling=handling))
    client = client_for(cast.kavya)
    assert b"For protection alone" not in client.get("/").content
    answer = client.post("/purpose", {"purpose": "2", "next": "/intel/hits"})
    assert answer["Location"] == "/intel/hits"
    assert b"For protection alone" in client.get("/").content


def test_a_change_of_purpose_is_journalled_and_staying_is_not(
    cast: Any, client_for: Any, as_process: Any
) -> None:
    client = client_for(cast.kavya)
    client.post("/purpose", {"purpose": "1"})
    client.post("/purpose", {"purpose": "8"})
    with as_process("sealer"):
        entries = JournalEntry.objects.filter(deed="purpose", member_id=cast.kavya.pk)
        assert [entry.purpose for entry in entries] == [Purpose.INVESTIGATION]


@pytest.mark.parametrize("given", ["", "0", "3", "15", "protection"])
def test_what_is_no_purpose_is_refused_in_words(cast: Any, client_for: Any, given: str) -> None:
    answer = client_for(cast.kavya).post("/purpose", {"purpose": given})
    assert answer.status_code == 400
    assert "Investigation, Protection, Prevention, Finance" in answer.content.decode()


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_one_is_never_led_elsewhere(cast: Any, client_for: Any, elsewhere: str) -> None:
    answer = client_for(cast.kavya).post("/purpose", {"purpose": "2", "next": elsewhere})
    assert answer["Location"] == "/"
