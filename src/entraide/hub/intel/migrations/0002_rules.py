from django.db import migrations

from entraide.hub.core import rls
from entraide.hub.core.rls import ORGANISATION, PROCESSES, TODAY, policy

CHILDREN = ("selector", "technique", "place", "attachment", "custody", "claim", "searchtoken", "nametoken")
RULE = [
    "owner_id",
    "tlp",
    "audience",
    "recipients",
    "excluded_states",
    "purposes",
    "expires_on",
    "disputed",
    "legal_hold",
]
MODE = ["hit_mode"]
REST = ["handling_codes", "caveat", "source_grade", "information_grade"]
SIDE = ["tlp", "audience", "recipients", "excluded_states", "hit_mode", "purposes", "expires_on", "disputed"]

older_offered = rls.is_offered("older_", "newer_", own_is_older=True)
newer_offered = rls.is_offered("newer_", "older_", own_is_older=False)
sees_as_older = rls.may_see_hit("older_", "newer_", "older_sees")
sees_as_newer = rls.may_see_hit("newer_", "older_", "newer_sees")


def _set(columns: list[str], prefix: str = "") -> str:
    return ", ".join(f"{prefix}{column} = new_rows.{column}" for column in columns)


def _relabel_link_entries(record_kind: str) -> str:
    """The linker hears of it: what may now be told, it tells."""
    return f"""
        UPDATE intel_linkentry AS entry SET {_set(RULE + MODE + REST)}, linked_at = NULL
            FROM new_rows WHERE entry.record_kind = '{record_kind}' AND entry.record_id = new_rows.id;
        UPDATE intel_hit AS hit SET {_set(SIDE, "older_")} FROM new_rows WHERE hit.older_record = new_rows.id;
        UPDATE intel_hit AS hit SET {_set(SIDE, "newer_")} FROM new_rows WHERE hit.newer_record = new_rows.id;
        NOTIFY entraide_link;"""


def _forget_links() -> str:
    """The links, the hits with what was said on them, and what the journal says of either beyond the deed."""
    # side by side and not with OR, so that each join finds its index
    return """
        DELETE FROM intel_linkentry AS entry USING old_rows WHERE entry.record_id = old_rows.id;
        DELETE FROM core_journaldetail AS detail USING core_journalentry AS entry, old_rows
            WHERE entry.object_id = old_rows.id::text AND entry.object_id <> '' AND detail.entry_id = entry.id;""" + "".join(
        f"""
        DELETE FROM intel_decision AS said USING intel_hit AS hit, old_rows
            WHERE said.hit_id = hit.id AND hit.{side}_record = old_rows.id;
        DELETE FROM intel_message AS said USING intel_hit AS hit, old_rows
            WHERE said.hit_id = hit.id AND hit.{side}_record = old_rows.id;
        DELETE FROM core_journaldetail AS detail USING core_journalentry AS entry, intel_hit AS hit, old_rows
            WHERE entry.object_id = hit.id::text AND entry.object_id <> '' AND detail.entry_id = entry.id
                AND hit.{side}_record = old_rows.id;
        DELETE FROM intel_hit AS hit USING old_rows WHERE hit.{side}_record = old_rows.id;"""
        for side in ("older", "newer")
    )


def _trigger(name: str, table: str, event: str, body: str) -> str:
    """A statement trigger that runs as the migrator: children may not be seen by who changes the parent."""
    rows = "NEW TABLE AS new_rows" if event == "UPDATE" else "OLD TABLE AS old_rows"
    return f"""
    CREATE FUNCTION {name}() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    BEGIN {body}
        RETURN NULL;
    END $$;
    CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {rows}
        FOR EACH STATEMENT EXECUTE FUNCTION {name}();
    """


relabel_children = (
    "".join(
        f"UPDATE intel_{child} AS child SET {_set(RULE)} FROM new_rows WHERE child.report_id = new_rows.id;"
        for child in CHILDREN
        if child != "claim"
    )
    + f"""
    UPDATE intel_claim AS child SET {_set(RULE + MODE + REST)}, tlp = greatest(new_rows.tlp, 2::smallint)
        FROM new_rows WHERE child.report_id = new_rows.id;""".replace("tlp = new_rows.tlp, ", "").replace(
        "hit_mode = new_rows.hit_mode", "hit_mode = greatest(new_rows.hit_mode, 1::smallint)"
    )
)
# an entity goes with the last claim about it
delete_children = """
    DELETE FROM intel_entity AS entity USING intel_claim AS gone, old_rows
        WHERE gone.report_id = old_rows.id AND entity.id = gone.entity_id AND NOT EXISTS (
            SELECT 1 FROM intel_claim AS claim WHERE claim.entity_id = entity.id
                AND claim.report_id NOT IN (SELECT id FROM old_rows));""" + "".join(
    f"DELETE FROM intel_{child} AS child USING old_rows WHERE child.report_id = old_rows.id;"
    for child in CHILDREN
)

RELEASE = f"""
CREATE FUNCTION intel_release_hit(hit uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE found_rows integer;
BEGIN
    UPDATE intel_hit SET
        older_released = older_released OR (older_owner_id = {ORGANISATION} AND older_hit_mode <> 2),
        newer_released = newer_released OR (newer_owner_id = {ORGANISATION} AND newer_hit_mode <> 2)
        WHERE id = hit AND ({sees_as_older} OR {sees_as_newer});
    GET DIAGNOSTICS found_rows = ROW_COUNT;
    NOTIFY entraide_link;
    RETURN found_rows = 1;
END $$
"""

# Ids of one's own organisation's reports by the client_id it sent, readable or not: for sending again.
OWN_REPORTS = f"""
CREATE FUNCTION intel_own_reports(client_ids text[]) RETURNS TABLE (client_id varchar, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT report.client_id, report.id FROM intel_report AS report
        WHERE report.owner_id = {ORGANISATION} AND report.client_id = ANY (client_ids)
$$
"""

# A record under legal hold is kept beyond its expiry, and read by nobody: its owner renews it, or lets go.
HELD = f"""
CREATE FUNCTION intel_held_expired() RETURNS TABLE (id uuid, expires_on date, hold_reason varchar)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT report.id, report.expires_on, report.hold_reason FROM intel_report AS report
        WHERE {rls.is_held("report.")} ORDER BY report.expires_on, report.id
$$;
CREATE FUNCTION intel_renew_held(report_id uuid, new_day date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE intel_report AS report SET expires_on = new_day
        WHERE report.id = report_id AND {rls.is_held("report.")}
            AND new_day > {TODAY} AND new_day <= {TODAY} + interval '5 years';
    RETURN FOUND;
END $$;
CREATE FUNCTION intel_release_held(report_id uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE intel_report AS report SET legal_hold = false, hold_reason = ''
        WHERE report.id = report_id AND {rls.is_held("report.")};
    RETURN FOUND;
END $$
"""

# For the sweep of keys and files whose record is gone.
STILL_THERE = """
CREATE FUNCTION intel_still_there(ids uuid[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT report.id FROM intel_report AS report WHERE report.id = ANY (ids)
    UNION ALL SELECT watch.id FROM intel_watch AS watch WHERE watch.id = ANY (ids)
    UNION ALL SELECT attachment.id FROM intel_attachment AS attachment WHERE attachment.id = ANY (ids)
$$
"""

sees_hit = "EXISTS (SELECT 1 FROM intel_hit AS hit WHERE hit.id = hit_id)"  # under the hit's own policy
own = f"organisation_id = {ORGANISATION}"

STATEMENTS = [
    "ALTER TABLE intel_hit DROP COLUMN older_sees, DROP COLUMN newer_sees,"
    f" ADD COLUMN older_sees boolean GENERATED ALWAYS AS ({older_offered}) STORED,"
    f" ADD COLUMN newer_sees boolean GENERATED ALWAYS AS ({newer_offered}) STORED",
    "CREATE INDEX hit_to_tell ON intel_hit (created_at)"
    " WHERE (older_sees AND NOT older_told) OR (newer_sees AND NOT newer_told)",
    *rls.labelled("intel_report"),
    *(statement for child in CHILDREN for statement in rls.labelled(f"intel_{child}")),
    *rls.labelled("intel_watch"),
    *rls.owned("intel_handovernote"),
    # an entity is seen only through the claims that one may read
    *rls.enable("intel_entity"),
    policy(
        "intel_entity",
        "seen_through_claims",
        "SELECT",
        PROCESSES,
        using="EXISTS (SELECT 1 FROM intel_claim AS claim WHERE claim.entity_id = intel_entity.id)",
    ),
    policy("intel_entity", "owner_adds", "INSERT", PROCESSES, check=f"owner_id = {ORGANISATION}"),
    # the link index: written with the record, read by the linker alone
    *rls.enable("intel_linkentry"),
    policy("intel_linkentry", "owner_adds", "INSERT", PROCESSES, check=f"owner_id = {ORGANISATION}"),
    policy("intel_linkentry", "linker_links", "ALL", ("linker",), using="true", check="true"),
    *rls.enable("intel_hit"),
    policy("intel_hit", "two_parties_read", "SELECT", PROCESSES, using=f"{sees_as_older} OR {sees_as_newer}"),
    policy("intel_hit", "linker_links", "ALL", ("linker",), using="true", check="true"),
    *(
        statement
        for table in ("intel_decision", "intel_message")
        for statement in (
            *rls.enable(table),
            policy(table, "two_parties_read", "SELECT", PROCESSES, using=sees_hit),
            policy(table, "two_parties_write", "INSERT", PROCESSES, check=f"{own} AND {sees_hit}"),
        )
    ),
    policy("intel_decision", "linker_keeps_decided", "SELECT", ("linker",), using="true"),
    policy("intel_message", "linker_keeps_discussed", "SELECT", ("linker",), using="true"),
    _trigger(
        "intel_relabel_report", "intel_report", "UPDATE", relabel_children + _relabel_link_entries("report")
    ),
    _trigger("intel_relabel_watch", "intel_watch", "UPDATE", _relabel_link_entries("watch")),
    _trigger("intel_forget_report", "intel_report", "DELETE", delete_children + _forget_links()),
    _trigger("intel_forget_watch", "intel_watch", "DELETE", _forget_links()),
    RELEASE,
    OWN_REPORTS,
    HELD,
    STILL_THERE,
]


class Migration(migrations.Migration):
    dependencies = [("intel", "0001_initial"), ("core", "0002_rules")]
    operations = [migrations.RunSQL(statement) for statement in STATEMENTS]
