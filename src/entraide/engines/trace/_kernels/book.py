"""The arrays that every trace reads: legs between pots, and where each leg stands in its pots' queues.

A pot is the money of one currency in one account. Each pot has an axis on which the money that came in is laid
end to end, and the money that went out is taken off in the same order: what arrives with a leg takes the places
from `credit_at[leg]` on, what leaves with a leg takes those from `debit_at[leg]` on. Where the two meet is FIFO,
with no queue to walk: a trace touches only the legs that the traced money left with.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

# How a traced amount ends.
FEE = 1  # the kind of leg
HELD, EXITED, FEES, DISSIPATED, RETURNED, SMALL = range(6)

# Late legs are numbered after all others; between two neighbours there is room for so many of them.
KEY_BITS = 20


class Book(NamedTuple):
    """Arrays of n legs and p pots, each with room behind for legs that come late."""

    source: NDArray[np.int32]  # n: pot
    target: NDArray[np.int32]  # n: pot
    debit: NDArray[np.int64]  # n: what leaves the source, less what was reversed
    credit: NDArray[np.int64]  # n: what arrives at the target
    kind: NDArray[np.int8]  # n
    stop: NDArray[np.int8]  # p: not followed past this pot
    out_start: NDArray[
        np.int64
    ]  # p: the legs that leave pot q are out_legs[out_start[q]:out_end[q]], in order
    out_end: NDArray[np.int64]
    out_legs: NDArray[np.int32]
    in_start: NDArray[np.int64]
    in_end: NDArray[np.int64]
    in_legs: NDArray[np.int32]
    late_key: NDArray[np.int64]
    count: int  # of legs that are not late
    debit_at: NDArray[np.int64]  # n: place on the source's axis
    credit_at: NDArray[np.int64]  # n: place on the target's axis
    balance: NDArray[np.int64]  # n: of the source before the leg; what it lacks is unknown money
    opening: NDArray[np.int64]  # p
    capped: bool  # by the lowest intermediate balance: nothing unknown fills what is lacking


@njit(cache=True, inline="always")
def key_of(book: Book, leg: int) -> int:
    """Legs in the order of their keys are in the order of time."""
    if leg < book.count:
        return np.int64(leg) << KEY_BITS
    return book.late_key[leg - book.count]


@njit(cache=True)
def first_after(book: Book, legs: NDArray[np.int32], start: int, end: int, key: int) -> int:
    """The first place in a pot's row whose leg comes after `key`."""
    while start < end:
        middle = (start + end) >> 1
        if key_of(book, legs[middle]) > key:
            end = middle
        else:
            start = middle + 1
    return start


@njit(cache=True)
def spent_before(book: Book, pot: int, key: int) -> int:
    """What had left the pot by `key`, that leg included."""
    place = first_after(book, book.out_legs, book.out_start[pot], book.out_end[pot], key)
    if place == book.out_start[pot]:
        return 0
    leg = book.out_legs[place - 1]
    return book.debit_at[leg] + book.debit[leg]


@njit(cache=True)
def implied_opening(book: Book, pot: int) -> int:
    """The smallest balance before the first leg with which the pot never lacks money."""
    most = came = went = np.int64(0)
    arriving, arrived = book.in_start[pot], book.in_end[pot]
    for place in range(book.out_start[pot], book.out_end[pot]):
        leg = book.out_legs[place]
        key = key_of(book, leg)
        while arriving < arrived and key_of(book, book.in_legs[arriving]) < key:
            came += book.credit[book.in_legs[arriving]]
            arriving += 1
        went += book.debit[leg]
        most = max(most, went - came)
    return most


@njit(cache=True)
def lay_out(book: Book, pot: int) -> None:
    """Write the places on the pot's axis, and the balances, of all its legs."""
    came, went = book.opening[pot], np.int64(0)
    leaving, left = book.out_start[pot], book.out_end[pot]
    arriving, arrived = book.in_start[pot], book.in_end[pot]
    while leaving < left or arriving < arrived:
        # A transfer from an account to itself leaves before it arrives.
        if leaving < left and (
            arriving == arrived
            or key_of(book, book.out_legs[leaving]) <= key_of(book, book.in_legs[arriving])
        ):
            leg = book.out_legs[leaving]
            leaving += 1
            book.debit_at[leg] = went
            book.balance[leg] = came - went
            went += book.debit[leg]
            if not book.capped and went > came:
                came = went
        else:
            leg = book.in_legs[arriving]
            arriving += 1
            book.credit_at[leg] = came
            came += book.credit[leg]


@njit(cache=True)
def lay_out_all(book: Book, pots: int) -> None:
    """Lay out every pot, in the order of time: legs are read and written one after the other."""
    came, went = book.opening[:pots].copy(), np.zeros(pots, np.int64)
    for leg in range(book.count):
        source, target, debit = book.source[leg], book.target[leg], book.debit[leg]
        book.debit_at[leg] = went[source]
        book.balance[leg] = came[source] - went[source]
        went[source] += debit
        if not book.capped and went[source] > came[source]:
            came[source] = went[source]
        book.credit_at[leg] = came[target]
        came[target] += book.credit[leg]


@njit(cache=True)
def ending(book: Book, leg: int, arrived: int, homes: NDArray[np.int32], least: int) -> int:
    """How an amount that arrives with a leg ends there; -1 when it is followed on."""
    target = book.target[leg]
    if book.kind[leg] == FEE:
        return FEES
    if book.stop[target]:
        return EXITED
    place = np.searchsorted(homes, target)
    if place < len(homes) and homes[place] == target:
        return RETURNED
    return SMALL if arrived < least else -1
