"""Scatter-gathers and temporal cycles that each transaction closes, with the windows of all accounts moving on.

The accounts' legs stand in two compressed tables, `entries[place] = (other account, tick)`, ticks being the ranks of
the different times; `state[account]` is (out_old, out_new, in_old, in_new): the places where its windows begin and
end now. Beginnings move lazily.
"""

from typing import NamedTuple

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from .cycles import IN, OUT, SIZES, closes, count_cycles, slide
from .memory import prefetch, prefetch_read

AHEAD = 12  # legs between asking for what a leg needs and needing it


class Desk(NamedTuple):
    """What t threads work on, for m accounts. NumPy makes it, which asks for large pages of memory: half of the time
    is spent waiting for memory."""

    state: NDArray[np.int32]  # (t, m, 4)
    recent: NDArray[np.int32]  # (t, slots): a power of two well above the legs of any window
    stamps: NDArray[np.int32]  # (t, 3, m)
    reached: NDArray[np.int32]  # (t, 2, m)
    reach: NDArray[np.int32]  # (t, 2, m)
    seen: NDArray[np.int32]  # (t, longest + 1, m)


def desk(threads: int, accounts: int, slots: int, longest: int) -> Desk:
    """A new one."""

    def zeros(*shape: int) -> NDArray[np.int32]:
        return np.zeros((threads, *shape), np.int32)

    return Desk(
        state=zeros(accounts, 4),
        recent=zeros(slots),
        stamps=zeros(3, accounts),
        reached=zeros(2, accounts),
        reach=zeros(2, accounts),
        seen=zeros(longest + 1, accounts),
    )


@njit(cache=True, inline="always")
def _slot(payer, payee, recent):  # type: ignore[no-untyped-def]
    """Where `recent` keeps 1 + the tick of the last leg of this pair (and of others that share the slot)."""
    mixed = np.uint64(payer) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(payee) * np.uint64(
        0xC2B2AE3D27D4EB4F
    )
    return np.int64((mixed >> np.uint64(32)) & np.uint64(len(recent) - 1))


@njit(cache=True)
def _paid(state, payer, payee, outs, ins, oldest, recent):  # type: ignore[no-untyped-def]
    """Whether a leg payer → payee stands in the window, and the steps that it took to see."""
    if recent[_slot(payer, payee, recent)] <= oldest:
        return False, 1
    sent = slide(state, payer, OUT, outs, oldest)
    got = slide(state, payee, IN, ins, oldest)
    steps = 1
    if sent <= got:
        for place in range(state[payer, OUT], state[payer, OUT + 1]):
            steps += 1
            if outs[place, 0] == payee:
                return True, steps
    else:
        for place in range(state[payee, IN], state[payee, IN + 1]):
            steps += 1
            if ins[place, 0] == payer:
                return True, steps
    return False, steps


@njit(cache=True)
def _between(  # type: ignore[no-untyped-def]
    state, payer, payee, outs, ins, oldest, recent, stamp, mark, payers, payees, known, budget
):
    """How many accounts stand between: paid by `payer` and paying `payee` in the window; and the steps taken.

    Where payers[a] == known exactly for those that pay `payee`, or payees[a] == known exactly for those that `payer`
    pays, one look tells; known 0: neither is marked.
    """
    sent = slide(state, payer, OUT, outs, oldest)
    got = slide(state, payee, IN, ins, oldest)
    found, steps = 0, 1
    forward = sent <= got
    legs = outs if forward else ins
    first = state[payer, OUT] if forward else state[payee, IN]
    last = state[payer, OUT + 1] if forward else state[payee, IN + 1]
    marked = payers if forward else payees
    if known == 0:
        for place in range(first, last):
            middle = legs[place, 0]
            prefetch(recent, _slot(middle if forward else payer, payee if forward else middle, recent))
    for place in range(first, last):
        middle = legs[place, 0]
        if stamp[middle] == mark or middle in (payer, payee):
            continue
        stamp[middle] = mark
        if known != 0 and len(marked) > 0:
            found += marked[middle] == known
            steps += 1
        elif forward:
            joined, taken = _paid(state, middle, payee, outs, ins, oldest, recent)
            found += joined
            steps += taken
        else:
            joined, taken = _paid(state, payer, middle, outs, ins, oldest, recent)
            found += joined
            steps += taken
        if steps > budget:
            break
    return found, steps


@njit(cache=True, inline="always")
def _mark(legs, first, last, stamp, mark):  # type: ignore[no-untyped-def]
    for place in range(first, last):
        stamp[legs[place, 0]] = mark


@njit(cache=True, inline="always")
def _approach(state, legs, first, last):  # type: ignore[no-untyped-def]
    """Ask for the windows of the accounts at the other end of these legs."""
    for place in range(first, last):
        prefetch(state, 4 * np.int64(legs[place, 0]))


@njit(cache=True)
def _scatter_gathers(state, u, v, outs, ins, oldest, recent, stamps, none, marks, budget, sizes):  # type: ignore[no-untyped-def]
    """Add to the histogram `sizes` the scatter-gathers of which the leg u → v is a part, by accounts between."""
    steps = 0
    gathering, giving = slide(state, v, IN, ins, oldest), slide(state, u, OUT, outs, oldest)
    if gathering > 1:
        before = slide(state, u, IN, ins, oldest)
        known = 0
        if before > 2 and gathering < 8 * before:
            marks[2] += 1
            known = marks[2]
            _mark(ins, state[v, IN], state[v, IN + 1], stamps[2], known)
        marks[0] += 1
        mark = marks[0]
        _approach(state, ins, state[u, IN], state[u, IN + 1])
        for place in range(state[u, IN], state[u, IN + 1]):
            s = ins[place, 0]
            if s in (v, u) or stamps[0, s] == mark:
                continue
            stamps[0, s] = mark
            if slide(state, s, OUT, outs, oldest) < 2:
                continue
            marks[1] += 1
            found, taken = _between(
                state,
                s,
                v,
                outs,
                ins,
                oldest,
                recent,
                stamps[1],
                marks[1],
                stamps[2],
                none,
                known,
                budget - steps,
            )
            sizes[min(found, SIZES - 1)] += 1
            steps += taken
            if steps > budget:
                return
    if giving > 1:
        after = slide(state, v, OUT, outs, oldest)
        known = 0
        if after > 2 and giving < 8 * after:
            marks[2] += 1
            known = marks[2]
            _mark(outs, state[u, OUT], state[u, OUT + 1], stamps[2], known)
        marks[0] += 1
        mark = marks[0]
        _approach(state, outs, state[v, OUT], state[v, OUT + 1])
        for place in range(state[v, OUT], state[v, OUT + 1]):
            s = outs[place, 0]
            if s in (u, v) or stamps[0, s] == mark:
                continue
            stamps[0, s] = mark
            if slide(state, s, IN, ins, oldest) < 2:
                continue
            marks[1] += 1
            found, taken = _between(
                state,
                u,
                s,
                outs,
                ins,
                oldest,
                recent,
                stamps[1],
                marks[1],
                none,
                stamps[2],
                known,
                budget - steps,
            )
            sizes[min(found, SIZES - 1)] += 1
            steps += taken
            if steps > budget:
                return


@njit(cache=True)
def _begin(state, start, legs, side, first):  # type: ignore[no-untyped-def]
    """Every account's window begins with its first leg and ends before leg number `first`."""
    for account in range(len(state)):
        low, high = start[account], start[account + 1]
        state[account, side] = low
        while low < high:
            middle = (low + high) >> 1
            if legs[middle] < first:
                low = middle + 1
            else:
                high = middle
        state[account, side + 1] = low


@njit(cache=True, parallel=True, nogil=True)
def shapes(  # type: ignore[no-untyped-def]
    out_start, out_legs, outs, in_start, in_legs, ins, tick, oldest_tick, source, target, longest, budget, rows,
    column, parts, desk,
):  # fmt: skip
    """Write to `rows` from `column` on: scatter-gathers of 2, 3, 4, 5+ accounts between; cycles of 2, 3, 4, 5+ legs.

    `parts`: bounds of runs of legs; each thread takes its turn, and looks back by itself, so that the result is the
    same for any number of them. `budget`: steps after which one search for one leg stops, its counts being too
    low.
    """
    threads = len(desk.state)
    for thread in prange(threads):
        state, recent, stamps = desk.state[thread], desk.recent[thread], desk.stamps[thread]
        reached, reach, seen = desk.reached[thread], desk.reach[thread], desk.seen[thread]
        reached[:] = -1
        none = np.zeros(0, np.int32)
        fronts = np.empty((2, 4096), np.int64)
        marks = np.zeros(3, np.int64)
        cycle_marks = np.zeros(1, np.int64)
        path = np.empty(longest + 1, np.int64)
        places = np.empty(longest + 1, np.int64)
        bounds = np.empty(longest + 1, np.int64)
        gathers = np.zeros(SIZES, np.int64)
        cycles = np.zeros(SIZES, np.int64)
        for part in range(thread, len(parts) - 1, threads):
            first, last = parts[part], parts[part + 1]
            _begin(state, out_start, out_legs, OUT, first)
            _begin(state, in_start, in_legs, IN, first)
            leg = first - 1
            while leg >= 0 and first < last and tick[leg] >= oldest_tick[first]:
                slot = _slot(source[leg], target[leg], recent)
                recent[slot] = max(recent[slot], tick[leg] + 1)
                leg -= 1
            for leg in range(first, last):
                far, near = min(leg + 2 * AHEAD, last - 1), min(leg + AHEAD, last - 1)
                prefetch(state, 4 * np.int64(source[far]))
                prefetch(state, 4 * np.int64(target[far]))
                prefetch_read(ins, 2 * np.int64(state[source[near], IN]))
                prefetch_read(ins, 2 * np.int64(state[target[near], IN]))
                prefetch_read(outs, 2 * np.int64(state[source[near], OUT]))
                prefetch_read(outs, 2 * np.int64(state[target[near], OUT]))
                u, v, now, oldest = source[leg], target[leg], tick[leg], oldest_tick[leg]
                state[u, OUT + 1] += 1
                state[v, IN + 1] += 1
                recent[_slot(u, v, recent)] = now + 1
                row = rows[leg]
                row[column : column + 8] = 0.0
                if u == v:
                    continue
                gathers[:] = 0
                cycles[:] = 0
                _scatter_gathers(state, u, v, outs, ins, oldest, recent, stamps, none, marks, budget, gathers)
                if slide(state, u, IN, ins, oldest) > 0 and slide(state, v, OUT, outs, oldest) > 0:  # noqa: SIM102
                    if closes(
                        state, u, v, now, oldest, outs, ins, longest, reach, reached, fronts, leg, budget
                    ):
                        count_cycles(
                            state, u, v, now, oldest, ins, longest, seen, cycle_marks, path, places, bounds,
                            budget, cycles,
                        )  # fmt: skip
                row[column] = gathers[2]
                row[column + 1] = gathers[3]
                row[column + 2] = gathers[4]
                row[column + 3] = gathers[5] + gathers[6] + gathers[7]
                row[column + 4] = cycles[2]
                row[column + 5] = cycles[3]
                row[column + 6] = cycles[4]
                row[column + 7] = cycles[5] + cycles[6] + cycles[7]
