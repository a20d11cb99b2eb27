import contextlib
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import psutil
import psycopg
import pytest

from entraide.local.postgres import Server
from entraide.local.postmaster import Postmaster

ENOUGH = 300


def runs(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def written(home: Path) -> set[int]:
    with Server(home) as server, psycopg.connect(server.superuser_url) as connection:
        return {number for (number,) in connection.execute("SELECT number FROM written")}


def acknowledged_until(home: Path, victims: str) -> set[int]:
    """Numbers that a writer saw committed before the `victims` were killed in the middle of its writes."""
    command = [sys.executable, Path(__file__).with_name("writer.py"), home]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as writer:
        assert writer.stdout is not None
        seen = [int(next(writer.stdout)) for _ in range(ENOUGH)]
        postmaster = Postmaster(home / "postgres").pid()
        assert postmaster is not None
        if "postmaster" in victims:
            os.kill(postmaster, signal.SIGKILL)
        if "python" in victims:
            writer.kill()
        seen += [int(line) for line in writer.stdout if line.endswith("\n")]
    return set(seen)


@pytest.mark.parametrize("victims", ["python", "postmaster", "postmaster and python"])
def test_after_a_kill_during_writes_every_acknowledged_row_is_there(home: Path, victims: str) -> None:
    seen = acknowledged_until(home, victims)

    found = written(home)

    assert len(seen) >= ENOUGH
    assert seen <= found
    # One row may have been committed without its answer having arrived.
    assert len(found - seen) <= 1


def test_the_server_of_a_killed_process_is_taken_over_and_stopped_by_the_next(home: Path) -> None:
    acknowledged_until(home, "python")
    orphan = Postmaster(home / "postgres").pid()
    assert orphan is not None

    with Server(home):
        assert Postmaster(home / "postgres").pid() == orphan

    assert Postmaster(home / "postgres").pid() is None


def test_the_data_are_left_to_backends_that_outlive_their_server(home: Path) -> None:
    def busy() -> None:
        with contextlib.suppress(psycopg.OperationalError), psycopg.connect(url) as connection:
            connection.execute("SELECT count(*) FROM generate_series(1, 10000000)")

    with Server(home) as server:
        url = server.superuser_url
        killed = psutil.Process(Postmaster(server.data).pid())
        working = threading.Thread(target=busy)
        working.start()
        while not (
            backends := [child for child in killed.children() if "SELECT" in " ".join(child.cmdline())]
        ):
            assert working.is_alive()
        killed.kill()
        Postmaster(server.data).wait_until_gone(10)
        assert runs(backends[0]), "the query must outlive its server, or this shows nothing"

        server.restart_if_dead()

        assert not runs(backends[0])
        working.join()


def test_a_server_killed_under_a_running_process_is_started_again(server: Server, home: Path) -> None:
    killed = Postmaster(home / "postgres").pid()
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    Postmaster(home / "postgres").wait_until_gone(10)

    server.restart_if_dead()

    assert Postmaster(home / "postgres").pid() not in (None, killed)
    with psycopg.connect(server.superuser_url) as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
