"""Proving an organisation's journal, as a long job of its auditor."""

from typing import Any

from .jobs import Progress, job
from .journal_verify import verify
from .models import Job

KIND = "journal.verify"


@job(KIND)
def prove(started: Job, progress: Progress) -> dict[str, Any]:
    report = verify(started.owner_id, progress=progress)
    return {**report.as_json(), "note": "\n".join(report.words())}
