"""One person under several spellings, in reports of several countries: who learns of it, and why."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import connection

from entraide.hub.core.acting import acting_as
from entraide.hub.intel import actions
from entraide.hub.intel.actions import retention
from entraide.hub.intel.drafts import Draft, GivenDocument, Handling, NamedPerson
from entraide.hub.intel.linking import decisions, people, rebuild
from entraide.hub.intel.models import Decision, Hit, LinkPerson
from entraide.hub.intel.queries.clusters import around
from entraide.hub.intel.queries.hits import view_of
from entraide.vocabulary.handling import HitMode
from tests.linking import link_all

AsProcess = Callable[[str], AbstractContextManager[None]]
OPEN, SILENT = Handling(hit_mode=HitMode.OPEN), Handling(hit_mode=HitMode.SILENT)
PASSPORT = (GivenDocument("passport", "E12345678"),)
LATIN = NamedPerson("Lai Weimin", "suspect", birth="1986-05-12", nationality="CN", documents=PASSPORT)
CHINESE = NamedPerson("赖伟民", "suspect", birth="12.05.1986", nationality="CN", documents=PASSPORT)
NAMESAKE = NamedPerson("Lai Weiming", "witness", birth_year=1961, nationality="MY")


def _file(member: Any, *persons: NamedPerson, handling: Handling = OPEN, text: str = "A report.") -> UUID:
    with acting_as(member):
        return actions.submit_report(Draft(text=text, persons=persons, handling=handling)).id


def _hits(member: Any) -> list[Hit]:
    with acting_as(member):
        return list(Hit.objects.order_by("created_at"))


def test_a_person_is_found_in_another_script_and_the_owner_of_the_older_record_is_told_first(
    cast: SimpleNamespace, as_process: AsProcess
) -> None:
    _file(cast.linyue, CHINESE)
    _file(cast.wanjiru, LATIN)
    link_all(as_process)
    (hit,) = _hits(cast.linyue)
    assert _hits(cast.wanjiru) == [], "what is said of people goes to the owner of the older record first"
    assert (hit.older_kind, hit.newer_kind, hit.strength) == ("person", "person", Hit.Strength.SURE)
    (reason,) = hit.reasons
    fields = {one["field"]: one for one in reason["fields"]}
    assert {"name", "birth", "nationality", "document"} <= fields.keys()
    assert (fields["name"]["script_a"], fields["name"]["script_b"]) == ("Hani", "Latn")
    with acting_as(cast.linyue):
        actions.release(hit.pk)
    assert _hits(cast.wanjiru) == [hit]


def test_reasons_hold_no_value_of_either_side(cast: SimpleNamespace, as_process: AsProcess) -> None:
    _file(cast.linyue, CHINESE)
    _file(cast.wanjiru, LATIN)
    link_all(as_process)
    written = str(_hits(cast.linyue)[0].reasons)
    for value in ("Lai", "赖", "1986", "E123", "CN"):
        assert value not in written


def test_a_namesake_raises_no_alert(cast: SimpleNamespace, as_process: AsProcess) -> None:
    _file(cast.linyue, CHINESE)
    _file(cast.wanjiru, NAMESAKE)
    link_all(as_process)
    assert not any(hit.strength == Hit.Strength.SURE for hit in _hits(cast.linyue))


def test_only_what_is_sure_is_told_and_the_rest_waits_for_review(
    cast: SimpleNamespace, as_process: AsProcess
) -> None:
    _file(cast.linyue, NamedPerson("Thaksin Phromthong", birth_year=1990))
    _file(cast.wanjiru, NamedPerson("Thaksin Phromthong", birth_year=1990))
    link_all(as_process)
    (hit,) = _hits(cast.linyue)
    assert (hit.strength, hit.older_told) == (Hit.Strength.TO_REVIEW, False)


def test_a_silent_person_makes_hits_for_its_owner_alone(cast: SimpleNamespace, as_process: AsProcess) -> None:
    _file(cast.linyue, CHINESE, handling=SILENT)
    _file(cast.wanjiru, LATIN)
    link_all(as_process)
    assert len(_hits(cast.linyue)) == 1
    assert _hits(cast.wanjiru) == []


@pytest.mark.parametrize("unknown", ["Unknown", "N/A", "不详", "ไม่ทราบชื่อ", "غير معروف", "Inconnue"])
def test_two_whose_names_nobody_knows_are_not_alike(
    cast: SimpleNamespace, as_process: AsProcess, unknown: str
) -> None:
    said = {"birth": "1990-05-05", "nationality": "CN", "sex": "m"}
    _file(cast.kavya, NamedPerson(unknown, **said))
    _file(cast.wanjiru, NamedPerson(unknown.upper(), **said))
    link_all(as_process)
    assert _hits(cast.kavya) == []


def test_a_document_is_one_however_its_number_is_written(
    cast: SimpleNamespace, as_process: AsProcess
) -> None:
    for member, number in ((cast.kavya, "AB 8812345"), (cast.wanjiru, "ＡＢ-８８１２３４５")):
        _file(member, NamedPerson("Lai Weimin", documents=(GivenDocument("passport", number),)))
    link_all(as_process)
    assert len(_hits(cast.kavya)) == 1


def test_two_people_of_one_report_are_two(cast: SimpleNamespace, as_process: AsProcess) -> None:
    _file(cast.linyue, CHINESE, LATIN)
    link_all(as_process)
    assert _hits(cast.linyue) == []


def test_an_organisation_is_no_person(cast: SimpleNamespace, as_process: AsProcess) -> None:
    company = NamedPerson("Blue Lotus Trading Co., Ltd.", kind="organisation")
    _file(cast.linyue, company)
    _file(cast.wanjiru, NamedPerson("Blue Lotus Trading"))
    link_all(as_process)
    assert _hits(cast.linyue) == []


def test_a_shared_number_brings_together_what_names_alone_do_not(
    cast: SimpleNamespace, as_process: AsProcess
) -> None:
    for member, name in ((cast.linyue, "Wu Jianbo"), (cast.wanjiru, "Wu Jian Bo")):
        _file(member, NamedPerson(name, nationality="CN"), text="Call +66 81 000 0123, t.me/lucky_fortune_hr")
    link_all(as_process)
    (person,) = (hit for hit in _hits(cast.linyue) if hit.older_kind == "person")
    assert ("beside", "number") in {(one["field"], one["level"]) for one in person.reasons[0]["fields"]}


RECRUITER = "Recruited by t.me/lucky_fortune_hr, who calls from +66 81 000 0123."


def test_victims_who_name_one_recruiter_are_not_one_person(
    cast: SimpleNamespace, as_process: AsProcess
) -> None:
    first = NamedPerson("Joseph Otieno", "victim", birth_year=2001, sex="m", nationality="KE")
    second = NamedPerson("Brian Kiprotich", "victim", birth_year=2001, sex="m", nationality="KE")
    _file(cast.kavya, first, text=RECRUITER)
    _file(cast.wanjiru, second, text=RECRUITER)
    link_all(as_process)
    assert [hit.older_kind for hit in _hits(cast.kavya)] == ["report"]


WOMEN = (
    "Priya Nair", "Anjali Deshmukh", "Sunita Chaudhary", "Kavitha Subramaniam", "Fatima Sheikh", "Rekha Yadav",
    "Deepika Bose", "Lakshmi Iyengar", "Meenakshi Reddy", "Gurpreet Kaur", "Shabnam Qureshi", "Pallavi Joshi",
)  # fmt: skip


def test_many_victims_of_one_recruiter_make_no_hit_of_people_and_no_group(
    cast: SimpleNamespace, as_process: AsProcess
) -> None:
    for number, name in enumerate(WOMEN):
        victim = NamedPerson(name, "victim", birth_year=2000, sex="f", nationality="IN")
        _file(cast.wanjiru if number % 2 else cast.kavya, victim, text=RECRUITER)
    link_all(as_process)
    for member in (cast.kavya, cast.wanjiru):
        assert {hit.older_kind for hit in _hits(member)} == {"report"}
    with acting_as(cast.kavya):
        for entity in LinkPerson.objects.values_list("record_id", flat=True):
            assert len(around(entity).same) == 1


def test_an_alias_on_one_passport_is_looked_at_by_a_person(
    cast: SimpleNamespace, as_process: AsProcess
) -> None:
    _file(cast.linyue, NamedPerson("Ivan Petrov", documents=PASSPORT))
    _file(cast.wanjiru, NamedPerson("Oleg Sidorov", documents=PASSPORT))
    link_all(as_process)
    (hit,) = _hits(cast.linyue)
    assert (hit.strength, hit.older_told) == (Hit.Strength.TO_REVIEW, False)


def test_the_same_passport_of_two_people_is_looked_at_by_a_person(
    cast: SimpleNamespace, as_process: AsProcess
) -> None:
    _file(cast.linyue, CHINESE)
    _file(cast.wanjiru, NamedPerson("Grace Achieng", birth_year=2001, nationality="KE", documents=PASSPORT))
    link_all(as_process)
    assert not any(hit.strength == Hit.Strength.SURE for hit in _hits(cast.linyue))


def test_a_frequent_name_makes_few_hits(cast: SimpleNamespace, as_process: AsProcess) -> None:
    for _ in range(3 * people.MOST_MATCHES):
        _file(cast.linyue, LATIN)
    link_all(as_process)
    before = len(_hits(cast.linyue))
    _file(cast.wanjiru, LATIN)
    link_all(as_process)
    assert len(_hits(cast.linyue)) - before == people.MOST_MATCHES
    assert before <= 3 * people.MOST_MATCHES**2


def test_what_is_said_later_makes_a_hit_and_what_no_longer_holds_goes(
    cast: SimpleNamespace, as_process: AsProcess
) -> None:
    _file(cast.linyue, NamedPerson("赖伟民", nationality="CN"))
    _file(cast.wanjiru, LATIN)
    link_all(as_process)
    assert not any(hit.strength == Hit.Strength.SURE for hit in _hits(cast.linyue))
    with acting_as(cast.linyue):
        entity = LinkPerson.objects.get().record_id
        actions.say_of_person(entity, NamedPerson("赖伟民", birth="1986-05-12", documents=PASSPORT))
    link_all(as_process)
    assert [hit.strength for hit in _hits(cast.wanjiru)] == [Hit.Strength.SURE]
    assert _hits(cast.linyue) == [], "what is said now came later than what the other side said"
    with as_process("migrator"), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE intel_linkperson SET names = '{Somebody Else}', birth_from = '1950-01-01',"
            " birth_to = '1950-01-01', documents = '{}', linked_at = NULL WHERE record_id = %s",
            [entity],
        )
    link_all(as_process)
    assert _hits(cast.wanjiru) == []


def test_a_decided_hit_stays_whatever_is_said_later(cast: SimpleNamespace, as_process: AsProcess) -> None:
    _file(cast.linyue, CHINESE)
    _file(cast.wanjiru, LATIN)
    link_all(as_process)
    (hit,) = _hits(cast.linyue)
    with acting_as(cast.linyue):
        actions.decide(hit.pk, "not_same", "Another man: the passport was stolen")
    with as_process("migrator"), connection.cursor() as cursor:
        cursor.execute("UPDATE intel_linkperson SET names = '{Nobody}', documents = '{}', birth_from = NULL,"
                       " linked_at = NULL")  # fmt: skip
    link_all(as_process)
    assert _hits(cast.linyue) == [hit]
    with acting_as(cast.linyue):
        assert view_of(hit.pk).own_verdict.verdict == "not_same"


def test_decisions_are_kept_to_learn_from_without_a_name(
    cast: SimpleNamespace, as_process: AsProcess
) -> None:
    _file(cast.linyue, CHINESE)
    _file(cast.wanjiru, LATIN)
    link_all(as_process)
    (hit,) = _hits(cast.linyue)
    with acting_as(cast.linyue):
        actions.decide(hit.pk, "same", "Same passport")
        actions.decide(hit.pk, "undo", "Not sure")
    with as_process("migrator"):
        assert list(decisions.decided()) == []
    with acting_as(cast.linyue):
        actions.decide(hit.pk, "same", "The same photo too")
    with as_process("migrator"):
        (kept,) = decisions.decided()
    assert kept["verdicts"] == ["same"]
    assert kept["fields"]["document"] == "same"
    assert kept.keys() == {"kind", "fields", "bits", "probability", "version", "verdicts"}


def test_hit_decision_and_keys_go_with_the_report(cast: SimpleNamespace, as_process: AsProcess) -> None:
    _file(cast.linyue, CHINESE)
    report = _file(cast.wanjiru, LATIN)
    link_all(as_process)
    (hit,) = _hits(cast.linyue)
    with acting_as(cast.linyue):
        actions.decide(hit.pk, "same", "Same passport")
    with acting_as(cast.wanjiru):
        retention.delete(report, "Filed by mistake")
    assert _hits(cast.linyue) == []
    with as_process("migrator"):
        assert not Decision.objects.exists()
        assert LinkPerson.objects.count() == 1


def test_keys_are_made_anew_and_decisions_stay(cast: SimpleNamespace, as_process: AsProcess) -> None:
    _file(cast.linyue, CHINESE)
    _file(cast.wanjiru, LATIN)
    link_all(as_process)
    (hit,) = _hits(cast.linyue)
    with acting_as(cast.linyue):
        actions.decide(hit.pk, "same", "Same passport")
    with as_process("migrator"), connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(key ORDER BY key, person) FROM intel_namekey")
        before = cursor.fetchone()
        cursor.execute("DELETE FROM intel_namekey")
        cursor.execute("UPDATE intel_linkperson SET keys = '{1, 2}', keys_version = 0")
        cursor.execute("INSERT INTO intel_namekey SELECT unnest(keys), number FROM intel_linkperson")
    said: list[tuple[str, int, int]] = []
    with as_process("linker"):
        rebuild.make_keys(lambda *step: said.append(step))
        rebuild.count_heavy()
        rebuild.compare(lambda *step: said.append(step))
    with as_process("linker"), connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(key ORDER BY key, person) FROM intel_namekey")
        assert cursor.fetchone() == before
    assert ("names", 2, 2) in said
    assert ("compared", 2, 2) in said
    assert _hits(cast.linyue) == [hit]


@pytest.fixture
def two_linkers(server: Any, new_database: Callable[[str], str]) -> Iterator[list[psycopg.Connection[Any]]]:
    name = new_database("linkers")
    with psycopg.connect(server.superuser_url, dbname=name, autocommit=True) as owner:
        for number in (1, 2):
            owner.execute(_ONE_PERSON, {"number": number})
        opened = [
            psycopg.connect(server.url("linker", name), cursor_factory=psycopg.ClientCursor) for _ in range(2)
        ]
        for one in opened:
            one.execute("SET lock_timeout = '5s'")
            one.commit()
        yield opened
        for one in opened:
            one.close()


_ONE_PERSON = """
INSERT INTO intel_linkperson (owner_id, tlp, audience, recipients, excluded_states, purposes, expires_on, disputed,
        legal_hold, hit_mode, handling_codes, caveat, source_grade, information_grade, state, unit, received_at,
        kind, record_id, report_id, names, birth_from, birth_to, sex, nationalities, documents, place)
    SELECT organisation.id, 2, '{}', '{}', '{}', 15, '2099-01-01', false, false, 1, '{}', '', 'F', '6', country, false,
        now(), 'person', gen_random_uuid(), gen_random_uuid(), '{Lai Weimin}', '1986-05-12', '1986-05-12', 'm', '{CN}',
        ARRAY['00000000-0000-4000-8000-000000000001'::uuid], ''
    FROM directory_organisation AS organisation WHERE country <> '' ORDER BY name OFFSET %(number)s LIMIT 1
"""


def test_two_linkers_that_take_a_pair_at_the_same_moment_find_it(
    two_linkers: list[psycopg.Connection[Any]],
) -> None:
    one, other = two_linkers
    assert people.link(one.cursor(), 1) == 1
    assert people.link(other.cursor(), 1) == 1, "each takes what the other has not"
    assert people.link(other.cursor(), 1) == 0
    one.commit()
    other.commit()
    assert people.deepen(one.cursor(), 1) == 1
    one.commit()
    assert people.deepen(other.cursor(), 1) == 1
    other.commit()
    (count,) = one.execute("SELECT count(*) FROM intel_hit WHERE strength = 2").fetchone()
    assert count == 1


def test_a_linker_writes_a_hit_on_a_record_that_another_holds(
    two_linkers: list[psycopg.Connection[Any]],
) -> None:
    one, other = two_linkers
    people.link(one.cursor(), 1)
    one.commit()
    assert people.deepen(one.cursor(), 1) == 1  # holds the first
    assert people.link(other.cursor(), 1) == 1  # and finds it without waiting
    other.commit()
    one.commit()
    (count,) = one.execute("SELECT count(*) FROM intel_hit").fetchone()
    assert count == 1
