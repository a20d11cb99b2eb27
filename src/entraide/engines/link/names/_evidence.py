"""How far two words speak for being one name, as log-odds; compiled.

``words`` is a `_prepared.Words`, i and j are rows of it; ``learned`` is the FlatTables. ``room`` is scratch
space (`scratch()`), so that nothing is allocated in the inner loop.
"""
# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

from typing import Any, NamedTuple

import numba
import numpy as np

from ._alignment import LATIN, LONGEST, REACH, explained, groups_of, loosely_explained, plausible
from ._judging import HOPELESS, LEAST, LINEAR, MOST, TRAITS, judged
from ._likeness import alike, skeleton

BY_RULE = 3.0
"""Log-odds of three letters and more that are, to the letter, what rules make of the other word."""


class Room(NamedTuple):
    """Scratch space of the kernels."""

    groups: Any
    columns: Any
    ahead: Any
    bones: Any
    traits: Any
    by_rule: Any


@numba.njit(cache=True)
def scratch():
    return Room(
        np.zeros((LONGEST + 1, REACH + 1), np.int64),
        np.zeros((LONGEST + 1, REACH + 1), np.int64),
        np.zeros((LONGEST + 2, LONGEST + 2)),
        np.zeros(LONGEST, np.uint8),
        np.zeros(TRAITS),
        np.zeros(1),
    )


@numba.njit(cache=True)
def _traits(letters, n, plain, words, j, learned, room, out):
    """What speaks for Latin ``letters`` and the word j, which is in another script, being one name."""
    own = words.own[j]
    reach = max(learned.reach[own], learned.reach[learned.easy]) if own >= 0 else learned.reach[learned.easy]
    groups_of(letters, n, reach, learned, room.groups)
    easy_ln = loosely_explained(
        words.easy_one[j],
        words.easy_two[j],
        words.length[j],
        room.groups,
        n,
        learned.easy,
        learned,
        room.columns,
        room.ahead,
    )
    own_ln, peak, size = easy_ln, words.easy_peak[j], words.length[j]
    if own >= 0:
        own_ln = loosely_explained(
            words.one[j], words.two[j], words.size[j], room.groups, n,
            own, learned, room.columns, room.ahead,
        )  # fmt: skip
        peak, size = words.peak[j], words.size[j]
    best = 0.0
    bony = 0.0
    m = skeleton(letters, n, room.bones)
    for r in range(words.reads[j]):
        best = max(best, alike(letters, n, words.read[j, r], words.read_length[j, r]))
        bony = max(bony, alike(room.bones, m, words.bones[j, r], words.bony[j, r]))
    by_rule = alike(letters, n, words.letters[j], words.length[j])
    room.by_rule[0] = by_rule
    off = abs(n - words.read_length[j, 0])
    _fill(
        out,
        own_ln - plain,
        own_ln - peak,
        easy_ln - plain,
        easy_ln - words.easy_peak[j],
        best,
        by_rule,
        bony,
        off,
        n,
    )
    out[13] = plain / max(n, 1)
    out[14] = peak / max(words.read_length[j, 0], 1)
    out[15] = size
    out[16] = n / max(size, 1)
    out[17] = words.length[j]
    out[18] = n - words.length[j]


@numba.njit(cache=True)
def _latin_traits(words, i, j, learned, room, out):
    """The same for two Latin words, each explained by the other."""
    gain = gap = 0.0
    for a, b in ((i, j), (j, i)):
        groups_of(words.letters[a], words.length[a], learned.reach[learned.easy], learned, room.groups)
        ln = loosely_explained(
            words.easy_one[b], words.easy_two[b], words.length[b], room.groups, words.length[a],
            learned.easy, learned, room.columns, room.ahead,
        )  # fmt: skip
        gain += max(ln - words.plain[a], LEAST)
        gap += max(ln - words.easy_peak[b], LEAST)
    gain, gap = gain / 2, gap / 2
    best = alike(words.letters[i], words.length[i], words.letters[j], words.length[j])
    bony = alike(words.bones[i, 0], words.bony[i, 0], words.bones[j, 0], words.bony[j, 0])
    off = abs(words.length[i] - words.length[j])
    n = max(words.length[i], words.length[j])
    _fill(out, gain, gap, gain, gap, best, best, bony, off, n)
    out[LINEAR:] = 0.0


@numba.njit(cache=True)
def _fill(out, own_gain, own_gap, easy_gain, easy_gap, best, by_rule, bony, off, n):
    share = 1.0 / max(n, 3)
    own_gain, easy_gain = max(own_gain, LEAST), max(easy_gain, LEAST)
    own_gap, easy_gap = max(own_gap, LEAST), max(easy_gap, LEAST)
    out[0] = own_gain
    out[1] = own_gain * share
    out[2] = own_gap * share
    out[3] = own_gap
    out[4] = easy_gain
    out[5] = easy_gain * share
    out[6] = easy_gap * share
    out[7] = best
    out[8] = by_rule
    out[9] = bony
    out[10] = off * share
    out[11] = n
    out[12] = best * best


@numba.njit(cache=True)
def evidence(words, i, j, learned, room):
    """Log-odds that the words i and j are one name. The same either way round."""
    if words.length[i] == 0 or words.length[j] == 0:
        return HOPELESS
    if words.script[i] == words.script[j]:
        return _within_a_script(words, i, j, learned, room)
    if not _worth_a_look(words, i, j):
        return HOPELESS
    if words.script[i] == LATIN or words.script[j] == LATIN:
        if words.script[j] == LATIN:
            i, j = j, i
        _traits(words.letters[i], words.length[i], words.plain[i], words, j, learned, room, room.traits)
        odds = judged(room.traits, words.own[j], learned)
        return max(odds, BY_RULE) if room.by_rule[0] == 1.0 and words.length[i] > 2 else odds
    return (_by_readings(words, i, j, learned, room) + _by_readings(words, j, i, learned, room)) / 2


@numba.njit(cache=True)
def _worth_a_look(words, i, j):
    """Whether lengths and letters leave any hope."""
    n, m = words.read_length[i, 0], words.read_length[j, 0]
    if (
        max(n, m) > 2 * min(n, m) + 3
        and max(words.length[i], words.length[j]) > 2 * min(words.length[i], words.length[j]) + 3
    ):
        return False
    common = words.bag[i] & words.bag[j]
    if min(n, m) < 7:
        return common != 0
    return common & (common - 1) != 0


@numba.njit(cache=True)
def _by_readings(words, i, j, learned, room):
    """Two scripts that are not Latin: the likeliest readings of one beside the other."""
    best = HOPELESS
    for r in range(min(words.reads[i], 2)):
        letters, n = words.read[i, r], words.read_length[i, r]
        _traits(letters, n, plausible(letters, n, learned.triples), words, j, learned, room, room.traits)
        best = max(best, judged(room.traits, words.own[j], learned))
    return best - 0.5


@numba.njit(cache=True)
def _within_a_script(words, i, j, learned, room):
    n, m = words.size[i], words.size[j]
    same = n == m
    if same:
        for place in range(n):
            if words.signs[i, place] != words.signs[j, place]:
                same = False
                break
    if same:
        return min(2.0 + 0.8 * words.length[i], MOST)
    if not _worth_a_look(words, i, j):
        return HOPELESS
    if words.script[i] != LATIN:
        # No pairs of spellings within these scripts are at hand to learn from: set by hand.
        likeness = (
            alike(words.signs[i], n, words.signs[j], m) + alike(words.signs[j], m, words.signs[i], n)
        ) / 2
        return min(max(24.0 * (likeness - 0.92), HOPELESS), 3.0)
    _latin_traits(words, i, j, learned, room, room.traits)
    return judged(room.traits, learned.easy, learned)


@numba.njit(cache=True)
def traits_of(words, left, right, learned, out):
    """The traits of pairs of rows, Latin on the left: pairs × TRAITS."""
    room = scratch()
    for row in range(len(left)):
        i, j = left[row], right[row]
        if words.script[j] == LATIN:
            _latin_traits(words, i, j, learned, room, out[row])
        else:
            _traits(words.letters[i], words.length[i], words.plain[i], words, j, learned, room, out[row])


@numba.njit(cache=True)
def evidence_of(words, left, right, learned, out):
    """The log-odds of pairs of rows."""
    room = scratch()
    for row in range(len(left)):
        out[row] = evidence(words, left[row], right[row], learned, room)


@numba.njit(cache=True)
def hints_of(words, left, right, learned, out):
    """A first look, several times as fast: the alignment of the script alone, against a Latin letter model.

    Good for ranking many; not calibrated.
    """
    room = scratch()
    for row in range(len(left)):
        out[row] = hint(words, left[row], right[row], learned, room)


@numba.njit(cache=True)
def hint(words, i, j, learned, room):
    if words.length[i] == 0 or words.length[j] == 0 or not _worth_a_look(words, i, j):
        return HOPELESS
    if words.script[i] == words.script[j] or (words.script[i] != LATIN and words.script[j] != LATIN):
        likeness = alike(words.read[i, 0], words.read_length[i, 0], words.read[j, 0], words.read_length[j, 0])
        return 20.0 * (likeness - 0.85)
    if words.script[j] == LATIN:
        i, j = j, i
    n = words.length[i]
    own = words.own[j]
    reach = learned.reach[own] if own >= 0 else learned.reach[learned.easy]
    groups_of(words.letters[i], n, reach, learned, room.groups)
    if own >= 0:
        ln = explained(
            words.one[j], words.two[j], words.size[j], room.groups, n, own, learned, room.columns, room.ahead
        )
    else:
        ln = explained(
            words.easy_one[j],
            words.easy_two[j],
            words.length[j],
            room.groups,
            n,
            learned.easy,
            learned,
            room.columns,
            room.ahead,
        )
    return (ln - words.plain[i]) / max(n, 4) * 4.0 - 2.0


@numba.njit(cache=True)
def gains_of(words, left, right, learned, out):
    """ln P(Latin | foreign) - ln P(Latin) of pairs of rows, Latin on the left, as the tables were learned."""
    room = scratch()
    for row in range(len(left)):
        i, j = left[row], right[row]
        n, own = words.length[i], words.own[j]
        table = own if own >= 0 else learned.easy
        one, two, size = words.easy_one[j], words.easy_two[j], words.length[j]
        if own >= 0:
            one, two, size = words.one[j], words.two[j], words.size[j]
        groups_of(words.letters[i], n, learned.reach[table], learned, room.groups)
        ln = explained(one, two, size, room.groups, n, table, learned, room.columns, room.ahead)
        out[row] = ln - words.plain[i]
