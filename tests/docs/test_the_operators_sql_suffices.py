"""The statements of docs/operators.md for a server of one's own: with them, and nothing else, the hub can build."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from .tables import ROOT

SQL = re.search(r"```sql\n(.*?)```", (ROOT / "docs/operators.md").read_text(), re.DOTALL)[1]  # type: ignore[index]
NAME = f"by_hand_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


@pytest.fixture
def by_hand(server: Any) -> Iterator[str]:
    """A database that somebody made by hand; the roles are there already."""
    server.drop_database(NAME)
    with psycopg.connect(server.superuser_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {NAME}")
    place = psycopg.conninfo.make_conninfo(server.superuser_url, dbname=NAME)
    with psycopg.connect(place, autocommit=True) as connection:
        for line in SQL.splitlines():
            if not line.startswith("CREATE ROLE"):
                connection.execute(line.replace("DATABASE entraide ", f"DATABASE {NAME} "))
    yield NAME
    server.drop_database(NAME)


def test_the_migrator_builds_and_the_web_process_comes_in(server: Any, by_hand: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "entraide.hub.manage", "migrate", "--verbosity", "0"],
        check=True,
        env={
            **os.environ,
            "ENTRAIDE_ROLE": "migrator",
            "ENTRAIDE_DATABASE_URL": server.url("migrator", by_hand),
        },
    )
    for role in ("web", "worker", "linker", "sealer"):
        with psycopg.connect(server.url(role, by_hand)) as connection:
            assert connection.execute("SELECT exercise FROM core_hub").fetchone() == (False,)


def test_the_page_names_every_role_of_the_hub() -> None:
    from entraide.local.credentials import ROLES

    for role in ROLES:
        assert f"entraide_{role}" in SQL
