"""What will soon be gone, and what only a legal hold keeps."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from ...core import clock
from ...core.acting import current
from ..models import Report

SOON_DAYS = 30


@dataclass(frozen=True, slots=True)
class HeldReport:
    """Expired, unreadable, and kept: renew it, or release the hold."""

    id: UUID
    expires_on: date
    reason: str


def expiring(days: int = SOON_DAYS) -> QuerySet[Report]:
    """Reports of one's own organisation that expire within so many days, the next one first."""
    until = clock.today() + timedelta(days=days)
    return Report.objects.filter(owner=current().organisation, expires_on__lte=until).order_by(
        "expires_on", "pk"
    )


def held_expired() -> list[HeldReport]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, expires_on, hold_reason FROM intel_held_expired()")
        return [HeldReport(*row) for row in cursor.fetchall()]


def is_held(report_id: UUID) -> bool:
    """Expired, and kept by a legal hold alone."""
    return any(held.id == report_id for held in held_expired())
