"""First in, first out: which legs the traced money itself left with."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .arithmetic import portion
from .book import DISSIPATED, HELD, Book, ending, key_of
from .output import Ends, Flows, cut, new_ends, new_flows, put_end, put_flow


@njit(cache=True)
def _first_paying(book: Book, pot: int, place: int) -> int:
    """The first of the pot's legs out that pays with what stands at or after `place` on its axis."""
    start, end = book.out_start[pot], book.out_end[pot]
    while start < end:
        middle = (start + end) >> 1
        leg = book.out_legs[middle]
        if book.debit_at[leg] + book.debit[leg] > place:
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
) -> tuple[Flows, Ends]:
    """Follow what arrived with the seeds.

    `homes` (sorted pots) are the seeds' own, where money counts as returned; legs from the key `until` on are
    not followed, nor those of pot q from `frozen[q]` on (no pot when `frozen` is empty), nor amounts below
    `least`.
    """
    flows, flow_count = new_flows(max(64, len(seeds))), 0
    ends, end_count = new_ends(64), 0
    for seed in seeds:
        credit = book.credit[seed]
        flows = put_flow(flows, flow_count, seed, 0, book.debit[seed], credit, book.debit[seed], -1)
        flow_count += 1
    flow = 0
    while flow < flow_count:
        leg, offset = flows.leg[flow], flows.offset[flow]
        length, value = flows.arrived[flow], flows.value[flow]
        pot = np.int64(book.target[leg])
        kind = ending(book, leg, length, homes, least)
        if kind >= 0 or length == 0:
            ends = put_end(ends, end_count, flow, pot, max(kind, HELD), length, value)
            end_count += 1
            flow += 1
            continue
        stop = until if len(frozen) == 0 else min(until, frozen[pot])
        arrived = key_of(book, leg)
        begin = book.credit_at[leg] + offset
        done = np.int64(0)
        place = _first_paying(book, pot, begin)
        while done < length:
            if place == book.out_end[pot]:
                break
            paying = book.out_legs[place]
            place += 1
            debit = book.debit[paying]
            if debit == 0:
                continue
            key = key_of(book, paying)
            if key >= stop:
                break
            at = begin + done - book.debit_at[paying]
            part = min(length - done, debit - at)
            worth = portion(value, done + part, length) - portion(value, done, length)
            done += part
            if key <= arrived:
                # Only under the cap: the account was overdrawn, and this repaid what had been spent before.
                ends = put_end(ends, end_count, flow, pot, DISSIPATED, part, worth)
                end_count += 1
                continue
            if not book.capped:
                # Unknown money went first: it stands before all that the account is known to have held.
                at += max(0, debit - book.balance[paying])
            credit = book.credit[paying]
            if credit != debit:
                first = portion(at, credit, debit)
                got = portion(at + part, credit, debit) - first
            else:
                first, got = at, part
            flows = put_flow(flows, flow_count, paying, first, part, got, worth, flow)
            flow_count += 1
        if done < length:
            worth = value - portion(value, done, length)
            ends = put_end(ends, end_count, flow, pot, HELD, length - done, worth)
            end_count += 1
        flow += 1
    return cut(flows, flow_count, ends, end_count)
