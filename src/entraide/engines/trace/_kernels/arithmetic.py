"""Whole shares of whole amounts, exact however large."""

import numpy as np
from numba import njit

_SAFE = 4.0e18  # below 2**62, with room for the error of a float


@njit(cache=True, inline="always")
def portion(amount: int, part: int, whole: int) -> int:
    """`amount * part / whole` rounded down; all at least 0, `whole` above 0, the result below 2**63."""
    if float(amount) * float(part) < _SAFE:
        return amount * part // whole
    return _wide_portion(amount, part, whole)


@njit(cache=True)
def nearest(amount: int, part: int, whole: int) -> int:
    """`amount * part / whole` rounded to the nearest whole number, halves up."""
    down = portion(amount, part, whole)
    # Wraps around in 64 bits, and comes out right: the true remainder is below `whole`.
    rest = amount * part - down * whole
    return down + 1 if rest >= whole - rest else down


@njit(cache=True)
def _wide_portion(amount: int, part: int, whole: int) -> int:
    """By a product of 128 bits in two words, then long division bit by bit."""
    mask, word = np.uint64(0xFFFFFFFF), np.uint64(32)
    one, top = np.uint64(1), np.uint64(63)
    a, b, divisor = np.uint64(amount), np.uint64(part), np.uint64(whole)
    low = (a & mask) * (b & mask)
    cross = (a >> word) * (b & mask) + (low >> word)
    other = (a & mask) * (b >> word) + (cross & mask)
    high_word = (a >> word) * (b >> word) + (cross >> word) + (other >> word)
    low_word = (other << word) | (low & mask)
    rest, result = high_word % divisor, np.uint64(0)
    for bit in range(63, -1, -1):
        carried = rest >> top
        rest = (rest << one) | ((low_word >> np.uint64(bit)) & one)
        result <<= one
        if carried or rest >= divisor:
            rest -= divisor
            result |= one
    return np.int64(result)
