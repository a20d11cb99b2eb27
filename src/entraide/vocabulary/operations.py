"""Published results of multinational operations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ._tables import integer, rows

_NUMBERS = ("countries", "arrests", "victims_identified_or_protected", "investigations_opened", "money_usd")


@dataclass(frozen=True, slots=True)
class Operation:
    """``start`` and ``end`` are ISO 8601, cut to the month where only that is known; money in US dollars."""

    operation: str
    lead: str
    start: str
    end: str
    countries: int | None
    arrests: int | None
    victims_identified_or_protected: int | None
    investigations_opened: int | None
    money_usd: int | None
    money_kind: str
    other_results: str
    source_title: str
    source_site: str


@cache
def load() -> tuple[Operation, ...]:
    numbers = ({**row, **{column: integer(row[column]) for column in _NUMBERS}} for row in rows("operations"))
    return tuple(Operation(**row) for row in numbers)  # type: ignore[arg-type]
