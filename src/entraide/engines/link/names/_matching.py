"""Two whole names: which parts go together, in whatever order, and what is left over; compiled.

``names`` is a `_prepared.Names`; a and b are rows of it. A *unit* is a part of a name, or neighbouring parts
taken as one word ("Xiao Ming" as 小明). Units of the one are matched with units of the other so that no part
is used twice and the sum of the evidence is greatest.
"""
# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numba
import numpy as np

from ._alignment import HAN, LATIN
from ._evidence import evidence, hint, scratch
from ._judging import HOPELESS

MOST_TOKENS = 8
MOST_UNITS = 32
WEAKEST = -1.0
"""Log-odds from which on two parts may go together at all."""
CLASH = 9.0
"""What it costs that each has a name that the other has not: Petrov here, Sidorov there."""
MISSING = 12.0
"""What it costs that one has parts that the other lacks, times the squared share of them."""
ALONE = 1.5
"""What it costs that only one part is in common and there is more on one side."""
AGREEMENT = 1.0
"""What each further part in common adds, at most twice."""
INITIALS = 2.0
INITIAL = 1.5
SHORT_FORM = 2.5
OTHER_FAMILY = -2.0
"""Log-odds of family names of which it is known that the one does not spell the other: Sun is no 宋."""
SURE = 3.0
"""Log-odds from which on letters are believed before lists."""
SPELLINGS = 1 << 20
"""Numbers of forms from here on are spellings of family names in Latin letters: 吳 as Ng."""
NOT_CHINESE = 2 << 20
"""From here on they are of other than Chinese family names."""


class Board(NamedTuple):
    """Scratch space for one pair of names."""

    odds: Any
    best: Any
    came: Any
    chosen: Any
    left: Any


@numba.njit(cache=True)
def board():
    return Board(
        np.zeros((MOST_UNITS, MOST_UNITS)),
        np.zeros((MOST_TOKENS + 1, 1 << MOST_TOKENS)),
        np.zeros((MOST_TOKENS + 1, 1 << MOST_TOKENS, 4), np.int64),
        np.zeros((MOST_TOKENS, 2), np.int64),
        np.zeros((2, MOST_TOKENS), np.uint8),
    )


@numba.njit(cache=True)
def _share_a_form(names, w, x):
    across = names.words.script[w] != names.words.script[x]
    for f in range(names.forms.shape[1]):
        form = names.forms[w, f]
        if form and (across or form < SPELLINGS):
            for g in range(names.forms.shape[1]):
                if names.forms[x, g] == form:
                    return True
    return False


@numba.njit(cache=True)
def _are_other_families(names, w, x):
    """Whether lists know a Latin and a Chinese word as Chinese family names. They have none in common by then."""
    first, second = names.words.script[w], names.words.script[x]
    across = (first == LATIN and second == HAN) or (first == HAN and second == LATIN)
    return across and _is_chinese_family(names.forms[w]) and _is_chinese_family(names.forms[x])


@numba.njit(cache=True)
def _is_chinese_family(forms):
    found = False
    for form in forms:
        found |= SPELLINGS <= form < NOT_CHINESE
    return found


@numba.njit(cache=True)
def _unit_odds(names, u, v, learned, room):
    """Log-odds that two units are one name."""
    w, x = names.unit_word[u], names.unit_word[v]
    here, there = names.unit_initial[u], names.unit_initial[v]
    if here or there:
        first = here if here else names.words.read[w, 0, 0]
        second = there if there else names.words.read[x, 0, 0]
        if first != second or names.unit_size[u] > 1 or names.unit_size[v] > 1:
            return HOPELESS
        return INITIALS if here and there else INITIAL
    odds = evidence(names.words, w, x, learned, room)
    if odds < SURE:
        if _share_a_form(names, w, x):
            return max(odds, SHORT_FORM)
        if _are_other_families(names, w, x):
            return min(odds, OTHER_FAMILY)
    return odds


@numba.njit(cache=True)
def log_odds(names, a, b, learned, room, game):
    """Log-odds that the names a and b are one; how they were matched stands in ``game``.

    ``game.chosen``: the units that go together, ended by -1. ``game.left``: 1 for parts that found no partner.
    """
    turned = names.order[a] > names.order[b]  # the same either way round, to the last bit
    if turned:
        a, b = b, a
    game.chosen[:] = -1
    game.left[:] = 0
    tokens_a = names.token_start[a + 1] - names.token_start[a]
    tokens_b = names.token_start[b + 1] - names.token_start[b]
    if tokens_a == 0 or tokens_b == 0:
        return HOPELESS
    first_a, last_a = names.unit_start[a], names.unit_start[a + 1]
    first_b, last_b = names.unit_start[b], names.unit_start[b + 1]
    for u in range(first_a, last_a):
        for v in range(first_b, last_b):
            whole = (
                names.unit_size[u] == tokens_a
                and names.unit_size[v] == tokens_b
                and (names.unit_written[u] or names.unit_written[v])
                and tokens_a != tokens_b  # else part stands beside part: 张小明 is no Wang Xiaoming
            )
            fits = names.unit_size[u] == 1 or names.unit_size[v] == 1 or whole
            game.odds[u - first_a, v - first_b] = _unit_odds(names, u, v, learned, room) if fits else HOPELESS
    _assign(names, first_a, last_a, first_b, last_b, tokens_a, tokens_b, game)
    result = _sum_up(names, a, b, tokens_a, tokens_b, game)
    if turned:
        for k in range(MOST_TOKENS):
            game.chosen[k, 0], game.chosen[k, 1] = game.chosen[k, 1], game.chosen[k, 0]
            game.left[0, k], game.left[1, k] = game.left[1, k], game.left[0, k]
    return result


@numba.njit(cache=True)
def _assign(names, first_a, last_a, first_b, last_b, tokens_a, tokens_b, game):
    """The best matching, part by part of a, over which parts of b are taken."""
    full = 1 << tokens_b
    game.best[: tokens_a + 1, :full] = -1.0
    game.best[0, 0] = 0.0
    for place in range(tokens_a):
        for taken in range(full):
            value = game.best[place, taken]
            if value < 0.0:
                continue
            if value > game.best[place + 1, taken]:
                game.best[place + 1, taken] = value
                game.came[place + 1, taken, 0] = place
                game.came[place + 1, taken, 1] = taken
                game.came[place + 1, taken, 2] = -1
            for u in range(first_a, last_a):
                if names.unit_first[u] != place:
                    continue
                after = place + names.unit_size[u]
                for v in range(first_b, last_b):
                    odds = game.odds[u - first_a, v - first_b]
                    bits = ((1 << names.unit_size[v]) - 1) << names.unit_first[v]
                    if odds < WEAKEST or taken & bits:
                        continue
                    gain = value + (odds + 2.0) * (names.unit_weight[u] + names.unit_weight[v]) / 2
                    if gain > game.best[after, taken | bits]:
                        game.best[after, taken | bits] = gain
                        game.came[after, taken | bits, 0] = place
                        game.came[after, taken | bits, 1] = taken
                        game.came[after, taken | bits, 2] = u
                        game.came[after, taken | bits, 3] = v
    taken = 0
    for other in range(full):
        if game.best[tokens_a, other] > game.best[tokens_a, taken]:
            taken = other
    place = tokens_a
    game.left[0, :tokens_a] = 1
    game.left[1, :tokens_b] = 1
    count = 0
    while place > 0:
        came = game.came[place, taken]
        before, earlier, u, v = came[0], came[1], came[2], came[3]
        if u >= 0:
            game.chosen[count, 0], game.chosen[count, 1] = u, v
            count += 1
            game.left[0, before:place] = 0
            game.left[1, names.unit_first[v] : names.unit_first[v] + names.unit_size[v]] = 0
        place, taken = before, earlier


@numba.njit(cache=True)
def _sum_up(names, a, b, tokens_a, tokens_b, game):
    """The weakest of what goes together decides, less what contradicts or is missing."""
    first_a, first_b = names.unit_start[a], names.unit_start[b]
    doubt = weight = solid = 0.0
    count = 0
    for k in range(MOST_TOKENS):
        u, v = game.chosen[k, 0], game.chosen[k, 1]
        if u < 0:
            break
        share = (names.unit_weight[u] + names.unit_weight[v]) / 2
        doubt += min(share, 1.0) * math.exp(-game.odds[u - first_a, v - first_b])
        weight += share
        if names.unit_initial[u] == 0 and names.unit_initial[v] == 0:
            solid += share
        count += 1 if share >= 0.5 else 0
    if weight < 0.15:
        return HOPELESS
    total = -math.log(doubt) + AGREEMENT * min(max(count - 1, 0), 2)
    clash_a = missing_a = all_a = clash_b = missing_b = all_b = 0.0
    for k in range(tokens_a):
        token = names.token_start[a] + k
        all_a += names.token_missing[token]
        if game.left[0, k]:
            clash_a += names.token_clash[token]
            missing_a += names.token_missing[token]
    for k in range(tokens_b):
        token = names.token_start[b] + k
        all_b += names.token_missing[token]
        if game.left[1, k]:
            clash_b += names.token_clash[token]
            missing_b += names.token_missing[token]
    missing = abs(missing_a - missing_b) / max(all_a, all_b, 0.2)
    total -= CLASH * min(clash_a, clash_b) + MISSING * missing * missing
    if count == 1 and missing > 0.3:
        total -= ALONE
    if solid < 0.5:  # an initial, an honorific: too little to tell anybody by
        total = min(total, -1.5)
    return min(max(total, HOPELESS), HOPELESS * -1.0)


@numba.njit(cache=True)
def log_odds_of(names, left, right, learned, out):
    """The log-odds of pairs of names."""
    room, game = scratch(), board()
    for row in range(len(left)):
        out[row] = log_odds(names, left[row], right[row], learned, room, game)


@numba.njit(cache=True)
def hints_of(names, left, right, learned, out):
    """A first look at pairs of names, to rank many: the mean of each part's best partner. Not calibrated."""
    room = scratch()
    for row in range(len(left)):
        a, b = left[row], right[row]
        if names.token_start[a + 1] - names.token_start[a] > names.token_start[b + 1] - names.token_start[b]:
            a, b = b, a
        total = weight = 0.0
        whole_a = names.unit_start[a + 1] - 1
        whole_b = names.unit_start[b + 1] - 1
        for u in range(names.unit_start[a], whole_a + 1):
            if names.unit_size[u] > 1:
                continue
            best = HOPELESS
            for v in range(names.unit_start[b], whole_b + 1):
                if names.unit_size[v] == 1:
                    best = max(best, hint(names.words, names.unit_word[u], names.unit_word[v], learned, room))
            total += names.unit_weight[u] * best
            weight += names.unit_weight[u]
        out[row] = total / weight if weight > 0.0 else HOPELESS
        if weight > 0.0 and (names.unit_size[whole_a] > 1 or names.unit_size[whole_b] > 1):
            joined = hint(names.words, names.unit_word[whole_a], names.unit_word[whole_b], learned, room)
            out[row] = max(out[row], joined)
