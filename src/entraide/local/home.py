"""ENTRAIDE_HOME: the one folder that holds a hub's database, secrets, keys, files and logs."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from .errors import LocalError


def home_folder() -> Path:
    """The folder named by ENTRAIDE_HOME, else ~/.local/share/entraide. It need not exist yet."""
    named = os.environ.get("ENTRAIDE_HOME")
    return Path(named or "~/.local/share/entraide").expanduser().absolute()


def private_folder(path: Path) -> Path:
    """Make `path` with its parents, closed to every other account, and return it."""
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except (FileExistsError, NotADirectoryError):
        raise LocalError(f"{path} is needed as a folder, but a file of that name is in the way; move it.")
    except PermissionError:
        raise LocalError(f"{path} cannot be made: permission denied. Choose another ENTRAIDE_HOME.")
    except OSError as problem:
        raise LocalError(f"{path} cannot be made ({problem.strerror}). Choose another ENTRAIDE_HOME.")
    if not os.access(path, os.R_OK | os.W_OK | os.X_OK):
        raise LocalError(
            f"{path} belongs to another account. Run as that account, or choose another ENTRAIDE_HOME."
        )
    return path


def open_lock(path: Path) -> int:
    """Open `path` for flock and return its descriptor.

    The kernel drops a flock with the process that holds it, so a lock file left behind never blocks.
    """
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except PermissionError:
        raise LocalError(f"{path} belongs to another account. Run as it, or choose another ENTRAIDE_HOME.")


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the file lock `path` alone, after waiting for whoever has it."""
    descriptor = open_lock(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """What was named, renamed or removed in it survives a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
