from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from entraide.local.database import Embedded, Ordinary, database_of
from entraide.local.errors import LocalError
from entraide.local.postgres import Server


@pytest.fixture
def admin_url(server: Server) -> str:
    """An account as an operator would make it on a server of his own: no superuser."""
    with psycopg.connect(server.superuser_url, autocommit=True) as connection:
        connection.execute("CREATE ROLE operator LOGIN CREATEROLE PASSWORD 'a secret'")
        connection.execute("CREATE DATABASE hub OWNER operator")
    place = server.superuser_url.partition("@")[2].replace("/postgres?", "/hub?")
    return f"postgresql://operator:a%20secret@{place}"


@pytest.fixture
def database(admin_url: str, tmp_path: Path) -> Iterator[Ordinary]:
    with database_of(tmp_path / "other", {"DATABASE_URL": admin_url}) as ordinary:
        assert isinstance(ordinary, Ordinary)
        yield ordinary


def test_without_database_url_the_server_is_the_embedded_one(home: Path) -> None:
    assert isinstance(database_of(home, {"DATABASE_URL": ""}), Embedded)


def test_roles_are_made_there_and_the_migrator_can_build(database: Ordinary) -> None:
    database.prepare()
    database.prepare()

    with psycopg.connect(database.url("migrator")) as connection:
        connection.execute("CREATE TABLE built (id int)")
        connection.execute("GRANT SELECT ON built TO entraide_web")
    with psycopg.connect(database.url("web")) as connection:
        assert connection.execute("SELECT current_user, current_database()").fetchone() == (
            "entraide_web",
            "hub",
        )
        assert connection.execute("SELECT count(*) FROM built").fetchone() == (0,)


def test_the_address_of_one_role_can_be_given_by_itself(admin_url: str, tmp_path: Path) -> None:
    own = "postgresql://entraide_web:known@db.example/hub?sslmode=verify-full"
    ordinary = database_of(tmp_path, {"DATABASE_URL": admin_url, "DATABASE_URL_WEB": own})
    assert ordinary.url("web") == own
    assert ordinary.url("linker").startswith("postgresql://entraide_linker:")


def test_an_account_that_may_not_make_roles_is_told_so(server: Server, tmp_path: Path) -> None:
    with psycopg.connect(server.superuser_url, autocommit=True) as connection:
        connection.execute("CREATE ROLE guest LOGIN PASSWORD 'a'")
    url = f"postgresql://guest:a@{server.superuser_url.partition('@')[2]}"
    with (
        database_of(tmp_path / "other", {"DATABASE_URL": url}) as ordinary,
        pytest.raises(LocalError, match="must own the database and may create roles"),
    ):
        ordinary.prepare()


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({"DATABASE_URL": "postgresql://a:b@127.0.0.1:1/hub"}, "DATABASE_URL: .*127.0.0.1"),
        ({"DATABASE_URL": "mysql"}, "DATABASE_URL: "),
        ({"DATABASE_URL_WEB": "postgresql://entraide_web@/hub"}, "DATABASE_URL_MIGRATOR, .*: not set"),
        (
            {"DATABASE_URL": "postgresql:///hub", "DATABASE_URL_WEB": "postgresql://postgres@/hub"},
            "DATABASE_URL_WEB must sign in as entraide_web",
        ),
    ],
)
def test_an_address_that_leads_nowhere_is_named(environ: dict[str, str], words: str, tmp_path: Path) -> None:
    with pytest.raises(LocalError, match=words), database_of(tmp_path, environ):
        pass
