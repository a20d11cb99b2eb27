"""Follow money from payments onward, or back to where it came from, under a rule that the caller names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ._books import Books, Opening
from ._kernels.back import fifo_back, haircut_back
from ._kernels.book import KEY_BITS, Book
from ._kernels.fifo import fifo
from ._kernels.haircut import haircut, poison
from ._kernels.many import many
from ._kernels.output import AMOUNT, FLOW, KIND, POT, WORTH
from ._kernels.sweep import sweep_fifo, sweep_haircut
from .results import RULES, ManyTracings, Reach, Rule, Tracing

if TYPE_CHECKING:
    from .ledger import Ledger

_FOREVER = np.iinfo(np.int64).max
_NONE_FROZEN = np.zeros(0, np.int64)


def trace(
    ledger: Ledger,
    seeds: Sequence[int] | NDArray[np.int64],
    rule: Rule,
    *,
    opening: Opening = "zero",
    lowest_balance: bool = False,
    horizon: timedelta | datetime | None = None,
    least: int = 0,
    back: bool = False,
    frozen: Mapping[int, int] | None = None,
    sweep: bool = False,
) -> Tracing:
    """See `Ledger.trace`. `frozen` holds accounts from a time on (microseconds); `sweep` passes over all legs."""
    books, book, starts = _opened(ledger, seeds, rule, opening, lowest_balance)
    until = _until(ledger, starts, horizon, back)
    loss = int(book.debit[starts].sum())
    currency = ledger.currencies[books.currency[book.source[starts[0]]]]
    homes = np.unique(book.source[starts])
    # A payment that was reversed wholly is no loss and carries nothing.
    carrying = starts[book.debit[starts] > 0]
    with books.lock:
        if back and rule == "fifo":
            flows, found = fifo_back(book, carrying, until)
        elif back:
            flows, found = haircut_back(book, carrying, until)
        else:
            halted = _frozen(books, frozen)
            if sweep:
                last = min(books.legs, -(-until >> KEY_BITS) if until != _FOREVER else books.legs)
                if rule == "fifo":
                    flows, found = sweep_fifo(book, carrying, homes, last, least, books.pots)
                else:
                    flows, found = sweep_haircut(book, carrying, homes, last, least, books.pots, True)
            elif rule == "fifo":
                flows, found = fifo(book, carrying, homes, until, halted, least)
            else:
                flows, found = haircut(book, carrying, homes, until, halted, least)
    tracing = Tracing(ledger, rule, lowest_balance, opening, back, starts, flows, found, loss, currency)
    tracing.check()
    return tracing


def trace_many(
    ledger: Ledger,
    victims: Sequence[Sequence[int] | NDArray[np.int64]],
    rule: Rule,
    *,
    opening: Opening = "zero",
    lowest_balance: bool = False,
    horizon: timedelta | datetime | None = None,
    least: int = 0,
) -> ManyTracings:
    """Each victim's money, traced apart; parameters as of `Ledger.trace`, `victims` lists each one's seeds."""
    if not len(victims):
        raise ValueError("there is no victim to trace")
    opened = [_opened(ledger, seeds, rule, opening, lowest_balance) for seeds in victims]
    books, book, _ = opened[0]
    starts = np.concatenate([[0], np.cumsum([len(seeds) for _, _, seeds in opened])]).astype(np.int64)
    seeds = np.concatenate([seeds for _, _, seeds in opened])
    until = np.asarray([_until(ledger, own, horizon, False) for _, _, own in opened], np.int64)
    with books.lock:
        ends, flows = many(book, seeds, starts, until, least, rule == "fifo")
    losses = np.add.reduceat(book.debit[seeds], starts[:-1])
    accounted = np.zeros(len(victims), np.int64)
    np.add.at(accounted, ends[:, FLOW], ends[:, WORTH])
    if not np.array_equal(losses, accounted):
        victim = int(np.argmax(losses != accounted))
        raise AssertionError(f"victim {victim}: loss {losses[victim]}, accounted for {accounted[victim]}")
    return ManyTracings(
        ledger,
        rule,
        ends[:, FLOW],
        ends[:, POT],
        ends[:, KIND],
        ends[:, AMOUNT],
        ends[:, WORTH],
        losses,
        flows,
    )


def reach(
    ledger: Ledger, seeds: Sequence[int] | NDArray[np.int64], *, horizon: timedelta | datetime | None = None
) -> Reach:
    """See `Ledger.reach`."""
    books = ledger.books
    starts = _in_order(books, seeds)
    book = books.plain
    with books.lock:
        legs, pots, by = poison(book, starts, _until(ledger, starts, horizon, False))
    return Reach(legs, books.account[pots], by)


def _opened(
    ledger: Ledger,
    seeds: Sequence[int] | NDArray[np.int64],
    rule: Rule,
    opening: Opening,
    lowest_balance: bool,
) -> tuple[Books, Book, NDArray[np.int64]]:
    if rule not in RULES:
        raise ValueError(f"rule {rule!r} is none of {', '.join(RULES)}; for poison ask for the reach")
    books = ledger.books
    book = books.view(opening, lowest_balance)
    starts = _in_order(books, seeds)
    currencies = books.currency[book.source[starts]]
    if len(starts) > 1 and (currencies != currencies[0]).any():
        raise ValueError("the payments are in several currencies, which do not add up: trace each apart")
    return books, book, starts


def _in_order(books: Books, seeds: Sequence[int] | NDArray[np.int64]) -> NDArray[np.int64]:
    legs = np.asarray(seeds, np.int64)
    if not len(legs):
        raise ValueError("there is no payment to trace from")
    if legs.min() < 0 or legs.max() >= books.legs + books.late:
        raise ValueError(f"there is no leg {legs.max()}: the ledger has {books.legs + books.late}")
    if len(legs) == 1:
        return legs
    _, first = np.unique(books.keys(legs), return_index=True)
    return legs[first]


def _until(ledger: Ledger, seeds: NDArray[np.int64], horizon: timedelta | datetime | None, back: bool) -> int:
    """The key from which on (back: up to which) legs are not followed."""
    if horizon is None:
        return -1 if back else _FOREVER
    first, last = int(ledger.of("time", seeds[:1])[0]), int(ledger.of("time", seeds[-1:])[0])
    if isinstance(horizon, timedelta):
        span = horizon // timedelta(microseconds=1)
        limit = first - span if back else last + span
    else:
        limit = microseconds(horizon)
    if (limit > first) if back else (limit < last):
        raise ValueError("the horizon lies on the wrong side of the payments")
    if back:
        return ledger.books.key_at(limit) - 1
    return ledger.books.key_at(limit + 1)


def microseconds(moment: datetime) -> int:
    """Microseconds of UTC; a naive moment is UTC."""
    from datetime import UTC

    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (aware - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def _frozen(books: Books, frozen: Mapping[int, int] | None) -> NDArray[np.int64]:
    if not frozen:
        return _NONE_FROZEN
    until = np.full(books.pots + len(books.plain.late_key), _FOREVER, np.int64)
    for account, time in frozen.items():
        until[np.flatnonzero(books.account[: books.pots] == account)] = books.key_at(time)
    return until
