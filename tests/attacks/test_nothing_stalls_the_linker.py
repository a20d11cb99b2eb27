"""Whatever is filed: the linker goes on, and what others filed does not wait for ever."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection

from entraide.hub.core.acting import acting_as
from entraide.hub.intel.drafts import GivenDocument, Handling, NamedPerson
from entraide.hub.intel.linking import people, rebuild
from entraide.hub.intel.models import LinkPerson
from tests.linking import link_all

from .conftest import NUMBER, file, hits_of

POISON = "Poison Ivy"
PERSON = NamedPerson("Lai Weimin", "suspect", birth="1986-05-12", nationality="CN")
ADVERT = (
    "Good pay, free flight and a room of your own: translators wanted at the river, ask for Mr Wu today. "
)


@pytest.fixture
def settle(as_process: Any) -> Callable[[], int]:
    """Link all that waits, also with more patience; returns how many turns it took."""
    return partial(link_all, as_process)


@pytest.fixture
def waiting(as_process: Any) -> Callable[[], int]:
    def count() -> int:
        with as_process("migrator"), connection.cursor() as cursor:
            cursor.execute(
                "SELECT (SELECT count(*) FROM intel_linkperson WHERE linked_at IS NULL OR deepened_at IS NULL)"
                " + (SELECT count(*) FROM intel_linktext WHERE linked_at IS NULL)"
                " + (SELECT count(*) FROM intel_linkentry WHERE linked_at IS NULL)"
            )
            return int(cursor.fetchone()[0])

    return count


@pytest.mark.parametrize("where", ["keys", "comparison", "second look"])
def test_a_person_on_whom_the_engine_fails_is_put_aside(
    where: str, cast: Any, settle: Any, waiting: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(real: Any) -> Any:
        def call(*given: Any, **more: Any) -> Any:
            if POISON in str(given):
                raise ValueError("cannot be compared")
            return real(*given, **more)

        return call

    place = {"keys": "keys_of_many", "comparison": "compare_many", "second look": "compare_many"}[where]
    file(cast.kavya, "A", persons=(NamedPerson(POISON),))
    if where != "keys":
        file(cast.kavya, "B", persons=(NamedPerson(POISON, birth_year=1990),))
    if where == "second look":
        settle()
        with acting_as(cast.kavya):
            LinkPerson.objects.filter(names=[POISON]).update(deepened_at=None)
    monkeypatch.setattr(people, place, failing(getattr(people, place)))
    file(cast.linyue, "C", persons=(PERSON,))
    file(cast.wanjiru, "D", persons=(PERSON,))
    settle()
    assert waiting() == 0
    assert len(hits_of(cast.linyue)) == 1, "those behind it are linked"


def test_a_text_on_which_the_engine_fails_is_put_aside(cast: Any, settle: Any, waiting: Any) -> None:
    file(cast.kavya, ADVERT * 3)
    with acting_as(cast.kavya), connection.cursor() as cursor:
        cursor.execute("UPDATE intel_linktext SET signature = '\\x00'")
    for member in (cast.linyue, cast.wanjiru):
        file(member, ADVERT * 3)
    settle()
    assert waiting() == 0
    assert len(hits_of(cast.linyue)) == 1


def test_one_text_among_many_on_which_the_engine_fails_costs_few_turns(
    cast: Any, settle: Any, waiting: Any
) -> None:
    for number in range(40):
        own = chr(97 + number % 26) * 3 + chr(97 + number // 26)
        file(cast.kavya, " ".join(f"{own}{word}" for word in ADVERT.split()))
    with acting_as(cast.kavya), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE intel_linktext SET signature = '\\x00' WHERE number = (SELECT max(number) - 9 FROM intel_linktext)"
        )
    assert settle() <= 15
    assert waiting() == 0


def test_a_text_that_was_put_aside_is_tried_again_when_all_is_made_anew(
    cast: Any, as_process: Any, settle: Any, waiting: Any
) -> None:
    file(cast.kavya, ADVERT * 3)
    with acting_as(cast.kavya), connection.cursor() as cursor:
        cursor.execute("SELECT signature FROM intel_linktext")
        (signature,) = cursor.fetchone()
        cursor.execute("UPDATE intel_linktext SET signature = '\\x00'")
    file(cast.linyue, ADVERT * 3)
    settle()
    assert hits_of(cast.linyue) == []
    with acting_as(cast.kavya), connection.cursor() as cursor:
        cursor.execute("UPDATE intel_linktext SET signature = %s WHERE signature = '\\x00'", [signature])
    with as_process("linker"):
        rebuild.make_keys(lambda *step: None, again=True)
        rebuild.compare(lambda *step: None)
    assert waiting() == 0
    assert len(hits_of(cast.linyue)) == 1


def test_a_crowd_of_one_organisation_does_not_hold_the_others_up(
    cast: Any, as_process: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "_others_after", 0.0)
    crowd = tuple(NamedPerson(f"{chr(65 + n % 26)}ko{chr(97 + n // 26)}ndu Wanjiru") for n in range(40))
    for report in range(2):
        file(cast.kavya, f"{report}: they came by night", persons=crowd)
    for member in (cast.linyue, cast.wanjiru):
        file(member, "A", persons=(PERSON,))
        file(member, "B", persons=(PERSON,))
    with as_process("linker"), connection.cursor() as cursor:
        for waiting in (2, 0):
            assert people.link(cursor) == people.AT_ONCE + 2
            monkeypatch.setattr(people, "_others_after", 0.0)
            cursor.execute(
                "SELECT count(*) FROM intel_linkperson WHERE linked_at IS NULL AND names = %s",
                [[PERSON.name]],
            )
            assert cursor.fetchone() == (waiting,)


def test_two_crowds_that_alternate_do_not_hold_a_third_organisation_up(
    cast: Any, as_process: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "_others_after", 0.0)
    for report in range(6):
        for member in (cast.kavya, cast.linyue):
            some = tuple(NamedPerson(f"{chr(65 + n)}ko{chr(97 + report)}ndu Wanjiru") for n in range(2))
            file(member, f"{report}: they came by night", persons=some)
    file(cast.wanjiru, "A", persons=(PERSON,))
    with as_process("linker"), connection.cursor() as cursor:
        assert people.link(cursor) == people.AT_ONCE + 1


def test_one_that_fails_behind_a_crowd_does_not_hold_it_up(
    cast: Any, settle: Any, waiting: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = people.compare_many

    def failing(one: Any, others: Any, **more: Any) -> Any:
        if POISON in str(one.names):
            raise ValueError("cannot be compared")
        return real(one, others, **more)

    monkeypatch.setattr(people, "_others_after", 0.0)
    monkeypatch.setattr(people, "compare_many", failing)
    crowd = tuple(NamedPerson(f"{chr(65 + n % 26)}kondu Wanjiru") for n in range(20))
    file(cast.kavya, "They came by night", persons=crowd)
    file(cast.linyue, "B", persons=(NamedPerson(POISON), PERSON))
    file(cast.wanjiru, "C", persons=(NamedPerson(POISON, birth_year=1990), PERSON))
    settle()
    assert waiting() == 0
    assert len(hits_of(cast.linyue)) == 1


def test_many_people_beside_one_number_are_not_all_compared(
    cast: Any, settle: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two reports with a thousand people each would be a million comparisons."""
    compared: list[int] = []
    real = people.compare_many

    def counting(one: Any, others: Any, **more: Any) -> Any:
        compared.append(len(others))
        return real(one, others, **more)

    monkeypatch.setattr(people, "compare_many", counting)
    for report in range(3):
        crowd = tuple(NamedPerson(f"{chr(65 + n % 26)}ko{chr(97 + n // 26)}ndu {report}") for n in range(60))
        file(cast.kavya, f"{report}: call {NUMBER}", persons=crowd)
    settle()
    most = people.MOST_OF_A_REPORT * 2 + people.COMPARED_DEEPLY + people.MOST_MATCHES * 2
    assert 0 < max(compared) <= most < 120


def test_one_document_of_many_makes_few_hits(cast: Any, settle: Any) -> None:
    document = (GivenDocument("passport", "E12345678"),)
    names = ["Grace Achieng", "Omar Haddad", "Lin Yue", "Pavel Orlov", "Rosa Quispe", "Ivan Kovac"]
    for number in range(30):
        person = NamedPerson(f"{names[number % 6]} {chr(65 + number)}", documents=document)
        file(cast.kavya, f"Case {number}", persons=(person,))
    settle()
    assert len(hits_of(cast.kavya)) <= 30 * people.MOST_MATCHES


def test_a_report_of_heavy_names_is_linked(cast: Any, settle: Any, waiting: Any) -> None:
    import random

    chance = random.Random(1)
    names = [
        " ".join("".join(chance.choice(letters) for _ in range(2)) for _ in range(100))[:300]
        for letters in (
            "abcdefghij",
            "абвгдежз",
            "王李张刘陈",
            "กขคงจ",
            "ابتثج",
            "e\u0301\u0302",
            "\u202e\u200b.\x00a",
        )
        for _ in range(3)
    ]
    for report in range(2):
        file(cast.kavya, f"{report}", persons=(NamedPerson(names[0], aliases=tuple(names[1:])),))
    file(
        cast.kavya,
        "signs",
        persons=tuple(NamedPerson(name) for name in ("-", "1", "…", "\u202e7", "🇹🇭")),
    )
    settle()
    assert waiting() == 0


def test_one_text_filed_again_and_again_makes_few_hits(cast: Any, settle: Any) -> None:
    for _ in range(40):
        file(cast.kavya, ADVERT * 3, Handling())
    settle()
    assert len(hits_of(cast.kavya)) <= 25 * 40
