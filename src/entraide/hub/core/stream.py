"""GET /live/stream: what concerns the reader's organisation, as server-sent events that resume by last id.

Each event is one message, ``id: 12`` with data ``{"id": 12, "kind": "hit", "object": "…"}``. Four kinds are
the stream's own: *hello* (the number to resume from, on a first connection), *reset* (too much was missed:
fetch everything anew), *session.revoked* (sign in again; the stream ends), and a comment keeps the line open.
No database connection is held while a stream waits.
"""

import asyncio
import contextvars
import json
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import psycopg_pool
from asgiref.sync import sync_to_async
from django.db import Error as DatabaseProblem
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from .acting import acting_as
from .fanout import Event, Fanout, Signal
from .seats import Seat, seat_of, whose_session_is_over

log = logging.getLogger(__name__)

HELLO, RESET, REVOKED = "hello", "reset", "session.revoked"
BEAT_SECONDS = 15.0
MOST_REPLAYED = 500
LARGEST_NUMBER = 2**63 - 1
UNREACHABLE = (DatabaseProblem, psycopg_pool.PoolTimeout, TimeoutError)

P = ParamSpec("P")
T = TypeVar("T")


@require_GET
async def stream(request: HttpRequest) -> HttpResponseBase:
    try:
        last = _last(request)
    except ValueError:
        return _say(400, _("last: must be the number of an event. Leave it out to start from now."))
    try:
        seat = await _briefly(seat_of)(request)
    except UNREACHABLE:
        return _say(503, _("The database cannot be reached. Try again in a moment."))
    if seat is None:
        return _say(401, _("Sign in first."))
    return StreamingHttpResponse(
        _messages(seat, last),
        content_type="text/event-stream; charset=utf-8",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


def _last(request: HttpRequest) -> int | None:
    """The browser's own header is newer than the address it first asked for. Raises ValueError."""
    given = request.headers.get("Last-Event-ID") or request.GET.get("last")
    if not given:
        return None
    if not given.isascii() or not given.isdigit() or int(given) > LARGEST_NUMBER:
        raise ValueError(given)
    return int(given)


def _say(status: int, text: str) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")


_fanout = Fanout()
_beats: asyncio.Task[None] | None = None


async def _messages(seat: Seat, last: int | None) -> AsyncIterator[bytes]:
    # what the middleware opened in the request's own thread would be held as long as the stream
    await sync_to_async(_hand_back)()
    _keep_beating()
    with _fanout.subscription(seat) as mine:
        try:
            await _fanout.until_listening()
            waiting: Event | Signal = Signal.CATCH_UP
            while waiting is not Signal.TOO_SLOW:
                if waiting is Signal.BEAT:
                    yield b": \n\n"
                for event in await _events(waiting, seat, last):
                    yield _message(event)
                    last = event.number
                    if event.kind == REVOKED:
                        return
                waiting = await mine.queue.get()
        except UNREACHABLE:
            log.warning("Live events: a stream ends for want of the database; its browser will resume.")


async def _events(waiting: Event | Signal, seat: Seat, last: int | None) -> list[Event]:
    """What is to be sent now: nothing twice, nothing left out."""
    if isinstance(waiting, Event):
        return [waiting] if last is None or waiting.number > last else []
    if waiting is Signal.CATCH_UP:
        return await _briefly(_missed)(seat, last)
    return [Event(last or 0, REVOKED, None)] if waiting is Signal.SESSION_OVER else []


def _message(event: Event) -> bytes:
    data = json.dumps({"id": event.number, "kind": event.kind, "object": event.object})
    return f"id: {event.number}\ndata: {data}\n\n".encode()


def _missed(seat: Seat, last: int | None) -> list[Event]:
    """What was announced after ``last``, in order; a *reset* where that cannot be told any more."""
    with acting_as(seat.actor), connection.cursor() as cursor:
        cursor.execute(
            "SELECT number, kind, object_id::text FROM core_liveevent"
            " WHERE organisation_id = %s AND number > %s ORDER BY number LIMIT %s",
            [seat.actor.organisation, LARGEST_NUMBER if last is None else last, MOST_REPLAYED + 1],
        )
        events = [Event(*row) for row in cursor.fetchall()]
        # asked after the events were read, so that a sweep in between is seen
        cursor.execute("SELECT oldest, newest FROM core_live_range()")
        oldest, newest = cursor.fetchone()
    if last is None:
        return [Event(newest, HELLO, None)]
    if last > newest or oldest > last + 1 or len(events) > MOST_REPLAYED:
        return [Event(newest, RESET, None)]
    if any(event.kind == REVOKED for event in events) and not whose_session_is_over([seat]):
        # that was a session before this one
        events = [event for event in events if event.kind != REVOKED]
    return events


def _keep_beating() -> None:
    global _beats
    if _beats is None or _beats.done():
        _beats = asyncio.create_task(_beat(), context=contextvars.Context())


async def _beat() -> None:
    """Keeps lines open and ends the streams of those who may no longer listen."""
    while True:
        await asyncio.sleep(BEAT_SECONDS)
        streams = list(_fanout)
        try:
            over = await _briefly(whose_session_is_over)([one.seat for one in streams])
        except UNREACHABLE:
            over = set()
        for one in streams:
            if one.seat in over:
                one.end(Signal.SESSION_OVER)
            else:
                one.give(Signal.BEAT)


def _briefly(function: Callable[P, T]) -> Callable[P, Coroutine[Any, Any, T]]:
    """In a thread, handing the database connection back at once."""

    @wraps(function)
    def then_close(*arguments: P.args, **named: P.kwargs) -> T:
        try:
            return function(*arguments, **named)
        finally:
            _hand_back()

    @wraps(function)
    async def call(*arguments: P.args, **named: P.kwargs) -> T:
        return await asyncio.to_thread(then_close, *arguments, **named)

    return call


def _hand_back() -> None:
    """This thread's connection, to the pool."""
    connection.close()
