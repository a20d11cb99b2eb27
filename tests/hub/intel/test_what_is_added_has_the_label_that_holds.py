"""A colleague changes the handling of a report at the moment in which something is added to it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from entraide.hub.core.acting import acting_as
from entraide.hub.intel import actions
from entraide.hub.intel.actions import marks
from entraide.hub.intel.drafts import Draft, Handling, MarkedPlace, MarkedTechnique, NamedPerson
from entraide.vocabulary import modi_operandi
from entraide.vocabulary.handling import TLP, HitMode

BEFORE = Handling(tlp=TLP.GREEN, hit_mode=HitMode.OPEN)
AFTER = Handling(tlp=TLP.AMBER_STRICT, hit_mode=HitMode.SILENT, excluded_states=frozenset({"KE"}))
PERSON = NamedPerson("Lai Weimin", "suspect", birth="1986-05-12")


def _mark_technique(report: UUID) -> Any:
    return actions.mark_technique(report, MarkedTechnique(min(modi_operandi.ids()), "typing job"))


def _mark_place(report: UUID) -> Any:
    return actions.mark_place(report, MarkedPlace("the gate", 16.7, 98.5, 5.0))


def _add_person(report: UUID) -> Any:
    return actions.add_person(report, PERSON)


@pytest.mark.parametrize(
    ("add", "tables"),
    [
        (_mark_technique, ["technique"]),
        (_mark_place, ["place"]),
        (_add_person, ["claim", "nametoken", "linkperson"]),
    ],
)
def test_what_is_added_follows_the_change(
    add: Callable[[UUID], Any],
    tables: list[str],
    cast: Any,
    as_process: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with acting_as(cast.kavya):
        report = actions.submit_report(Draft(text="Offered a typing job at the gate", handling=BEFORE)).id
    real = marks.own_report

    def changed_meanwhile(report_id: UUID, **more: Any) -> Any:
        read = real(report_id, **more)
        actions.relabel(report_id, AFTER)
        return read

    monkeypatch.setattr(marks, "own_report", changed_meanwhile)
    with (
        acting_as(cast.kavya),
        CaptureQueriesContext(
            connection,
        ) as asked,
    ):
        add(report)
    assert any("FOR NO KEY UPDATE" in query["sql"] for query in asked), (
        "nobody changes it until this is there"
    )
    with as_process("migrator"), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT DISTINCT tlp, excluded_states FROM intel_{table}")
            assert cursor.fetchall() == [(int(TLP.AMBER_STRICT), ["KE"])], table
