"""The folder of PostgreSQL's unix socket."""

import hashlib
import os
import re
import stat
import tempfile
from pathlib import Path

from .account import Account
from .errors import LocalError
from .home import private_folder
from .postmaster import SOCKET

LONGEST = 107 - len(f"/{SOCKET}")  # sockaddr_un holds 107 bytes of path.
PLAIN = re.compile(r"[A-Za-z0-9_./+-]+")


def socket_folder(home: Path, account: Account) -> Path:
    """A folder that the server's account alone can enter: in the home, or, where its path is too long for a
    socket or out of the account's reach, a short one in the temporary directory.
    """
    inside = home / "socket"
    if len(str(inside)) <= LONGEST and PLAIN.fullmatch(str(inside)) and account.can_enter(home):
        private_folder(inside)
        account.own(inside)
        return inside
    return _temporary_folder(home, account)


def _temporary_folder(home: Path, account: Account) -> Path:
    name = f"entraide-{account.uid}-{hashlib.sha256(os.fsencode(home)).hexdigest()[:12]}"
    for parent in dict.fromkeys([tempfile.gettempdir(), "/tmp", "/var/tmp"]):  # noqa: S108
        folder = Path(parent) / name
        if len(str(folder)) <= LONGEST and PLAIN.fullmatch(str(folder)) and account.can_enter(Path(parent)):
            _claim(folder, account)
            return folder
    raise LocalError("No temporary directory is fit for PostgreSQL's socket. Set TMPDIR to a short path.")


def _claim(folder: Path, account: Account) -> None:
    try:
        folder.mkdir(mode=0o700)
        account.own(folder)
    except FileExistsError:
        # Anyone may make a folder in /tmp: only one that the account owns, and alone can enter, will do.
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid or found.st_mode & 0o077:
            raise LocalError(f"{folder} is in the way and not ours to use. Remove it, or set TMPDIR.")
