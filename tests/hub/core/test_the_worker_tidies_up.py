"""What nobody needs any more is forgotten: old live events, spent quotas, sessions that are over."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from types import SimpleNamespace

from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from entraide.hub.core import housekeeping, live, quota
from entraide.hub.core.acting import acting_as
from entraide.hub.core.models import LiveEvent, QuotaUse

AsProcess = Callable[[str], AbstractContextManager[None]]


def test_live_events_are_kept_a_week(cast: SimpleNamespace, as_process: AsProcess) -> None:
    for _ in range(2):
        with acting_as(cast.kavya):
            live.announce(cast.kavya.organisation_id, "hit")
    with as_process("migrator"), connection.cursor() as cursor:
        cursor.execute("UPDATE core_liveevent SET at = now() - interval '8 days' WHERE number = 1")
    with as_process("worker"):
        assert housekeeping.forget_live_events() == 1
        assert list(LiveEvent.objects.values_list("number", flat=True)) == [2]


def test_quotas_of_yesterday_are_forgotten(cast: SimpleNamespace, as_process: AsProcess) -> None:
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    for ago in (0, 30):
        QuotaUse.objects.create(
            member_id=cast.kavya.pk, kind="search", hour=hour - timedelta(hours=ago), used=1
        )
    with as_process("worker"):
        assert quota.sweep() == 1


def test_sessions_that_are_over_are_deleted(db: None, as_process: AsProcess) -> None:
    for key, ends in (("over", -1), ("open", 1)):
        Session.objects.create(
            session_key=key, session_data="", expire_date=timezone.now() + timedelta(hours=ends)
        )
    with as_process("worker"):
        housekeeping.forget_sessions()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["open"]
