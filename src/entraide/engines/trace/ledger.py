"""Bank, mobile-money and crypto legs in one table, sorted by time and indexed by account."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from . import _days, _late, _rows, features, freeze, interval, patterns, tracing
from ._books import LATE_LEGS, LATE_ROWS, Books, Opening, with_room
from ._days import Order
from ._kernels.index import places_with, rows_of
from ._names import Places
from ._reading import (
    OUTSIDE,
    BadLedger,
    codes_of,
    kinds_of,
    named_accounts,
    positive_amounts,
    times_of,
)
from ._rows import KINDS
from .freeze import FreezeCandidate
from .interval import Interval
from .results import Reach, Rule, Tracing

# Why money is not followed past an account; the place in this list is the mark in `Ledger.stops`.
STOPS = ("", "exchange", "mixer", "cash agent", "pooled", "outside")


@dataclass(eq=False)
class Ledger:
    """Legs of money in the order in which they happened; n legs, m accounts.

    `time` (n) int64 microseconds of UTC; `source`, `target` (n) int32, places in `accounts` (m names);
    `amount` (n) int64 minor units of `currencies[currency]`, what left the source; `rail` (n) int16, places in
    `rails`; `kind` (n) int8: PAYMENT, FEE, REVERSAL or CONVERSION. A leg is named by its place in these arrays.

    `row` (n) is the row of the table that a leg was read from, None when the table was in order already;
    `record_of` and `evidence_of` lead from legs down to source-record ids and hashes of evidence rows.
    """

    time: NDArray[np.int64]
    source: NDArray[np.int32]
    target: NDArray[np.int32]
    amount: NDArray[np.int64]
    currency: NDArray[np.int16]
    rail: NDArray[np.int16]
    kind: NDArray[np.int8]
    accounts: pa.StringArray
    currencies: tuple[str, ...]
    rails: tuple[str, ...]
    row: NDArray[np.int32] | None = None
    sequences: pa.ChunkedArray | None = None
    records: pa.ChunkedArray | None = None
    evidence: pa.ChunkedArray | None = None
    # What arrives, by leg, where it is not what left: conversions.
    arriving: dict[int, tuple[int, int]] = field(default_factory=dict)
    # Which leg a reversal undoes.
    reversed_legs: dict[int, int] = field(default_factory=dict)
    # Legs of which only the day is known; None when every time is exact.
    date_only: NDArray[np.bool_] | None = None
    # Where such legs were put elsewhere in their days: the ledger as listed, and the number there of each leg.
    listed: tuple[Ledger, NDArray[np.int64]] | None = None
    # Why money is not followed past an account, places in STOPS (m).
    stops: NDArray[np.int8] = field(default_factory=lambda: np.zeros(0, np.int8))
    # Statement balances before the first leg: (account, currency) -> minor units.
    opening: dict[tuple[int, int], int] = field(default_factory=dict)

    @classmethod
    def from_table(
        cls,
        table: pa.Table,
        *,
        stops: Mapping[str, str] | None = None,
        opening: Mapping[tuple[str, str], int] | None = None,
    ) -> Ledger:
        """A ledger of a table's rows.

        Columns: `time` (timestamp, a naive one is UTC; or date32: only the day is known), `source` and `target`
        (strings; null is money that comes from or leaves to outside of the record), `amount` (integers, minor
        units, above zero), `currency`; and where there are any `sequence` (integers: the order of rows of equal
        time; else the row's own place), `rail`, `kind` (see KINDS), `record` (id in the source), `evidence`
        (hash of the source row), `reverses` (record id of the leg that a reversal undoes), `target_amount` and
        `target_currency` (what a conversion pays out), `date_only` (booleans).

        `stops` marks accounts past which money is not followed, with one of STOPS; `opening` gives statement
        balances before the first row by (account, currency). Raises BadLedger naming column, row and remedy.
        """
        time, date_only = times_of(table)
        order = _rows.order_of(time, table)

        def placed(column: NDArray[Any]) -> NDArray[Any]:
            return _rows.placed(column, order)

        # One column after the other, so that no two are in memory unsorted at once.
        time = placed(time)
        amount = placed(positive_amounts(table, "amount"))
        accounts, ends = named_accounts(table)
        source, target = placed(ends("source")), placed(ends("target"))
        currencies, currency = codes_of(table, "currency")
        currency = placed(currency)
        rails, rail = codes_of(table, "rail", default="")
        ledger = cls(
            time=time,
            source=source,
            target=target,
            amount=amount,
            currency=currency,
            rail=placed(rail),
            kind=placed(kinds_of(table, KINDS)),
            accounts=accounts,
            currencies=currencies,
            rails=rails,
            row=order,
            sequences=_column(table, "sequence"),
            records=_column(table, "record"),
            evidence=_column(table, "evidence"),
            date_only=None if date_only is None else placed(date_only),
            stops=np.zeros(len(accounts), np.int8),
        )
        _rows.read_conversions(ledger, table)
        _rows.read_reversals(ledger, table)
        for (name, code), balance in (opening or {}).items():
            place = (ledger.account(name), ledger.currencies.index(code))
            ledger.opening[place] = balance
        ledger.mark({**(stops or {}), **({OUTSIDE: "outside"} if ledger.places_of([OUTSIDE]) else {})})
        return ledger

    def __len__(self) -> int:
        """Legs, without those that came late (`late`)."""
        return len(self.time)

    @cached_property
    def outgoing(self) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """(start: m + 1, legs: n): the legs that leave account a are `legs[start[a]:start[a + 1]]`, in order."""
        start, legs = rows_of(self.source, len(self.accounts))
        return start, legs

    @cached_property
    def incoming(self) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """(start: m + 1, legs: n): the legs that arrive at account a, in order."""
        start, legs = rows_of(self.target, len(self.accounts), LATE_ROWS)
        return start, legs[: len(self)]

    @cached_property
    def name_places(self) -> Places:
        """Finds an account by its name."""
        return Places(self.accounts)

    @cached_property
    def books(self) -> Books:
        """The arrays that traces read."""
        return Books(self)

    def trace(
        self,
        seeds: Sequence[int] | NDArray[np.int64],
        rule: Rule,
        *,
        opening: Opening = "zero",
        lowest_balance: bool = False,
        horizon: timedelta | datetime | None = None,
        least: int = 0,
        back: bool = False,
    ) -> Tracing:
        """Where the money of payments went (`back`: came from), under the rule "fifo" or "haircut".

        `seeds` are legs (`legs_of` finds them by record id), all in one currency. `opening` says what accounts
        held before the first leg: "zero", "statement" (as given to `from_table`) or "implied", the smallest
        balance that the record needs; what is lacking all the same is unknown money, clean, spent first.
        `lowest_balance` caps the claim by the lowest balance since the money came: nothing unknown fills an
        overdraft. `horizon` is how long after the last seed (before the first) legs are followed, or until when.
        Amounts below `least` are not followed. Raises ValueError.
        """
        return tracing.trace(
            self,
            seeds,
            rule,
            opening=opening,
            lowest_balance=lowest_balance,
            horizon=horizon,
            least=least,
            back=back,
        )

    def reach(
        self, seeds: Sequence[int] | NDArray[np.int64], *, horizon: timedelta | datetime | None = None
    ) -> Reach:
        """Poison: every account that the seeds' money may have touched, for screening; no amounts."""
        return tracing.reach(self, seeds, horizon=horizon)

    def interval(
        self,
        seeds: Sequence[int] | NDArray[np.int64],
        *,
        opening: Opening = "zero",
        horizon: timedelta | datetime | None = None,
        least: int = 0,
    ) -> Interval:
        """What every rule, capped and not, says of the same payments; parameters as of `trace`.

        Where of some legs only the day is known, each rule is asked twice: with credits first, so that money goes
        on within the day as far as it can, and with debits first, so that it does not.
        """
        return interval.interval(self, seeds, opening=opening, horizon=horizon, least=least)

    def same_day(
        self, order: Order, seeds: Sequence[int] | NDArray[np.int64] = (), *, back: bool = False
    ) -> tuple[Ledger, NDArray[np.int64]]:
        """The ledger with legs of which only the day is known elsewhere in their days, and for each of its legs the
        number it has in this ledger; legs with an hour stay in their order.

        "credits first": behind all that the payer got on that day, and as early as that allows; "debits first":
        before all of it, and as late as that allows. In circles within a day as far as can be. `seeds`, and what else
        their payers pay, wait for nothing, unless money is followed `back`. `time` is where they were put.
        """
        return _days.reordered(self, order, seeds, back)

    def freeze_ranking(
        self,
        tracings: Sequence[Tracing],
        at: datetime,
        *,
        delay: timedelta = timedelta(hours=1),
        delays: Mapping[str, timedelta] | None = None,
    ) -> list[FreezeCandidate]:
        """The accounts that hold traced money at a time, the most expected recovery first.

        Expected is what is traced there, times the probability that it has not left when the request bites:
        `delay` after `at`, or what `delays` says of an account. The probability is learned from the record before
        `at`, by rail and from the account's own past. Nothing after `at` is looked at (but an `opening` of
        "implied" is by its nature). Tracings under one rule are joined, so that nothing is claimed twice;
        those under other rules give the interval. Raises ValueError.
        """
        return freeze.freeze_ranking(self, tracings, at, delay=delay, delays=delays)

    def features(
        self, window: timedelta = features.WINDOW, *, worth: Mapping[str, float] | None = None
    ) -> pa.Table:
        """What could be known of each leg when it happened, a row a leg, a column a feature: `features.features`."""
        return features.features(self, window, worth=worth)

    def patterns(
        self,
        window: timedelta = patterns.WINDOW,
        *,
        kinds: Iterable[str] | None = None,
        worth: Mapping[str, float] | None = None,
        thresholds: Mapping[str, int] | None = None,
    ) -> list[patterns.Pattern]:
        """Shapes that laundering takes, within windows of time: `patterns.patterns`."""
        return patterns.patterns(self, window, kinds=kinds, worth=worth, thresholds=thresholds)

    def mark(self, stops: Mapping[str, str]) -> None:
        """Mark accounts past which money is not followed: {account: one of STOPS}; "" takes a mark away."""
        if not stops:
            return
        places = self.places_of(list(stops))
        for name, why in stops.items():
            if why not in STOPS:
                raise BadLedger(f"stop of {name}: {why!r} is none of {', '.join(STOPS[1:])}")
            if name in places:
                self.stops[places[name]] = STOPS.index(why)
        if "books" in self.__dict__:
            self.books.read_stops()

    @property
    def late(self) -> int:
        """How many legs came late; they are numbered from `len(ledger)` on."""
        return self.books.late if "books" in self.__dict__ else 0

    def add(self, table: pa.Table) -> NDArray[np.int64]:
        """Bring records in that arrived late; columns as of `from_table`. Returns their legs.

        Traces see them at once, in their places in time. Payments and fees in known currencies take milliseconds;
        reversals, conversions and whatever finds no room lead to the ledger being made anew, with other numbers
        for all legs.
        """
        return _late.add(self, table)

    def settled(self) -> Ledger:
        """A ledger in whose arrays late legs stand in their places; this one, when none came."""
        if not self.late:
            return self
        return Ledger.from_table(self.to_table(), stops=self.stops_by_name(), opening=self.opening_by_name())

    def in_time_order(self) -> NDArray[np.int64]:
        """All legs in the order of time, those that came late in their places."""
        legs = np.arange(len(self) + self.late)
        return legs[np.argsort(self.books.keys(legs))] if self.late else legs

    def to_table(self) -> pa.Table:
        """All legs in the order of time, as `from_table` reads them."""
        return _rows.to_table(self)

    def stops_by_name(self) -> dict[str, str]:
        marked = np.flatnonzero(self.stops)
        return {
            name: self.stop_of(int(place))
            for name, place in zip(self.names(marked).to_pylist(), marked, strict=True)
        }

    def opening_by_name(self) -> dict[tuple[str, str], int]:
        return {
            (self.accounts[account].as_py(), self.currencies[code]): balance
            for (account, code), balance in self.opening.items()
        }

    def places_of(self, names: Sequence[str]) -> dict[str, int]:
        """The places of those accounts that the ledger has."""
        places = self.name_places.of(names).tolist()
        return {name: place for name, place in zip(names, places, strict=True) if place >= 0}

    def account(self, name: str) -> int:
        """The place of an account in `accounts`. Raises KeyError."""
        place = int(self.name_places.of([name])[0])
        if place < 0:
            raise KeyError(name)
        return place

    def legs_of(self, records: Sequence[Any]) -> NDArray[np.int64]:
        """The legs that were read from the records of these ids, ascending. Raises KeyError for an unknown id."""
        if self.records is None:
            rows = np.asarray(records, np.int64)
            if len(rows) and (rows.min() < 0 or rows.max() >= len(self)):
                raise KeyError(str(records))
        else:
            wanted = pa.array(records).cast(self.records.type)
            rows = np.flatnonzero(pc.is_in(self.records, wanted).to_numpy())
            known = pc.is_in(wanted, self.records.take(rows))
            for place, found in enumerate(known.to_pylist()):
                if not found:
                    raise KeyError(records[place])
        if self.row is None:
            return np.sort(rows)
        early, late = rows[rows < len(self)], rows[rows >= len(self)]
        wanted = np.zeros(len(self), np.bool_)
        wanted[early] = True
        return np.concatenate([places_with(self.row, wanted, len(early)), late])

    def of(self, column: str, legs: Iterable[int] | NDArray[Any]) -> NDArray[Any]:
        """The values of a column for legs, those that came late included."""
        values: NDArray[Any] = with_room(getattr(self, column), LATE_LEGS)
        return values[np.asarray(legs, np.int64)]

    def day_only(self, legs: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Of which legs only the day is known."""
        known = np.zeros(len(legs), np.bool_)
        if self.date_only is not None:
            early = legs < len(self)  # what comes late has an hour
            known[early] = self.date_only[legs[early]]
        return known

    def told_time(self, legs: NDArray[np.int64]) -> NDArray[np.int64]:
        """The times of legs as the record has them, wherever in their days they were put."""
        if self.listed is None:
            return self.of("time", legs)
        ledger, numbers = self.listed
        return ledger.of("time", numbers[legs])

    def names(self, accounts: NDArray[Any]) -> pa.StringArray:
        """The names of accounts, by their places."""
        return self.accounts.take(pa.array(accounts))

    def stop_of(self, account: int) -> str:
        """Why money is not followed past an account; "" when it is."""
        return STOPS[self.stops[account]]

    def rows(self, legs: Iterable[int] | NDArray[Any]) -> NDArray[np.int64]:
        """The rows of the table that legs were read from; rows that came late stand behind all others."""
        places = np.array(legs, np.int64)
        if self.row is not None:
            early = places < len(self)
            places[early] = self.row[places[early]]
        return places

    def record_of(self, legs: Iterable[int] | NDArray[Any]) -> pa.Array:
        """Source-record ids of legs; the row's number where the table has none."""
        rows = self.rows(legs)
        return pa.array(rows) if self.records is None else _taken(self.records, rows)

    def evidence_of(self, legs: Iterable[int] | NDArray[Any]) -> pa.Array:
        """Hashes of the evidence rows of legs, of several rows one behind the other; null where the table has none."""
        rows = self.rows(legs)
        return pa.nulls(len(rows)) if self.evidence is None else _taken(self.evidence, rows)


def _column(table: pa.Table, name: str) -> pa.ChunkedArray | None:
    return table[name] if name in table.column_names else None


def _taken(column: pa.ChunkedArray, rows: NDArray[np.int64]) -> pa.Array:
    return column.take(pa.array(rows)).combine_chunks()
