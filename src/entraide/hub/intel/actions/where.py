"""Working out where the centre of a report may be. Reading a lead is a deed: it is journalled, and spends a quota."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from entraide.vocabulary.handling import TLP

from ...core import journal, quota
from ...core.errors import Invalid
from ...core.permissions import require
from ..models import Report
from ..queries.located import Located, located, usable
from ..queries.reports import readable_report


def work_out_where(report_id: UUID) -> tuple[Report, Located]:
    """From what was confirmed, for whoever may read the report. Raises Invalid where that says nothing, or too much."""
    return _worked_out(report_id, "report.locate")


def export_where(report_id: UUID) -> dict[str, Any]:
    """The same as GeoJSON: cells of 1,800 km², no candidates, nothing that was said; with the report's TLP."""
    report, estimate = _worked_out(report_id, "report.locate_export")
    coarse = estimate.found.coarse
    about = {
        "tlp": TLP(report.tlp).word,
        "report": str(report.pk),
        "worked_out_at": estimate.at.isoformat(timespec="seconds"),
        "versions": estimate.versions,
    }
    return {**coarse, "properties": {**coarse["properties"], **about}}


@transaction.atomic
def _worked_out(report_id: UUID, deed: str) -> tuple[Report, Located]:
    from entraide.engines.locate import MOST_ITEMS

    require("report.locate", object_kind="report", object_id=report_id)
    report = readable_report(report_id)
    quota.spend("locate")
    evidence = usable(report.evidence.order_by("decided_at"))
    if report.disputed:
        raise Invalid({"report": _("This report is disputed: it may not be used until that is settled.")})
    if not evidence:
        raise Invalid({"report": _("Nothing confirmed says where. Confirm a place, a way or a photo first.")})
    if len(evidence) > MOST_ITEMS:
        raise Invalid(
            {"report": _("Too much is confirmed for one centre. Take decisions back, or split the report.")}
        )
    estimate = located(report, evidence)
    doubts = {"suspect": len(estimate.found.suspect), "disputed": len(estimate.disputed)}
    journal.record(deed, "report", report.pk, items=len(evidence), **doubts, **estimate.versions)
    return report, estimate
