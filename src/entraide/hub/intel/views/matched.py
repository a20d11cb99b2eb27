"""What pages of a hit show beside its sentence: why it is one, the texts, the pictures, and what stays closed."""

from functools import lru_cache
from io import BytesIO
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from entraide.engines.link.pictures import Look, UnreadablePicture, likeness, look
from entraide.vocabulary.handling import TLP

from ...core import journal
from ...core.acting import current
from .. import files, showing
from ..models import Attachment
from ..queries.hits import HitView
from .attachments import DRAWN

LONGEST_COMPARED = 20_000  # characters of a text shown beside another
MOST_PICTURES = 6


def look_at(view: HitView) -> None:
    """What is claimed of another's person is shown: who looked is in the journal."""
    person = view.other_person
    if person is not None and person.entity.owner_id != current().organisation:
        journal.record("entity.read", "entity", person.entity.pk)


def likeness_context(view: HitView) -> dict[str, Any]:
    return {"texts": texts_of(view), "pictures": pictures_of(view), "closed": closed_words(view)}


def texts_of(view: HitView) -> list[dict[str, Any]]:
    """One's own text, and the other's where it may be read; then what both say is marked in both."""
    if view.text is None or view.own_report is None:
        return []
    own, other = view.own_report, view.other_report
    mine = own.text[:LONGEST_COMPARED]
    if other is None:
        return [{"report": own, "text": showing.visible(mine), "own": True}]
    theirs = other.text[:LONGEST_COMPARED]
    return [
        {"report": own, "text": showing.marked_shared(mine, theirs), "own": True},
        {"report": other, "text": showing.marked_shared(theirs, mine), "own": False},
    ]


def pictures_of(view: HitView) -> list[dict[str, Any]]:
    """The pictures that look the same, of one's own report and of the other's where it may be read."""
    if view.picture is None:
        return []
    reports = [report for report in (view.own_report, view.other_report) if report is not None]
    found = Attachment.objects.filter(report__in=reports, media_type__in=DRAWN).order_by("name")
    found = found.exclude(photo__shown=False)
    pictures = list(found[: 4 * MOST_PICTURES])
    if len(reports) == 2 and len(pictures) > 2:
        pictures = _alike(pictures)
    shown = [{"file": file, "own": file.report_id == view.own_record} for file in pictures]
    return sorted(shown, key=lambda one: not one["own"])[:MOST_PICTURES]


def _alike(pictures: list[Attachment]) -> list[Attachment]:
    """Those of one report that look like one of the other. All of them, if that cannot be said."""
    looks = [(file, seen) for file in pictures if (seen := _look(file.report_id, file.pk)) is not None]
    alike = {
        file.pk
        for file, seen in looks
        for other, as_seen in looks
        if file.report_id != other.report_id and likeness(seen, as_seen)
    }
    return [file for file in pictures if file.pk in alike] or pictures


@lru_cache(maxsize=4096)  # a large picture takes seconds, and a queue shows it again and again
def _look(report_id: UUID, attachment_id: UUID) -> Look | None:
    try:
        return look(BytesIO(b"".join(files.read(report_id, attachment_id))))
    except UnreadablePicture:
        return None


def closed_words(view: HitView) -> str:
    """Why the other record is not shown, in the words of the rule."""
    if view.other_kind == "watch" or view.other_report is not None:
        return ""
    if view.other_tlp == TLP.RED:
        return _(
            "It is RED: only the people it names may read it. You see that it holds the same, and whom to ask."
        )
    if view.is_named:
        return _(
            "What they say of this person is shared with organisations that they name, and yours is not among"
            " them, or not for the purpose you act for. You see how far each field agrees, not what stands in it."
        )
    return _(
        "It is shared with organisations that its owner names, and yours is not among them, or not for the"
        " purpose you act for. You see that it holds the same, and whom to ask."
    )
