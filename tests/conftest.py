"""A real PostgreSQL for the tests: one server, one template with the cast in it, one database a worker."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import django
import psycopg
import pytest

from entraide.local.environment import make_keys
from entraide.local.home import private_folder

ROOT = Path(__file__).parent.parent
TEST_HOME = Path(os.environ.get("ENTRAIDE_TEST_HOME", ROOT / ".entraide-test"))

os.environ["ENTRAIDE_HOME"] = str(TEST_HOME)
os.environ["ENTRAIDE_ROLE"] = "tests"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entraide.hub.settings")
make_keys(private_folder(TEST_HOME))  # before settings are read: they hold Django's key
django.setup()  # here, not by pytest-django: it would come before the environment is right

LOGIN = "entraide_tests"  # may become any process, and starts as the web


@pytest.hookimpl(tryfirst=True)  # before the groups are read
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of a file on one worker, so that what they share is made once; all that drive a browser too:
    they share a hub, and two hubs on two cores would only wait for each other."""
    for item in items:
        in_browser = item.path.is_relative_to(ROOT / "tests/browser")
        if in_browser:
            item.add_marker(pytest.mark.browser)
        item.add_marker(pytest.mark.xdist_group("browser" if in_browser else str(item.path)))


@pytest.fixture(scope="session")
def server() -> Iterator[Any]:
    from entraide.local.postgres import Server
    from entraide.local.roles import ensure_roles

    with Server(TEST_HOME) as running:
        ensure_roles(running.superuser_url, running.credentials)
        _ensure_login(running.superuser_url)
        yield running


@pytest.fixture(scope="session")
def template(server: Any) -> str:
    """A database with every migration applied and the cast in it, made once for all workers."""
    from entraide.local.home import locked

    name = "template_entraide"
    with locked(TEST_HOME / "template.lock"):
        fingerprint = _fingerprint()
        made = TEST_HOME / "template.made"
        if not (server.has_database(name) and made.exists() and made.read_text() == fingerprint):
            server.drop_database(name)
            server.create_database(name)
            _run("prepare", "migrator", server.url("migrator", name))
            _run("shell", "web", server.url("web", name), "-c", "from tests.standing import enrol; enrol()")
            made.write_text(fingerprint)
    return name


@pytest.fixture(scope="session")
def new_database(server: Any, template: str) -> Iterator[Callable[[str], str]]:
    """Make a database of one's own from the template, for tests that must commit: name → name."""
    made: list[str] = []

    def make(name: str) -> str:
        from entraide.local.home import locked

        name = f"{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
        server.drop_database(name)
        with locked(TEST_HOME / "template.lock"):  # a template is copied by one at a time
            server.create_database(name, template=template)
        with psycopg.connect(server.superuser_url, autocommit=True) as connection:
            connection.execute(f"GRANT CONNECT, TEMPORARY ON DATABASE {name} TO {LOGIN}")
        made.append(name)
        return name

    yield make
    for name in made:
        server.drop_database(name)


@pytest.fixture(scope="session")
def django_db_setup(
    server: Any, new_database: Callable[[str], str], django_db_blocker: Any
) -> Iterator[None]:
    """pytest-django's own, replaced: the tests connect as the web process to a database of their worker."""
    from django.db import connection

    name = new_database("tests")
    connection.settings_dict.update(
        NAME=name,
        USER=LOGIN,
        PASSWORD=LOGIN,
        HOST=str(psycopg.conninfo.conninfo_to_dict(server.superuser_url)["host"]),
        OPTIONS={"options": "-c role=entraide_web"},
    )
    connection.close()
    yield
    with django_db_blocker.unblock():
        connection.close()


@pytest.fixture
def as_process(db: None) -> Callable[[str], AbstractContextManager[None]]:
    """``with as_process("linker"):`` the rest of the block has that process's rights."""
    from django.db import connection

    @contextmanager
    def switch(process: str) -> Iterator[None]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            before = cursor.fetchone()[0]
            cursor.execute(f"SET LOCAL ROLE entraide_{process}")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL ROLE {before}")

    return switch


@pytest.fixture
def cast(db: None) -> SimpleNamespace:
    """The standing cast, by the keys of tests.cast: ``cast.kavya.organisation.country == "IN"``."""
    from entraide.hub.core.acting import door
    from entraide.hub.directory.models import Member
    from tests.cast import MEMBER_KEYS

    with door("sign-in"):
        members = {member.email: member for member in Member.objects.select_related("organisation")}
    return SimpleNamespace(**{key: members[email] for key, email in MEMBER_KEYS.items()})


@pytest.fixture
def client_for(db: None) -> Callable[[Any], Any]:
    """A browser signed in as a member, second factor given."""
    from django.test import Client

    from tests.standing import sign_in

    def make(member: Any, **headers: str) -> Client:
        client = Client(headers=headers)
        sign_in(client, member)
        return client

    return make


@pytest.fixture
def linked(as_process: Callable[[str], AbstractContextManager[None]]) -> Callable[[], int]:
    """Run the linker on what waits, in the test's transaction."""
    from entraide.hub.intel import linking

    def run() -> int:
        with as_process("linker"):
            return linking.link_waiting()

    return run


def _ensure_login(superuser_url: str) -> None:
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(hashtext('entraide tests'))")
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [LOGIN]).fetchone():
            connection.execute(f"CREATE ROLE {LOGIN} LOGIN NOINHERIT PASSWORD '{LOGIN}'")
        for process in ("web", "worker", "linker", "sealer", "migrator"):
            connection.execute(f"GRANT entraide_{process} TO {LOGIN}")
        connection.execute("SELECT pg_advisory_unlock(hashtext('entraide tests'))")


def _run(command: str, role: str, url: str, *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "entraide.hub.manage", command, *arguments],
        check=True,
        cwd=ROOT,
        env={**os.environ, "ENTRAIDE_ROLE": role, "ENTRAIDE_DATABASE_URL": url, "PYTHONPATH": str(ROOT)},
    )


def _fingerprint() -> str:
    """What the template was made from: migrations, policies, grants and cast."""
    import hashlib

    hub = ROOT / "src/entraide/hub"
    sources = [
        *sorted(hub.glob("*/migrations/*.py")),
        hub / "core/rls.py",
        hub / "core/grants.py",
        *sorted((ROOT / "src/entraide/exercise/cast").glob("*.py")),
        ROOT / "tests/cast.py",
        ROOT / "tests/standing.py",
    ]
    return hashlib.sha256(b"".join(file.read_bytes() for file in sources)).hexdigest()
