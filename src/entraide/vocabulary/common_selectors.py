"""Selectors too common to mean anything: public hotlines, platforms' domains, exchanges' hot wallets.

Everything here is published by the one it belongs to, or plainly public; ``source`` says where.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ._tables import rows


@dataclass(frozen=True, slots=True)
class CommonSelector:
    """``kind`` is that of engines.link; ``group`` is hotline, platform, mail, shortener or exchange."""

    kind: str
    value: str
    group: str
    label: str
    source: str


@cache
def load() -> tuple[CommonSelector, ...]:
    return tuple(CommonSelector(**row) for row in rows("common_selectors"))
