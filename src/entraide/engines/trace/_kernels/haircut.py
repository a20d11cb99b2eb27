"""Pro rata: each leg takes the traced share of the balance that it is paid from. And poison: reach alone."""

from heapq import heappop, heappush, heapreplace

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .arithmetic import nearest, portion
from .book import (
    CURSOR,
    DEBIT,
    DISSIPATED,
    FEE,
    HELD,
    OUT_END,
    OUT_START,
    PAID,
    STOP,
    TRACED,
    WORTH,
    Book,
    ending,
    first_out_after,
    key_of,
    leg_in,
    leg_of,
    packed,
    spent_before,
    target_in,
)
from .output import MIXED, SEED, longer, put_end, put_flow


@njit(cache=True)
def haircut(
    book: Book,
    seeds: NDArray[np.int64],
    homes: NDArray[np.int32],
    until: int,
    frozen: NDArray[np.int64],
    least: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Follow what arrived with the seeds (in the order of time); parameters and results as of `fifo`.

    Legs are visited in the order of time, by a heap with the next leg of each pot that holds traced money.
    """
    rows, pots, late_key, count = book.rows, book.pots, book.late_key, book.count
    flows, flow_count = np.empty((64, 6), np.int64), 0
    ends, end_count = np.empty((64, 5), np.int64), 0
    touched = np.empty(64, np.int64)
    touched_count = 0
    heap = [np.int64(0) for _ in range(0)]
    next_seed = 0
    while next_seed < len(seeds) or len(heap):
        # A seed is all the victim's, whatever its account held: it is not a share of another's money.
        if next_seed < len(seeds) and (not len(heap) or key_of(late_key, count, seeds[next_seed]) <= heap[0]):
            leg = seeds[next_seed]
            next_seed += 1
            key = key_of(late_key, count, leg)
            paid = packed(leg, book.target[leg], book.kind[leg])
            debit = left = worth = book.debit[leg]
            parent = SEED
        else:
            key = heap[0]
            pot = np.int64(book.source[leg_of(late_key, count, key)])
            place = pots[pot, CURSOR]
            paid, debit, balance = rows[place, PAID], rows[place, DEBIT], book.balance[place]
            leg = leg_in(paid)
            held = pots[pot, TRACED]
            left = held if debit >= balance else nearest(held, debit, balance)
            worth = left
            if book.converts:
                worth = pots[pot, WORTH]
                if left != held:
                    worth = portion(worth, left, held)
                pots[pot, WORTH] -= worth
            pots[pot, TRACED] = held - left
            place += 1
            pots[pot, CURSOR] = place
            coming = until
            if left != held and place < pots[pot, OUT_END]:
                coming = key_of(late_key, count, leg_in(rows[place, PAID]))
            if coming < (until if len(frozen) == 0 else min(until, frozen[pot])):
                heapreplace(heap, coming)
            else:
                heappop(heap)
            if left == 0:
                continue
            parent = MIXED
        arrived = left
        if book.converts:
            arrived = portion(left, book.credit[leg], debit)
        if flow_count == len(flows):
            flows = longer(flows)
        put_flow(flows, flow_count, leg, 0, left, arrived, worth, parent)
        flow_count += 1
        pot = target_in(paid)
        kind = ending(pots[pot, STOP], paid & 1, pot, arrived, homes, least)
        if end_count == len(ends):
            ends = longer(ends)
        if kind >= 0 or arrived == 0:
            put_end(ends, end_count, flow_count - 1, pot, max(kind, HELD), arrived, worth)
            end_count += 1
            continue
        if book.capped:
            overdrawn, credit = spent_before(book, pot, key) - book.credit_at[leg], book.credit[leg]
            if overdrawn > 0:
                lost = arrived if overdrawn >= credit else nearest(arrived, overdrawn, credit)
                gone = worth if lost == arrived else portion(worth, lost, arrived)
                put_end(ends, end_count, flow_count - 1, pot, DISSIPATED, lost, gone)
                end_count += 1
                arrived -= lost
                worth -= gone
                if arrived == 0:
                    continue
        if pots[pot, TRACED] == 0:
            if touched_count == len(touched):
                touched = np.concatenate((touched, np.empty(3 * touched_count, np.int64)))
            touched[touched_count] = pot
            touched_count += 1
            last = pots[pot, OUT_END]
            place = first_out_after(rows, late_key, count, pots[pot, OUT_START], last, key)
            pots[pot, CURSOR] = place
            if place < last:
                coming = key_of(late_key, count, leg_in(rows[place, PAID]))
                if coming < (until if len(frozen) == 0 else min(until, frozen[pot])):
                    heappush(heap, coming)
        pots[pot, TRACED] += arrived
        if book.converts:
            pots[pot, WORTH] += worth
    for pot in touched[:touched_count]:
        held = pots[pot, TRACED]
        if held:
            if end_count == len(ends):
                ends = longer(ends)
            put_end(ends, end_count, MIXED, pot, HELD, held, pots[pot, WORTH] if book.converts else held)
            end_count += 1
        pots[pot, TRACED] = pots[pot, WORTH] = pots[pot, CURSOR] = 0
    return flows[:flow_count], ends[:end_count]


@njit(cache=True)
def poison(
    book: Book, seeds: NDArray[np.int64], until: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Every pot that the seeds' money may have reached: (legs touched, pots, the leg that reached each first)."""
    rows, pots, late_key, count = book.rows, book.pots, book.late_key, book.count
    legs = [np.int64(0) for _ in range(0)]
    reached = [np.int64(0) for _ in range(0)]
    reached_by = [np.int64(0) for _ in range(0)]
    heap = [np.int64(0) for _ in range(0)]
    next_seed = 0
    while next_seed < len(seeds) or len(heap):
        if next_seed < len(seeds) and (not len(heap) or key_of(late_key, count, seeds[next_seed]) <= heap[0]):
            leg = seeds[next_seed]
            next_seed += 1
            key = key_of(late_key, count, leg)
        else:
            key = heap[0]
            leg = np.int64(leg_of(late_key, count, key))
            pot = np.int64(book.source[leg])
            place = pots[pot, CURSOR] + 1
            pots[pot, CURSOR] = place
            coming = until
            if place < pots[pot, OUT_END]:
                coming = key_of(late_key, count, leg_in(rows[place, PAID]))
            if coming < until:
                heapreplace(heap, coming)
            else:
                heappop(heap)
        legs.append(leg)
        pot = np.int64(book.target[leg])
        if pots[pot, TRACED] or book.kind[leg] == FEE:
            continue
        pots[pot, TRACED] = 1
        reached.append(pot)
        reached_by.append(leg)
        if pots[pot, STOP]:
            continue
        last = pots[pot, OUT_END]
        place = first_out_after(rows, late_key, count, pots[pot, OUT_START], last, key)
        pots[pot, CURSOR] = place
        if place < last:
            coming = key_of(late_key, count, leg_in(rows[place, PAID]))
            if coming < until:
                heappush(heap, coming)
    for pot in reached:
        pots[pot, TRACED] = pots[pot, CURSOR] = 0
    return np.array(legs), np.array(reached), np.array(reached_by)
