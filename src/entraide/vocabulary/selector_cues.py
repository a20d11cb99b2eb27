"""Words that announce a selector in a text ("WeChat ID", "เลขที่บัญชี"), by kind and language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ._tables import rows


@dataclass(frozen=True, slots=True)
class Cue:
    """``cue`` is in small letters. ``language`` is ISO 639-1."""

    kind: str
    language: str
    cue: str
    source: str


@cache
def load() -> tuple[Cue, ...]:
    return tuple(Cue(**row) for row in rows("selector_cues"))
