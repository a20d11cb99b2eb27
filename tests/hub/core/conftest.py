"""A hub of one's own: a database whose rows are committed, and a real web process on it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from entraide.exercise.cast import PEOPLE
from tests.conftest import ROOT, TEST_HOME
from tests.standing import _SPACE


@dataclass
class LiveHub:
    """A web process and its database. People go by their keys in the cast."""

    url: str
    database: str
    server: Any
    processes: list[Any] = field(default_factory=list)

    @property
    def stream(self) -> str:
        return f"{self.url}/live/stream"

    def connect(self, role: str = "web") -> psycopg.Connection[Any]:
        return psycopg.connect(self.server.url(role, self.database), autocommit=True)

    def announce(self, organisation: str, kind: str, *, to: list[str] | None = None) -> str:
        """Returns the id of the object that the event names."""
        object_id = str(uuid.uuid4())
        members = None if to is None else [id_of(key) for key in to]
        with self.connect() as connection:
            connection.execute(
                "SELECT core_announce(%s, %s, %s, %s::uuid[])",
                [id_of(organisation), kind, object_id, members],
            )
        return object_id

    def sign_in(self, key: str, *, lasting: timedelta = timedelta(hours=1), both_factors: bool = True) -> str:
        """The cookie of a new session."""
        from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
        from django.utils import timezone

        from entraide.hub.core.sessions import SessionStore, kept_as
        from entraide.hub.directory.models import Member, Organisation
        from entraide.hub.directory.second_factor import SHOWN

        data = {
            SESSION_KEY: id_of(key),
            BACKEND_SESSION_KEY: "entraide.hub.directory.sign_in.MemberBackend",
            HASH_SESSION_KEY: Member(password="!", organisation=Organisation()).get_session_auth_hash(),
        }
        if both_factors:
            data[SHOWN] = id_of(key)
        session = uuid.uuid4().hex
        with self.connect() as connection:
            connection.execute(
                "INSERT INTO django_session (session_key, session_data, expire_date) VALUES (%s, %s, %s)",
                [kept_as(session), SessionStore().encode(data), timezone.now() + lasting],
            )
        return f"sessionid={session}"

    def sign_out(self, cookie: str) -> None:
        from entraide.hub.core.sessions import kept_as

        with self.connect() as connection:
            connection.execute(
                "DELETE FROM django_session WHERE session_key = %s", [kept_as(cookie.partition("=")[2])]
            )

    def start(self) -> None:
        port = int(self.url.rsplit(":", 1)[1])
        self.processes.append(
            subprocess.Popen(
                [
                    *(sys.executable, "-m", "uvicorn", "entraide.hub.asgi:application", "--port", str(port)),
                    *("--log-level", "warning", "--timeout-graceful-shutdown", "1"),
                ],
                cwd=ROOT,
                env={
                    **os.environ,
                    "ENTRAIDE_HOME": str(TEST_HOME),
                    "ENTRAIDE_ROLE": "web",
                    "ENTRAIDE_DATABASE_URL": self.server.url("web", self.database),
                    "ENTRAIDE_ORIGIN": self.url,
                },
            )
        )
        deadline = time.monotonic() + 60
        while not self._healthy():
            assert time.monotonic() < deadline, "the web process does not answer"
            assert self.processes[-1].poll() is None, "the web process ended"
            time.sleep(0.05)

    def _healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except OSError:
            return False

    def stop(self) -> None:
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait(20)


_ORGANISATION_OF = {person.key: person.organisation for person in PEOPLE}


def id_of(key: str) -> str:
    """The id of a member or an organisation of the cast."""
    return str(uuid.uuid5(_SPACE, key))


def organisation_of(key: str) -> str:
    return _ORGANISATION_OF[key]


@pytest.fixture(scope="module")
def live_hub(server: Any, new_database: Callable[[str], str]) -> Iterator[LiveHub]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}"
    hub = LiveHub(url, new_database("live"), server)
    try:
        hub.start()
        yield hub
    finally:
        hub.stop()
