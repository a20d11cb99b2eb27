"""How well Latin letters are explained by the symbols of another script, and the likeliest readings; compiled.

``learned`` is the FlatTables of `_tables`. A word's symbols come as chunk numbers ``one`` and ``two`` (the
chunk of one or of two symbols that begins at a place, -1: none), its letters as bytes 1–26, and groups of
letters as numbers by place and length, which `groups_of` finds.
"""
# mypy: disable-error-code="no-untyped-def,no-untyped-call"

from __future__ import annotations

import math

import numba
import numpy as np

from ._likeness import skeleton

STEP = 0.04
"""Costs in the tables are -ln P in these steps."""
CHANCE = np.exp(-STEP * np.arange(256))
CHANCE[255] = 0.0
SLIP = 1e-4
"""A letter that no symbol stands for, as the tables are learned and as many are ranked."""
LOOSE_SLIP = 1e-3
"""The same where a pair is judged: one letter that was never seen so is no reason to give a name up."""
HOPELESS = 1e-24
"""Ways less likely than this are not followed: a name's letters alone are likelier by far."""
REACH = 6
"""Most letters of a group."""
BEAM = 24
MARKS = 256
TYPICAL = 2.4
"""-ln P of a letter of a typical name: without it, the letter model would favour short readings."""
LONGEST = 24
LATIN, HAN = (
    sum(ord(letter) << (8 * place) for place, letter in enumerate(script)) for script in ("Latn", "Hani")
)


@numba.njit(cache=True)
def group_number(code, slots, numbers):
    mask = len(slots) - 1
    place = (code * 40503) & mask
    while slots[place] != 0:
        if slots[place] == code:
            return numbers[place]
        place = (place + 1) & mask
    return -1


@numba.njit(cache=True)
def groups_of(letters, length, reach, learned, found):
    """Number the groups of up to ``reach`` letters that begin at each place: found[place, length]."""
    empty = group_number(1, learned.slots, learned.numbers)
    for place in range(length + 1):
        found[place, 0] = empty
        code = 1
        for size in range(1, reach + 1):
            if place + size > length:
                found[place, size] = -1
                continue
            code = code * 27 + letters[place + size - 1]
            found[place, size] = group_number(code, learned.slots, learned.numbers)


def _explaining(slip):
    # Two functions and no argument: with a number that is known beforehand a first look is a third faster.
    @numba.njit(cache=True)
    def explained(one, two, size, groups, length, table, learned, columns, ahead):
        """ln P(letters | symbols): the sum over all ways to cut both. ``columns`` and ``ahead`` are scratch space."""
        cost = learned.cost
        base = learned.base[table]
        width = learned.width[table]
        reach = learned.reach[table]
        for p in range(length + 1):
            for k in range(min(reach, length - p) + 1):
                group = groups[p, k]
                columns[p, k] = learned.column[table, group] if group >= 0 else -1
        ahead[: size + 1, : length + 1] = 0.0
        ahead[0, 0] = 1.0
        for q in range(size + 1):
            first = base + one[q] * width if q < size and one[q] >= 0 else -1
            second = base + two[q] * width if q + 1 < size and two[q] >= 0 else -1
            for p in range(length + 1):
                here = ahead[q, p]
                if here < HOPELESS:
                    continue
                if p < length:
                    ahead[q, p + 1] += here * (slip if p > 0 else SLIP)
                if q == size:
                    continue
                if first >= 0:
                    for k in range(min(reach, length - p) + 1):
                        if columns[p, k] >= 0:
                            ahead[q + 1, p + k] += here * CHANCE[cost[first + columns[p, k]]]
                else:  # a symbol that the table does not know says nothing
                    ahead[q + 1, p] += here * 1e-3
                    if p < length:
                        ahead[q + 1, p + 1] += here * 1e-2
                    if p + 1 < length:
                        ahead[q + 1, p + 2] += here * 1e-3
                if second >= 0:
                    for k in range(min(reach, length - p) + 1):
                        if columns[p, k] >= 0:
                            ahead[q + 2, p + k] += here * CHANCE[cost[second + columns[p, k]]]
        total = ahead[size, length]
        return math.log(total) if total > HOPELESS else math.log(HOPELESS)

    return explained


explained = _explaining(SLIP)
loosely_explained = _explaining(LOOSE_SLIP)


@numba.njit(cache=True)
def explained_each(one, two, letters, lengths, table, learned):
    """P(letters | symbols) of many groups of letters, given the same symbols; 0 for much longer ones."""
    groups = np.zeros((LONGEST + 1, REACH + 1), np.int64)
    columns = np.zeros((LONGEST + 1, REACH + 1), np.int64)
    ahead = np.zeros((LONGEST + 2, LONGEST + 2))
    out = np.zeros(len(letters))
    for row in range(len(letters)):
        if lengths[row] <= len(one) + 2:
            groups_of(letters[row], lengths[row], REACH, learned, groups)
            out[row] = math.exp(
                explained(one, two, len(one), groups, lengths[row], table, learned, columns, ahead)
            )
    return out


@numba.njit(cache=True)
def plausible(letters, length, triples):
    """ln P(letters) as a Latin name."""
    a = b = 0
    total = 0.0
    for place in range(length):
        c = letters[place]
        total += triples[a, b, c]
        a, b = b, c
    return total + triples[a, b, 0]


@numba.njit(cache=True)
def likely(one, two, size, table, learned, texts, lengths, scores):
    """The likeliest readings by beam search. Fills texts, lengths and scores (ln); returns how many.

    Readings that are the same by several ways are one, and the Latin letter model has a say.
    """
    starts = learned.starts[learned.first_chunk[table] :]
    members, costs = learned.members, learned.costs
    spelled, spelled_length = learned.letters, learned.lengths
    triples, weight = learned.triples, learned.language_weight
    width = texts.shape[1]
    text = np.zeros((size + 2, BEAM, width), np.uint8)
    length = np.zeros((size + 2, BEAM), np.int64)
    channel = np.zeros((size + 2, BEAM))
    total = np.zeros((size + 2, BEAM))
    code = np.zeros((size + 2, BEAM), np.int64)
    count = np.zeros(size + 2, np.int64)
    count[0] = 1
    met = np.zeros((size + 2, MARKS), np.bool_)  # where nothing is marked, nothing like it can stand
    worst_of = np.full(size + 2, -1, np.int64)  # the worst of a full beam, -1: to be found
    for q in range(size):
        for h in range(count[q]):
            n = length[q, h]
            for step in (1, 2):
                if q + step > size:
                    break
                chunk = one[q] if step == 1 else two[q]
                if chunk < 0:
                    if step == 2:
                        continue
                    first, last = 0, 1
                else:
                    first, last = starts[chunk], starts[chunk + 1]
                for entry in range(first, min(last, first + 14)):
                    if chunk < 0:
                        group, price, more = 0, 3.0, 0
                    else:
                        group, price = members[entry], costs[entry] * STEP
                        more = spelled_length[group]
                    if n + more > width:
                        continue
                    value = channel[q, h] - price
                    a = text[q, h, n - 2] if n > 1 else 0
                    b = text[q, h, n - 1] if n > 0 else 0
                    language = total[q, h] - channel[q, h]
                    hashed = code[q, h]
                    for k in range(more):
                        c = spelled[group, k]
                        language += weight * (triples[a, b, c] + TYPICAL)
                        a, b = b, c
                        hashed = hashed * 31 + c
                    rank = value + language
                    target = q + step
                    same = -1
                    mark = hashed & (MARKS - 1)
                    if met[target, mark]:
                        for other in range(count[target]):
                            if code[target, other] == hashed and length[target, other] == n + more:
                                same = other
                                break
                    if same >= 0:
                        before = channel[target, same]
                        joined = max(before, value) + math.log1p(math.exp(-abs(before - value)))
                        channel[target, same] = joined
                        total[target, same] += joined - before
                        if same == worst_of[target]:
                            worst_of[target] = -1
                        continue
                    if count[target] < BEAM:
                        place = count[target]
                        count[target] += 1
                    else:
                        if worst_of[target] < 0:
                            worst_of[target] = np.argmin(total[target])
                        place = worst_of[target]
                        if rank <= total[target, place]:
                            continue
                        worst_of[target] = -1
                    met[target, mark] = True
                    for k in range(n):
                        text[target, place, k] = text[q, h, k]
                    for k in range(more):
                        text[target, place, n + k] = spelled[group, k]
                    length[target, place] = n + more
                    channel[target, place] = value
                    total[target, place] = rank
                    code[target, place] = hashed
    for h in range(count[size]):
        n = length[size, h]
        a = text[size, h, n - 2] if n > 1 else 0
        b = text[size, h, n - 1] if n > 0 else 0
        total[size, h] += weight * triples[a, b, 0]
    order = np.argsort(-total[size, : count[size]], kind="mergesort")
    found = min(len(order), len(texts))
    for rank in range(found):
        h = order[rank]
        lengths[rank] = length[size, h]
        texts[rank, : lengths[rank]] = text[size, h, : lengths[rank]]
        scores[rank] = total[size, h]
    return found


@numba.njit(cache=True)
def read_words(words, learned):
    """Fill in what is found once for a word: its likelihood as a Latin name and its likeliest readings."""
    groups = np.zeros((LONGEST + 1, REACH + 1), np.int64)
    columns = np.zeros((LONGEST + 1, REACH + 1), np.int64)
    ahead = np.zeros((LONGEST + 2, LONGEST + 2))
    easy = learned.easy
    for row in range(len(words.length)):
        length = words.length[row]
        words.plain[row] = plausible(words.letters[row], length, learned.triples)
        own = words.own[row]
        if words.script[row] == LATIN or (own < 0 and length == 0):
            words.reads[row] = 1 if length else 0
            words.read[row, 0] = words.letters[row]
            words.read_length[row, 0] = length
        elif own >= 0:
            words.reads[row] = likely(
                words.one[row],
                words.two[row],
                words.size[row],
                own,
                learned,
                words.read[row],
                words.read_length[row],
                words.read_score[row],
            )
        else:
            words.reads[row] = likely(
                words.easy_one[row],
                words.easy_two[row],
                length,
                easy,
                learned,
                words.read[row],
                words.read_length[row],
                words.read_score[row],
            )
        best = words.read_length[row, 0]
        groups_of(words.read[row, 0], best, REACH, learned, groups)
        words.easy_peak[row] = loosely_explained(
            words.easy_one[row], words.easy_two[row], length, groups, best,
            easy, learned, columns, ahead,
        )  # fmt: skip
        if own >= 0:
            words.peak[row] = loosely_explained(
                words.one[row], words.two[row], words.size[row], groups, best,
                own, learned, columns, ahead,
            )  # fmt: skip
        bag = 0
        for place in range(length):
            bag |= 1 << words.letters[row, place]
        for reading in range(words.reads[row]):
            for place in range(words.read_length[row, reading]):
                bag |= 1 << words.read[row, reading, place]
            words.bony[row, reading] = skeleton(
                words.read[row, reading], words.read_length[row, reading], words.bones[row, reading]
            )
        words.bag[row] = bag
