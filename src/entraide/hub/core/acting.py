"""Who acts, for what purpose: the only door to rows.

Every policy of the database reads the settings that ``acting_as`` makes for its transaction. Outside
of it nothing is set, and no shared row can be seen, written or counted.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection, transaction

from entraide.vocabulary.handling import Purpose, Reader

from . import clock

if TYPE_CHECKING:
    from entraide.hub.directory.models import Member


@dataclass(frozen=True, slots=True)
class Actor:
    """A member at work."""

    member: UUID
    organisation: UUID
    state: str
    unit: bool  # of a financial-intelligence unit
    roles: frozenset[str]
    purpose: Purpose

    def reader(self) -> Reader:
        return Reader(self.member, self.organisation, self.state, self.purpose, clock.today())

    def _settings(self) -> dict[str, str]:
        return {
            "member": str(self.member),
            "organisation": str(self.organisation),
            "state": self.state,
            "unit": "on" if self.unit else "off",
            "roles": ",".join(sorted(self.roles)),
            "purpose": str(int(self.purpose)),
            "today": clock.today().isoformat(),
            "door": "",
        }


NOBODY = dict.fromkeys(("member", "organisation", "state", "unit", "roles", "purpose", "today", "door"), "")
_actor: ContextVar[Actor | None] = ContextVar("actor", default=None)


def current() -> Actor:
    """The actor in force. Raises RuntimeError outside of ``acting_as``: a mistake of the code, not of a user."""
    actor = _actor.get()
    if actor is None:
        raise RuntimeError("nobody is acting: wrap the call in acting_as(member)")
    return actor


def current_or_none() -> Actor | None:
    return _actor.get()


def actor_of(member: "Member", purpose: Purpose | None = None) -> Actor:
    organisation = member.organisation
    return Actor(
        member=member.pk,
        organisation=organisation.pk,
        state=organisation.country,
        unit=organisation.is_unit,
        roles=frozenset(member.roles),
        purpose=purpose or Purpose(organisation.default_purpose),
    )


@contextmanager
def acting_as(member: "Member | Actor", purpose: Purpose | None = None) -> Iterator[Actor]:
    """Open a transaction in which this member acts; within another, take over and hand back."""
    actor = member if isinstance(member, Actor) else actor_of(member, purpose)
    with _settings_for_transaction(actor._settings()):
        token = _actor.set(actor)
        try:
            yield actor
        finally:
            _actor.reset(token)


@contextmanager
def door(name: str) -> Iterator[None]:
    """Before anyone acts: what sign-in, invitations and API keys need, and nothing else."""
    with _settings_for_transaction({**NOBODY, "door": name}):
        yield


@contextmanager
def stepping_in(actor: Actor) -> Iterator[Actor]:
    """From a door, act for the rest of its transaction; nothing is handed back, as nothing follows."""
    _write(actor._settings())
    token = _actor.set(actor)
    try:
        yield actor
    finally:
        _actor.reset(token)


@contextmanager
def housekeeping() -> Iterator[None]:
    """Nobody acts: the worker finds and deletes what expired, and sees nothing else."""
    with _settings_for_transaction({**NOBODY, "today": clock.today().isoformat()}):
        yield


@contextmanager
def in_name_of(organisation: UUID) -> Iterator[None]:
    """The hub notes, for an organisation's journal, what it did by itself."""
    with _settings_for_transaction({**NOBODY, "organisation": str(organisation)}):
        yield


@contextmanager
def _settings_for_transaction(settings: dict[str, str]) -> Iterator[None]:
    nested = connection.in_atomic_block
    with transaction.atomic():
        before = _read() if nested else None
        _write(settings)
        yield
        if before is not None and not connection.needs_rollback:
            _write(before)


def _write(settings: dict[str, str]) -> None:
    calls = ", ".join(f"set_config('entraide.{name}', %s, true)" for name in settings)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", list(settings.values()))


def _read() -> dict[str, str]:
    calls = ", ".join(f"coalesce(current_setting('entraide.{name}', true), '')" for name in NOBODY)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}")
        return dict(zip(NOBODY, cursor.fetchone(), strict=True))
