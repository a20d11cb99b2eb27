import psycopg
import pytest

from entraide.local import freshness
from entraide.local.database import Embedded
from entraide.local.freshness import (
    exercise_is_loaded,
    remember_exercise,
    remember_schema,
    schema_digest,
    schema_is_current,
)


@pytest.fixture
def migrator_url(home) -> str:
    with Embedded(home) as server:
        server.prepare()
        url = server.url("migrator")
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE django_migrations (id int)")
            connection.execute("INSERT INTO django_migrations VALUES (1), (2)")
        yield url


def test_what_was_remembered_is_current_until_the_digest_changes(migrator_url: str) -> None:
    assert not schema_is_current(migrator_url, "first")
    remember_schema(migrator_url, "first")
    assert schema_is_current(migrator_url, "first")
    assert not schema_is_current(migrator_url, "second")
    remember_schema(migrator_url, "second")
    assert schema_is_current(migrator_url, "second")


def test_tables_migrated_by_hand_since_are_looked_at_again(migrator_url: str) -> None:
    remember_schema(migrator_url, "first")
    with psycopg.connect(migrator_url) as connection:
        connection.execute("DELETE FROM django_migrations WHERE id = 2")
    assert not schema_is_current(migrator_url, "first")


def test_the_exercise_is_remembered_in_the_database_that_holds_it(migrator_url: str) -> None:
    remember_schema(migrator_url, "first")
    assert not exercise_is_loaded(migrator_url)
    remember_exercise(migrator_url)
    assert exercise_is_loaded(migrator_url)
    assert schema_is_current(migrator_url, "first")


def test_an_empty_database_is_never_current(home) -> None:
    with Embedded(home) as server:
        server.prepare()
        assert not schema_is_current(server.url("migrator"), schema_digest())


def test_the_digest_follows_migrations_settings_and_installed_packages(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(freshness, "HUB", tmp_path)
    migrations = tmp_path / "core" / "migrations"
    migrations.mkdir(parents=True)
    seen = [schema_digest()]
    (migrations / "0001_initial.py").write_text("a = 1")
    seen.append(schema_digest())
    (migrations / "0001_initial.py").write_text("a = 2")
    seen.append(schema_digest())
    (tmp_path / "settings.py").write_text("INSTALLED_APPS = []")
    seen.append(schema_digest())
    monkeypatch.setattr(freshness, "_installed", lambda: ["Django-6.0.dist-info"])
    seen.append(schema_digest())
    assert len(set(seen)) == len(seen)

    (tmp_path / "core" / "views.py").write_text("b = 1")
    assert schema_digest() == seen[-1]
