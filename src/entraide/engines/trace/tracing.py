"""Follow money from payments onward, or back to where it came from, under a rule that the caller names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ._books import Books, Opening
from ._kernels.back import fifo_back, haircut_back
from ._kernels.book import DISSIPATED, EXITED, FEES, HELD, KEY_BITS, RETURNED, SMALL, Book
from ._kernels.fifo import fifo
from ._kernels.haircut import haircut, poison
from ._kernels.many import many
from ._kernels.output import AMOUNT, ARRIVED, FLOW, KIND, LEFT, LEG, PARENT, POT, SEED, VALUE, WORTH
from ._kernels.sweep import sweep_fifo, sweep_haircut

if TYPE_CHECKING:
    from .ledger import Ledger

Rule = Literal["fifo", "haircut"]
RULES: tuple[Rule, ...] = ("fifo", "haircut")
ENDS = ("held", "exited", "fee", "dissipated", "returned", "too small")

_FOREVER = np.iinfo(np.int64).max
_NONE_FROZEN = np.zeros(0, np.int64)


class Totals(NamedTuple):
    """In minor units of the loss's currency; they add up to the loss."""

    held: int
    exited: int
    fees: int
    dissipated: int


@dataclass(frozen=True, eq=False)
class Tracing:
    """What became of the money of some payments, under one rule; or, `back`, what they were paid from.

    `loss` is what the seeds paid, in minor units of `currency`; it is the sum of `held`, `exited`, `fees` and
    `dissipated`, to the last unit. Towards the past `held` is what had been in accounts before, or what the record
    does not explain.
    """

    ledger: Ledger
    rule: Rule
    lowest_balance: bool
    opening: Opening
    back: bool
    seeds: NDArray[np.int64]
    flows: NDArray[np.int64]
    found: NDArray[np.int64]
    loss: int
    currency: str

    @cached_property
    def totals(self) -> Totals:
        by_kind = np.zeros(len(ENDS), np.int64)
        np.add.at(by_kind, self.found[:, KIND], self.found[:, WORTH])
        exited = by_kind[EXITED] + by_kind[RETURNED] + by_kind[SMALL]
        return Totals(int(by_kind[HELD]), int(exited), int(by_kind[FEES]), int(by_kind[DISSIPATED]))

    @property
    def held(self) -> int:
        """Still in accounts where it can be followed, at its value in the currency of the loss."""
        return self.totals.held

    @property
    def exited(self) -> int:
        """Gone to accounts that are not followed, given back to the payer, or below the least amount."""
        return self.totals.exited

    @property
    def fees(self) -> int:
        return self.totals.fees

    @property
    def dissipated(self) -> int:
        """What the cap by the lowest intermediate balance lost."""
        return self.totals.dissipated

    @cached_property
    def ends(self) -> pa.Table:
        """Where the money is: account, currency, kind (see ENDS), stop, amount (in that currency), value (in the
        currency of the loss), since (when the last of it came). One row for each account, currency and kind;
        largest value first, equal ones by account and currency."""
        found, books = self.found, self.ledger.books
        group = found[:, POT] * len(ENDS) + found[:, KIND]
        groups, place = np.unique(group, return_inverse=True)
        amount, value = np.zeros(len(groups), np.int64), np.zeros(len(groups), np.int64)
        np.add.at(amount, place, found[:, AMOUNT])
        np.add.at(value, place, found[:, WORTH])
        pots, kinds = groups // len(ENDS), groups % len(ENDS)
        accounts = self.ledger.names(books.account[pots])
        currencies = pa.array([self.ledger.currencies[code] for code in books.currency[pots]], pa.string())
        columns = {"value": -value, "account": accounts, "currency": currencies, "kind": kinds}
        order = pc.sort_indices(pa.table(columns), [(name, "ascending") for name in columns]).to_numpy()
        pots, kinds = pots[order], kinds[order]
        return pa.table(
            {
                "account": accounts.take(pa.array(order)),
                "currency": currencies.take(pa.array(order)),
                "kind": pa.array([ENDS[kind] for kind in kinds], pa.string()),
                "stop": pa.array(
                    [self.ledger.stop_of(account) for account in books.account[pots]], pa.string()
                ),
                "amount": amount[order],
                "value": value[order],
                "since": pa.array(self._last_arrival(pots), pa.timestamp("us", "UTC")),
            }
        )

    @cached_property
    def edges(self) -> pa.Table:
        """The legs that the money took, in the order of time, each with what it carried and its source row:
        leg, time, source, target, rail, amount and currency (of the whole leg), carried (in that currency),
        arrived (in the target's currency), value (in the currency of the loss), record, evidence."""
        ledger = self.ledger
        legs, (carried, arrived, value) = self.by_leg()
        return pa.table(
            {
                "leg": legs,
                "time": pa.array(ledger.of("time", legs), pa.timestamp("us", "UTC")),
                "source": ledger.names(ledger.of("source", legs)),
                "target": ledger.names(ledger.of("target", legs)),
                "rail": pa.array([ledger.rails[code] for code in ledger.of("rail", legs)], pa.string()),
                "amount": ledger.of("amount", legs),
                "currency": pa.array(
                    [ledger.currencies[code] for code in ledger.of("currency", legs)], pa.string()
                ),
                "carried": carried,
                "arrived": arrived,
                "value": value,
                "record": ledger.record_of(legs),
                "evidence": ledger.evidence_of(legs),
            }
        )

    def by_leg(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Legs in the order of time, and (3, legs) what each carried, what of it arrived, and its value."""
        keys, place = np.unique(self.ledger.books.keys(self.flows[:, LEG]), return_inverse=True)
        legs = np.zeros(len(keys), np.int64)
        legs[place] = self.flows[:, LEG]
        sums = np.zeros((3, len(keys)), np.int64)
        ends = (
            (self.flows[:, ARRIVED], self.flows[:, LEFT])
            if self.back
            else (self.flows[:, LEFT], self.flows[:, ARRIVED])
        )
        for row, column in enumerate((*ends, self.flows[:, VALUE])):
            np.add.at(sums[row], place, column)
        return legs, sums

    def chain(self, account: str) -> pa.Table:
        """The part of `edges` that led to an account: every leg on a way from the seeds to it."""
        pots = np.flatnonzero(
            self.ledger.books.account[: self.ledger.books.pots] == self.ledger.account(account)
        )
        on_the_way = self._leading_to(set(pots.tolist()))
        return self.edges.filter(pa.array(np.isin(self.edges["leg"].to_numpy(), on_the_way)))

    def _leading_to(self, pots: set[int]) -> NDArray[np.int64]:
        book, flows = self.ledger.books.plain, self.flows
        if self.rule == "fifo":
            wanted = {
                int(flow) for flow in np.flatnonzero(np.isin(self._ending_at(flows[:, LEG]), list(pots)))
            }
            for flow in sorted(wanted, reverse=True):
                while (flow := int(flows[flow, PARENT])) >= 0 and flow not in wanted:
                    wanted.add(flow)
            return np.unique(flows[list(wanted), LEG])
        # A mixture has no single way: every traced leg into a pot whose money went on to the account later.
        legs, _ = self.by_leg()
        entry, leaving = (book.source, book.target) if self.back else (book.target, book.source)
        found = []
        for leg in legs if self.back else legs[::-1]:
            if int(entry[leg]) in pots:
                pots.add(int(leaving[leg]))
                found.append(int(leg))
        return np.asarray(found, np.int64)

    def _ending_at(self, legs: NDArray[np.int64]) -> NDArray[np.int32]:
        book = self.ledger.books.plain
        return (book.source if self.back else book.target)[legs]

    def _last_arrival(self, pots: NDArray[np.int64]) -> NDArray[np.int64]:
        last = dict(
            zip(self._ending_at(self.flows[:, LEG]).tolist(), self.flows[:, LEG].tolist(), strict=True)
        )
        keys = self.ledger.books.keys(self.flows[:, LEG])
        for place in np.argsort(keys, kind="stable"):
            last[int(self._ending_at(self.flows[place : place + 1, LEG])[0])] = int(self.flows[place, LEG])
        return self.ledger.of("time", np.asarray([last[int(pot)] for pot in pots], np.int64))

    def check(self) -> None:
        """Raise AssertionError unless every unit is accounted for: of the loss, and in each currency apart."""
        if sum(self.totals) != self.loss:
            raise AssertionError(f"loss {self.loss} is not {self.totals}")
        if len(self.ledger.currencies) == 1:
            return
        books, flows = self.ledger.books, self.flows
        left_from, arrived_at = books.plain.source[flows[:, LEG]], books.plain.target[flows[:, LEG]]
        if self.back:
            left_from, arrived_at = arrived_at, left_from
        sums = np.zeros(len(self.ledger.currencies), np.int64)
        np.add.at(sums, books.currency[arrived_at], flows[:, ARRIVED])
        moved = flows[:, PARENT] != SEED
        np.subtract.at(sums, books.currency[left_from[moved]], flows[moved, LEFT])
        np.subtract.at(sums, books.currency[self.found[:, POT]], self.found[:, AMOUNT])
        if sums.any():
            raise AssertionError(f"not accounted for, by currency: {sums.tolist()}")


@dataclass(frozen=True, eq=False)
class ManyTracings:
    """The ends of many victims' money, each traced apart: arrays of equal length, one row for each end.

    `victim` is the place in the list that was given, `pot` a place in `ledger.books.account`, `kind` a place in
    ENDS; `value` is in the currency of that victim's loss. `losses` (victims) adds up to `value`.
    """

    ledger: Ledger
    rule: Rule
    victim: NDArray[np.int64]
    pot: NDArray[np.int64]
    kind: NDArray[np.int64]
    amount: NDArray[np.int64]
    value: NDArray[np.int64]
    losses: NDArray[np.int64]
    flows: int


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


@dataclass(frozen=True, eq=False)
class Reach:
    """Everything that the money may have touched: for screening, it says nothing of amounts.

    `legs` in the order of time; `accounts` (places) in the order in which they were reached, `by` the leg that
    reached each first.
    """

    legs: NDArray[np.int64]
    accounts: NDArray[np.int32]
    by: NDArray[np.int64]


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
