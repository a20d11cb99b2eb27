"""Which legs leave an account and which arrive there, each in time order."""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(cache=True)
def starts_of(owners: NDArray[np.int32], count: int) -> NDArray[np.int64]:
    """Where each owner's row begins (count + 1) when its legs stand together."""
    start = np.zeros(count + 1, np.int64)
    for owner in owners:
        start[owner + 1] += 1
    for owner in range(count):
        start[owner + 1] += start[owner]
    return start


@njit(cache=True)
def rows_of(
    owners: NDArray[np.int32], count: int, room: int = 0
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Compressed rows: the legs of owner `o` are `legs[start[o]:start[o + 1]]`, in ascending order.

    `owners` (n legs) names each leg's owner in [0, count); the result is (start: count + 1, legs: n + room).
    """
    start = starts_of(owners, count)
    place = start[:-1].copy()
    legs = np.empty(len(owners) + room, np.int32)
    for leg in range(len(owners)):
        owner = owners[leg]
        legs[place[owner]] = leg
        place[owner] += 1
    return start, legs


@njit(cache=True)
def is_sorted(time: NDArray[np.int64], sequence: NDArray[np.int64]) -> bool:
    """Whether (time, sequence) never falls from one row to the next."""
    for row in range(1, len(time)):
        if time[row] < time[row - 1] or (time[row] == time[row - 1] and sequence[row] < sequence[row - 1]):
            return False
    return True


@njit(cache=True)
def sort_ties(order: NDArray[np.int64], time: NDArray[np.int64], sequence: NDArray[np.int64]) -> None:
    """Put rows of equal time, which `order` already groups, in the order of their sequence (stable)."""
    at = 0
    while at < len(order):
        end = at + 1
        while end < len(order) and time[order[end]] == time[order[at]]:
            end += 1
        if end - at > 1:
            tied = order[at:end].copy()
            order[at:end] = tied[np.argsort(sequence[tied], kind="mergesort")]
        at = end


@njit(cache=True)
def put_in_order(column: NDArray[Any], order: NDArray[np.int32], placed: NDArray[Any]) -> None:
    """`placed[i] = column[order[i]]`, with no copy of `order` in a wider type on the way."""
    for place in range(len(order)):
        placed[place] = column[np.uint32(order[place])]


@njit(cache=True)
def places_with(order: NDArray[np.int32], wanted: NDArray[np.bool_], count: int) -> NDArray[np.int64]:
    """The `count` places whose row is wanted, ascending."""
    found, at = np.empty(count, np.int64), 0
    for place in range(len(order)):
        if wanted[np.uint32(order[place])]:
            found[at] = place
            at += 1
    return found[:at]
