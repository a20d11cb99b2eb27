"""Open a report: who looked at whose records is in the journal."""

from uuid import UUID

from ...core import journal
from ...core.acting import current
from ..models import Report
from ..queries.reports import readable_report


def open_report(report_id: UUID) -> Report:
    """The report, or Unknown. Reading what another organisation owns is journalled."""
    report = readable_report(report_id)
    if report.owner_id != current().organisation:
        journal.record("report.read", "report", report.pk, owner=report.owner.name)
    return report
