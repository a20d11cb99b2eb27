"""Live events reach those concerned, once, in order, and nobody else."""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from entraide.bench._sse import Closed, Message, listen

from .conftest import LiveHub, id_of

PATIENCE = 20.0


def run(test: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(asyncio.wait_for(test, 60))


@contextlib.asynccontextmanager
async def listening(hub: LiveHub, key: str, *, last: int | str = "", cookie: str = "") -> AsyncIterator[Any]:
    """Within, ``await next_event()`` gives the member's next event. The greeting was taken already."""
    async with listen(hub.stream, cookie or hub.sign_in(key), last) as messages:

        async def next_event() -> Message:
            return await asyncio.wait_for(anext(messages), PATIENCE)

        if last == "":
            hello = await next_event()
            assert hello.kind == "hello"
        yield next_event


async def announce(hub: LiveHub, *arguments: Any, **named: Any) -> str:
    return await asyncio.to_thread(hub.announce, *arguments, **named)


def newest(hub: LiveHub, organisation: str) -> int:
    with hub.connect("migrator") as connection:
        row = connection.execute(
            "SELECT last FROM core_livecounter WHERE organisation_id = %s", [id_of(organisation)]
        ).fetchone()
    return row[0] if row else 0


def status_of(hub: LiveHub, cookie: str, last: str = "") -> int:
    async def ask() -> int:
        try:
            async with listen(hub.stream, cookie, last):
                return 200
        except Closed as answer:
            return int(answer.args[0])

    return int(run(ask()))


def test_nobody_listens_without_signing_in(live_hub: LiveHub) -> None:
    assert status_of(live_hub, "") == 401
    assert status_of(live_hub, f"sessionid={uuid.uuid4().hex}") == 401
    assert status_of(live_hub, live_hub.sign_in("kavya", lasting=timedelta(seconds=-1))) == 401


def test_a_password_alone_opens_no_stream(live_hub: LiveHub) -> None:
    assert status_of(live_hub, live_hub.sign_in("kavya", both_factors=False)) == 401
    assert status_of(live_hub, live_hub.sign_in("kavya")) == 200


@pytest.mark.parametrize("last", ["-1", "one", "٣", "1.5", str(2**63)])
def test_what_is_no_number_cannot_be_resumed_from(live_hub: LiveHub, last: str) -> None:
    async def ask() -> int:
        try:
            async with listen(live_hub.stream, live_hub.sign_in("kavya"), last.encode().decode("latin-1")):
                return 200
        except Closed as answer:
            return int(answer.args[0])

    assert run(ask()) == 400


def test_an_event_reaches_every_member_of_its_organisation_and_no_other(live_hub: LiveHub) -> None:
    async def test() -> None:
        async with (
            listening(live_hub, "kavya") as kavya,
            listening(live_hub, "arjun") as arjun,
            listening(live_hub, "nok") as nok,
        ):
            for_india = await announce(live_hub, "in", "hit")
            for_thailand = await announce(live_hub, "th", "report")
            assert (await kavya()).object == (await arjun()).object == for_india
            assert (await nok()).object == for_thailand

    run(test())


def test_an_event_for_named_members_stays_from_their_colleagues_live_and_replayed(live_hub: LiveHub) -> None:
    async def test() -> None:
        base = newest(live_hub, "in")
        async with listening(live_hub, "kavya") as kavya, listening(live_hub, "arjun") as arjun:
            red = await announce(live_hub, "in", "hit", to=["arjun"])
            amber = await announce(live_hub, "in", "hit")
            assert (await kavya()).object == amber
            assert [(await arjun()).object, (await arjun()).object] == [red, amber]
        async with listening(live_hub, "kavya", last=base) as kavya:
            assert (await kavya()).object == amber
        async with listening(live_hub, "arjun", last=base) as arjun:
            assert (await arjun()).object == red

    run(test())


def test_more_members_than_a_notification_can_name_are_told_all_the_same(live_hub: LiveHub) -> None:
    async def test() -> None:
        many = [f"recipient {number}" for number in range(400)]
        async with listening(live_hub, "kavya") as kavya, listening(live_hub, "arjun") as arjun:
            red = await announce(live_hub, "in", "hit", to=[*many, "arjun"])
            amber = await announce(live_hub, "in", "hit")
            assert (await kavya()).object == amber
            assert [(await arjun()).object, (await arjun()).object] == [red, amber]

    run(test())


def test_a_resumed_stream_tells_what_was_missed_and_then_goes_on(live_hub: LiveHub) -> None:
    async def test() -> None:
        base = newest(live_hub, "in")
        missed = [await announce(live_hub, "in", "report") for _ in range(3)]
        async with listening(live_hub, "kavya", last=base) as kavya:
            events = [await kavya() for _ in range(3)]
            assert [event.object for event in events] == missed
            assert [int(event.id) for event in events] == [base + 1, base + 2, base + 3]
            live = await announce(live_hub, "in", "report")
            assert (await kavya()).object == live

    run(test())


def test_what_is_both_replayed_and_announced_meanwhile_is_told_once(live_hub: LiveHub) -> None:
    async def test() -> None:
        base = newest(live_hub, "in")
        with psycopg.connect(live_hub.server.url("migrator", live_hub.database)) as writer:
            writer.execute("LOCK TABLE core_liveevent IN ACCESS EXCLUSIVE MODE")
            async with listening(live_hub, "kavya", last=base) as kavya:
                await until(lambda: is_waited_for(live_hub, "core_liveevent"))
                # the stream has subscribed, and reads what it missed once this is committed
                writer.execute("SELECT core_announce(%s, 'first', NULL, NULL)", [id_of("in")])
                writer.commit()
                assert (await kavya()).kind == "first"
                await announce(live_hub, "in", "second")
                assert (await kavya()).kind == "second"

    run(test())


def test_a_gap_that_was_swept_is_a_reset(live_hub: LiveHub) -> None:
    async def test() -> None:
        base = newest(live_hub, "ke")
        for _ in range(4):
            await announce(live_hub, "ke", "report")
        with live_hub.connect("migrator") as connection:
            connection.execute(
                "DELETE FROM core_liveevent WHERE organisation_id = %s AND number <= %s",
                [id_of("ke"), base + 2],
            )
        async with listening(live_hub, "wanjiru", last=base + 1) as wanjiru:
            reset = await wanjiru()
            assert (reset.kind, int(reset.id)) == ("reset", base + 4)
        async with listening(live_hub, "wanjiru", last=base + 2) as wanjiru:
            assert int((await wanjiru()).id) == base + 3

    run(test())


def test_a_number_from_another_database_is_a_reset(live_hub: LiveHub) -> None:
    async def test() -> None:
        await announce(live_hub, "ph", "report")
        async with listening(live_hub, "reyna", last=1_000_000) as reyna:
            reset = await reyna()
            assert (reset.kind, int(reset.id)) == ("reset", newest(live_hub, "ph"))
            after = await announce(live_hub, "ph", "report")
            assert (await reyna()).object == after

    run(test())


def test_who_missed_very_much_is_told_to_fetch_everything_anew(live_hub: LiveHub) -> None:
    async def test() -> None:
        base = newest(live_hub, "fr")
        with live_hub.connect() as connection:
            connection.execute(
                "SELECT count(core_announce(%s, 'report', NULL, NULL)) FROM generate_series(1, 501)",
                [id_of("fr")],
            )
        member = _someone_of("fr")
        async with listening(live_hub, member, last=base) as next_event:
            assert (await next_event()).kind == "reset"
        async with listening(live_hub, member, last=base + 1) as next_event:
            assert int((await next_event()).id) == base + 2

    run(test())


def test_a_revoked_session_is_told_and_closed_and_its_colleagues_are_not(live_hub: LiveHub) -> None:
    async def test() -> None:
        async with listening(live_hub, "kavya") as kavya, listening(live_hub, "arjun") as arjun:
            await announce(live_hub, "in", "session.revoked", to=["kavya"])
            assert (await kavya()).kind == "session.revoked"
            with pytest.raises(StopAsyncIteration):
                await kavya()
            after = await announce(live_hub, "in", "report")
            assert (await arjun()).object == after

    run(test())


def test_a_revocation_before_this_session_does_not_end_it(live_hub: LiveHub) -> None:
    async def test() -> None:
        base = newest(live_hub, "in")
        await announce(live_hub, "in", "session.revoked", to=["kavya"])
        after = await announce(live_hub, "in", "report")
        async with listening(live_hub, "kavya", last=base) as kavya:
            assert (await kavya()).object == after

    run(test())


def test_a_suspended_member_cannot_come_back(live_hub: LiveHub) -> None:
    cookie = live_hub.sign_in("dawit")
    assert status_of(live_hub, cookie) == 200
    with live_hub.connect("migrator") as connection:
        connection.execute("UPDATE directory_member SET suspended_at = now() WHERE id = %s", [id_of("dawit")])
    assert status_of(live_hub, cookie) == 401


def test_whoever_signs_out_elsewhere_stops_hearing(live_hub: LiveHub) -> None:
    """Nothing is announced: the stream finds out by itself at its next beat."""

    async def test() -> None:
        cookie = live_hub.sign_in("kavya")
        async with (
            listening(live_hub, "kavya", cookie=cookie) as kavya,
            listening(live_hub, "arjun") as arjun,
        ):
            live_hub.sign_out(cookie)
            assert (await kavya()).kind == "session.revoked"
            with pytest.raises(StopAsyncIteration):
                await kavya()
            after = await announce(live_hub, "in", "report")
            assert (await arjun()).object == after

    run(test())


def test_sixty_streams_hold_no_database_connection(live_hub: LiveHub) -> None:
    async def test() -> None:
        async with contextlib.AsyncExitStack() as stack:
            cookies = [live_hub.sign_in("kavya") for _ in range(60)]
            streams = [
                await stack.enter_async_context(listening(live_hub, "kavya", cookie=c)) for c in cookies
            ]
            connections = connections_of(live_hub)
            # the pool's, and the one that listens
            assert len(connections) <= 9
            assert "idle in transaction" not in connections
            told = await announce(live_hub, "in", "report")
            assert {(await next_event()).object for next_event in streams} == {told}

    run(test())


def test_after_the_listening_connection_was_lost_nothing_is_missing(live_hub: LiveHub) -> None:
    async def test() -> None:
        async with listening(live_hub, "kavya") as kavya:
            with psycopg.connect(live_hub.server.superuser_url, autocommit=True) as superuser:
                ended = superuser.execute(
                    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                    " WHERE datname = %s AND query LIKE 'LISTEN %%' OR query = 'SELECT 1' AND datname = %s",
                    [live_hub.database] * 2,
                ).fetchone()
            assert ended == (1,)
            told = [await announce(live_hub, "in", "report") for _ in range(5)]
            assert [(await kavya()).object for _ in range(5)] == told

    run(test())


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await asyncio.to_thread(condition):
            await asyncio.sleep(0.01)


def is_waited_for(hub: LiveHub, table: str) -> bool:
    with psycopg.connect(hub.server.superuser_url, dbname=hub.database, autocommit=True) as superuser:
        waiting = superuser.execute(
            "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = %s::regclass", [table]
        )
        return waiting.fetchone() is not None


def connections_of(hub: LiveHub) -> list[str]:
    """The state of each connection of the web process."""
    with psycopg.connect(hub.server.superuser_url, autocommit=True) as superuser:
        rows = superuser.execute(
            "SELECT state FROM pg_stat_activity WHERE datname = %s AND usename = 'entraide_web'",
            [hub.database],
        ).fetchall()
    return [state for (state,) in rows]


def _someone_of(organisation: str) -> str:
    from entraide.exercise.cast import PEOPLE

    return next(person.key for person in PEOPLE if person.organisation == organisation)
