"""What expires here, and the keys and files that go with it."""

import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection
from procrastinate.contrib.django import app

from ..core.retention import expiring
from ..core.vault import Vault

log = logging.getLogger(__name__)
BATCH = 1000
# Its row may not be committed yet; a key may also be that of an uploaded table, kept for a week.
YOUNG_FILE_SECONDS, YOUNG_KEY_SECONDS = 24 * 3600.0, 8 * 24 * 3600.0


def forget(ids: Sequence[UUID]) -> None:
    """Erase the keys of reports or watches: their files and sealed values are unreadable from now on."""
    vault = Vault.instance()
    for record_id in ids:
        vault.erase(record_id)


expiring("report", "intel_report", forget=forget)
expiring("watch", "intel_watch", forget=forget)


@app.periodic(cron="20 0 * * *")
@app.task(name="entraide.sweep_leftovers", queueing_lock="entraide.sweep_leftovers")
def sweep_leftovers(timestamp: int) -> None:
    """Keys and files whose record is gone: after every deletion, and where a process ended half-way."""
    connection.close()
    keys, files = forget_keys_without_record(), delete_files_without_record()
    if keys or files:
        log.info("left over and deleted: %d keys, %d files", keys, files)
    connection.close()


def forget_keys_without_record() -> int:
    vault = Vault.instance()
    gone = list(_gone(((case, vault.key_file(case)) for case in vault.cases()), YOUNG_KEY_SECONDS))
    forget([case for case, _file in gone])
    return len(gone)


def delete_files_without_record() -> int:
    named = ((UUID(file.name[:36]), file) for file in settings.FILES_ROOT.glob(f"??/{'?' * 36}.*"))
    gone = list(_gone(named, YOUNG_FILE_SECONDS))
    for _id, file in gone:
        file.unlink(missing_ok=True)
    return len(gone)


def _gone(named: Iterable[tuple[UUID, Path]], young_seconds: float) -> Iterator[tuple[UUID, Path]]:
    """Those whose row is no longer there, the young ones apart."""
    before = time.time() - young_seconds
    old = ((row_id, file) for row_id, file in named if file.stat().st_mtime < before)
    while some := list(islice(old, BATCH)):
        with connection.cursor() as cursor:
            cursor.execute("SELECT intel_still_there(%s)", [[row_id for row_id, _file in some]])
            there = {row_id for (row_id,) in cursor.fetchall()}
        yield from ((row_id, file) for row_id, file in some if row_id not in there)
