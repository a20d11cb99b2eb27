"""Published figures on scam centres and the trafficking for them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ._tables import decimal, rows


@dataclass(frozen=True, slots=True)
class Trend:
    """``value`` as published; ``number`` where it is one. ``unit`` keeps the source's qualifications."""

    indicator: str
    value: str
    number: float | None
    unit: str
    period: str
    place: str
    source: str


@cache
def load() -> tuple[Trend, ...]:
    return tuple(Trend(**row, number=decimal(row["value"])) for row in rows("trends"))
