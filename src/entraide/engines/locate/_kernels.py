"""The shortest ways on a graph, from several beginnings at once and no farther than asked."""

from __future__ import annotations

from heapq import heappop, heappush

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def reached(first, ends, hours, starts, already, limit):  # type: ignore[no-untyped-def]
    """Hours to each node; inf beyond ``limit``.

    ``first``, ``ends``, ``hours``: the edges of each node in rows (CSR, both directions). ``starts``: nodes, each
    begun with the hours in ``already``.
    """
    found = np.full(len(first) - 1, np.inf)
    heap = [(already[0], starts[0])]
    for at in range(len(starts)):
        if already[at] < found[starts[at]]:
            found[starts[at]] = already[at]
            heappush(heap, (already[at], starts[at]))
    while len(heap) > 0:
        so_far, node = heappop(heap)
        if so_far > found[node]:
            continue
        for edge in range(first[node], first[node + 1]):
            there = so_far + hours[edge]
            if there < found[ends[edge]] and there <= limit:
                found[ends[edge]] = there
                heappush(heap, (there, ends[edge]))
    return found
