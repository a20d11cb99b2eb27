"""`entraide bench intake`: how fast reports are saved and linked, one by one through the API or in bulk."""

import http.client
import json
import resource
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

from . import Measured
from ._cpu import cpu_seconds
from ._home import django_on, enrol, fresh_home, quantile, superuser
from ._hub import running_hub
from ._reports import Simulator

CLIENTS = 4
WARM_UP = 100
BATCH = 1000


def run(size: int | None, one_by_one: bool = False, bulk: bool = False) -> Measured:
    """Reports a second, saved and linked; with --one-by-one through the API (two web processes), with --bulk
    in batches through the same door. `size` is how many (2,000 one by one, 20,000 in bulk)."""
    if one_by_one == bulk:
        one_by_one, bulk = True, False
    with fresh_home() as home:
        return _one_by_one(home, size or 2000) if one_by_one else _bulk(home, size or 20_000)


def _one_by_one(home: Path, size: int) -> Measured:
    with running_hub(home, "--workers", "2") as hub, django_on(home, "web"):
        from entraide.hub.core.acting import acting_as
        from entraide.hub.directory.actions import keys

        members = enrol()
        texts: list[str] = []
        for member in members:
            with acting_as(member):
                texts.append(keys.make(name="bench", scopes=["submit"], days=1).text)
        simulator = Simulator()
        bodies = [
            json.dumps({"text": simulator.text(), "handling": {"hit_mode": "OPEN"}}).encode()
            for _ in range(WARM_UP + size)
        ]
        _send(hub.address, texts, bodies[:WARM_UP])
        _wait_until_linked()
        spent = cpu_seconds(home, hub)
        began = time.monotonic()
        taken = _send(hub.address, texts, bodies[WARM_UP:])
        sent = time.monotonic() - began
        waiting = _waiting()
        _wait_until_linked()
        linked = time.monotonic() - began
        cpu = {part: now - spent.get(part, 0.0) for part, now in cpu_seconds(home, hub).items()}
        hits = _hits()
    p50, p99 = quantile(taken, 0.5) * 1000, quantile(taken, 0.99) * 1000
    return Measured(
        {
            "mode": "one-by-one",
            "reports": size,
            "reports_per_s": round(size / linked, 1),
            "p50_ms": round(p50, 1),
            "p99_ms": round(p99, 1),
            "hits": hits,
            "saved_per_s": round(size / sent, 1),
            "cpu_s_per_1000": round(sum(cpu.values()) * 1000 / size, 3),
            "waiting_at_end": waiting,
        },
        [
            f"{size:,} reports by {CLIENTS} clients, two web processes, seed 6, {hits:,} hits",
            f"saved            {size / sent:8.1f} reports/s",
            f"saved and linked {size / linked:8.1f} reports/s (required: 100); {waiting} selectors waited at the end",
            f"CPU seconds      {_listed(cpu, size)} for 1,000 reports",
            f"answer           p50 {p50:.1f} ms, p99 {p99:.1f} ms (required: p99 at most 100)",
        ],
    )


def _send(address: str, keys: list[str], bodies: list[bytes]) -> list[float]:
    """Seconds that each answer took; raises RuntimeError for any answer but 201."""
    host = urlsplit(address).netloc
    taken: list[float] = []
    refused: list[str] = []
    queue = iter(enumerate(bodies))
    lock = threading.Lock()

    def client() -> None:
        line = http.client.HTTPConnection(host, timeout=60)
        while True:
            with lock:
                number, body = next(queue, (None, b""))
            if number is None:
                return
            headers = {
                "Authorization": f"Bearer {keys[number % len(keys)]}",
                "Content-Type": "application/json",
            }
            began = time.monotonic()
            line.request("POST", "/api/v1/reports", body, headers)
            answer = line.getresponse()
            said = answer.read()
            taken.append(time.monotonic() - began)
            if answer.status != 201:
                refused.append(f"{answer.status}: {said[:200]!r}")
                return

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if refused:
        raise RuntimeError(f"a report was not taken: {refused[0]}")
    return taken


def _bulk(home: Path, size: int) -> Measured:
    with running_hub(home) as hub, django_on(home, "web"):
        from entraide.hub.core.acting import acting_as
        from entraide.hub.intel.actions import submit_reports
        from entraide.hub.intel.drafts import Draft, Handling
        from entraide.vocabulary.handling import HitMode

        members = enrol()
        simulator = Simulator()
        handling = Handling(hit_mode=HitMode.OPEN)
        drafts = [
            [Draft(text=simulator.text(), handling=handling) for _ in range(min(BATCH, size - start))]
            for start in range(0, size, BATCH)
        ]
        with acting_as(members[0]):  # loads what is loaded once
            submit_reports([Draft(text=simulator.text(), handling=handling) for _ in range(WARM_UP)])
        _wait_until_linked()
        taken: list[float] = []
        memory: list[float] = []
        spent = cpu_seconds(home, hub)
        began = time.monotonic()
        for number, batch in enumerate(drafts):
            start = time.monotonic()
            with acting_as(members[number % len(members)]):
                submit_reports(batch)
            taken.append(time.monotonic() - start)
            memory.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
            print(f"\r{min(size, (number + 1) * BATCH):,} of {size:,}", end="", flush=True)
        saved = time.monotonic() - began
        _wait_until_linked()
        linked = time.monotonic() - began
        cpu = {part: now - spent.get(part, 0.0) for part, now in cpu_seconds(home, hub).items()}
        hits = _hits()
        print("\r", end="")
    p50, p99 = quantile(taken, 0.5) * 1000, quantile(taken, 0.99) * 1000
    return Measured(
        {
            "mode": "bulk",
            "reports": size,
            "reports_per_s": round(size / linked, 1),
            "p50_ms": round(p50, 1),
            "p99_ms": round(p99, 1),
            "hits": hits,
            "saved_per_s": round(size / saved, 1),
            "cpu_s_per_1000": round(sum(cpu.values()) * 1000 / size, 3),
            "memory_growth_mb": round(memory[-1] - memory[len(memory) // 4], 1),
        },
        [
            f"{size:,} reports in batches of {BATCH:,} after {WARM_UP} to warm up, seed 6, {hits:,} hits",
            f"saved            {size / saved:8.1f} reports/s",
            f"saved and linked {size / linked:8.1f} reports/s (required: 1,000)",
            f"a batch          p50 {p50:.0f} ms, p99 {p99:.0f} ms",
            f"CPU seconds      {_listed(cpu, size)} for 1,000 reports",
            f"memory           {memory[len(memory) // 4]:.0f} MB after a quarter, {memory[-1]:.0f} MB at the end",
        ],
    )


def _listed(cpu: dict[str, float], size: int) -> str:
    parts = sorted(cpu.items(), key=lambda part: -part[1])
    shares = ", ".join(
        f"{part} {spent * 1000 / size:.2f}" for part, spent in parts if spent * 1000 / size >= 0.01
    )
    return f"{sum(cpu.values()) * 1000 / size:.2f} ({shares})"


def _waiting() -> int:
    tables = ("linkentry", "linktext", "linkperson")
    return sum(_count(f"SELECT count(*) FROM intel_{table} WHERE linked_at IS NULL") for table in tables)


def _hits() -> int:
    return _count("SELECT count(*) FROM intel_hit")


def _count(statement: str) -> int:
    with superuser() as connection:
        return int(connection.execute(statement).fetchone()[0])  # type: ignore[index]


def _wait_until_linked() -> None:
    while _waiting():
        time.sleep(0.02)
