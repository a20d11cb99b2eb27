"""Published lists in, as CLEAR reports of an open-source desk that keep source, date and licence."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice

from entraide.formats.lists import Entry, Listed, Rejected
from entraide.vocabulary.handling import TLP, HitMode

from ..core.acting import Actor, acting_as
from .actions.submit import submit_reports
from .drafts import Draft, GivenSelector, Handling

BATCH = 1000
PUBLIC = Handling(tlp=TLP.CLEAR, hit_mode=HitMode.OPEN, source_grade="B", information_grade="3")


@dataclass(slots=True)
class Imported:
    """``known``: entries that an earlier import had filed; ``rejected``: those that could not be read."""

    filed: int = 0
    known: int = 0
    rejected: list[Rejected] = field(default_factory=list)


def import_list(
    entries: Iterable[Entry], actor: Actor, progress: Callable[[int], object] = lambda done: None
) -> Imported:
    """File every good entry, a batch a transaction; what cannot be read is listed. Importing a list again
    files only what is new in it."""
    imported = Imported()
    for batch in _batches(_good(entries, imported)):
        with acting_as(actor):
            submitted = submit_reports([_draft(entry) for entry in batch])
        new = sum(report.new for report in submitted)
        imported.filed += new
        imported.known += len(submitted) - new
        progress(imported.filed + imported.known)
    return imported


def _good(entries: Iterable[Entry], imported: Imported) -> Iterator[Listed]:
    for entry in entries:
        if isinstance(entry, Rejected):
            imported.rejected.append(entry)
        else:
            yield entry


def _batches(entries: Iterator[Listed]) -> Iterator[list[Listed]]:
    while batch := list(islice(entries, BATCH)):
        yield batch


def _draft(entry: Listed) -> Draft:
    said = [f"{entry.title}: {entry.value}"]
    if entry.tags:
        said.append(f"Tags: {', '.join(entry.tags)}")
    if entry.confidence:
        said.append(f"Confidence stated by the list: {entry.confidence}")
    said.append(f"Source: {entry.source}" + (f", {entry.date}" if entry.date else ""))
    said.append(f"Licence: {entry.licence}")
    identity = "\0".join((entry.kind, entry.value, entry.source, entry.title))
    return Draft(
        text="\n".join(said),
        handling=PUBLIC,
        client_id=f"list:{hashlib.sha256(identity.encode('utf-8', 'replace')).hexdigest()[:40]}",
        source_kind="open_source",
        title=entry.title[:200],
        observed_at=_day(entry.date),
        source=f"{entry.source} · {entry.licence}"[:300],
        selectors=(GivenSelector(entry.kind, entry.value),),
        read_text=False,
    )


def _day(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
