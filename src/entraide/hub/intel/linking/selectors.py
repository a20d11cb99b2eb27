"""Selectors: compares tokens in the link index, and writes a hit for each pair of records that share one."""

from django.db.backends.utils import CursorWrapper

from .hits import labels, side_columns, side_values

FAN_OUT = (
    25  # records of one organisation, or organisations, that may share a selector before it means nothing
)
BATCH = 1000


def _values(entry: str) -> str:
    return side_values(entry, f"{entry}.record_kind")


# 1. Take what waits. 2. Leave out what is crowded, and forget what rested on that alone.
# 3. Pair each entry with the others of its token, the older first; one hit a pair of records, with reasons.
#    A hit made while a record was relabelled had the label before: it is given the one that holds.
#
# An organisation that holds a selector too often is left out for itself: were all records counted together,
# whoever files a number again and again would see from their own hits going whether others hide it.
_TAKE = """
CREATE TEMP TABLE IF NOT EXISTS taken
    (id bigint, token uuid, owner_id uuid, record_id uuid, received_at timestamptz) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS crowded (token uuid, owner_id uuid) ON COMMIT DELETE ROWS;
DELETE FROM taken;
DELETE FROM crowded;
"""
_FILL = """
INSERT INTO taken SELECT id, token, owner_id, record_id, received_at FROM intel_linkentry
    WHERE linked_at IS NULL ORDER BY id LIMIT %(batch)s FOR NO KEY UPDATE SKIP LOCKED
"""
_CAP = f"""
INSERT INTO crowded
    SELECT token, owner_id FROM (SELECT DISTINCT token, owner_id FROM taken) AS held
        WHERE {FAN_OUT} < (SELECT count(*) FROM (SELECT 1 FROM intel_linkentry AS entry
            WHERE entry.token = held.token AND entry.owner_id = held.owner_id LIMIT {FAN_OUT} + 1) AS bounded)
    UNION
    SELECT entry.token, entry.owner_id FROM (SELECT DISTINCT token FROM taken) AS tokens
        JOIN intel_linkentry AS entry ON entry.token = tokens.token
        WHERE {FAN_OUT} < (SELECT count(*) FROM (SELECT DISTINCT holder.owner_id FROM intel_linkentry AS holder
            WHERE holder.token = tokens.token LIMIT {FAN_OUT} + 1) AS bounded);
UPDATE intel_linkentry AS entry SET capped = true FROM crowded
    WHERE entry.token = crowded.token AND entry.owner_id = crowded.owner_id AND NOT entry.capped;
"""
_UNPAIR = """
DELETE FROM intel_hit AS hit USING (
        SELECT DISTINCT record_id FROM intel_linkentry AS entry
            JOIN crowded ON crowded.token = entry.token AND crowded.owner_id = entry.owner_id
    ) AS record
    WHERE record.record_id IN (hit.older_record, hit.newer_record)
    AND NOT EXISTS (
        SELECT 1 FROM jsonb_array_elements(hit.reasons) AS reason
        WHERE NOT EXISTS (SELECT 1 FROM intel_linkentry AS entry
            WHERE entry.token = (reason ->> 'token')::uuid AND entry.capped
                AND entry.record_id IN (hit.older_record, hit.newer_record)))
    AND NOT EXISTS (SELECT 1 FROM intel_decision AS d WHERE d.hit_id = hit.id)
    AND NOT EXISTS (SELECT 1 FROM intel_message AS m WHERE m.hit_id = hit.id)
"""
# Whoever deletes a record at this moment waits, and then finds its hits; else they would outlive it.
_KEEP = """
SELECT count(*) FROM (
    SELECT 1 FROM intel_linkentry AS other JOIN taken ON taken.token = other.token
        WHERE other.record_id <> taken.record_id AND NOT other.capped
        ORDER BY other.id FOR KEY SHARE OF other) AS kept
"""
_PAIR = f"""
WITH pairs AS (
    SELECT DISTINCT ON (older.record_id, newer.record_id, older.token)
        older.id AS older_id, newer.id AS newer_id, older.token, older.kind
    FROM taken
    JOIN intel_linkentry AS mine ON mine.id = taken.id
    JOIN intel_linkentry AS other ON other.token = mine.token AND other.record_id <> mine.record_id
        AND NOT other.capped
    CROSS JOIN LATERAL (
        SELECT (mine.received_at, mine.record_id) < (other.received_at, other.record_id) AS first) AS mine_is
    JOIN intel_linkentry AS older ON older.id = CASE WHEN mine_is.first THEN mine.id ELSE other.id END
    JOIN intel_linkentry AS newer ON newer.id = CASE WHEN mine_is.first THEN other.id ELSE mine.id END
    WHERE (taken.token, taken.owner_id) NOT IN (SELECT token, owner_id FROM crowded)
        AND NOT (mine.record_kind = 'watch' AND other.record_kind = 'watch')
), grouped AS (
    SELECT min(older_id) AS older_id, min(newer_id) AS newer_id,
        jsonb_agg(jsonb_build_object('kind', pairs.kind, 'token', pairs.token) ORDER BY pairs.kind, pairs.token)
            AS reasons
    FROM pairs JOIN intel_linkentry AS older ON older.id = older_id JOIN intel_linkentry AS newer ON newer.id = newer_id
    GROUP BY older.record_id, newer.record_id
)
INSERT INTO intel_hit AS hit (id, reasons, created_at, {side_columns("older")}, {side_columns("newer")},
        older_released, newer_released, older_told, newer_told)
    SELECT gen_random_uuid(), grouped.reasons, core_now(), {_values("older")}, {_values("newer")},
        false, false, false, false
    FROM grouped JOIN intel_linkentry AS older ON older.id = older_id JOIN intel_linkentry AS newer ON newer.id = newer_id
    ORDER BY older.record_id, newer.record_id
ON CONFLICT (older_record, newer_record) DO UPDATE SET ({labels()}) = ROW ({labels("excluded")}), strength = 2, reasons = (
        SELECT jsonb_agg(DISTINCT reason) FROM jsonb_array_elements(hit.reasons || excluded.reasons) AS reason)
    WHERE NOT hit.reasons @> excluded.reasons
        OR ({labels("hit")}) IS DISTINCT FROM ({labels("excluded")})
"""
_DONE = """
UPDATE intel_linkentry AS entry SET linked_at = now(),
    capped = (entry.token, entry.owner_id) IN (SELECT token, owner_id FROM crowded)
    FROM taken WHERE entry.id = taken.id
"""


def link(cursor: CursorWrapper, most: int = BATCH) -> int:
    """Link the entries that wait, at most so many; returns how many."""
    cursor.execute(_TAKE)
    cursor.execute(_FILL, {"batch": most})
    taken = cursor.rowcount
    if taken:
        cursor.execute(_CAP)
        cursor.execute("SELECT EXISTS (SELECT 1 FROM crowded)")
        if cursor.fetchone()[0]:
            cursor.execute(_UNPAIR)
        cursor.execute(_KEEP)
        cursor.execute(_PAIR)
        cursor.execute(_DONE)
    return taken
