"""The same rules by one pass over all legs in the order of time, with a balance or a queue for every pot.

What `fifo` and `haircut` find from places laid out beforehand is found here by moving the money itself. It is the
cheaper way when the traced money reaches much of the ledger, and the proof of the other.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .arithmetic import nearest, portion
from .book import DISSIPATED, FEE, HELD, STOP, Book, ending
from .output import ARRIVED, MIXED, SEED, VALUE, longer, put_end, put_flow

# Columns of the state by pot: haircut, then FIFO.
MONEY, TRACED = range(2)
CAME, WENT, HEAD, TAIL = range(4)


@njit(cache=True)
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
    flows, flow_count = np.empty((1024, 6), np.int64), 0
    ends, end_count = np.empty((1024, 5), np.int64), 0
    state = np.zeros((pots, 2), np.int64)
    state[:, MONEY] = book.opening[:pots]
    values = np.zeros(pots if book.converts else 0, np.int64)
    sources, targets, debits, credits = book.source, book.target, book.debit, book.credit
    converts, lowest = book.converts, np.iinfo(np.int64).min if book.capped else 0
    next_seed = 0
    seed = seeds[0] if len(seeds) else last
    for leg in range(last):
        source, target, debit = sources[leg], targets[leg], debits[leg]
        credit = credits[leg] if converts else debit
        balance, held = state[source, MONEY], state[source, TRACED]
        state[source, MONEY] = max(balance - debit, lowest)
        if held == 0 and leg != seed:
            state[target, MONEY] += credit
            continue
        left = held if debit >= balance else nearest(held, debit, balance)
        worth = left
        if converts and held:
            worth = values[source] if left == held else portion(values[source], left, held)
            values[source] -= worth
        state[source, TRACED] = held - left
        parent = MIXED
        if leg == seed:
            next_seed += 1
            seed = seeds[next_seed] if next_seed < len(seeds) else last
            left = worth = debit
            parent = SEED
        before = state[target, MONEY]
        state[target, MONEY] = before + credit
        if left == 0:
            continue
        arrived = portion(left, credit, debit) if converts else left
        if record:
            if flow_count == len(flows):
                flows = longer(flows)
            put_flow(flows, flow_count, leg, 0, left, arrived, worth, parent)
            flow_count += 1
        kind = ending(book.pots[target, STOP], book.kind[leg] == FEE, target, arrived, homes, least)
        if end_count == len(ends):
            ends = longer(ends)
        if kind >= 0 or arrived == 0:
            put_end(ends, end_count, flow_count - 1, target, max(kind, HELD), arrived, worth)
            end_count += 1
            continue
        if before < 0:
            lost = arrived if -before >= credit else nearest(arrived, -before, credit)
            gone = worth if lost == arrived else portion(worth, lost, arrived)
            put_end(ends, end_count, flow_count - 1, target, DISSIPATED, lost, gone)
            end_count += 1
            arrived -= lost
            worth -= gone
        state[target, TRACED] += arrived
        if converts:
            values[target] += worth
    for pot in range(pots):
        held = state[pot, TRACED]
        if held:
            if end_count == len(ends):
                ends = longer(ends)
            put_end(ends, end_count, MIXED, pot, HELD, held, values[pot] if converts else held)
            end_count += 1
    return flows[:flow_count], ends[:end_count]


@njit(cache=True)
def sweep_fifo(
    book: Book, seeds: NDArray[np.int64], homes: NDArray[np.int32], last: int, least: int, pots: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """As `fifo` with `seeds` ascending; legs from number `last` on are not followed.

    Each pot has a queue of the traced lots that stand in it. A lot has the number of the flow that brought it, its
    place among all that came in (`begin`), what of it has left (`done`), and the next lot of its queue (`after`).
    """
    flows, flow_count = np.empty((1024, 6), np.int64), 0
    ends, end_count = np.empty((1024, 5), np.int64), 0
    begin, done, after = np.empty(1024, np.int64), np.empty(1024, np.int64), np.empty(1024, np.int64)
    state = np.zeros((pots, 4), np.int64)
    state[:, CAME] = book.opening[:pots]
    state[:, HEAD:] = -1
    sources, targets, debits, credits = book.source, book.target, book.debit, book.credit
    converts, capped = book.converts, book.capped
    next_seed = 0
    seed = seeds[0] if len(seeds) else last
    for leg in range(last):
        source, target, debit = sources[leg], targets[leg], debits[leg]
        credit = credits[leg] if converts else debit
        went = state[source, WENT]
        now = went + debit
        state[source, WENT] = now
        lacking = np.int64(0)
        if not capped:
            lacking = max(0, now - state[source, CAME])
            state[source, CAME] += lacking
        came = state[target, CAME]
        state[target, CAME] = came + credit
        lot = state[source, HEAD]
        if leg != seed and (lot < 0 or begin[lot] + done[lot] >= now):
            continue
        more = True
        while more:
            if leg == seed:
                next_seed += 1
                seed = seeds[next_seed] if next_seed < len(seeds) else last
                at, part, worth, parent, more = np.int64(0), debit, debit, np.int64(SEED), False
            else:
                length, value = flows[lot, ARRIVED], flows[lot, VALUE]
                at = begin[lot] + done[lot] - went
                part = min(length - done[lot], debit - at)
                worth = portion(value, done[lot] + part, length) - portion(value, done[lot], length)
                done[lot] += part
                parent = lot
                if done[lot] == length:
                    lot = after[lot]
                    state[source, HEAD] = lot
                    if lot < 0:
                        state[source, TAIL] = -1
                more = lot >= 0 and begin[lot] + done[lot] < now
                at += lacking
            first, got = at, part
            if converts:
                first = portion(at, credit, debit)
                got = portion(at + part, credit, debit) - first
            flow = flow_count
            if flow == len(flows):
                flows = longer(flows)
            put_flow(flows, flow, leg, first, part, got, worth, parent)
            flow_count += 1
            if flow == len(begin):
                begin, done, after = _longer(begin), _longer(done), _longer(after)
            if end_count + 1 >= len(ends):
                ends = longer(ends)
            kind = ending(book.pots[target, STOP], book.kind[leg] == FEE, target, got, homes, least)
            if kind >= 0 or got == 0:
                put_end(ends, end_count, flow, target, max(kind, HELD), got, worth)
                end_count += 1
                continue
            begin[flow], done[flow], after[flow] = came + first, 0, -1
            overdrawn = min(got, state[target, WENT] - begin[flow])
            if overdrawn > 0:
                done[flow] = overdrawn
                gone = portion(worth, overdrawn, got)
                put_end(ends, end_count, flow, target, DISSIPATED, overdrawn, gone)
                end_count += 1
                if overdrawn == got:
                    continue
            tail = state[target, TAIL]
            if tail < 0:
                state[target, HEAD] = flow
            else:
                after[tail] = flow
            state[target, TAIL] = flow
    for pot in range(pots):
        lot = state[pot, HEAD]
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
    source: NDArray[np.int32], target: NDArray[np.int32], amount: NDArray[np.int64], pots: int
) -> int:
    """The random-access floor: both balances of every leg are read and written, and nothing else is done."""
    balance = np.zeros(pots, np.int64)
    for leg in range(len(source)):
        balance[source[leg]] -= amount[leg]
        balance[target[leg]] += amount[leg]
    return balance[0]
