"""Decide hits, release them, and write to the other side."""

from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from entraide.vocabulary.handling import TLP

from ...core import clock, journal, live
from ...core.acting import current
from ...core.errors import Invalid, Unknown
from ...core.permissions import require
from ..models import Decision, Hit, Message
from ..queries.hits import other_side_knows, visible_hit

LONGEST_MESSAGE = 10_000


@transaction.atomic
def decide(hit_id: UUID, verdict: str, reason: str) -> Decision:
    """Same, not the same, or undo what one's own side said. The reason is kept with it."""
    require("hit.decide", object_kind="hit", object_id=hit_id)
    hit = visible_hit(hit_id)
    problems = {}
    if verdict not in Decision.Verdict.values:
        problems["verdict"] = _("Choose same, not the same, or undo.")
    if not reason.strip():
        problems["reason"] = _("Say in a sentence why. The other side and your successor will read it.")
    elif len(reason) > 500:
        problems["reason"] = _("Use at most %(most)d characters.") % {"most": 500}
    last = hit.decisions.filter(organisation=current().organisation).last()
    if verdict == Decision.Verdict.UNDO and (last is None or last.verdict == Decision.Verdict.UNDO):
        problems["verdict"] = _("There is no decision of yours to undo.")
    if problems:
        raise Invalid(problems)
    decision = Decision.objects.create(
        hit=hit,
        organisation_id=current().organisation,
        member_id=current().member,
        verdict=verdict,
        reason=reason.strip(),
        decided_at=clock.now(),
    )
    journal.record("hit.decide", "hit", hit.pk, verdict=verdict, reason=reason.strip())
    _tell_both(hit, "decision")
    return decision


@transaction.atomic
def release(hit_id: UUID) -> None:
    """Let the other side learn of a hit that is one's own to release."""
    require("hit.decide", object_kind="hit", object_id=hit_id)
    hit = visible_hit(hit_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT intel_release_hit(%s)", [hit_id])
        if not cursor.fetchone()[0]:
            raise Unknown("hit", hit_id, deed="hit.release")
    hit.refresh_from_db()
    if not other_side_knows(hit):
        raise Invalid(
            {"hit": _("This record is silent: its hits are not released. Change its handling first.")}
        )
    journal.record("hit.release", "hit", hit_id)


@transaction.atomic
def write_message(hit_id: UUID, text: str) -> Message:
    """A line in the thread of a hit that both sides know of."""
    require("hit.decide", object_kind="hit", object_id=hit_id)
    hit = visible_hit(hit_id)
    if not text.strip():
        raise Invalid({"text": _("Write a message.")})
    if len(text) > LONGEST_MESSAGE:
        raise Invalid({"text": _("Use at most %(most)d characters.") % {"most": LONGEST_MESSAGE}})
    if not other_side_knows(hit):
        raise Invalid({"text": _("The other side does not know of this hit yet. Release it, then write.")})
    message = Message.objects.create(
        hit=hit,
        organisation_id=current().organisation,
        member_id=current().member,
        text=text.strip().replace("\x00", ""),
        sent_at=clock.now(),
    )
    journal.record("hit.message", "hit", hit.pk)
    _tell_both(hit, "message")
    return message


def _tell_both(hit: Hit, kind: str) -> None:
    """Of a RED record those it names; of two records of one organisation those whom both allow."""
    sides: dict[UUID, set[UUID] | None] = {}
    for side in ("older", "newer"):
        if getattr(hit, f"{side}_sees"):
            owner = getattr(hit, f"{side}_owner_id")
            named = (
                set(getattr(hit, f"{side}_recipients")) if getattr(hit, f"{side}_tlp") == TLP.RED else None
            )
            others = sides.get(owner)
            sides[owner] = others if named is None else named if others is None else named & others
    for organisation in sorted(sides):
        live.announce(organisation, kind, hit.pk, members=sides[organisation])
