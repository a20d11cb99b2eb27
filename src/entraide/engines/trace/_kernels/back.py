"""Where the money of a leg came from: the same rules, read towards the past.

An amount that came from before the record, or that the record does not explain, ends as HELD: it was in the
account already.
"""

from heapq import heappop, heappush, heapreplace

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .arithmetic import nearest, portion
from .book import (
    CURSOR,
    DISSIPATED,
    EXITED,
    HELD,
    IN_END,
    IN_START,
    STOP,
    TRACED,
    WORTH,
    Book,
    balance_before,
    first_in_after,
    key_of,
    leg_of,
    spent_before,
)
from .output import ARRIVED, LEG, MIXED, OFFSET, SEED, VALUE, longer, put_end, put_flow


@njit(cache=True)
def _last_standing(book: Book, pot: int, place: int) -> int:
    """The last of the pot's legs in that begins at or before `place` on its axis; before the row if none."""
    start, end = book.pots[pot, IN_START], book.pots[pot, IN_END]
    while start < end:
        middle = (start + end) >> 1
        if book.credit_at[book.in_legs[middle]] <= place:
            start = middle + 1
        else:
            end = middle
    return start - 1


@njit(cache=True)
def fifo_back(
    book: Book, seeds: NDArray[np.int64], since: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Follow what left with the seeds back to legs whose key is above `since`; returns flows and ends.

    Of a flow, `OFFSET` and `ARRIVED` are of what left the leg's source.
    """
    flows, flow_count = np.empty((max(64, 2 * len(seeds)), 6), np.int64), 0
    ends, end_count = np.empty((64, 5), np.int64), 0
    for seed in seeds:
        debit = book.debit[seed]
        put_flow(flows, flow_count, seed, 0, book.credit[seed], debit, debit, SEED)
        flow_count += 1
    flow = 0
    while flow < flow_count:
        leg, offset = flows[flow, LEG], flows[flow, OFFSET]
        length, value = flows[flow, ARRIVED], flows[flow, VALUE]
        pot = np.int64(book.source[leg])
        if end_count + 2 >= len(ends):
            ends = longer(ends)
        if length == 0 or book.pots[pot, STOP]:
            put_end(ends, end_count, flow, pot, EXITED if book.pots[pot, STOP] else HELD, length, value)
            end_count += 1
            flow += 1
            continue
        lacking = max(0, book.debit[leg] - max(0, balance_before(book, leg)))
        done, known = np.int64(0), length
        begin = book.debit_at[leg] + offset
        if book.capped:
            # What was lacking stands behind the rest, and was the bank's.
            known = min(length, max(0, book.debit[leg] - lacking - offset))
        else:
            begin -= lacking
            if offset < lacking:
                done = min(length, lacking - offset)
                put_end(ends, end_count, flow, pot, HELD, done, portion(value, done, length))
                end_count += 1
        while done < known:
            at = begin + done
            place = _last_standing(book, pot, at)
            paid = np.int64(book.in_legs[place]) if place >= book.pots[pot, IN_START] else -1
            if paid >= 0 and at < book.credit_at[paid] + book.credit[paid]:
                first = at - book.credit_at[paid]
                part = min(known - done, book.credit[paid] - first)
                followed = key_of(book.late_key, book.count, paid) > since
            else:
                # Unknown money, up to the next payment in.
                followed, first, part = False, np.int64(0), known - done
                if place + 1 < book.pots[pot, IN_END]:
                    part = min(part, book.credit_at[book.in_legs[place + 1]] - at)
            worth = portion(value, done + part, length) - portion(value, done, length)
            done += part
            if followed:
                got = part
                if book.converts:
                    credit, debit = book.credit[paid], book.debit[paid]
                    got = portion(first + part, debit, credit)
                    first = portion(first, debit, credit)
                    got -= first
                if flow_count == len(flows):
                    flows = longer(flows)
                put_flow(flows, flow_count, paid, first, part, got, worth, flow)
                flow_count += 1
            else:
                if end_count + 1 == len(ends):
                    ends = longer(ends)
                put_end(ends, end_count, flow, pot, HELD, part, worth)
                end_count += 1
        if done < length:
            worth = value - portion(value, done, length)
            put_end(ends, end_count, flow, pot, DISSIPATED, length - done, worth)
            end_count += 1
        flow += 1
    return flows[:flow_count], ends[:end_count]


@njit(cache=True)
def haircut_back(
    book: Book, seeds: NDArray[np.int64], since: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """As `fifo_back`: going back over a payment out leaves the mixture as it was, over one in takes its share."""
    pots, late_key, count = book.pots, book.late_key, book.count
    flows, flow_count = np.empty((64, 6), np.int64), 0
    ends, end_count = np.empty((64, 5), np.int64), 0
    touched = [np.int64(0) for _ in range(0)]
    heap = [np.int64(0) for _ in range(0)]  # keys negated: the latest leg first
    next_seed = len(seeds) - 1
    while next_seed >= 0 or len(heap):
        if next_seed >= 0 and (not len(heap) or key_of(late_key, count, seeds[next_seed]) >= -heap[0]):
            leg = seeds[next_seed]
            next_seed -= 1
            left, wanted, worth = book.credit[leg], book.debit[leg], book.debit[leg]
            parent = SEED
        else:
            key = -heap[0]
            leg = np.int64(leg_of(late_key, count, key))
            pot = np.int64(book.target[leg])
            credit = book.credit[leg]
            mixed = book.credit_at[leg] + credit - spent_before(book, pot, key)
            asked = pots[pot, TRACED]
            # What of this payment in was still there, when an overdraft took its part.
            there = min(credit, mixed)
            left = np.int64(0)
            if there > 0:
                left = asked if there >= mixed else nearest(asked, there, mixed)
            worth = pots[pot, WORTH]
            if left != asked:
                worth = portion(worth, left, asked)
            pots[pot, TRACED] -= left
            pots[pot, WORTH] -= worth
            place = pots[pot, CURSOR] - 1
            pots[pot, CURSOR] = place
            earlier = since
            if left != asked and place >= pots[pot, IN_START]:
                earlier = key_of(late_key, count, book.in_legs[place])
            if earlier > since:
                heapreplace(heap, -earlier)
            else:
                heappop(heap)
            if left == 0:
                continue
            wanted = portion(left, book.debit[leg], credit) if book.converts else left
            parent = MIXED
        if flow_count == len(flows):
            flows = longer(flows)
        put_flow(flows, flow_count, leg, 0, left, wanted, worth, parent)
        flow_count += 1
        pot = np.int64(book.source[leg])
        if end_count + 1 >= len(ends):
            ends = longer(ends)
        if wanted == 0 or pots[pot, STOP]:
            kind = EXITED if pots[pot, STOP] else HELD
            put_end(ends, end_count, flow_count - 1, pot, kind, wanted, worth)
            end_count += 1
            continue
        debit, balance = book.debit[leg], max(0, balance_before(book, leg))
        if debit > balance:
            unknown = nearest(wanted, debit - balance, debit)
            gone = worth if unknown == wanted else portion(worth, unknown, wanted)
            if unknown:
                kind = DISSIPATED if book.capped else HELD
                put_end(ends, end_count, flow_count - 1, pot, kind, unknown, gone)
                end_count += 1
            wanted -= unknown
            worth -= gone
            if wanted == 0:
                continue
        if pots[pot, TRACED] == 0:
            touched.append(pot)
            # A transfer from an account to itself leaves before it arrives: it cannot have paid for itself.
            place = first_in_after(book, pot, key_of(late_key, count, leg) - 1) - 1
            pots[pot, CURSOR] = place
            if place >= pots[pot, IN_START]:
                earlier = key_of(late_key, count, book.in_legs[place])
                if earlier > since:
                    heappush(heap, -earlier)
        pots[pot, TRACED] += wanted
        pots[pot, WORTH] += worth
    for pot in touched:
        if pots[pot, TRACED]:
            if end_count == len(ends):
                ends = longer(ends)
            put_end(ends, end_count, MIXED, pot, HELD, pots[pot, TRACED], pots[pot, WORTH])
            end_count += 1
        pots[pot, TRACED] = pots[pot, WORTH] = pots[pot, CURSOR] = 0
    return flows[:flow_count], ends[:end_count]
