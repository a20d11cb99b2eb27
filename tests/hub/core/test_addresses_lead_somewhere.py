"""Whatever address is asked for, the answer is of use to who asked."""

from typing import Any


def test_an_unknown_address_is_a_page_for_people(client_for: Any, cast: Any) -> None:
    answer = client_for(cast.kavya).get("/nonsense")
    assert answer.status_code == 404
    assert "To the situation room" in answer.content.decode()


def test_the_journal_is_in_the_menus_of_those_who_may_read_it(client_for: Any, cast: Any) -> None:
    assert 'href="/journal"' not in client_for(cast.kavya).get("/").content.decode()
    assert 'href="/journal"' in client_for(cast.amina).get("/").content.decode()
