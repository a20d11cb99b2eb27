"""What expired is deleted everywhere, unless a legal hold keeps it.

    expiring("report", "intel_report", forget=erase_keys)      # in an app's retention.py

The table carries the label's columns (``core.models.Labelled``); its DELETE trigger takes with it whatever
hangs on a row. ``forget`` is given the ids once their rows are gone for good, for what lies outside of the
database.
"""

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from . import clock, journal
from .acting import housekeeping

log = logging.getLogger(__name__)
BATCH = 1000


@dataclass(frozen=True, slots=True)
class _Expiring:
    kind: str
    table: str
    forget: Callable[[Sequence[UUID]], None]


_expiring: dict[str, _Expiring] = {}


def expiring(kind: str, table: str, *, forget: Callable[[Sequence[UUID]], None]) -> None:
    """Have the rows of this table deleted when they expire."""
    _expiring[kind] = _Expiring(kind, table, forget)


def sweep() -> Counter[str]:
    """Delete what expired, in batches, each its own transaction; returns how many of each kind.

    As the worker. Stopped at any moment, the next sweep goes on.
    """
    swept: Counter[str] = Counter()
    for what in _expiring.values():
        more = True
        while more:
            found, deleted = _delete_some(what)
            swept[what.kind] += deleted
            more = found == BATCH
    return +swept


def _delete_some(what: _Expiring) -> tuple[int, int]:
    """(how many had expired, how many were deleted): one that was renewed or held meanwhile stays."""
    today = clock.today()
    expired = "expires_on <= %s AND NOT legal_hold"
    with housekeeping(), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM {what.table} WHERE {expired} ORDER BY expires_on LIMIT %s", [today, BATCH]
        )
        found = [row_id for (row_id,) in cursor.fetchall()]
        if not found:
            return 0, 0
        cursor.execute(
            f"DELETE FROM {what.table} WHERE id = ANY (%s) AND {expired} RETURNING id, owner_id",
            [found, today],
        )
        deleted = cursor.fetchall()
        for owner, count in Counter(owner for _id, owner in deleted).items():
            journal.record_for(owner, "retention.delete", kind=what.kind, count=count)
    what.forget([row_id for row_id, _owner in deleted])
    return len(found), len(deleted)
