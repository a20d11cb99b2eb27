"""The same rules by one pass over all legs in the order of time, with a balance or a queue for every pot.

What `fifo` and `haircut` find from places laid out beforehand is found here by moving the money itself. It is the
cheaper way when the traced money reaches much of the ledger, and the proof of the other.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .arithmetic import nearest, portion
from .book import DISSIPATED, HELD, Book, ending
from .output import Ends, Flows, cut, new_ends, new_flows, put_end, put_flow

# Columns of the state by pot: haircut, then FIFO.
BALANCE, TRACED = range(2)
CAME, WENT, HEAD, TAIL = range(4)


@njit(cache=True)
def sweep_haircut(
    book: Book, seeds: NDArray[np.int64], homes: NDArray[np.int32], last: int, least: int, pots: int
) -> tuple[Flows, Ends]:
    """As `haircut` with `seeds` ascending; legs from number `last` on are not followed."""
    flows, flow_count = new_flows(1024), 0
    ends, end_count = new_ends(1024), 0
    state = np.zeros((pots, 2), np.int64)
    state[:, BALANCE] = book.opening[:pots]
    values = np.zeros(pots, np.int64)
    next_seed = 0
    seed = seeds[0] if len(seeds) else last
    for leg in range(last):
        source, target = book.source[leg], book.target[leg]
        debit, credit = book.debit[leg], book.credit[leg]
        balance, held = state[source, BALANCE], state[source, TRACED]
        rest = balance - debit
        state[source, BALANCE] = rest if book.capped else max(rest, 0)
        if leg != seed and held == 0:
            state[target, BALANCE] += credit
            continue
        left = worth = np.int64(0)
        parent = -2
        if held:
            left = held if debit >= balance else nearest(held, debit, balance)
            worth = values[source] if left == held else portion(values[source], left, held)
            state[source, TRACED] -= left
            values[source] -= worth
        if leg == seed:
            next_seed += 1
            seed = seeds[next_seed] if next_seed < len(seeds) else last
            left = worth = debit
            parent = -1
        before = state[target, BALANCE]
        state[target, BALANCE] += credit
        if left == 0:
            continue
        arrived = left if credit == debit else portion(left, credit, debit)
        flows = put_flow(flows, flow_count, leg, 0, left, arrived, worth, parent)
        flow_count += 1
        kind = ending(book, leg, arrived, homes, least)
        if kind >= 0 or arrived == 0:
            ends = put_end(ends, end_count, flow_count - 1, target, max(kind, HELD), arrived, worth)
            end_count += 1
            continue
        if before < 0:
            lost = arrived if -before >= credit else nearest(arrived, -before, credit)
            gone = worth if lost == arrived else portion(worth, lost, arrived)
            ends = put_end(ends, end_count, flow_count - 1, target, DISSIPATED, lost, gone)
            end_count += 1
            arrived -= lost
            worth -= gone
        state[target, TRACED] += arrived
        values[target] += worth
    for pot in range(pots):
        if state[pot, TRACED]:
            ends = put_end(ends, end_count, -1, pot, HELD, state[pot, TRACED], values[pot])
            end_count += 1
    return cut(flows, flow_count, ends, end_count)


@njit(cache=True)
def sweep_fifo(
    book: Book, seeds: NDArray[np.int64], homes: NDArray[np.int32], last: int, least: int, pots: int
) -> tuple[Flows, Ends]:
    """As `fifo` with `seeds` ascending; legs from number `last` on are not followed.

    Each pot has a queue of the traced lots that stand in it, each with its place among all that came in. A lot is
    a flow, what of it has left (`done`) and the next lot of the queue; it is numbered like its flow.
    """
    flows, flow_count = new_flows(1024), 0
    ends, end_count = new_ends(1024), 0
    begin, done, after = np.empty(1024, np.int64), np.empty(1024, np.int64), np.empty(1024, np.int64)
    state = np.zeros((pots, 4), np.int64)
    state[:, CAME] = book.opening[:pots]
    state[:, HEAD:] = -1
    next_seed = 0
    seed = seeds[0] if len(seeds) else last
    for leg in range(last):
        source, target, debit = book.source[leg], book.target[leg], book.debit[leg]
        credit = book.credit[leg]
        went = state[source, WENT]
        now = went + debit
        state[source, WENT] = now
        lacking = max(0, now - state[source, CAME])
        if book.capped:
            lacking = 0
        elif lacking:
            state[source, CAME] = now
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
                at, part, worth, parent, more = np.int64(0), debit, debit, np.int64(-1), False
            else:
                length, value = flows.arrived[lot], flows.value[lot]
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
            first = at if credit == debit else portion(at, credit, debit)
            got = part if credit == debit else portion(at + part, credit, debit) - first
            flow = flow_count
            flows = put_flow(flows, flow, leg, first, part, got, worth, parent)
            flow_count += 1
            if flow == len(begin):
                begin, done, after = _longer(begin), _longer(done), _longer(after)
            kind = ending(book, leg, got, homes, least)
            if kind >= 0 or got == 0:
                ends = put_end(ends, end_count, flow, target, max(kind, HELD), got, worth)
                end_count += 1
                continue
            begin[flow], done[flow], after[flow] = came + first, 0, -1
            overdrawn = min(got, state[target, WENT] - begin[flow])
            if overdrawn > 0:
                done[flow] = overdrawn
                gone = portion(worth, overdrawn, got)
                ends = put_end(ends, end_count, flow, target, DISSIPATED, overdrawn, gone)
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
            length, value = flows.arrived[lot], flows.value[lot]
            worth = value - portion(value, done[lot], length)
            ends = put_end(ends, end_count, lot, pot, HELD, length - done[lot], worth)
            end_count += 1
            lot = after[lot]
    return cut(flows, flow_count, ends, end_count)


@njit(cache=True)
def _longer(array: NDArray[np.int64]) -> NDArray[np.int64]:
    longer = np.empty(4 * len(array), np.int64)
    longer[: len(array)] = array
    return longer


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
