"""Long deeds of intelligence."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entraide.vocabulary.handling import TLP

from ..core import live
from ..core.acting import current
from ..core.jobs import Progress, job
from ..core.models import Job
from . import uploads
from .table_import import Imported, drafts, file_rows, from_arguments


@job("report.import")
def import_table(started: Job, progress: Progress) -> dict[str, Any]:
    """File the good rows of an uploaded table; keep the list of the others."""
    upload = UUID(started.arguments["upload"])
    total = started.arguments.get("rows") or _rows_of(upload, progress)
    with uploads.opened(upload) as table:
        rows = drafts(table, from_arguments(started.arguments))
        imported = file_rows(rows, Imported(), lambda done: progress(done, total), announce=False)
    transaction.on_commit(lambda: uploads.forget(upload))
    if imported.filed:
        live.announce(started.owner_id, "report", members=_named(started))
    return outcome(imported) | {"note": note(imported)}


def _rows_of(upload: UUID, progress: Progress) -> int:
    """How many rows a table too long for the look at it holds."""
    rows = 0
    with uploads.opened(upload) as table:
        for _row in table.rows():
            rows += 1
            progress(0)
    return rows


def may_read_rows(started: Job) -> bool:
    """What was not taken of a table that was to be RED is for who sent it."""
    return _named(started) is None or started.member_id == current().member


def _named(started: Job) -> list[UUID] | None:
    """Whom the handling of an import names, if it is RED."""
    given = started.arguments.get("handling", {})
    return list(map(UUID, given["recipients"])) if given.get("tlp") == TLP.RED else None


def outcome(imported: Imported) -> dict[str, Any]:
    return {
        "filed": imported.filed,
        "known": imported.known,
        "rejected": imported.rejected_count,
        "rejected_rows": [[row.line, row.reason, row.text] for row in imported.rejected],
    }


def note(imported: Imported) -> str:
    said = [
        ngettext("%d report was filed.", "%d reports were filed.", imported.filed) % imported.filed,
        ngettext("%d row had been filed before.", "%d rows had been filed before.", imported.known)
        % imported.known,
        ngettext("%d row was rejected.", "%d rows were rejected.", imported.rejected_count)
        % imported.rejected_count,
    ]
    return " ".join(said) if imported.rows else _("The table held no row.")
