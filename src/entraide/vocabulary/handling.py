"""Who may see what: the handling rule, once, as pure functions.

PostgreSQL's row-level security says the same in SQL (``entraide.hub.core.rls``); a property test
compares the two on hundreds of thousands of generated cases. Change one, change the other.

>>> may_read(label, reader)        # may this member read a record with this label?
>>> may_write(label, reader)       # ... change it?
>>> may_see_hit(own, other, reader)  # ... learn that two records share something?

Sources: TLP 2.0 (FIRST, 2022); Europol handling codes H0-H3; Admiralty grading (NATO AJP-2.1).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum, IntFlag
from functools import reduce
from uuid import UUID


class TLP(IntEnum):
    """Traffic Light Protocol 2.0, least strict first."""

    CLEAR = 0
    GREEN = 1
    AMBER = 2
    AMBER_STRICT = 3
    RED = 4

    @property
    def word(self) -> str:
        return self.name.replace("_", "+")


class HitMode(IntEnum):
    """Who learns of a hit on a record: both sides, its owner first, or its owner alone."""

    OPEN = 0
    OWNER_FIRST = 1
    SILENT = 2


class Purpose(IntFlag):
    """What a record may be used for; a member acts under exactly one."""

    INVESTIGATION = 1
    PROTECTION = 2
    PREVENTION = 4
    FINANCE = 8


EVERY_PURPOSE = Purpose.INVESTIGATION | Purpose.PROTECTION | Purpose.PREVENTION | Purpose.FINANCE
LONGEST_YEARS = 5
SOURCE_GRADES = "ABCDEF"
INFORMATION_GRADES = "123456"


class HandlingCode(IntEnum):
    """Europol handling codes: what a receiver may do with a record beyond reading it."""

    H0 = 0  # for preventing and combating crime only
    H1 = 1  # not as evidence in proceedings without the provider's permission
    H2 = 2  # not to be passed on without the provider's permission
    H3 = 3  # other restrictions, named in the caveat


@dataclass(frozen=True, slots=True)
class Label:
    """What every shared record carries. ``expires_on``: first UTC day on which it is gone."""

    owner: UUID
    tlp: TLP
    expires_on: date
    audience: frozenset[UUID] = frozenset()
    recipients: frozenset[UUID] = frozenset()
    excluded_states: frozenset[str] = frozenset()
    hit_mode: HitMode = HitMode.OWNER_FIRST
    purposes: Purpose = EVERY_PURPOSE
    handling_codes: frozenset[HandlingCode] = frozenset()
    caveat: str = ""
    source_grade: str = "F"
    information_grade: str = "6"
    disputed: bool = False
    legal_hold: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """A member at work: who, for whom, from which State, for what purpose, on which UTC day."""

    member: UUID
    organisation: UUID
    state: str
    purpose: Purpose
    today: date


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two records of a hit. ``state``: country of the owner; ``unit``: owner is an FIU."""

    label: Label
    state: str
    older: bool
    unit: bool = False
    released: bool = False


def may_be_used(label: Label, reader: Reader) -> bool:
    """The conditions that hold in every case, whatever the colour."""
    return (
        label.expires_on > reader.today
        and bool(label.purposes & reader.purpose)
        and reader.state not in label.excluded_states
        and (not label.disputed or label.owner == reader.organisation)
    )


def may_read(label: Label, reader: Reader) -> bool:
    """RED: the named recipients alone. AMBER: owner and audience. CLEAR and GREEN: every member."""
    if not may_be_used(label, reader):
        return False
    if label.tlp == TLP.RED:
        return reader.member in label.recipients
    if label.tlp >= TLP.AMBER:
        return reader.organisation == label.owner or reader.organisation in label.audience
    return True


def may_write(label: Label, reader: Reader) -> bool:
    """Only the owner writes, and only what the member may read."""
    return label.owner == reader.organisation and may_read(label, reader)


def is_offered(own: Side, other: Side) -> bool:
    """Does the other record's hit mode let the owner of ``own`` learn of the hit?

    Where both sides ask to be first, the older record's owner is; a silent older record (a watch) counts as
    asking to be first, or the two would wait for each other for ever. Financial-intelligence units are walled:
    others learn of a hit on a unit's record only once the unit has released it, so that between a unit and
    another the unit is first. Disputed records make no hits.
    """
    if own.label.disputed or other.label.disputed:
        return False
    if own.label.owner == other.label.owner:
        return True
    if own.state in other.label.excluded_states:
        return False
    if other.unit and not own.unit:
        return other.released and other.label.hit_mode != HitMode.SILENT
    if other.label.hit_mode == HitMode.OPEN:
        return True
    if other.label.hit_mode == HitMode.OWNER_FIRST:
        asks_first = own.older and own.label.hit_mode != HitMode.OPEN
        return other.released or asks_first or (own.unit and not other.unit)
    return False


def may_see_hit(own: Side, other: Side, reader: Reader) -> bool:
    """May the reader, of the organisation that owns ``own``, learn that ``other`` matches it?"""
    return (
        may_write(own.label, reader)
        and may_be_used(other.label, reader)
        and is_offered(own, other)
        and (
            # inside one organisation a hit may not betray a RED record to colleagues it does not name
            other.label.owner != reader.organisation or may_read(other.label, reader)
        )
    )


def strictest(labels: Iterable[Label]) -> Label:
    """The label of an object derived from several records of one owner.

    Raises ValueError for no labels, or where no purpose or reader would be left.
    """
    return reduce(_stricter, labels)


def _stricter(a: Label, b: Label) -> Label:
    if not a.purposes & b.purposes:
        raise ValueError("the sources allow no common purpose")
    tlp = max(a.tlp, b.tlp)
    narrow = [label for label in (a, b) if label.tlp >= TLP.AMBER]
    return replace(
        a,
        tlp=tlp,
        expires_on=min(a.expires_on, b.expires_on),
        audience=_common(label.audience | {label.owner} for label in narrow) - {a.owner},
        recipients=_common(label.recipients for label in (a, b) if label.tlp == TLP.RED),
        excluded_states=a.excluded_states | b.excluded_states,
        hit_mode=max(a.hit_mode, b.hit_mode),
        purposes=a.purposes & b.purposes,
        handling_codes=a.handling_codes | b.handling_codes,
        caveat="\n".join(dict.fromkeys(filter(None, (a.caveat, b.caveat)))),
        source_grade=max(a.source_grade, b.source_grade),
        information_grade=max(a.information_grade, b.information_grade),
        disputed=a.disputed or b.disputed,
        legal_hold=a.legal_hold or b.legal_hold,
    )


def _common(sets: Iterable[frozenset[UUID]]) -> frozenset[UUID]:
    listed = list(sets)
    return frozenset.intersection(*listed) if listed else frozenset()
