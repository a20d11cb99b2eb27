"""Selectors: compares tokens in the link index, and writes a hit for each pair of records that share one."""

from django.db.backends.utils import CursorWrapper

from .hits import labels, side_columns, side_values

FAN_OUT = (
    25  # records of one organisation, or organisations, that may share a selector before it means nothing
)
BATCH = 2000


def _values(entry: str) -> str:
    return side_values(entry, f"{entry}.record_kind")


def _row(entry: str) -> str:
    """The entry of that id."""
    return f"""CROSS JOIN LATERAL (
        SELECT {side_values("entry", "record_kind")} FROM intel_linkentry AS entry
            WHERE entry.id = grouped.{entry}_id OFFSET 0) AS {entry}"""


# 1. Take what waits, and see which of it another record has too: little, and all that is done next is of that.
# 2. Leave out what is crowded, and forget what rested on that alone.
# 3. Pair each entry with the others of its token, the older first; one hit a pair of records, with reasons.
#    A hit made while a record was relabelled had the label before: it is given the one that holds.
#
# Each entry asks the index for its token, and OFFSET 0 holds the planner to it: of a table that grows by
# thousands of rows a second it knows little, and would read the whole of it for every batch.
#
# An organisation that holds a selector too often is left out for itself: were all records counted together,
# whoever files a number again and again would see from their own hits going whether others hide it.
_TAKE = """
SELECT count(*), array_agg(id)::text, array_agg(id) FILTER (WHERE met)::text FROM (
    SELECT id, EXISTS (SELECT 1 FROM intel_linkentry AS other
            WHERE other.token = taken.token AND other.record_id <> taken.record_id) AS met
        FROM (SELECT id, token, record_id FROM intel_linkentry
            WHERE linked_at IS NULL ORDER BY id LIMIT %s FOR NO KEY UPDATE SKIP LOCKED) AS taken
        OFFSET 0) AS asked
"""
_CROWDED = f"""
WITH held AS (SELECT DISTINCT token, owner_id FROM intel_linkentry WHERE id = ANY (%s::bigint[]))
SELECT array_agg(token)::text, array_agg(owner_id)::text FROM (
    SELECT token, owner_id FROM held
        WHERE {FAN_OUT} < (SELECT count(*) FROM (SELECT 1 FROM intel_linkentry AS entry
            WHERE entry.token = held.token AND entry.owner_id = held.owner_id LIMIT {FAN_OUT} + 1) AS bounded)
    UNION
    SELECT tokens.token, entry.owner_id FROM (SELECT DISTINCT token FROM held) AS tokens
        CROSS JOIN LATERAL (SELECT owner_id FROM intel_linkentry WHERE token = tokens.token OFFSET 0) AS entry
        WHERE {FAN_OUT} < (SELECT count(*) FROM (SELECT DISTINCT holder.owner_id FROM intel_linkentry AS holder
            WHERE holder.token = tokens.token LIMIT {FAN_OUT} + 1) AS bounded)) AS crowded
"""
_OF_CROWD = "unnest(%(tokens)s::uuid[], %(owners)s::uuid[]) AS crowded (token, owner_id)"
_CAP = f"""
UPDATE intel_linkentry AS entry SET capped = true FROM {_OF_CROWD}
    WHERE entry.token = crowded.token AND entry.owner_id = crowded.owner_id AND NOT entry.capped
"""
_UNPAIR = f"""
DELETE FROM intel_hit AS hit USING (
        SELECT DISTINCT record_id FROM intel_linkentry AS entry
            JOIN {_OF_CROWD} ON crowded.token = entry.token AND crowded.owner_id = entry.owner_id
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
_OTHERS = """
    FROM intel_linkentry AS mine CROSS JOIN LATERAL (
        SELECT id, record_id, record_kind, kind, received_at FROM intel_linkentry
            WHERE token = mine.token AND record_id <> mine.record_id AND NOT capped OFFSET 0) AS other
    WHERE mine.id = ANY (%(met)s::bigint[])
"""
# Whoever deletes a record at this moment waits, and then finds its hits; else they would outlive it.
_KEEP = f"""
SELECT count(*) FROM (SELECT 1 FROM intel_linkentry AS entry
    WHERE entry.id = ANY (ARRAY(SELECT other.id {_OTHERS})) ORDER BY entry.id FOR KEY SHARE OF entry) AS kept
"""
_PAIR = f"""
WITH met AS (
    SELECT (mine.received_at, mine.record_id) < (other.received_at, other.record_id) AS first, mine.token,
        mine.id AS my_id, mine.record_id AS my_record, mine.kind AS my_kind,
        other.id AS other_id, other.record_id AS other_record, other.kind AS other_kind
    {_OTHERS}
        AND NOT EXISTS (SELECT 1 FROM {_OF_CROWD} WHERE (crowded.token, crowded.owner_id) = (mine.token, mine.owner_id))
        AND NOT (mine.record_kind = 'watch' AND other.record_kind = 'watch')
), pairs AS (
    SELECT my_id AS older_id, my_record AS older_record, my_kind AS kind,
        other_id AS newer_id, other_record AS newer_record, token FROM met WHERE first
    UNION ALL
    SELECT other_id, other_record, other_kind, my_id, my_record, token FROM met WHERE NOT first
), grouped AS (
    SELECT min(older_id) AS older_id, min(newer_id) AS newer_id,
        jsonb_agg(DISTINCT jsonb_build_object('kind', kind, 'token', token)) AS reasons
    FROM pairs GROUP BY older_record, newer_record
)
INSERT INTO intel_hit AS hit (id, reasons, created_at, {side_columns("older")}, {side_columns("newer")},
        older_released, newer_released, older_told, newer_told)
    SELECT gen_random_uuid(), reasons, core_now(), {_values("older")}, {_values("newer")}, false, false, false, false
    FROM grouped {_row("older")} {_row("newer")} ORDER BY older.record_id, newer.record_id
ON CONFLICT (older_record, newer_record) DO UPDATE SET ({labels()}) = ROW ({labels("excluded")}), strength = 2, reasons = (
        SELECT jsonb_agg(DISTINCT reason) FROM jsonb_array_elements(hit.reasons || excluded.reasons) AS reason)
    WHERE NOT hit.reasons @> excluded.reasons
        OR ({labels("hit")}) IS DISTINCT FROM ({labels("excluded")})
"""
_DONE = f"""
UPDATE intel_linkentry AS entry SET linked_at = now(),
    capped = EXISTS (SELECT 1 FROM {_OF_CROWD} WHERE (crowded.token, crowded.owner_id) = (entry.token, entry.owner_id))
    WHERE entry.id = ANY (%(taken)s::bigint[])
"""


def link(cursor: CursorWrapper, most: int = BATCH) -> int:
    """Link the entries that wait, at most so many; returns how many."""
    cursor.execute(_TAKE, [most])
    count, taken, met = cursor.fetchone()
    given = {"taken": taken, "met": met, "tokens": "{}", "owners": "{}"}
    if met:
        cursor.execute(_CROWDED, [met])
        tokens, owners = cursor.fetchone()
        if tokens:
            given |= {"tokens": tokens, "owners": owners}
            cursor.execute(_CAP, given)
            cursor.execute(_UNPAIR, given)
        cursor.execute(_KEEP, given)
        cursor.execute(_PAIR, given)
    if count:
        cursor.execute(_DONE, given)
    return int(count)
