"""What Exercise Moei is made of: plain records, with no database behind them.

Organisations, members and reports are named by short keys ("in", "kavya", "typing/kochi-call"); the ids
that the hub will use are derived from the seed and stand beside the keys. Times are UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from entraide.vocabulary.handling import TLP, HitMode, Label, Purpose


@dataclass(frozen=True, slots=True)
class Organisation:
    """A member organisation. ``country`` is ISO 3166-1 alpha-2; ``languages`` are ISO 639-1."""

    key: str
    id: UUID
    name: str
    kind: str
    country: str
    powers: frozenset[str]
    channel: str
    languages: tuple[str, ...]
    on_duty: bool
    contact_tested: datetime | None
    contact_email: str
    contact_phone: str
    timezone: str


@dataclass(frozen=True, slots=True)
class Member:
    key: str
    id: UUID
    organisation: str
    name: str
    roles: tuple[str, ...]
    email: str
    language: str
    part: str
    on_duty: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A place as a report names it: WGS84 degrees and the radius in km within which it is meant.

    ``site`` is a key of ``vocabulary.sites``, if it is one of them.
    """

    name: str
    country: str
    lat: float
    lon: float
    radius_km: float
    site: str = ""


@dataclass(frozen=True, slots=True)
class Handling:
    """The handling that an author chooses. Organisations and members are named by their keys."""

    tlp: TLP
    hit_mode: HitMode
    purposes: Purpose
    audience: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    excluded_states: tuple[str, ...] = ()
    caveat: str = ""
    source_grade: str = "B"
    information_grade: str = "2"
    kept_years: int = 5


@dataclass(frozen=True, slots=True)
class Person:
    """What a report says about a person. ``status`` is suspect, victim, witness or missing."""

    name: str
    status: str
    birth_year: int | None = None
    nationality: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A technique of the modus-operandi table and the very words of the report that show it."""

    technique: str
    words: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A selector that the generator wrote into a text, in its normal form.

    ``sound`` is False where the checksum was broken on purpose, ``common`` where the selector is a public
    hotline or the like: neither may ever link two reports.
    """

    kind: str
    value: str
    written: str
    sound: bool = True
    common: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Report:
    """One report as an organisation submits it. ``story`` is "typing_job" … or "background".

    ``id_seed`` is what its id, and every id made while it is filed, follow from.
    """

    key: str
    id: UUID
    id_seed: int
    client_id: str
    story: str
    organisation: str
    author: str
    received: datetime
    observed: datetime
    source_kind: str
    language: str
    country: str
    text: str
    place: Place | None
    selectors: tuple[Placed, ...]
    marks: tuple[Mark, ...]
    persons: tuple[Person, ...]
    pictures: tuple[Picture, ...]
    label: Label


@dataclass(frozen=True, slots=True)
class Watch:
    """A selector that a member keeps an eye on, as the member typed it."""

    member: str
    since: datetime
    kind: str
    raw: str
    value: str
    reason: str
    case_reference: str


@dataclass(frozen=True, slots=True)
class Release:
    """The owner of one of two reports lets the other side learn of their hit."""

    member: str
    at: datetime
    reports: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Message:
    """A line in the thread of the hit between two reports."""

    author: str
    sent: datetime
    reports: tuple[str, str]
    kind: str
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """Something a member tries and must not get: performed by the tests and by the tour."""

    key: str
    member: str
    doing: str
    kind: str
    values: tuple[str, ...]
    expected: str
