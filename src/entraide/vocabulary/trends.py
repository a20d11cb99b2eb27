"""Published figures on scam centres and the trafficking for them: what each counts, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ._tables import decimal, rows

CERTAINTIES = {
    "counted": "counted by its source",
    "at least": "counted, and said to be more",
    "about": "counted, and rounded by its source",
    "estimated": "estimated by its source",
    "possible": "said to be possible",
    "sought": "what a court is asked for",
}
OURS = ("nationalities", "areas", "share of areas", "share of reports")
"""What of one's own can be counted likewise: see ``engines.watch.beside``."""


@dataclass(frozen=True, slots=True)
class Trend:
    """``value`` as published; ``number`` where it is one. ``unit`` keeps the source's qualifications.

    ``published``: the day, month or year of the source, empty where it does not say. ``counts``: what was counted;
    ``certainty``: a key of ``CERTAINTIES``. ``ours``: one of ``OURS`` where reports can be counted likewise, in the
    countries ``ours_in`` (ISO 3166-1 alpha-2).
    """

    indicator: str
    value: str
    number: float | None
    unit: str
    period: str
    place: str
    source: str
    published: str
    counts: str
    certainty: str
    ours: str
    ours_in: tuple[str, ...]


@cache
def load() -> tuple[Trend, ...]:
    return tuple(_read(row) for row in rows("trends"))


def _read(row: dict[str, str]) -> Trend:
    inside = tuple(row.pop("ours_in").split())
    return Trend(**row, number=decimal(row["value"]), ours_in=inside)
