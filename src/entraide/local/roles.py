"""The database roles, one per process, and the databases they may enter.

Roles get a log-in and nothing else; what each may read and write is granted by migrations.
"""

from collections.abc import Mapping

import psycopg
from psycopg import sql

from .credentials import ROLES


def role_name(role: str) -> str:
    """The PostgreSQL role of a process: web → entraide_web."""
    return f"entraide_{role}"


def ensure_roles(superuser_url: str, secrets: Mapping[str, str]) -> None:
    """Create or set right every role; `secrets` maps web, worker, linker, sealer, migrator to passwords.

    `superuser_url` is an account that may create roles. Passwords travel as SCRAM verifiers, so that no
    server log can hold one. Safe to repeat, and from several processes at once.
    """
    with psycopg.connect(superuser_url) as connection:
        # Two processes altering one role at once would fail with "tuple concurrently updated".
        connection.execute("SELECT pg_advisory_xact_lock(hashtext('entraide roles'))")
        known = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
        for role in ROLES:
            name = role_name(role)
            if name not in known:
                connection.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(name)))
            verifier = connection.pgconn.encrypt_password(
                secrets[role].encode(), name.encode(), b"scram-sha-256"
            ).decode()
            connection.execute(
                sql.SQL("ALTER ROLE {} LOGIN NOINHERIT PASSWORD {}").format(
                    sql.Identifier(name), sql.Literal(verifier)
                )
            )


def open_database(admin_url: str) -> None:
    """Let the roles, and nobody else, enter the database that `admin_url` names, its migrator build in it.

    Web, worker and linker may make temporary tables: rows copied in bulk pass through one.
    """
    migrator = sql.Identifier(role_name("migrator"))
    everyone = sql.SQL(", ").join(sql.Identifier(role_name(role)) for role in ROLES)
    writers = sql.SQL(", ").join(sql.Identifier(role_name(role)) for role in ("web", "worker", "linker"))
    with psycopg.connect(admin_url) as connection:
        database = sql.Identifier(connection.info.dbname)
        for statement in (
            "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
            "GRANT CONNECT ON DATABASE {database} TO {everyone}",
            "GRANT TEMPORARY ON DATABASE {database} TO {writers}",
            "GRANT CREATE, TEMPORARY ON DATABASE {database} TO {migrator}",
            "GRANT USAGE ON SCHEMA public TO {everyone}",
            "GRANT CREATE ON SCHEMA public TO {migrator}",
        ):
            connection.execute(
                sql.SQL(statement).format(
                    database=database, everyone=everyone, writers=writers, migrator=migrator
                )
            )
