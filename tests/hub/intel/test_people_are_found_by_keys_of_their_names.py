"""The linker finds people by their keys in the database, whatever the script, and keeps what it counts."""

from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest
from django.db import connection

from entraide.hub.core.acting import acting_as
from entraide.hub.intel import actions
from entraide.hub.intel.drafts import Draft, Handling, NamedPerson
from entraide.hub.intel.linking import candidates, people
from entraide.hub.intel.models import LinkPerson

CROWD = [
    "Sanjay Kulkarni",
    "Maria Fernandes",
    "Wanjiru Kamau",
    "Nguyen Thi Lan",
    "Dmitri Sokolov",
    "Budi Santoso",
]


@pytest.fixture
def stored(cast, db, as_process):
    """Files people of these names and gives them their keys; returns their numbers by name."""

    def store(*persons: NamedPerson) -> dict[str, int]:
        with acting_as(cast.kavya):
            for person in persons:
                actions.submit_report(Draft(text="A report.", persons=(person,), handling=Handling()))
            numbers = {row.names[0]: row.number for row in LinkPerson.objects.all()}
        with as_process("linker"), connection.cursor() as cursor:
            while people.link(cursor):
                pass
        return numbers

    return store


def asked(name: str, year: int | None = None, country: str | None = None) -> SimpleNamespace:
    return SimpleNamespace(
        number=0,
        names=[name],
        birth_from=date(year, 1, 1) if year else None,
        birth_to=date(year, 12, 31) if year else None,
        nationalities=[country] if country else [],
    )


def test_a_person_is_found_by_the_last_of_twenty_aliases(stored, as_process) -> None:
    aliases = tuple(
        f"{given} {family}"
        for given in ("Boris", "Chen", "Dawit", "Elena")
        for family in ("Mbeki", "Oo", "Desai", "Silva", "Horvat")
    )
    wanted = NamedPerson(
        "Gamma Delta",
        "suspect",
        aliases=(*aliases[:19], "Harini Venkatesan"),
        age=39,
        nationality="CN",
        other_nationalities=("IN",),
    )
    numbers = stored(*(NamedPerson(name, "witness") for name in CROWD), wanted)
    with as_process("linker"), connection.cursor() as cursor:
        found = candidates.find(cursor, [asked("Harini Venkatesan", 1986, "CN")], candidates.INLINE)
    assert found[0][0] == numbers["Gamma Delta"]


def test_a_person_is_found_by_a_name_in_another_script(stored, as_process) -> None:
    numbers = stored(
        *(NamedPerson(name, "witness") for name in CROWD), NamedPerson("Vladimir Petrov", "suspect")
    )
    with as_process("linker"), connection.cursor() as cursor:
        for name in ("Петров Владимир", "弗拉基米尔·彼得罗夫", "블라디미르 페트로프"):
            for budget in (candidates.INLINE, candidates.DEEP):
                found = candidates.find(cursor, [asked(name)], budget)
                assert found[0][0] == numbers["Vladimir Petrov"]


def test_of_namesakes_the_one_of_that_year_and_country_comes_first(stored, as_process) -> None:
    numbers = stored(
        NamedPerson("Анна Петрова", "witness", birth_year=1961, nationality="RU"),
        NamedPerson("Anna Petrowa", "witness", birth_year=1988, nationality="KG"),
    )
    with as_process("linker"), connection.cursor() as cursor:
        assert candidates.find(cursor, [asked("Anna Petrova", 1961, "RU")])[0][0] == numbers["Анна Петрова"]
        assert candidates.find(cursor, [asked("Anna Petrova", 1988, "KG")])[0][0] == numbers["Anna Petrowa"]


def test_a_name_with_marks_that_part_fields_harms_nothing(stored, as_process) -> None:
    numbers = stored(NamedPerson("Anna\x1ePetrova\x1d", "witness"), NamedPerson("Анна Петрова", "witness"))
    with as_process("linker"), connection.cursor() as cursor:
        assert numbers["Анна Петрова"] in candidates.find(cursor, [asked("Anna Petrova")])[0]


def test_who_has_no_name_to_go_by_finds_nobody(stored, as_process) -> None:
    stored(NamedPerson("Anna Petrova", "witness"))
    with as_process("linker"), connection.cursor() as cursor:
        assert candidates.find(cursor, [asked("…"), asked("X")]) == {0: []}


def test_keys_are_copied_in_and_the_heavy_ones_counted(as_process, db) -> None:
    keys = np.repeat(np.array(candidates.keys_of(asked("Anna Petrova", 1990, "RU")), np.int32), 200)
    holders = np.tile(np.arange(200, dtype=np.int32), len(keys) // 200)
    with as_process("linker"), connection.cursor() as cursor:
        candidates.store_keys(cursor, keys, holders)
        assert candidates.count_heavy_keys(cursor) > 0
        heavy = candidates.load_heavy_keys(cursor)
        assert set(heavy.holders.tolist()) == {200}
        assert candidates.warm(cursor) == len(keys)
