"""The account that PostgreSQL runs under.

PostgreSQL refuses to run as root. Started as root, it is handed to the unprivileged account `entraide`,
made when missing (not `nobody`, which other programs share and could read the database as; not `postgres`,
which an ordinary server of this machine may already run under). Otherwise it runs as whoever starts it.
"""

import logging
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import LocalError

log = logging.getLogger(__name__)
NAME = "entraide"


@dataclass(frozen=True)
class Account:
    """An account of the operating system; `demoted` when it is not the one this process runs under."""

    uid: int
    gid: int
    demoted: bool

    def popen_arguments(self) -> dict[str, Any]:
        """Arguments of `subprocess.Popen` that start a program under this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.demoted else {}

    def own(self, path: Path) -> None:
        """Give `path` to this account."""
        if self.demoted:
            os.chown(path, self.uid, self.gid)

    def can_enter(self, folder: Path) -> bool:
        """Whether this account can reach `folder` by its path."""
        if not self.demoted:
            return True
        probe = subprocess.run(  # noqa: S603
            ["/bin/sh", "-c", 'cd "$0"', folder],
            cwd="/",
            stderr=subprocess.DEVNULL,
            check=False,
            **self.popen_arguments(),
        )
        return probe.returncode == 0


def account_for(data: Path) -> Account:
    """The account to run the server of the data folder `data` under: its owner, if it exists already."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), demoted=False)
    if data.exists() and data.stat().st_uid != 0:
        return Account(data.stat().st_uid, data.stat().st_gid, demoted=True)
    entry = _entry() or _made()
    return Account(entry.pw_uid, entry.pw_gid, demoted=True)


def _entry() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        return None


def _made() -> pwd.struct_passwd:
    command = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if command:
        arguments = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
        made = subprocess.run(  # noqa: S603
            [command, *arguments, "--shell", "/usr/sbin/nologin", NAME], capture_output=True, check=False
        )
        if made.returncode == 0:
            log.info("PostgreSQL refuses to run as root; made the account '%s' for it.", NAME)
    entry = _entry()
    if entry is None:
        raise LocalError(
            f"PostgreSQL refuses to run as root, and the account '{NAME}' for it cannot be made here. "
            f"Make it (useradd --system {NAME}), or start the hub as an ordinary account."
        )
    return entry
