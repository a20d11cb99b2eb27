"""What an analyst marks in a report of the own organisation: methods, places, people."""

from collections import defaultdict
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from entraide.vocabulary import modi_operandi

from ...core import bulk, clock, journal, quota
from ...core.acting import current
from ...core.errors import Invalid, Unknown
from ...core.models.labelled import LABEL_COLUMNS, RULE_COLUMNS
from ...core.permissions import require
from ..drafts import MarkedPlace, MarkedTechnique, NamedPerson
from ..models import Attachment, Claim, LinkPerson, Place, ProposalKind, Report, Technique
from ..people import Tables, add_claim_rows, add_person_rows, claim_label, compared, person_of, said_of
from ..queries.reports import own_report
from .checks import check_person, check_place
from .tables import TABLES


@transaction.atomic
def mark_technique(report_id: UUID, mark: MarkedTechnique) -> Technique:
    """The report shows this method, in these words. Marking it again replaces the words."""
    report = _own(report_id, "technique.mark")
    if mark.technique not in modi_operandi.ids():
        raise Invalid({"technique": _("Choose a method from the list.")})
    words = " ".join(mark.words.split())  # a selection on a page has line breaks of its own
    if words not in " ".join(report.text.split()):
        raise Invalid({"words": _("These words are not in the report. Copy them from its text.")})
    technique, _new = Technique.objects.update_or_create(
        report=report,
        technique=mark.technique,
        defaults={"words": words[:500], **_marked(), **rule_of(report)},
    )
    journal.record("technique.mark", "report", report.pk, technique=mark.technique)
    return technique


@transaction.atomic
def unmark_technique(report_id: UUID, technique: str) -> None:
    report = _own(report_id, "technique.unmark")
    if not report.techniques.filter(technique=technique).delete()[0]:
        raise Unknown("technique", technique, deed="technique.unmark")
    # who takes away what they confirmed says that it was wrong
    report.decisions.filter(kind=ProposalKind.TECHNIQUE, subject=technique).update(confirmed=False)
    journal.record("technique.unmark", "report", report.pk, technique=technique)


@transaction.atomic
def mark_place(report_id: UUID, mark: MarkedPlace) -> Place:
    """Set a place that the report names on the map."""
    report = _own(report_id, "place.mark")
    check_place(mark)
    place = Place.objects.create(
        report=report,
        name=mark.name.strip()[:200],
        lat=mark.lat,
        lon=mark.lon,
        radius_km=mark.radius_km,
        site=mark.site,
        **_marked(),
        **rule_of(report),
    )
    journal.record("place.mark", "report", report.pk, place=place.name)
    return place


@transaction.atomic
def unmark_place(report_id: UUID, place_id: UUID) -> None:
    report = _own(report_id, "place.unmark")
    place = report.places.filter(pk=place_id).first()
    if place is None:
        raise Unknown("place", place_id, deed="place.unmark")
    for kept in place.evidence.all():  # as with methods
        report.decisions.filter(kind=kept.kind, subject=kept.subject).update(confirmed=False)
    place.delete()
    journal.record("place.unmark", "report", report.pk)


@transaction.atomic
def add_person(report_id: UUID, person: NamedPerson) -> UUID:
    """The report names a person or an organisation; returns the id of the new entity."""
    report = _own(report_id, "person.add")
    said_on = (report.observed_at or report.received_at).date()
    check_person(person, said_on)
    tables: Tables = defaultdict(list)
    keep_label(report)
    now = clock.now()
    entity_id = add_person_rows(tables, person, report.label, current(), report.pk, now, said_on)
    _insert(tables)
    journal.record("person.add", "entity", entity_id, report=report.pk)
    return entity_id


@transaction.atomic
def say_of_person(entity_id: UUID, person: NamedPerson) -> None:
    """Claim more of a person of one's own report: what is new of ``person`` is added, and it is compared anew.

    Spends of the quota: each thing said shows how far it agrees with what others say and keep to themselves.
    Raises Invalid; Unknown for an entity that is not of a report of one's own organisation.
    """
    require("report.submit", object_kind="entity", object_id=entity_id)
    claims = list(
        Claim.objects.filter(entity=entity_id, owner=current().organisation)
        .select_related("entity")
        .order_by("made_at", "id")
    )
    if not claims:
        raise Unknown("entity", entity_id, deed="person.say")
    report, kind = own_report(claims[0].report_id, deed="person.say"), claims[0].entity.kind
    said_on = (report.observed_at or report.received_at).date()
    check_person(person, said_on)
    known = [(claim.property, claim.value) for claim in claims]
    names = {value for name, value in known if name in ("name", "alias")}
    new = [
        (name, value)
        for name, value in said_of(person, said_on)
        if (name, value) not in known and not (name in ("name", "alias") and value in names)
    ]
    new = [("alias" if name == "name" and names else name, value) for name, value in new]
    if not new:
        return
    quota.spend("person.say")
    whole = person_of([*known, *new], kind)
    check_person(whole, said_on)
    tables: Tables = defaultdict(list)
    keep_label(report)
    label = claim_label(report.label)
    add_claim_rows(tables, new, person.status, label, current(), entity_id, report.pk, clock.now())
    _insert(tables)
    _compare_anew(entity_id, compared(whole, said_on))
    journal.record("person.say", "entity", entity_id, report=report.pk, claims=len(new))


def _compare_anew(entity_id: UUID, values: tuple[object, ...]) -> None:
    """As one that is received now: a record filed long ago and filled in today is not the older one of those
    that it meets by what is new."""
    columns = ("names", "birth_from", "birth_to", "sex", "nationalities", "documents", "place")
    LinkPerson.objects.filter(record_id=entity_id).update(
        **dict(zip(columns, values, strict=True)),
        received_at=clock.now(),
        linked_at=None,
        deepened_at=None,
    )
    with connection.cursor() as cursor:
        cursor.execute("NOTIFY entraide_link")


def _insert(tables: Tables) -> None:
    for name in TABLES:
        if name in tables:
            bulk.insert(name, TABLES[name], tables[name])
    with connection.cursor() as cursor:
        cursor.execute("NOTIFY entraide_link")


def rule_of(row: Report | Attachment) -> dict[str, object]:
    """The rule's columns of a report, for what is added to it or to its attachment."""
    report = row if isinstance(row, Report) else row.report
    keep_label(report)
    return {column: getattr(report, column) for column in RULE_COLUMNS}


def keep_label(report: Report) -> None:
    """Read the label anew, and keep it until the transaction ends: else a colleague who changes it at this moment
    would not reach what is being added."""
    held = Report.objects.select_for_update(no_key=True)
    try:
        report.refresh_from_db(fields=LABEL_COLUMNS, from_queryset=held)
    except Report.DoesNotExist:
        raise Unknown("report", report.pk)


def _own(report_id: UUID, deed: str) -> Report:
    require("report.submit", object_kind="report", object_id=report_id)
    return own_report(report_id, deed=deed)


def _marked() -> dict[str, object]:
    return {"marked_by_id": current().member, "marked_at": clock.now()}
