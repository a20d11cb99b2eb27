"""A ledger as the arrays of the kernels: pots, effective amounts, and places laid out by mode."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numba import njit
from numpy.typing import NDArray

from ._kernels.book import (
    IN_END,
    IN_START,
    KEY_BITS,
    OUT_END,
    OUT_START,
    STOP,
    Book,
    fill_rows,
    implied_opening,
    lay_out,
    lay_out_all,
)
from ._kernels.index import rows_of, starts_of
from ._reading import BadLedger

if TYPE_CHECKING:
    from .ledger import Ledger

Opening = Literal["zero", "statement", "implied"]
OPENINGS = ("zero", "statement", "implied")

# For what comes late: legs, pots, and copies of rows that grew.
LATE_LEGS, LATE_POTS, LATE_ROWS = 1 << 16, 1 << 14, 1 << 20


@dataclass(eq=False)
class Books:
    """The kernels' arrays of a ledger, made once; n legs, p pots (one for each currency of an account)."""

    ledger: Ledger
    views: dict[tuple[Opening, bool], Book] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        ledger = self.ledger
        self.legs, self.late = len(ledger), 0
        # Of late legs: the leg before which each stands, its sequence; where rows that grew are copied to.
        self.late_place, self.late_sequence = np.zeros(0, np.int64), np.zeros(0, np.int64)
        self.out_tail = self.in_tail = self.legs
        self.pot_of: dict[tuple[int, int], int] = {}
        if len(ledger.currencies) <= 1:
            self.pots = len(ledger.accounts)
            self.account = np.arange(self.pots, dtype=np.int32)
            self.currency = np.zeros(self.pots, np.int16)
            source, target = ledger.source, ledger.target
            in_start, in_legs = ledger.incoming
        else:
            source, target = self._split_by_currency()
            in_start, in_legs = rows_of(target, self.pots)
        self.first_pots = self.pots
        # The first so many pots have the numbers of their accounts.
        self.same = self.pots if len(ledger.currencies) <= 1 else 0
        debit, credit = self._effective_amounts()
        for pots, amounts in ((source, debit), (target, credit)):
            if amounts.sum(dtype=np.float64) > 2.0**61 and np.bincount(pots, amounts).max() > 2.0**61:
                raise BadLedger("an account's amounts add up to more than 61 bits hold: use a larger unit")
        out_start = starts_of(source, self.pots)
        table: NDArray[np.int64] = np.zeros((self.pots + LATE_POTS, 8), np.int64)
        table[: self.pots, OUT_START], table[: self.pots, OUT_END] = out_start[:-1], out_start[1:]
        table[: self.pots, IN_START], table[: self.pots, IN_END] = in_start[:-1], in_start[1:]
        self.plain = Book(
            source=with_room(source, LATE_LEGS),
            target=with_room(target, LATE_LEGS),
            debit=with_room(debit, LATE_LEGS),
            credit=with_room(credit, LATE_LEGS),
            kind=with_room(ledger.kind, LATE_LEGS),
            pots=table,
            rows=np.empty((self.legs + LATE_ROWS, 2), np.int64),
            balance=np.empty(0, np.int64),
            in_legs=with_room(in_legs, LATE_ROWS),
            late_key=np.zeros(LATE_LEGS, np.int64),
            count=self.legs,
            debit_at=np.empty(self.legs + LATE_LEGS, np.int64),
            credit_at=np.empty(0, np.int64),
            opening=np.zeros(0, np.int64),
            walls=np.zeros(len(table), np.int8),
            capped=False,
            converts=bool(ledger.arriving),
        )
        fill_rows(self.plain, self.pots)
        self.read_stops()

    def view(self, opening: Opening, capped: bool) -> Book:
        """The book with places laid out for an opening mode. Takes seconds for millions of legs, once."""
        if opening not in OPENINGS:
            raise ValueError(f"opening {opening!r} is none of {', '.join(OPENINGS)}")
        if (opening, capped) not in self.views:
            if len(self.views) == 2:
                self.views.pop(next(iter(self.views)))
            room = self.legs + LATE_LEGS
            book = self.plain._replace(
                opening=self._openings(opening),
                capped=capped,
                credit_at=np.empty(room, np.int64),
                balance=np.empty(self.legs + LATE_ROWS, np.int64),
            )
            lay_out_all(book, self.pots)
            _lay_out_some(book, self._pots_with_late_legs())
            self.views[opening, capped] = book
        return self.views[opening, capped]

    def read_stops(self) -> None:
        """Take over the ledger's stop marks."""
        stops = self.ledger.stops[self.account[: self.pots]]
        self.plain.pots[: self.pots, STOP] = stops
        self.plain.walls[: self.pots] = stops != 0

    def keys(self, legs: NDArray[np.int64]) -> NDArray[np.int64]:
        """Numbers in whose order legs stand in the order of time."""
        keys = legs.astype(np.int64) << KEY_BITS
        late = legs >= self.legs
        if self.late and late.any():
            keys[late] = self.plain.late_key[legs[late] - self.legs]
        return keys

    def key_at(self, time: int) -> int:
        """The key before which all legs earlier than `time` (microseconds) stand, and after which all others."""
        first = int(np.searchsorted(self.ledger.time, time)) << KEY_BITS
        late = self.plain.late_key[: self.late]
        times = self.ledger.of("time", np.arange(self.legs, self.legs + self.late))
        in_the_gap = late[(late > first - (1 << KEY_BITS)) & (late < first) & (times >= time)]
        return int(in_the_gap.min()) if len(in_the_gap) else first

    def _split_by_currency(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        ledger, width = self.ledger, len(self.ledger.currencies)
        arriving = ledger.currency
        if ledger.arriving:
            arriving = ledger.currency.copy()
            for leg, (_, currency) in ledger.arriving.items():
                arriving[leg] = currency
        left = ledger.source.astype(np.int64) * width + ledger.currency
        arrived = ledger.target.astype(np.int64) * width + arriving
        used = np.zeros(len(ledger.accounts) * width, np.bool_)
        used[left] = used[arrived] = True
        places = np.flatnonzero(used)
        number = np.cumsum(used, dtype=np.int32) - 1
        self.pots = len(places)
        self.account, self.currency = (places // width).astype(np.int32), (places % width).astype(np.int16)
        return number[left].astype(np.int32), number[arrived].astype(np.int32)

    def _effective_amounts(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """What leaves and what arrives by leg: a reversal undoes the leg, so that neither carries its amount."""
        ledger = self.ledger
        if not ledger.arriving and not ledger.reversed_legs:
            return ledger.amount, ledger.amount
        debit = ledger.amount.copy()
        for leg, undone in ledger.reversed_legs.items():
            debit[undone] -= ledger.amount[leg]
            debit[leg] = 0
        credit = debit.copy()
        for leg, (paid, _) in ledger.arriving.items():
            credit[leg] = paid * int(debit[leg]) // int(ledger.amount[leg])
        return debit, credit

    def _openings(self, opening: Opening) -> NDArray[np.int64]:
        balances = np.zeros(self.pots + LATE_POTS, np.int64)
        if opening == "implied":
            _imply(self.plain, balances, self.pots)
        elif opening == "statement":
            for (account, currency), balance in self.ledger.opening.items():
                pot = self.pot(account, currency)
                if pot is not None:
                    balances[pot] = balance
        return balances

    def pot(self, account: int, currency: int) -> int | None:
        """The number of an account's pot; None when no leg touches it."""
        found = self.pot_of.get((account, currency))
        if found is None:
            # Those that did not come late stand in the order of their accounts.
            first, last = np.searchsorted(self.account[: self.first_pots], [account, account + 1]).tolist()
            places = first + np.flatnonzero(self.currency[first:last] == currency)
            found = int(places[0]) if len(places) else -1
            self.pot_of[account, currency] = found
        return found if found >= 0 else None

    def _pots_with_late_legs(self) -> NDArray[np.int64]:
        late = slice(self.legs, self.legs + self.late)
        return np.unique(np.concatenate([self.plain.source[late], self.plain.target[late]])).astype(np.int64)


def with_room(column: NDArray[Any], room: int) -> NDArray[Any]:
    """The array of which `column` is the beginning, with `room` places behind it; made when there is none."""
    whole = column.base
    if isinstance(whole, np.ndarray) and whole.dtype == column.dtype and len(whole) == len(column) + room:
        return whole
    longer = np.zeros(len(column) + room, column.dtype)
    longer[: len(column)] = column
    return longer


@njit(cache=True)
def _imply(book: Book, balances: NDArray[np.int64], pots: int) -> None:
    for pot in range(pots):
        balances[pot] = implied_opening(book, pot)


@njit(cache=True)
def _lay_out_some(book: Book, pots: NDArray[np.int64]) -> None:
    for pot in pots:
        lay_out(book, pot)
