"""Pro rata: each leg takes the traced share of the balance that it is paid from. And poison: reach alone."""

from heapq import heappop, heappush
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .arithmetic import nearest, portion
from .book import DISSIPATED, FEE, HELD, Book, ending, first_after, key_of, spent_before
from .output import Ends, Flows, cut, new_ends, new_flows, put_end, put_flow


class Desk(NamedTuple):
    """Working space by pot, all zero between traces, so that a trace costs what it touches."""

    amount: NDArray[np.int64]
    value: NDArray[np.int64]
    cursor: NDArray[np.int64]


@njit(cache=True, inline="always")
def _horizon(frozen: NDArray[np.int64], pot: int, until: int) -> int:
    return until if len(frozen) == 0 else min(until, frozen[pot])


@njit(cache=True)
def haircut(
    book: Book,
    seeds: NDArray[np.int64],
    homes: NDArray[np.int32],
    until: int,
    frozen: NDArray[np.int64],
    least: int,
    desk: Desk,
) -> tuple[Flows, Ends]:
    """Follow what arrived with the seeds (sorted by key); parameters as in `fifo`.

    Legs are visited in the order of time, by a heap with the next leg of each pot that holds traced money.
    """
    flows, flow_count = new_flows(64), 0
    ends, end_count = new_ends(64), 0
    touched = [np.int64(0) for _ in range(0)]
    heap = [(np.int64(0), np.int64(0)) for _ in range(0)]
    next_seed = 0
    while next_seed < len(seeds) or len(heap):
        # A seed is all the victim's, whatever its account held: it is not a share of another's money.
        if next_seed < len(seeds) and (not len(heap) or key_of(book, seeds[next_seed]) <= heap[0][0]):
            leg = seeds[next_seed]
            next_seed += 1
            left = worth = book.debit[leg]
            parent = -1
        else:
            _, pot = heappop(heap)
            leg = np.int64(book.out_legs[desk.cursor[pot]])
            debit, balance = book.debit[leg], book.balance[leg]
            held = desk.amount[pot]
            left = held if debit >= balance else nearest(held, debit, balance)
            worth = desk.value[pot] if left == held else portion(desk.value[pot], left, held)
            desk.amount[pot] -= left
            desk.value[pot] -= worth
            desk.cursor[pot] += 1
            if desk.amount[pot] and desk.cursor[pot] < book.out_end[pot]:
                key = key_of(book, book.out_legs[desk.cursor[pot]])
                if key < _horizon(frozen, pot, until):
                    heappush(heap, (key, pot))
            if left == 0:
                continue
            parent = -2
        debit, credit = book.debit[leg], book.credit[leg]
        arrived = left if credit == debit else portion(left, credit, debit)
        flows = put_flow(flows, flow_count, leg, 0, left, arrived, worth, parent)
        flow_count += 1
        pot = np.int64(book.target[leg])
        kind = ending(book, leg, arrived, homes, least)
        if kind >= 0 or arrived == 0:
            ends = put_end(ends, end_count, flow_count - 1, pot, max(kind, HELD), arrived, worth)
            end_count += 1
            continue
        key = key_of(book, leg)
        if book.capped:
            overdrawn = spent_before(book, pot, key) - book.credit_at[leg]
            if overdrawn > 0:
                lost = arrived if overdrawn >= credit else nearest(arrived, overdrawn, credit)
                gone = worth if lost == arrived else portion(worth, lost, arrived)
                ends = put_end(ends, end_count, flow_count - 1, pot, DISSIPATED, lost, gone)
                end_count += 1
                arrived -= lost
                worth -= gone
                if arrived == 0:
                    continue
        if desk.amount[pot] == 0:
            touched.append(pot)
            place = first_after(book, book.out_legs, book.out_start[pot], book.out_end[pot], key)
            desk.cursor[pot] = place
            if place < book.out_end[pot]:
                coming = key_of(book, book.out_legs[place])
                if coming < _horizon(frozen, pot, until):
                    heappush(heap, (coming, pot))
        desk.amount[pot] += arrived
        desk.value[pot] += worth
    for pot in touched:
        if desk.amount[pot]:
            ends = put_end(ends, end_count, -1, pot, HELD, desk.amount[pot], desk.value[pot])
            end_count += 1
        desk.amount[pot] = desk.value[pot] = desk.cursor[pot] = 0
    return cut(flows, flow_count, ends, end_count)


@njit(cache=True)
def poison(
    book: Book, seeds: NDArray[np.int64], until: int, desk: Desk
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Every pot that the seeds' money may have reached, with the legs that reached each first.

    The result is (legs touched, pots reached, for each pot the leg that reached it first).
    """
    legs = [np.int64(0) for _ in range(0)]
    pots = [np.int64(0) for _ in range(0)]
    reached_by = [np.int64(0) for _ in range(0)]
    heap = [(np.int64(0), np.int64(0)) for _ in range(0)]
    next_seed = 0
    while next_seed < len(seeds) or len(heap):
        if next_seed < len(seeds) and (not len(heap) or key_of(book, seeds[next_seed]) <= heap[0][0]):
            leg = seeds[next_seed]
            next_seed += 1
        else:
            _, pot = heappop(heap)
            leg = np.int64(book.out_legs[desk.cursor[pot]])
            desk.cursor[pot] += 1
            if desk.cursor[pot] < book.out_end[pot]:
                key = key_of(book, book.out_legs[desk.cursor[pot]])
                if key < until:
                    heappush(heap, (key, pot))
        legs.append(leg)
        pot = np.int64(book.target[leg])
        if desk.amount[pot] or book.kind[leg] == FEE:
            continue
        desk.amount[pot] = 1
        pots.append(pot)
        reached_by.append(leg)
        if book.stop[pot]:
            continue
        key = key_of(book, leg)
        place = first_after(book, book.out_legs, book.out_start[pot], book.out_end[pot], key)
        desk.cursor[pot] = place
        if place < book.out_end[pot]:
            coming = key_of(book, book.out_legs[place])
            if coming < until:
                heappush(heap, (coming, pot))
    for pot in pots:
        desk.amount[pot] = desk.cursor[pot] = 0
    return np.array(legs), np.array(pots), np.array(reached_by)
