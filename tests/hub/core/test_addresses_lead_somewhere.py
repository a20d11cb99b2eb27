"""An address that is read where only a deed is done leads to the page on which the deed stands."""

from typing import Any
from uuid import UUID

import pytest

HIT, REPORT = UUID(int=1, version=4), UUID(int=2, version=4)


@pytest.mark.parametrize(
    ("address", "page"),
    [
        (f"/intel/hit/{HIT}/decide", f"/intel/hit/{HIT}"),
        (f"/intel/report/{REPORT}/attachments", f"/intel/report/{REPORT}"),
        ("/directory/duty", "/"),
    ],
)
def test_the_address_of_a_deed_leads_to_its_page(client_for: Any, cast: Any, address: str, page: str) -> None:
    answer = client_for(cast.kavya).get(address)
    assert (answer.status_code, answer.headers["Location"]) == (302, page)


def test_an_unknown_address_is_a_page_for_people(client_for: Any, cast: Any) -> None:
    answer = client_for(cast.kavya).get("/nonsense")
    assert answer.status_code == 404
    assert "To the situation room" in answer.content.decode()


def test_the_journal_is_in_the_menus_of_those_who_may_read_it(client_for: Any, cast: Any) -> None:
    assert 'href="/journal"' not in client_for(cast.kavya).get("/").content.decode()
    assert 'href="/journal"' in client_for(cast.amina).get("/").content.decode()
