"""What one shift leaves to the next."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ...core import clock, journal, live
from ...core.acting import current
from ...core.errors import Invalid, Unknown
from ...core.permissions import require
from ..models import HandoverNote


@transaction.atomic
def leave_note(text: str, open_items: list[dict[str, str]]) -> HandoverNote:
    """``open_items``: what is undecided or late, as lines with "text" and "url"."""
    require("handover")
    if not text.strip() and not open_items:
        raise Invalid({"text": _("Write what the next shift must know.")})
    if len(text) > 20_000:
        raise Invalid({"text": _("Use at most %(most)d characters.") % {"most": 20_000}})
    actor = current()
    note = HandoverNote.objects.create(
        owner_id=actor.organisation,
        member_id=actor.member,
        text=text.strip().replace("\x00", ""),
        open_items=open_items,
        written_at=clock.now(),
    )
    journal.record("handover.leave", "handover", note.pk)
    live.announce(actor.organisation, "handover", note.pk)
    return note


@transaction.atomic
def take_over(note_id: UUID) -> None:
    """The next shift has read it."""
    require("handover", object_kind="handover", object_id=note_id)
    changed = HandoverNote.objects.filter(pk=note_id, read_at=None).update(
        read_by_id=current().member, read_at=clock.now()
    )
    if not changed and not HandoverNote.objects.filter(pk=note_id).exists():
        raise Unknown("handover", note_id, deed="handover.take")
    journal.record("handover.take", "handover", note_id)
    live.announce(current().organisation, "handover", note_id)
