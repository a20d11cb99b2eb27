"""People and organisations: those whose names are alike are compared field by field, across scripts.

At once within a budget, and again with more patience when nothing waits: of two that two linkers take at the
same moment, neither finds the other's keys, and the second look of the later one finds them.
"""

from __future__ import annotations

import logging
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.backends.utils import CursorWrapper

from entraide.engines.link.candidates import KEYS_VERSION, Lexicon, keys_of_many
from entraide.engines.link.compare import Beside, BirthDate, Match, Reason, Record, compare_many
from entraide.engines.link.names._scripts import script_of_letter

from . import candidates, hits
from .keys import NAMES, literal, replace
from .size import how_many_people

log = logging.getLogger(__name__)

AT_ONCE, DEEPENED_AT_ONCE = 8, 4
COMPARED, COMPARED_DEEPLY = 10, 40  # of the candidates, those whose keys say most
MOST_MATCHES = (
    10  # of one person with records of one organisation, the best; of a frequent name there is no end
)
MOST_HOLDERS = 100  # of one document, and of a report's selectors, that are looked at
MOST_NAMED = 10  # of the selectors that two reports share, in the reason of a hit
MOST_OF_A_REPORT, MOST_BESIDE = 20, 100  # people of one report, of one organisation, beside a shared selector

SHARE_OF_TURNS = 10  # to find the others all that wait is read: one part in so many of the time
PATIENCE = 60.0  # seconds
_DOCUMENTS = 1 << 29  # keys from -2**29 up to 0 are of documents; see engines.link.candidates

FIELDS = (
    "number, kind, record_id, report_id, owner_id, names, birth_from, birth_to, sex, nationalities, documents,"
    " place, received_at, keys"
)


@dataclass(frozen=True, slots=True)
class Person:
    """A row of the link index."""

    number: int
    kind: str
    record_id: UUID
    report_id: UUID
    owner_id: UUID
    names: list[str]
    birth_from: date | None
    birth_to: date | None
    sex: str
    nationalities: list[str]
    documents: list[UUID]
    place: str
    received_at: datetime
    keys: list[int]

    @property
    def birth(self) -> BirthDate | None:
        return BirthDate(self.birth_from, self.birth_to) if self.birth_from and self.birth_to else None

    @property
    def birth_years(self) -> tuple[int, int]:
        """The first and the last possible; (0, 0) if nothing is known."""
        return (self.birth.first.year, self.birth.last.year) if self.birth else (0, 0)

    def record(self, beside: set[Beside]) -> Record:
        return Record(
            self.names,
            self.birth,
            self.sex,
            self.nationalities,
            [("", str(document)) for document in self.documents],
            self.place,
            beside=beside,
        )


# FOR NO KEY UPDATE: another linker that writes a hit on one of these may read it meanwhile
_TAKE = f"""
SELECT {FIELDS} FROM intel_linkperson WHERE linked_at IS NULL
    ORDER BY number LIMIT %s FOR NO KEY UPDATE SKIP LOCKED
"""
# The first of each other organisation, those first that wait longest.
_TAKE_OF_OTHERS = f"""
SELECT {FIELDS} FROM intel_linkperson WHERE linked_at IS NULL AND number = ANY (ARRAY (
        SELECT min(number) FROM intel_linkperson WHERE linked_at IS NULL AND owner_id <> ALL (%s)
            GROUP BY owner_id ORDER BY 1 LIMIT {AT_ONCE}))
    ORDER BY number FOR NO KEY UPDATE SKIP LOCKED
"""
_TAKE_AGAIN = f"""
SELECT {FIELDS} FROM intel_linkperson WHERE deepened_at IS NULL AND linked_at IS NOT NULL
    ORDER BY number LIMIT %s FOR NO KEY UPDATE SKIP LOCKED
"""
_LINKED = """
UPDATE intel_linkperson AS person SET keys_version = %s, keys = done.keys::int4[],
        linked_at = coalesce(linked_at, now()), deepened_at = NULL
    FROM unnest(%s::int4[], %s::text[]) AS done (number, keys) WHERE person.number = done.number
"""
_DEEPENED = "UPDATE intel_linkperson SET deepened_at = now() WHERE number = ANY (%s)"
_PEOPLE = f"SELECT {FIELDS} FROM intel_linkperson WHERE number = ANY (%s)"
# Of each report: the reports that share a selector with it, and by which.
_SHARED = f"""
SELECT mine.record_id, other.record_id, mine.kind, mine.token
    FROM intel_linkentry AS mine
    CROSS JOIN LATERAL (
        SELECT array_agg(few.record_id) AS records FROM (
            SELECT record_id FROM intel_linkentry AS entry
                WHERE entry.token = mine.token AND entry.record_kind = 'report' AND NOT entry.capped
                LIMIT {MOST_HOLDERS}) AS few) AS held
    CROSS JOIN LATERAL unnest(held.records) AS other (record_id)
    WHERE mine.record_id = ANY (%s) AND NOT mine.capped AND other.record_id <> mine.record_id
"""
_OF_REPORTS = f"""
SELECT report.id, person.owner_id, person.number FROM unnest(%s::uuid[]) AS report (id) CROSS JOIN LATERAL (
    SELECT owner_id, number FROM intel_linkperson WHERE report_id = report.id
        ORDER BY number LIMIT {MOST_OF_A_REPORT}) AS person
"""
_OF_DOCUMENTS = f"""
SELECT key.key, held.person FROM unnest(%s::int4[]) AS key (key) CROSS JOIN LATERAL (
    SELECT person FROM intel_namekey WHERE intel_namekey.key = key.key LIMIT {MOST_HOLDERS}) AS held
"""
_PARTNERS = """
SELECT mine.number, other.number, hit.first FROM intel_linkperson AS mine
    CROSS JOIN LATERAL (
        SELECT newer_record AS record_id, true AS first FROM intel_hit WHERE older_record = mine.record_id
        UNION ALL SELECT older_record, false FROM intel_hit WHERE newer_record = mine.record_id) AS hit
    JOIN intel_linkperson AS other ON other.record_id = hit.record_id
    WHERE mine.number = ANY (%s)
"""
# Who spoke first of the two stays first, however late more is said: else that would turn a hit around.
_FIRST = f"""
coalesce((SELECT hit.older_record = mine.record_id FROM intel_hit AS hit
    WHERE (hit.older_record, hit.newer_record) IN
        ((mine.record_id, other.record_id), (other.record_id, mine.record_id)) LIMIT 1), {hits.RECEIVED_FIRST})
"""
# What no longer holds goes, unless somebody decided it or wrote about it.
_FORGET = """
DELETE FROM intel_hit AS hit USING unnest(%s::uuid[], %s::uuid[]) AS gone (one, other)
    WHERE ((hit.older_record = gone.one AND hit.newer_record = gone.other)
            OR (hit.older_record = gone.other AND hit.newer_record = gone.one))
        AND NOT EXISTS (SELECT 1 FROM intel_decision AS d WHERE d.hit_id = hit.id)
        AND NOT EXISTS (SELECT 1 FROM intel_message AS m WHERE m.hit_id = hit.id)
"""


_others_after = 0.0
"""When organisations behind another's crowd have their next turn."""


def link(cursor: CursorWrapper, most: int = AT_ONCE) -> int:
    """Give keys to the people that wait, at most so many, and link them; returns how many. Of organisations that
    stand behind a crowd of others', each has one taken beside."""
    global _others_after
    people = _rows(cursor, _TAKE, most)
    crowd = len(people) == most >= AT_ONCE
    began = time.monotonic()
    turn = crowd and began >= _others_after
    pause = 0.0
    if turn:
        people += _rows(cursor, _TAKE_OF_OTHERS, list({one.owner_id for one in people}))
        pause = SHARE_OF_TURNS * (time.monotonic() - began)
        _others_after = began + PATIENCE  # should one of them fail, the crowd goes on without them meanwhile
    if people:
        index(cursor, people)
        _match(cursor, people, candidates.INLINE, COMPARED)
    if turn:
        _others_after = time.monotonic() + pause
    return len(people)


def deepen(cursor: CursorWrapper, most: int = DEEPENED_AT_ONCE) -> int:
    """Link again, with a larger budget, people that were linked at once; returns how many."""
    people = _rows(cursor, _TAKE_AGAIN, most)
    if people:
        _match(cursor, people, candidates.DEEP, COMPARED_DEEPLY)
        cursor.execute(_DEEPENED, [[person.number for person in people]])
    return len(people)


def index(cursor: CursorWrapper, people: Sequence[Person], lexicon: Lexicon | None = None) -> None:
    """Store the keys by which they are found: of their names, and one of each document. They are to be compared
    more deeply when nothing waits."""
    made, whose = keys_of_many(
        [one.names for one in people],
        [one.birth_years for one in people],
        [one.nationalities for one in people],
        lexicon,
    )
    keys: dict[int, list[int]] = {
        one.number: [_document_key(document) for document in one.documents] for one in people
    }
    for key, place in zip(made.tolist(), whose.tolist(), strict=True):
        keys[people[place].number].append(key)
    replace(cursor, NAMES, {one.number: one.keys for one in people}, keys)
    cursor.execute(_LINKED, [KEYS_VERSION, list(keys), [literal(some) for some in keys.values()]])


def _match(cursor: CursorWrapper, people: Sequence[Person], budget: candidates.Budget, most: int) -> None:
    by_name = candidates.find(cursor, people, budget, most)
    shared = _shared_selectors(cursor, people)
    others = _beside_names(cursor, people, shared)
    known = _partners(cursor, people)
    wanted = {
        one.number: {*by_name[one.number][:most], *others[one.number], *known[one.number]} - {one.number}
        for one in people
    }
    rows = {row.number: row for row in _rows(cursor, _PEOPLE, list(set().union(*wanted.values())))}
    among = how_many_people(cursor)
    pairs: list[hits.Pair] = []
    gone: list[tuple[UUID, UUID]] = []
    for one in people:
        compared = [
            row
            for number in sorted(wanted[one.number])
            if (row := rows.get(number)) and row.kind == one.kind and row.report_id != one.report_id
        ]
        matches = _compared(one, compared, shared[one.report_id], among)
        pairs += (
            _pair(
                one, row, match, known[one.number].get(row.number), shared[one.report_id].get(row.report_id)
            )
            for row, match in _best(matches)
        )
        gone += (
            (one.record_id, row.record_id)
            for row, match in matches
            if row.number in known[one.number] and not match.review
        )
    if gone:
        cursor.execute(_FORGET, [[one for one, _ in gone], [other for _, other in gone]])
    likeness = "(pairs.reason ->> 'bits')::float"
    hits.write(cursor, "linkperson", pairs, kind="{row}.kind", likeness=likeness, first=_FIRST)


def _compared(
    one: Person, others: Sequence[Person], shared: dict[UUID, set[Beside]], among: int
) -> list[tuple[Person, Match]]:
    """Each with its match; without those that cannot be compared.

    The selectors of a report are nobody's: a victim's report names the recruiter's. How many hold them is not
    counted: the bits would tell who sees them of those that hide.
    """
    if not others:
        return []
    own = set[Beside]().union(*shared.values())
    try:
        records = [row.record(shared.get(row.report_id, set())) for row in others]
        return list(zip(others, compare_many(one.record(own), records, among=among), strict=True))
    except Exception:  # one that is odd keeps nobody else from being found
        if len(others) == 1:
            log.exception("People %d and %d cannot be compared.", one.number, others[0].number)
            return []
        return [pair for other in others for pair in _compared(one, [other], shared, among)]


def _best(compared: Iterable[tuple[Person, Match]]) -> list[tuple[Person, Match]]:
    """The likeliest, those of each organisation counted for themselves: else whoever files one name again and
    again would hide what others hold."""
    likely = sorted(
        ((row, match) for row, match in compared if match.review),
        key=lambda pair: (-pair[1].bits, pair[0].number),
    )
    held: Counter[UUID] = Counter()
    kept = []
    for row, match in likely:
        held[row.owner_id] += 1
        if held[row.owner_id] <= MOST_MATCHES:
            kept.append((row, match))
    return kept


def _pair(
    one: Person, other: Person, match: Match, first: bool | None, shared: set[Beside] | None
) -> hits.Pair:
    """``first``: of two between whom there is a hit, whether ``one`` is its older side. ``shared``: what both
    reports hold."""
    if first is None:
        first = (one.received_at, one.record_id) < (other.received_at, other.record_id)
    older, newer = (one, other) if first else (other, one)
    reason = {
        "kind": one.kind,
        "bits": round(match.bits, 1),
        "probability": round(match.probability, 4),
        "alert": match.alert,
        "fields": [_field(reason, older, newer) for reason in match.reasons],
        "version": match.version,
    }
    if shared:  # as the hit of the two reports says it
        reason["tokens"] = sorted(key for _kind, key in shared)[:MOST_NAMED]
    return hits.Pair(one.number, other.number, reason, hits.SURE if match.alert else hits.TO_REVIEW)


def _field(reason: Reason, older: Person, newer: Person) -> dict[str, object]:
    """Levels and bits; no value of either side."""
    said: dict[str, object] = {"field": reason.field, "level": reason.level, "bits": round(reason.bits, 1)}
    if reason.field == "name":
        said |= {"script_a": _script_of(older.names[0]), "script_b": _script_of(newer.names[0])}
    return said


def _script_of(name: str) -> str:
    """The ISO 15924 code of its first letter."""
    return next((script_of_letter(letter) for letter in name if letter.isalpha()), "")


def _shared_selectors(cursor: CursorWrapper, people: Sequence[Person]) -> dict[UUID, dict[UUID, set[Beside]]]:
    """Report → other report → what both hold."""
    shared: dict[UUID, dict[UUID, set[Beside]]] = defaultdict(lambda: defaultdict(set))
    cursor.execute(_SHARED, [list({one.report_id for one in people})])
    for mine, other, kind, token in cursor.fetchall():
        shared[mine][other].add(Beside(kind, str(token)))
    return shared


def _beside_names(
    cursor: CursorWrapper, people: Sequence[Person], shared: dict[UUID, dict[UUID, set[Beside]]]
) -> dict[int, set[int]]:
    """Those who stand beside a shared selector, or have a document in common, whatever their names; of one
    organisation not without end."""
    found: dict[int, set[int]] = defaultdict(set)
    reports = {other for others in shared.values() for other in others}
    if reports:
        cursor.execute(_OF_REPORTS, [list(reports)])
        in_report: dict[UUID, list[tuple[UUID, int]]] = defaultdict(list)
        for report_id, owner, number in cursor.fetchall():
            in_report[report_id].append((owner, number))
        for one in people:
            beside = [person for other in sorted(shared[one.report_id]) for person in in_report[other]]
            held: Counter[UUID] = Counter()
            for owner, number in beside:
                held[owner] += 1
                if held[owner] <= MOST_BESIDE:
                    found[one.number].add(number)
    keys = {_document_key(document) for one in people for document in one.documents}
    if keys:
        cursor.execute(_OF_DOCUMENTS, [list(keys)])
        holders: dict[int, list[int]] = defaultdict(list)
        for key, number in cursor.fetchall():
            holders[key].append(number)
        for one in people:
            for document in one.documents:
                found[one.number].update(holders[_document_key(document)])
    return found


def _partners(cursor: CursorWrapper, people: Sequence[Person]) -> dict[int, dict[int, bool]]:
    """Those with whom one has a hit, of people that were linked before, and whether one is its older side."""
    partners: dict[int, dict[int, bool]] = defaultdict(dict)
    before = [one.number for one in people if one.keys]
    if before:
        cursor.execute(_PARTNERS, [before])
        for number, other, first in cursor.fetchall():
            partners[number][other] = first
    return partners


def _document_key(document: UUID) -> int:
    """A key beside those of names, which are all below or above."""
    return int.from_bytes(document.bytes[:4]) % _DOCUMENTS - _DOCUMENTS


def _rows(cursor: CursorWrapper, statement: str, given: object) -> list[Person]:
    cursor.execute(statement, [given])
    return [Person(*row) for row in cursor.fetchall()]
