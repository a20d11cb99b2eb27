"""Sessions in the database under a digest of their key: who reads the table can send none of them."""

from hashlib import blake2b
from typing import Any

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone


def kept_as(key: str) -> str:
    """What the table holds of a key that a browser sends: 40 hexadecimal digits, as wide as its column."""
    return blake2b(key.encode(), digest_size=20).hexdigest()


class SessionStore(db.SessionStore):
    """Django's own, but for the key; whoever asks for a session asks with what the browser sent."""

    def _get_session_from_db(self) -> Session | None:
        found = self.model.objects.filter(
            session_key=kept_as(self.session_key), expire_date__gt=timezone.now()
        ).first()
        if found is None:
            self._session_key = None  # a key that nobody was given is never taken over
        return found

    def exists(self, session_key: str) -> bool:
        return super().exists(kept_as(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        session = super().create_model_instance(data)
        session.session_key = kept_as(session.session_key)
        return session

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            super().delete(kept_as(key))

    _aget_session_from_db = sync_to_async(_get_session_from_db)
    aexists = sync_to_async(exists)
    acreate_model_instance = sync_to_async(create_model_instance)
    adelete = sync_to_async(delete)
