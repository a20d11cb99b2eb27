"""For commands that work on the hub's data."""

import contextlib
import os
from collections.abc import Iterator
from typing import Any


@contextlib.contextmanager
def as_role(role: str) -> Iterator[None]:
    """Django set up as the process role web, worker, linker, sealer or migrator, on this home's database.

    The embedded server is attached to when a hub is running, else started for as long as the context is open.
    """
    from entraide.local.environment import environment
    from entraide.local.home import home_folder

    with _database() as database:
        os.environ.update(environment(home_folder(), database, role))
        import django

        django.setup()
        yield


@contextlib.contextmanager
def _database() -> Iterator[Any]:
    """Reachable while the context is open. Raises LocalError where no hub was ever started."""
    from entraide.local.database import NAME, Embedded, database_of
    from entraide.local.errors import LocalError
    from entraide.local.home import home_folder

    home = home_folder()
    with database_of(home, os.environ) as database:
        if isinstance(database, Embedded) and not database.has_database(NAME):
            raise LocalError(f"There is no hub in {home} yet. Start it once: entraide up")
        yield database


def execute_as_owner(*statements: str) -> None:
    """Run what only the owner of the tables may, such as VACUUM, each by itself."""
    import psycopg

    with (
        _database() as database,
        psycopg.connect(database.url("migrator"), autocommit=True) as connection,
    ):
        for statement in statements:
            connection.execute(statement.encode())
