"""Distances from one word to many at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt


def padded(words: Sequence[str], width: int = 28) -> npt.NDArray[np.uint32]:
    """Words as rows of code points, cut to ``width`` and padded with 0."""
    cut = np.array(words, dtype=f"<U{width}")
    return cut.view(np.uint32).reshape(len(cut), width)


def distances(word: str, others: npt.NDArray[np.uint32]) -> npt.NDArray[np.int64]:
    """Levenshtein's distance from one word to each of many (rows as `padded` makes them)."""
    lengths = (others != 0).sum(axis=1)
    width = int(lengths.max(initial=0))
    columns = np.ascontiguousarray(others[:, :width].T)
    before = [np.full(len(others), j, np.int16) for j in range(width + 1)]
    for i, letter in enumerate(word, 1):
        row = [np.full(len(others), i, np.int16)]
        for j in range(width):
            changed = before[j] + (columns[j] != ord(letter))
            row.append(np.minimum(np.minimum(row[j], before[j + 1]) + 1, changed))
        before = row
    return np.asarray(np.stack(before)[lengths, np.arange(len(others))], np.int64)
