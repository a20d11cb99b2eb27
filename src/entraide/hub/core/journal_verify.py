"""Prove the journal: recompute every seal, and hold the heads against the entries.

    report = verify()                       # every organisation, as the sealer; or one, as its auditor
    report.ok, report.findings, report.words()

Reads in batches by number, so that memory stays flat; entries journalled meanwhile are left for next time.
What is found says which organisation and entry. What no proof can find, without a head held elsewhere, is a
journal whose database, heads.jsonl and signing key were all taken.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from .journal_chain import FIRST, SEALED, Head, is_signed, public_key, seal_of, witness_message
from .journal_report import Held, Report
from .sealer import HEAD_COLUMNS, HeadsFile, head_of

BATCH = 5000

_BOUNDS = """
    SELECT organisation_id::text, max(number), count(number), count(*) - count(number), NULL
        FROM core_journalentry WHERE {own} GROUP BY organisation_id
    UNION ALL
    SELECT organisation_id::text, NULL, 0, 0, max(number) FROM core_journalhead WHERE {own} GROUP BY organisation_id
"""
_ENTRIES = f"""
    SELECT number, previous, seal, detail_matches, {", ".join(SEALED)} FROM core_journalproof
        WHERE organisation_id = %s AND number > %s AND number <= %s ORDER BY number LIMIT {BATCH}
"""
_HEADS = f"""
    SELECT {HEAD_COLUMNS}, head.digest, entry.seal FROM core_journalhead AS head
        LEFT JOIN core_journalentry AS entry
            ON entry.organisation_id = head.organisation_id AND entry.number = head.number
        WHERE head.organisation_id = %s AND head.number > %s AND head.number <= %s
        ORDER BY head.number LIMIT {BATCH}
"""
_SEALS = """
    SELECT entry.seal FROM unnest(%s::uuid[], %s::bigint[]) WITH ORDINALITY AS asked(organisation, number, place)
        LEFT JOIN core_journalentry AS entry
            ON entry.organisation_id = asked.organisation AND entry.number = asked.number
        ORDER BY place
"""
_WITNESSES = """
    SELECT head.organisation_id::text, head.number, head.digest, said.witness_id::text,
            (extract(epoch from said.at) * 1000000)::bigint, said.signature, witness.public_key, witness.name
        FROM core_countersignature AS said JOIN core_journalhead AS head ON head.id = said.head_id
            LEFT JOIN directory_organisation AS witness ON witness.id = said.witness_id
        WHERE head.organisation_id = ANY (%s::uuid[])
"""


def verify(
    organisation: UUID | None = None,
    *,
    held: Iterable[Held] = (),
    home: Path | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Report:
    """Prove the journal of one organisation, or of all. ``progress`` is told entries done and in all."""
    return _Proof(organisation, home or settings.HOME, progress).run(list(held))


@dataclass(frozen=True, slots=True)
class _Bounds:
    last: int = 0
    count: int = 0
    head: int = 0


class _Proof:
    def __init__(self, only: UUID | None, home: Path, progress: Callable[[int, int], None]) -> None:
        self._only = str(only) if only else None
        self._home = home
        self._progress = progress
        self._report = Report()
        self._names = _names()

    def run(self, held: list[Held]) -> Report:
        key = self._public_key()
        bounds = self._bounds()
        total = sum(bound.count for bound in bounds.values())
        for organisation, bound in bounds.items():
            self._report.organisations += 1
            self._entries(organisation, bound, total)
            self._heads(organisation, bound, key)
        self._witnesses(list(bounds))
        self._file(key)
        for one in held:
            self._held(one, key)
        return self._report

    # the chain

    def _entries(self, organisation: str, bound: _Bounds, total: int) -> None:
        report, name = self._report, self._name(organisation)
        previous, number, counted = FIRST, 0, 0
        for batch in _batches(_ENTRIES, organisation, bound.last):
            for row in batch:
                found, stated, seal, detail_matches = row[0], row[1], row[2], row[3]
                if found != number + 1:
                    self._gap(organisation, number, found)
                elif seal != seal_of(previous, found, row[4:]):
                    place = {"number": found, "name": name}
                    if stated != previous:
                        words = _(
                            "%(name)s, entry %(number)d: does not follow from the one before; entries were dropped,"
                            " put in or reordered."
                        )
                        report.add("broken", organisation, found, words % place)
                    else:
                        words = _("%(name)s, entry %(number)d: was changed after it was sealed.")
                        report.add("altered", organisation, found, words % place)
                if detail_matches is None:
                    report.erased += 1
                elif not detail_matches:
                    words = _("%(name)s, entry %(number)d: its detail is not what was written.")
                    report.add("detail", organisation, found, words % {"number": found, "name": name})
                previous, number = seal, found
            counted += len(batch)
            report.entries += len(batch)
            self._progress(report.entries, total)
        if counted < bound.count:
            words = _("%(name)s: several entries bear the same number.")
            report.add("doubled", organisation, None, words % {"name": name})
        if number > bound.head:
            words = _("%(name)s, entry %(number)d: is sealed, but no head was signed for it.")
            report.add("unsigned", organisation, number, words % {"number": number, "name": name})
        elif number < bound.head:
            self._truncated(organisation, number, bound.head, _("a head in the database"))

    def _gap(self, organisation: str, before: int, found: int) -> None:
        place = {"name": self._name(organisation), "first": before + 1, "last": found - 1, "number": found}
        if found <= before:
            words = _("%(name)s, entry %(number)d: stands there twice.")
            self._report.add("doubled", organisation, found, words % place)
        elif found == before + 2:
            words = _("%(name)s, entry %(first)d: is missing.")
            self._report.add("missing", organisation, before + 1, words % place)
        else:
            words = _("%(name)s, entries %(first)d to %(last)d: are missing.")
            self._report.add("missing", organisation, before + 1, words % place)

    def _truncated(self, organisation: str, end: int, sealed: int, where: str) -> None:
        words = _(
            "%(name)s, entry %(number)d: is missing; the journal ends at %(end)d, but %(where)s shows it was"
            " sealed up to %(sealed)d."
        )
        self._report.add(
            "truncated",
            organisation,
            end + 1,
            words
            % {
                "name": self._name(organisation),
                "number": end + 1,
                "end": end,
                "sealed": sealed,
                "where": where,
            },
        )

    # heads

    def _heads(self, organisation: str, bound: _Bounds, key: Ed25519PublicKey | None) -> None:
        place = _("a head in the database")
        for batch in _batches(_HEADS, organisation, max(bound.head, 0)):
            for row in batch:
                head, digest, seal = head_of(row[:5]), bytes(row[5]), row[6]
                self._report.heads += 1
                if seal is not None:  # one that is missing is said of the chain
                    self._fork(head, bytes(seal), place)
                self._signature(head, key, place)
                if digest != head.digest:
                    words = _("%(name)s, entry %(number)d: the digest of its head was changed.")
                    self._report.add("signature", organisation, head.number, words % self._place(head))

    def _file(self, key: Ed25519PublicKey | None) -> None:
        """Against the heads outside the database."""
        file = HeadsFile(self._home / "journal" / "heads.jsonl")
        where = file.path.name
        beyond: dict[str, Head] = {}  # of each organisation the last head whose entry is missing
        for lines in _portions(iter(file)):
            heads = []
            for line, head in lines:
                if head is None:
                    words = _("%(file)s, line %(line)d: is no head.") % {"file": where, "line": line}
                    self._report.add("file", "", None, words)
                elif self._only in (None, head.organisation):
                    heads.append(head)
            for head, seal in zip(heads, _seals(heads), strict=True):
                self._report.heads_in_file += 1
                self._signature(head, key, where)
                if seal is not None:
                    self._fork(head, seal, where)
                elif head.number > getattr(beyond.get(head.organisation), "number", 0):
                    beyond[head.organisation] = head
        for head in beyond.values():
            self._missing_below(head, where)
        if not self._report.heads_in_file and self._report.entries:
            words = _("%(file)s holds no head: nothing outside the database speaks for the journal.")
            self._report.add("file", "", None, words % {"file": file.path})

    def _held(self, held: Held, key: Ed25519PublicKey | None) -> None:
        """Against a head that someone keeps elsewhere."""
        self._report.held += 1
        where = held.name or _("the head held elsewhere")
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {HEAD_COLUMNS} FROM core_journalhead AS head"
                " WHERE head.digest = %s AND head.organisation_id = %s",
                [held.digest, held.organisation],
            )
            row = cursor.fetchone()
        head = held.head or (head_of(row) if row else None)
        if row is None and head is None:
            words = _(
                "%(name)s: %(where)s is of a journal that is no longer there; it was rewritten or cut short."
            )
            name = self._name(held.organisation)
            self._report.add("forked", held.organisation, None, words % {"name": name, "where": where})
            return
        assert head is not None
        self._signature(head, key, where)
        seal = _seals([head])[0]
        if seal is not None:
            self._fork(head, seal, where)
        else:
            self._missing_below(head, where)

    def _fork(self, head: Head, seal: bytes, where: str) -> None:
        if head.seal != seal:
            words = _(
                "%(name)s, entry %(number)d: %(where)s bears another seal than the entry; the journal was forked."
            )
            self._report.add(
                "forked", head.organisation, head.number, words % {**self._place(head), "where": where}
            )

    def _missing_below(self, head: Head, where: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT coalesce(max(number), 0) FROM core_journalentry WHERE organisation_id = %s",
                [head.organisation],
            )
            end = cursor.fetchone()[0]
        if end < head.number:  # else it is missing in the middle, and said of the chain
            self._truncated(head.organisation, end, head.number, where)

    def _signature(self, head: Head, key: Ed25519PublicKey | None, where: str) -> None:
        if key is not None and not head.is_signed_by(key):
            words = _("%(name)s, entry %(number)d: %(where)s is not signed by this hub.")
            self._report.add(
                "signature", head.organisation, head.number, words % {**self._place(head), "where": where}
            )

    def _witnesses(self, organisations: list[str]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_WITNESSES, [organisations])
            for organisation, number, digest, witness, at, signature, key, name in cursor.fetchall():
                self._report.witnessed += 1
                try:
                    holds = is_signed(public_key(key), signature, witness_message(bytes(digest), witness, at))
                except (ValueError, TypeError):
                    holds = False
                if not holds:
                    words = _(
                        "%(name)s, entry %(number)d: the countersignature of %(witness)s does not hold."
                    )
                    place = {"name": self._name(organisation), "number": number, "witness": name or witness}
                    self._report.add("witness", organisation, number, words % place)

    # what there is

    def _public_key(self) -> Ed25519PublicKey | None:
        file = self._home / "journal" / "sealing.pub"
        try:
            return public_key(file.read_text())
        except FileNotFoundError:
            words = _("%(file)s is missing: no signature can be checked.")
        except ValueError:
            words = _("%(file)s holds no key: no signature can be checked.")
        self._report.add("key", "", None, words % {"file": file})
        return None

    def _bounds(self) -> dict[str, _Bounds]:
        own = "organisation_id = %s" if self._only else "true"
        bounds: dict[str, _Bounds] = {}
        with connection.cursor() as cursor:
            cursor.execute(_BOUNDS.format(own=own), [self._only] * 2 if self._only else None)
            for organisation, last, count, waiting, head in cursor.fetchall():
                known = bounds.get(organisation, _Bounds())
                bounds[organisation] = _Bounds(last or known.last, count or known.count, head or known.head)
                self._report.waiting += waiting
        return dict(sorted(bounds.items(), key=lambda item: self._name(item[0])))

    def _name(self, organisation: str) -> str:
        return self._names.get(organisation, organisation)

    def _place(self, head: Head) -> dict[str, object]:
        return {"name": self._name(head.organisation), "number": head.number}


def _batches(statement: str, organisation: str, last: int) -> Iterator[list[tuple[Any, ...]]]:
    """Rows by number, the first or second column, up to ``last``."""
    after = 0
    place = 0 if statement is _ENTRIES else 1
    while True:
        with connection.cursor() as cursor:
            cursor.execute(statement, [organisation, after, last])
            rows = cursor.fetchall()
        if not rows:
            return
        yield rows
        after = rows[-1][place]


def _portions(heads: Iterator[tuple[int, Head | None]]) -> Iterator[list[tuple[int, Head | None]]]:
    while portion := list(islice(heads, BATCH)):
        yield portion


def _seals(heads: list[Head]) -> list[bytes | None]:
    """The seals of the entries that these heads are of."""
    with connection.cursor() as cursor:
        cursor.execute(_SEALS, [[head.organisation for head in heads], [head.number for head in heads]])
        return [bytes(seal) if seal is not None else None for (seal,) in cursor.fetchall()]


def _names() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id::text, name FROM directory_organisation")
        return dict(cursor.fetchall())
