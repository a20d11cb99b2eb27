"""A hash table of names: open addressing over the bytes of an Arrow array of strings."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

EMPTY = -1


@njit(cache=True)
def _slot_of(letters: NDArray[np.uint8], begin: int, end: int, slots: NDArray[np.int32]) -> np.uint64:
    """Where a name is looked for first: FNV-1a, stirred so that the low bits hang on all letters."""
    mixed = np.uint64(0xCBF29CE484222325)
    for place in range(begin, end):
        mixed = (mixed ^ np.uint64(letters[place])) * np.uint64(0x100000001B3)
    mixed = (mixed ^ (mixed >> np.uint64(32))) * np.uint64(0xD6E8FEB86659FD93)
    return (mixed ^ (mixed >> np.uint64(32))) & np.uint64(len(slots) - 1)


@njit(cache=True)
def _same(
    letters: NDArray[np.uint8], begin: int, end: int, others: NDArray[np.uint8], at: int, until: int
) -> bool:
    if end - begin != until - at:
        return False
    for step in range(end - begin):  # noqa: SIM110 - Numba has no generators
        if letters[begin + step] != others[at + step]:
            return False
    return True


@njit(cache=True)
def put_names(
    ends: NDArray[np.int32], letters: NDArray[np.uint8], slots: NDArray[np.int32], first: int
) -> None:
    """Add the names from number `first` on: name n has the bytes `letters[ends[n]:ends[n + 1]]`.

    `slots` (a power of two, more than there are names) hold names' numbers, or EMPTY.
    """
    for name in range(first, len(ends) - 1):
        slot = _slot_of(letters, ends[name], ends[name + 1], slots)
        while slots[slot] != EMPTY:
            slot = (slot + np.uint64(1)) & np.uint64(len(slots) - 1)
        slots[slot] = name


@njit(cache=True)
def find_names(
    ends: NDArray[np.int32],
    letters: NDArray[np.uint8],
    slots: NDArray[np.int32],
    wanted_ends: NDArray[np.int32],
    wanted_letters: NDArray[np.uint8],
) -> NDArray[np.int64]:
    """The number of each wanted name, or -1."""
    found = np.full(len(wanted_ends) - 1, -1, np.int64)
    for name in range(len(found)):
        begin, end = wanted_ends[name], wanted_ends[name + 1]
        slot = _slot_of(wanted_letters, begin, end, slots)
        while slots[slot] != EMPTY:
            other = slots[slot]
            if _same(letters, ends[other], ends[other + 1], wanted_letters, begin, end):
                found[name] = other
                break
            slot = (slot + np.uint64(1)) & np.uint64(len(slots) - 1)
    return found
