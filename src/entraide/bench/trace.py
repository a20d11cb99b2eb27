"""`entraide bench trace`: one victim, many victims, whole passes, and a record that arrives late."""

import mmap
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from . import Measured

if TYPE_CHECKING:
    from entraide.engines.trace import Ledger

TEN_DAYS = timedelta(days=10)
ALONE = 1000  # victims traced one at a time
LEAST = 100  # minor units: a haircut is not followed below 1.00
LATE = 40  # records that arrive late, one after the other


def run(size: int | None) -> Measured:
    """One victim's trace, 5,000 in one pass, full passes over the floor of memory, a late record, at `size` legs (1,000,000)."""
    from entraide.engines.trace import Ledger
    from entraide.engines.trace.tracing import trace_many

    from ._legs import SEED, stops_of

    size = size or 1_000_000
    with tempfile.TemporaryDirectory(prefix="entraide-bench-") as folder:
        file = Path(folder) / "legs.arrow"
        subprocess.run([sys.executable, "-m", "entraide.bench._legs", str(file), str(size)], check=True)
        with file.open("rb") as opened:
            mapped = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        table = pa.ipc.open_file(pa.py_buffer(mapped)).read_all()
        stops = stops_of(table)
        _compile(Ledger)
        began = time.perf_counter()
        ledger = Ledger.from_table(table, stops=stops)
        # What was read of the file need not stay in memory.
        mapped.madvise(mmap.MADV_DONTNEED)
        ledger.books.view("zero", False)
        loaded = time.perf_counter() - began
        seeds = ledger.legs_of(table["record"].filter(pa.compute.less(table["record"], 0)).to_pylist())
        mapped.madvise(mmap.MADV_DONTNEED)

        one = {
            name: _one_at_a_time(ledger, seeds, *how)
            for name, how in {
                "FIFO": ("fifo", 0),
                "haircut": ("haircut", LEAST),
                "haircut to the last unit": ("haircut", 0),
            }.items()
        }
        many = {}
        for rule, least in (("fifo", 0), ("haircut", LEAST)):
            began = time.perf_counter()
            found = trace_many(ledger, seeds[:, None], rule, horizon=TEN_DAYS, least=least)  # type: ignore[arg-type]
            many[rule] = time.perf_counter() - began
            followed = found.flows
        floor, passes = _passes(ledger, seeds)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        late = _late(ledger, seeds)
        del ledger, table
    p50 = max(one[name][0] for name in ("FIFO", "haircut"))
    p99 = max(one[name][1] for name in ("FIFO", "haircut"))
    lines = [
        f"{size:,} made-up legs of {size // 10:,} people over 30 days (seed {SEED}), {len(seeds):,} victims",
        f"loaded, sorted and laid out in {loaded:.1f} s; peak {peak:.2f} GB",
        *(
            f"one victim, 10 days, {name}: p50 {found[0]:.3f} ms, p99 {found[1]:.3f} ms"
            f" ({found[3]:.3f} ms of processor time); {found[2]:,.0f} flows at p99"
            for name, found in one.items()
        ),
        *(f"{len(seeds):,} victims, each traced apart, {rule}: {took:.2f} s" for rule, took in many.items()),
        f"floor (both balances of each leg, nothing else): {floor:.3f} s",
        *(f"full pass, {name}: {took / floor:.2f} x the floor" for name, took in passes.items()),
        f"a late record put in and one victim traced again: p50 {late[0]:.1f} ms, worst {late[1]:.1f} ms",
    ]
    return Measured(
        {
            "size": size,
            "load_s": round(loaded, 2),
            "single_p50_ms": round(p50, 3),
            "single_p99_ms": round(p99, 3),
            "single_p99_cpu_ms": round(max(one[name][3] for name in ("FIFO", "haircut")), 3),
            "many_s": round(max(many.values()), 2),
            "haircut_over_floor": round(passes["haircut, one victim"] / floor, 2),
            "fifo_over_floor": round(passes["FIFO, one victim"] / floor, 2),
            "haircut_all_victims_over_floor": round(passes["haircut, all victims"] / floor, 2),
            "fifo_all_victims_over_floor": round(passes["FIFO, all victims"] / floor, 2),
            "haircut_to_the_last_unit_p99_ms": round(one["haircut to the last unit"][1], 3),
            "late_ms": round(late[1], 1),
            "many_flows": followed,
            "peak_gb": round(peak, 2),
        },
        lines,
    )


def _compile(ledger: "type[Ledger]") -> None:
    """Compile, or load what was compiled before, on a ledger of two legs."""
    from entraide.engines.trace.tracing import trace_many

    from ._legs import made_up, stops_of

    table = made_up(5000)
    small = ledger.from_table(table, stops=stops_of(table))
    for rule, sweep in (("fifo", False), ("haircut", False), ("fifo", True), ("haircut", True)):
        from entraide.engines.trace.tracing import trace

        trace(small, [0], rule, horizon=TEN_DAYS, sweep=sweep)  # type: ignore[arg-type]
        trace_many(small, [[0]], rule)  # type: ignore[arg-type]
    _passes(small, np.arange(3))
    _late(small, np.arange(3))


def _one_at_a_time(ledger: "Ledger", seeds: Any, rule: str, least: int) -> tuple[float, float, float, float]:
    """Milliseconds (p50, p99), flows at p99, and p99 of the processor's own time, which a busy machine leaves alone."""
    took, worked, flows = [], [], []
    for seed in seeds[:ALONE].tolist():
        began, begun = time.perf_counter(), time.thread_time()
        tracing = ledger.trace([seed], rule, horizon=TEN_DAYS, least=least)  # type: ignore[arg-type]
        took.append(time.perf_counter() - began)
        worked.append(time.thread_time() - begun)
        flows.append(len(tracing.flows))
    return (
        1000 * float(np.percentile(took, 50)),
        1000 * float(np.percentile(took, 99)),
        float(np.percentile(flows, 99)),
        1000 * float(np.percentile(worked, 99)),
    )


def _passes(ledger: "Ledger", seeds: Any, rounds: int = 7) -> tuple[float, dict[str, float]]:
    """Seconds of the floor and of each pass: the quickest of some rounds, taken in turn."""
    from entraide.engines.trace._kernels.sweep import sweep_fifo, sweep_haircut, touch_all

    book, pots, legs = ledger.books.view("zero", False), ledger.books.pots, len(ledger)
    seeds = np.sort(seeds)
    # The floor's balances begin in memory of the same kind as those of the passes, in large pages.
    passes: dict[str, Callable[[], object]] = {
        "floor": lambda: touch_all(ledger.source, ledger.target, ledger.amount, book.opening[:pots] << 1)
    }
    for name, some in (("one victim", seeds[len(seeds) // 2 :][:1]), ("all victims", seeds)):
        homes = np.unique(book.source[some])
        passes[f"haircut, {name}"] = lambda some=some, homes=homes: sweep_haircut(  # type: ignore[misc]
            book, some, homes, legs, LEAST, pots, False
        )
        passes[f"FIFO, {name}"] = lambda some=some, homes=homes: sweep_fifo(book, some, homes, legs, 0, pots)  # type: ignore[misc]
    took: dict[str, list[float]] = {name: [] for name in passes}
    for _ in range(rounds):
        for name, run_it in passes.items():
            began = time.perf_counter()
            run_it()
            took[name].append(time.perf_counter() - began)
    best = {name: min(found) for name, found in took.items()}
    return best.pop("floor"), best


def _late(ledger: "Ledger", seeds: Any) -> tuple[float, float]:
    """Median and worst milliseconds from a payment out of a victim's first mule to the new trace."""
    took = []
    for seed in seeds[-LATE:].tolist():
        table = pa.table(
            {
                "time": pa.array([int(ledger.time[seed]) + 60_000_000], pa.timestamp("us", "UTC")),
                "source": ledger.names([ledger.target[seed]]),
                "target": ledger.names([ledger.source[(seed * 7) % len(ledger)]]),
                "amount": [int(ledger.amount[seed]) // 2 + 1],
                "currency": ["EUR"],
                "rail": ["instant"],
                "record": [10**13 + seed],
            }
        )
        began = time.perf_counter()
        ledger.add(table)
        ledger.trace([seed], "fifo", horizon=TEN_DAYS)
        took.append(1000 * (time.perf_counter() - began))
    return float(np.median(took)), max(took)
