"""Long deeds, done by the worker as the member who started them, with progress that can be watched.

    @job("report.import")
    def import_reports(job: Job, progress: Progress) -> dict[str, object]:
        for done, batch in enumerate(batches, 1):
            submit_reports(batch)
            progress(done, total)          # raises Cancelled once the member asked for it
        return {"saved": …}                # kept as job.result; "note", if it holds one, is shown in words

    jobs.start("report.import", _("Import of %s") % name, {"file": …})     # in an action

A job is one transaction, opened by ``acting_as``: it is done whole or not at all, and its own end is written
in it. Announce at its end: an announcement keeps the organisation's counter locked until the commit.
Each app's jobs are in its ``jobs.py``, which the worker imports. The page shows ``jobs/<kind>.html`` with
``job``, if there is such a template, else the note.
"""

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

import psycopg
from django.db import InterfaceError, OperationalError, connection
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app, connector_params
from procrastinate.exceptions import AlreadyEnqueued

from entraide.vocabulary.handling import Purpose

from . import journal, live
from .acting import acting_as, actor_of, current, door
from .errors import Invalid, Refused, Unknown
from .models import Job

log = logging.getLogger(__name__)

Work = Callable[[Job, "Progress"], dict[str, Any] | None]
PROGRESS_SECONDS = 0.25
MOST_ATTEMPTS = 4  # a job that ends its worker each time is given up

_work: dict[str, Work] = {}


class Cancelled(Exception):
    """The member asked to stop."""


class Interrupted(Exception):
    """The worker is being stopped; the job begins anew with the next one."""


def job(kind: str) -> Callable[[Work], Work]:
    """Make a function the work of the jobs of this kind."""

    def register(work: Work) -> Work:
        _work[kind] = work
        return work

    return register


def start(kind: str, title: str, arguments: dict[str, Any] | None = None) -> Job:
    """Have the worker do it once this transaction commits. ``arguments``: JSON, and no secrets."""
    if kind not in _work:
        raise LookupError(f"no job is called {kind}: its module must be imported")
    actor = current()
    started = Job.objects.create(
        owner_id=actor.organisation,
        member_id=actor.member,
        purpose=int(actor.purpose),
        kind=kind,
        title=title[:200],
        arguments=arguments or {},
    )
    journal.record("job.start", "job", started.pk, kind=kind)
    run.defer(job_id=str(started.pk))
    return started


def find(job_id: object) -> Job:
    """A job of one's own organisation. Raises Unknown."""
    found = Job.objects.select_related("member").filter(pk=job_id).first()
    if found is None:
        raise Unknown("job", job_id)
    return found


def cancel(job_id: object) -> Job:
    """Ask it to stop, as who started it or an administrator. One that waits or is over changes at once.

    Raises Unknown, and Refused.
    """
    found = find(job_id)
    actor = current()
    if actor.member != found.member_id and "administrator" not in actor.roles:
        reason = _("Only %(name)s, who started it, or an administrator can cancel this.")
        raise Refused(
            reason % {"name": found.member.name}, deed="job.cancel", object_kind="job", object_id=found.pk
        )
    running = Job.objects.filter(pk=found.pk, state=Job.State.RUNNING).update(cancel_asked=True)
    waiting = Job.objects.filter(pk=found.pk, state=Job.State.WAITING).update(
        cancel_asked=True, state=Job.State.CANCELLED, finished_at=timezone.now(), note=_nothing_saved()
    )
    if running or waiting:
        journal.record("job.cancel", "job", found.pk)
    return find(job_id)


class Progress:
    """Tells how far a job is, outside its transaction, and whether it shall stop."""

    def __init__(self, job: Job, context: JobContext | None = None) -> None:
        self._job = job
        self._context = context
        self._next = 0.0
        self._own: psycopg.Connection[Any] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._own is not None:
            self._own.close()

    def __call__(self, done: int, total: int | None = None) -> None:
        """So much is done. Costs nothing when called often. Raises Cancelled."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + PROGRESS_SECONDS
        if self._context is not None and self._context.should_abort():
            raise Interrupted
        if self._write("done = %s, total = coalesce(%s, total)", done, total):
            raise Cancelled

    def begin(self) -> None:
        if self._write("state = 'running', done = 0"):
            raise Cancelled

    def _write(self, changes: str, *values: object) -> bool:
        """One short transaction; answers whether the job shall stop."""
        if self._own is None:
            self._own = psycopg.connect(**connector_params(), autocommit=True)
            owner = str(self._job.owner_id)
            self._own.execute("SELECT set_config('entraide.organisation', %s, false)", [owner])
        row = self._own.execute(
            f"UPDATE core_job SET {changes} WHERE id = %s RETURNING cancel_asked", [*values, self._job.pk]
        ).fetchone()
        return row is None or row[0]


_again = RetryStrategy(
    max_attempts=2 * MOST_ATTEMPTS,
    linear_wait=2,
    retry_exceptions=[Interrupted, OperationalError, InterfaceError, psycopg.OperationalError],
)


@app.task(name="entraide.job", pass_context=True, retry=_again)
def run(context: JobContext, job_id: str) -> None:
    """Do one job. Only what may pass by itself (the database is away, the worker stops) makes it run again."""
    connection.close()  # a fresh one: the server may have gone since this thread last worked
    try:
        do(job_id, context)
    finally:
        connection.close()


def do(job_id: str, context: JobContext | None = None) -> None:
    with door("job"):
        found = Job.objects.select_related("member__organisation").filter(pk=job_id).first()
    if found is None or found.is_over:
        return
    with translation.override(found.member.language), Progress(found, context) as progress:
        try:
            _attempt(found, progress, context)
        except (Interrupted, OperationalError, InterfaceError, psycopg.OperationalError):
            raise
        except Cancelled:
            _end(found, Job.State.CANCELLED, _nothing_saved())
        except (Refused, Invalid) as error:
            _end(found, Job.State.FAILED, f"{error}\n{_nothing_saved()}")
            if isinstance(error, Refused):
                journal.record_refusal(actor_of(found.member, Purpose(found.purpose)), error)
        except Exception:
            log.exception("job %s (%s) failed", found.pk, found.kind)
            note = _("The hub failed at this. Its operator finds the reason in the log under %(id)s.")
            _end(found, Job.State.FAILED, f"{note % {'id': found.pk}}\n{_nothing_saved()}")


def _attempt(found: Job, progress: Progress, context: JobContext | None) -> None:
    if not found.member.is_active:
        raise Refused(_("Who started this is no longer an active member."), deed="job.run", object_kind="job")
    if context is not None and context.job.attempts >= MOST_ATTEMPTS:
        log.error("job %s (%s) is given up after %d attempts", found.pk, found.kind, MOST_ATTEMPTS)
        raise Invalid({"job": _("The worker ended each time it tried this.")})
    with acting_as(found.member, Purpose(found.purpose)):
        if not _mine_alone(found):
            return
        progress.begin()
        result = _work[found.kind](found, progress) or {}
        Job.objects.filter(pk=found.pk).update(
            state=Job.State.DONE,
            done=Coalesce(F("total"), F("done")),
            result=result,
            note=result.get("note", ""),
            finished_at=timezone.now(),
        )
        _tell(found)


def _mine_alone(found: Job) -> bool:
    """False where another worker still runs it, that was taken for dead."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"job {found.pk}"])
        return bool(cursor.fetchone()[0])


def _end(found: Job, state: str, note: str) -> None:
    with acting_as(found.member, Purpose(found.purpose)):
        Job.objects.filter(pk=found.pk).update(state=state, note=note, finished_at=timezone.now())
        journal.record(f"job.{state}", "job", found.pk, kind=found.kind)
        _tell(found)


def _tell(found: Job) -> None:
    live.announce(found.owner_id, "job", found.pk, members=[found.member_id])


def _nothing_saved() -> str:
    return _("Nothing of it was saved.")


# what the worker does by itself


def soon(task: Any) -> None:
    """Have a periodic task run now; one that waits already is enough."""
    with suppress(AlreadyEnqueued):
        task.configure().defer(timestamp=int(time.time()))


@app.periodic(cron="* * * * *")
@app.task(name="entraide.revive", queueing_lock="entraide.revive")
async def revive(timestamp: int) -> None:
    """Jobs of a worker that died are begun anew: nothing of them was saved."""
    for stalled in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(stalled)
