"""Live events within one web process: one LISTEN connection, fanned out in memory to any number of streams.

A subscriber's queue holds events, in the order of their numbers, and signals. Whatever the listening
connection may have missed is not guessed at: CATCH_UP tells each subscriber to read it from the table.
"""

import asyncio
import contextlib
import contextvars
import json
import logging
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

import psycopg
from django.db import connection

from .seats import Seat

log = logging.getLogger(__name__)

CHANNEL = "entraide_live"
MOST_WAITING = 256
PROBE_SECONDS = 15.0
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.2, 5.0
CONNECT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Event:
    """Ids only. ``number``: the organisation's own, rising in the order of commits."""

    number: int
    kind: str
    object: str | None


class Signal(Enum):
    CATCH_UP = auto()  # something may have been missed: read it from the table
    BEAT = auto()
    SESSION_OVER = auto()
    TOO_SLOW = auto()  # what waited was thrown away: the browser comes back and resumes


@dataclass(eq=False, slots=True)
class Subscription:
    """One stream, and what waits for it."""

    seat: Seat
    queue: asyncio.Queue[Event | Signal] = field(default_factory=lambda: asyncio.Queue(MOST_WAITING))

    def concerns(self, members: list[str] | None) -> bool:
        return members is None or str(self.seat.actor.member) in members

    def give(self, item: Event | Signal) -> None:
        """Never waits: a subscriber that cannot keep up is told to end instead."""
        try:
            self.queue.put_nowait(item)
        except asyncio.QueueFull:
            self.end(Signal.TOO_SLOW)

    def end(self, why: Signal) -> None:
        while not self.queue.empty():
            self.queue.get_nowait()
        self.queue.put_nowait(why)


class Fanout:
    """Starts listening with its first subscriber and never stops; a lost connection is made again."""

    def __init__(self) -> None:
        self._subscriptions: dict[str, set[Subscription]] = defaultdict(set)
        self._task: asyncio.Task[None] | None = None
        self._listening = asyncio.Event()

    def __iter__(self) -> Iterator[Subscription]:
        return iter([one for of_organisation in self._subscriptions.values() for one in of_organisation])

    @contextlib.contextmanager
    def subscription(self, seat: Seat) -> Iterator[Subscription]:
        if self._task is None or self._task.done():
            # a context of its own: it outlives the request that happened to start it
            self._task = asyncio.create_task(self._listen(), context=contextvars.Context())
        one = Subscription(seat)
        colleagues = self._subscriptions[str(seat.actor.organisation)]
        colleagues.add(one)
        try:
            yield one
        finally:
            colleagues.discard(one)

    async def until_listening(self) -> None:
        """Raises TimeoutError when the database cannot be reached."""
        await asyncio.wait_for(self._listening.wait(), CONNECT_SECONDS)

    async def _listen(self) -> None:
        pause = FIRST_PAUSE_SECONDS
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(**_parameters()) as listener:
                    await listener.execute(f"LISTEN {CHANNEL}")
                    pause = FIRST_PAUSE_SECONDS
                    self._listening.set()
                    for one in self:
                        one.give(Signal.CATCH_UP)
                    while True:
                        async for notification in listener.notifies(timeout=PROBE_SECONDS):
                            self._pass_on(json.loads(notification.payload))
                        # a dead line says nothing by itself
                        await asyncio.wait_for(listener.execute("SELECT 1"), CONNECT_SECONDS)
            except (psycopg.Error, OSError, TimeoutError) as problem:
                log.warning("Live events: the database is not reached (%s); trying again.", _short(problem))
            finally:
                self._listening.clear()
            await asyncio.sleep(pause * random.uniform(0.75, 1.25))
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

    def _pass_on(self, told: dict[str, Any]) -> None:
        subscribers = self._subscriptions.get(told["organisation"], ())
        if told["members"] == "many":
            # too many to be named in a notification: the table knows them
            for one in list(subscribers):
                one.give(Signal.CATCH_UP)
            return
        event = Event(told["id"], told["kind"], told["object"])
        for one in list(subscribers):
            if one.concerns(told["members"]):
                one.give(event)


def _parameters() -> dict[str, Any]:
    """Of the process's own role, beside Django's pool."""
    settings = connection.settings_dict
    options = {name: value for name, value in settings["OPTIONS"].items() if name != "pool"}
    return options | {
        "dbname": settings["NAME"],
        "user": settings["USER"],
        "password": settings["PASSWORD"],
        "host": settings["HOST"],
        "port": settings["PORT"],
        "connect_timeout": int(CONNECT_SECONDS),
        "autocommit": True,
    }


def _short(problem: BaseException) -> str:
    return str(problem).strip().splitlines()[-1] if str(problem).strip() else type(problem).__name__
