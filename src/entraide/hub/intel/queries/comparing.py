"""People of reports that one may read, compared when somebody looks.

A hit belongs to its two sides. Who may read both records without being one of them sees what they say, and
may compare them; so the group of a person shows the links between records of two others as well.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from entraide.engines.link.compare import BirthDate, Match, Record, compare_many

from ..models import LinkPerson, Selector
from .matches import FieldMatch, PersonMatch

MOST_COMPARED = 60
MOST_HOLDERS = 25  # reports that may share a number before it means nothing


@dataclass(frozen=True, slots=True)
class Alike:
    """Two entities that were compared just now, and are sure enough to be one."""

    a: UUID
    b: UUID
    match: PersonMatch


def alike_among(entities: Iterable[UUID]) -> list[Alike]:
    """Those who share a number, an account or a document with these, and are very likely the same; and these
    among themselves. Five queries."""
    centre = list(LinkPerson.objects.filter(record_id__in=set(entities))[:MOST_COMPARED])
    held = _held_near(centre)
    beside = LinkPerson.objects.filter(report_id__in=set(held)).exclude(
        record_id__in=[p.record_id for p in centre]
    )
    documents = {document for person in centre for document in person.documents}
    found = {one.record_id: one for one in beside[:MOST_COMPARED]}
    if documents:
        same = LinkPerson.objects.filter(documents__overlap=list(documents))
        found |= {one.record_id: one for one in same[:MOST_COMPARED]}
    people = [*centre, *(one for key, one in found.items() if key not in {p.record_id for p in centre})]
    return list(_alike(people[:MOST_COMPARED], held))


def _held_near(centre: list[LinkPerson]) -> dict[UUID, set[str]]:
    """Report → tokens, of the reports of these people and of those that share some of theirs."""
    own = Selector.objects.filter(report__in={person.report_id for person in centre}, common="")
    tokens = set(own.exclude(token=None).values_list("token", flat=True))
    holders: dict[UUID, set[UUID]] = defaultdict(set)
    rows = Selector.objects.filter(token__in=tokens).order_by().values_list("token", "report_id")
    for token, report in rows[: MOST_COMPARED * MOST_HOLDERS]:
        holders[token].add(report)
    held: dict[UUID, set[str]] = defaultdict(set)
    for token, reports in holders.items():
        if len(reports) <= MOST_HOLDERS:
            for report in reports:
                held[report].add(str(token))
    return held


def _alike(people: list[LinkPerson], held: dict[UUID, set[str]]) -> Iterator[Alike]:
    records = {one.record_id: _record(one, held) for one in people}
    for one in people:
        others = [
            other
            for other in people
            if one.record_id < other.record_id
            and one.kind == other.kind
            and one.report_id != other.report_id
            and (held[one.report_id] & held[other.report_id] or set(one.documents) & set(other.documents))
        ]
        matches = compare_many(records[one.record_id], [records[other.record_id] for other in others])
        for other, match in zip(others, matches, strict=True):
            if match.alert:
                yield Alike(one.record_id, other.record_id, _said(match))


def _record(person: LinkPerson, held: dict[UUID, set[str]]) -> Record:
    known = person.birth_from and person.birth_to
    return Record(
        person.names,
        BirthDate(person.birth_from, person.birth_to) if known else None,
        person.sex,
        person.nationalities,
        [("", str(document)) for document in person.documents],
        person.place,
        held[person.report_id],
    )


def _said(match: Match) -> PersonMatch:
    fields = [FieldMatch(one.field, one.level, one.bits) for one in match.reasons]
    return PersonMatch(match.bits, match.probability, match.alert, fields)
