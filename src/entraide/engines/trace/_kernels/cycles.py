"""Temporal cycles that a transaction closes, in the windows of `shapes`: whether there is one, and which there are."""

import numpy as np
from numba import njit

# In `state[account]`: where the windows of legs out and in begin; the place behind it is where they end.
OUT, IN = 0, 2
SIZES = 8  # a histogram's bins: 0 .. 6, and 7 or more


@njit(cache=True, inline="always")
def slide(state, account, side, entries, oldest):  # type: ignore[no-untyped-def]
    """Move the beginning of an account's window on to `oldest`; the legs in the window."""
    begin, end = state[account, side], state[account, side + 1]
    while begin < end and entries[begin, 1] < oldest:
        begin += 1
    state[account, side] = begin
    return end - begin


@njit(cache=True)
def closes(state, u, v, now, oldest, outs, ins, longest, reach, reached, fronts, mark, budget):  # type: ignore[no-untyped-def]
    """Whether some way leads in time from v to u in at most `longest` - 1 legs: both ends grow, the cheaper first.

    reach[0][a]: the latest time at which money may arrive at a and still go on to u; reach[1][a]: the earliest
    at which it arrives there from v; valid where reached[side][a] == mark.
    """
    sizes_back, sizes_on = 1, 1
    fronts[0, 0], fronts[1, 0] = u, v
    reached[0, u], reach[0, u] = mark, now
    reached[1, v], reach[1, v] = mark, np.int32(-1)
    cost_back = slide(state, u, IN, ins, oldest)
    cost_on = slide(state, v, OUT, outs, oldest)
    steps = 0
    from_back = from_on = 0  # where the present front begins in its list
    room = fronts.shape[1]
    for _ in range(longest - 1):
        if cost_back == 0 or cost_on == 0:
            return False
        steps += min(cost_back, cost_on)
        if steps > budget:
            return True  # not settled here: the search itself has a budget of its own
        if cost_back <= cost_on:
            cost_back, until = 0, sizes_back
            for at in range(from_back, until):
                node = fronts[0, at]
                bound = reach[0, node]
                place = state[node, IN + 1] - 1
                while place >= state[node, IN]:
                    x, when = ins[place, 0], ins[place, 1]
                    place -= 1
                    if when >= bound or when < oldest or x == u:
                        continue
                    if reached[1, x] == mark and reach[1, x] < when:
                        return True
                    if reached[0, x] != mark or reach[0, x] < when:
                        reached[0, x], reach[0, x] = mark, when
                        if sizes_back == room:
                            return True
                        fronts[0, sizes_back] = x
                        sizes_back += 1
                        cost_back += slide(state, x, IN, ins, oldest)
            from_back = until
        else:
            cost_on, until = 0, sizes_on
            for at in range(from_on, until):
                node = fronts[1, at]
                bound = reach[1, node]
                for place in range(state[node, OUT], state[node, OUT + 1]):
                    x, when = outs[place, 0], outs[place, 1]
                    if when <= bound or when >= now or x == v:
                        continue
                    if reached[0, x] == mark and reach[0, x] > when:
                        return True
                    if reached[1, x] != mark or reach[1, x] > when:
                        reached[1, x], reach[1, x] = mark, when
                        if sizes_on == room:
                            return True
                        fronts[1, sizes_on] = x
                        sizes_on += 1
                        cost_on += slide(state, x, OUT, outs, oldest)
            from_on = until
    return False


@njit(cache=True)
def count_cycles(state, u, v, now, oldest, ins, longest, seen, marks, path, places, bounds, budget, sizes):  # type: ignore[no-untyped-def]
    """Add to the histogram the cycles that the leg u → v closes: different accounts in order, strictly in time.

    Backward from u, each account entered by its latest leg before the bound, so that each order of accounts is
    counted once.
    """
    depth = 0
    path[0] = u
    bounds[0] = now
    slide(state, u, IN, ins, oldest)
    places[0] = state[u, IN + 1] - 1
    marks[0] += 1
    level_mark = np.empty(longest + 1, np.int64)
    level_mark[0] = marks[0]
    steps = 0
    while depth >= 0:
        node = path[depth]
        place = places[depth]
        if place < state[node, IN] or steps > budget:
            depth -= 1
            continue
        places[depth] = place - 1
        steps += 1
        x, when = ins[place, 0], ins[place, 1]
        if when >= bounds[depth] or seen[depth, x] == level_mark[depth]:
            continue
        seen[depth, x] = level_mark[depth]
        if x == v:
            sizes[min(depth + 2, SIZES - 1)] += 1
            continue
        if depth + 3 > longest:
            continue
        inside = False
        for other in range(depth + 1):
            inside = inside or path[other] == x
        if inside:
            continue
        if slide(state, x, IN, ins, oldest) == 0:
            continue
        depth += 1
        path[depth] = x
        bounds[depth] = when
        places[depth] = state[x, IN + 1] - 1
        marks[0] += 1
        level_mark[depth] = marks[0]
