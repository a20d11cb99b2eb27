"""How scam networks work: 90 techniques in 10 tactics along the worker, centre, fraud and money pipelines.

Ids are stable: reports, notices and exchange formats refer to them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ._tables import rows


@dataclass(frozen=True, slots=True)
class Technique:
    id: str  # W1.01
    pipeline: str  # worker, centre, fraud or money
    tactic_id: str
    tactic: dict[str, str]  # by language: en, fr
    name: dict[str, str]  # by language: en, fr
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
            tactic={"en": row["tactic_en"], "fr": row["tactic_fr"]},
            name={"en": row["name_en"], "fr": row["name_fr"]},
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
