"""A hit lasts as long as what it rests on, and says what the labels of its records say now."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.db import connection

from entraide.hub.core.acting import acting_as
from entraide.hub.intel import actions
from entraide.hub.intel.actions import retention
from entraide.hub.intel.drafts import Draft, Handling
from entraide.hub.intel.linking import hits, selectors
from entraide.hub.intel.models import Hit, Report
from entraide.vocabulary.handling import TLP, HitMode

OPEN = Handling(tlp=TLP.GREEN, hit_mode=HitMode.OPEN)
SILENT = Handling(tlp=TLP.GREEN, hit_mode=HitMode.SILENT)
AsProcess = Callable[[str], AbstractContextManager[None]]


def _file(member: Any, text: str, handling: Handling = OPEN) -> UUID:
    with acting_as(member):
        return actions.submit_report(Draft(text=text, handling=handling)).id


def _hits(member: Any) -> int:
    with acting_as(member):
        return Hit.objects.count()


def test_a_hit_on_two_selectors_goes_when_both_have_become_too_common(
    cast: SimpleNamespace, linked: Callable[[], int]
) -> None:
    _file(cast.kavya, "Pay at first-shop.example or at second-shop.example")
    _file(cast.wanjiru, "Victims paid at first-shop.example and second-shop.example")
    linked()
    assert _hits(cast.wanjiru) == 1
    for site, left in (("first-shop", 1), ("second-shop", 0)):
        for number in range(selectors.FAN_OUT):
            _file(cast.kavya, f"Case {number}: {site}.example again")
        while linked():
            pass
        assert _hits(cast.wanjiru) == left


def test_a_hit_made_while_its_record_was_relabelled_gets_the_new_label(
    cast: SimpleNamespace, linked: Callable[[], int], as_process: AsProcess
) -> None:
    _file(cast.kavya, "Call +66 81 000 0123", SILENT)
    _file(cast.wanjiru, "Call +66 81 000 0123")
    linked()
    with as_process("migrator"), connection.cursor() as cursor:
        # as if the linker had read the label a moment before it was made silent
        cursor.execute("UPDATE intel_hit SET older_hit_mode = 0")
        cursor.execute("UPDATE intel_linkentry SET linked_at = NULL")
    linked()
    assert (_hits(cast.kavya), _hits(cast.wanjiru)) == (1, 0)


def test_a_new_handling_leaves_a_hold_and_a_dispute_as_they_are(cast: SimpleNamespace) -> None:
    report = _file(cast.kavya, "Call +66 81 000 0123")
    with acting_as(cast.kavya):
        retention.hold(report, "order of the court")
        retention.dispute(report, "the number was misread")
        actions.relabel(report, SILENT)
        kept = Report.objects.get(pk=report)
    assert (kept.legal_hold, kept.disputed, kept.hit_mode) == (True, True, HitMode.SILENT)


def test_more_alerts_than_fit_in_one_turn_are_told_in_the_next(
    cast: SimpleNamespace, linked: Callable[[], int], monkeypatch: Any
) -> None:
    for number in range(4):
        _file(cast.kavya, f"Case {number}: call +66 81 000 0123")
    while linked():
        pass
    _file(cast.wanjiru, "Call +66 81 000 0123")
    monkeypatch.setattr(hits, "TOLD_AT_ONCE", 1)
    turns = 0
    while linked():
        turns += 1
    assert turns > 1
    with acting_as(cast.wanjiru):
        assert set(Hit.objects.values_list("newer_told", flat=True)) == {True}
