"""Change the handling of a report: its children, its link entries and its hits follow (a trigger does it)."""

from dataclasses import asdict
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from entraide.vocabulary.handling import Label, may_read

from ...core import journal
from ...core.acting import current
from ...core.errors import Invalid
from ...core.models.labelled import LABEL_COLUMNS, label_values
from ...core.permissions import require
from ..drafts import Handling
from ..labels import LabelMaker
from ..queries.reports import own_report


@transaction.atomic
def relabel(report_id: UUID, handling: Handling) -> None:
    """Raises Invalid (field → remedy); Unknown for a report of another organisation."""
    require("report.manage", object_kind="report", object_id=report_id)
    report = own_report(report_id, deed="report.relabel")
    label = LabelMaker(current()).make(handling)
    if not may_read(label, current().reader()):
        raise Invalid(
            {
                _field_that_shuts_out(label): _(
                    "You could no longer read or change it yourself. Include yourself."
                )
            }
        )
    before = asdict(report.label)
    values = dict(zip(LABEL_COLUMNS, label_values(label), strict=True))
    # dispute and hold have actions of their own, maybe of a colleague at this moment
    after = asdict(label)
    for flag in ("disputed", "legal_hold"):
        del values[flag], before[flag], after[flag]
    with connection.cursor() as cursor:
        settings = ", ".join(f"{column} = %s" for column in values)
        cursor.execute(f"UPDATE intel_report SET {settings} WHERE id = %s", [*values.values(), report_id])
    journal.record("report.relabel", "report", report_id, before=before, after=after)


def _field_that_shuts_out(label: Label) -> str:
    return "purposes" if not label.purposes & current().purpose else "recipients"
