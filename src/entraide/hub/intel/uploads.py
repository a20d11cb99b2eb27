"""Tables on their way in: sealed on disk between upload and import, under a key that goes with them."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from entraide.formats.tables import Table, UnreadableFile, open_table

from ..core.errors import Invalid, Unknown
from ..core.ids import new_id
from ..core.vault import Vault

MOST_BYTES = 100 * 1024 * 1024
KEPT_SECONDS = 7 * 24 * 3600


def keep(content: BinaryIO, size: int) -> UUID:
    """Seal an uploaded table. Raises Invalid for one that cannot be read at all."""
    if size > MOST_BYTES:
        raise Invalid(
            {"file": _("The file is larger than %(most)d MB. Send it in parts.") % {"most": MOST_BYTES >> 20}}
        )
    sweep()
    upload = new_id()
    path = _path(upload)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    Vault.instance().create(upload)
    Vault.instance().encrypt_file(upload, content, path)
    try:
        with opened(upload):
            return upload
    except Invalid:
        forget(upload)
        raise


@contextmanager
def opened(upload: UUID) -> Iterator[Table]:
    """The table, to be read once. Raises Unknown, and Invalid with reason and remedy."""
    path = _path(upload)
    if not path.exists():
        raise Unknown("upload", upload)
    with TemporaryDirectory(dir=path.parent) as folder:
        plain = Path(folder) / "table"
        Vault.instance().decrypt_file(upload, path, plain)
        try:
            table = open_table(plain)
        except UnreadableFile as problem:
            raise Invalid({"file": f"{_(problem.reason)}. {_(problem.remedy)}."})
        yield table


def forget(upload: UUID) -> None:
    with suppress(FileNotFoundError):
        _path(upload).unlink()
    Vault.instance().erase(upload)


def sweep() -> None:
    """Forget what was uploaded and never imported."""
    for path in (settings.FILES_ROOT / "uploads").glob("*.table"):
        with suppress(FileNotFoundError, ValueError):
            if time.time() - path.stat().st_mtime > KEPT_SECONDS:
                forget(UUID(path.stem))


def _path(upload: UUID) -> Path:
    return Path(settings.FILES_ROOT) / "uploads" / f"{upload}.table"
