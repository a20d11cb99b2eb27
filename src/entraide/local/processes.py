"""Runs the hub's programs side by side: output line by line, restarts with back-off, a clean end."""

import asyncio
import contextlib
import ctypes
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

from .errors import LocalError

log = logging.getLogger(__name__)

FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.5, 30.0
STEADY_SECONDS = 60.0  # One that ran this long starts anew with the first pause.
FATAL_ENDS_BEFORE_READY = 3
GRACE_SECONDS = 10.0
LONGEST_LINE = 1 << 20

_libc = ctypes.CDLL(None) if sys.platform == "linux" else None
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Program:
    """A program to keep running: its name in the log, its command line, its environment."""

    name: str
    arguments: Sequence[str]
    environment: dict[str, str]


async def supervise(
    programs: Sequence[Program],
    when_started: Callable[[], Awaitable[None]],
    watch: Callable[[], Coroutine[Any, Any, None]],
) -> None:
    """Keep `programs` running until SIGINT or SIGTERM, then stop them all and return.

    `when_started` runs beside them once; until it is done, a program that keeps ending is an error instead
    of being started again for ever. `watch` runs beside them without end. What either raises ends everything.
    """
    told_to_stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told_to_stop.set)
    started = asyncio.Event()

    async def announce() -> None:
        await when_started()
        started.set()
        await asyncio.Event().wait()

    tasks = [asyncio.create_task(_keep_running(program, started)) for program in programs]
    tasks += [asyncio.create_task(announce()), asyncio.create_task(watch())]
    stopping = asyncio.create_task(told_to_stop.wait())
    done, _ = await asyncio.wait([stopping, *tasks], return_when=asyncio.FIRST_COMPLETED)
    if stopping in done:
        log.info("Stopping …")
    for task in [stopping, *tasks]:
        task.cancel()
    await asyncio.gather(stopping, *tasks, return_exceptions=True)
    for task in done - {stopping}:
        task.result()


async def run_once(program: Program) -> None:
    """Run a program to its end; LocalError if it fails."""
    status = await _run(program)
    if status != 0:
        raise LocalError(f"{program.name} failed ({_in_words(status)}); what it said stands above.")


async def _keep_running(program: Program, started: asyncio.Event) -> None:
    pause, ends = FIRST_PAUSE_SECONDS, 0
    while True:
        began = time.monotonic()
        status = await _run(program)
        ends += 1
        if not started.is_set() and ends >= FATAL_ENDS_BEFORE_READY:
            raise LocalError(f"{program.name} cannot start ({_in_words(status)}); what it said stands above.")
        if time.monotonic() - began > STEADY_SECONDS:
            pause = FIRST_PAUSE_SECONDS
        log.warning("%s ended (%s); starting it again in %g s.", program.name, _in_words(status), pause)
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE_SECONDS)


async def _run(program: Program) -> int:
    process = await asyncio.create_subprocess_exec(
        *program.arguments,
        env=program.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        limit=LONGEST_LINE,
        # A Ctrl-C in the terminal reaches every process of its session; the children wait for our word.
        start_new_session=True,
        preexec_fn=_end_with_parent,
    )
    relay = asyncio.create_task(_relay(program.name, process))
    try:
        status = await process.wait()
        # Its own children may have inherited the pipe; what it said itself is here already.
        await asyncio.wait([relay], timeout=1)
        return status
    finally:
        await _end(process)
        relay.cancel()


def _end_with_parent() -> None:
    """Asks the kernel to stop this child when its parent is killed; else it would keep the port."""
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


async def _relay(name: str, process: asyncio.subprocess.Process) -> None:
    assert process.stdout is not None
    while True:
        try:
            line = await process.stdout.readline()
        except ValueError:
            line = b"(a line too long to show)\n"
        if not line:
            return
        with contextlib.suppress(OSError):
            print(f"{name:8} │ {line.decode(errors='replace').rstrip()}", flush=True)


async def _end(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(process.wait(), GRACE_SECONDS)
    # Whatever is left of its session: the program itself if it did not listen, or children it left behind.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()


def _in_words(status: int) -> str:
    return f"exit status {status}" if status >= 0 else f"signal {signal.Signals(-status).name}"
