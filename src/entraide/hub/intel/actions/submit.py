"""The one door by which reports enter."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction

from entraide.vocabulary.handling import TLP, Label

from ...core import bulk, clock, journal, live
from ...core.acting import current
from ...core.errors import Invalid
from ...core.ids import new_id
from ...core.permissions import require
from ..drafts import Draft
from ..labels import LabelMaker
from ..rows import ReportRows, Rows, reading
from .checks import check
from .tables import CHILD_TABLES, SPREAD, TABLES

AT_ONCE = 250  # reports that are read, and then written


@dataclass(frozen=True, slots=True)
class Submitted:
    """``new`` is False where this client_id was sent before: nothing changed then."""

    id: UUID
    new: bool


def submit_report(draft: Draft) -> Submitted:
    """File a report. Answers before anything is linked, so that neither time nor size tells of others.

    Raises Invalid (field → remedy) and Refused.
    """
    return submit_reports([draft])[0]


def submit_reports(drafts: Sequence[Draft], *, announce: bool = True) -> list[Submitted]:
    """File many: all of them or none. Raises Invalid, its fields prefixed by the number of the report.

    A long transaction announces once, at its end: an announcement keeps the organisation's counter locked.
    """
    require("report.submit")
    labels = _labels(drafts)
    kept: dict[str, UUID] = {}
    reports: list[ReportRows] = []
    with transaction.atomic(savepoint=False):
        for part in _read(drafts, labels):
            kept |= _insert_reports(part)
            _insert_children([report for report in part if kept[report.client_id] == report.id])
            reports += part
        _journal_and_announce([one for one in reports if kept[one.client_id] == one.id], announce)
    return [Submitted(kept[one.client_id], kept[one.client_id] == one.id) for one in reports]


def _labels(drafts: Sequence[Draft]) -> list[Label]:
    """What is wrong with any of them is said before one is read."""
    maker = LabelMaker(current())
    labels = []
    for number, draft in enumerate(drafts):
        try:
            check(draft)
            labels.append(maker.make(draft.handling))
        except Invalid as error:
            if len(drafts) == 1:
                raise
            raise Invalid({f"{number}.{field}": problem for field, problem in error.problems.items()})
    return labels


def _read(drafts: Sequence[Draft], labels: Sequence[Label]) -> Iterator[list[ReportRows]]:
    """The rows of some at a time: while the database takes them in, a thread reads the next."""
    actor, now = current(), clock.now()

    def some(first: int) -> list[ReportRows]:
        part = slice(first, first + AT_ONCE)
        return [
            reading(draft, label, actor, new_id(), draft.received_at or now)
            for draft, label in zip(drafts[part], labels[part], strict=True)
        ]

    if len(drafts) <= AT_ONCE:
        yield some(0)
        return
    context = copy_context()  # where ids come from, and which language is spoken
    with ThreadPoolExecutor(1, "reading") as thread:
        coming = thread.submit(context.run, some, 0)
        for first in range(AT_ONCE, len(drafts) + AT_ONCE, AT_ONCE):
            part = coming.result()
            if first < len(drafts):
                coming = thread.submit(context.run, some, first)
            yield part


def _insert_children(reports: Sequence[ReportRows]) -> None:
    rows = Rows()
    for report in reports:
        rows.add(report)
    for table in CHILD_TABLES:
        bulk.insert(table, TABLES[table], rows.of(table), spread=table in SPREAD)


def _insert_reports(reports: Sequence[ReportRows]) -> dict[str, UUID]:
    """Insert those whose client_id is new; returns the id that each client_id has now."""
    rows = [report.report for report in reports]
    inserted = bulk.insert("intel_report", TABLES["intel_report"], rows, pass_over_known=True)
    kept = {report.client_id: report.id for report in reversed(reports)}
    if inserted < len(reports):
        with connection.cursor() as cursor:
            # a function, because a RED report of one's own organisation may name other readers only
            cursor.execute("SELECT client_id, id FROM intel_own_reports(%s)", [list(kept)])
            kept = dict(cursor.fetchall())
    return kept


def _journal_and_announce(reports: Sequence[ReportRows], announce: bool) -> None:
    if not reports:
        return
    if len(reports) == 1:
        journal.record("report.submit", "report", reports[0].id, selectors=reports[0].count("intel_selector"))
    else:
        journal.record("report.submit_many", "report", reports[0].id, count=len(reports))
    if announce:
        # where all are RED, those whom one of them names: colleagues may not notice
        all_red = all(report.label.tlp == TLP.RED for report in reports)
        named = frozenset[UUID]().union(*(report.label.recipients for report in reports))
        one = reports[0].id if len(reports) == 1 else None
        live.announce(current().organisation, "report", one, members=named if all_red else None)
    with connection.cursor() as cursor:
        cursor.execute("NOTIFY entraide_link")
