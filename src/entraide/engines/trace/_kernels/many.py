"""Many victims, each traced apart: what one is owed does not hang on who else paid."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .book import Book
from .fifo import fifo
from .haircut import Desk, haircut
from .output import Ends, new_ends, put_end


@njit(cache=True)
def many(
    book: Book,
    seeds: NDArray[np.int64],
    starts: NDArray[np.int64],
    until: NDArray[np.int64],
    least: int,
    by_lots: bool,
    desk: Desk,
) -> tuple[Ends, int]:
    """The ends of each victim's money; victim v's seeds are `seeds[starts[v]:starts[v + 1]]`.

    In the result `flow` is the victim. The second value counts the flows that were followed.
    """
    ends, end_count = new_ends(1024), 0
    followed = 0
    nothing = np.zeros(0, np.int64)
    for victim in range(len(starts) - 1):
        own = seeds[starts[victim] : starts[victim + 1]]
        homes = np.unique(book.source[own])
        own = own[book.debit[own] > 0]
        if by_lots:
            flows, found = fifo(book, own, homes, until[victim], nothing, least)
        else:
            flows, found = haircut(book, own, homes, until[victim], nothing, least, desk)
        followed += len(flows.leg)
        for end in range(len(found.pot)):
            ends = put_end(
                ends, end_count, victim, found.pot[end], found.kind[end], found.amount[end], found.value[end]
            )
            end_count += 1
    return (
        Ends(
            ends.flow[:end_count],
            ends.pot[:end_count],
            ends.kind[:end_count],
            ends.amount[:end_count],
            ends.value[:end_count],
        ),
        followed,
    )
