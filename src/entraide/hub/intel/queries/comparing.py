"""People of reports that one may read, compared when somebody looks.

A hit belongs to its two sides. Who may read both records without being one of them sees what they say, and
may compare them; so the group of a person shows the links between records of two others as well.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q

from entraide.engines.link.compare import Beside, BirthDate, InvalidBirthDate, Match, Record, compare_many

from ..drafts import NamedPerson
from ..linking.size import how_many_people
from ..models import Claim, Selector
from ..people import birth_of, document_token, person_of
from .matches import FieldMatch, PersonMatch

MOST_COMPARED = 60
MOST_HOLDERS = 25  # reports that may share a number before it means nothing


@dataclass(frozen=True, slots=True)
class Alike:
    """Two entities that were compared just now, and are sure enough to be one."""

    a: UUID
    b: UUID
    match: PersonMatch


@dataclass(frozen=True, slots=True)
class _Person:
    """What the claims about an entity say together."""

    id: UUID
    kind: str
    report_id: UUID
    record: Record


def alike_among(entities: Iterable[UUID]) -> list[Alike]:
    """Those who share a number or an account with these, and are very likely the same; and these among
    themselves. Five queries."""
    asked = set(entities)
    reports = set(Claim.objects.filter(entity__in=asked).order_by().values_list("report_id", flat=True))
    held = _held_near(reports)
    people = _people(asked, {report for report in held if report not in reports}, held)
    return list(_alike(people, held))


def _held_near(reports: set[UUID]) -> dict[UUID, set[Beside]]:
    """Report → selectors, of these reports and of those that share some of theirs."""
    own = Selector.objects.filter(report__in=reports, common="").exclude(token=None)
    tokens = set(own.order_by().values_list("token", flat=True))
    holders: dict[UUID, dict[UUID, Beside]] = defaultdict(dict)
    rows = Selector.objects.filter(token__in=tokens).order_by().values_list("token", "report_id", "kind")
    for token, report, kind in rows[: MOST_COMPARED * MOST_HOLDERS]:
        holders[token][report] = Beside(kind, str(token))
    held: dict[UUID, set[Beside]] = defaultdict(set)
    for sharing in holders.values():
        if len(sharing) <= MOST_HOLDERS:
            for report, one in sharing.items():
                held[report].add(one)
    return held


def _people(entities: set[UUID], reports: set[UUID], held: dict[UUID, set[Beside]]) -> list[_Person]:
    """These entities, and those that the reports name."""
    claims = Claim.objects.filter(Q(entity__in=entities) | Q(report__in=reports))
    claims = claims.select_related("entity", "report").defer("report__text").order_by("made_at", "id")
    said: dict[UUID, list[Claim]] = defaultdict(list)
    for claim in claims:
        if len(said) < MOST_COMPARED or claim.entity_id in said:
            said[claim.entity_id].append(claim)
    return [_person(found, held) for found in said.values()]


def _person(claims: list[Claim], held: dict[UUID, set[Beside]]) -> _Person:
    entity, report = claims[0].entity, claims[0].report
    said_on: date = (report.observed_at or report.received_at).date()
    known = person_of([(claim.property, claim.value) for claim in claims], entity.kind)
    documents = filter(None, map(document_token, known.documents))
    record = Record(
        known.names,
        _birth(known, said_on),
        known.sex,
        known.nationalities,
        [("", str(token)) for token in documents],
        known.place,
        beside=held[report.pk],
    )
    return _Person(entity.pk, entity.kind, report.pk, record)


def _birth(person: NamedPerson, said_on: date) -> BirthDate | None:
    try:
        return birth_of(person, said_on)
    except InvalidBirthDate:  # claimed before it was checked
        return None


def _alike(people: list[_Person], held: dict[UUID, set[Beside]]) -> Iterator[Alike]:
    tokens = {report: {key for _kind, key in beside} for report, beside in held.items()}
    with connection.cursor() as cursor:
        among = how_many_people(cursor)
    for one in people:
        others = [
            other
            for other in people
            if one.id < other.id
            and one.kind == other.kind
            and one.report_id != other.report_id
            and tokens.get(one.report_id, set()) & tokens.get(other.report_id, set())
        ]
        matches = compare_many(one.record, [other.record for other in others], among=among)
        for other, match in zip(others, matches, strict=True):
            if match.alert:
                shared = tokens[one.report_id] & tokens[other.report_id]
                yield Alike(one.id, other.id, _said(match, shared))


def _said(match: Match, shared: set[str]) -> PersonMatch:
    fields = [FieldMatch(one.field, one.level, one.bits) for one in match.reasons]
    return PersonMatch(match.bits, match.probability, match.alert, fields, sorted(shared))
