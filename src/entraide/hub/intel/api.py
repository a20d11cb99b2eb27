"""Reports, selectors and hits for machines: the doors of the pages, typed."""

from datetime import UTC, date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile
from ninja.responses import Status
from pydantic import AfterValidator, Field

from entraide.vocabulary.handling import EVERY_PURPOSE, TLP, HandlingCode, HitMode, Purpose

from ..core.api_key import DECIDE, READ, SUBMIT, may
from ..core.errors import Invalid
from . import actions
from .drafts import Draft, GivenDocument, GivenSelector, Handling, MarkedPlace, MarkedTechnique, NamedPerson
from .models import Hit, Report
from .queries.hits import HitView, sides, undecided, view_of, views_of
from .queries.search import selectors_of

router = Router()
MOST_AT_ONCE = 500
Count = Annotated[int, Field(ge=1, le=200)]


def _in_utc(moment: datetime) -> datetime:
    """Offsets that the calendar allows and the database does not, such as +23:37, are gone then."""
    try:
        return moment.astimezone(UTC) if moment.tzinfo else moment
    except OverflowError:
        raise ValueError("Give a moment between the years 1 and 9999.")


Moment = Annotated[datetime, AfterValidator(_in_utc)]


class HandlingIn(Schema):
    tlp: str = "AMBER"
    audience: list[UUID] = []
    recipients: list[UUID] = []
    excluded_states: list[str] = []
    hit_mode: str = "OWNER_FIRST"
    purposes: list[str] | None = None
    handling_codes: list[int] = []
    expires_on: date | None = None
    caveat: str = ""
    source_grade: str = "F"
    information_grade: str = "6"

    def handling(self) -> Handling:
        return Handling(
            tlp=_member(TLP, self.tlp.replace("+", "_"), "handling.tlp"),
            audience=frozenset(self.audience),
            recipients=frozenset(self.recipients),
            excluded_states=frozenset(self.excluded_states),
            hit_mode=_member(HitMode, self.hit_mode, "handling.hit_mode"),
            purposes=EVERY_PURPOSE if self.purposes is None else self._purposes(self.purposes),
            handling_codes=frozenset(
                _member(HandlingCode, f"H{code}", "handling.handling_codes") for code in self.handling_codes
            ),
            expires_on=self.expires_on,
            caveat=self.caveat,
            source_grade=self.source_grade,
            information_grade=self.information_grade,
        )

    @staticmethod
    def _purposes(names: list[str]) -> Purpose:
        allowed = Purpose(0)
        for name in names:
            allowed |= _member(Purpose, name, "handling.purposes")
        return allowed


class SelectorIn(Schema):
    kind: str
    value: str


class TechniqueIn(Schema):
    technique: str
    words: str = ""


class PlaceIn(Schema):
    name: str
    lat: float
    lon: float
    radius_km: float
    site: str = ""


class DocumentIn(Schema):
    kind: str
    number: str


class PersonIn(Schema):
    """A person, or with ``kind`` "organisation" an organisation. A birth is a year, or as written in ``birth``
    ("1998-04", "12 May 1990", "พ.ศ. 2533"), or an age and its day; no day means that of the report."""

    name: str
    status: str = "unknown"
    birth_year: int | None = None
    nationality: str | None = None
    aliases: list[str] = []
    kind: str = "person"
    sex: str = ""
    birth: str = ""
    age: int | None = None
    age_on: date | None = None
    other_nationalities: list[str] = []
    documents: list[DocumentIn] = []
    place: str = ""

    def person(self) -> NamedPerson:
        return NamedPerson(
            name=self.name,
            status=self.status,
            birth_year=self.birth_year,
            nationality=self.nationality,
            aliases=tuple(self.aliases),
            kind=self.kind,
            sex=self.sex,
            birth=self.birth,
            age=self.age,
            age_on=self.age_on,
            other_nationalities=tuple(self.other_nationalities),
            documents=tuple(GivenDocument(document.kind, document.number) for document in self.documents),
            place=self.place,
        )


class ReportIn(Schema):
    text: str
    client_id: str = ""
    handling: HandlingIn = HandlingIn()
    source_kind: str = "other"
    title: str = ""
    language: str = ""
    country: str = ""
    observed_at: Moment | None = None
    source: str = ""
    case_reference: str = ""
    selectors: list[SelectorIn] = []
    techniques: list[TechniqueIn] = []
    places: list[PlaceIn] = []
    persons: list[PersonIn] = []

    def draft(self) -> Draft:
        if self.observed_at and self.observed_at.tzinfo is None:
            raise Invalid({"observed_at": "Give the time with its zone, as in 2025-11-06T06:00:00Z."})
        return Draft(
            text=self.text,
            handling=self.handling.handling(),
            client_id=self.client_id,
            source_kind=self.source_kind,
            title=self.title,
            language=self.language,
            country=self.country,
            observed_at=self.observed_at,
            source=self.source,
            case_reference=self.case_reference,
            selectors=tuple(GivenSelector(s.kind, s.value) for s in self.selectors),
            techniques=tuple(MarkedTechnique(t.technique, t.words) for t in self.techniques),
            places=tuple(MarkedPlace(p.name, p.lat, p.lon, p.radius_km, p.site) for p in self.places),
            persons=tuple(person.person() for person in self.persons),
        )


class CollectedIn(Schema):
    """With ``evidence``: who collected the file, when, where, with what device, by what right."""

    evidence: bool = False
    who: str = Field("", max_length=200)
    at: Moment | None = None
    place: str = Field("", max_length=200)
    device: str = Field("", max_length=200)
    legal_basis: str = Field("", max_length=300)

    def collected(self) -> actions.Collected | None:
        if not self.evidence:
            return None
        if self.at is None:
            raise Invalid({"at": "Evidence needs when it was collected, as in 2025-11-06T06:00:00Z."})
        return actions.Collected(self.who, self.place, self.at, self.device, self.legal_basis)


class SubmittedOut(Schema):
    id: UUID
    new: bool


class SelectorOut(Schema):
    kind: str
    value: str
    raw: str
    start: int | None
    end: int | None
    flaw: str
    common: str


class ReportSummary(Schema):
    id: UUID
    owner_id: UUID
    title: str
    source_kind: str
    language: str
    tlp: int
    expires_on: date
    observed_at: datetime | None
    received_at: datetime


class AttachmentOut(Schema):
    id: UUID
    name: str
    media_type: str
    size: int
    sha256: str
    evidence: bool


class ReportOut(ReportSummary):
    text: str
    caveat: str
    handling_codes: list[int]
    selectors: list[SelectorOut]
    attachments: list[AttachmentOut]


class SightingOut(Schema):
    report_id: UUID
    owner_id: UUID
    kind: str
    value: str
    raw: str
    received_at: datetime


class ReasonOut(Schema):
    """Of a selector its kind alone. Of people and organisations the bits for (or against) in all and of each
    field, and how likely both are one; of texts how much they share; of pictures in how many of 64 bits they
    differ."""

    kind: str
    bits: float | None = None
    probability: float | None = None
    alert: bool | None = None
    fields: list[dict[str, Any]] | None = None
    version: int | None = None
    similarity: float | None = None
    distance: int | None = None


class HitOut(Schema):
    """``own_record`` is a report, a watch, or in a hit between people or organisations an entity (``own_kind``)."""

    id: UUID
    kinds: list[str]
    sure: bool
    reasons: list[ReasonOut]
    own_kind: str
    other_kind: str
    own_record: UUID
    own_is_watch: bool
    other: UUID
    other_name: str
    other_report: UUID | None
    other_knows: bool
    own_verdict: str | None
    other_verdict: str | None
    created_at: datetime


class DecisionIn(Schema):
    verdict: str
    reason: str


class MessageIn(Schema):
    text: str


@router.post(
    "/reports", response={201: SubmittedOut, 200: SubmittedOut}, auth=may(SUBMIT), summary="File a report"
)
def submit(request: HttpRequest, report: ReportIn) -> Status:
    """Sending a ``client_id`` again changes nothing and answers 200 with the id it has."""
    submitted = actions.submit_report(report.draft())
    return Status(201 if submitted.new else 200, submitted)


@router.post(
    "/reports/batch", response=list[SubmittedOut], auth=may(SUBMIT), summary="File many: all or none"
)
def submit_many(request: HttpRequest, reports: list[ReportIn]) -> object:
    if not 0 < len(reports) <= MOST_AT_ONCE:
        raise Invalid({"": f"Send 1 to {MOST_AT_ONCE} reports at a time."})
    return actions.submit_reports([report.draft() for report in reports])


@router.get("/reports", response=list[ReportSummary], auth=may(READ), summary="Newest first")
def reports(request: HttpRequest, before: Moment | None = None, limit: Count = 50) -> object:
    """``before``: the ``received_at`` of the last one of the page before."""
    found = Report.objects.defer("text").order_by("-received_at", "id")
    if before:
        found = found.filter(received_at__lt=before)
    return found[:limit]


@router.get("/reports/{report_id}", response=ReportOut, auth=may(READ), summary="One report")
def report(request: HttpRequest, report_id: UUID) -> object:
    return actions.open_report(report_id)


@router.post(
    "/reports/{report_id}/attachments",
    response={201: AttachmentOut},
    auth=may(SUBMIT),
    summary="Attach a file (multipart/form-data)",
)
def attach(
    request: HttpRequest, report_id: UUID, file: File[UploadedFile], evidence: Form[CollectedIn]
) -> Status:
    """What a photo or a video says of where it was taken is read; a person confirms it on the report's page."""
    return Status(201, actions.attach(report_id, file.name or "", file, evidence.collected()))


@router.get("/selectors", response=list[SightingOut], auth=may(READ), summary="Where a selector stands")
def sightings(request: HttpRequest, kind: str, value: str, limit: Count = 50) -> object:
    """In any spelling. Spends of the quota."""
    return selectors_of(kind, value)[:limit]


@router.get("/hits", response=list[HitOut], auth=may(READ), summary="Hits, newest first")
def hits(
    request: HttpRequest, only_undecided: bool = False, before: Moment | None = None, limit: Count = 50
) -> object:
    found = undecided() if only_undecided else Hit.objects.all()
    if before:
        found = found.filter(created_at__lt=before)
    return [_hit_out(view) for view in views_of(found.order_by("-created_at", "id")[:limit])]


@router.get("/hits/{hit_id}", response=HitOut, auth=may(READ), summary="One hit")
def hit(request: HttpRequest, hit_id: UUID) -> object:
    return _hit_out(view_of(hit_id))


@router.post("/hits/{hit_id}/decisions", response=HitOut, auth=may(DECIDE), summary="Same, not_same or undo")
def decide(request: HttpRequest, hit_id: UUID, decision: DecisionIn) -> object:
    actions.decide(hit_id, decision.verdict, decision.reason)
    return _hit_out(view_of(hit_id))


@router.post("/hits/{hit_id}/release", response=HitOut, auth=may(DECIDE), summary="Let the other side know")
def release(request: HttpRequest, hit_id: UUID) -> object:
    actions.release(hit_id)
    return _hit_out(view_of(hit_id))


@router.post("/hits/{hit_id}/messages", response=HitOut, auth=may(DECIDE), summary="Write to the other side")
def write(request: HttpRequest, hit_id: UUID, message: MessageIn) -> object:
    actions.write_message(hit_id, message.text)
    return _hit_out(view_of(hit_id))


def _hit_out(view: HitView) -> dict[str, object]:
    return {
        "id": view.hit.pk,
        "kinds": view.kinds,
        "sure": view.sure,
        "reasons": view.hit.reasons,
        "own_kind": getattr(view.hit, f"{sides(view.hit)[0]}_kind"),
        "other_kind": view.other_kind,
        "own_record": view.own_record,
        "own_is_watch": view.own_is_watch,
        "other": view.other.pk,
        "other_name": view.other.name,
        "other_report": view.other_report.pk if view.other_report else None,
        "other_knows": view.knows,
        "own_verdict": view.own_verdict.verdict if view.own_verdict else None,
        "other_verdict": view.other_verdict.verdict if view.other_verdict else None,
        "created_at": view.hit.created_at,
    }


def _member(kind: type, name: str, field: str):  # type: ignore[no-untyped-def]
    """The member of an enumeration by its name; raises Invalid with the names there are."""
    try:
        return kind[name.upper()]
    except KeyError:
        names = ", ".join(member.name for member in kind)
        raise Invalid({field: f"Choose one of: {names}."})
