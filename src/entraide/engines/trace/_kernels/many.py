"""Many victims, each traced apart: what one is owed does not hang on who else paid."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .book import Book
from .fifo import fifo
from .haircut import haircut
from .output import FLOW, longer


@njit(cache=True)
def many(
    book: Book,
    seeds: NDArray[np.int64],
    starts: NDArray[np.int64],
    until: NDArray[np.int64],
    least: int,
    by_lots: bool,
) -> tuple[NDArray[np.int64], int]:
    """The ends of each victim's money; victim v's seeds are `seeds[starts[v]:starts[v + 1]]`.

    In the result `FLOW` is the victim. The second value counts the flows that were followed.
    """
    ends, end_count = np.empty((1024, 5), np.int64), 0
    followed = 0
    nothing = np.zeros(0, np.int64)
    for victim in range(len(starts) - 1):
        own = seeds[starts[victim] : starts[victim + 1]]
        homes = np.unique(book.source[own])
        own = own[book.debit[own] > 0]
        if by_lots:
            flows, found = fifo(book, own, homes, until[victim], nothing, least)
        else:
            flows, found = haircut(book, own, homes, until[victim], nothing, least)
        followed += len(flows)
        while end_count + len(found) > len(ends):
            ends = longer(ends)
        ends[end_count : end_count + len(found)] = found
        ends[end_count : end_count + len(found), FLOW] = victim
        end_count += len(found)
    return ends[:end_count], followed
