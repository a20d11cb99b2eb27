"""The languages Entraide speaks, and where: interface, reception and screening, public pages and letters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ._tables import rows


@dataclass(frozen=True, slots=True)
class Language:
    """``reach`` is interface, reception or public; a wider one includes the narrower.

    The interface's languages serve everywhere; reception adds four, public pages the rest.
    """

    code: str  # ISO 639-1
    name: str  # in English
    own_name: str
    direction: str  # ltr or rtl
    script: str  # ISO 15924
    reach: str
    source: str


@cache
def load() -> dict[str, Language]:
    """By code."""
    return {row["code"]: Language(**row) for row in rows("languages")}


def interface() -> tuple[Language, ...]:
    return tuple(language for language in load().values() if language.reach == "interface")


def reception() -> tuple[Language, ...]:
    return tuple(language for language in load().values() if language.reach in ("interface", "reception"))
