"""The same rules by one pass over all legs in the order of time, with a balance or a queue for every pot.

What `fifo` and `haircut` find from places laid out beforehand is found here by moving the money itself. It is the
cheaper way when the traced money reaches much of the ledger, and the proof of the other.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .arithmetic import nearest, portion
from .book import DISSIPATED, EXITED, FEE, FEES, HELD, RETURNED, SMALL, Book
from .memory import prefetch
from .output import ARRIVED, MIXED, OFFSET, SEED, VALUE, longer, put_end, put_flow

# Balances are asked for a block of legs at a time, so many legs before they are needed: asking in each turn costs as
# much again as the turn.
BLOCK, AHEAD = 16, 64

# A pot's balance is kept doubled, with 1 added while the pot holds traced money: a leg from a pot that holds none
# reads and writes nothing else.


@njit(cache=True)
def _carry_clean(
    money: NDArray[np.int64],
    sources: NDArray[np.int32],
    targets: NDArray[np.int32],
    debits: NDArray[np.int64],
    credits: NDArray[np.int64],
    leg: int,
    last: int,
    capped: bool,
) -> int:
    """Carry out legs from number `leg` on, up to `last` or to one whose source holds traced money.

    There is room behind the legs, so that looking ahead never leaves the arrays.
    """
    # Unsigned places spare the check for negative ones, which costs as much as the access itself; and slices of the
    # arrays in place of numbers cost more, each time anew, than they save.
    here, end, one = np.uint64(leg), np.uint64(last), np.uint64(1)
    within, ahead = np.uint64(BLOCK - 1), np.uint64(AHEAD)
    while here < end:
        stop = (here | within) + one
        if here & within == 0:
            for place in range(here + ahead, stop + ahead):
                prefetch(money, np.uint64(np.uint32(sources[place])))
                prefetch(money, np.uint64(np.uint32(targets[place])))
        stop = min(stop, end)
        while here < stop:
            source = np.uint32(sources[here])
            before = money[source]
            if before & 1:
                return np.int64(here)
            after = before - (debits[here] << 1)
            money[source] = after if capped else after & ~(after >> 63)  # at least 0
            money[np.uint32(targets[here])] += credits[here] << 1
            here += one
    return last


HOME = 2  # in a wall: the seeds' own pot


def _walls(book: Book, homes: NDArray[np.int32], pots: int) -> NDArray[np.int8]:
    walls: NDArray[np.int8] = book.walls[:pots].copy()
    walls[homes] |= HOME
    return walls


@njit(cache=True, inline="always")
def _ending(wall, fee, arrived, least):  # type: ignore[no-untyped-def]
    """As `ending`, of a pot's wall."""
    if fee:
        return FEES
    if wall:
        return RETURNED if wall == HOME else EXITED
    return SMALL if arrived < least else -1


def sweep_haircut(
    book: Book,
    seeds: NDArray[np.int64],
    homes: NDArray[np.int32],
    last: int,
    least: int,
    pots: int,
    record: bool,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """As `haircut` with `seeds` ascending; legs from number `last` on are not followed.

    Without `record` only the ends are told.
    """
    # NumPy's memory comes in large pages, and what it has of zeros is not written before it is used.
    money, traced = book.opening[:pots] << 1, np.zeros(pots, np.int64)
    values = np.zeros(pots if book.converts else 0, np.int64)
    return _haircut(book, seeds, _walls(book, homes, pots), money, traced, values, last, least, record)  # type: ignore[no-any-return]


@njit(cache=True)
def _haircut(  # type: ignore[no-untyped-def]
    book, seeds, walls, money, traced, values, last, least, record
):
    """`traced` (pots) and, of a book that converts, `values` (pots) begin as zeros."""
    flows, flow_count = np.empty((1024, 6), np.int64), 0
    ends, end_count = np.empty((1024, 5), np.int64), 0
    touched, touched_count = np.empty(1024, np.int64), 0
    sources, targets, debits, credits = book.source, book.target, book.debit, book.credit
    converts, lowest = book.converts, np.int64(-(1 << 62)) if book.capped else np.int64(0)
    next_seed = 0
    seed = seeds[0] if len(seeds) else last
    leg = -1
    while True:
        leg = _carry_clean(money, sources, targets, debits, credits, leg + 1, seed, book.capped)
        if leg == last:
            break
        source, target = np.uint32(sources[leg]), np.uint32(targets[leg])
        debit, credit = debits[leg], credits[leg]
        before = money[source]
        balance = before >> 1
        rest = max((balance - debit) << 1, lowest)
        left = worth = np.int64(0)
        if before & 1:
            held = traced[source]
            left = held if debit >= balance else nearest(held, debit, balance)
            worth = left
            if converts:
                worth = values[source] if left == held else portion(values[source], left, held)
                values[source] -= worth
            traced[source] = held - left
            rest |= left != held
        parent = MIXED
        if leg == seed:
            next_seed += 1
            seed = seeds[next_seed] if next_seed < len(seeds) else last
            left = worth = debit
            parent = SEED
        money[source] = rest
        before = money[target]
        money[target] = before + (credit << 1)
        if left == 0:
            continue
        arrived = portion(left, credit, debit) if converts else left
        if record:
            if flow_count == len(flows):
                flows = longer(flows)
            put_flow(flows, flow_count, leg, 0, left, arrived, worth, parent)
            flow_count += 1
        kind = _ending(walls[target], book.kind[leg] == FEE, arrived, least)
        if end_count == len(ends):
            ends = longer(ends)
        if kind >= 0 or arrived == 0:
            put_end(ends, end_count, flow_count - 1, target, max(kind, HELD), arrived, worth)
            end_count += 1
            continue
        overdrawn = -(before >> 1)
        if overdrawn > 0:
            lost = arrived if overdrawn >= credit else nearest(arrived, overdrawn, credit)
            gone = worth if lost == arrived else portion(worth, lost, arrived)
            put_end(ends, end_count, flow_count - 1, target, DISSIPATED, lost, gone)
            end_count += 1
            arrived -= lost
            worth -= gone
            if arrived == 0:
                continue
        if not before & 1:
            money[target] |= 1
            if touched_count == len(touched):
                touched = _longer(touched)
            touched[touched_count] = target
            touched_count += 1
        traced[target] += arrived
        if converts:
            values[target] += worth
    for pot in touched[:touched_count]:
        held = traced[pot]
        if held:
            if end_count == len(ends):
                ends = longer(ends)
            put_end(ends, end_count, MIXED, pot, HELD, held, values[pot] if converts else held)
            end_count += 1
            traced[pot] = 0  # a pot that was touched twice ends once
    return flows[:flow_count], ends[:end_count]


# Columns of the queues of lots: what has left since the queue began, its first lot and its last.
WENT, HEAD, TAIL = range(3)


def sweep_fifo(
    book: Book, seeds: NDArray[np.int64], homes: NDArray[np.int32], last: int, least: int, pots: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """As `fifo` with `seeds` ascending; legs from number `last` on are not followed."""
    money, queues = book.opening[:pots] << 1, np.zeros((pots, 3), np.int64)
    return _fifo(book, seeds, _walls(book, homes, pots), money, queues, last, least)  # type: ignore[no-any-return]


@njit(cache=True)
def _fifo(book, seeds, walls, money, queues, last, least):  # type: ignore[no-untyped-def]
    """`queues` (pots, 3) begin as zeros.

    Each pot has a queue of the traced lots that stand in it. A lot has the number of the flow that brought it, its
    place behind all that has left since the queue began and was there before it (`begin`), what of it has left
    (`done`), and the next lot of its queue (`after`).
    """
    flows, flow_count = np.empty((1024, 6), np.int64), 0
    ends, end_count = np.empty((1024, 5), np.int64), 0
    begin, done, after = np.empty(1024, np.int64), np.empty(1024, np.int64), np.empty(1024, np.int64)
    touched, touched_count = np.empty(1024, np.int64), 0
    sources, targets, debits, credits = book.source, book.target, book.debit, book.credit
    converts, lowest = book.converts, np.int64(-(1 << 62)) if book.capped else np.int64(0)
    next_seed = 0
    seed = seeds[0] if len(seeds) else last
    leg = -1
    while True:
        leg = _carry_clean(money, sources, targets, debits, credits, leg + 1, seed, book.capped)
        if leg == last:
            break
        source, target = np.uint32(sources[leg]), np.uint32(targets[leg])
        debit, credit = debits[leg], credits[leg]
        before = money[source]
        rest = max(((before >> 1) - debit) << 1, lowest)
        # Unknown money goes first.
        lacking = np.int64(0) if book.capped else max(0, debit - (before >> 1))
        went, lot = queues[source, WENT], np.int64(-1)
        if before & 1:
            lot = queues[source, HEAD]
            queues[source, WENT] = went + debit
        following = np.int64(flow_count)
        while True:
            if leg == seed:
                next_seed += 1
                seed = seeds[next_seed] if next_seed < len(seeds) else last
                at, part, worth, parent = np.int64(0), debit, debit, np.int64(SEED)
            elif lot >= 0 and begin[lot] + done[lot] < went + debit:
                length, value = flows[lot, ARRIVED], flows[lot, VALUE]
                at = begin[lot] + done[lot] - went
                part = min(length - done[lot], debit - at)
                worth = portion(value, done[lot] + part, length) - portion(value, done[lot], length)
                done[lot] += part
                parent = lot
                if done[lot] == length:
                    lot = after[lot]
                at += lacking
            else:
                break
            first, got = at, part
            if converts:
                first = portion(at, credit, debit)
                got = portion(at + part, credit, debit) - first
            if flow_count == len(flows):
                flows = longer(flows)
            put_flow(flows, flow_count, leg, first, part, got, worth, parent)
            if flow_count == len(begin):
                begin, done, after = _longer(begin), _longer(done), _longer(after)
            flow_count += 1
            if parent == SEED:
                break
        if before & 1:
            queues[source, HEAD] = lot
            rest |= lot >= 0
        money[source] = rest
        balance, queued = money[target] >> 1, money[target] & 1
        for flow in range(following, flow_count):
            got, worth = flows[flow, ARRIVED], flows[flow, VALUE]
            if end_count + 1 >= len(ends):
                ends = longer(ends)
            kind = _ending(walls[target], book.kind[leg] == FEE, got, least)
            if kind >= 0 or got == 0:
                put_end(ends, end_count, flow, target, max(kind, HELD), got, worth)
                end_count += 1
                continue
            place = balance + flows[flow, OFFSET]
            overdrawn = min(got, -place)
            done[flow] = max(0, overdrawn)
            if overdrawn > 0:
                gone = portion(worth, overdrawn, got)
                put_end(ends, end_count, flow, target, DISSIPATED, overdrawn, gone)
                end_count += 1
                if overdrawn == got:
                    continue
            if queued:
                after[queues[target, TAIL]] = flow
            else:
                queues[target, WENT] = 0
                queues[target, HEAD] = flow
                queued = 1
                if touched_count == len(touched):
                    touched = _longer(touched)
                touched[touched_count] = target
                touched_count += 1
            queues[target, TAIL] = flow
            begin[flow], after[flow] = queues[target, WENT] + place, -1
        money[target] = ((balance + credit) << 1) | queued
    for pot in touched[:touched_count]:
        lot = queues[pot, HEAD] if money[pot] & 1 else np.int64(-1)
        money[pot] &= ~np.int64(1)  # a pot that was touched twice ends once
        while lot >= 0:
            length, value = flows[lot, ARRIVED], flows[lot, VALUE]
            worth = value - portion(value, done[lot], length)
            if end_count == len(ends):
                ends = longer(ends)
            put_end(ends, end_count, lot, pot, HELD, length - done[lot], worth)
            end_count += 1
            lot = after[lot]
    return flows[:flow_count], ends[:end_count]


@njit(cache=True)
def _longer(array: NDArray[np.int64]) -> NDArray[np.int64]:
    larger = np.empty(4 * len(array), np.int64)
    larger[: len(array)] = array
    return larger


@njit(cache=True)
def touch_all(
    source: NDArray[np.int32],
    target: NDArray[np.int32],
    amount: NDArray[np.int64],
    balance: NDArray[np.int64],
) -> int:
    """The random-access floor: both balances of every leg are read and written, and nothing else is done."""
    for leg in range(len(source)):
        balance[np.uint32(source[leg])] -= amount[leg]
        balance[np.uint32(target[leg])] += amount[leg]
    return balance[0]
