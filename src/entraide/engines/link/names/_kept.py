"""Words that were made ready once and are kept, one store a process, since most come again and again."""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock
from typing import Any

import numpy as np

from ._forms import MOST_FORMS, forms_of
from ._prepared import Words, words
from ._tables import shipped

MOST_WORDS = 1 << 18
"""Words that are kept, some 180 MB once they are all met."""
ROOM = 1 << 13
"""Words of one call: more at once are not for keeping, and a store that has no room for so many is given up."""


class KeptWords:
    """Words by their row. What was learned of a row never changes; when they are too many, `kept_words` begins
    anew with another store, and whoever holds rows of this one goes on with it."""

    def __init__(self) -> None:
        self.words = Words(*(_longer(array, MOST_WORDS) for array in words([], shipped())))
        self.forms = np.zeros((MOST_WORDS, MOST_FORMS), np.int64)
        self._row: dict[str, int] = {}
        self._lock = Lock()

    @property
    def room(self) -> int:
        """How many more words there is room for."""
        return MOST_WORDS - len(self._row)

    def rows(self, texts: Iterable[str]) -> list[int]:
        """The row of each word (as `parse` cuts them); those that were not met before are made ready."""
        asked = list(texts)
        row = self._row
        if any(text not in row for text in asked):
            with self._lock:
                self._learn([text for text in dict.fromkeys(asked) if text not in row])
        return [row[text] for text in asked]

    def _learn(self, fresh: list[str]) -> None:
        made = words(fresh, shipped())
        begin, end = len(self._row), len(self._row) + len(fresh)
        if end > len(self.forms):
            longer = 2 * end
            self.words = Words(*(_longer(kept, longer) for kept in self.words))
            self.forms = _longer(self.forms, longer)
        columns: Any = zip(self.words, made, strict=True)
        for kept, new in columns:
            kept[begin:end] = new
        self.forms[begin:end] = forms_of(made, fresh)
        self._row.update(zip(fresh, range(begin, end), strict=True))


def _longer(array: Any, rows: int) -> Any:
    longer = np.zeros((rows, *array.shape[1:]), array.dtype)
    longer[: len(array)] = array
    return longer


_kept: KeptWords | None = None


def kept_words() -> KeptWords:
    """The store of this process, with room for at least ``ROOM`` words."""
    global _kept
    if _kept is None or _kept.room < ROOM:
        _kept = KeptWords()
    return _kept
