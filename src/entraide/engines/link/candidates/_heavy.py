"""How many people share a key, as far as it is many."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ._layout import cells


class HeavyKeys:
    """Cells of keys (see ``_layout.cells``) that at least ``THRESHOLD`` share, and how many do."""

    THRESHOLD = 64

    def __init__(self, counted: npt.NDArray[np.int32], holders: npt.NDArray[np.int32]) -> None:
        order = np.argsort(counted, kind="stable")
        self.cells = counted[order].astype(
            np.int64
        )  # as they are asked for: else each asking would copy them all
        self.holders = np.ascontiguousarray(holders[order], np.int32)

    @classmethod
    def nothing(cls) -> HeavyKeys:
        """Before anything was counted."""
        return cls(np.zeros(0, np.int32), np.zeros(0, np.int32))

    @classmethod
    def of(cls, keys: npt.NDArray[np.int32]) -> HeavyKeys:
        """Counted from all keys of all people."""
        found, holders = np.unique(cells(keys), return_counts=True)
        many = holders >= cls.THRESHOLD
        return cls(found[many], holders[many].astype(np.int32))

    def count(self, asked: npt.NDArray[np.int64], usual: float = 16.0) -> npt.NDArray[np.float64]:
        """How many share each of the cells; ``usual`` for those that are not listed."""
        if not len(self.cells):
            return np.full(len(asked), usual)
        place = np.minimum(np.searchsorted(self.cells, asked), len(self.cells) - 1)
        return np.where(self.cells[place] == asked, self.holders[place], usual)
