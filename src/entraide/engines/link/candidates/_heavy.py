"""How many people share a key, as far as it is many."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

THRESHOLD = 64
"""From how many holders a cell of keys is listed."""


class HeavyKeys:
    """Cells of keys (see ``_layout.cells``) that at least ``THRESHOLD`` share, and how many do."""

    def __init__(self, cells: npt.NDArray[np.int32], holders: npt.NDArray[np.int32]) -> None:
        order = np.argsort(cells, kind="stable")
        self.cells = np.ascontiguousarray(cells[order], np.int32)
        self.holders = np.ascontiguousarray(holders[order], np.int32)

    @classmethod
    def from_counts(cls, counts: Mapping[int, int]) -> HeavyKeys:
        """From a mapping of cells to how many share them."""
        return cls(np.array(list(counts), np.int32), np.array(list(counts.values()), np.int32))

    @classmethod
    def of(cls, keys: npt.NDArray[np.int32]) -> HeavyKeys:
        """Counted from all keys of all people."""
        from ._layout import cells

        found, holders = np.unique(cells(keys), return_counts=True)
        many = holders >= THRESHOLD
        return cls(found[many], holders[many].astype(np.int32))

    def count(self, cells: npt.NDArray[np.int32], usual: float = THRESHOLD / 4) -> npt.NDArray[np.float64]:
        """How many share each of the cells; ``usual`` for those that are not listed."""
        if not len(self.cells):
            return np.full(len(cells), usual)
        place = np.minimum(np.searchsorted(self.cells, cells), len(self.cells) - 1)
        return np.where(self.cells[place] == cells, self.holders[place], usual)
