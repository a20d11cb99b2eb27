"""One hub, started as a user starts it, then hurt and stopped."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from entraide.bench._hub import READY, Hub, running_hub
from entraide.local.postmaster import Postmaster


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("whole") / "home"


@pytest.fixture
def hub(home: Path) -> Iterator[Hub]:
    with running_hub(home) as hub:
        yield hub


def health(hub: Hub) -> int:
    return httpx.get(f"{hub.address}/healthz", timeout=20).status_code


def process_named(hub: Hub, word: str) -> psutil.Process:
    return next(process for process in hub.processes() if word in process.cmdline())


def test_it_says_its_address_when_it_is_ready_and_a_later_start_prepares_nothing(home: Path) -> None:
    with running_hub(home) as hub:
        assert hub.address in hub.wait_for(READY)
        assert health(hub) == 200
    with running_hub(home) as hub:
        assert not [line for line in hub.said if "Bringing the database" in line]
        assert health(hub) == 200


def test_each_process_is_told_of_its_own_role_alone(hub: Hub) -> None:
    for word, role in (("run_worker", "worker"), ("run_linker", "linker"), ("run_sealer", "sealer")):
        told = process_named(hub, word).environ()
        assert told["ENTRAIDE_ROLE"] == role
        assert told["ENTRAIDE_DATABASE_URL"].startswith(f"postgresql://entraide_{role}:")
        assert not [name for name in told if name.startswith(("DATABASE_URL", "PG"))]


def test_killed_processes_and_a_killed_database_come_back(hub: Hub, home: Path) -> None:
    process_named(hub, "run_linker").kill()
    hub.wait_for("linker ended (signal SIGKILL); starting it again")

    postmaster = Postmaster(home / "postgres")
    killed = postmaster.pid()
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    hub.wait_for("PostgreSQL ended unexpectedly; starting it again.")
    hub.wait_for("PostgreSQL runs again.")

    assert postmaster.pid() not in (None, killed)
    assert health(hub) == 200


def test_ctrl_c_stops_everything_and_ends_well(hub: Hub, home: Path) -> None:
    everything = hub.processes()[1:]
    assert len(everything) >= 4

    assert hub.stop() == 0

    hub.wait_for("Stopped.")
    assert not [process for process in everything if process.is_running()]
    assert Postmaster(home / "postgres").pid() is None
