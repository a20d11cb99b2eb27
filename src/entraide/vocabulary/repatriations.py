"""Dated public events: rescues, hand-overs, border arrivals and flights home, 2022 to 2026."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ._tables import integer, rows


@dataclass(frozen=True, slots=True)
class Repatriation:
    """``date`` is ISO 8601, cut to the month where ``date_precision`` is "month".

    Countries: ISO 3166-1 alpha-2, several parted by a slash, or "various".
    """

    date: str
    date_precision: str  # day, month or about
    event_type: str  # repatriation, rescue, handover or border_arrival
    from_place: str
    from_country: str
    via_country: str
    to_country: str
    count: int | None
    women: int | None
    men: int | None
    wording_in_source: str
    note: str
    source_title: str
    source_url: str


@dataclass(frozen=True, slots=True)
class NationalityCount:
    nationality: str  # ISO 3166-1 alpha-3
    count: int | None
    men: int | None
    women: int | None
    source_title: str
    source_url: str


@cache
def load() -> tuple[Repatriation, ...]:
    """In the order of the table."""
    return tuple(Repatriation(**_with_numbers(row)) for row in rows("repatriations"))  # type: ignore[arg-type]


@cache
def nationality_mix() -> tuple[NationalityCount, ...]:
    """The nationalities of people held at Myawaddy, February 2025, as published.

    The list's headline says 7,141; its rows add up to 7,158.
    """
    return tuple(NationalityCount(**_with_numbers(row)) for row in rows("nationality_mix"))  # type: ignore[arg-type]


def _with_numbers(row: dict[str, str]) -> dict[str, str | int | None]:
    return {**row, **{column: integer(row[column]) for column in ("count", "women", "men")}}
