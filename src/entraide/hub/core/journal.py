"""Write the journal: in the transaction of the deed, or, for a refusal, on its own after the rollback."""

import hashlib
import json
import secrets
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection
from django.utils import timezone

from .acting import Actor, acting_as, actor_of, current, door, in_name_of
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


def record_for(organisation: UUID, deed: str, **detail: object) -> None:
    """The hub itself did this to what an organisation owns, in the current transaction."""
    with in_name_of(organisation):
        _insert(organisation, None, 0, deed, "", "", detail, refused=False)


def commitment(salt: bytes, detail: str) -> bytes:
    """SHA-256 over the salt and the detail as it is stored."""
    return hashlib.sha256(salt + detail.encode()).digest()


def _write(
    actor: Actor, deed: str, object_kind: str, object_id: object, detail: dict[str, object], *, refused: bool
) -> None:
    _insert(
        actor.organisation,
        actor.member,
        int(actor.purpose),
        deed,
        object_kind,
        object_id,
        detail,
        refused=refused,
    )


def _insert(
    organisation: UUID,
    member: UUID | None,
    purpose: int,
    deed: str,
    object_kind: str,
    object_id: object,
    detail: dict[str, object],
    *,
    refused: bool,
) -> None:
    salt = secrets.token_bytes(16)
    text = json.dumps(detail, sort_keys=True, default=_plain)  # in ASCII, so that any text can be stored
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            {
                "id": new_id(),
                "organisation": organisation,
                "member": member,
                "at": timezone.now(),
                "deed": _storable(deed)[:60],
                "object_kind": _storable(object_kind)[:40],
                "object_id": _storable(str(object_id))[:64],
                "purpose": purpose,
                "refused": refused,
                "commitment": commitment(salt, text),
                "salt": salt,
                "detail": text,
            },
        )


def _storable(text: str) -> str:
    return text.replace("\0", "").encode(errors="replace").decode()


def _plain(value: object) -> object:
    if isinstance(value, (set, frozenset, tuple)):
        return sorted(map(str, value))
    if isinstance(value, UUID):
        return str(value)
    return str(value)
