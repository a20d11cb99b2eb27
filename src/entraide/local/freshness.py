"""Whether work of an earlier start still holds, so that the next start can skip it."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import psycopg

HUB = Path(__file__).parents[1] / "hub"


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
        try:
            kept = connection.execute("SELECT digest, applied FROM entraide_local.migrated").fetchone()
        except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName):
            return False
        return kept == (digest, _applied(connection))


def remember_schema(migrator_url: str, digest: str) -> None:
    """Keep, in the database, that it was migrated to `digest`."""
    with psycopg.connect(migrator_url) as connection:
        connection.execute("CREATE SCHEMA IF NOT EXISTS entraide_local")
        connection.execute("CREATE TABLE IF NOT EXISTS entraide_local.migrated (digest text, applied text)")
        connection.execute("DELETE FROM entraide_local.migrated")
        connection.execute(
            "INSERT INTO entraide_local.migrated VALUES (%s, %s)", (digest, _applied(connection))
        )


def static_digest() -> str:
    """A digest of the static files (by name, size and time of change) and of the installed packages."""
    files = sorted(path for path in HUB.glob("**/static/**/*") if path.is_file())
    described = [f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files]
    return hashlib.sha256("\n".join([*_installed(), *described]).encode()).hexdigest()


def _applied(connection: "psycopg.Connection[tuple[object, ...]]") -> str:
    found = connection.execute("SELECT concat_ws(' ', count(*), max(id)) FROM django_migrations").fetchone()
    return str(found[0]) if found else ""


def _installed() -> Iterator[str]:
    """Names and versions of the installed packages, which bring migrations and static files of their own."""
    site = Path(psycopg.__file__).parents[1]
    yield from sorted(path.name for path in site.glob("*.dist-info") if not path.name.startswith("entraide-"))
