"""What each process of the hub is told by its environment."""

import base64
import os
import secrets
from pathlib import Path

from .credentials import Credentials, read_or_make
from .database import Database
from .home import private_folder

SETTINGS_MODULE = "entraide.hub.settings"


def environment(home: Path, database: Database, role: str) -> dict[str, str]:
    """The environment of the process role web, worker, linker, sealer or migrator.

    It holds the address of that role alone; those of other roles, and settings of libpq that would bend it,
    are left out.
    """
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_URL", "PG"))
    }
    return inherited | {
        "ENTRAIDE_HOME": str(home),
        "ENTRAIDE_ROLE": role,
        "ENTRAIDE_DATABASE_URL": database.url(role),
        "DJANGO_SETTINGS_MODULE": SETTINGS_MODULE,
        "PYTHONUNBUFFERED": "1",
    }


def make_keys(home: Path) -> None:
    """The secrets that are no passwords: Django's, and the key of selectors' tokens (32 bytes, base64)."""
    folder = Credentials(home / "secrets").folder
    read_or_make(folder / "django", lambda: secrets.token_urlsafe(50))
    read_or_make(folder / "link", lambda: base64.b64encode(secrets.token_bytes(32)).decode())
    for name in ("keys", "files", "journal", "logs"):
        private_folder(home / name)
