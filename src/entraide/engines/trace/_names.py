"""The place of an account by its name, without a look through all names."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ._kernels.names import EMPTY, find_names, put_names


class Places:
    """Where names stand in an array of different strings, and in longer ones that begin with it (`grown`)."""

    def __init__(self, names: pa.StringArray) -> None:
        self._read(names)
        self._slots = self._filled()

    def of(self, names: Sequence[str]) -> NDArray[np.int64]:
        """The place of each name; -1 where it is not there."""
        wanted = _bytes_of(pa.array(names, pa.string()))
        return find_names(self._ends, self._letters, self._slots, *wanted)

    def grown(self, names: pa.StringArray) -> None:
        """`names` begins with the names so far, and has new ones behind them."""
        known = len(self._ends) - 1
        self._read(names)
        if _room_for(len(names)) > len(self._slots):
            self._slots = self._filled()
        else:
            put_names(self._ends, self._letters, self._slots, known)

    def _read(self, names: pa.StringArray) -> None:
        self._ends, self._letters = _bytes_of(names)

    def _filled(self) -> NDArray[np.int32]:
        slots: NDArray[np.int32] = np.full(_room_for(len(self._ends) - 1), EMPTY, np.int32)
        put_names(self._ends, self._letters, slots, 0)
        return slots


def _room_for(names: int) -> int:
    """A power of two that two thirds of are enough for the names."""
    return 1 << max(4, (names + names // 2).bit_length())


def _bytes_of(names: pa.StringArray) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
    """Where each name's bytes begin (one more than there are names), and all bytes."""
    _, ends, letters = names.buffers()
    if ends is None or not len(names):
        return np.zeros(1, np.int32), np.zeros(0, np.uint8)
    begins: NDArray[np.int32] = np.frombuffer(ends, np.int32)[names.offset : names.offset + len(names) + 1]
    return begins, np.frombuffer(letters, np.uint8) if letters else np.zeros(0, np.uint8)
