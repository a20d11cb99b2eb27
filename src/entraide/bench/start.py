"""`entraide bench start`: how soon the hub is there, and what it takes while it does nothing."""

import tempfile
import time
from pathlib import Path

import psutil

from entraide.local.postmaster import Postmaster

from . import Measured
from ._hub import running_hub

LONGEST_SECOND_START_SECONDS = 5
MOST_MEMORY_MB = 900
SETTLE_SECONDS = 10


def run(size: int | None) -> Measured:
    """Seconds until the hub with the exercise is ready, first and later, and its memory when idle.

    `size` is how many later starts to take the median of (5).
    """
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        first, _ = _start(home)
        later = sorted(_start(home)[0] for _ in range((size or 5) - 1))
        last, memory = _start(home, measure_memory=True)
    later = sorted([*later, last])
    median = later[len(later) // 2]
    return Measured(
        {"first_s": first, "second_s": median, "slowest_s": later[-1], "memory_mb": memory},
        [
            f"first start, everything to make   {first:6.1f} s",
            f"later starts, median of {len(later)}         {median:6.1f} s  (required: {LONGEST_SECOND_START_SECONDS})",
            f"memory when idle                  {memory:6.0f} MB (required: {MOST_MEMORY_MB})",
        ],
    )


def _start(home: Path, measure_memory: bool = False) -> tuple[float, float]:
    began = time.monotonic()
    with running_hub(home, "--exercise") as hub:
        seconds = time.monotonic() - began
        if not measure_memory:
            return round(seconds, 2), 0.0
        time.sleep(SETTLE_SECONDS)
        server = psutil.Process(Postmaster(home / "postgres").pid())
        everything = [*hub.processes(), server, *server.children(recursive=True)]
        return round(seconds, 2), round(sum(map(_memory_mb, everything)), 1)


def _memory_mb(process: psutil.Process) -> float:
    """Its share: a page used by several processes is counted once among them."""
    with process.oneshot():
        return float(process.memory_full_info().pss) / 1e6
