"""Where in their days legs stand of which only the day is known: behind what their payers get, as early as they can.

The axis are the places of all legs in the order of time; turned round, the same search puts legs before what their
payers get, as late as they can. A node is a pot on a day, out of which legs without an hour go. Nodes stand in the order of
(pot, day), so that those of one pot whose days overlap are a range.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(cache=True, inline="always")
def _from(pots, begins, pot, begin):  # type: ignore[no-untyped-def]
    """The first node of (pot, begin) or behind."""
    low, high = 0, len(pots)
    while low < high:
        middle = (low + high) >> 1
        if pots[middle] < pot or (pots[middle] == pot and begins[middle] < begin):
            low = middle + 1
        else:
            high = middle
    return low


@njit(cache=True)
def last_credits(
    pots: NDArray[np.int64],
    begins: NDArray[np.int64],
    length: int,
    time: NDArray[np.int64],
    source: NDArray[np.int32],
    target: NDArray[np.int32],
    leaving: NDArray[np.int16],
    arriving: NDArray[np.int16],
    width: int,
    passed: NDArray[np.bool_],
    paid: NDArray[np.bool_],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """By node, of the legs with an hour that arrive there on its day: the place of the first (n: none) and of the
    last (-1: none). Legs that are `passed` over do not count; `paid` (accounts): some node is of this account."""
    first = np.full(len(pots), len(time), np.int64)
    last = np.full(len(pots), -1, np.int64)
    for leg in range(len(time)):
        account = target[leg]
        if not paid[account] or passed[leg]:
            continue
        if source[leg] == account and leaving[leg] == arriving[leg]:
            continue
        pot = np.int64(account) * width + arriving[leg]
        node = _from(pots, begins, pot, time[leg] - length + 1)
        while node < len(pots) and pots[node] == pot and begins[node] <= time[leg]:
            first[node] = min(first[node], leg)
            last[node] = leg
            node += 1
    return first, last


@njit(cache=True)
def ranges(
    pots: NDArray[np.int64],
    begins: NDArray[np.int64],
    length: int,
    target: NDArray[np.int64],
    begin: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """By leg without an hour the nodes [first, last) to which it is a credit: of its target, on overlapping days."""
    first, last = np.empty(len(target), np.int64), np.empty(len(target), np.int64)
    for leg in range(len(target)):
        first[leg] = _from(pots, begins, target[leg], begin[leg] - length + 1)
        last[leg] = _from(pots, begins, target[leg], begin[leg] + length)
    return first, last


@njit(cache=True)
def circles(
    start: NDArray[np.int64], legs: NDArray[np.int64], first: NDArray[np.int64], last: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The number of each node's circle (strongly connected component, by Tarjan); money flows to lower numbers.

    The legs out of node v are `legs[start[v]:start[v + 1]]`; leg l goes to the nodes [first[l], last[l]).
    """
    count = len(start) - 1
    circle, low, index = (
        np.full(count, -1, np.int64),
        np.full(count, -1, np.int64),
        np.full(count, -1, np.int64),
    )
    at_leg, at_node = start[:-1].copy(), np.full(count, -1, np.int64)
    way, depth = np.empty(count, np.int64), 0
    waiting, waits = np.empty(count, np.int64), 0
    visited = found = 0
    for root in range(count):
        if index[root] >= 0:
            continue
        way[0], depth = root, 1
        while depth:
            node = way[depth - 1]
            if index[node] < 0:
                index[node] = low[node] = visited
                visited += 1
                waiting[waits] = node
                waits += 1
            deeper = False
            while at_leg[node] < start[node + 1]:
                leg = legs[at_leg[node]]
                coming = max(at_node[node], first[leg])
                if coming >= last[leg]:
                    at_leg[node] += 1
                    at_node[node] = -1
                    continue
                if index[coming] < 0:
                    way[depth] = coming
                    depth += 1
                    deeper = True
                    break
                if circle[coming] < 0:
                    low[node] = min(low[node], low[coming])
                at_node[node] = coming + 1
            if deeper:
                continue
            if low[node] == index[node]:
                while True:
                    waits -= 1
                    member = waiting[waits]
                    circle[member] = found
                    if member == node:
                        break
                found += 1
            depth -= 1
    return circle


@njit(cache=True)
def staying(
    node: NDArray[np.int64], first: NDArray[np.int64], last: NDArray[np.int64], circle: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Which legs go to a node of the circle that they come from."""
    stays = np.zeros(len(node), np.bool_)
    for leg in range(len(node)):
        for coming in range(first[leg], last[leg]):
            stays[leg] |= node[leg] >= 0 and circle[coming] == circle[node[leg]]
    return stays


@njit(cache=True)
def anchors(
    order: NDArray[np.int64],
    node: NDArray[np.int64],
    first: NDArray[np.int64],
    last: NDArray[np.int64],
    circle: NDArray[np.int64],
    stays: NDArray[np.bool_],
    credit: NDArray[np.int64],
    earliest: NDArray[np.int64],
    latest: NDArray[np.int64],
) -> NDArray[np.int64]:
    """By leg (a place on the axis behind which it stands, a moment), within [earliest, latest].

    Both grow along the axis: moments part what stands behind one place. `order`: legs so that what a node gets comes
    before what it pays, and of one circle what stays in it before what leaves it. `credit`: by node the place and
    moment of the last that it gets at a known time. All are (n, 2).
    """
    in_all, from_outside = credit.copy(), np.full(credit.shape, np.iinfo(np.int64).min)  # by circle
    for place in range(len(circle)):
        _raise(from_outside[circle[place]], credit[place])
    anchor = earliest.copy()
    for leg in order:
        own, found = node[leg], anchor[leg]
        if own >= 0:
            _raise(found, from_outside[circle[own]] if stays[leg] else in_all[own])
        found[0], found[1] = min(found[0], latest[leg, 0]), min(found[1], latest[leg, 1])
        for coming in range(first[leg], last[leg]):
            _raise(in_all[coming], found)
            if own < 0 or circle[coming] != circle[own]:
                _raise(from_outside[circle[coming]], found)
    return anchor


@njit(cache=True, inline="always")
def _raise(one, other):  # type: ignore[no-untyped-def]
    one[0], one[1] = max(one[0], other[0]), max(one[1], other[1])
