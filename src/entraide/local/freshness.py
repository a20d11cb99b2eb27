"""Whether work of an earlier start still holds, so that the next start can skip it."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

HUB = Path(__file__).parents[1] / "hub"
Connection = psycopg.Connection[tuple[Any, ...]]


def schema_digest() -> str:
    """A digest of all that migrations depend on: their files, the settings, the installed packages."""
    files = sorted(
        path for path in HUB.rglob("*") if path.suffix in {".py", ".sql"} and "migrations" in path.parts
    )
    digest = hashlib.sha256("\n".join(_installed()).encode())
    for path in [HUB / "settings.py", *files]:
        digest.update(str(path.relative_to(HUB)).encode())
        digest.update(path.read_bytes() if path.exists() else b"")
    return digest.hexdigest()


def schema_is_current(migrator_url: str, digest: str) -> bool:
    """Whether the database says of itself that `digest` was the last one migrated to, and nothing since.

    What is remembered lies in the database, with Django's own list of what was applied: an older database
    that was restored, or one migrated back by hand, remembers as much.
    """
    with psycopg.connect(migrator_url) as connection:
        return _remembered(connection, "schema") == f"{digest} {_applied(connection)}"


def remember_schema(migrator_url: str, digest: str) -> None:
    """Keep, in the database, that it was migrated to `digest`."""
    with psycopg.connect(migrator_url) as connection:
        _remember(connection, "schema", f"{digest} {_applied(connection)}")


def exercise_is_loaded(migrator_url: str) -> bool:
    """Whether the database says of itself that the exercise was loaded into it."""
    with psycopg.connect(migrator_url) as connection:
        return _remembered(connection, "exercise") == "loaded"


def remember_exercise(migrator_url: str) -> None:
    """Keep, in the database, that the exercise was loaded into it."""
    with psycopg.connect(migrator_url) as connection:
        _remember(connection, "exercise", "loaded")


def static_digest() -> str:
    """A digest of the static files (by name, size and time of change) and of the installed packages."""
    files = sorted(path for path in HUB.glob("**/static/**/*") if path.is_file())
    described = [f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files]
    return hashlib.sha256("\n".join([*_installed(), *described]).encode()).hexdigest()


def _remembered(connection: Connection, what: str) -> str | None:
    if connection.execute("SELECT to_regclass('entraide_local.remembered')").fetchone() == (None,):
        return None
    found = connection.execute(
        "SELECT value FROM entraide_local.remembered WHERE what = %s", (what,)
    ).fetchone()
    return str(found[0]) if found else None


def _remember(connection: Connection, what: str, value: str) -> None:
    connection.execute("CREATE SCHEMA IF NOT EXISTS entraide_local")
    connection.execute(
        "CREATE TABLE IF NOT EXISTS entraide_local.remembered (what text PRIMARY KEY, value text NOT NULL)"
    )
    connection.execute(
        "INSERT INTO entraide_local.remembered VALUES (%s, %s) ON CONFLICT (what) DO UPDATE SET value = EXCLUDED.value",
        (what, value),
    )


def _applied(connection: Connection) -> str:
    if connection.execute("SELECT to_regclass('django_migrations')").fetchone() == (None,):
        return "nothing"
    found = connection.execute("SELECT concat_ws(' ', count(*), max(id)) FROM django_migrations").fetchone()
    return str(found[0]) if found else ""


def _installed() -> Iterator[str]:
    """Names and versions of the installed packages, which bring migrations and static files of their own."""
    site = Path(psycopg.__file__).parents[1]
    yield from sorted(path.name for path in site.glob("*.dist-info") if not path.name.startswith("entraide-"))
