"""`entraide bench live`: how soon an officer's browser hears of a hit, and that it hears of every one."""

import contextlib
import http.client
import json
import os
import random
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg

from . import Measured
from ._bad_line import NoBadLine, bad_line
from ._browser import heard, page_at, shown, until
from ._home import django_on, enrol, fresh_home, quantile, superuser
from ._hub import Hub, running_hub
from ._listeners import listeners

REQUIRED_P99_MS = 250
A_SECOND = 4.0  # reports filed; the next does not wait for the one before
WARM_UP = 20
FLOOR = 100
DELAY_MS, LOSS_PERCENT = 1000, 2.0
FAR_LISTENERS, FAR_REPORTS = 9, 100
PATIENCE_SECONDS = 90


def run(size: int | None, listeners: int = 50) -> Measured:
    """Milliseconds from filing a report to the hit's event in a browser, with 50 listeners; none lost on a bad line.

    The whole path: API → database → linker → live event → shared worker → page. `size` is how many reports
    (200). One listener is a page of the situation room in Chromium; the others are their streams alone.
    """
    with fresh_home() as home, running_hub(home) as hub, django_on(home, "web"), Desk(hub) as desk:
        near, lines = _near(desk, size or 200, listeners)
        lost, told = _far(home, desk)
    return Measured({**near, "lost": lost}, [*lines, *told])


class Desk:
    """Two organisations of a hub: one holds reports, the other files the same selectors through the API."""

    def __init__(self, hub: Hub) -> None:
        from entraide.hub.core.acting import acting_as
        from entraide.hub.directory.actions import keys

        self.address = hub.address
        self.holder, self.filer = enrol(2)
        with acting_as(self.filer):
            self._key = keys.make(name="bench", scopes=["submit"], days=1).text
        self._http = http.client.HTTPConnection("127.0.0.1", hub.port)
        self._handles = (f"desk_{number:08}" for number in range(10**8))

    def __enter__(self) -> "Desk":
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def session(self) -> str:
        """A new session of the holder, as sign-in with both factors leaves it."""
        from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

        from entraide.hub.core.sessions import SessionStore
        from entraide.hub.directory.second_factor import SHOWN
        from entraide.hub.directory.sign_in import BACKEND

        session = SessionStore()
        session[SESSION_KEY] = session[SHOWN] = str(self.holder.pk)
        session[BACKEND_SESSION_KEY] = BACKEND
        session[HASH_SESSION_KEY] = self.holder.get_session_auth_hash()
        session.create()
        return str(session.session_key)

    def hold(self, count: int) -> list[str]:
        """File so many reports of the holder, each with a handle of its own; returns the handles."""
        from entraide.hub.core.acting import acting_as
        from entraide.hub.intel.actions import submit_reports
        from entraide.hub.intel.drafts import Draft, Handling
        from entraide.vocabulary.handling import HitMode

        handles = [next(self._handles) for _ in range(count)]
        with acting_as(self.holder):
            submit_reports(
                [Draft(text=_text(handle), handling=Handling(hit_mode=HitMode.OPEN)) for handle in handles]
            )
        _wait("the reports to be linked", lambda: not _count("intel_linkentry WHERE linked_at IS NULL"))
        return handles

    def file(self, handle: str) -> tuple[str, float]:
        """Through the API; returns the report's id and when it was sent, in seconds since the epoch."""
        body = json.dumps({"text": _text(handle), "handling": {"hit_mode": "OPEN"}})
        headers = {"Authorization": f"Bearer {self._key}", "Content-Type": "application/json"}
        sent = time.time()
        self._http.request("POST", "/api/v1/reports", body, headers)
        answer = self._http.getresponse()
        said = answer.read()
        if answer.status != 201:
            raise RuntimeError(f"the API answered {answer.status}: {said[:200]!r}")
        return str(json.loads(said)["id"]), sent

    def file_steadily(self, handles: list[str]) -> dict[str, float]:
        """Report → when it was sent; at moments that do not depend on how fast it goes."""
        self._http.close()  # the hub ends a connection that was idle for long
        sent: dict[str, float] = {}
        for handle in _paced(handles):
            report, at = self.file(handle)
            sent[report] = at
        return sent


def _near(desk: Desk, size: int, count: int) -> tuple[dict[str, Any], list[str]]:
    handles = desk.hold(WARM_UP + size)
    cookie = desk.session()
    with listeners(f"{desk.address}/live/stream", f"sessionid={cookie}", count - 1) as others:
        with page_at(desk.address, cookie) as page:
            desk.file_steadily(handles[:WARM_UP])
            sent = desk.file_steadily(handles[WARM_UP:])
            hits = _hits(sent)
            _until_told(page, "hit", WARM_UP + size)
            told = heard(page, "hit")
            event = [told[hit] - sent[report] for hit, report in hits.items()]
            seen = {hit: at for hit, at in shown(page).items() if hit in hits}
            alert = [at - sent[hits[hit]] for hit, at in seen.items()]
            floor = _floor(desk, page)
        each, disordered, _ = others.done(WARM_UP + size)
    if set(each) != {WARM_UP + size} or disordered:
        raise RuntimeError(
            f"of {WARM_UP + size} events the listeners heard {each}, {disordered} out of order"
        )
    p50, p99 = _ms(event, 0.5), _ms(event, 0.99)
    floor50, floor99 = _ms(floor, 0.5), _ms(floor, 0.99)
    return (
        {
            "p50_ms": p50,
            "p99_ms": p99,
            "listeners": count,
            "reports": size,
            "floor_p50_ms": floor50,
            "floor_p99_ms": floor99,
            "shown_p50_ms": _ms(alert, 0.5),
            "shown_p99_ms": _ms(alert, 0.99),
        },
        [
            f"report filed → event in a browser    p50 {p50:6.1f} ms   p99 {p99:6.1f} ms"
            f"   ({count} listeners, {size} reports, {A_SECOND:g}/s; required: p99 ≤ {REQUIRED_P99_MS})",
            f"report filed → alert on the page     p50 {_ms(alert, 0.5):6.1f} ms   p99 {_ms(alert, 0.99):6.1f} ms"
            f"   ({len(alert)} that stood there)",
            f"the floor: announced → browser       p50 {floor50:6.1f} ms   p99 {floor99:6.1f} ms",
        ],
    )


def _until_told(page: Any, kind: str, count: int) -> None:
    until(page, f"heard.filter(([kind]) => kind === '{kind}').length >= {count}")


def _floor(desk: Desk, page: Any) -> list[float]:
    """Seconds from an announcement alone, nothing filed or linked, to the same page."""
    sent: dict[str, float] = {}
    with psycopg.connect(os.environ["ENTRAIDE_DATABASE_URL"], autocommit=True) as connection:
        for _ in _paced(range(FLOOR)):
            thing = str(uuid.uuid4())
            sent[thing] = time.time()
            connection.execute(
                "SELECT core_announce(%s, 'floor', %s, NULL)", [desk.holder.organisation_id, thing]
            )
    _until_told(page, "floor", FLOOR)
    told = heard(page, "floor")
    return [told[thing] - at for thing, at in sent.items()]


def _far(home: Path, desk: Desk) -> tuple[int | None, list[str]]:
    """How many events were lost to a browser and further listeners on a bad line."""
    try:
        with bad_line(delay_ms=DELAY_MS, loss_percent=LOSS_PERCENT) as line:
            handles = desk.hold(FAR_REPORTS)
            with _Web(home, line.address) as web:
                cookie = desk.session()
                with (
                    listeners(
                        f"{web.address}/live/stream",
                        f"sessionid={cookie}",
                        FAR_LISTENERS,
                        through=line.through,
                    ) as others,
                    page_at(web.address, cookie, through=line.through) as page,
                ):
                    first = desk.file_steadily(handles[: FAR_REPORTS // 2])
                    web.restart()
                    hits = _hits(first | desk.file_steadily(handles[FAR_REPORTS // 2 :]))
                    with contextlib.suppress(TimeoutError):
                        _wait("every event", lambda: set(hits) <= set(heard(page, "hit")))
                    missing = set(hits) - set(heard(page, "hit"))
                    each, disordered, broken = others.done(len(hits))
    except NoBadLine as why:
        return None, [f"bad line: not measured ({why})"]
    lost = len(missing) + sum(len(hits) - count for count in each)
    return lost, [
        f"a second of delay, {LOSS_PERCENT:g} % loss, the web process restarted half-way: {lost} events lost of"
        f" {len(hits)} to a browser and {FAR_LISTENERS} listeners; {disordered} out of order; lines broken {broken}"
    ]


class _Web:
    """A further web process of the same hub, listening at an address that the bad line reaches."""

    def __init__(self, home: Path, host: str) -> None:
        from entraide.local.database import database_of

        self.address = f"http://{host}:8000"
        self._host, self._home = host, home
        self._database = database_of(home, {})
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "_Web":
        self._database.__enter__()
        self._start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()
        self._database.__exit__(None, None, None)

    def restart(self) -> None:
        self._stop()
        self._start()

    def _start(self) -> None:
        from entraide.local.environment import environment

        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "uvicorn", "entraide.hub.asgi:application", "--host", self._host),
                *("--log-level", "warning", "--timeout-graceful-shutdown", "1"),
            ],
            env=environment(self._home, self._database, "web") | {"ENTRAIDE_ORIGIN": self.address},
            stderr=subprocess.DEVNULL,
        )
        _wait("the web process", self._answers)

    def _stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(20)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


def _text(handle: str) -> str:
    return f"He wrote from Telegram @{handle} and promised a typing job across the river."


def _paced(things: Any) -> Iterator[Any]:
    """One after another, at random moments, A_SECOND on average."""
    chance, due = random.Random(6), time.monotonic()
    for thing in things:
        due += chance.uniform(0.5, 1.5) / A_SECOND
        time.sleep(max(0.0, due - time.monotonic()))
        yield thing


def _hits(sent: dict[str, float]) -> dict[str, str]:
    """Hit → the report that made it, once every report has its hit."""
    found: dict[str, str] = {}

    def complete() -> bool:
        with superuser() as connection:
            rows = connection.execute(
                "SELECT id::text, newer_record::text FROM intel_hit WHERE newer_record = ANY (%s::uuid[])",
                [list(sent)],
            ).fetchall()
        found.update(rows)
        return len(found) == len(sent)

    _wait("a hit for every report", complete)
    return found


def _count(rows: str) -> int:
    with superuser() as connection:
        found = connection.execute(f"SELECT count(*) FROM {rows}").fetchone()
    return int(found[0]) if found else 0


def _wait(what: str, until: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not until():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {PATIENCE_SECONDS} s for {what}")
        time.sleep(0.1)


def _ms(seconds: list[float], share: float) -> float:
    return round(quantile(seconds, share) * 1000, 1)
