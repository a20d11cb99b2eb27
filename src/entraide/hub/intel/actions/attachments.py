"""Files of a report, and the chain of custody of those that may reach a court."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from ...core import bulk, clock, journal
from ...core.acting import current
from ...core.errors import Invalid
from ...core.ids import new_id
from ...core.models.labelled import label_values
from ...core.permissions import require
from ...directory.models import Member
from .. import files, photos
from ..models import Attachment, Custody, Report
from ..queries.reports import own_report, readable_attachment
from .marks import rule_of
from .tables import TABLES

if TYPE_CHECKING:
    from entraide.engines.link.pictures import Look


@dataclass(frozen=True, slots=True)
class Collected:
    """Who collected a piece of evidence, where, when, with what device, on what legal basis."""

    who: str
    place: str
    at: datetime
    device: str
    legal_basis: str


@transaction.atomic
def attach(report_id: UUID, name: str, content: BinaryIO, collected: Collected | None = None) -> Attachment:
    """Attach a file; with ``collected``, as evidence. Raises Invalid for what a report may not carry.

    What a photo or a video says of itself is read and kept with it; the file itself stays as it was sent, to the byte.
    """
    require("report.submit", object_kind="report", object_id=report_id)
    report = own_report(report_id, deed="attachment.add")
    name = name.replace("\x00", "").replace("/", "_").strip()[-200:]
    measured = files.measure(name, content)
    if collected and not (collected.who.strip() and collected.legal_basis.strip()):
        raise Invalid(
            {
                "who": _("Evidence needs who collected it."),
                "legal_basis": _("Evidence needs its legal basis."),
            }
        )
    shown, seen = _look(content, measured.media_type)
    attachment = Attachment.objects.create(
        report=report,
        name=name,
        media_type=measured.media_type,
        size=measured.size,
        sha256=measured.sha256,
        evidence=collected is not None,
        photo=photos.told_by(content, measured.media_type, shown=shown),
        added_by_id=current().member,
        added_at=clock.now(),
        **rule_of(report),
    )
    files.keep(report.pk, attachment.pk, content, evidence=attachment.evidence)
    if seen:
        _have_compared(report, attachment, seen)
    if collected:
        _add(
            attachment,
            Custody.Kind.COLLECTED,
            at=collected.at,
            who=collected.who,
            place=collected.place,
            device=collected.device,
            legal_basis=collected.legal_basis,
        )
        _add(attachment, Custody.Kind.SEALED, at=clock.now(), who=_own_name())
    journal.record("attachment.add", "attachment", attachment.pk, report=report.pk, sha256=measured.sha256)
    return attachment


def _look(content: BinaryIO, media_type: str) -> tuple[bool, "Look | None"]:
    """Whether it is a picture that can be drawn, and how it looks; one that cannot be read is kept all the same."""
    if not media_type.startswith("image/"):
        return False, None
    from entraide.engines.link.pictures import UnreadablePicture, look  # few reports carry pictures

    content.seek(0)
    try:
        return True, look(content)  # None where it is uniform: like every other such picture
    except UnreadablePicture:
        return False, None


def _have_compared(report: Report, attachment: Attachment, seen: "Look") -> None:
    """A picture enters the link index by how it looks."""
    actor = current()
    row = (
        *(report.pk, attachment.pk, seen.phash, seen.fine, actor.state, actor.unit, clock.now()),
        *label_values(report.label),
    )
    bulk.insert("intel_linkpicture", TABLES["intel_linkpicture"], [row])
    with connection.cursor() as cursor:
        cursor.execute("NOTIFY entraide_link")


@transaction.atomic
def hand_over(attachment_id: UUID, *, to: str, place: str, legal_basis: str) -> Custody:
    """The evidence passes to someone else: a link of its chain."""
    require("report.submit", object_kind="attachment", object_id=attachment_id)
    attachment = readable_attachment(attachment_id)
    own_report(attachment.report_id, deed="attachment.hand_over")
    problems = {}
    if not attachment.evidence:
        problems["attachment"] = _("Only evidence has a chain of custody.")
    if not to.strip():
        problems["to"] = _("Say to whom it is handed.")
    if not legal_basis.strip():
        problems["legal_basis"] = _("Give the legal basis.")
    if problems:
        raise Invalid(problems)
    link = _add(
        attachment,
        Custody.Kind.HANDED_OVER,
        at=clock.now(),
        who=_own_name(),
        place=place,
        to=to,
        legal_basis=legal_basis,
    )
    journal.record("attachment.hand_over", "attachment", attachment.pk, to=to)
    return link


@transaction.atomic
def open_file(attachment_id: UUID) -> tuple[Attachment, Iterator[bytes]]:
    """The working copy, decrypted as it is read."""
    attachment = readable_attachment(attachment_id)
    if attachment.owner_id != current().organisation:
        journal.record("attachment.open", "attachment", attachment.pk)
    return attachment, files.read(attachment.report_id, attachment.pk)


@transaction.atomic
def open_original(attachment_id: UUID, reason: str) -> tuple[Attachment, Iterator[bytes]]:
    """The sealed original of evidence: its owner's, with a reason that enters the chain."""
    require("report.submit", object_kind="attachment", object_id=attachment_id)
    attachment = readable_attachment(attachment_id)
    own_report(attachment.report_id, deed="attachment.open_original")
    if not attachment.evidence:
        raise Invalid({"attachment": _("Only evidence has a sealed original.")})
    if not reason.strip():
        raise Invalid({"reason": _("Say why the original is opened.")})
    _add(attachment, Custody.Kind.OPENED, at=clock.now(), who=_own_name(), legal_basis=reason)
    journal.record("attachment.open_original", "attachment", attachment.pk, reason=reason)
    return attachment, files.read(attachment.report_id, attachment.pk, original=True)


def _add(attachment: Attachment, kind: str, *, at: datetime, who: str, **said: str) -> Custody:
    return Custody.objects.create(
        id=new_id(),
        attachment=attachment,
        report_id=attachment.report_id,
        kind=kind,
        at=at,
        who=who.strip()[:200],
        sha256=attachment.sha256,
        recorded_by_id=current().member,
        recorded_at=clock.now(),
        **{name: value.strip()[:200] for name, value in said.items()},
        **rule_of(attachment),
    )


def _own_name() -> str:
    return Member.objects.get(pk=current().member).name
