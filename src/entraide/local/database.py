"""The hub's database: embedded in the home folder, or on an ordinary server named by DATABASE_URL."""

import logging
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg

from .credentials import ROLES, Credentials
from .errors import LocalError
from .postgres import Server
from .roles import ensure_roles, open_database, role_name

log = logging.getLogger(__name__)
NAME = "entraide"
OLDEST_MAJOR = 15


class Database(Protocol):
    """A database that is reachable while the context is open."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def url(self, role: str) -> str: ...
    def prepare(self) -> None: ...
    def alive(self) -> bool: ...
    def restart_if_dead(self) -> None: ...


def database_of(home: Path, environ: Mapping[str, str]) -> Database:
    """The ordinary server that `environ` names (DATABASE_URL, or one DATABASE_URL_… per role), else the
    embedded one of `home`."""
    if names_a_server(environ):
        return Ordinary(Credentials(home / "secrets"), environ)
    return Embedded(home)


def names_a_server(environ: Mapping[str, str]) -> bool:
    """Whether `environ` points to a server other than the embedded one."""
    return any(environ.get(name) for name in ("DATABASE_URL", *map(_variable, ROLES)))


class Embedded(Server):
    """The embedded server with the hub's database in it."""

    def prepare(self) -> None:
        """Roles and the database, made when missing."""
        ensure_roles(self.superuser_url, self.credentials)
        if not self.has_database(NAME):
            self.create_database(NAME)


class Ordinary:
    """A database on a server that someone else runs.

    DATABASE_URL is an account that owns the database and may create roles; each DATABASE_URL_<ROLE>
    overrides what is derived from it. With all five given, DATABASE_URL is not needed and no role is touched.
    """

    def __init__(self, credentials: Credentials, environ: Mapping[str, str]) -> None:
        self._credentials = credentials
        self._admin_url = environ.get("DATABASE_URL")
        self._urls = {role: environ[_variable(role)] for role in ROLES if environ.get(_variable(role))}
        missing = [_variable(role) for role in ROLES if role not in self._urls]
        if missing and not self._admin_url:
            raise LocalError(f"{', '.join(missing)}: not set. Set them all, or DATABASE_URL.")
        for role, url in self._urls.items():
            if urlsplit(url).username != role_name(role):
                raise LocalError(f"{_variable(role)} must sign in as {role_name(role)}.")

    def __enter__(self) -> Self:
        url, name = (
            (self._admin_url, "DATABASE_URL") if self._admin_url else (self.url("web"), _variable("web"))
        )
        try:
            with psycopg.connect(url, connect_timeout=10) as connection:
                major = connection.info.server_version // 10000
        except psycopg.Error as error:
            raise LocalError(f"{name}: {' '.join(str(error).split())}")
        if major < OLDEST_MAJOR:
            raise LocalError(f"{name} leads to PostgreSQL {major}; {OLDEST_MAJOR} or newer is needed.")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def url(self, role: str) -> str:
        """The address for the process role web, worker, linker, sealer or migrator."""
        if role in self._urls:
            return self._urls[role]
        assert self._admin_url is not None
        parts = urlsplit(self._admin_url)
        _, _, place = parts.netloc.rpartition("@")
        account = f"{role_name(role)}:{quote(self._credentials[role], safe='')}"
        return urlunsplit(parts._replace(netloc=f"{account}@{place}"))

    def prepare(self) -> None:
        """Roles and their way into the database, where DATABASE_URL allows it."""
        if self._admin_url is None or len(self._urls) == len(ROLES):
            return
        try:
            ensure_roles(self._admin_url, self._credentials)
            open_database(self._admin_url)
        except psycopg.errors.InsufficientPrivilege as error:
            raise LocalError(
                "DATABASE_URL: its account must own the database and may create roles "
                f"({error.diag.message_primary})."
            )

    def alive(self) -> bool:
        """Whoever runs the server looks after it."""
        return True

    def restart_if_dead(self) -> None:
        """Nothing to do here."""


def _variable(role: str) -> str:
    return f"DATABASE_URL_{role.upper()}"
