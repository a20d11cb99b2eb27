"""Notices by colour: purpose, who may ask for one, and what it must hold."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ._tables import rows


@dataclass(frozen=True, slots=True)
class Notice:
    """``rpd_articles``: articles of INTERPOL's Rules on the Processing of Data."""

    colour: str
    purpose: str
    who_requests: str
    minimum_fields: tuple[str, ...]
    public_extract: str
    rpd_articles: str
    use_for_scam_centres: str


@cache
def load() -> dict[str, Notice]:
    """By colour."""
    return {row["colour"]: _read(row) for row in rows("notices")}


def _read(row: dict[str, str]) -> Notice:
    fields = tuple(field.strip() for field in row["minimum_fields"].split(";"))
    return Notice(**{**row, "minimum_fields": fields})  # type: ignore[arg-type]
