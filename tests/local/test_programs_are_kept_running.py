import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

SUPERVISOR = """
import asyncio, logging, os, sys
from entraide.local.errors import LocalError
from entraide.local import processes
from entraide.local.processes import Program, supervise

processes.GRACE_SECONDS = 1

logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
programs = [Program(name, [sys.executable, "-c", code], dict(os.environ)) for name, code in PROGRAMS.items()]

async def started():
    if not WAIT_FOR_EVER:
        print("started", flush=True)
    else:
        await asyncio.Event().wait()

async def watch():
    await asyncio.Event().wait()

try:
    asyncio.run(supervise(programs, started, watch))
except LocalError as error:
    sys.exit(str(error))
print("stopped", flush=True)
"""
STEADY = "import os, signal; print('pid', os.getpid(), flush=True); signal.pause()"
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);" + STEADY


class Supervised:
    """A process of its own that supervises `programs`."""

    def __init__(self, programs: dict[str, str], wait_for_ever: bool = False) -> None:
        settings = f"PROGRAMS = {programs!r}\nWAIT_FOR_EVER = {wait_for_ever}\n"
        self.process = subprocess.Popen(
            [sys.executable, "-c", settings + textwrap.dedent(SUPERVISOR)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def line_with(self, words: str) -> str:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if words in line:
                return line
        raise AssertionError(f"it ended without saying '{words}'")

    def pid_of(self, name: str) -> int:
        return int(self.line_with(f"{name:8} │ pid").split()[-1])


@pytest.fixture
def running() -> Iterator[list[Supervised]]:
    started: list[Supervised] = []
    yield started
    for one in started:
        one.process.kill()
        one.process.communicate()


def test_each_line_of_a_program_carries_its_name(running: list[Supervised]) -> None:
    running.append(Supervised({"web": "print('one\\ntwo', flush=True);" + STEADY}))
    assert running[0].line_with("one") == "web      │ one\n"
    assert running[0].line_with("two") == "web      │ two\n"


def test_a_program_that_is_killed_is_started_again_with_a_line(running: list[Supervised]) -> None:
    running.append(Supervised({"linker": STEADY}))
    first = running[0].pid_of("linker")

    psutil.Process(first).kill()

    assert running[0].line_with("ended") == "linker ended (signal SIGKILL); starting it again in 0.5 s.\n"
    assert running[0].pid_of("linker") != first


def test_a_program_that_keeps_ending_is_started_after_longer_and_longer_pauses(
    running: list[Supervised],
) -> None:
    running.append(Supervised({"sealer": "raise SystemExit(3)"}))
    running[0].line_with("started")
    pauses = [running[0].line_with("sealer ended (exit status 3)").split()[-2] for _ in range(3)]
    assert pauses == ["0.5", "1", "2"]


def test_a_program_that_cannot_start_ends_the_start_with_an_error(running: list[Supervised]) -> None:
    running.append(
        Supervised({"web": "raise SystemExit('no such setting')", "worker": STEADY}, wait_for_ever=True)
    )
    worker = running[0].pid_of("worker")

    running[0].line_with("web cannot start (exit status 1); what it said stands above.")

    assert running[0].process.wait(10) == 1
    assert not psutil.pid_exists(worker)


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_told_to_stop_it_stops_every_program_and_ends_well(
    running: list[Supervised], told: signal.Signals
) -> None:
    running.append(Supervised({"web": STEADY, "worker": STEADY}))
    running[0].line_with("started")
    children = psutil.Process(running[0].process.pid).children()

    running[0].process.send_signal(told)

    running[0].line_with("stopped")
    assert running[0].process.wait(10) == 0
    assert len(children) == 2
    assert not any(child.is_running() for child in children)


def test_a_program_that_does_not_listen_is_ended_all_the_same(running: list[Supervised]) -> None:
    running.append(Supervised({"web": DEAF}))
    deaf = running[0].pid_of("web")

    running[0].process.send_signal(signal.SIGTERM)

    assert running[0].process.wait(20) == 0
    assert not psutil.pid_exists(deaf)


@pytest.mark.skipif(not Path("/proc").exists(), reason="only Linux tells a child of its parent's end")
def test_programs_end_when_their_supervisor_is_killed(running: list[Supervised]) -> None:
    running.append(Supervised({"web": STEADY}))
    child = psutil.Process(running[0].pid_of("web"))

    running[0].process.kill()

    psutil.wait_procs([child], timeout=10)
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE
