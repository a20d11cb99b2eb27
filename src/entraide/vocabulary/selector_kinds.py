"""The kinds of selector as people see them: label, example, group, and whether one points at a person."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ._tables import rows


@dataclass(frozen=True, slots=True)
class SelectorKind:
    """``personal``: to search for one is to search for a person, and asks for a case and a reason."""

    id: str  # as engines.link has it
    label: str
    example: str
    group: str  # contact, web, account, bank, wallet, document, vehicle
    personal: bool


@cache
def load() -> dict[str, SelectorKind]:
    """By id, in the order in which a list shows them."""
    return {
        row["id"]: SelectorKind(
            row["id"], row["label"], row["example"], row["group"], row["personal"] == "yes"
        )
        for row in rows("selector_kinds")
    }
