"""What an account did in a sliding window, at each of its transactions."""

import numpy as np
from numba import njit, prange

# Columns of one side (money out, or money in) of one account.
LEGS, OTHERS, STRANGERS, SUM, MEAN, DEVIATION, LEAST, MOST = range(8)
SIDE = 8


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
        return
    mean = total / legs
    row[at + SUM] = total + base * legs
    row[at + MEAN] = mean + base
    row[at + DEVIATION] = np.sqrt(max(squares / legs - mean * mean, 0.0)) if legs > 1 else 0.0
    row[at + LEAST] = least
    row[at + MOST] = most


@njit(cache=True, nogil=True)
def _one_account(  # type: ignore[no-untyped-def]
    account, out_from, out_to, out_legs, in_from, in_to, in_legs, time, source, target, worth, window,
    rows, columns, paid, got, out_count, in_count, out_last, in_last, queues,
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
    out_base = worth[out_legs[out_from]] if out_to > out_from else 0.0
    in_base = worth[in_legs[in_from]] if in_to > in_from else 0.0
    first = 0
    if out_to > out_from and in_to > in_from:
        first = time[min(out_legs[out_from], in_legs[in_from])]
    elif out_to > out_from:
        first = time[out_legs[out_from]]
    elif in_to > in_from:
        first = time[in_legs[in_from]]
    while o < out_to or i < in_to:
        going = i >= in_to or (o < out_to and out_legs[o] <= in_legs[i])
        leg = out_legs[o] if going else in_legs[i]
        now = time[leg]
        oldest = now - window
        while o_old < o and time[out_legs[o_old]] < oldest:
            other = target[out_legs[o_old]]
            out_count[other] -= 1
            if out_count[other] == 0:
                out_others -= 1
            out_strangers -= paid[o_old]
            value = worth[out_legs[o_old]] - out_base
            out_sum -= value
            out_squares -= value * value
            if least_out[lo_h] == out_legs[o_old]:
                lo_h += 1
            if most_out[mo_h] == out_legs[o_old]:
                mo_h += 1
            o_old += 1
        while i_old < i and time[in_legs[i_old]] < oldest:
            other = source[in_legs[i_old]]
            in_count[other] -= 1
            if in_count[other] == 0:
                in_others -= 1
            in_strangers -= got[i_old]
            value = worth[in_legs[i_old]] - in_base
            in_sum -= value
            in_squares -= value * value
            if least_in[li_h] == in_legs[i_old]:
                li_h += 1
            if most_in[mi_h] == in_legs[i_old]:
                mi_h += 1
            i_old += 1
        if o_old == o:
            out_sum = out_squares = 0.0
        if i_old == i:
            in_sum = in_squares = 0.0
        row = rows[leg]
        if going:
            other = target[leg]
            block = columns[0]
            pair = columns[2]
            seen_before = out_last[other] >= out_from
            row[pair] = time[leg] - time[out_legs[out_last[other]]] if seen_before else -1.0
            row[pair + 1] = 1.0 if in_last[other] >= in_from else 0.0
            usual = out_ever / (o - out_from) if o > out_from else 0.0
            row[pair + 2] = worth[leg] / usual if usual > 0.0 else 0.0
            row[pair + 3] = now - time[out_legs[o - 1]] if o > out_from else -1.0
            row[pair + 4] = now - time[in_legs[i - 1]] if i > in_from else -1.0
            row[pair + 5] = now - first
            paid[o] = 0 if seen_before else 1
            out_last[other] = o
            if out_count[other] == 0:
                out_others += 1
            out_count[other] += 1
            out_strangers += paid[o]
            value = worth[leg] - out_base
            out_sum += value
            out_squares += value * value
            out_ever += worth[leg]
            lo_t = _push_extreme(least_out, lo_h, lo_t, worth, leg, 1.0)
            mo_t = _push_extreme(most_out, mo_h, mo_t, worth, leg, -1.0)
            o += 1
        else:
            other = source[leg]
            block = columns[1]
            pair = columns[3]
            usual = in_ever / (i - in_from) if i > in_from else 0.0
            row[pair] = worth[leg] / usual if usual > 0.0 else 0.0
            row[pair + 1] = now - time[in_legs[i - 1]] if i > in_from else -1.0
            row[pair + 2] = now - time[out_legs[o - 1]] if o > out_from else -1.0
            row[pair + 3] = now - first
            got[i] = 0 if in_last[other] >= in_from else 1
            in_last[other] = i
            if in_count[other] == 0:
                in_others += 1
            in_count[other] += 1
            in_strangers += got[i]
            value = worth[leg] - in_base
            in_sum += value
            in_squares += value * value
            in_ever += worth[leg]
            li_t = _push_extreme(least_in, li_h, li_t, worth, leg, 1.0)
            mi_t = _push_extreme(most_in, mi_h, mi_t, worth, leg, -1.0)
            i += 1
        _write_side(
            row, block, o - o_old, out_others, out_strangers, out_sum, out_squares, out_base,
            worth[least_out[lo_h]] if o > o_old else 0.0, worth[most_out[mo_h]] if o > o_old else 0.0,
        )  # fmt: skip
        _write_side(
            row, block + SIDE, i - i_old, in_others, in_strangers, in_sum, in_squares, in_base,
            worth[least_in[li_h]] if i > i_old else 0.0, worth[most_in[mi_h]] if i > i_old else 0.0,
        )  # fmt: skip
    for place in range(o_old, out_to):
        out_count[target[out_legs[place]]] = 0
    for place in range(i_old, in_to):
        in_count[source[in_legs[place]]] = 0


@njit(cache=True, parallel=True, nogil=True)
def account_windows(  # type: ignore[no-untyped-def]
    out_start, out_legs, in_start, in_legs, time, source, target, worth, window, rows, columns, parts
):
    """Fill the account blocks of `rows` (n, columns) float32 for each leg's source and target.

    `columns`: where the source's and the target's blocks (2 * SIDE each) begin, and where the extras of the
    source (6) and of the target (4) begin. `parts`: bounds of runs of accounts, one task each.
    """
    paid = np.empty(len(out_legs), np.int8)
    got = np.empty(len(in_legs), np.int8)
    accounts = len(out_start) - 1
    for part in prange(len(parts) - 1):
        out_count = np.zeros(accounts, np.int32)
        in_count = np.zeros(accounts, np.int32)
        out_last = np.full(accounts, -1, np.int64)
        in_last = np.full(accounts, -1, np.int64)
        most = 1
        for account in range(parts[part], parts[part + 1]):
            most = max(
                most, out_start[account + 1] - out_start[account], in_start[account + 1] - in_start[account]
            )
        queues = np.zeros((4, most + 1), np.int64)
        for account in range(parts[part], parts[part + 1]):
            _one_account(
                account, out_start[account], out_start[account + 1], out_legs, in_start[account],
                in_start[account + 1], in_legs, time, source, target, worth, window, rows, columns, paid, got,
                out_count, in_count, out_last, in_last, queues,
            )  # fmt: skip
