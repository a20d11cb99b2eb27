"""Boosted trees, walked row by row."""

import numpy as np
from numba import njit, prange


@njit(cache=True, parallel=True, nogil=True)
def leaves_sum(rows, base, roots, feature, threshold, left, right, value):  # type: ignore[no-untyped-def]
    """`base` plus the values of the leaves that each row (n, features) reaches: (n) float64."""
    total = np.empty(len(rows), np.float64)
    for place in prange(len(rows)):
        row = rows[place]
        odds = base
        for root in roots:
            node = root
            while feature[node] >= 0:
                node = left[node] if row[feature[node]] <= threshold[node] else right[node]
            odds += value[node]
        total[place] = odds
    return total


@njit(cache=True)
def name_cases(source, target, weight, named):  # type: ignore[no-untyped-def]
    """Fill `named` with one account a case, going through the legs in order; how many there are."""
    in_hand = np.zeros(len(weight), np.bool_)
    count = 0
    for leg in range(len(source)):
        if count == len(named):
            break
        u, v = source[leg], target[leg]
        if not in_hand[u] and not in_hand[v]:
            named[count] = u if weight[u] >= weight[v] else v
            count += 1
        in_hand[u] = in_hand[v] = True
    return count
