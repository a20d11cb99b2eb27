"""Servers of these tests are real ones, each in a folder of its own."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from entraide.local.postgres import Server
from entraide.local.postmaster import Postmaster


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """An ENTRAIDE_HOME; a server that a failed test left there is ended."""
    folder = tmp_path / "home"
    yield folder
    left = Postmaster(folder / "postgres").pid()
    if left is not None:
        os.kill(left, signal.SIGQUIT)


@pytest.fixture
def server(home: Path) -> Iterator[Server]:
    with Server(home) as running:
        yield running
