"""A draft read into rows: what is found in the text, and the label on every row. No database here."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from entraide.engines.link import (
    FoundSelector,
    InvalidSelector,
    common_by_link_value,
    extract,
    normalise,
    search_tokens,
)
from entraide.vocabulary.handling import Label

from ..core.acting import Actor
from ..core.ids import new_id
from ..core.models.labelled import label_values, rule_values
from ..core.tokens import token
from .drafts import Draft
from .people import add_person_rows

LONGEST_SELECTOR = 500
_NO_WORD = re.compile("[^a-z0-9_]", re.IGNORECASE)


@dataclass(slots=True)
class ReportRows:
    """The rows of one report, by table, in the column order of ``actions.submit``."""

    id: UUID
    client_id: str
    label: Label
    report: tuple[object, ...]
    tables: dict[str, list[tuple[object, ...]]] = field(default_factory=lambda: defaultdict(list))

    def count(self, table: str) -> int:
        return len(self.tables[table])


class Rows:
    """The rows of many reports, by table."""

    def __init__(self) -> None:
        self._tables: dict[str, list[tuple[object, ...]]] = defaultdict(list)

    def add(self, report: ReportRows) -> None:
        for table, rows in report.tables.items():
            self._tables[table] += rows

    def of(self, table: str) -> list[tuple[object, ...]]:
        return self._tables[table]


@dataclass(frozen=True, slots=True)
class Sighting:
    """A selector as it stands in a report or beside it."""

    kind: str
    value: str
    raw: str
    start: int | None
    end: int | None
    token: UUID | None
    flaw: str
    common: str


def reading(draft: Draft, label: Label, actor: Actor, report_id: UUID, received_at: datetime) -> ReportRows:
    """Read a checked draft into its rows."""
    text = draft.text.replace("\x00", "\ufffd")  # PostgreSQL has no NUL
    client_id = draft.client_id or str(report_id)
    rule, whole = rule_values(label), label_values(label)
    made = ReportRows(
        report_id,
        client_id,
        label,
        (
            report_id,
            actor.member,
            client_id,
            draft.source_kind,
            draft.title.replace("\x00", ""),
            text,
            draft.language,
            draft.country,
            draft.observed_at,
            received_at,
            draft.source.replace("\x00", ""),
            draft.case_reference.replace("\x00", ""),
            "",
            "",
            *whole,
        ),
    )
    add = made.tables
    id, at = str(report_id), received_at.isoformat()  # written out once for the many rows that repeat them
    linked: dict[UUID, str] = {}
    for seen in sightings(draft, text, actor.state):
        add["intel_selector"].append(
            (
                new_id(),
                id,
                seen.kind,
                seen.value,
                seen.raw,
                seen.start,
                seen.end,
                seen.token,
                seen.flaw,
                seen.common,
                at,
                *rule,
            )
        )
        if seen.token and not seen.common:
            linked.setdefault(seen.token, seen.kind)
    for link_token, kind in linked.items():
        add["intel_linkentry"].append(
            (
                link_token,
                kind,
                "report",
                id,
                actor.state,
                actor.unit,
                at,
                False,
                *whole,
            )
        )
    for mark in {mark.technique: mark for mark in draft.techniques}.values():
        add["intel_technique"].append(
            (new_id(), id, mark.technique, mark.words[:500], actor.member, at, *rule)
        )
    for place in draft.places:
        add["intel_place"].append(
            (
                new_id(),
                id,
                place.name[:200],
                place.lat,
                place.lon,
                place.radius_km,
                place.site,
                actor.member,
                at,
                *rule,
            )
        )
    said_on = (draft.observed_at or received_at).date()
    for person in draft.persons:
        add_person_rows(add, person, label, actor, report_id, received_at, said_on)
    if draft.read_text and (signed := signature_of(text)):
        add["intel_linktext"].append((id, actor.state, actor.unit, signed, at, *whole))
    if words := " ".join(search_tokens(f"{draft.title}\n{text}")):
        add["intel_searchtoken"].append((words, at, id, *rule))  # all in one: see SPREAD
    return made


def signature_of(text: str) -> bytes | None:
    """What near-duplicates of a text are found by; None for one too short to say anything."""
    from entraide.engines.link.texts import signature, to_bytes  # its kernels take a second to load, once

    signed = signature(text)
    return None if signed is None else to_bytes(signed)


def sightings(draft: Draft, text: str, state: str) -> Iterator[Sighting]:
    """The selectors found in the text, then those given beside it that the text does not hold."""
    country = draft.country or state
    seen: set[str] = set()
    for found in extract(text, country=country) if draft.read_text else ():
        if found.valid and found.link_value:
            seen.add(found.link_value)
        yield _found(found)
    for given in draft.selectors:
        raw = given.raw.replace("\x00", "")[:LONGEST_SELECTOR]
        try:
            selector = normalise(given.kind, raw, country=country)
        except InvalidSelector as invalid:
            yield Sighting(
                _NO_WORD.sub("", given.kind)[:20],
                raw,
                raw,
                None,
                None,
                None,
                f"{invalid.reason}. {invalid.remedy}.",
                "",
            )
            continue
        if selector.link_value not in seen:
            seen.add(selector.link_value)
            yield _sighting(selector.kind, selector.value, raw, None, None, selector.link_value)


def _found(found: FoundSelector) -> Sighting:
    raw = found.raw.replace("\x00", "")[:LONGEST_SELECTOR]
    if not found.valid or found.link_value is None:
        return Sighting(
            found.kind,
            found.value[:LONGEST_SELECTOR],
            raw,
            found.start,
            found.end,
            None,
            found.reason[:200],
            "",
        )
    return _sighting(found.kind, found.value, raw, found.start, found.end, found.link_value)


def _sighting(
    kind: str, value: str, raw: str, start: int | None, end: int | None, link_value: str
) -> Sighting:
    common = common_by_link_value().get(link_value)
    return Sighting(
        kind,
        value[:LONGEST_SELECTOR],
        raw,
        start,
        end,
        token("selector", link_value),
        "",
        common.label[:200] if common else "",
    )
