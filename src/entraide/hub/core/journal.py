"""Write the journal: in the transaction of the deed, or, for a refusal, on its own after the rollback."""

import hashlib
import json
import secrets
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection
from django.utils import timezone

from .acting import Actor, acting_as, actor_of, current, door
from .errors import Refused
from .ids import new_id

if TYPE_CHECKING:
    from entraide.hub.directory.models import Member

_INSERT = """
WITH entry AS (
    INSERT INTO core_journalentry (id, organisation_id, member_id, at, deed, object_kind, object_id, purpose,
                                   refused, commitment)
    VALUES (%(id)s, %(organisation)s, %(member)s, %(at)s, %(deed)s, %(object_kind)s, %(object_id)s,
            %(purpose)s, %(refused)s, %(commitment)s))
INSERT INTO core_journaldetail (entry_id, organisation_id, salt, detail)
VALUES (%(id)s, %(organisation)s, %(salt)s, %(detail)s)
"""


def record(deed: str, object_kind: str = "", object_id: object = "", **detail: object) -> None:
    """The actor in force did this. Detail may hold personal data: it is committed to, and erasable."""
    _write(current(), deed, object_kind, object_id, detail, refused=False)


def record_refusal(actor: Actor, refusal: Refused) -> None:
    """In a transaction of its own, so that it survives the rollback of what was refused."""
    with acting_as(actor):
        _write(
            actor,
            refusal.deed or "read",
            refusal.object_kind,
            refusal.object_id or "",
            {"reason": refusal.reason},
            refused=True,
        )


def record_at_door(member: "Member", deed: str, *, refused: bool = False, **detail: object) -> None:
    """Signing in, done or tried, before anyone acts: for the journal of the member's organisation."""
    with door("sign-in"):
        _write(actor_of(member), deed, "member", member.pk, detail, refused=refused)


def commitment(salt: bytes, detail: dict[str, object]) -> bytes:
    """SHA-256 over the salt and the canonical JSON of the detail."""
    canonical = json.dumps(detail, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(salt + canonical.encode()).digest()


def _write(
    actor: Actor, deed: str, object_kind: str, object_id: object, detail: dict[str, object], *, refused: bool
) -> None:
    salt = secrets.token_bytes(16)
    # as JSON has it, so that what is stored is what was committed to
    detail = json.loads(json.dumps(detail, default=_plain))
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            {
                "id": new_id(),
                "organisation": actor.organisation,
                "member": actor.member,
                "at": timezone.now(),
                "deed": deed,
                "object_kind": object_kind,
                "object_id": str(object_id)[:64],
                "purpose": int(actor.purpose),
                "refused": refused,
                "commitment": commitment(salt, detail),
                "salt": salt,
                "detail": json.dumps(detail, ensure_ascii=False),
            },
        )


def _plain(value: object) -> object:
    if isinstance(value, (set, frozenset, tuple)):
        return sorted(map(str, value))
    if isinstance(value, UUID):
        return str(value)
    return str(value)
