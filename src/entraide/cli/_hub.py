"""For commands that work on the hub's data."""

import contextlib
import os
from collections.abc import Iterator


@contextlib.contextmanager
def as_role(role: str) -> Iterator[None]:
    """Django set up as the process role web, worker, linker, sealer or migrator, on this home's database.

    The embedded server is attached to when a hub is running, else started for as long as the context is open.
    """
    from entraide.local.database import database_of
    from entraide.local.environment import environment
    from entraide.local.home import home_folder

    home = home_folder()
    with database_of(home, os.environ) as database:
        os.environ.update(environment(home, database, role))
        import django

        django.setup()
        yield


def execute_as_owner(*statements: str) -> None:
    """Run what only the owner of the tables may, such as VACUUM, each by itself."""
    import psycopg

    from entraide.local.database import database_of
    from entraide.local.home import home_folder

    with (
        database_of(home_folder(), os.environ) as database,
        psycopg.connect(database.url("migrator"), autocommit=True) as connection,
    ):
        for statement in statements:
            connection.execute(statement.encode())
