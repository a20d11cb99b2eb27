"""The linker writes hits, and tells those who may know of them."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.backends.utils import CursorWrapper

TO_REVIEW, SURE = 1, 2  # Hit.Strength; only what is sure is told live
TOLD_AT_ONCE = 1000

_LABEL = [
    *["tlp", "audience", "recipients", "excluded_states", "hit_mode", "purposes", "expires_on", "disputed"]
]
_SIDE = ["kind", "record", "owner_id", "state", "unit", *_LABEL]


def side_columns(side: str) -> str:
    """The columns of one side of a hit, and in their order …"""
    return ", ".join(f"{side}_{column}" for column in _SIDE)


def side_values(row: str, kind: str, record: str = "record_id") -> str:
    """… their values from a row of the link index. ``kind``: an expression."""
    rest = ", ".join(f"{row}.{column}" for column in _SIDE[2:])
    return f"{kind}, {row}.{record}, {rest}"


def labels(row: str = "") -> str:
    """The labels of both sides, which a hit repeats."""
    prefix = f"{row}." if row else ""
    return ", ".join(f"{prefix}{side}_{column}" for side in ("older", "newer") for column in _LABEL)


class Pair(NamedTuple):
    """Two rows of one table of the link index, by their numbers, and why they are a pair."""

    mine: int
    other: int
    reason: dict[str, Any]
    strength: int = SURE


# Whoever deletes a record at this moment waits, and then finds its hits; else they would outlive it.
_KEEP = """
SELECT row.number FROM intel_{table} AS row WHERE row.number = ANY (%s) ORDER BY row.number FOR KEY SHARE OF row
"""
RECEIVED_FIRST = "(mine.received_at, mine.record_id) < (other.received_at, other.record_id)"
# The older record first; one hit a pair of records, with the stronger of the reasons of a kind. A hit that exists
# has its reason of that kind replaced, and is given the labels that hold now.
_WRITE = f"""
WITH pairs AS (
    SELECT older.number AS older_number, newer.number AS newer_number, pair.reason, pair.strength
    FROM unnest(%(mine)s::int4[], %(other)s::int4[], %(reasons)s::jsonb[], %(strengths)s::int2[])
            AS pair (mine, other, reason, strength)
        JOIN intel_{{table}} AS mine ON mine.number = pair.mine
        JOIN intel_{{table}} AS other ON other.number = pair.other AND other.record_id <> mine.record_id
        CROSS JOIN LATERAL (SELECT {{first}} AS first) AS mine_is
        JOIN intel_{{table}} AS older ON older.number = CASE WHEN mine_is.first THEN mine.number ELSE other.number END
        JOIN intel_{{table}} AS newer ON newer.number = CASE WHEN mine_is.first THEN other.number ELSE mine.number END
), best AS (
    SELECT DISTINCT ON (older.record_id, newer.record_id) pairs.*
    FROM pairs JOIN intel_{{table}} AS older ON older.number = older_number
        JOIN intel_{{table}} AS newer ON newer.number = newer_number
    ORDER BY older.record_id, newer.record_id, pairs.strength DESC, {{likeness}} DESC
)
INSERT INTO intel_hit AS hit (id, reasons, strength, created_at, {side_columns("older")}, {side_columns("newer")},
        older_released, newer_released, older_told, newer_told)
    SELECT gen_random_uuid(), jsonb_build_array(best.reason), best.strength, core_now(),
        {side_values("older", "{older_kind}")}, {side_values("newer", "{newer_kind}")}, false, false, false, false
    FROM best JOIN intel_{{table}} AS older ON older.number = older_number
        JOIN intel_{{table}} AS newer ON newer.number = newer_number
    ORDER BY older.record_id, newer.record_id
ON CONFLICT (older_record, newer_record) DO UPDATE SET ({labels()}) = ROW ({labels("excluded")}),
    strength = CASE WHEN jsonb_array_length(hit.reasons) = 1 AND hit.reasons -> 0 -> 'kind' = excluded.reasons -> 0 -> 'kind'
        THEN excluded.strength ELSE greatest(hit.strength, excluded.strength) END,
    reasons = excluded.reasons || (
        SELECT coalesce(jsonb_agg(reason), '[]') FROM jsonb_array_elements(hit.reasons) AS reason
            WHERE reason -> 'kind' <> excluded.reasons -> 0 -> 'kind')
    WHERE NOT hit.reasons @> excluded.reasons OR hit.strength < excluded.strength
        OR ({labels("hit")}) IS DISTINCT FROM ({labels("excluded")})
"""


def write(
    cursor: CursorWrapper,
    table: str,
    pairs: Sequence[Pair],
    *,
    kind: str = "'report'",
    likeness: str = "1",
    first: str = RECEIVED_FIRST,
) -> int:
    """Write the hits of pairs of rows of ``intel_<table>``; returns how many were made or changed.

    ``kind``, ``likeness`` and ``first`` are SQL: the kind of record of a row ("{row}" is its alias), by which of
    the reason's figures the best of several pairs of two records is chosen, and whether ``mine`` is the older.
    """
    if not pairs:
        return 0
    numbers = sorted({number for pair in pairs for number in (pair.mine, pair.other)})
    cursor.execute(_KEEP.format(table=table), [numbers])
    cursor.execute(
        _WRITE.format(
            table=table,
            likeness=likeness,
            first=first,
            older_kind=kind.format(row="older"),
            newer_kind=kind.format(row="newer"),
        ),
        {
            "mine": [pair.mine for pair in pairs],
            "other": [pair.other for pair in pairs],
            "reasons": [json.dumps(pair.reason) for pair in pairs],
            "strengths": [pair.strength for pair in pairs],
        },
    )
    return cursor.rowcount


# Each side that may know and was not told. In the order of organisations, so that two writers of events
# never wait for each other. Of a RED record those it names; of two records of one organisation those whom
# both allow. Not of a record that is expired, nor where no purpose would let the hit be seen.
_TELL = """
WITH untold AS (
    SELECT id, older_sees AND NOT older_told AS older, newer_sees AND NOT newer_told AS newer
    FROM intel_hit WHERE strength = 2 AND ((older_sees AND NOT older_told) OR (newer_sees AND NOT newer_told))
        AND least(older_expires_on, newer_expires_on) > (core_now() AT TIME ZONE 'UTC')::date
        AND (older_purposes & newer_purposes) <> 0
    ORDER BY created_at, id LIMIT %(batch)s FOR UPDATE SKIP LOCKED
), told AS (
    UPDATE intel_hit AS hit SET older_told = hit.older_told OR untold.older, newer_told = hit.newer_told OR untold.newer
    FROM untold WHERE hit.id = untold.id
    RETURNING hit.*, untold.older AS tell_older, untold.newer AS tell_newer
), sides AS (
    SELECT older_owner_id AS organisation, id, CASE
            WHEN older_owner_id = newer_owner_id AND older_tlp = 4 AND newer_tlp = 4
                THEN ARRAY(SELECT unnest(older_recipients) INTERSECT SELECT unnest(newer_recipients))
            WHEN older_tlp = 4 THEN older_recipients
            WHEN older_owner_id = newer_owner_id AND newer_tlp = 4 THEN newer_recipients
        END AS members, created_at
        FROM told WHERE tell_older
    UNION ALL
    SELECT newer_owner_id, id, CASE WHEN newer_tlp = 4 THEN newer_recipients END, created_at
        FROM told WHERE tell_newer AND newer_owner_id <> older_owner_id
)
SELECT count(core_announce(organisation, 'hit', id, members))
    FROM (SELECT * FROM sides ORDER BY organisation, created_at, id) AS ordered
"""


def tell(cursor: CursorWrapper) -> int:
    """Tell of the hits that wait for it, at most some; returns how many announcements were made."""
    cursor.execute(_TELL, {"batch": TOLD_AT_ONCE})
    return int(cursor.fetchone()[0])
