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

FEE = 1  # the kind of leg

# How a traced amount ends.
HELD, EXITED, FEES, DISSIPATED, RETURNED, SMALL = range(6)

# Late legs are numbered after all others; between two neighbours there is room for so many of them.
KEY_BITS = 20
_LATE = (1 << KEY_BITS) - 1

# Columns of `pots`, one line of a processor's cache each. The last three are a trace's own, zero between traces.
OUT_START, OUT_END, IN_START, IN_END, STOP, TRACED, WORTH, CURSOR = range(8)

# Columns of `rows`: a leg with its target, and what leaves with it.
PAID, DEBIT = range(2)


class Book(NamedTuple):
    """Arrays of n legs and p pots, each with room behind for legs that come late."""

    source: NDArray[np.int32]  # n: pot
    target: NDArray[np.int32]  # n: pot
    debit: NDArray[np.int64]  # n: what leaves the source, less what was reversed
    credit: NDArray[np.int64]  # n: what arrives at the target
    kind: NDArray[np.int8]  # n
    pots: NDArray[np.int64]  # (p, 8)
    rows: NDArray[np.int64]  # (n, 2): the legs that leave pot q are rows[pots[q, OUT_START]:pots[q, OUT_END]]
    balance: NDArray[np.int64]  # n, beside rows: of the source before the leg; what it lacks is unknown money
    in_legs: NDArray[np.int32]  # n: the legs that arrive, likewise
    late_key: NDArray[np.int64]
    count: int  # of legs that are not late
    debit_at: NDArray[np.int64]  # n: place on the source's axis
    credit_at: NDArray[np.int64]  # n: place on the target's axis
    opening: NDArray[np.int64]  # p
    walls: NDArray[
        np.int8
    ]  # p: 1 where money is not followed past a pot, as `pots` say too; small enough to stay near
    capped: bool  # by the lowest intermediate balance: nothing unknown fills what is lacking
    converts: bool  # some legs pay out another amount than they take


@njit(cache=True, inline="always")
def packed(leg, target, kind):  # type: ignore[no-untyped-def]
    """A leg and its target in one number; see `leg_in`, `target_in` and `is_fee`."""
    return np.int64(leg) << 32 | np.int64(target) << 1 | np.int64(kind == FEE)


@njit(cache=True, inline="always")
def leg_in(paid):  # type: ignore[no-untyped-def]
    return paid >> 32


@njit(cache=True, inline="always")
def target_in(paid):  # type: ignore[no-untyped-def]
    return (paid >> 1) & 0x7FFFFFFF


@njit(cache=True, inline="always")
def key_of(late_key, count, leg):  # type: ignore[no-untyped-def]
    """Legs in the order of their keys are in the order of time."""
    return np.int64(leg) << KEY_BITS if leg < count else late_key[leg - count]


@njit(cache=True)
def leg_of(late_key: NDArray[np.int64], count: int, key: int) -> int:
    """The leg of a key."""
    if key & _LATE == 0:
        return key >> KEY_BITS
    place = 0
    while late_key[place] != key:
        place += 1
    return count + place


@njit(cache=True, inline="always")
def first_out_after(rows, late_key, count, start, end, key):  # type: ignore[no-untyped-def]
    """The first place of a pot's row of legs out, from `start` to `end`, whose leg comes after `key`."""
    while start < end:
        middle = (start + end) >> 1
        if key_of(late_key, count, leg_in(rows[middle, PAID])) > key:
            end = middle
        else:
            start = middle + 1
    return start


@njit(cache=True)
def first_in_after(book: Book, pot: int, key: int) -> int:
    """The first place of a pot's row of legs in whose leg comes after `key`."""
    start, end = book.pots[pot, IN_START], book.pots[pot, IN_END]
    while start < end:
        middle = (start + end) >> 1
        if key_of(book.late_key, book.count, book.in_legs[middle]) > key:
            end = middle
        else:
            start = middle + 1
    return start


@njit(cache=True)
def spent_before(book: Book, pot: int, key: int) -> int:
    """What had left the pot by `key`, that leg included."""
    start = book.pots[pot, OUT_START]
    place = first_out_after(book.rows, book.late_key, book.count, start, book.pots[pot, OUT_END], key)
    if place == start:
        return 0
    leg = leg_in(book.rows[place - 1, PAID])
    return book.debit_at[leg] + book.debit[leg]


@njit(cache=True)
def balance_before(book: Book, leg: int) -> int:
    """Of the leg's source, unknown money not counted that had to fill it up."""
    pot, key = book.source[leg], key_of(book.late_key, book.count, leg)
    start, end = book.pots[pot, OUT_START], book.pots[pot, OUT_END]
    return book.balance[first_out_after(book.rows, book.late_key, book.count, start, end, key) - 1]


@njit(cache=True)
def implied_opening(book: Book, pot: int) -> int:
    """The smallest balance before the first leg with which the pot never lacks money."""
    most = came = went = np.int64(0)
    arriving, arrived = book.pots[pot, IN_START], book.pots[pot, IN_END]
    for place in range(book.pots[pot, OUT_START], book.pots[pot, OUT_END]):
        leg = leg_in(book.rows[place, PAID])
        key = key_of(book.late_key, book.count, leg)
        while arriving < arrived and key_of(book.late_key, book.count, book.in_legs[arriving]) < key:
            came += book.credit[book.in_legs[arriving]]
            arriving += 1
        went += book.debit[leg]
        most = max(most, went - came)
    return most


@njit(cache=True)
def fill_rows(book: Book, pots: int) -> None:
    """Write `rows`: each leg into its source's."""
    next_out = book.pots[:pots, OUT_START].copy()
    for leg in range(book.count):
        source = book.source[leg]
        place = next_out[source]
        next_out[source] = place + 1
        book.rows[place, PAID] = packed(leg, book.target[leg], book.kind[leg])
        book.rows[place, DEBIT] = book.debit[leg]


@njit(cache=True)
def lay_out(book: Book, pot: int) -> None:
    """Write the places on the pot's axis, and the balances."""
    came, went = book.opening[pot], np.int64(0)
    leaving, left = book.pots[pot, OUT_START], book.pots[pot, OUT_END]
    arriving, arrived = book.pots[pot, IN_START], book.pots[pot, IN_END]
    late_key, count = book.late_key, book.count
    while leaving < left or arriving < arrived:
        # A transfer from an account to itself leaves before it arrives.
        if leaving < left and (
            arriving == arrived
            or key_of(late_key, count, leg_in(book.rows[leaving, PAID]))
            <= key_of(late_key, count, book.in_legs[arriving])
        ):
            leg = leg_in(book.rows[leaving, PAID])
            book.balance[leaving] = came - went
            leaving += 1
            book.debit_at[leg] = went
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
    next_out = book.pots[:pots, OUT_START].copy()
    for leg in range(book.count):
        source, target, debit = book.source[leg], book.target[leg], book.debit[leg]
        place = next_out[source]
        next_out[source] = place + 1
        book.balance[place] = came[source] - went[source]
        book.debit_at[leg] = went[source]
        went[source] += debit
        if not book.capped and went[source] > came[source]:
            came[source] = went[source]
        book.credit_at[leg] = came[target]
        came[target] += book.credit[leg]


@njit(cache=True, inline="always")
def ending(stop, fee, target, arrived, homes, least):  # type: ignore[no-untyped-def]
    """How an amount that arrives at a pot ends there; -1 when it is followed on."""
    if fee:
        return FEES
    if stop:
        return EXITED
    place = np.searchsorted(homes, target)
    if place < len(homes) and homes[place] == target:
        return RETURNED
    return SMALL if arrived < least else -1
