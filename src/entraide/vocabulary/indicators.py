"""Screening indicators of trafficking, in English and French, and the dimensions that they speak for.

Strengths of the ILO set are published; those of the scam-centre set are inherited and not validated.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ._tables import rows


@dataclass(frozen=True, slots=True)
class Indicator:
    """``strength`` (adults) and ``strength_child`` are S, M, W, or None for a flag or a fact of context."""

    id: str  # ILO-DR-01
    set: str  # ILO, SCAM, URGENT or CONTEXT
    dimension: str | None
    strength: str | None
    strength_child: str | None
    strength_status: str  # published, inherited or flag
    parent_id: str | None
    text: dict[str, str]  # by language: en, fr
    htcds_methods_of_control: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Dimension:
    code: str
    label: dict[str, str]  # by language: en, fr
    palermo_element: str


@cache
def load() -> dict[str, Indicator]:
    """By id, in the order of the table."""
    return {row["id"]: _read(row) for row in rows("indicators")}


@cache
def dimensions() -> dict[str, Dimension]:
    """By code."""
    return {
        row["dimension"]: Dimension(
            row["dimension"], {"en": row["label_en"], "fr": row["label_fr"]}, row["palermo_element"]
        )
        for row in rows("dimensions")
    }


def _read(row: dict[str, str]) -> Indicator:
    return Indicator(
        id=row["id"],
        set=row["set"],
        dimension=_given(row["dimension"]),
        strength=_given(row["strength"]),
        strength_child=_given(row["strength_child"]),
        strength_status=row["strength_status"],
        parent_id=_given(row["parent_id"]),
        text={"en": row["text_en"], "fr": row["text_fr"]},
        htcds_methods_of_control=tuple(filter(None, row["htcds_methods_of_control"].split(";"))),
        source=row["source"],
    )


def _given(cell: str) -> str | None:
    return cell if cell not in ("", "-") else None
