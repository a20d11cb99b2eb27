"""Reports and what was found in them."""

from uuid import UUID

from ...core.acting import current
from ...core.errors import Unknown
from ..models import Attachment, Entity, Report


def readable_report(report_id: UUID) -> Report:
    """The report, or Unknown."""
    try:
        return Report.objects.select_related("owner", "author").get(pk=report_id)
    except Report.DoesNotExist:
        raise Unknown("report", report_id)


def own_report(report_id: UUID, *, deed: str) -> Report:
    """A report that one may change: of one's own organisation. Another's answers like an unknown one."""
    try:
        return Report.objects.get(pk=report_id, owner=current().organisation)
    except Report.DoesNotExist:
        raise Unknown("report", report_id, deed=deed)


def readable_attachment(attachment_id: UUID) -> Attachment:
    try:
        return Attachment.objects.select_related("report").get(pk=attachment_id)
    except Attachment.DoesNotExist:
        raise Unknown("attachment", attachment_id)


def readable_entity(entity_id: UUID) -> Entity:
    try:
        return Entity.objects.select_related("owner").get(pk=entity_id)
    except Entity.DoesNotExist:
        raise Unknown("entity", entity_id)
