"""From what a report says of a person to the row that the linker compares, and its end."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from entraide.hub.core.acting import acting_as
from entraide.hub.core.errors import Invalid, Unknown
from entraide.hub.intel import actions
from entraide.hub.intel.actions import retention
from entraide.hub.intel.drafts import Draft, GivenDocument, Handling, NamedPerson
from entraide.hub.intel.models import Claim, LinkPerson
from entraide.vocabulary.handling import TLP, HitMode

AsProcess = Callable[[str], AbstractContextManager[None]]
WHEN = datetime(2025, 11, 1, 9, tzinfo=UTC)


def _file(member: Any, *persons: NamedPerson, handling: Handling | None = None) -> UUID:
    with acting_as(member):
        draft = Draft(text="A report.", handling=handling or Handling(), persons=persons, observed_at=WHEN)
        return actions.submit_report(draft).id


def _row(member: Any) -> LinkPerson:
    with acting_as(member):
        return LinkPerson.objects.get()


def test_names_birth_nationalities_and_documents_are_compared(cast: SimpleNamespace) -> None:
    person = NamedPerson(
        "Lai Weimin",
        "suspect",
        nationality="CN",
        other_nationalities=("MM",),
        aliases=("赖伟民", "Mr Lai"),
        sex="m",
        birth="12.05.2529",
        documents=(GivenDocument("passport", "E 1234-5678"),),
        place="Shwe Kokko",
    )
    _file(cast.kavya, person)
    row = _row(cast.kavya)
    assert row.names == ["Lai Weimin", "赖伟民", "Mr Lai"]
    assert (row.birth_from, row.birth_to) == (date(1986, 5, 12), date(1986, 5, 12))
    assert (row.sex, row.nationalities, row.place) == ("m", ["CN", "MM"], "Shwe Kokko")
    assert (row.tlp, row.hit_mode) == (TLP.AMBER, HitMode.OWNER_FIRST)
    with acting_as(cast.kavya):
        said = set(Claim.objects.values_list("property", "value"))
    assert {("alias", "赖伟民"), ("birth_date", "12.05.2529"), ("document", "passport: E 1234-5678")} <= said


def test_a_document_is_the_same_however_its_number_is_written(cast: SimpleNamespace) -> None:
    for number in ("E12345678", "e 1234 5678", "E-1234-5678"):
        _file(cast.kavya, NamedPerson("A", documents=(GivenDocument("passport", number),)))
    _file(cast.kavya, NamedPerson("A", documents=(GivenDocument("identity_card", "E12345678"),)))
    with acting_as(cast.kavya):
        tokens = [tuple(row.documents) for row in LinkPerson.objects.order_by("number")]
    assert len(set(tokens[:3])) == 1
    assert tokens[3] != tokens[0]


def test_an_age_counts_from_the_day_of_the_report(cast: SimpleNamespace) -> None:
    _file(cast.kavya, NamedPerson("Aye Aye Win", age=19))
    row = _row(cast.kavya)
    assert (row.birth_from, row.birth_to) == (date(2005, 11, 2), date(2006, 11, 1))


def test_an_open_report_makes_no_open_row(cast: SimpleNamespace) -> None:
    _file(cast.kavya, NamedPerson("A Person"), handling=Handling(tlp=TLP.CLEAR, hit_mode=HitMode.OPEN))
    row = _row(cast.kavya)
    assert (row.tlp, row.hit_mode) == (TLP.AMBER, HitMode.OWNER_FIRST)


def test_another_organisation_reads_no_row_however_its_report_is_shared(cast: SimpleNamespace) -> None:
    _file(cast.kavya, NamedPerson("A Person"), handling=Handling(tlp=TLP.GREEN))
    with acting_as(cast.wanjiru):
        assert not LinkPerson.objects.exists()


@pytest.mark.parametrize(
    ("person", "says"),
    [
        (NamedPerson("A", aliases=tuple(map(str, range(21)))), "at most 20"),
        (NamedPerson("A", aliases=("x" * 301,)), "at most 300"),
        (NamedPerson("A", birth="31.02.1990"), "no such day"),
        (NamedPerson("A", birth="next week"), "cannot be read"),
        (NamedPerson("A", birth_year=1492), "(?i)nobody was born|check the year"),
        (NamedPerson("A", age=200), "between 0 and 130"),
        (NamedPerson("A", sex="?"), "m, f, x"),
        (NamedPerson("A", kind="ship"), "person, organisation"),
        (NamedPerson("A", nationality="XX"), "two-letter code"),
        (NamedPerson("A", documents=(GivenDocument("library card", "1"),)), "passport, identity_card"),
        (NamedPerson("A", documents=(GivenDocument("passport", " "),)), "as it stands"),
        (NamedPerson("A", documents=(GivenDocument("passport", "--12"),)), "four letters or digits"),
        (NamedPerson("   "), "a name"),
        (NamedPerson("\u200b\u202e"), "a name"),
        (NamedPerson("\u0301" * 300), "a name"),
    ],
)
def test_what_cannot_be_is_refused_with_the_remedy(
    cast: SimpleNamespace, person: NamedPerson, says: str
) -> None:
    with pytest.raises(Invalid, match=says) as refused:
        _file(cast.kavya, person)
    assert {field.rpartition(".")[0] for field in refused.value.problems} == {"persons.0"}


def test_odd_names_are_kept_and_compared(cast: SimpleNamespace, linked: Callable[[], int]) -> None:
    odd = ["x", "7", "Аnna\u200b", "\u202eoiraM", "…", "Na\x00me", "Li " * 90, "\u0e01" * 300]
    _file(cast.kavya, *(NamedPerson(name, aliases=tuple(map(str, range(20)))) for name in odd))
    while linked():
        pass
    with acting_as(cast.kavya):
        assert LinkPerson.objects.count() == len(odd)
        assert not LinkPerson.objects.filter(linked_at=None).exists()


def test_the_row_takes_the_label_of_its_report_and_is_linked_anew(
    cast: SimpleNamespace, linked: Callable[[], int]
) -> None:
    report = _file(cast.kavya, NamedPerson("Lai Weimin"))
    linked()
    assert _row(cast.kavya).linked_at is not None
    with acting_as(cast.kavya):
        actions.relabel(report, Handling(tlp=TLP.GREEN, hit_mode=HitMode.SILENT))
    row = _row(cast.kavya)
    assert (row.tlp, row.hit_mode, row.linked_at) == (TLP.AMBER, HitMode.SILENT, None)


def test_what_is_said_later_is_compared_too(cast: SimpleNamespace, linked: Callable[[], int]) -> None:
    _file(cast.kavya, NamedPerson("Lai Weimin", "suspect"))
    linked()
    with acting_as(cast.kavya):
        entity = LinkPerson.objects.get().record_id
        actions.say_of_person(entity, NamedPerson("赖伟民", birth_year=1986, nationality="CN"))
        actions.say_of_person(entity, NamedPerson("赖伟民", birth_year=1986))
        assert Claim.objects.filter(entity=entity).count() == 4
    row = _row(cast.kavya)
    assert row.names == ["Lai Weimin", "赖伟民"]
    assert (row.birth_from, row.linked_at) == (date(1986, 1, 1), None)


def test_nobody_adds_to_a_person_of_another_organisation(cast: SimpleNamespace) -> None:
    _file(cast.kavya, NamedPerson("Lai Weimin"), handling=Handling(tlp=TLP.GREEN))
    entity = _row(cast.kavya).record_id
    with acting_as(cast.wanjiru), pytest.raises(Unknown):
        actions.say_of_person(entity, NamedPerson("Somebody else"))


def test_a_deleted_report_leaves_no_row_and_no_key(
    cast: SimpleNamespace, linked: Callable[[], int], as_process: AsProcess
) -> None:
    report = _file(cast.kavya, NamedPerson("Lai Weimin", birth_year=1986, nationality="CN"))
    linked()
    with as_process("linker"):
        assert _count("intel_namekey") > 0
    with acting_as(cast.kavya):
        retention.delete(report, "Filed by mistake")
    with as_process("linker"):
        assert (_count("intel_linkperson"), _count("intel_namekey")) == (0, 0)


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])
