"""Legs of which only the day is known, put where in their days they let money go on farthest, or least.

With credits first such a leg stands behind whatever its payer gets on that day, at a known time or not, and as early
as that allows; with debits first before whatever its payer gets, and as late as that allows. Legs with an hour stay.
Where payments go in a circle within a day not all of this can be had: legs that stay within the circle wait for all
that comes into it from outside, and go as listed among themselves; those that leave it wait for what their payers get.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ._kernels.days import anchors, circles, last_credits, ranges, staying
from ._rows import REVERSAL, placed

if TYPE_CHECKING:
    from .ledger import Ledger

Order = Literal["credits first", "debits first"]
ORDERS: tuple[Order, ...] = ("credits first", "debits first")
DAY = 86_400_000_000  # microseconds

Numbers = NDArray[np.int64]


def reordered(
    ledger: Ledger, order: Order, seeds: Sequence[int] | Numbers, back: bool
) -> tuple[Ledger, Numbers]:
    """See `Ledger.same_day`."""
    numbers = ledger.in_time_order()
    book = ledger.settled()
    if book.date_only is None:
        return book, numbers
    legs, time = _in_order(book, order, np.flatnonzero(np.isin(numbers, np.asarray(seeds, np.int64))), back)
    rows = legs.astype(np.int32)
    now = np.empty(len(legs), np.int32)
    now[legs] = np.arange(len(legs), dtype=np.int32)
    sequences = now
    if book.row is not None:
        sequences = np.empty(len(legs), np.int32)
        sequences[book.row] = now
    columns: dict[str, Any] = {
        name: placed(getattr(book, name), rows)
        for name in ("source", "target", "amount", "currency", "rail", "kind", "date_only")
    }
    other = replace(
        book,
        time=placed(time, None),
        **columns,
        row=rows if book.row is None else book.row[rows],
        sequences=pa.chunked_array([pa.array(sequences)]),
        arriving={int(now[leg]): paid for leg, paid in book.arriving.items()},
        reversed_legs={int(now[leg]): int(now[undone]) for leg, undone in book.reversed_legs.items()},
        stops=book.stops.copy(),
        opening=dict(book.opening),
        listed=(ledger, numbers[legs]),
    )
    return other, numbers[legs]


def _in_order(
    ledger: Ledger, order: Order, seeds: Sequence[int] | Numbers, back: bool
) -> tuple[Numbers, Numbers]:
    """All n legs in the order of time, those without an hour in an order within their days; and the times (n) that
    they have there, of those with an hour their own.

    A seed is wholly the victim's, whatever its payer gets: where money is followed onward, what the payers of `seeds`
    pay waits for nothing. Nor does what accounts pay past which money is not followed.
    """
    assert ledger.date_only is not None
    count, turned = len(ledger), order == "debits first"
    loose = _loose(ledger, () if back else seeds)
    anchor, rank = _anchored(ledger, loose, turned)
    moved = np.lexsort((rank, anchor[:, 1], anchor[:, 0]))
    axis, own = np.flatnonzero(~ledger.date_only), loose.legs[moved]
    if turned:
        axis, own = _turned(axis[::-1], count), _turned(own, count)
    legs = np.insert(axis, np.searchsorted(axis, anchor[moved, 0], side="right"), own)
    time = ledger.time.copy()
    time[loose.legs] = -anchor[:, 1] if turned else anchor[:, 1]
    legs = _turned(legs[::-1], count) if turned else legs
    return legs, time[legs]


@dataclass(frozen=True, eq=False)
class _Loose:
    """The k legs without an hour, as listed. By leg [opens, closes) are the places of all legs within its day, and
    [begin, end] its first and last moment; `source` and `target` are pots. `node` (k) is the payer's pot on that day,
    a place in `pot` and `day`; -1 of those that wait for nothing."""

    legs: Numbers
    begin: Numbers
    end: Numbers
    opens: Numbers
    closes: Numbers
    source: Numbers
    target: Numbers
    node: Numbers
    pot: Numbers
    day: Numbers


def _loose(ledger: Ledger, seeds: Sequence[int] | Numbers) -> _Loose:
    assert ledger.date_only is not None
    legs = np.flatnonzero(ledger.date_only)
    begin = ledger.time[legs]
    end = begin + DAY - 1
    opens, closes = np.searchsorted(ledger.time, begin), np.searchsorted(ledger.time, end, side="right")
    # What a reversal undoes came before it.
    undone = np.fromiter(ledger.reversed_legs.values(), np.int64, len(ledger.reversed_legs))
    by = np.fromiter(ledger.reversed_legs, np.int64, len(ledger.reversed_legs))
    known = ledger.day_only(undone) & ~ledger.day_only(by)
    np.minimum.at(closes, np.searchsorted(legs, undone[known]), by[known])
    np.minimum.at(end, np.searchsorted(legs, undone[known]), ledger.time[by[known]])
    width = len(ledger.currencies)
    source = ledger.source[legs].astype(np.int64) * width + ledger.currency[legs]
    target = ledger.target[legs].astype(np.int64) * width + _arriving_currency(ledger)[legs]
    free = ledger.stops != 0
    free[ledger.source[np.asarray(seeds, np.int64)]] = True
    waits = ~free[ledger.source[legs]] & (ledger.kind[legs] != REVERSAL)
    waiting = np.flatnonzero(waits)
    waiting = waiting[np.lexsort((begin[waiting], source[waiting]))]
    new = np.append(True, np.diff(source[waiting]) | np.diff(begin[waiting]))[: len(waiting)] != 0
    node = np.full(len(legs), -1, np.int64)
    node[waiting] = np.cumsum(new) - 1
    firsts = waiting[new]
    return _Loose(legs, begin, end, opens, closes, source, target, node, source[firsts], begin[firsts])


def _anchored(ledger: Ledger, loose: _Loose, turned: bool) -> tuple[Numbers, Numbers]:
    """By leg without an hour where on the axis it stands (see `anchors`), and its rank among those of one place."""
    width = len(ledger.currencies)
    undoes = ledger.kind == REVERSAL
    paid = np.zeros(len(ledger.accounts), np.bool_)
    paid[loose.pot // width] = True
    first_credit, last_credit = last_credits(
        loose.pot, loose.day, DAY, ledger.time, ledger.source, ledger.target, ledger.currency,
        _arriving_currency(ledger), width, undoes | ledger.date_only, paid,
    )  # fmt: skip
    first, last = ranges(loose.pot, loose.day, DAY, loose.target, loose.begin)
    # Neither a transfer of an account to itself nor a reversal is money that one could wait for.
    undoes = undoes[loose.legs]
    last = np.where((loose.source == loose.target) | undoes, first, last)
    by_node = np.argsort(loose.node, kind="stable")
    start = np.searchsorted(loose.node[by_node], np.arange(len(loose.pot) + 1))
    circle = circles(start, by_node, first, last)
    stays = staying(loose.node, first, last, circle)
    listed = np.arange(len(loose.legs))
    earliest, latest = np.stack([loose.opens - 1, loose.begin], 1), np.stack([loose.closes - 1, loose.end], 1)
    credit = np.stack([last_credit, np.where(last_credit < 0, _NEVER, ledger.time[last_credit])], 1)
    if turned:
        listed, count = listed[::-1], len(ledger)
        earliest = np.stack([_turned(loose.closes, count), -loose.end], 1)
        latest = np.stack([_turned(loose.opens, count), -loose.begin], 1)
        none = first_credit == count
        moment = np.where(none, _NEVER, -ledger.time[np.where(none, 0, first_credit)])
        credit = np.stack([_turned(first_credit, count), moment], 1)
    # A reversal stands at the end of its day, behind all others.
    earliest = np.where((undoes & (not turned))[:, None], latest, earliest)
    depth = np.append(-circle, -len(loose.pot))[loose.node]
    order = np.lexsort((listed, ~stays, depth, -undoes.astype(np.int8) if turned else undoes))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return anchors(order, loose.node, first, last, circle, stays, credit, earliest, latest), rank


_NEVER = np.iinfo(np.int64).min


def _turned(places: Numbers, count: int) -> Numbers:
    """Places on the axis turned round: -1, before all, for what stood behind all."""
    return count - 1 - places


def _arriving_currency(ledger: Ledger) -> NDArray[np.int16]:
    if not ledger.arriving:
        return ledger.currency
    arriving = ledger.currency.copy()
    for leg, (_, code) in ledger.arriving.items():
        arriving[leg] = code
    return arriving
