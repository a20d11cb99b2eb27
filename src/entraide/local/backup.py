"""Saving the embedded database to one file, and putting it back.

The file holds the database alone. The keys of cases, the secrets and the attachments lie beside it in
ENTRAIDE_HOME and are kept apart on purpose: erasing a key erases what it protects in every backup too.
"""

import os
import subprocess
from pathlib import Path

import psycopg
from psycopg import sql

from .binaries import programs
from .credentials import SUPERUSER
from .database import NAME, Embedded
from .errors import LocalError
from .postgres import SUPERUSER_ROLE
from .roles import ensure_roles

DRAFT, REPLACED = f"{NAME}_restoring", f"{NAME}_replaced"


def save(server: Embedded, file: Path) -> None:
    """Write the database to `file`, which appears only when it is whole."""
    if file.exists():
        raise LocalError(f"{file} exists already; nothing was overwritten. Choose another name.")
    if not server.has_database(NAME):
        raise LocalError(f"{server.home} holds no hub yet. Start it once: entraide up")
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        _run(server, "pg_dump", "--format=custom", f"--file={draft}", f"--dbname={NAME}")
        os.rename(draft, file)
    except OSError as problem:
        raise LocalError(f"{file} cannot be written: {problem.strerror}.")
    finally:
        draft.unlink(missing_ok=True)


def restore(server: Embedded, file: Path, *, replace: bool) -> None:
    """Put back what `save` wrote. The present database, if there is one, stays until the other is whole,
    and goes only with `replace`."""
    if not file.is_file():
        raise LocalError(f"{file} is not there. Name a file that 'entraide backup' wrote.")
    if server.has_database(NAME) and not replace:
        raise LocalError(f"{server.home} holds a database. To have {file} in its place add --replace.")
    ensure_roles(server.superuser_url, server.credentials)
    server.drop_database(DRAFT)
    server.create_database(DRAFT)
    try:
        _run(server, "pg_restore", "--exit-on-error", f"--dbname={DRAFT}", str(file))
        _put_in_place(server)
    except BaseException:
        server.drop_database(DRAFT)
        raise
    server.drop_database(REPLACED)


def _put_in_place(server: Embedded) -> None:
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    server.drop_database(REPLACED)
    with psycopg.connect(server.superuser_url) as connection:
        if server.has_database(NAME):
            connection.execute(rename.format(sql.Identifier(NAME), sql.Identifier(REPLACED)))
        connection.execute(rename.format(sql.Identifier(DRAFT), sql.Identifier(NAME)))


def _run(server: Embedded, program: str, *arguments: str) -> None:
    """Run a client program as the superuser, to whom row-level security does not apply."""
    result = subprocess.run(  # noqa: S603
        [programs() / program, "--username", SUPERUSER_ROLE, "--no-password", *arguments],
        env={
            "PATH": "/usr/bin:/bin",
            "LC_ALL": "C",
            "PGHOST": str(server.socket_folder),
            # Not on the command line, which every account of the machine can read.
            "PGPASSWORD": server.credentials[SUPERUSER],
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode != 0:
        lines = result.stderr.strip().splitlines() or ["it gave no reason"]
        raise LocalError(lines[-1].removeprefix(f"{program}: ").removeprefix("error: "))
