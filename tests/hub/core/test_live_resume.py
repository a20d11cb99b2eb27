"""However a line breaks and whoever writes at the time: each event arrives once, in the order of commits."""

import asyncio
import threading
from typing import Any

import psycopg
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entraide.bench._sse import listen

from .conftest import LiveHub, id_of

WRITERS = 3
# of one writer: transactions, each with so many events, kept or rolled back
transactions = st.lists(st.tuples(st.integers(1, 5), st.booleans()), min_size=5, max_size=25)
# of the line: after how many events it breaks, each time anew
breaks = st.lists(st.integers(0, 9), min_size=1, max_size=12)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plans=st.lists(transactions, min_size=WRITERS, max_size=WRITERS), breaks=breaks, named=st.booleans())
def test_nothing_is_lost_or_told_twice_over_broken_lines(
    live_hub: LiveHub, plans: list[Any], breaks: list[int], named: bool
) -> None:
    base = _newest(live_hub)
    members = [id_of("minji")] if named else None
    writers = [threading.Thread(target=_write, args=(live_hub, plan, members)) for plan in plans]
    for writer in writers:
        writer.start()
    heard = asyncio.run(asyncio.wait_for(_hear(live_hub, base, list(breaks), writers), 60))
    assert heard == _stored(live_hub, base)


async def _hear(
    hub: LiveHub, base: int, breaks: list[int], writers: list[threading.Thread]
) -> list[tuple[int, str]]:
    cookie = hub.sign_in("minji")
    heard: list[tuple[int, str]] = []
    last = base
    while True:
        patience = breaks.pop() if breaks else None
        async with listen(hub.stream, cookie, last) as messages:
            while patience is None or patience > 0:
                try:
                    message = await asyncio.wait_for(anext(messages), 0.3 if _over(writers) else 20)
                except TimeoutError:
                    # the writers were done before the wait began: whatever they wrote was due by now
                    if last == await asyncio.to_thread(_newest, hub):
                        return heard
                    raise AssertionError(f"nothing came after {last}, and more was written")
                last = int(message.id)
                heard.append((last, message.kind))
                patience = None if patience is None else patience - 1
                if _over(writers) and last == await asyncio.to_thread(_newest, hub):
                    return heard
        if _over(writers) and last == await asyncio.to_thread(_newest, hub):
            return heard


def _over(writers: list[threading.Thread]) -> bool:
    return not any(writer.is_alive() for writer in writers)


def _write(hub: LiveHub, plan: list[tuple[int, bool]], members: list[str] | None) -> None:
    with psycopg.connect(hub.server.url("web", hub.database)) as connection:
        for count, kept in plan:
            for number in range(count):
                connection.execute(
                    "SELECT core_announce(%s, %s, NULL, %s::uuid[])", [id_of("kr"), f"kind {number}", members]
                )
            connection.commit() if kept else connection.rollback()


def _newest(hub: LiveHub) -> int:
    with hub.connect("migrator") as connection:
        row = connection.execute(
            "SELECT last FROM core_livecounter WHERE organisation_id = %s", [id_of("kr")]
        ).fetchone()
    return row[0] if row else 0


def _stored(hub: LiveHub, base: int) -> list[tuple[int, str]]:
    with hub.connect("migrator") as connection:
        return connection.execute(
            "SELECT number, kind FROM core_liveevent WHERE organisation_id = %s AND number > %s ORDER BY number",
            [id_of("kr"), base],
        ).fetchall()
