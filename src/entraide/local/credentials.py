"""Secrets of this hub: one file per role in ENTRAIDE_HOME/secrets, readable by its owner alone."""

import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from .errors import LocalError
from .home import private_folder

ROLES = ("migrator", "web", "worker", "linker", "sealer")
SUPERUSER = "superuser"


class Credentials(Mapping[str, str]):
    """Role → password. A password is made up, and kept, when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = private_folder(folder)

    def __getitem__(self, role: str) -> str:
        if role not in (SUPERUSER, *ROLES):
            raise KeyError(role)
        return read_or_make(self.folder / role, lambda: secrets.token_urlsafe(32))

    def __iter__(self) -> Iterator[str]:
        return iter((SUPERUSER, *ROLES))

    def __len__(self) -> int:
        return 1 + len(ROLES)


def read_or_make(path: Path, make: Callable[[], str]) -> str:
    """The text of `path`; when there is no such file, `make()` is written there first, all or nothing."""
    try:
        text = path.read_text()
    except FileNotFoundError:
        return _write_once(path, make())
    except PermissionError:
        raise LocalError(f"{path} belongs to another account. Run as it, or choose another ENTRAIDE_HOME.")
    if not text.strip():
        raise LocalError(f"{path} is empty. Restore it from a backup of ENTRAIDE_HOME.")
    return text.strip()


def _write_once(path: Path, text: str) -> str:
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        # A link fails where a rename would overwrite: of two processes, both get the first one's secret.
        os.link(draft, path)
        return text
    except FileExistsError:
        return path.read_text().strip()
    finally:
        draft.unlink()
