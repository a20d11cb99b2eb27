"""What is written where a name is not known: two who are both "unknown" are not alike."""

from __future__ import annotations

import re
from functools import cache

from .._text import INVISIBLE, fold
from ._words import nobody

_BETWEEN = re.compile(r"[\W_]+")


def names_somebody(name: str) -> bool:
    """False for what has neither letter nor digit, and for words such as "unknown", 不详 or ไม่ทราบชื่อ."""
    plain = _plain(name)
    return bool(plain) and plain not in _plainly()


def _plain(name: str) -> str:
    return " ".join(_BETWEEN.sub(" ", fold(INVISIBLE.sub("", name)).casefold()).split())


@cache
def _plainly() -> frozenset[str]:
    return frozenset(map(_plain, nobody()))
