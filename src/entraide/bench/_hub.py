"""A whole hub, as `entraide up` runs it, for a benchmark or a test to measure."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil

READY = "Ready in "
COMMAND = "from entraide.cli import app; app()"


class Hub:
    """A running `entraide up`: where it listens, what it has said so far, its processes."""

    def __init__(self, home: Path, *arguments: str) -> None:
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.said: list[str] = []
        self._more = threading.Condition()
        self.process = subprocess.Popen(
            [sys.executable, "-c", COMMAND, "up", "--port", str(self.port), *arguments],
            env=os.environ | {"ENTRAIDE_HOME": str(home)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        threading.Thread(target=self._listen, daemon=True).start()

    def wait_for(self, words: str, seconds: float = 180) -> str:
        """The first line that holds `words`, also one said before; RuntimeError with all that was said."""

        def found() -> str | None:
            return next((line for line in self.said if words in line), None)

        with self._more:
            self._more.wait_for(lambda: found() is not None or self.process.poll() is not None, seconds)
            line = found()
        if line is None:
            raise RuntimeError(f"the hub did not say '{words}':\n" + "\n".join(self.said))
        return line

    def processes(self) -> list[psutil.Process]:
        """The supervisor and what it started, without the database server."""
        parent = psutil.Process(self.process.pid)
        return [parent, *parent.children(recursive=True)]

    def stop(self) -> int:
        """Stop it as Ctrl-C does; its exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._more:
                self.said.append(line.rstrip("\n"))
                self._more.notify_all()
        self.process.wait()
        with self._more:
            self._more.notify_all()


@contextlib.contextmanager
def running_hub(home: Path, *arguments: str) -> Iterator[Hub]:
    """A hub that is ready, and stopped in the end: `running_hub(home, "--exercise", "--workers", "2")`."""
    hub = Hub(home, *arguments)
    try:
        hub.wait_for(READY)
        yield hub
    finally:
        if hub.process.poll() is None:
            hub.stop()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
