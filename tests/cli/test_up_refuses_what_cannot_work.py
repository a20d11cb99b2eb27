import fcntl
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest


def up(home: Path, *arguments: str, **environ: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", "from entraide.cli import app; app()", "up", *arguments],
        env={**os.environ, "ENTRAIDE_HOME": str(home), "DATABASE_URL": "", **environ},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def refusal(result: "subprocess.CompletedProcess[str]") -> str:
    assert result.returncode == 1
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    return result.stderr.strip()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "hub.example"])
def test_the_exercise_is_refused_on_an_address_that_others_can_reach(tmp_path: Path, host: str) -> None:
    result = up(tmp_path / "home", "--exercise", "--host", host)
    assert refusal(result).startswith(f"entraide: --host {host}: the exercise lets anyone sign in as anyone")
    assert not (tmp_path / "home").exists()


def test_a_port_in_use_is_named_with_the_remedy(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = up(tmp_path / "home", "--port", str(port))
    assert (
        refusal(result) == f"entraide: Port {port} is in use on 127.0.0.1. Choose another: --port {port + 1}."
    )


@pytest.mark.parametrize("port", ["0", "65536", "eighty"])
def test_a_port_that_is_none_is_named(tmp_path: Path, port: str) -> None:
    result = up(tmp_path / "home", "--port", port)
    assert result.returncode == 2
    assert "--port" in result.stderr


def test_a_second_hub_on_one_folder_is_told_of_the_first(tmp_path: Path) -> None:
    with (tmp_path / "hub.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("process 4711, http://127.0.0.1:8000")
        lock.flush()
        result = up(tmp_path, "--port", free_port())
    said = refusal(result)
    assert f"A hub already runs from {tmp_path} (process 4711, http://127.0.0.1:8000)" in said
    assert "ENTRAIDE_HOME" in said


def test_an_unreachable_database_url_is_one_line(tmp_path: Path) -> None:
    result = up(tmp_path, "--port", free_port(), DATABASE_URL="postgresql://a:b@127.0.0.1:1/hub")
    assert refusal(result).splitlines()[0].startswith("entraide: DATABASE_URL: ")


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return str(probe.getsockname()[1])
