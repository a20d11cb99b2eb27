"""The one door by which reports enter."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction

from entraide.vocabulary.handling import TLP

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
    actor = current()
    maker = LabelMaker(actor)
    now = clock.now()
    rows = Rows()
    reports: list[ReportRows] = []
    for number, draft in enumerate(drafts):
        try:
            check(draft)
            label = maker.make(draft.handling)
        except Invalid as error:
            if len(drafts) == 1:
                raise
            raise Invalid({f"{number}.{field}": problem for field, problem in error.problems.items()})
        reports.append(reading(draft, label, actor, new_id(), draft.received_at or now))
    with transaction.atomic(savepoint=False):
        kept = _insert_reports(reports)
        new = [report for report in reports if kept[report.client_id] == report.id]
        for report in new:
            rows.add(report)
        for table in CHILD_TABLES:
            bulk.insert(table, TABLES[table], rows.of(table), spread=table in SPREAD)
        _journal_and_announce(new, announce)
    return [Submitted(kept[report.client_id], kept[report.client_id] == report.id) for report in reports]


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
