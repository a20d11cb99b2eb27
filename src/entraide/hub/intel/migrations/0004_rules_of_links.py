from django.db import migrations

from entraide.hub.core import rls
from entraide.hub.core.rls import ORGANISATION, PROCESSES, policy

# column → its value on a row that hangs on a report; what is said of people is never CLEAR, GREEN or open
LABEL = {
    name: f"report.{name}"
    for name in (
        *["owner_id", "tlp", "audience", "recipients", "excluded_states", "purposes", "expires_on"],
        *[
            "disputed",
            "legal_hold",
            "hit_mode",
            "handling_codes",
            "caveat",
            "source_grade",
            "information_grade",
        ],
    )
}
OF_PEOPLE = {
    **LABEL,
    "tlp": "greatest(report.tlp, 2::smallint)",
    "hit_mode": "greatest(report.hit_mode, 1::smallint)",
}
SIDE = ("tlp", "audience", "recipients", "excluded_states", "hit_mode", "purposes", "expires_on", "disputed")
# table → its column that names the report, and the label it takes of it
COMPARED = {
    "linkperson": ("report_id", OF_PEOPLE),
    "linktext": ("record_id", LABEL),
    "linkpicture": ("record_id", LABEL),
}
# table → the narrow table with its keys: the key's column there, and its own
KEYS = {
    "linkperson": ("intel_namekey", "key", "person"),
    "linktext": ("intel_textband", "band", "text"),
    "linkpicture": ("intel_picturechunk", "chunk", "picture"),
}


def _set(label: dict[str, str], prefix: str = "", columns: tuple[str, ...] | None = None) -> str:
    return ", ".join(f"{prefix}{name} = {label[name]}" for name in columns or label)


def _trigger(name: str, table: str, event: str, body: str) -> str:
    """A statement trigger that runs as the migrator: who changes a report may not see what hangs on it."""
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


relabel = "".join(
    f"""
        UPDATE intel_{table} AS row SET {_set(label)}, linked_at = NULL
            FROM new_rows AS report WHERE row.{column} = report.id;"""
    for table, (column, label) in COMPARED.items()
) + "".join(
    f"""
        UPDATE intel_hit AS hit SET {_set(OF_PEOPLE, side + "_", SIDE)}
            FROM new_rows AS report JOIN intel_linkperson AS person ON person.report_id = report.id
            WHERE hit.{side}_record = person.record_id;"""
    for side in ("older", "newer")
)

# The people's hits with what was said on them, and what the journal says of either beyond the deed. They are
# known by the rows that hang on the report still: side by side and not with OR, so that each join finds its index.
forget = (
    """
        DELETE FROM core_journaldetail AS detail
            USING core_journalentry AS entry, intel_linkperson AS person, old_rows
            WHERE person.report_id = old_rows.id AND entry.object_id = person.record_id::text
                AND entry.object_id <> '' AND detail.entry_id = entry.id;"""
    + "".join(
        f"""
        DELETE FROM core_journaldetail AS detail
            USING core_journalentry AS entry, intel_hit AS hit, intel_linkperson AS person, old_rows
            WHERE person.report_id = old_rows.id AND hit.{side}_record = person.record_id
                AND entry.object_id = hit.id::text AND entry.object_id <> '' AND detail.entry_id = entry.id;"""
        + "".join(
            f"""
        DELETE FROM intel_{said} AS said USING intel_hit AS hit, intel_linkperson AS person, old_rows
            WHERE person.report_id = old_rows.id AND hit.{side}_record = person.record_id
                AND said.hit_id = hit.id;"""
            for said in ("decision", "message")
        )
        + f"""
        DELETE FROM intel_hit AS hit USING intel_linkperson AS person, old_rows
            WHERE person.report_id = old_rows.id AND hit.{side}_record = person.record_id;"""
        for side in ("older", "newer")
    )
    + "".join(
        f"""
        DELETE FROM intel_{table} AS row USING old_rows WHERE row.{column} = old_rows.id;"""
        for table, (column, _label) in COMPARED.items()
    )
)

# A file that is taken from its report
forget_picture = """
        DELETE FROM intel_linkpicture AS row USING old_rows WHERE row.attachment_id = old_rows.id;"""


def _forget_keys(table: str) -> str:
    narrow, key, number = KEYS[table]
    return f"""
        DELETE FROM {narrow} AS narrow
            USING (SELECT unnest(keys) AS key, number FROM old_rows) AS gone
            WHERE narrow.{key} = gone.key AND narrow.{number} = gone.number;"""


STATEMENTS = [
    # Only what is sure is told live; what became sure later is told then.
    "DROP INDEX hit_to_tell",
    "CREATE INDEX hit_to_tell ON intel_hit (created_at)"
    " WHERE strength = 2 AND ((older_sees AND NOT older_told) OR (newer_sees AND NOT newer_told))",
    *(
        statement
        for table in COMPARED
        for statement in (
            *rls.enable(f"intel_{table}"),
            policy(f"intel_{table}", "owner_adds", "INSERT", PROCESSES, check=f"owner_id = {ORGANISATION}"),
            policy(f"intel_{table}", "owner_reads", "SELECT", PROCESSES, using=rls.may_write()),
            policy(
                f"intel_{table}",
                "owner_changes",
                "UPDATE",
                PROCESSES,
                using=rls.may_write(),
                check=f"owner_id = {ORGANISATION}",
            ),
            policy(f"intel_{table}", "owner_deletes", "DELETE", PROCESSES, using=rls.may_write()),
            policy(f"intel_{table}", "linker_links", "ALL", ("linker",), using="true", check="true"),
            _trigger(f"intel_forget_keys_{table}", f"intel_{table}", "DELETE", _forget_keys(table)),
        )
    ),
    # before the trigger of 0002 by its name: it wakes the linker
    _trigger("intel_relabel_links", "intel_report", "UPDATE", relabel),
    _trigger("intel_forget_links", "intel_report", "DELETE", forget),
    _trigger("intel_forget_picture", "intel_attachment", "DELETE", forget_picture),
    # Rows are added all day and never changed: an index alone answers only for pages that were vacuumed.
    *(
        f"ALTER TABLE {narrow} SET (autovacuum_vacuum_insert_scale_factor = 0.02)"
        for narrow, _key, _number in KEYS.values()
    ),
]


class Migration(migrations.Migration):
    dependencies = [("intel", "0003_people_texts_and_pictures")]
    operations = [migrations.RunSQL(statement) for statement in STATEMENTS]
