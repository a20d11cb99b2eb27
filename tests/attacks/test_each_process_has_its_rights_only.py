"""Whoever takes over one process, and may send any SQL by its login, gets no further than that process."""

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from entraide.hub.core.grants import FUNCTIONS, GRANTS

PROCESSES = ("web", "worker", "linker", "sealer")
Connection = psycopg.Connection[Any]


@pytest.fixture(scope="module")
def database(new_database: Callable[[str], str]) -> str:
    return new_database("attacked")


@pytest.fixture
def login(server: Any, database: str) -> Iterator[Callable[[str], Connection]]:
    """A real login of a process; what it does is rolled back."""
    opened: list[Connection] = []

    def connect(process: str) -> Connection:
        opened.append(psycopg.connect(server.url(process, database)))
        return opened[-1]

    yield connect
    for connection in opened:
        connection.close()


NO = (psycopg.errors.InsufficientPrivilege, psycopg.errors.RaiseException)


def refused(connection: Connection, statement: str) -> bool:
    """Any other error fails the test: it would hide what the right would have allowed."""
    try:
        with connection.transaction(force_rollback=True):
            connection.execute(statement)
    except NO:
        return True
    return False


TRESPASSES = [
    "CREATE TABLE public.mine (a int)",
    "CREATE SCHEMA mine",
    "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE VIEW public.mine AS SELECT 1",
    "CREATE ROLE mine SUPERUSER",
    "ALTER ROLE CURRENT_USER BYPASSRLS",
    "ALTER ROLE CURRENT_USER SUPERUSER",
    "SET ROLE entraide_migrator",
    "SET SESSION AUTHORIZATION entraide_migrator",
    "ALTER TABLE intel_report DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE intel_report NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE intel_report OWNER TO CURRENT_USER",
    "DROP POLICY readers_read ON intel_report",
    "CREATE POLICY mine ON intel_report USING (true)",
    "GRANT entraide_migrator TO CURRENT_USER",
    "ALTER FUNCTION core_announce(uuid, text, uuid, uuid[]) SECURITY INVOKER",
    "DROP TRIGGER append_only ON core_journalentry",
    "ALTER TABLE core_journalentry DISABLE TRIGGER ALL",
    "SET session_replication_role = replica",
    "TRUNCATE core_journalentry",
    "DELETE FROM core_journalentry",
    "DELETE FROM core_journaldetail",
    "UPDATE core_journaldetail SET detail = '{}'",
    "UPDATE core_journalentry SET deed = 'nothing'",
    "UPDATE core_journalentry SET organisation_id = gen_random_uuid()",
    "UPDATE core_journalhead SET number = 0",
    "DELETE FROM core_journalhead",
    "DELETE FROM core_countersignature",
    "INSERT INTO core_countersignature SELECT * FROM core_countersignature",
    "UPDATE core_hub SET exercise = true",
    "UPDATE intel_decision SET verdict = 'same'",
    "UPDATE intel_message SET text = 'other'",
    "SELECT pg_read_file('/etc/passwd')",
    "COPY (SELECT 1) TO PROGRAM 'id'",
    "COPY (SELECT 1) TO '/tmp/entraide-attack'",
    "SELECT lo_import('/etc/passwd')",
    "SELECT * FROM pg_authid",
    "SELECT pg_reload_conf()",
]


@pytest.mark.parametrize("process", PROCESSES)
def test_no_process_may_change_the_rules_or_the_past(process: str, login: Any) -> None:
    connection = login(process)
    allowed = [statement for statement in TRESPASSES if not refused(connection, statement)]
    assert allowed == []


@pytest.mark.parametrize("process", PROCESSES)
def test_a_table_that_is_not_granted_cannot_be_read(process: str, login: Any) -> None:
    connection = login(process)
    for table, grants in GRANTS.items():
        granted = grants.get(process, "")
        if "SELECT" not in granted:
            assert refused(connection, f"SELECT * FROM {table}"), table
        for verb, statement in (
            ("INSERT", f"INSERT INTO {table} DEFAULT VALUES"),
            ("DELETE", f"DELETE FROM {table}"),
        ):
            if verb not in granted and table != "core_journalproof":  # a view that nothing can be written to
                assert refused(connection, statement), (table, verb)


@pytest.mark.parametrize("process", PROCESSES)
def test_nobody_acting_means_no_rows(process: str, login: Any) -> None:
    """With the process's login alone, without saying for whom."""
    connection = login(process)
    seen = {}
    for table, grants in GRANTS.items():
        if "SELECT" in grants.get(process, "") and table.startswith(("intel_", "core_j", "directory_")):
            allowed = connection.execute(
                "SELECT count(*) FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
                " AND NOT has_column_privilege(%s::regclass, attnum, 'SELECT') AND NOT attisdropped",
                [table, table],
            ).fetchone()
            if allowed == (0,):
                seen[table] = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # type: ignore[index]
    open_to = {"linker": {"directory_organisation"}, "sealer": {"directory_organisation"}}
    assert {table for table, count in seen.items() if count} <= open_to.get(process, set())


def test_every_table_and_function_is_declared(login: Any, server: Any, database: str) -> None:
    with psycopg.connect(server.url("migrator", database)) as connection:
        tables = {
            name
            for (name,) in connection.execute(
                "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
                " AND relkind IN ('r', 'v', 'm', 'p', 'f')"
            )
        }
        assert tables == set(GRANTS)
        definers = connection.execute(
            "SELECT oid::regprocedure::text, proname, prorettype = 'trigger'::regtype, proacl::text,"
            " proconfig FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef"
        ).fetchall()
        declared = {name.partition("(")[0] for name in FUNCTIONS}
        for signature, name, is_trigger, granted, config in definers:
            assert config == ["search_path=public, pg_temp"], signature
            assert is_trigger or name in declared, signature
            assert is_trigger or (granted and "{=X" not in granted and ",=X" not in granted), signature


def test_every_table_of_an_organisation_is_under_the_rule(server: Any, database: str) -> None:
    """Forced, so that it holds for the owner of the table too; a table without it must be listed here."""
    with psycopg.connect(server.url("migrator", database)) as connection:
        rows = connection.execute(
            "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity, array_agg(a.attname::text)"
            " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0"
            " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' GROUP BY 1, 2"
        ).fetchall()
    owned = {"owner_id", "organisation_id", "older_owner_id", "witness_id", "hit_id", "report_id"}
    without = {name for name, forced, columns in rows if not forced and owned & set(columns)}
    assert without == set()
    ours = {name for name, forced, _columns in rows if not forced and name.startswith(("core_", "intel_"))}
    # the hub's own row; how often members searched; keys that only the linker is granted
    narrow = {"intel_namekey", "intel_heavykey", "intel_textband", "intel_picturechunk"}
    assert ours == {"core_hub", "core_quotause", *narrow}
    assert {process for table in narrow for process in GRANTS[table]} == {"linker"}


def test_roles_are_members_of_nothing_and_have_no_powers(server: Any, database: str) -> None:
    with psycopg.connect(server.url("migrator", database)) as connection:
        rows = connection.execute(
            "SELECT rolname, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication,"
            " rolinherit, (SELECT count(*) FROM pg_auth_members WHERE member = pg_roles.oid)"
            " FROM pg_roles WHERE rolname = ANY (%s)",
            [[f"entraide_{process}" for process in (*PROCESSES, "migrator")]],
        ).fetchall()
    assert {row[1:] for row in rows if row[0] != "entraide_migrator"} == {(False, False, 0)}
    assert {row[1] for row in rows} == {False}


def test_the_linker_reads_neither_what_is_said_on_a_hit_nor_what_an_author_wrote(login: Any) -> None:
    connection = login("linker")
    for statement in (
        "SELECT text FROM intel_message",
        "SELECT reason FROM intel_decision",
        "SELECT member_id FROM intel_decision",
        "SELECT caveat FROM intel_linkentry",
        "SELECT contact_email FROM directory_organisation",
    ):
        assert refused(connection, statement), statement


def test_the_web_process_reads_no_link_index_and_writes_no_hit(login: Any) -> None:
    connection = login("web")
    for statement in (
        "SELECT token FROM intel_linkentry",
        "UPDATE intel_hit SET older_released = true",
        "INSERT INTO intel_hit (id) VALUES (gen_random_uuid())",
        "DELETE FROM intel_hit",
        "INSERT INTO core_liveevent (organisation_id, number) VALUES (gen_random_uuid(), 1)",
        "UPDATE core_livecounter SET last = 0",
        "SELECT core_begin_exercise(1, now())",
        "SELECT core_forget_old_details(10)",
        "SELECT intel_still_there(ARRAY[]::uuid[])",
    ):
        assert refused(connection, statement), statement


def test_the_web_process_cannot_number_its_own_journal(login: Any) -> None:
    connection = login("web")
    with connection.transaction(force_rollback=True):
        connection.execute("SELECT set_config('entraide.organisation', gen_random_uuid()::text, true)")
        assert refused(
            connection,
            "INSERT INTO core_journalentry (id, organisation_id, at, deed, object_kind, object_id, purpose,"
            " refused, commitment, number) VALUES (gen_random_uuid(),"
            " current_setting('entraide.organisation')::uuid, now(), 'x', '', '', 1, false, '', 7)",
        )


def test_the_planner_tells_nobody_what_values_hidden_rows_have(login: Any) -> None:
    assert login("web").execute(
        "SELECT count(*) FROM pg_stats WHERE tablename IN ('intel_selector', 'intel_report', 'intel_claim')"
    ).fetchone() == (0,)
