"""Searches for shapes over a ledger's indexes; each result is an array of rows of places."""

import numpy as np
from numba import njit


@njit(cache=True)
def _room(rows, count):  # type: ignore[no-untyped-def]
    """The same rows with room for one more."""
    if count < len(rows):
        return rows
    wider = np.full((2 * len(rows), rows.shape[1]), -1, np.int64)
    wider[: len(rows)] = rows
    return wider


@njit(cache=True)
def bursts(start, legs, other, time, span, least, hub):  # type: ignore[no-untyped-def]
    """(account, first, last) places in `legs`: windows with `least` to `hub` different others, none overlapping.

    Of the windows that overlap the one with the most others is taken.
    """
    accounts = len(start) - 1
    count = np.zeros(accounts, np.int32)
    found, rows = 0, np.full((16, 3), -1, np.int64)
    for account in range(accounts):
        begin, end = start[account], start[account + 1]
        if end - begin < least:
            continue
        upto = np.empty(end - begin, np.int64)
        different = np.empty(end - begin, np.int64)
        new, now = begin, 0
        for old in range(begin, end):
            while new < end and time[legs[new]] - time[legs[old]] <= span:
                who = other[legs[new]]
                now += count[who] == 0 and who != account
                count[who] += 1
                new += 1
            upto[old - begin], different[old - begin] = new, now
            who = other[legs[old]]
            count[who] -= 1
            now -= count[who] == 0 and who != account
        at = begin
        while at < end:
            if different[at - begin] < least:
                at += 1
                continue
            best = at
            for later in range(at, upto[at - begin]):
                if different[later - begin] > different[best - begin]:
                    best = later
            if different[best - begin] <= hub:
                rows = _room(rows, found)
                rows[found, 0], rows[found, 1], rows[found, 2] = account, best, upto[best - begin]
                found += 1
            at = upto[best - begin]
    return rows[:found]


@njit(cache=True)
def _from_time(start, legs, time, account, moment):  # type: ignore[no-untyped-def]
    """The first place of an account whose leg is not before the moment."""
    low, high = start[account], start[account + 1]
    while low < high:
        middle = (low + high) // 2
        if time[legs[middle]] < moment:
            low = middle + 1
        else:
            high = middle
    return low


@njit(cache=True)
def passed(start, legs, time, source, target, worth, span, kept, hub):  # type: ignore[no-untyped-def]
    """(arrival, onward) legs: the payer of the second got about the same sum by the first within the span before.

    The newest arrival that fits is taken; accounts with more than `hub` arrivals in the span are looked past.
    """
    found, rows = 0, np.full((1024, 2), -1, np.int64)
    for leg in range(len(time)):
        u = source[leg]
        if u == target[leg]:
            continue
        first = _from_time(start, legs, time, u, time[leg] - span)
        place = _from_time(start, legs, time, u, time[leg] + 1) - 1
        if place - first >= hub:
            continue
        while place >= first:
            arrival = legs[place]
            place -= 1
            if arrival >= leg or source[arrival] == u or source[arrival] == target[leg]:
                continue
            if abs(worth[leg] - worth[arrival]) <= kept * worth[arrival]:
                rows = _room(rows, found)
                rows[found, 0], rows[found, 1] = arrival, leg
                found += 1
                break
    return rows[:found, 0].copy(), rows[:found, 1].copy()


@njit(cache=True)
def cycles(start, legs, time, source, target, worth, span, longest, kept, hub, most):  # type: ignore[no-untyped-def]
    """Legs of cycles, padded with -1: one for each leg that closes one, within the span and by different accounts.

    Cycles of three or four legs may change their amounts; in longer ones each leg carries the sum of the one after it,
    less or more what may be kept. A search for one leg stops after 2,000 steps.
    """
    found, rows = 0, np.full((16, longest), -1, np.int64)
    path = np.empty(longest + 1, np.int64)
    place = np.empty(longest + 1, np.int64)
    for last in range(len(time)):
        u, v = source[last], target[last]
        if u == v:
            continue
        oldest = time[last] - span
        done = False
        for keeping in range(2):
            limit = longest if keeping else min(longest, 4)
            steps, depth = 0, 0
            path[0] = last
            place[0] = _from_time(start, legs, time, u, time[last]) - 1
            while depth >= 0 and not done:
                node = source[path[depth]]
                at = place[depth]
                steps += 1
                if steps > 2000:
                    break
                crowded = place[depth] - start[node] > hub and time[legs[place[depth] - hub]] >= oldest
                if crowded or at < start[node] or time[legs[at]] < oldest:
                    depth -= 1
                    continue
                place[depth] = at - 1
                leg = legs[at]
                if keeping and abs(worth[leg] - worth[path[depth]]) > kept * worth[path[depth]]:
                    continue
                x = source[leg]
                if x == node:
                    continue
                if x == v and depth == 0:
                    continue  # two who pay one another
                if x == v:
                    rows = _room(rows, found)
                    rows[found, 0] = leg
                    for back in range(depth + 1):
                        rows[found, 1 + back] = path[depth - back]
                    found += 1
                    done = True
                    break
                if depth + 3 > limit:
                    continue
                inside = False
                for back in range(depth + 1):
                    inside = inside or source[path[back]] == x
                if inside:
                    continue
                depth += 1
                path[depth] = leg
                place[depth] = _from_time(start, legs, time, x, time[leg]) - 1
            if done:
                break
        if found == most:
            break
    return rows[:found]


@njit(cache=True)
def shared_payees(out_start, out_legs, in_start, in_legs, time, source, target, span, hub, most):  # type: ignore[no-untyped-def]
    """(payee, payee, payer, leg, leg): payers of two accounts that another pays too, all within the span.

    Payers and payees with more than `hub` others in the span are looked past.
    """
    accounts = len(out_start) - 1
    stamp = np.full(accounts, -1, np.int64)
    found, rows = 0, np.full((1024, 5), -1, np.int64)
    some = np.empty(hub + 1, np.int64)
    for payer in range(accounts):
        begin, end = out_start[payer], out_start[payer + 1]
        at = begin
        while at < end:
            first = time[out_legs[at]]
            kept, last = 0, at
            while last < end and time[out_legs[last]] - first <= span:
                leg = out_legs[last]
                payee = target[leg]
                if kept <= hub and payee != payer and stamp[payee] != at:
                    stamp[payee] = at
                    # Only who is paid by a few is told apart from a shop.
                    payers = _from_time(in_start, in_legs, time, payee, first + span) - _from_time(
                        in_start, in_legs, time, payee, first - span
                    )
                    if 2 <= payers <= 2 * hub and kept < hub:
                        some[kept] = leg
                        kept += 1
                last += 1
            for one in range(kept):
                for two in range(one + 1, kept):
                    a, b = target[some[one]], target[some[two]]
                    rows = _room(rows, found)
                    rows[found, 0], rows[found, 1], rows[found, 2] = min(a, b), max(a, b), payer
                    rows[found, 3], rows[found, 4] = some[one], some[two]
                    found += 1
                    if found == most:
                        return rows[:found]
            at = last
    return rows[:found]


@njit(cache=True)
def legs_between(out_start, out_legs, time, target, payers, payees, begin, span):  # type: ignore[no-untyped-def]
    """The legs from these payers to these payees within two spans of the beginning."""
    found, rows = 0, np.full((16, 1), -1, np.int64)
    for payer in payers:
        place = _from_time(out_start, out_legs, time, payer, begin)
        while place < out_start[payer + 1] and time[out_legs[place]] <= begin + 2 * span:
            for payee in payees:
                if target[out_legs[place]] == payee:
                    rows = _room(rows, found)
                    rows[found, 0] = out_legs[place]
                    found += 1
            place += 1
    return rows[:found, 0].copy()


@njit(cache=True)
def peels(start, legs, time, source, target, worth, span, longest, least, hub, most):  # type: ignore[no-untyped-def]
    """Legs of peel chains, padded with -1: from each account most of what came goes on to one, and some of the rest,
    a third at most, to another; at least `least` times, each step within the span."""
    used = np.zeros(len(time), np.bool_)
    found, rows = 0, np.full((16, 2 * longest + 1), -1, np.int64)
    way = np.empty(2 * longest + 1, np.int64)
    for first in range(len(time)):
        if used[first] or source[first] == target[first]:
            continue
        count, leg, hops = 1, first, 0
        way[0] = first
        while hops < longest:
            node = target[leg]
            at = _from_time(start, legs, time, node, time[leg])
            end = start[node + 1]
            onward, peel, seen = -1, -1, 0
            while at < end and time[legs[at]] - time[leg] <= span and seen <= hub:
                out = legs[at]
                at += 1
                seen += 1
                if out <= leg or used[out] or target[out] == node or target[out] == source[leg]:
                    continue
                part = worth[out] / worth[leg] if worth[leg] > 0 else 0.0
                if onward < 0 and 0.6 <= part < 1.0:
                    onward = out
                elif peel < 0 and 0.0 < part <= 0.34:
                    peel = out
                if onward >= 0 and peel >= 0:
                    break
            if onward < 0 or peel < 0 or worth[onward] + worth[peel] > 1.05 * worth[leg]:
                break
            if target[onward] == target[peel] or seen > hub:
                break
            way[count], way[count + 1] = peel, onward
            count += 2
            hops += 1
            leg = onward
        if hops >= least:
            for place in range(count):
                used[way[place]] = True
            rows = _room(rows, found)
            rows[found, :count] = way[:count]
            found += 1
            if found == most:
                break
    return rows[:found]


@njit(cache=True)
def crowded(start, legs, under, time, currency, span, least):  # type: ignore[no-untyped-def]
    """(account, first, last) places: windows with at least so many marked legs of one currency, none overlapping."""
    found, rows = 0, np.full((16, 3), -1, np.int64)
    for account in range(len(start) - 1):
        at, end = start[account], start[account + 1]
        while at < end:
            if not under[legs[at]]:
                at += 1
                continue
            last, count = at, 0
            while last < end and time[legs[last]] - time[legs[at]] <= span:
                count += under[legs[last]] and currency[legs[last]] == currency[legs[at]]
                last += 1
            if count >= least:
                rows = _room(rows, found)
                rows[found, 0], rows[found, 1], rows[found, 2] = account, at, last
                found += 1
                at = last
            else:
                at += 1
    return rows[:found]
