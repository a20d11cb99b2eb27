"""API keys: a machine that acts for a member. The key is shown once; the database keeps its hash."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from entraide.hub.core import journal
from entraide.hub.core.acting import current
from entraide.hub.core.errors import Invalid

from .. import queries
from ..models import ApiKey
from ..sign_in import KEY_SIGN

DAYS_MOST = 365
NAME_MOST = 80
PREFIX_LENGTH = 12


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key and its text, which can be shown this once."""

    key: ApiKey
    text: str


def make(*, name: str, scopes: Iterable[str], days: int) -> NewKey:
    """For the actor, who answers for what it does. Raises Invalid."""
    actor = current()
    name, wanted, problems = " ".join(name.split()), set(scopes), {}
    if not name or len(name) > NAME_MOST:
        problems["name"] = _("Say in 1 to %d characters what the key is for.") % NAME_MOST
    if not wanted or not wanted <= set(ApiKey.Scope.values):
        problems["scopes"] = _("Choose at least one of: %s.") % ", ".join(ApiKey.Scope.values)
    if not 1 <= days <= DAYS_MOST:
        problems["days"] = _("A key is valid for 1 to %d days.") % DAYS_MOST
    if problems:
        raise Invalid(problems)
    text = KEY_SIGN + secrets.token_urlsafe(32)
    key = ApiKey.objects.create(
        organisation_id=actor.organisation,
        member_id=actor.member,
        name=name,
        prefix=text[:PREFIX_LENGTH],
        key_hash=hashlib.sha256(text.encode()).hexdigest(),
        scopes=[scope for scope in ApiKey.Scope.values if scope in wanted],
        expires_at=timezone.now() + timedelta(days=days),
    )
    journal.record("api-key.make", "api-key", key.pk, name=name, scopes=key.scopes, expires_at=key.expires_at)
    return NewKey(key, text)


def revoke(key_id: UUID) -> ApiKey:
    """One's own, or, as an administrator, any of the organisation. At once."""
    key = queries.revocable_key(key_id)
    if key.revoked_at is None:
        key.revoked_at = timezone.now()
        key.save(update_fields=["revoked_at"])
        journal.record("api-key.revoke", "api-key", key.pk, name=key.name)
    return key
