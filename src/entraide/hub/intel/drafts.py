"""What a page, the API, the command line or a feed hands to ``submit_report``."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from entraide.vocabulary.handling import EVERY_PURPOSE, TLP, HandlingCode, HitMode, Purpose

DOCUMENT_KINDS = ("passport", "identity_card", "residence_permit", "driving_licence", "registration", "other")


@dataclass(frozen=True, slots=True)
class Handling:
    """The label as its author chooses it; the owner is who submits. No date: as long as is allowed."""

    tlp: TLP = TLP.AMBER
    audience: frozenset[UUID] = frozenset()
    recipients: frozenset[UUID] = frozenset()
    excluded_states: frozenset[str] = frozenset()
    hit_mode: HitMode = HitMode.OWNER_FIRST
    purposes: Purpose = EVERY_PURPOSE
    handling_codes: frozenset[HandlingCode] = frozenset()
    expires_on: date | None = None
    caveat: str = ""
    source_grade: str = "F"
    information_grade: str = "6"


@dataclass(frozen=True, slots=True)
class GivenSelector:
    """A selector given beside the text: a column of a table, a field of the API."""

    kind: str
    raw: str


@dataclass(frozen=True, slots=True)
class MarkedTechnique:
    technique: str  # id in vocabulary.modi_operandi
    words: str = ""


@dataclass(frozen=True, slots=True)
class MarkedPlace:
    """A disc: WGS84 degrees, radius in km."""

    name: str
    lat: float
    lon: float
    radius_km: float
    site: str = ""


@dataclass(frozen=True, slots=True)
class GivenDocument:
    """``kind``: a value of DOCUMENT_KINDS; ``number`` as written."""

    kind: str
    number: str


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """What the report says of a person, or of an organisation. ``status``: a value of Claim.Status.

    A birth is what is known of it: a year, or ``birth`` as written ("1998-04", "12 May 1990", "พ.ศ. 2533"),
    or an age and the day on which that was the age (none: the day of the report).
    """

    name: str
    status: str = "unknown"
    birth_year: int | None = None
    nationality: str | None = None
    aliases: tuple[str, ...] = ()
    kind: str = "person"  # or "organisation"
    sex: str = ""  # m, f, x; else not known
    birth: str = ""
    age: int | None = None
    age_on: date | None = None
    other_nationalities: tuple[str, ...] = ()
    documents: tuple[GivenDocument, ...] = ()
    place: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)

    @property
    def nationalities(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(filter(None, (self.nationality, *self.other_nationalities))))


@dataclass(frozen=True, slots=True)
class Draft:
    """A report on its way in. ``country`` reads numbers written without theirs."""

    text: str
    handling: Handling = field(default_factory=Handling)
    client_id: str = ""
    source_kind: str = "other"
    title: str = ""
    language: str = ""
    country: str = ""
    observed_at: datetime | None = None
    received_at: datetime | None = None  # the exercise's past; else now
    source: str = ""
    case_reference: str = ""
    selectors: tuple[GivenSelector, ...] = ()
    techniques: tuple[MarkedTechnique, ...] = ()
    places: tuple[MarkedPlace, ...] = ()
    persons: tuple[NamedPerson, ...] = ()
    read_text: bool = True  # a published list's text repeats its selector: finding it again costs time
