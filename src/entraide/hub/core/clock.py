"""The time of the work: real, or the exercise's. Sign-in, sessions and the journal never ask here."""

import time
from datetime import date, datetime, timedelta

from django.db import connection
from django.utils import timezone

_FRESH_SECONDS = 5.0
_offset = timedelta(0)
_exercise = False
_read_at = float("-inf")


def now() -> datetime:
    """Aware, UTC."""
    _refresh()
    return timezone.now() + _offset


def today() -> date:
    """The UTC day, on which expiry turns at midnight."""
    return now().date()


def is_exercise() -> bool:
    _refresh()
    return _exercise


def forget() -> None:
    """Read the clock anew at the next call (after it was set)."""
    global _read_at
    _read_at = float("-inf")


def _refresh() -> None:
    global _offset, _exercise, _read_at
    if time.monotonic() - _read_at < _FRESH_SECONDS:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT exercise, clock_offset FROM core_hub")
        _exercise, _offset = cursor.fetchone() or (False, timedelta(0))
    _read_at = time.monotonic()
