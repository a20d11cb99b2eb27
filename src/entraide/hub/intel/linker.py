"""The linker: compares tokens in the link index, writes hits, tells those who may know.

It runs as a process and a role of its own, reads the index only, and never sees a report or a value.
"""

from django.db import connection, transaction

FAN_OUT = (
    25  # records of one organisation, or organisations, that may share a selector before it means nothing
)
BATCH = 1000

_LABEL = [
    "tlp",
    "audience",
    "recipients",
    "excluded_states",
    "hit_mode",
    "purposes",
    "expires_on",
    "disputed",
]
_SIDE = ["kind", "record", "owner_id", "state", "unit", *_LABEL]


def _columns(side: str) -> str:
    return ", ".join(f"{side}_{column}" for column in _SIDE)


def _values(entry: str) -> str:
    rest = ", ".join(f"{entry}.{column}" for column in _SIDE[2:])
    return f"{entry}.record_kind, {entry}.record_id, {rest}"


def _listed(row: str) -> str:
    return ", ".join(f"{row}.{side}_{column}" for side in ("older", "newer") for column in _LABEL)


_LABELS = ", ".join(f"{side}_{column}" for side in ("older", "newer") for column in _LABEL)

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
"""
_FILL = """
INSERT INTO taken SELECT id, token, owner_id, record_id, received_at FROM intel_linkentry
    WHERE linked_at IS NULL ORDER BY id LIMIT %(batch)s FOR UPDATE SKIP LOCKED
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
INSERT INTO intel_hit AS hit (id, reasons, created_at, {_columns("older")}, {_columns("newer")},
        older_released, newer_released, older_told, newer_told)
    SELECT gen_random_uuid(), grouped.reasons, core_now(), {_values("older")}, {_values("newer")},
        false, false, false, false
    FROM grouped JOIN intel_linkentry AS older ON older.id = older_id JOIN intel_linkentry AS newer ON newer.id = newer_id
    ORDER BY older.record_id, newer.record_id
ON CONFLICT (older_record, newer_record) DO UPDATE SET ({_LABELS}) = ROW ({_listed("excluded")}), reasons = (
        SELECT jsonb_agg(DISTINCT reason) FROM jsonb_array_elements(hit.reasons || excluded.reasons) AS reason)
    WHERE NOT hit.reasons @> excluded.reasons
        OR ({_listed("hit")}) IS DISTINCT FROM ({_listed("excluded")})
"""
_DONE = """
UPDATE intel_linkentry AS entry SET linked_at = now(),
    capped = (entry.token, entry.owner_id) IN (SELECT token, owner_id FROM crowded)
    FROM taken WHERE entry.id = taken.id
"""

# Each side that may know and was not told. In the order of organisations, so that two writers of events
# never wait for each other. Of a RED record those it names; of two records of one organisation those whom
# both allow. Not of a record that is expired, nor where no purpose would let the hit be seen.
_TELL = """
WITH untold AS (
    SELECT id, older_sees AND NOT older_told AS older, newer_sees AND NOT newer_told AS newer
    FROM intel_hit WHERE ((older_sees AND NOT older_told) OR (newer_sees AND NOT newer_told))
        AND least(older_expires_on, newer_expires_on) > (core_now() AT TIME ZONE 'UTC')::date
        AND (older_purposes & newer_purposes) <> 0
    ORDER BY created_at, id LIMIT %(batch)s FOR UPDATE
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


def link_waiting() -> int:
    """Link what waits, at most a batch, and tell; returns how much was done, 0 once nothing waits."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_TAKE)
        cursor.execute("TRUNCATE taken")
        cursor.execute(_FILL, {"batch": BATCH})
        taken = cursor.rowcount
        if taken:
            cursor.execute("TRUNCATE crowded")
            cursor.execute(_CAP)
            cursor.execute("SELECT EXISTS (SELECT 1 FROM crowded)")
            if cursor.fetchone()[0]:
                cursor.execute(_UNPAIR)
            cursor.execute(_KEEP)
            cursor.execute(_PAIR)
            cursor.execute(_DONE)
        cursor.execute(_TELL, {"batch": BATCH})
        told = int(cursor.fetchone()[0])
    return taken + told
