"""How alike two words look, and their consonants; compiled. Letters are bytes 1–26."""
# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import numba
import numpy as np

# a–z as classes of consonants that scripts and spellings exchange; vowels, h, w and y are 0.
SOUND = np.array([0, *(b"\0\1\2\3\0\1\2\0\0\2\2\4\5\5\0\1\2\4\6\3\0\1\0\2\0\6")], np.uint8)


@numba.njit(cache=True)
def alike(a, n, b, m):
    """Jaro–Winkler similarity of two words, 0 to 1; which letters are matched is kept in bits."""
    if n == 0 or m == 0:
        return 0.0
    reach = max(max(n, m) // 2 - 1, 0)
    used = taken = 0
    hits = 0
    for i in range(n):
        for j in range(max(0, i - reach), min(m, i + reach + 1)):
            if a[i] == b[j] and not (taken >> j) & 1:
                taken |= 1 << j
                used |= 1 << i
                hits += 1
                break
    if hits == 0:
        return 0.0
    swapped = 0
    j = 0
    for i in range(n):
        if (used >> i) & 1:
            while not (taken >> j) & 1:
                j += 1
            if a[i] != b[j]:
                swapped += 1
            j += 1
    jaro = (hits / n + hits / m + (hits - swapped / 2) / hits) / 3
    prefix = 0
    while prefix < min(4, n, m) and a[prefix] == b[prefix]:
        prefix += 1
    return jaro + 0.1 * prefix * (1 - jaro)


@numba.njit(cache=True)
def skeleton(letters, length, found):
    """The consonants of a word, what sounds alike as one, doubles once. Returns how many."""
    count = 0
    for place in range(length):
        c = SOUND[letters[place]]
        if c and (count == 0 or found[count - 1] != c):
            found[count] = c
            count += 1
    return count
