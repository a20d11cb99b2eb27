"""A home of one's own for a benchmark: a database with a few organisations, and the means to act in it."""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg


@contextlib.contextmanager
def fresh_home() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="entraide-bench-") as folder:
        yield Path(folder) / "home"


@contextlib.contextmanager
def migrated_home() -> Iterator[Path]:
    """A home whose server runs and whose database has its tables, with no hub on it."""
    from entraide.local.database import database_of
    from entraide.local.environment import environment, make_keys
    from entraide.local.home import private_folder

    with fresh_home() as home, database_of(private_folder(home), {}) as database:
        make_keys(home)
        database.prepare()
        subprocess.run(
            [sys.executable, "-m", "entraide.hub.manage", "migrate", "--verbosity", "0"],
            check=True,
            env=os.environ | environment(home, database, "migrator"),
        )
        yield home


@contextlib.contextmanager
def superuser() -> Iterator[psycopg.Connection]:
    """A connection past every policy, to fill and to count what no role of the hub may."""
    from entraide.local.home import home_folder
    from entraide.local.postgres import Server

    with (
        Server(home_folder()) as server,
        psycopg.connect(server.superuser_url, dbname="entraide", autocommit=True) as connection,
    ):
        yield connection


@contextlib.contextmanager
def django_on(home: Path, role: str) -> Iterator[None]:
    """Django in this process, as a role, on the home's database."""
    from entraide.local.database import database_of
    from entraide.local.environment import environment

    os.environ["ENTRAIDE_HOME"] = str(home)
    with database_of(home, {}) as database:
        os.environ.update(environment(home, database, role))
        import django

        django.setup()
        yield


def enrol(organisations: int = 4) -> list[object]:
    """Organisations of that many countries with an analyst each; returns the members."""
    from entraide.hub.core.acting import door
    from entraide.hub.directory.models import Member, Organisation

    countries = ("IN", "TH", "KE", "KR", "PH", "VN", "ID", "BR")
    with door("first"):
        made = [
            Organisation.objects.create(name=f"Bureau {code}", kind="bureau", country=code)
            for code in countries[:organisations]
        ]
        return [
            Member.objects.create(
                organisation=organisation,
                name=f"Analyst {organisation.country}",
                email=f"analyst@{organisation.country.lower()}.example",
                roles=["analyst", "administrator"],
                password="!",  # noqa: S106
            )
            for organisation in made
        ]


def quantile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]
