"""The handling rule in SQL: the twin of ``entraide.vocabulary.handling``.

Each function returns statements for a migration. Settings are read in sub-selects, so that PostgreSQL
computes them once a query and not once a row; every function in a policy is leakproof or a plain operator
on the row's own columns.
"""

MEMBER = "(SELECT NULLIF(current_setting('entraide.member', true), '')::uuid)"
ORGANISATION = "(SELECT NULLIF(current_setting('entraide.organisation', true), '')::uuid)"
STATE = "(SELECT NULLIF(current_setting('entraide.state', true), ''))"
PURPOSE = "(SELECT NULLIF(current_setting('entraide.purpose', true), '')::smallint)"
TODAY = "(SELECT NULLIF(current_setting('entraide.today', true), '')::date)"
ROLES = "(SELECT string_to_array(current_setting('entraide.roles', true), ','))::text[]"  # the cast: ANY takes an array
DOOR = "(SELECT coalesce(current_setting('entraide.door', true), ''))"

PROCESSES = ("web", "worker")


def may_be_used(prefix: str = "") -> str:
    p = prefix
    return (
        f"({p}expires_on > {TODAY} AND ({p}purposes & {PURPOSE}) <> 0"
        f" AND {STATE} <> ALL ({p}excluded_states)"
        f" AND (NOT {p}disputed OR {p}owner_id = {ORGANISATION}))"
    )


def may_read(prefix: str = "") -> str:
    p = prefix
    return (
        f"({may_be_used(p)} AND CASE"
        f" WHEN {p}tlp = 4 THEN {MEMBER} = ANY ({p}recipients)"
        f" WHEN {p}tlp >= 2 THEN {p}owner_id = {ORGANISATION} OR {ORGANISATION} = ANY ({p}audience)"
        f" ELSE {ORGANISATION} IS NOT NULL END)"
    )


def may_write(prefix: str = "") -> str:
    return f"({prefix}owner_id = {ORGANISATION} AND {may_read(prefix)})"


def is_held(prefix: str = "") -> str:
    """Expired and kept by a legal hold alone: for those of its owner who could read it until then."""
    p = prefix
    return (
        f"({p}legal_hold AND {p}expires_on <= {TODAY} AND {p}owner_id = {ORGANISATION}"
        f" AND ({p}purposes & {PURPOSE}) <> 0 AND {STATE} <> ALL ({p}excluded_states)"
        f" AND ({p}tlp <> 4 OR {MEMBER} = ANY ({p}recipients)))"
    )


def is_offered(own: str, other: str, *, own_is_older: bool) -> str:
    """From columns of the hit alone, so that it can be a generated column."""
    first = f"{own}hit_mode <> 0" if own_is_older else "false"
    return (
        f"(NOT {own}disputed AND NOT {other}disputed AND CASE"
        f" WHEN {own}owner_id = {other}owner_id THEN true"
        f" WHEN {own}state = ANY ({other}excluded_states) THEN false"
        f" WHEN {other}unit AND NOT {own}unit THEN {other}released AND {other}hit_mode <> 2"
        f" WHEN {other}hit_mode = 0 THEN true"
        f" WHEN {other}hit_mode = 1 THEN {other}released OR ({first}) OR ({own}unit AND NOT {other}unit)"
        f" ELSE false END)"
    )


def may_see_hit(own: str, other: str, offered: str) -> str:
    """``offered``: the generated column that holds ``is_offered`` for this side."""
    return (
        f"({offered} AND {may_write(own)} AND {may_be_used(other)}"
        f" AND ({other}owner_id <> {ORGANISATION} OR {may_read(other)}))"
    )


def enable(table: str) -> list[str]:
    """Row-level security on, for the owner of the table too; housekeeping functions run as the migrator."""
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY housekeeping ON {table} TO entraide_migrator USING (true) WITH CHECK (true)",
    ]


def policy(
    table: str, name: str, command: str, roles: tuple[str, ...], *, using: str = "", check: str = ""
) -> str:
    to = ", ".join(f"entraide_{role}" for role in roles)
    clauses = (f" USING ({using})" if using else "") + (f" WITH CHECK ({check})" if check else "")
    return f"CREATE POLICY {name} ON {table} FOR {command} TO {to}{clauses}"


def labelled(table: str) -> list[str]:
    """Policies of a table whose rows carry the label: read by the rule, written by the owner, and
    deleted by the worker once expired, unless a legal hold keeps them."""
    expired = f"expires_on <= {TODAY} AND NOT legal_hold"
    return [
        *enable(table),
        policy(table, "readers_read", "SELECT", PROCESSES, using=may_read()),
        # not may_write(): one may file a RED report for others only, or one to be used for another purpose
        policy(table, "owner_adds", "INSERT", PROCESSES, check=f"owner_id = {ORGANISATION}"),
        policy(
            table, "owner_changes", "UPDATE", PROCESSES, using=may_write(), check=f"owner_id = {ORGANISATION}"
        ),
        policy(table, "owner_deletes", "DELETE", PROCESSES, using=may_write()),
        policy(table, "retention_finds", "SELECT", ("worker",), using=expired),
        policy(table, "retention_deletes", "DELETE", ("worker",), using=expired),
    ]


def owned(table: str, column: str = "owner_id") -> list[str]:
    """Policies of a table that only its own organisation reads and writes."""
    own = f"{column} = {ORGANISATION}"
    return [*enable(table), policy(table, "own_organisation", "ALL", PROCESSES, using=own, check=own)]
