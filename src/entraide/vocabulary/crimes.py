"""Kinds of crime that scam networks commit, alone or alongside: which techniques show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from ._tables import rows

_LANGUAGES = ("en", "fr", "es", "ar")


@dataclass(frozen=True, slots=True)
class Crime:
    """``techniques``: how the ids of the techniques that show it begin; ``source``: the rule that names it."""

    id: str  # drugs
    names: dict[str, str]  # by language
    techniques: str
    source: str


@cache
def load() -> dict[str, Crime]:
    """By id, in the order of the table."""
    return {
        row["id"]: Crime(
            id=row["id"],
            names={language: row[f"name_{language}"] for language in _LANGUAGES},
            techniques=row["techniques"],
            source=row["source"],
        )
        for row in rows("crimes")
    }


@cache
def ids() -> frozenset[str]:
    return frozenset(load())


def shown_by(techniques: Iterable[str]) -> tuple[str, ...]:
    """The crimes that techniques (W2.06, X1.01) show, in the order of the table."""
    found = tuple(techniques)
    return tuple(
        crime.id for crime in load().values() if any(id.startswith(crime.techniques) for id in found)
    )
