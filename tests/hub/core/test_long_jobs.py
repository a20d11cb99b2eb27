"""A long job runs as who started it, shows how far it is, can be stopped, and is done whole or not at all."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from entraide.hub.core import jobs, journal, journal_jobs
from entraide.hub.core.acting import acting_as, current, door
from entraide.hub.core.errors import Invalid, Refused, Unknown
from entraide.hub.core.models import Job
from entraide.hub.directory.models import Member
from entraide.vocabulary.handling import Purpose
from tests.cast import MEMBER_KEYS
from tests.conftest import ROOT

KIND = "test.count"


@pytest.fixture
def committed(
    new_database: Callable[[str], str], django_db_setup: None, django_db_blocker: Any
) -> Iterator[str]:
    """A database of one's own, whose rows are committed; the test is its worker."""
    name = new_database("jobs")
    before = {key: connection.settings_dict[key] for key in ("NAME", "OPTIONS")}
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict.update(NAME=name, OPTIONS={"options": "-c role=entraide_worker"})
        yield name
        connection.close()
        connection.settings_dict.update(before)


@pytest.fixture
def people(committed: str) -> SimpleNamespace:
    with door("sign-in"):
        members = {member.email: member for member in Member.objects.select_related("organisation")}
    return SimpleNamespace(**{key: members[email] for key, email in MEMBER_KEYS.items()})


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Callable[[jobs.Work], None]:
    """Make a function the work of the jobs of the test."""
    monkeypatch.setattr(jobs, "PROGRESS_SECONDS", 0.0)
    return lambda function: monkeypatch.setitem(jobs._work, KIND, function)


def _start(member: Any, purpose: Purpose | None = None) -> Job:
    with acting_as(member, purpose):
        return jobs.start(KIND, "Count to three", {"to": 3})


def _state(job: Job, member: Any) -> Job:
    with acting_as(member):
        return jobs.find(job.pk)


def test_it_runs_as_the_member_and_purpose_that_started_it(people: SimpleNamespace, work: Any) -> None:
    seen: list[Any] = []
    work(lambda job, progress: seen.append((current().member, current().purpose)))
    job = _start(people.kavya, Purpose.PROTECTION)
    jobs.do(str(job.pk))
    assert seen == [(people.kavya.pk, Purpose.PROTECTION)]
    assert _state(job, people.kavya).state == Job.State.DONE


def test_others_see_how_far_it_is_while_its_own_transaction_is_open(
    people: SimpleNamespace, work: Any, server: Any, committed: str
) -> None:
    seen: list[Any] = []

    def count(job: Job, progress: jobs.Progress) -> dict[str, Any]:
        for done in range(1, 4):
            journal.record("test", "job", job.pk)  # the transaction is open and has written
            progress(done, 3)
            with psycopg.connect(server.url("web", committed)) as other:
                other.execute("SELECT set_config('entraide.organisation', %s, true)", [str(job.owner_id)])
                seen.append(other.execute("SELECT state, done, total FROM core_job").fetchone())
        return {"note": "Counted."}

    work(count)
    job = _start(people.kavya)
    jobs.do(str(job.pk))
    assert seen == [("running", 1, 3), ("running", 2, 3), ("running", 3, 3)]
    over = _state(job, people.kavya)
    assert (over.state, over.done, over.percent, over.note) == ("done", 3, 100, "Counted.")


def test_stopping_it_leaves_nothing_half_written(
    people: SimpleNamespace, work: Any, server: Any, committed: str
) -> None:
    def count(job: Job, progress: jobs.Progress) -> None:
        journal.record("half", "job", job.pk)
        with psycopg.connect(
            server.url("web", committed), autocommit=True
        ) as page:  # the member presses Stop
            page.execute("SELECT set_config('entraide.organisation', %s, false)", [str(job.owner_id)])
            page.execute("UPDATE core_job SET cancel_asked = true WHERE id = %s", [job.pk])
        progress(1, 3)
        pytest.fail("it went on")

    work(count)
    job = _start(people.kavya)
    jobs.do(str(job.pk))
    over = _state(job, people.kavya)
    assert over.state == "cancelled"
    assert "Nothing of it was saved" in over.note
    assert _deeds(people.kavya, job.pk) == {"job.start", "job.cancelled"}


def test_one_that_waits_is_cancelled_at_once_and_never_runs(people: SimpleNamespace, work: Any) -> None:
    work(lambda job, progress: pytest.fail("it ran"))
    job = _start(people.kavya)
    with acting_as(people.kavya):
        jobs.cancel(job.pk)
    jobs.do(str(job.pk))
    assert _state(job, people.kavya).state == "cancelled"


def test_only_who_started_it_or_an_administrator_stops_it(people: SimpleNamespace, work: Any) -> None:
    work(lambda job, progress: None)
    job = _start(people.kavya)
    with pytest.raises(Refused, match=people.kavya.name), acting_as(people.arjun):
        jobs.cancel(job.pk)
    with pytest.raises(Unknown), acting_as(people.nok):
        jobs.cancel(job.pk)
    administrator = getattr(people, "admin-in")
    with acting_as(administrator):
        assert jobs.cancel(job.pk).state == "cancelled"


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (Invalid({"file": "Save it as CSV."}), "Save it as CSV."),
        (Refused("Your role does not allow this."), "Your role does not allow this."),
        (ZeroDivisionError("a secret"), "The hub failed at this."),
    ],
)
def test_a_failure_says_why_and_saves_nothing(
    people: SimpleNamespace, work: Any, problem: Exception, said: str
) -> None:
    def fail(job: Job, progress: jobs.Progress) -> None:
        journal.record("half", "job", job.pk)
        raise problem

    work(fail)
    job = _start(people.kavya)
    jobs.do(str(job.pk))
    over = _state(job, people.kavya)
    assert over.state == "failed"
    assert said in over.note
    assert "a secret" not in over.note
    assert _deeds(people.kavya, job.pk) >= {"job.start", "job.failed"}
    assert "half" not in _deeds(people.kavya, job.pk)


def test_it_does_not_run_for_a_member_suspended_meanwhile(people: SimpleNamespace, work: Any) -> None:
    work(lambda job, progress: pytest.fail("it ran"))
    job = _start(people.kavya)
    _as_migrator("UPDATE directory_member SET suspended_at = now() WHERE id = %s", people.kavya.pk)
    jobs.do(str(job.pk))
    assert _state(job, people.kavya).state == "failed"


def test_done_twice_it_works_once(people: SimpleNamespace, work: Any) -> None:
    runs: list[int] = []
    work(lambda job, progress: runs.append(1))
    job = _start(people.kavya)
    jobs.do(str(job.pk))
    jobs.do(str(job.pk))
    assert runs == [1]


def test_one_that_another_worker_still_runs_is_left_to_it(
    people: SimpleNamespace, work: Any, server: Any, committed: str
) -> None:
    work(lambda job, progress: pytest.fail("it ran twice at once"))
    job = _start(people.kavya)
    with psycopg.connect(server.url("worker", committed)) as other:
        other.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"job {job.pk}"])
        jobs.do(str(job.pk))
    assert _state(job, people.kavya).state == "waiting"


def test_a_job_that_is_rolled_back_with_its_action_never_runs(people: SimpleNamespace, work: Any) -> None:
    work(lambda job, progress: None)
    with acting_as(people.kavya):
        jobs.start(KIND, "Count")
        transaction.set_rollback(True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        assert cursor.fetchone() == (0,)


def test_the_real_worker_proves_a_journal_after_it_was_killed_once(
    people: SimpleNamespace, server: Any, committed: str, tmp_path: Any
) -> None:
    for folder in ("secrets", "journal"):
        (tmp_path / folder).mkdir(mode=0o700)
    environment = {
        **os.environ,
        "ENTRAIDE_HOME": str(tmp_path),
        "ENTRAIDE_ROLE": "worker",
        "ENTRAIDE_DATABASE_URL": server.url("worker", committed),
    }
    with acting_as(people.kavya):
        job = jobs.start(journal_jobs.KIND, "Proof")
    # as a worker leaves it that is killed: taken, and nobody's
    _as_migrator("UPDATE procrastinate_jobs SET status = 'doing' WHERE args->>'job_id' = %s", str(job.pk))
    _as_migrator("UPDATE core_job SET state = 'running' WHERE id = %s", job.pk)
    worker = subprocess.Popen(
        [sys.executable, "-m", "entraide.hub.manage", "run_worker"], env=environment, cwd=ROOT
    )
    try:
        deadline = time.monotonic() + 60
        while not _state(job, people.kavya).is_over:
            assert time.monotonic() < deadline, "the job was not taken up again"
            assert worker.poll() is None, "the worker ended"
            time.sleep(0.1)
    finally:
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(20) == 0
    over = _state(job, people.kavya)
    assert over.state == "done", over.note
    assert over.result["entries"] == 0  # no sealer ran
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status IN ('doing', 'failed')")
        assert cursor.fetchone() == (0,)


def _deeds(member: Any, object_id: Any) -> set[str]:
    from entraide.hub.core.models import JournalEntry

    member.roles = [*member.roles, "auditor"]
    with acting_as(member):
        return set(JournalEntry.objects.filter(object_id=str(object_id)).values_list("deed", flat=True))


def _as_migrator(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE entraide_migrator")
        cursor.execute(statement, values)
        cursor.execute("SET ROLE entraide_worker")
