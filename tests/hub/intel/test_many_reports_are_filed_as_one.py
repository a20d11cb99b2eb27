"""A thousand reports are read and written in parts, and it does not show."""

from contextlib import suppress
from typing import Any

import pytest
from django.db import connection

from entraide.hub.core.acting import acting_as
from entraide.hub.core.errors import Invalid
from entraide.hub.core.ids import seeded
from entraide.hub.core.models import JournalEntry, LiveEvent
from entraide.hub.intel.actions import submit, submit_reports
from entraide.hub.intel.drafts import Draft, GivenSelector
from entraide.hub.intel.models import Report, SearchToken, Selector
from tests.linking import link_all


@pytest.fixture
def in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(submit, "AT_ONCE", 3)


class _Undone(Exception):
    pass


def drafts(many: int, **more: Any) -> list[Draft]:
    return [
        Draft(text=f"Case {number}: write to desk{number}@jobs.example", **more) for number in range(many)
    ]


def test_the_answers_are_in_the_order_of_the_drafts(cast: Any, as_process: Any, in_parts: None) -> None:
    with acting_as(cast.kavya):
        filed = submit_reports(drafts(10))
        texts = dict(Report.objects.values_list("id", "text"))
        assert [texts[one.id] for one in filed] == [draft.text for draft in drafts(10)]
        assert all(one.new for one in filed)
        assert Selector.objects.filter(kind="email").count() == 10
        assert SearchToken.objects.filter(token="case").count() == 10
    with as_process("migrator"):
        assert [entry.deed for entry in JournalEntry.objects.all()] == ["report.submit_many"]
        assert LiveEvent.objects.count() == 1


def test_a_client_id_that_comes_again_in_another_part_is_the_same_report(cast: Any, in_parts: None) -> None:
    again = [Draft(text=f"Case {number}", client_id=f"c{number % 5}") for number in range(10)]
    with acting_as(cast.kavya):
        filed = submit_reports(again)
        assert [one.new for one in filed] == [True] * 5 + [False] * 5
        assert [one.id for one in filed[:5]] == [one.id for one in filed[5:]]
        assert set(Report.objects.values_list("text", flat=True)) == {f"Case {n}" for n in range(5)}


@pytest.mark.parametrize("wrong", [0, 4, 9])
def test_one_that_is_wrong_is_named_and_none_is_filed(wrong: int, cast: Any, in_parts: None) -> None:
    some = drafts(10)
    some[wrong] = Draft(text=" ")
    with acting_as(cast.kavya):
        with pytest.raises(Invalid) as refusal:
            submit_reports(some)
        assert list(refusal.value.problems) == [f"{wrong}.text"]
        assert not Report.objects.exists()


def test_what_fails_while_the_second_part_is_read_leaves_nothing_of_the_first(
    cast: Any, in_parts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = submit.reading

    def failing(draft: Draft, *given: Any) -> Any:
        if draft.text.startswith("Case 5"):
            raise MemoryError
        return real(draft, *given)

    monkeypatch.setattr(submit, "reading", failing)
    with pytest.raises(MemoryError), acting_as(cast.kavya):
        submit_reports(drafts(10))
    with acting_as(cast.kavya):
        assert not Report.objects.exists()


def test_seeded_ids_do_not_depend_on_the_parts(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The exercise is the same every time."""
    ids = []
    for at_once in (3, 100):
        monkeypatch.setattr(submit, "AT_ONCE", at_once)
        with suppress(_Undone), seeded(7), acting_as(cast.kavya):
            ids.append([one.id for one in submit_reports(drafts(8))])
            raise _Undone
    assert ids[0] == ids[1]


def test_linking_reads_no_more_the_more_is_stored(cast: Any, as_process: Any) -> None:
    def filed_and_linked(name: str, many: int) -> int:
        """How often the whole link index was read for it."""
        some = [
            Draft(
                text="Adverts",
                selectors=tuple(GivenSelector("telegram", f"@{name}_{n}_{k}") for k in range(3)),
                read_text=False,
            )
            for n in range(many)
        ]
        with acting_as(cast.kavya):
            submit_reports([*some, Draft(text="Seen", selectors=(GivenSelector("telegram", "@common_one"),))])
        before = whole_reads()
        link_all(as_process)
        return whole_reads() - before

    def whole_reads() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT seq_scan FROM pg_stat_xact_user_tables WHERE relname = 'intel_linkentry'")
            return int(cursor.fetchone()[0])

    filed_and_linked("desk", 400)
    assert filed_and_linked("other", 30) == 0
