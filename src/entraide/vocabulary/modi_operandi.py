"""How scam networks work: 90 techniques in 10 tactics along the worker, centre, fraud and money pipelines.

Ids are stable: reports, notices and exchange formats refer to them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ._tables import rows

_LANGUAGES = ["en", "fr", "es", "ar"]


@dataclass(frozen=True, slots=True)
class Technique:
    id: str  # W1.01
    pipeline: str  # worker, centre, fraud or money
    tactic_id: str
    tactic: dict[str, str]  # by language
    name: dict[str, str]  # by language
    description: str
    source: str
    external: str  # MITRE F3 or ATT&CK id where one exists


@cache
def load() -> dict[str, Technique]:
    """By id, in the order of the table."""
    return {
        row["id"]: Technique(
            id=row["id"],
            pipeline=row["pipeline"],
            tactic_id=row["tactic_id"],
            tactic={language: row[f"tactic_{language}"] for language in _LANGUAGES},
            name={language: row[f"name_{language}"] for language in _LANGUAGES},
            description=row["description"],
            source=row["source"],
            external=row["f3_or_attack"],
        )
        for row in rows("modi_operandi")
    }


@cache
def ids() -> frozenset[str]:
    return frozenset(load())


def in_language(names: dict[str, str], language: str) -> str:
    """A name in a language, English where there is none."""
    return names.get(language.split("-")[0], names["en"])
