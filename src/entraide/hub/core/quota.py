"""Queries spend a quota: who fishes for numbers in sequence is stopped, journalled and noticed."""

from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .acting import current
from .errors import Refused

AN_HOUR = {"search": 300, "search.person": 60, "watch": 100, "mark": 3000, "person.say": 60, "locate": 120}


def spend(kind: str, amount: int = 1) -> None:
    """Spend of the member's hourly quota; raises Refused once it is used up."""
    actor = current()
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_quotause (member_id, kind, hour, used) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (member_id, kind, hour) DO UPDATE SET used = core_quotause.used + excluded.used"
            " RETURNING used",
            [actor.member, kind, hour, amount],
        )
        used = cursor.fetchone()[0]
    if used > AN_HOUR[kind]:
        minutes = (hour + timedelta(hours=1) - timezone.now()).seconds // 60 + 1
        reason = _("The hourly quota of %(most)d is used up. It is renewed in %(minutes)d minutes.")
        raise Refused(reason % {"most": AN_HOUR[kind], "minutes": minutes}, deed=f"{kind}.quota")


def sweep() -> int:
    """Forget the hours past. For the nightly job."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_quotause WHERE hour < now() - interval '1 day'")
        return cursor.rowcount
