"""What an account did in a sliding window, at each of its transactions."""

import numpy as np
from numba import njit, prange

from .memory import prefetch

# Columns of one side (money out, or money in) of one account.
LEGS, OTHERS, STRANGERS, SUM, MEAN, DEVIATION, LEAST, MOST = range(8)
SIDE = 8
SECOND = 1e-6  # of a microsecond
# Columns of a tally, one row for each other account: how many legs of the window lead there and come from there, and
# the places of the last ones.
OUT_COUNT, IN_COUNT, OUT_LAST, IN_LAST = range(4)
NEXT = 6  # legs of an account between asking for memory and needing it
LINE = 16  # float32 in a line of a processor's cache
# Where the block of the payer begins in a row, and that of the payee: each on cache lines of its own.
PAYER, PAYEE = 0, 32


@njit(cache=True, inline="always")
def _push_extreme(queue, head, tail, values, place, sign):  # type: ignore[no-untyped-def]
    """Add a place to the queue of candidates for the least (sign 1) or most (-1) value; the new tail."""
    value = sign * values[place]
    while tail > head and sign * values[queue[tail - 1]] >= value:
        tail -= 1
    queue[tail] = place
    return tail + 1


@njit(cache=True, inline="always")
def _write_side(row, at, legs, others, strangers, total, squares, base, least, most):  # type: ignore[no-untyped-def]
    row[at + LEGS] = legs
    row[at + OTHERS] = others
    row[at + STRANGERS] = strangers
    if legs == 0:
        row[at + SUM : at + SIDE] = 0.0
        return
    mean = total / legs
    row[at + SUM] = total + base * legs
    row[at + MEAN] = mean + base
    row[at + DEVIATION] = np.sqrt(max(squares / legs - mean * mean, 0.0)) if legs > 1 else 0.0
    row[at + LEAST] = least
    row[at + MOST] = most


@njit(cache=True, inline="always")
def _ask_for(place, end, legs, entries, block, rows, tally):  # type: ignore[no-untyped-def]
    """Begin to bring near what a leg of the account writes later: its block, and what is known of the other."""
    if place < end:
        at = np.int64(legs[place]) * rows.shape[1] + block
        prefetch(rows, at)
        prefetch(rows, at + LINE)
        prefetch(tally, 4 * np.int64(entries[place, 0]))


@njit(cache=True, nogil=True)
def _one_account(  # type: ignore[no-untyped-def]
    out_from, out_to, out_legs, outs, out_time, out_worth, in_from, in_to, in_legs, ins, in_time, in_worth, window,
    rows, paid, got, tally, queues,
):  # fmt: skip
    """Walk one account's legs in order, out and in together; write its block of each leg's row.

    The current leg stands in the window of its own side. paid/got: the first of the pair? (by place).
    """
    least_out, most_out, least_in, most_in = queues[0], queues[1], queues[2], queues[3]
    o, i, o_old, i_old = out_from, in_from, out_from, in_from
    lo_h = lo_t = mo_h = mo_t = li_h = li_t = mi_h = mi_t = 0
    out_others = in_others = out_strangers = in_strangers = 0
    out_sum = out_squares = in_sum = in_squares = 0.0
    out_ever = in_ever = 0.0
    # Sums run on amounts less a base near them, so that squares do not swallow small amounts.
    out_base = out_worth[out_from] if out_to > out_from else 0.0
    in_base = in_worth[in_from] if in_to > in_from else 0.0
    first = 0
    if out_to > out_from and in_to > in_from:
        first = min(out_time[out_from], in_time[in_from])
    elif out_to > out_from:
        first = out_time[out_from]
    elif in_to > in_from:
        first = in_time[in_from]
    while o < out_to or i < in_to:
        going = i >= in_to or (o < out_to and out_legs[o] <= in_legs[i])
        leg = out_legs[o] if going else in_legs[i]
        now = out_time[o] if going else in_time[i]
        oldest = now - window
        while o_old < o and out_time[o_old] < oldest:
            other = outs[o_old, 0]
            tally[other, OUT_COUNT] -= 1
            if tally[other, OUT_COUNT] == 0:
                out_others -= 1
            out_strangers -= paid[o_old]
            value = out_worth[o_old] - out_base
            out_sum -= value
            out_squares -= value * value
            if least_out[lo_h] == o_old:
                lo_h += 1
            if most_out[mo_h] == o_old:
                mo_h += 1
            o_old += 1
        while i_old < i and in_time[i_old] < oldest:
            other = ins[i_old, 0]
            tally[other, IN_COUNT] -= 1
            if tally[other, IN_COUNT] == 0:
                in_others -= 1
            in_strangers -= got[i_old]
            value = in_worth[i_old] - in_base
            in_sum -= value
            in_squares -= value * value
            if least_in[li_h] == i_old:
                li_h += 1
            if most_in[mi_h] == i_old:
                mi_h += 1
            i_old += 1
        if o_old == o:
            out_sum = out_squares = 0.0
        if i_old == i:
            in_sum = in_squares = 0.0
        row = rows[leg]
        if going:
            _ask_for(o + NEXT, out_to, out_legs, outs, PAYER, rows, tally)
            other = outs[o, 0]
            block = PAYER
            pair = PAYER + 2 * SIDE
            seen_before = tally[other, OUT_LAST] >= out_from
            row[pair] = (now - out_time[tally[other, OUT_LAST]]) * SECOND if seen_before else -1.0
            row[pair + 1] = 1.0 if tally[other, IN_LAST] >= in_from else 0.0
            usual = out_ever / (o - out_from) if o > out_from else 0.0
            row[pair + 2] = out_worth[o] / usual if usual > 0.0 else 0.0
            row[pair + 3] = (now - out_time[o - 1]) * SECOND if o > out_from else -1.0
            row[pair + 4] = (now - in_time[i - 1]) * SECOND if i > in_from else -1.0
            row[pair + 5] = (now - first) * SECOND
            paid[o] = 0 if seen_before else 1
            tally[other, OUT_LAST] = o
            out_others += tally[other, OUT_COUNT] == 0
            tally[other, OUT_COUNT] += 1
            out_strangers += paid[o]
            value = out_worth[o] - out_base
            out_sum += value
            out_squares += value * value
            out_ever += out_worth[o]
            lo_t = _push_extreme(least_out, lo_h, lo_t, out_worth, o, 1.0)
            mo_t = _push_extreme(most_out, mo_h, mo_t, out_worth, o, -1.0)
            o += 1
        else:
            _ask_for(i + NEXT, in_to, in_legs, ins, PAYEE, rows, tally)
            other = ins[i, 0]
            block = PAYEE
            pair = PAYEE + 2 * SIDE
            usual = in_ever / (i - in_from) if i > in_from else 0.0
            row[pair] = in_worth[i] / usual if usual > 0.0 else 0.0
            row[pair + 1] = (now - in_time[i - 1]) * SECOND if i > in_from else -1.0
            row[pair + 2] = (now - out_time[o - 1]) * SECOND if o > out_from else -1.0
            row[pair + 3] = (now - first) * SECOND
            got[i] = 0 if tally[other, IN_LAST] >= in_from else 1
            tally[other, IN_LAST] = i
            in_others += tally[other, IN_COUNT] == 0
            tally[other, IN_COUNT] += 1
            in_strangers += got[i]
            value = in_worth[i] - in_base
            in_sum += value
            in_squares += value * value
            in_ever += in_worth[i]
            li_t = _push_extreme(least_in, li_h, li_t, in_worth, i, 1.0)
            mi_t = _push_extreme(most_in, mi_h, mi_t, in_worth, i, -1.0)
            i += 1
        _write_side(
            row, block, o - o_old, out_others, out_strangers, out_sum, out_squares, out_base,
            out_worth[least_out[lo_h]] if o > o_old else 0.0, out_worth[most_out[mo_h]] if o > o_old else 0.0,
        )  # fmt: skip
        _write_side(
            row, block + SIDE, i - i_old, in_others, in_strangers, in_sum, in_squares, in_base,
            in_worth[least_in[li_h]] if i > i_old else 0.0, in_worth[most_in[mi_h]] if i > i_old else 0.0,
        )  # fmt: skip
    for place in range(o_old, out_to):
        tally[outs[place, 0], OUT_COUNT] = 0
    for place in range(i_old, in_to):
        tally[ins[place, 0], IN_COUNT] = 0


@njit(cache=True, parallel=True, nogil=True)
def account_windows(  # type: ignore[no-untyped-def]
    out_start,
    out_legs,
    outs,
    out_time,
    out_worth,
    in_start,
    in_legs,
    ins,
    in_time,
    in_worth,
    window,
    rows,
    parts,
    tallies,
):
    """Fill the blocks of each leg's payer and payee in `rows` (n, columns) float32.

    `outs`, `ins` (n, 2), `out_time`, `out_worth` … stand in the order of `out_legs` and `in_legs`. `parts`: bounds of
    runs of accounts, among which threads take turns; `tallies` (t, m, 4) int32 zeros, one for each thread.
    """
    paid = np.empty(len(out_legs), np.int8)
    got = np.empty(len(in_legs), np.int8)
    threads = len(tallies)
    for thread in prange(threads):
        tally = tallies[thread]
        tally[:, OUT_LAST:] = -1
        most = 1
        for account in range(len(out_start) - 1):
            most = max(
                most, out_start[account + 1] - out_start[account], in_start[account + 1] - in_start[account]
            )
        queues = np.zeros((4, most + 1), np.int32)
        for part in range(thread, len(parts) - 1, threads):
            for account in range(parts[part], parts[part + 1]):
                _one_account(
                    out_start[account], out_start[account + 1], out_legs, outs, out_time, out_worth,
                    in_start[account], in_start[account + 1], in_legs, ins, in_time, in_worth, window, rows, paid,
                    got, tally, queues,
                )  # fmt: skip


@njit(cache=True, parallel=True, nogil=True)
def put_in_order_of(legs, other, tick, time, worth, entries, times, worths):  # type: ignore[no-untyped-def]
    """The columns that the walks need, in the order of `legs`: (other account, tick), time, worth."""
    for place in prange(len(legs)):
        leg = legs[place]
        entries[place, 0] = other[leg]
        entries[place, 1] = tick[leg]
        times[place] = time[leg]
        worths[place] = worth[leg]


@njit(cache=True)
def ticks(time, window):  # type: ignore[no-untyped-def]
    """The rank of each leg's time among the different times, and that of the oldest time in its window."""
    tick = np.empty(len(time), np.int32)
    oldest = np.empty(len(time), np.int32)
    rank, begin = -1, 0
    for leg in range(len(time)):
        if leg == 0 or time[leg] != time[leg - 1]:
            rank += 1
        tick[leg] = rank
        while time[begin] < time[leg] - window:
            begin += 1
        oldest[leg] = tick[begin]
    return tick, oldest
