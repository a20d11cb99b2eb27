"""At midnight UTC nobody reads it any more, in no table; then it is deleted. A legal hold keeps it, unread."""

import io
import os
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.utils import timezone

from entraide.hub.core import clock, journal, retention
from entraide.hub.core.acting import acting_as
from entraide.hub.core.errors import Invalid, Refused, Unknown
from entraide.hub.core.models import JournalEntry
from entraide.hub.core.vault import Erased, Vault
from entraide.hub.intel import actions, files
from entraide.hub.intel.actions import retention as stay
from entraide.hub.intel.drafts import Draft, Handling, MarkedPlace, MarkedTechnique, NamedPerson
from entraide.hub.intel.models import Hit, Report
from entraide.hub.intel.queries import retention as stays
from entraide.hub.intel.retention import delete_files_without_record, forget_keys_without_record
from entraide.local.environment import make_keys
from entraide.vocabulary.handling import TLP, HitMode

AsProcess = Callable[[str], AbstractContextManager[None]]
TABLES = ["report", "selector", "technique", "place", "attachment", "claim", "searchtoken", "nametoken"]
TABLES += ["linkentry", "hit", "message", "decision", "entity"]
OPEN = Handling(tlp=TLP.GREEN, hit_mode=HitMode.OPEN)
PHONE = "+66 81 234 5678"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Path:
    settings.HOME, settings.FILES_ROOT = tmp_path, tmp_path / "files"
    make_keys(tmp_path)
    return tmp_path


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Set the clock of the work."""
    return lambda at: monkeypatch.setattr(clock, "now", lambda: at)


@pytest.fixture
def swept(as_process: AsProcess) -> Callable[[], dict[str, int]]:
    def run() -> dict[str, int]:
        with as_process("worker"):
            return dict(retention.sweep())

    return run


@pytest.fixture
def rows(as_process: AsProcess) -> Callable[[], dict[str, int]]:
    """How many rows there are, readable or not."""

    def count() -> dict[str, int]:
        with as_process("migrator"), connection.cursor() as cursor:
            cursor.execute("SELECT " + ", ".join(f"(SELECT count(*) FROM intel_{table})" for table in TABLES))
            return dict(zip(TABLES, cursor.fetchone(), strict=True))

    return count


def _draft(expires_on: date | None, **handling: Any) -> Draft:
    return Draft(
        text=f"A recruiter at {PHONE} promised a typing job in Mae Sot.",
        title="Typing job",
        handling=Handling(tlp=TLP.GREEN, hit_mode=HitMode.OPEN, expires_on=expires_on, **handling),
        techniques=(MarkedTechnique(_technique(), "typing job"),),
        places=(MarkedPlace("Mae Sot", 16.71, 98.57, 5.0),),
        persons=(NamedPerson("Mr Lin", status="suspect"),),
    )


def _technique() -> str:
    from entraide.vocabulary import modi_operandi

    return min(modi_operandi.ids())


def _file_all(member: Any, expires_on: date | None, **handling: Any) -> UUID:
    with acting_as(member):
        report = actions.submit_report(_draft(expires_on, **handling)).id
        actions.attach(report, "note.txt", io.BytesIO(b"what was said on the phone"))
    return report


def _seen_by(member: Any) -> dict[str, int]:
    tables = [table for table in TABLES if table != "linkentry"]
    with acting_as(member), connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"(SELECT count(*) FROM intel_{table})" for table in tables))
        return dict(zip(tables, cursor.fetchone(), strict=True))


def _a_pair(cast: SimpleNamespace, linked: Callable[[], int], expires_on: date) -> tuple[UUID, UUID]:
    """Two reports with a hit, on which something was said and decided; the first expires."""
    first = _file_all(cast.kavya, expires_on)
    with acting_as(cast.nok):
        second = actions.submit_report(Draft(text=f"Seen: {PHONE}", handling=OPEN)).id
    linked()
    with acting_as(cast.kavya):
        hit = Hit.objects.get()
        actions.write_message(hit.pk, "Is it the same man?")
        actions.decide(hit.pk, "same", "the same number")
    return first, second


def test_until_midnight_all_of_it_is_read_and_from_then_on_nothing(
    cast: SimpleNamespace, linked: Callable[[], int], today: Any, swept: Any, rows: Any
) -> None:
    day = timezone.now().date() + timedelta(days=10)
    _first, second = _a_pair(cast, linked, day)
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)

    today(midnight - timedelta(microseconds=1))
    before = _seen_by(cast.kavya)
    assert all(before.values()), before
    assert swept() == {}

    today(midnight)
    with acting_as(cast.kavya):
        assert [report.pk for report in Report.objects.all()] == [second]  # the other's own, which stays
    left = {table for table, count in _seen_by(cast.kavya).items() if count}
    assert left == {"report", "selector", "searchtoken"}
    with acting_as(cast.nok):
        assert not Hit.objects.exists()

    assert swept() == {"report": 1}
    after = rows()
    assert after["report"] == after["linkentry"] == after["selector"] == 1
    for table in (
        "technique",
        "place",
        "attachment",
        "claim",
        "nametoken",
        "hit",
        "message",
        "decision",
        "entity",
    ):
        assert after[table] == 0, table
    assert swept() == {}


def test_the_key_goes_with_it_and_then_its_files(
    cast: SimpleNamespace,
    today: Any,
    swept: Any,
    as_process: AsProcess,
    home: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    day = timezone.now().date() + timedelta(days=10)
    with django_capture_on_commit_callbacks(execute=True):
        gone, kept = _file_all(cast.kavya, day), _file_all(cast.kavya, None)
    stored = sorted(home.glob("files/??/*"))
    assert len(stored) == 2
    today(datetime(day.year, day.month, day.day, tzinfo=UTC))
    assert swept() == {"report": 1}
    assert set(Vault.instance().cases()) == {kept}
    with as_process("worker"):
        assert delete_files_without_record() == 0  # young: their rows might be on their way
        for file in stored:
            os.utime(file, (time.time() - 2 * 86400,) * 2)
        assert delete_files_without_record() == 1
    with acting_as(cast.kavya):
        attachment = Report.objects.get(pk=kept).attachments.get()
        assert b"".join(actions.open_file(attachment.pk)[1]) == b"what was said on the phone"
    with pytest.raises(Erased):
        list(files.read(gone, attachment.pk))


def test_keys_left_by_a_process_that_died_are_erased(as_process: AsProcess, home: Path) -> None:
    vault = Vault.instance()
    old, young = uuid4(), uuid4()
    for case in (old, young):
        vault.create(case)
    os.utime(vault.key_file(old), (time.time() - 30 * 86400,) * 2)
    with as_process("worker"):
        assert forget_keys_without_record() == 1
    assert set(vault.cases()) == {young}


def test_the_journal_keeps_the_deeds_and_loses_their_details(
    cast: SimpleNamespace, linked: Callable[[], int], today: Any, swept: Any
) -> None:
    day = timezone.now().date() + timedelta(days=10)
    first, _second = _a_pair(cast, linked, day)
    today(datetime(day.year, day.month, day.day, tzinfo=UTC))
    swept()
    cast.kavya.roles = ["auditor"]
    with acting_as(cast.kavya):
        filed = JournalEntry.objects.get(deed="report.submit", object_id=str(first))
        decided = JournalEntry.objects.get(deed="hit.decide")
        assert not hasattr(filed, "journaldetail")
        assert not hasattr(decided, "journaldetail")
        by_the_hub = JournalEntry.objects.get(deed="retention.delete")
        assert (by_the_hub.member_id, by_the_hub.journaldetail.detail) == (
            None,
            '{"count": 1, "kind": "report"}',
        )


def test_an_expired_watch_goes_with_its_key(
    cast: SimpleNamespace, linked: Callable[[], int], today: Any, swept: Any, rows: Any
) -> None:
    with acting_as(cast.kavya):
        actions.watch("phone", PHONE, reason="missing person", case_reference="MOEI-7")
    with acting_as(cast.nok):
        actions.submit_report(Draft(text=f"Seen: {PHONE}", handling=OPEN))
    linked()
    assert rows()["hit"] == 1
    today(clock.now() + timedelta(days=400))
    assert swept() == {"watch": 1}
    assert rows()["hit"] == 0
    assert list(Vault.instance().cases()) == []


def test_a_held_report_is_kept_unread_until_it_is_renewed_or_released(
    cast: SimpleNamespace, linked: Callable[[], int], today: Any, swept: Any, rows: Any
) -> None:
    day = timezone.now().date() + timedelta(days=10)
    first, _second = _a_pair(cast, linked, day)
    with acting_as(cast.kavya):
        stay.hold(first, "order of the court")
    before = rows()
    at = datetime(day.year, day.month, day.day, tzinfo=UTC)
    today(at)
    assert swept() == {}
    assert rows() == before
    with acting_as(cast.kavya):
        assert not Report.objects.filter(pk=first).exists()
        assert stays.held_expired() == [stays.HeldReport(first, day, "order of the court")]
    with acting_as(cast.nok):
        assert stays.held_expired() == []
        with pytest.raises(Unknown):
            stay.renew(first, day + timedelta(days=30), "not mine")
        with pytest.raises(Unknown):
            stay.release_hold(first, "not mine")
    with acting_as(cast.kavya):
        stay.renew(first, day + timedelta(days=30), "the trial goes on")
        assert Report.objects.get(pk=first).expires_on == day + timedelta(days=30)
        assert Hit.objects.count() == 1
    today(at + timedelta(days=30))
    with acting_as(cast.kavya):
        stay.release_hold(first, "the trial is over")
    assert swept() == {"report": 1}


def test_a_red_report_on_hold_is_listed_to_those_it_names_alone(cast: SimpleNamespace, today: Any) -> None:
    day = timezone.now().date() + timedelta(days=10)
    with acting_as(cast.kavya):
        handling = Handling(tlp=TLP.RED, recipients=frozenset({cast.kavya.pk}), expires_on=day)
        red = actions.submit_report(Draft(text="A name.", handling=handling)).id
        stay.hold(red, "order of the court")
    today(datetime(day.year, day.month, day.day, tzinfo=UTC))
    with acting_as(cast.kavya):
        assert [held.id for held in stays.held_expired()] == [red]
    cast.arjun.roles = ["analyst"]
    with acting_as(cast.arjun):
        assert stays.held_expired() == []
        with pytest.raises(Unknown):
            stay.release_hold(red, "a colleague")


def test_a_disputed_report_is_its_owners_alone_and_makes_no_hits(
    cast: SimpleNamespace, linked: Callable[[], int]
) -> None:
    first, _second = _a_pair(cast, linked, timezone.now().date() + timedelta(days=10))
    with acting_as(cast.kavya):
        stay.dispute(first, "the person says it is another")
        assert Report.objects.filter(pk=first).exists()
    with acting_as(cast.nok):
        assert not Report.objects.filter(pk=first).exists()
        assert not Hit.objects.exists()
    with acting_as(cast.kavya):
        stay.settle(first, "checked: the same person")
    linked()
    with acting_as(cast.nok):
        assert Report.objects.filter(pk=first).exists()
        assert Hit.objects.exists()


def test_deleting_takes_everything_at_once_but_not_from_under_a_hold(
    cast: SimpleNamespace, linked: Callable[[], int], rows: Any, django_capture_on_commit_callbacks: Any
) -> None:
    first, _second = _a_pair(cast, linked, timezone.now().date() + timedelta(days=10))
    with acting_as(cast.kavya):
        stay.hold(first, "order of the court")
    with pytest.raises(Invalid, match="hold"), acting_as(cast.kavya):
        stay.delete(first, "asked for")
    with django_capture_on_commit_callbacks(execute=True), acting_as(cast.kavya):
        stay.release_hold(first, "over")
        stay.delete(first, "the person asked for it")
    after = rows()
    assert (after["report"], after["hit"], after["claim"], after["attachment"]) == (1, 0, 0, 0)
    assert list(Vault.instance().cases()) == []


VERBS: dict[str, Callable[[UUID], None]] = {
    "renew": lambda report: stay.renew(report, clock.today() + timedelta(days=5), "why"),
    "hold": lambda report: stay.hold(report, "why"),
    "release_hold": lambda report: stay.release_hold(report, "why"),
    "dispute": lambda report: stay.dispute(report, "why"),
    "settle": lambda report: stay.settle(report, "why"),
    "delete": lambda report: stay.delete(report, "why"),
}


@pytest.mark.parametrize("verb", VERBS)
def test_anothers_report_answers_like_an_unknown_one(cast: SimpleNamespace, verb: str) -> None:
    with acting_as(cast.kavya):
        report = actions.submit_report(_draft(None)).id
    answers = []
    for asked in (report, uuid4()):
        with pytest.raises(Unknown) as refused, acting_as(cast.nok):
            VERBS[verb](asked)
        answers.append((str(refused.value), refused.value.deed))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("verb", VERBS)
def test_each_asks_for_a_role_and_is_journalled(cast: SimpleNamespace, verb: str) -> None:
    with acting_as(cast.kavya):
        report = actions.submit_report(_draft(None)).id
    cast.arjun.roles = ["publisher"]
    with pytest.raises(Refused), acting_as(cast.arjun):
        VERBS[verb](report)
    with acting_as(cast.kavya):
        VERBS[verb](report)
    cast.arjun.roles = ["auditor"]
    with acting_as(cast.arjun):
        entry = JournalEntry.objects.get(deed=f"report.{verb}", object_id=str(report), refused=False)
        assert '"reason": "why"' in entry.journaldetail.detail


@pytest.mark.parametrize(
    ("days", "reason", "field"),
    [(0, "why", "expires_on"), (5 * 366, "why", "expires_on"), (9, " ", "reason")],
)
def test_renewing_needs_a_day_within_five_years_and_a_reason(
    cast: SimpleNamespace, days: int, reason: str, field: str
) -> None:
    with acting_as(cast.kavya):
        report = actions.submit_report(_draft(None)).id
    with pytest.raises(Invalid) as invalid, acting_as(cast.kavya):
        stay.renew(report, clock.today() + timedelta(days=days), reason)
    assert list(invalid.value.problems) == [field]


def test_what_expires_soon_is_listed_to_its_owner(cast: SimpleNamespace) -> None:
    day = clock.today()
    with acting_as(cast.kavya):
        later = actions.submit_report(_draft(day + timedelta(days=30))).id
        sooner = actions.submit_report(_draft(day + timedelta(days=3))).id
        actions.submit_report(_draft(day + timedelta(days=31)))
        assert [report.pk for report in stays.expiring()] == [sooner, later]
    with acting_as(cast.nok):
        assert not stays.expiring()


def test_the_web_process_cannot_sweep(cast: SimpleNamespace, today: Any) -> None:
    _file_all(cast.kavya, timezone.now().date() + timedelta(days=1))
    today(clock.now() + timedelta(days=2))
    assert retention.sweep() == {}


def test_details_of_five_years_ago_are_erased_whatever_they_are_of(
    cast: SimpleNamespace, as_process: AsProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(timezone, "now", lambda: datetime(2020, 1, 1, tzinfo=UTC))
        with acting_as(cast.kavya):
            journal.record("search.person", "search", "", query="a name")
    with acting_as(cast.kavya):
        journal.record("search.person", "search", "", query="another name")
    with as_process("worker"), connection.cursor() as cursor:
        cursor.execute("SELECT core_forget_old_details(100)")
        assert cursor.fetchone() == (1,)
