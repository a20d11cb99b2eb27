"""How alike names are, for many pairs at once."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray

from ..names import TokenKind, parse, readings


def scores(left: Sequence[str], right: Sequence[str]) -> NDArray[np.float32]:
    """The likeness of each left name with the right one beside it, from 0 to 1."""
    return np.array([_score(a, b) for a, b in zip(left, right, strict=True)], np.float32)


def _score(a: str, b: str) -> float:
    one, other = sorted((_read(a), _read(b)), key=lambda read: (len(read), read))
    if not one or not other:
        return 0.0
    likeness: list[float] = [max(_ratio(min(x, y), max(x, y)) for y in other) for x in one]
    return sum(likeness) / len(likeness)


def _read(name: str) -> list[str]:
    kept = (token for token in parse(name).tokens if token.kind in (TokenKind.NAME, TokenKind.PATRONYMIC))
    return sorted(read[0][0] for token in kept if (read := readings(token.text, 1)))


def _ratio(a: str, b: str) -> float:
    return SequenceMatcher(None, a, b, autojunk=False).ratio()
