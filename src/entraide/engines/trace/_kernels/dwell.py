"""How long money stays: what is left of a payment some time after it came, first in first out."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .book import IN_START, KEY_BITS, Book, first_in_after, spent_before


@njit(cache=True)
def left_after(
    book: Book,
    time: NDArray[np.int64],
    legs: NDArray[np.int64],
    spans: NDArray[np.int64],
    now: int,
) -> NDArray[np.float64]:
    """(legs, spans): the share of what arrived with each leg that had not left after each span (microseconds).

    NaN where the span ends after `now`: that is not known yet. `time` is that of all legs, ascending.
    """
    left = np.full((len(legs), len(spans)), np.nan)
    for place in range(len(legs)):
        leg = legs[place]
        credit = book.credit[leg]
        if credit == 0:
            continue
        for span in range(len(spans)):
            moment = time[leg] + spans[span]
            if moment > now:
                break
            key = (np.int64(np.searchsorted(time, moment, side="right")) << KEY_BITS) - 1
            gone = spent_before(book, book.target[leg], key) - book.credit_at[leg]
            left[place, span] = 1.0 - min(max(gone, 0), credit) / credit
    return left


@njit(cache=True)
def share_left(book: Book, legs: NDArray[np.int64], key: int) -> NDArray[np.float64]:
    """(legs): the share of what arrived with each leg that had not left before the leg of `key`."""
    left = np.zeros(len(legs))
    for place in range(len(legs)):
        leg = legs[place]
        credit = book.credit[leg]
        if credit:
            gone = spent_before(book, book.target[leg], key - 1) - book.credit_at[leg]
            left[place] = 1.0 - min(max(gone, 0), credit) / credit
    return left


@njit(cache=True)
def balance_at(book: Book, pot: int, key: int) -> int:
    """What the pot holds before the leg of `key`."""
    spent = spent_before(book, pot, key - 1)
    came = book.opening[pot]
    place = first_in_after(book, pot, key - 1) - 1
    if place >= book.pots[pot, IN_START]:
        leg = book.in_legs[place]
        came = book.credit_at[leg] + book.credit[leg]
    return max(came - spent, 0)
