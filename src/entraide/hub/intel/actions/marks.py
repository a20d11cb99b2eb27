"""What an analyst marks in a report of the own organisation: methods, places, people."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from entraide.vocabulary import modi_operandi

from ...core import bulk, clock, journal
from ...core.acting import current
from ...core.errors import Invalid, Unknown
from ...core.models.labelled import RULE_COLUMNS, RuleColumns
from ...core.permissions import require
from ..drafts import MarkedPlace, MarkedTechnique, NamedPerson
from ..models import Place, Report, Technique
from ..queries.reports import own_report
from ..rows import add_person_rows
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
    if not report.places.filter(pk=place_id).delete()[0]:
        raise Unknown("place", place_id, deed="place.unmark")
    journal.record("place.unmark", "report", report.pk)


@transaction.atomic
def add_person(report_id: UUID, person: NamedPerson) -> UUID:
    """The report names a person; returns the id of the new entity."""
    report = _own(report_id, "person.add")
    check_person(person)
    tables: dict[str, list[tuple[object, ...]]] = {
        "intel_entity": [],
        "intel_claim": [],
        "intel_nametoken": [],
    }
    entity_id = add_person_rows(tables, person, report.label, current(), report.pk, clock.now())
    for name, rows in tables.items():
        bulk.insert(name, TABLES[name], rows)
    journal.record("person.add", "entity", entity_id, report=report.pk)
    return entity_id


def rule_of(report: RuleColumns) -> dict[str, object]:
    """The rule's columns of a row, for a child of it."""
    return {column: getattr(report, column) for column in RULE_COLUMNS}


def _own(report_id: UUID, deed: str) -> Report:
    require("report.submit", object_kind="report", object_id=report_id)
    return own_report(report_id, deed=deed)


def _marked() -> dict[str, object]:
    return {"marked_by_id": current().member, "marked_at": clock.now()}
