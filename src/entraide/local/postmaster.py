"""What `postmaster.pid` says about the server of a data folder, and whether it is true."""

import logging
import os
import signal
import time
from pathlib import Path

import psutil
from psycopg.pq import PGconn, Ping

log = logging.getLogger(__name__)
POLL_SECONDS = 0.02
SOCKET = ".s.PGSQL.5432"
SOCKET_FOLDER_LINE = 4


class Postmaster:
    """The server process of `data`, if there is one."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self._pid_file = data / "postmaster.pid"

    def pid(self) -> int | None:
        """The process number, when that process is alive and works in this very data folder."""
        written = self._written_pid()
        return written if written is not None and self._works_here(written) else None

    def socket_folder(self) -> Path:
        """The folder of the socket on which the running server listens; the root folder while unknown."""
        lines = self._lines()
        return Path(lines[SOCKET_FOLDER_LINE]) if len(lines) > SOCKET_FOLDER_LINE else Path("/")

    def wait_until_ready(self, seconds: float) -> bool:
        """Wait until the server takes connections. False when it is gone, or too slow."""
        deadline = time.monotonic() + seconds
        while self.pid() is not None and time.monotonic() < deadline:
            # Asked, not read from the file: a server that was just killed is still "ready" there.
            if PGconn.ping(f"host='{self.socket_folder()}' connect_timeout=5".encode()) == Ping.OK:
                return True
            time.sleep(POLL_SECONDS)
        return False

    def wait_until_gone(self, seconds: float) -> bool:
        """Wait until the server has ended; whether it has."""
        deadline = time.monotonic() + seconds
        while self.pid() is not None:
            if time.monotonic() > deadline:
                return False
            time.sleep(POLL_SECONDS)
        return True

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the server, if it is running."""
        pid = self.pid()
        if pid is not None:
            os.kill(pid, number)

    def forget_if_stale(self, socket_folder: Path) -> None:
        """Remove the pid files of a server that is gone: PostgreSQL takes any process of that number for it,
        be it a stranger or one that died and was never waited for.

        The shared memory of a server, which PostgreSQL finds without the file, still keeps two of them from
        one folder; and the folder of the socket is used by this server alone.
        """
        if self.pid() is not None:
            return
        if self._pid_file.exists():
            log.warning("PostgreSQL was not stopped properly the last time; recovering its data.")
            self._pid_file.unlink()
        for name in (SOCKET, f"{SOCKET}.lock"):
            (socket_folder / name).unlink(missing_ok=True)

    def _lines(self) -> list[str]:
        try:
            return self._pid_file.read_text().splitlines()
        except FileNotFoundError:
            return []

    def _written_pid(self) -> int | None:
        lines = self._lines()
        return int(lines[0]) if lines and lines[0].strip().isdigit() else None

    def _works_here(self, pid: int) -> bool:
        try:
            process = psutil.Process(pid)
            return process.status() != psutil.STATUS_ZOMBIE and Path(process.cwd()).samefile(self.data)
        except (psutil.Error, OSError):
            return False
