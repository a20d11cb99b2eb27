"""What tracings find: where the money is, which way it took, and that every unit is accounted for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ._books import Opening
from ._kernels.book import DISSIPATED, EXITED, FEES, HELD, RETURNED, SMALL
from ._kernels.output import AMOUNT, ARRIVED, KIND, LEFT, LEG, PARENT, POT, SEED, VALUE, WORTH

if TYPE_CHECKING:
    from .ledger import Ledger

Rule = Literal["fifo", "haircut"]
RULES: tuple[Rule, ...] = ("fifo", "haircut")
ENDS = ("held", "exited", "fee", "dissipated", "returned", "too small")


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
                "time": pa.array(ledger.told_time(legs), pa.timestamp("us", "UTC")),
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
        return self.ledger.told_time(np.asarray([last[int(pot)] for pot in pots], np.int64))

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


@dataclass(frozen=True, eq=False)
class Reach:
    """Everything that the money may have touched: for screening, it says nothing of amounts.

    `legs` in the order of time; `accounts` (places) in the order in which they were reached, `by` the leg that
    reached each first.
    """

    legs: NDArray[np.int64]
    accounts: NDArray[np.int32]
    by: NDArray[np.int64]
