"""The hub as a whole on one machine: what starts, in which order, and when it is ready."""

import asyncio
import contextlib
import errno
import fcntl
import ipaddress
import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .database import Database, Embedded, database_of, names_a_server
from .environment import environment, make_keys
from .errors import LocalError
from .freshness import (
    exercise_is_loaded,
    remember_exercise,
    remember_schema,
    schema_digest,
    schema_is_current,
    static_digest,
)
from .home import home_folder, open_lock, private_folder
from .processes import Program, run_once, supervise

log = logging.getLogger(__name__)

READY_SECONDS = 120.0
POLL_SECONDS = 0.05
WATCH_SECONDS = 1.0
FIRST_PERSON = "Kavya Raman (analyst, India)"


@dataclass(frozen=True)
class Place:
    """Where a hub listens, with how many web processes and linkers, and whether it is the exercise."""

    host: str
    port: int
    workers: int = 1
    linkers: int = 1
    exercise: bool = False

    @property
    def address(self) -> str:
        """Its address in a browser on this machine."""
        host = "127.0.0.1" if self.host == "0.0.0.0" else "::1" if self.host == "::" else self.host  # noqa: S104
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"


def run_hub(place: Place) -> None:
    """Run the hub of ENTRAIDE_HOME until SIGINT or SIGTERM; LocalError when it cannot start."""
    began = time.monotonic()
    _refuse_exercise_in_public(place)
    _refuse_port_in_use(place)
    home = private_folder(home_folder())
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with _only_hub_of(home, place.address), database_of(home, os.environ) as database:
            make_keys(home)
            database.prepare()
            asyncio.run(_run(home, place, database, began))
            _ignore_signals()
    except KeyboardInterrupt:
        _ignore_signals()
    log.info("Stopped.")


async def _run(home: Path, place: Place, database: Database, began: float) -> None:
    await _bring_up_to_date(home, database)
    migrator = database.url("migrator")

    async def when_started() -> None:
        if place.exercise and not exercise_is_loaded(migrator):
            await run_once(_manage(home, database, "exercise", "load_exercise"))
            remember_exercise(migrator)
        await _until_healthy(place)
        who = f" — sign in as {FIRST_PERSON} with one click" if place.exercise else ""
        log.info("Ready in %.1f s. Open %s%s. Ctrl-C stops it.", time.monotonic() - began, place.address, who)

    async def watch() -> None:
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            if not database.alive():
                log.warning("PostgreSQL ended unexpectedly; starting it again.")
                await asyncio.to_thread(database.restart_if_dead)
                log.info("PostgreSQL runs again.")

    await supervise(_programs(home, place, database), when_started, watch)


async def _bring_up_to_date(home: Path, database: Database) -> None:
    """Tables and static files, when something they depend on has changed."""
    schema, static, kept = schema_digest(), static_digest(), home / "static.digest"
    migrator = database.url("migrator")
    if schema_is_current(migrator, schema) and kept.exists() and kept.read_text() == static:
        return
    log.info("Bringing the database and the static files to this version …")
    await run_once(_manage(home, database, "prepare", "prepare"))
    remember_schema(migrator, schema)
    kept.write_text(static)


def _programs(home: Path, place: Place, database: Database) -> list[Program]:
    origin = os.environ.get("ENTRAIDE_ORIGIN", place.address)
    web = Program(
        "web",
        [
            *(sys.executable, "-m", "uvicorn", "entraide.hub.asgi:application"),
            *("--host", place.host, "--port", str(place.port), "--workers", str(place.workers)),
            *("--log-level", "warning", "--no-access-log", "--no-server-header"),
            # Live streams never end by themselves.
            *("--timeout-graceful-shutdown", "3"),
        ],
        environment(home, database, "web") | {"ENTRAIDE_ORIGIN": origin},
    )
    rest = ("worker", *["linker"] * place.linkers, "sealer")
    return [web, *(_manage(home, database, role, f"run_{role}") for role in rest)]


def _manage(home: Path, database: Database, name: str, *arguments: str) -> Program:
    role = name if name in ("worker", "linker", "sealer") else "migrator"
    return Program(
        name, [sys.executable, "-m", "entraide.hub.manage", *arguments], environment(home, database, role)
    )


async def _until_healthy(place: Place) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not await _healthy(place):
        if time.monotonic() > deadline:
            raise LocalError(f"{place.address}/healthz has not answered within {READY_SECONDS:.0f} s.")
        await asyncio.sleep(POLL_SECONDS)


async def _healthy(place: Place) -> bool:
    host = place.address.removeprefix("http://").rsplit(":", 1)[0].strip("[]")
    try:
        reader, writer = await asyncio.open_connection(host, place.port)
    except OSError:
        return False
    with contextlib.closing(writer):
        try:
            writer.write(f"GET /healthz HTTP/1.0\r\nHost: {host}\r\n\r\n".encode())
            return b" 200 " in await asyncio.wait_for(reader.readline(), 10)
        except (OSError, TimeoutError):
            return False


def _refuse_exercise_in_public(place: Place) -> None:
    if place.exercise and not _is_loopback(place.host):
        raise LocalError(
            f"--host {place.host}: the exercise lets anyone sign in as anyone, so it listens on 127.0.0.1 "
            "only. Leave --host out, or --exercise."
        )


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _refuse_port_in_use(place: Place) -> None:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            place.host, place.port, type=socket.SOCK_STREAM
        )[0]
    except socket.gaierror:
        raise LocalError(f"--host {place.host}: no such address on this machine.")
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as problem:
            raise LocalError(_why_not(problem, place))


def _why_not(problem: OSError, place: Place) -> str:
    if problem.errno == errno.EADDRINUSE:
        return (
            f"Port {place.port} is in use on {place.host}. Choose another: --port {place.port % 65535 + 1}."
        )
    if problem.errno == errno.EACCES:
        return f"Port {place.port} is reserved to the system. Choose one above 1023: --port 8000."
    return f"--host {place.host} --port {place.port}: {problem.strerror}."


@contextlib.contextmanager
def embedded(*, alone: bool = False) -> Iterator[Embedded]:
    """The embedded database of ENTRAIDE_HOME; `alone` while no hub runs on it."""
    if names_a_server(os.environ):
        raise LocalError("DATABASE_URL is set: that server is backed up and restored with its own tools.")
    home = private_folder(home_folder())
    with contextlib.ExitStack() as stack:
        if alone:
            stack.enter_context(_only_hub_of(home, "maintenance"))
        yield stack.enter_context(Embedded(home))


@contextlib.contextmanager
def _only_hub_of(home: Path, doing: str) -> Iterator[None]:
    """Two sealers on one database would do everything twice."""
    path = home / "hub.lock"
    descriptor = open_lock(path)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LocalError(
                f"A hub already runs from {home} ({path.read_text().strip()}). "
                "Stop it, or choose another folder: ENTRAIDE_HOME=…"
            )
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"process {os.getpid()}, {doing}".encode())
        yield
    finally:
        os.close(descriptor)


def _ignore_signals() -> None:
    """Stopping has begun; being told so again changes nothing."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
