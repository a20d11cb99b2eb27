"""Where the money of a leg came from: the same rules, read towards the past.

An amount that came from before the record, or that the record does not explain, ends as HELD: it was in the
account already.
"""

import numpy as np
from heapq import heappop, heappush
from numba import njit
from numpy.typing import NDArray

from .arithmetic import nearest, portion
from .book import DISSIPATED, EXITED, HELD, Book, first_after, key_of, spent_before
from .haircut import Desk
from .output import Ends, Flows, cut, new_ends, new_flows, put_end, put_flow


@njit(cache=True)
def _last_standing(book: Book, pot: int, place: int) -> int:
    """The last of the pot's legs in that begins at or before `place` on its axis; before the row if none."""
    start, end = book.in_start[pot], book.in_end[pot]
    while start < end:
        middle = (start + end) >> 1
        if book.credit_at[book.in_legs[middle]] <= place:
            start = middle + 1
        else:
            end = middle
    return start - 1


@njit(cache=True)
def fifo_back(book: Book, seeds: NDArray[np.int64], since: int) -> tuple[Flows, Ends]:
    """Follow what left with the seeds back to legs whose key is above `since`.

    Of a flow, `offset` and `arrived` are of what left the leg's source.
    """
    flows, flow_count = new_flows(max(64, len(seeds))), 0
    ends, end_count = new_ends(64), 0
    for seed in seeds:
        debit = book.debit[seed]
        flows = put_flow(flows, flow_count, seed, 0, book.credit[seed], debit, debit, -1)
        flow_count += 1
    flow = 0
    while flow < flow_count:
        leg, offset = flows.leg[flow], flows.offset[flow]
        length, value = flows.arrived[flow], flows.value[flow]
        pot = np.int64(book.source[leg])
        if length == 0 or book.stop[pot]:
            ends = put_end(ends, end_count, flow, pot, EXITED if book.stop[pot] else HELD, length, value)
            end_count += 1
            flow += 1
            continue
        lacking = max(0, book.debit[leg] - max(0, book.balance[leg]))
        done = np.int64(0)
        if not book.capped and offset < lacking:
            done = min(length, lacking - offset)
            ends = put_end(ends, end_count, flow, pot, HELD, done, portion(value, done, length))
            end_count += 1
        begin = book.debit_at[leg] + offset - (0 if book.capped else lacking)
        # Under the cap what is lacking stands behind, and was the bank's.
        known = length
        if book.capped:
            known = min(length, max(0, book.debit[leg] - lacking - offset))
        while done < known:
            at = begin + done
            place = _last_standing(book, pot, at)
            paid = book.in_legs[place] if place >= book.in_start[pot] else -1
            inside = paid >= 0 and at < book.credit_at[paid] + book.credit[paid]
            if inside and key_of(book, paid) > since:
                credit, debit = book.credit[paid], book.debit[paid]
                first = at - book.credit_at[paid]
                part = min(known - done, credit - first)
                worth = portion(value, done + part, length) - portion(value, done, length)
                got_from, got = first, part
                if credit != debit:
                    got_from = portion(first, debit, credit)
                    got = portion(first + part, debit, credit) - got_from
                flows = put_flow(flows, flow_count, paid, got_from, part, got, worth, flow)
                flow_count += 1
            else:
                if inside:
                    part = min(known - done, book.credit_at[paid] + book.credit[paid] - at)
                elif place + 1 < book.in_end[pot]:
                    part = min(known - done, book.credit_at[book.in_legs[place + 1]] - at)
                else:
                    part = known - done
                worth = portion(value, done + part, length) - portion(value, done, length)
                ends = put_end(ends, end_count, flow, pot, HELD, part, worth)
                end_count += 1
            done += part
        if done < length:
            worth = value - portion(value, done, length)
            ends = put_end(ends, end_count, flow, pot, DISSIPATED, length - done, worth)
            end_count += 1
        flow += 1
    return cut(flows, flow_count, ends, end_count)


@njit(cache=True)
def haircut_back(book: Book, seeds: NDArray[np.int64], since: int, desk: Desk) -> tuple[Flows, Ends]:
    """As `fifo_back`: going back over a payment out leaves the mixture as it was, over one in takes its share."""
    flows, flow_count = new_flows(64), 0
    ends, end_count = new_ends(64), 0
    touched = [np.int64(0) for _ in range(0)]
    heap = [(np.int64(0), np.int64(0)) for _ in range(0)]  # keys negated: the latest leg first
    next_seed = len(seeds) - 1
    while next_seed >= 0 or len(heap):
        if next_seed >= 0 and (not len(heap) or key_of(book, seeds[next_seed]) >= -heap[0][0]):
            leg = seeds[next_seed]
            next_seed -= 1
            left = book.credit[leg]
            wanted = worth = book.debit[leg]
            parent = -1
        else:
            _, pot = heappop(heap)
            leg = np.int64(book.in_legs[desk.cursor[pot]])
            credit = book.credit[leg]
            mixed = book.credit_at[leg] + credit - spent_before(book, pot, key_of(book, leg))
            asked = desk.amount[pot]
            # What of this payment in was still there, when an overdraft took its part.
            there = min(credit, mixed)
            left = np.int64(0)
            if there > 0:
                left = asked if there >= mixed else nearest(asked, there, mixed)
            worth = desk.value[pot] if left == asked else portion(desk.value[pot], left, asked)
            desk.amount[pot] -= left
            desk.value[pot] -= worth
            desk.cursor[pot] -= 1
            if desk.amount[pot] and desk.cursor[pot] >= book.in_start[pot]:
                key = key_of(book, book.in_legs[desk.cursor[pot]])
                if key > since:
                    heappush(heap, (-key, pot))
            if left == 0:
                continue
            wanted = left if credit == book.debit[leg] else portion(left, book.debit[leg], credit)
            parent = -2
        flows = put_flow(flows, flow_count, leg, 0, left, wanted, worth, parent)
        flow_count += 1
        pot = np.int64(book.source[leg])
        if wanted == 0 or book.stop[pot]:
            kind = EXITED if book.stop[pot] else HELD
            ends = put_end(ends, end_count, flow_count - 1, pot, kind, wanted, worth)
            end_count += 1
            continue
        debit, balance = book.debit[leg], max(0, book.balance[leg])
        if debit > balance:
            unknown = nearest(wanted, debit - balance, debit)
            gone = worth if unknown == wanted else portion(worth, unknown, wanted)
            if unknown:
                kind = DISSIPATED if book.capped else HELD
                ends = put_end(ends, end_count, flow_count - 1, pot, kind, unknown, gone)
                end_count += 1
            wanted -= unknown
            worth -= gone
            if wanted == 0:
                continue
        if desk.amount[pot] == 0:
            touched.append(pot)
            key = key_of(book, leg)
            # A transfer from an account to itself leaves before it arrives: it cannot have paid for itself.
            place = first_after(book, book.in_legs, book.in_start[pot], book.in_end[pot], key - 1) - 1
            desk.cursor[pot] = place
            if place >= book.in_start[pot]:
                earlier = key_of(book, book.in_legs[place])
                if earlier > since:
                    heappush(heap, (-earlier, pot))
        desk.amount[pot] += wanted
        desk.value[pot] += worth
    for pot in touched:
        if desk.amount[pot]:
            ends = put_end(ends, end_count, -1, pot, HELD, desk.amount[pot], desk.value[pot])
            end_count += 1
        desk.amount[pot] = desk.value[pot] = desk.cursor[pot] = 0
    return cut(flows, flow_count, ends, end_count)
