"""The sealer: chains what was journalled, in batches, one chain an organisation, and signs where each ends.

Writers never wait for it: it takes what they committed, in the order in which it finds it, and is the only one
that numbers. Heads go into the database with the batch, and then into ``HOME/journal/heads.jsonl``, which is
outside of it: whoever rewrites the one is contradicted by the other. Killed in between, it makes up for it at
its next start, from the heads in the database.
"""

import json
import logging
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from entraide.local.home import sync_folder

from .ids import new_id
from .journal_chain import FIRST, SEALED, Head, private_key, public_text, seal_of

log = logging.getLogger(__name__)
BATCH = 5000

_WAITING = f"""
    SELECT {", ".join(SEALED)} FROM core_journalentry
        WHERE number IS NULL AND organisation_id <> ALL (%s::uuid[]) ORDER BY at, id LIMIT %s
"""
_ENDS = """
    SELECT organisation::text, ending.number, ending.seal FROM unnest(%s::uuid[]) AS organisation
        CROSS JOIN LATERAL (SELECT number, seal FROM core_journalentry AS entry
            WHERE entry.organisation_id = organisation AND number IS NOT NULL ORDER BY number DESC LIMIT 1) AS ending
"""
_SEAL = """
    UPDATE core_journalentry AS entry
        SET number = sealed.number, previous = sealed.previous, seal = sealed.seal
        FROM unnest(%s::uuid[], %s::bigint[], %s::bytea[], %s::bytea[]) AS sealed(id, number, previous, seal)
        WHERE entry.id = sealed.id
"""
_ADD_HEADS = """
    INSERT INTO core_journalhead (id, organisation_id, number, seal, at, signature, digest)
        SELECT id, organisation, number, seal, to_timestamp(0) + at * interval '1 microsecond', signature, digest
        FROM unnest(%s::uuid[], %s::uuid[], %s::bigint[], %s::bytea[], %s::bigint[], %s::bytea[], %s::bytea[])
            AS head(id, organisation, number, seal, at, signature, digest)
"""
HEAD_COLUMNS = (
    "head.organisation_id::text, head.number, head.seal,"
    " (extract(epoch from head.at) * 1000000)::bigint, head.signature"
)


class KeyChanged(Exception):
    """The signing key is not the one whose public half was published."""


@dataclass(frozen=True, slots=True)
class HeadsFile:
    """The heads, one JSON object a line, in a file that no account of the database can reach."""

    path: Path

    @classmethod
    def of_hub(cls) -> Self:
        return cls(settings.HOME / "journal" / "heads.jsonl")

    def append(self, heads: Iterable[Head]) -> None:
        """On the disk when this returns."""
        lines = "".join(json.dumps(head.as_json(), separators=(",", ":")) + "\n" for head in heads)
        if not lines:
            return
        new = not self.path.exists()
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(lines.encode())
            file.flush()
            os.fsync(file.fileno())
        if new:
            sync_folder(self.path.parent)

    def __iter__(self) -> Iterator[tuple[int, Head | None]]:
        """(line number, head), or None for a line that is no head."""
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            for number, line in enumerate(file, 1):
                try:
                    yield number, Head.from_json(json.loads(line))
                except (KeyError, TypeError, ValueError):
                    yield number, None

    def drop_torn_line(self) -> None:
        """A line that the power cut short is written again whole, from the database."""
        if not self.path.exists():
            return
        with self.path.open("rb+") as file:
            end = file.seek(0, os.SEEK_END)
            keep, step = 0, 4096
            while end and not keep:
                start = max(0, end - step)
                file.seek(start)
                keep = start + file.read(end - start).rfind(b"\n") + 1
                if start == 0:
                    break
                keep, step = (0 if keep == start else keep), step * 2
            if keep != end:
                log.warning("the last line of %s was cut short; it is written again", self.path)
                file.truncate(keep)
                file.flush()
                os.fsync(file.fileno())


@dataclass
class Sealer:
    """One at a time on a database. ``set_aside``: organisations whose database contradicts the file."""

    key: Ed25519PrivateKey
    file: HeadsFile
    set_aside: list[str] = field(default_factory=list)

    @classmethod
    def of_hub(cls) -> Self:
        """With the hub's key, made at the first start. Raises KeyChanged."""
        key = private_key(settings.HOME / "secrets" / "sealing")
        publish(settings.HOME / "journal", key)
        sealer = cls(key, HeadsFile.of_hub())
        sealer.make_up()
        return sealer

    def make_up(self) -> None:
        """Bring the file up to the database, and look for what the two disagree on."""
        self.file.drop_torn_line()
        last: dict[str, Head] = {}
        for _line, head in self.file:
            if head is not None:
                last[head.organisation] = head
        ends = {organisation: (number, seal) for organisation, number, seal in _ends(last)}
        for organisation, head in last.items():
            number, _seal = ends.get(organisation, (0, b""))
            if number < head.number or _seal_at(organisation, head.number) != head.seal:
                self.set_aside.append(organisation)
                log.error(
                    "the journal of organisation %s contradicts %s at entry %d: nothing more of it is sealed."
                    " See: entraide journal verify",
                    organisation,
                    self.file.path,
                    head.number,
                )
        self.file.append(_heads_after({organisation: head.number for organisation, head in last.items()}))

    def seal_waiting(self) -> int:
        """Seal up to BATCH entries that wait; returns how many."""
        with transaction.atomic():
            if not _only_sealer():
                return 0
            with connection.cursor() as cursor:
                cursor.execute(_WAITING, [self.set_aside, BATCH])
                waiting = cursor.fetchall()
            if not waiting:
                return 0
            heads = self._chain(waiting)
        self.file.append(heads)
        return len(waiting)

    def _chain(self, waiting: list[tuple[str, ...]]) -> list[Head]:
        by_organisation: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for fields in waiting:
            by_organisation[fields[0]].append(fields)
        ends = {organisation: (number, seal) for organisation, number, seal in _ends(by_organisation)}
        now = timezone.now()
        at = int(now.timestamp()) * 1_000_000 + now.microsecond
        sealed: list[tuple[str, int, bytes, bytes]] = []
        heads: list[Head] = []
        for organisation, entries in by_organisation.items():
            number, seal = ends.get(organisation, (0, FIRST))
            for fields in entries:
                previous, number = seal, number + 1
                seal = seal_of(previous, number, fields)
                sealed.append((fields[1], number, previous, seal))
            heads.append(Head(organisation, number, seal, at).signed(self.key))
        _execute(_SEAL, sealed)
        _execute(
            _ADD_HEADS,
            [
                (new_id(), head.organisation, head.number, head.seal, head.at, head.signature, head.digest)
                for head in heads
            ],
        )
        return heads


def publish(folder: Path, key: Ed25519PrivateKey) -> None:
    """Write the public key to ``sealing.pub``; raises KeyChanged where another one stands there."""
    file, text = folder / "sealing.pub", public_text(key.public_key())
    if file.exists():
        if file.read_text().strip() != text:
            raise KeyChanged(
                f"{file} was published for another key than secrets/sealing holds: restore that one from a backup"
            )
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.write_text(text + "\n")
    sync_folder(folder)


def _only_sealer() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('entraide sealer'))")
        return bool(cursor.fetchone()[0])


def _ends(organisations: Iterable[str]) -> list[tuple[str, int, bytes]]:
    with connection.cursor() as cursor:
        cursor.execute(_ENDS, [list(organisations)])
        return [(organisation, number, bytes(seal)) for organisation, number, seal in cursor.fetchall()]


def _seal_at(organisation: str, number: int) -> bytes | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seal FROM core_journalentry WHERE organisation_id = %s AND number = %s",
            [organisation, number],
        )
        row = cursor.fetchone()
    return bytes(row[0]) if row else None


def _heads_after(last: dict[str, int]) -> Iterator[Head]:
    """Heads of the database beyond those numbers, in the order of each chain."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {HEAD_COLUMNS} FROM core_journalhead AS head LEFT JOIN"
            " unnest(%s::uuid[], %s::bigint[]) AS known(organisation, number)"
            " ON known.organisation = head.organisation_id"
            " WHERE head.number > coalesce(known.number, 0) ORDER BY head.at, head.number",
            [list(last), list(last.values())],
        )
        while rows := cursor.fetchmany(BATCH):
            yield from map(head_of, rows)


def head_of(row: tuple[Any, ...]) -> Head:
    """A row of HEAD_COLUMNS."""
    organisation, number, seal, at, signature = row
    return Head(organisation, number, bytes(seal), at, bytes(signature))


def _execute(statement: str, rows: list[tuple[str | UUID | int | bytes, ...]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(column) for column in zip(*rows, strict=True)])
