"""Heads for others to keep, and what they sign of them."""

from datetime import datetime
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from entraide.hub.directory.models import Organisation

from . import journal
from .acting import current
from .errors import Invalid, Unknown
from .journal_chain import Head, is_signed, public_key, public_text, witness_message
from .permissions import require
from .sealer import HEAD_COLUMNS, head_of


def latest_head(organisation: UUID) -> Head | None:
    """The end of its chain, or None while nothing was sealed."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {HEAD_COLUMNS} FROM core_journalhead AS head WHERE head.organisation_id = %s"
            " ORDER BY head.number DESC LIMIT 1",
            [organisation],
        )
        row = cursor.fetchone()
    return head_of(row) if row else None


def countersign(digest: bytes, key: Ed25519PrivateKey) -> None:
    """The actor's organisation saw this head of another's journal, and signs its digest with its own key.

    Raises Invalid where the key is not the one in the directory, Unknown where no other organisation has
    such a head, and Refused.
    """
    require("journal.countersign", object_kind="journal.head", object_id=digest.hex())
    actor = current()
    at = timezone.now()
    message = witness_message(digest, str(actor.organisation), _microseconds(at))
    signature = key.sign(message)
    own = Organisation.objects.get(pk=actor.organisation)
    if not own.public_key:
        raise Invalid(
            {
                "key": _(
                    "%(name)s has no public key in the directory. Its administrator enters this one: %(key)s"
                )
                % {"name": own.name, "key": public_text(key.public_key())}
            }
        )
    if not _is_of(own.public_key, signature, message):
        raise Invalid(
            {
                "key": _("This is not the key whose public half %(name)s has in the directory.")
                % {"name": own.name}
            }
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT core_countersign(%s, %s, %s)", [digest, at, signature])
        if not cursor.fetchone()[0]:
            raise Unknown("journal.head", digest.hex(), deed="journal.countersign")
    journal.record("journal.countersign", "journal.head", digest.hex())


def _is_of(public: str, signature: bytes, message: bytes) -> bool:
    try:
        return is_signed(public_key(public), signature, message)
    except ValueError:
        return False


def _microseconds(at: datetime) -> int:
    return int(at.replace(microsecond=0).timestamp()) * 1_000_000 + at.microsecond
