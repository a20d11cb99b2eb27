"""Tell those concerned, live: ids only. What they may see of it, their next request decides."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection


def announce(
    organisation: UUID, kind: str, object_id: UUID | None = None, *, members: Iterable[UUID] | None = None
) -> None:
    """In the current transaction; reaches the browsers when it commits.

    ``members``: only these of the organisation (a RED record may not be betrayed to colleagues).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT core_announce(%s, %s, %s, %s)",
            [organisation, kind, object_id, None if members is None else list(members)],
        )
