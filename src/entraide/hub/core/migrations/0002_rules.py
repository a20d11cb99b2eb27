from django.db import migrations

from entraide.hub.core import rls
from entraide.hub.core.rls import DOOR, MEMBER, ORGANISATION, PROCESSES, ROLES, policy

ANNOUNCE = """
CREATE FUNCTION core_announce(organisation uuid, kind text, object uuid, members uuid[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE event_number bigint;
BEGIN
    INSERT INTO core_livecounter AS counter (organisation_id, last) VALUES (organisation, 1)
        ON CONFLICT (organisation_id) DO UPDATE SET last = counter.last + 1
        RETURNING last INTO event_number;
    INSERT INTO core_liveevent (organisation_id, number, kind, object_id, members, at)
        VALUES (organisation, event_number, kind, object, members, now());
    PERFORM pg_notify('entraide_live', json_build_object(
        'organisation', organisation, 'id', event_number, 'kind', kind, 'object', object,
        -- a notification holds 8,000 bytes; who many members are, the table knows
        'members', CASE WHEN cardinality(members) > 100 THEN '"many"'::json ELSE to_json(members) END)::text);
    RETURN event_number;
END $$
"""

# The numbers of the events that are still kept, those for other members included: what lies before was swept.
LIVE_RANGE = f"""
CREATE FUNCTION core_live_range(OUT oldest bigint, OUT newest bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT coalesce((SELECT min(number) FROM core_liveevent WHERE organisation_id = {ORGANISATION}), last + 1), last
    FROM (SELECT coalesce(
        (SELECT last FROM core_livecounter WHERE organisation_id = {ORGANISATION}), 0) AS last) AS counter
$$
"""

# An exercise begins on an empty database alone, and sets only the clock of the work.
BEGIN_EXERCISE = """
CREATE FUNCTION core_begin_exercise(seed bigint, opens_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM directory_organisation) THEN
        RAISE EXCEPTION 'this database holds organisations: an exercise needs an empty one'
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    UPDATE core_hub SET exercise = true, clock_offset = opens_at - now(), story_seed = seed;
END $$
"""

NOW = """
CREATE FUNCTION core_now() RETURNS timestamptz LANGUAGE sql STABLE AS
$$ SELECT now() + clock_offset FROM core_hub $$
"""

APPEND_ONLY = """
CREATE FUNCTION core_journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.seal IS NULL
        AND (to_jsonb(OLD) - '{number,previous,seal}'::text[]) = (to_jsonb(NEW) - '{number,previous,seal}'::text[])
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the journal is append-only';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON core_journalentry
    FOR EACH ROW EXECUTE FUNCTION core_journal_is_append_only();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON core_journalentry
    FOR EACH STATEMENT EXECUTE FUNCTION core_journal_is_append_only();
"""

own = f"organisation_id = {ORGANISATION}"
audited = f"{own} AND 'auditor' = ANY ({ROLES})"

# What a proof needs of the entries and whether their details are what was committed to, without showing
# the details: for the sealer of every organisation, for an auditor of the own one.
PROOF = f"""
CREATE VIEW core_journalproof WITH (security_barrier) AS
    SELECT entry.*, CASE WHEN detail.entry_id IS NOT NULL
            THEN sha256(detail.salt || convert_to(detail.detail, 'UTF8')) = entry.commitment END AS detail_matches
        FROM core_journalentry AS entry LEFT JOIN core_journaldetail AS detail ON detail.entry_id = entry.id
        WHERE current_user = 'entraide_sealer'
            OR entry.organisation_id = {ORGANISATION} AND 'auditor' = ANY ({ROLES})
"""

# A witness knows the digest of another's head, and may learn nothing else of it.
COUNTERSIGN = f"""
CREATE FUNCTION core_countersign(head_digest bytea, signed_at timestamptz, given bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE seen uuid;
BEGIN
    SELECT id INTO seen FROM core_journalhead
        WHERE digest = head_digest AND organisation_id <> {ORGANISATION};
    IF seen IS NULL THEN
        RETURN false;
    END IF;
    INSERT INTO core_countersignature (id, head_id, witness_id, at, signature)
        VALUES (gen_random_uuid(), seen, {ORGANISATION}, signed_at, given)
        ON CONFLICT (head_id, witness_id) DO NOTHING;
    RETURN true;
END $$
"""

# Personal data is kept no longer in the journal than anywhere else; the entries remain.
FORGET_OLD_DETAILS = """
CREATE FUNCTION core_forget_old_details(most integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE forgotten bigint;
BEGIN
    DELETE FROM core_journaldetail WHERE entry_id IN (
        SELECT entry.id FROM core_journalentry AS entry
            JOIN core_journaldetail AS detail ON detail.entry_id = entry.id
            WHERE entry.at < now() - interval '5 years' LIMIT most);
    GET DIAGNOSTICS forgotten = ROW_COUNT;
    RETURN forgotten;
END $$
"""

# One writes for oneself, and leaves numbering to the sealer. At the door nobody acts yet: a failed sign-in
# is journalled for the organisation of the address.
writes_own = (
    f"number IS NULL AND seal IS NULL AND"
    f" ({own} AND member_id IS NOT DISTINCT FROM {MEMBER} OR {DOOR} = 'sign-in')"
)

STATEMENTS = [
    "INSERT INTO core_hub (id, exercise, clock_offset) VALUES (1, false, interval '0')",
    ANNOUNCE,
    LIVE_RANGE,
    BEGIN_EXERCISE,
    NOW,
    APPEND_ONLY,
    *rls.enable("core_journalentry"),
    policy("core_journalentry", "deeds_are_own", "INSERT", PROCESSES, check=writes_own),
    policy("core_journalentry", "auditors_read", "SELECT", PROCESSES, using=audited),
    policy("core_journalentry", "sealer_reads", "SELECT", ("sealer",), using="true"),
    policy("core_journalentry", "sealer_seals", "UPDATE", ("sealer",), using="seal IS NULL", check="true"),
    *rls.enable("core_journaldetail"),
    policy("core_journaldetail", "deeds_are_own", "INSERT", PROCESSES, check=f"{own} OR {DOOR} = 'sign-in'"),
    policy("core_journaldetail", "auditors_read", "SELECT", PROCESSES, using=audited),
    PROOF,
    FORGET_OLD_DETAILS,
    *rls.enable("core_journalhead"),
    policy("core_journalhead", "sealer_writes", "ALL", ("sealer",), using="true", check="true"),
    policy("core_journalhead", "own_organisation", "SELECT", PROCESSES, using=own),
    COUNTERSIGN,
    *rls.enable("core_countersignature"),
    policy("core_countersignature", "sealer_proves", "SELECT", ("sealer",), using="true"),
    policy(
        "core_countersignature",
        "of_own_heads_or_by_oneself",
        "SELECT",
        PROCESSES,
        using=f"witness_id = {ORGANISATION} OR EXISTS (SELECT 1 FROM core_journalhead AS head"
        " WHERE head.id = head_id)",
    ),
    *rls.enable("core_liveevent"),
    policy(
        "core_liveevent",
        "those_concerned",
        "SELECT",
        ("web",),
        using=f"{own} AND (members IS NULL OR {MEMBER} = ANY (members))",
    ),
    policy("core_liveevent", "worker_finds", "SELECT", ("worker",), using="true"),
    policy("core_liveevent", "worker_sweeps", "DELETE", ("worker",), using="at < now() - interval '7 days'"),
    *rls.enable("core_livecounter"),
    policy("core_livecounter", "own_organisation", "SELECT", ("web",), using=own),
    *rls.owned("core_job"),
    policy("core_job", "worker_runs", "SELECT", ("worker",), using=f"{DOOR} = 'job'"),
]


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial"), ("directory", "0002_rules")]
    operations = [migrations.RunSQL(statement) for statement in STATEMENTS]
