"""Money that comes in and goes on at once: each leg's match among what its payer got, and the chain behind it."""

import numpy as np
from numba import njit, prange

RECENT = 12  # arrivals of the payer that are looked at, newest first
# Columns in a row.
PASSING, PASSING_SINCE, CHAIN, RETURNS = 22, 23, 52, 53
OWN = 54


@njit(cache=True, nogil=True)
def passing(in_start, ins, in_time, in_worth, time, source, target, worth, window, tolerance, rows):  # type: ignore[no-untyped-def]
    """Write how well a leg's worth matches an arrival in the window (0: none within `tolerance`, 1: equal), seconds
    since that arrival, how many legs in a row have passed such a sum on, and whether it returns to where the
    chain began (then the chain's legs, else 0)."""
    accounts = len(in_start) - 1
    end = np.empty(accounts, np.int64)
    for account in range(accounts):
        end[account] = in_start[account]
    chain = np.ones(len(ins), np.int32)
    origin = np.empty(len(ins), np.int32)
    for leg in range(len(time)):
        u, v, now, sum_ = source[leg], target[leg], time[leg], worth[leg]
        best, since, length, begin = 0.0, -1.0, 1, u
        place = end[u] - 1
        stop = max(in_start[u], end[u] - RECENT)
        while place >= stop and in_time[place] >= now - window:
            apart = abs(sum_ - in_worth[place]) / max(in_worth[place], 1e-12)
            if apart <= tolerance and ins[place, 0] != u:
                if 1.0 - apart > best:
                    best, since = 1.0 - apart, (now - in_time[place]) * 1e-6
                if chain[place] + 1 > length:
                    length, begin = chain[place] + 1, origin[place]
            place -= 1
        at = end[v]
        chain[at], origin[at] = length, begin
        end[v] = at + 1
        row = rows[leg]
        row[PASSING], row[PASSING_SINCE] = best, since
        row[CHAIN], row[RETURNS] = length, length if begin == v and length > 1 else 0.0


@njit(cache=True, nogil=True)
def passing_of(in_start, in_legs, ins, in_time, in_worth, time, source, worth, window, tolerance):  # type: ignore[no-untyped-def]
    """What `passing` finds without the chains: (legs, 2) how well each matches and since when, and the arrivals that
    match: those of leg n are arrivals[start[n]:start[n + 1]], newest first."""
    legs = len(time)
    best = np.zeros((legs, 2), np.float32)
    end = in_start[:-1].copy()
    start = np.zeros(legs + 1, np.int64)
    arrivals = np.empty(RECENT * legs, np.int64)
    count = 0
    for leg in range(legs):
        u, now, sum_ = source[leg], time[leg], worth[leg]
        # What arrives later than this leg has a higher number.
        while end[u] < in_start[u + 1] and in_legs[end[u]] < leg:
            end[u] += 1
        most, since = 0.0, -1.0
        place = end[u] - 1
        stop = max(in_start[u], end[u] - RECENT)
        while place >= stop and in_time[place] >= now - window:
            apart = abs(sum_ - in_worth[place]) / max(in_worth[place], 1e-12)
            if apart <= tolerance and ins[place, 0] != u:
                if 1.0 - apart > most:
                    most, since = 1.0 - apart, (now - in_time[place]) * 1e-6
                arrivals[count] = in_legs[place]
                count += 1
            place -= 1
        best[leg, 0], best[leg, 1] = most, since
        start[leg + 1] = count
    return best, start, arrivals[:count]


@njit(cache=True)
def chains_of(legs, source, target, start, arrivals, payers):  # type: ignore[no-untyped-def]
    """(legs, 2): how many legs in a row have passed such a sum on, and that number again where it returns to where the
    chain began, of legs (ascending) that have matching arrivals, from all payers."""
    chain = np.ones((len(legs), 2), np.float32)
    origin = np.empty(len(legs), np.int64)
    for at in range(len(legs)):
        length, begin = 1, source[at]
        for place in range(start[at], start[at + 1]):
            before = np.searchsorted(legs, arrivals[place])
            known = before < len(legs) and legs[before] == arrivals[place]
            behind = np.int64(chain[before, 0]) if known else 1
            if behind + 1 > length:
                length, begin = behind + 1, origin[before] if known else payers[place]
        origin[at] = begin
        chain[at, 0], chain[at, 1] = length, length if begin == target[at] and length > 1 else 0
    return chain


@njit(cache=True, parallel=True, nogil=True)
def own(time, source, target, amount, worth, currency, rail, rows):  # type: ignore[no-untyped-def]
    """Write what a leg says of itself, and how much of what came each side passes on in the window."""
    hour, day = 3_600_000_000, 86_400_000_000
    for leg in prange(len(time)):
        row = rows[leg]
        row[OWN] = worth[leg]
        row[OWN + 1] = time[leg] // hour % 24
        row[OWN + 2] = (time[leg] // day + 3) % 7  # Monday is 0
        row[OWN + 3] = rail[leg]
        row[OWN + 4] = currency[leg]
        row[OWN + 5] = 1.0 if amount[leg] % 10_000 == 0 else 0.0
        row[OWN + 6] = row[3] / row[11] if row[11] > 0.0 else 0.0
        row[OWN + 7] = row[35] / row[43] if row[43] > 0.0 else 0.0
        row[OWN + 8] = 1.0 if source[leg] == target[leg] else 0.0
        row[OWN + 9] = row[45] / row[44] if row[44] > 0.0 else 0.0


@njit(cache=True, parallel=True, nogil=True)
def turned(rows, first, last):  # type: ignore[no-untyped-def]
    """Columns of rows first … last: (columns, last - first), copied block by block."""
    count = last - first
    columns = np.empty((rows.shape[1], count), rows.dtype)
    for block in prange((count + 255) // 256):
        for column in range(rows.shape[1]):
            for place in range(block * 256, min(count, block * 256 + 256)):
                columns[column, place] = rows[first + place, column]
    return columns
