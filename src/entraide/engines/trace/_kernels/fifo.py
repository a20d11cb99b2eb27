"""First in, first out: which legs the traced money itself left with."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .arithmetic import portion
from .book import DEBIT, DISSIPATED, FEE, HELD, OUT_END, OUT_START, PAID, STOP, Book, ending, key_of, leg_in
from .output import ARRIVED, LEG, OFFSET, SEED, VALUE, longer, put_end, put_flow


@njit(cache=True)
def _first_paying(book: Book, pot: int, place: int) -> int:
    """The first of the pot's legs out that pays with what stands at or after `place` on its axis."""
    start, end = book.pots[pot, OUT_START], book.pots[pot, OUT_END]
    while start < end:
        middle = (start + end) >> 1
        if book.debit_at[leg_in(book.rows[middle, PAID])] + book.rows[middle, DEBIT] > place:
            end = middle
        else:
            start = middle + 1
    return start


@njit(cache=True)
def fifo(
    book: Book,
    seeds: NDArray[np.int64],
    homes: NDArray[np.int32],
    until: int,
    frozen: NDArray[np.int64],
    least: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Follow what arrived with the seeds; returns flows and ends (see `output`).

    `homes` (sorted pots) are the seeds' own, where money counts as returned; legs from the key `until` on are
    not followed, nor those of pot q from `frozen[q]` on (no pot when `frozen` is empty), nor amounts below
    `least`.
    """
    rows, pots = book.rows, book.pots
    flows, flow_count = np.empty((max(64, 2 * len(seeds)), 6), np.int64), 0
    ends, end_count = np.empty((64, 5), np.int64), 0
    for seed in seeds:
        debit = book.debit[seed]
        put_flow(flows, flow_count, seed, 0, debit, book.credit[seed], debit, SEED)
        flow_count += 1
    flow = 0
    while flow < flow_count:
        leg, offset = flows[flow, LEG], flows[flow, OFFSET]
        length, value = flows[flow, ARRIVED], flows[flow, VALUE]
        pot = np.int64(book.target[leg])
        if end_count == len(ends):
            ends = longer(ends)
        kind = ending(pots[pot, STOP], book.kind[leg] == FEE, pot, length, homes, least)
        if kind >= 0 or length == 0:
            put_end(ends, end_count, flow, pot, max(kind, HELD), length, value)
            end_count += 1
            flow += 1
            continue
        stop = until if len(frozen) == 0 else min(until, frozen[pot])
        arrived = key_of(book.late_key, book.count, leg)
        begin = book.credit_at[leg] + offset
        done = np.int64(0)
        place, last = _first_paying(book, pot, begin), pots[pot, OUT_END]
        while done < length and place < last:
            paying, debit = leg_in(rows[place, PAID]), rows[place, DEBIT]
            place += 1
            if debit == 0:
                continue
            key = key_of(book.late_key, book.count, paying)
            if key >= stop:
                break
            at = begin + done - book.debit_at[paying]
            part = min(length - done, debit - at)
            worth = portion(value, done + part, length) - portion(value, done, length)
            done += part
            if key <= arrived:
                # Only under the cap: the account was overdrawn, and this repaid what had been spent before.
                put_end(ends, end_count, flow, pot, DISSIPATED, part, worth)
                end_count += 1
                if end_count == len(ends):
                    ends = longer(ends)
                continue
            if not book.capped:
                # Unknown money went first: it stands before all that the account is known to have held.
                at += max(0, debit - book.balance[place - 1])
            first, got = at, part
            if book.converts:
                credit = book.credit[paying]
                first = portion(at, credit, debit)
                got = portion(at + part, credit, debit) - first
            if flow_count == len(flows):
                flows = longer(flows)
            put_flow(flows, flow_count, paying, first, part, got, worth, flow)
            flow_count += 1
        if done < length:
            put_end(ends, end_count, flow, pot, HELD, length - done, value - portion(value, done, length))
            end_count += 1
        flow += 1
    return flows[:flow_count], ends[:end_count]
