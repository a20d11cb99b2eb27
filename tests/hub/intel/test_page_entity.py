"""Who is one with whom: the group of a person, every link explained, and a wrong one undone as if it never was."""

import re
from typing import Any
from uuid import UUID

import pytest

from entraide.hub.core.acting import acting_as
from entraide.hub.core.models import JournalEntry
from entraide.hub.intel.linking import people
from entraide.hub.intel.models import Hit
from entraide.hub.intel.queries import comparing
from entraide.hub.intel.queries.clusters import around
from tests.linking import link_all

from .pages import text_of
from .people import hit_between, name_person, shared_with


def _chain(cast: Any, as_process: Any) -> tuple[list[UUID], list[UUID]]:
    """Kenya's, China's and Thailand's record of one name, and a second one of Kenya's; hits along the chain."""
    kenya = name_person(cast.wanjiru, "Lai Weimin", birth_year=1986)
    china = name_person(cast.linyue, "赖伟民", shared_with(cast.wanjiru), birth_year=1986)
    thailand = name_person(cast.nok, "ไล่ เหว่ยหมิน", shared_with(cast.wanjiru), birth_year=1986)
    second = name_person(cast.wanjiru, "Lai Wei Min")
    hits = [
        hit_between(as_process, kenya, china),
        hit_between(as_process, kenya, thailand),
        hit_between(as_process, china, second, name=("close", 12.0)),
    ]
    return [kenya, china, thailand, second], hits


def _members(member: Any, entity: UUID) -> set[UUID]:
    with acting_as(member):
        return {one.id for one in around(entity).same}


def _shown(client: Any, entity: UUID) -> str:
    page = text_of(client.get(f"/intel/entity/{entity}"))
    page = re.sub(r'(name="csrfmiddlewaretoken" value=|"X-CSRFToken": )"[^"]+"', r"\1", page)
    return re.sub(r'"now": "[^"]+"', "", page)


def test_records_joined_by_alerts_are_one_group_with_every_link_explained(
    client_for: Any, cast: Any, as_process: Any
) -> None:
    people, _hits = _chain(cast, as_process)
    assert _members(cast.wanjiru, people[0]) == set(people)
    said = text_of(client_for(cast.wanjiru).get(f"/intel/entity/{people[0]}"))
    assert "4 records are taken to be one and the same." in said
    assert all(name in said for name in ("赖伟民", "ไล่ เหว่ยหมิน", "Lai Wei Min"))
    assert "The names are alike. The year of birth is the same." in said
    assert "National Bureau Thailand" in said


def test_a_wrong_link_undone_is_as_if_it_had_never_been(client_for: Any, cast: Any, as_process: Any) -> None:
    people, hits = _chain(cast, as_process)
    client = client_for(cast.wanjiru)
    before = _shown(client, people[0])
    said = {"verdict": "not_same", "reason": "Two men", "back": f"/intel/entity/{people[0]}#links"}
    answer = client.post(f"/intel/hit/{hits[0]}/decide", said)
    assert answer.headers["Location"] == said["back"]
    assert _members(cast.wanjiru, people[0]) == {people[0], people[2]}
    split = text_of(client.get(f"/intel/entity/{people[0]}"))
    assert "Kept apart" in split
    assert "Wanjiru Mwangi: Two men" in split
    client.post(f"/intel/hit/{hits[0]}/decide", said | {"verdict": "undo", "reason": "They are one"})
    assert _members(cast.wanjiru, people[0]) == set(people)
    assert _shown(client, people[0]) == before


def test_a_link_that_would_join_two_said_to_be_apart_is_left_out_and_explained(
    client_for: Any, cast: Any, as_process: Any
) -> None:
    people, _hits = _chain(cast, as_process)
    kenya, china, _thailand, second = people
    apart = hit_between(as_process, kenya, second, name=("alike", 8.0))
    client = client_for(cast.wanjiru)
    client.post(f"/intel/hit/{apart}/decide", {"verdict": "not_same", "reason": "Another man"})
    assert second not in _members(cast.wanjiru, kenya)
    assert china not in _members(cast.wanjiru, kenya) or second not in _members(cast.wanjiru, china)
    said = text_of(client.get(f"/intel/entity/{kenya}"))
    assert "it would join two who are decided not to be the same" in said


def test_what_is_only_possible_joins_nobody(client_for: Any, cast: Any, as_process: Any) -> None:
    ours = name_person(cast.kavya, "Lai Weimin")
    theirs = name_person(cast.nok, "Li Weimin", shared_with(cast.kavya))
    hit = hit_between(as_process, ours, theirs, probability=0.7, sure=False)
    assert _members(cast.kavya, ours) == {ours}
    said = text_of(client_for(cast.kavya).get(f"/intel/entity/{ours}"))
    assert "Kept apart" in said
    assert f"/intel/hit/{hit}" in said
    client_for(cast.kavya).post(f"/intel/hit/{hit}/decide", {"verdict": "same", "reason": "Same card"})
    assert _members(cast.kavya, ours) == {ours, theirs}


def test_ones_own_word_holds_before_the_other_sides(client_for: Any, cast: Any, as_process: Any) -> None:
    ours = name_person(cast.kavya, "Lai Weimin", shared_with(cast.nok))
    theirs = name_person(cast.nok, "Li Weimin", shared_with(cast.kavya))
    hit = hit_between(as_process, ours, theirs)
    client_for(cast.nok).post(f"/intel/hit/{hit}/decide", {"verdict": "not_same", "reason": "Two men"})
    assert _members(cast.kavya, ours) == {ours}
    client_for(cast.kavya).post(f"/intel/hit/{hit}/decide", {"verdict": "same", "reason": "One man"})
    assert _members(cast.kavya, ours) == {ours, theirs}
    assert _members(cast.nok, theirs) == {theirs}


def test_of_a_closed_record_the_group_shows_whose_it_is_and_no_value(
    client_for: Any, cast: Any, as_process: Any
) -> None:
    ours = name_person(cast.kavya, "Lai Weimin")
    closed = name_person(cast.nok, "ไล่ เหว่ยหมิน", birth_year=1986)
    hit_between(as_process, ours, closed)
    said = text_of(client_for(cast.kavya).get(f"/intel/entity/{ours}"))
    assert "Somebody in a record of National Bureau Thailand" in said
    assert "ไล่ เหว่ยหมิน" not in said
    assert client_for(cast.kavya).get(f"/intel/entity/{closed}").status_code == 404


def test_records_of_two_others_that_one_may_read_are_compared(
    client_for: Any, cast: Any, as_process: Any
) -> None:
    number = "He calls from +86 140 7722 7534."
    china = name_person(
        cast.linyue, "Lai Weimin", shared_with(cast.wanjiru), number, birth_year=1986, nationality="CN"
    )
    thailand = name_person(
        cast.nok, "LAI, Weimin", shared_with(cast.wanjiru), number, birth="2529", nationality="CN"
    )
    closed = name_person(cast.dawit, "Lai Weimin", None, number, birth_year=1986, nationality="CN")
    kenya = name_person(cast.wanjiru, "赖伟民")
    hit_between(as_process, china, kenya)
    assert _members(cast.wanjiru, kenya) == {kenya, china, thailand}
    said = text_of(client_for(cast.wanjiru).get(f"/intel/entity/{kenya}"))
    assert "Two records of others, both open to you, compared when you opened this page." in said
    assert str(closed) not in said
    assert _members(cast.reyna, kenya) == {kenya}


def test_the_group_weighs_among_as_many_people_as_the_linker(
    cast: Any, as_process: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (people, comparing):
        monkeypatch.setattr(module, "how_many_people", lambda _cursor: 50_000_000)
    number, said = "He calls from +86 140 7722 7534.", {"birth": "1986-05-12", "nationality": "CN"}
    first = name_person(cast.linyue, "Lai Weimin", shared_with(cast.nok), number, **said)
    name_person(cast.nok, "赖伟民", shared_with(cast.linyue), number, **said)
    link_all(as_process)
    with acting_as(cast.linyue):
        (hit,) = Hit.objects.filter(older_kind="person")
        (alike,) = comparing.alike_among([first])
    assert round(alike.match.bits, 1) == hit.reasons[0]["bits"]
    monkeypatch.setattr(comparing, "how_many_people", lambda _cursor: 0)
    with acting_as(cast.linyue):
        (alone,) = comparing.alike_among([first])
    assert alone.match.bits > alike.match.bits + 5


def test_a_decision_leads_back_to_a_page_of_the_hub_only(client_for: Any, cast: Any, as_process: Any) -> None:
    ours = name_person(cast.kavya, "Lai Weimin")
    hit = hit_between(as_process, ours, name_person(cast.nok, "Li Weimin", shared_with(cast.kavya)))
    for back in ("https://elsewhere.example/", "//elsewhere.example/"):
        said = {"verdict": "same", "reason": "One man", "back": back}
        answer = client_for(cast.kavya).post(f"/intel/hit/{hit}/decide", said)
        assert answer.headers["Location"] == f"/intel/hit/{hit}#decision"


def test_who_looks_at_the_records_of_others_in_a_group_is_in_the_journal(
    client_for: Any, cast: Any, as_process: Any
) -> None:
    people, _hits = _chain(cast, as_process)
    client_for(cast.wanjiru).get(f"/intel/entity/{people[0]}")
    with as_process("sealer"):
        read = JournalEntry.objects.filter(deed="entity.read").values_list("object_id", flat=True)
        assert set(read) == {str(person) for person in people[:3]}


def test_more_is_said_of_ones_own_person_and_of_no_other(client_for: Any, cast: Any) -> None:
    entity = name_person(cast.kavya, "Lai Weimin", shared_with(cast.nok), status="suspect")
    client = client_for(cast.kavya)
    page = f"/intel/entity/{entity}"
    assert "Say more of this one" in text_of(client.get(page))
    more = {"name": "Lai Weimin", "status": "suspect", "birth": "พ.ศ. 2529", "aliases": "赖伟民"}
    assert client.post(f"{page}/say", more).status_code == 302
    said = text_of(client.get(page))
    assert "understood as 1986" in said
    assert "赖伟民" in said
    wrong = client.post(f"{page}/say", more | {"birth": "86"})
    assert wrong.status_code == 400
    assert "Write the year with four digits, as in 1990." in text_of(wrong)
    other = client_for(cast.nok)
    assert "Say more of this one" not in text_of(other.get(page))
    assert other.post(f"{page}/say", more).status_code == 404
