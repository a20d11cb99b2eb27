"""What to freeze first: where traced money is, how likely it is still to be there, and what else a freeze holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from entraide.vocabulary.currencies import shown

from ._forecast import Forecast, Lots
from ._kernels.book import FEE, HELD, STOP
from ._kernels.dwell import balance_at
from ._kernels.output import AMOUNT, KIND, POT, WORTH
from ._onward import Way
from ._stays import ALL, KEPT, REST, Curve, Stays
from .results import Rule, Tracing
from .tracing import microseconds, trace

if TYPE_CHECKING:
    from .ledger import Ledger

_MOST = 1000  # accounts that are compared


@dataclass(frozen=True, eq=False)
class FreezeCandidate:
    """An account worth a request. Amounts are minor units, `value` and `expected` in the currency of the loss.

    `amount` of the account's `balance` is traced, under the rule of the first tracing; `by_tracing` is amount and value
    under each, the first one's first, and `low` and `high` are the least and the most of the values. `innocent` is the
    rest of the balance, which a freeze would hold too. `still_there` is the probability that the money has not left when the request bites; of an account that
    holds none yet, that what comes now has not.

    `expected` is what a request brings, at its place in the ranking: what is likely to be there when it bites, and
    what is likely to come within three days, less what the requests before it would catch anyway (`overlap`). So it
    can be more than is there now; over all candidates it is never more than they all hold now.

    Where the money has not come yet (`since` is None), `through` is the account that holds it and has paid this one
    before.
    """

    account: str
    currency: str
    amount: int
    value: int
    by_tracing: tuple[tuple[int, int], ...]
    balance: int
    innocent: int
    still_there: float
    expected: int
    overlap: int
    rail: str
    since: datetime | None
    through: str
    tracing: Tracing

    @property
    def low(self) -> int:
        return min(value for _, value in self.by_tracing)

    @property
    def high(self) -> int:
        return max(value for _, value in self.by_tracing)

    @cached_property
    def evidence(self) -> pa.Table:
        """Every leg on the way from the payments to the account, or to that `through` which they may come, with
        record ids and hashes of evidence rows."""
        return self.tracing.chain(self.through or self.account)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it stands where it does, in words."""
        code, loss = self.currency, self.tracing.currency
        return (
            f"{shown(self.amount, code)} of {shown(self.balance, code)} {code} is traced here by {self.tracing.rule}",
            f"the last of it came at {self.since:%Y-%m-%d %H:%M} UTC by {self.rail or 'an unnamed rail'}"
            if self.since
            else f"none of it came yet; {self.through}, where some is, has paid this account before",
            f"{self.still_there:.0%} likely to be there when the request bites",
            f"{shown(self.innocent, code)} {code} of other money would be held too",
            f"{shown(self.expected, loss)} {loss} of the loss expected, after {shown(self.overlap, loss)} {loss} that earlier"
            " requests would catch",
        )


def as_of(ledger: Ledger, at: datetime) -> Ledger:
    """The ledger as it was known at a time: itself, unless a payment made by then was reversed later. A reversal undoes
    its payment whenever it is looked at; so then later legs are left out, and those that stay are numbered in the
    order of time."""
    limit = microseconds(at)
    pairs = np.asarray([*ledger.reversed_legs.items()], np.int64).reshape(-1, 2)
    back, paid = ledger.of("time", pairs[:, 0]), ledger.of("time", pairs[:, 1])
    if not ((back > limit) & (paid <= limit)).any():
        return ledger
    then = ledger.of("time", ledger.in_time_order()) <= limit
    table = ledger.to_table().filter(pa.array(then))
    return type(ledger).from_table(table, stops=ledger.stops_by_name(), opening=ledger.opening_by_name())


def freeze_ranking(
    ledger: Ledger,
    tracings: Sequence[Tracing],
    at: datetime,
    *,
    delay: timedelta = timedelta(hours=1),
    delays: Mapping[str, timedelta] | None = None,
) -> list[FreezeCandidate]:
    """See `Ledger.freeze_ranking`."""
    if not tracings:
        raise ValueError("there is no tracing to rank from")
    known = _as_known(ledger, tracings, at)
    ledger = known[0].ledger
    main, now = known[0], microseconds(at)
    books, book = ledger.books, ledger.books.view(main.opening, main.lowest_balance)
    held = [held_by_pot(tracing) for tracing in known]
    way = Way(main, now)
    arrivals = _last_arrivals(main)
    reached = _largest(main, np.asarray([pot for pot in arrivals if not book.pots[pot, STOP]], np.int64))
    if not len(reached):
        return []
    coming = way.payees(reached)
    pots = np.concatenate([reached, np.asarray(sorted(coming), np.int64)])
    # An account that is yet to be reached, by what is known of that which is likely to pay it.
    from_whom = [*reached.tolist(), *(coming[pot] for pot in sorted(coming))]
    last = np.asarray([arrivals[pot] for pot in from_whom], np.int64)
    rails, since = ledger.of("rail", last), ledger.of("time", last)
    names = ledger.names(books.account[pots]).to_pylist()
    through = ledger.names(books.account[np.asarray(from_whom[len(reached) :], np.int64)]).to_pylist()
    followed = book.pots[book.target[way.legs], STOP] == 0
    stays = Stays(ledger, book, now, way.legs[followed], way.removes[followed])
    removes = [
        way.remove[payer] + (pot != payer) for pot, payer in zip(pots.tolist(), from_whom, strict=True)
    ]
    curves = [
        stays.curve(pot, int(rail), remove)
        for pot, rail, remove in zip(pots.tolist(), rails, removes, strict=True)
    ]
    lots = lots_of(way, pots, held[0], books.key_at(now + 1))
    waits = np.asarray([(delays or {}).get(name, delay) // timedelta(microseconds=1) for name in names])
    forecast = Forecast(lots, curves, waits, way.moves(pots))
    chances = _still_there(lots, curves, waits)
    key = books.key_at(now + 1)
    found = []
    for place, expected, overlap in forecast.best_first(len(reached)):
        pot = int(pots[place])
        amount, value = held[0].get(pot, (0, 0))
        balance = max(int(balance_at(book, pot, key)), amount)
        found.append(
            FreezeCandidate(
                account=names[place],
                currency=ledger.currencies[books.currency[pot]],
                amount=amount,
                value=value,
                by_tracing=tuple(found_by.get(pot, (0, 0)) for found_by in held),
                balance=balance,
                innocent=balance - amount,
                still_there=chances[place],
                expected=expected,
                overlap=overlap,
                rail=ledger.rails[rails[place]],
                since=_moment(int(since[place])) if place < len(reached) else None,
                through="" if place < len(reached) else through[place - len(reached)],
                tracing=main,
            )
        )
    return found


@dataclass(frozen=True)
class Replay:
    """What the first k requests of a ranking catch, by what then happened: `caught` of `recoverable`, in minor units of
    the loss's currency, beside `innocent` money of others that is held, in minor units by currency."""

    requests: int
    hours: float
    caught: int
    recoverable: int
    innocent: Mapping[str, int]

    @property
    def share(self) -> float:
        return self.caught / self.recoverable if self.recoverable else 1.0


def replay(
    ledger: Ledger,
    ranking: Sequence[FreezeCandidate],
    at: datetime,
    *,
    hours: Sequence[float] = (1, 6, 24, 72),
    requests: Sequence[int] = (1, 3, 10),
    beyond: timedelta = timedelta(days=3),
) -> list[Replay]:
    """Run the record on with the first k accounts of a ranking frozen from `hours` after `at`.

    Recoverable is what can still be followed when the freezes bite: a request to every account would hold it.
    Caught is what the frozen accounts hold `beyond` later, with what still came in. Payments that frozen accounts
    would have made do not reach their payees; that these had less of their own then is not modelled.
    """
    results = []
    for wait in hours:
        bites = at + timedelta(hours=wait)
        recoverable = None
        for count in requests:
            first = ranking[:count]
            if not first:
                results.append(Replay(count, wait, 0, 0, {}))
                continue
            tracing = first[0].tracing
            options = {"opening": tracing.opening, "lowest_balance": tracing.lowest_balance}
            if recoverable is None:
                seeds = _seeds_in(ledger, tracing)
                recoverable = trace(ledger, seeds, tracing.rule, horizon=bites, **options).held  # type: ignore[arg-type]
            accounts = [one.account for one in first]
            caught = caught_by(ledger, tracing, accounts, bites, beyond)
            places = list(ledger.places_of(accounts).values())
            innocent = _others(ledger, tracing, places, microseconds(bites) + 1)
            results.append(Replay(count, wait, caught, recoverable, innocent))
    return results


def caught_by(
    ledger: Ledger,
    tracing: Tracing,
    accounts: Sequence[str],
    bites: datetime,
    beyond: timedelta = timedelta(days=3),
) -> int:
    """What accounts that are frozen at `bites` hold of the tracing's loss `beyond` later."""
    frozen = {place: microseconds(bites) + 1 for place in ledger.places_of(accounts).values()}
    after = trace(
        ledger,
        _seeds_in(ledger, tracing),
        tracing.rule,
        opening=tracing.opening,
        lowest_balance=tracing.lowest_balance,
        horizon=bites + beyond,
        frozen=frozen,
    )
    rest = after.found[after.found[:, KIND] == HELD]
    return int(rest[np.isin(ledger.books.account[rest[:, POT]], list(frozen)), WORTH].sum())


def _as_known(ledger: Ledger, tracings: Sequence[Tracing], at: datetime) -> list[Tracing]:
    """The tracings as of `at`, on the ledger as of then. Those under one rule become one, so that no money is claimed
    twice."""
    groups: dict[tuple[Rule, bool, str], list[NDArray[np.int64]]] = {}
    for tracing in tracings:
        if tracing.back:
            raise ValueError("a tracing towards the past says nothing of what can be frozen")
        if tracing.currency != tracings[0].currency:
            raise ValueError("the losses are in several currencies, which do not add up: rank each apart")
        groups.setdefault((tracing.rule, tracing.lowest_balance, tracing.opening), []).append(tracing.seeds)
    limit = microseconds(at)
    then = as_of(ledger, at)
    known = []
    for (rule, lowest_balance, opening), seeds in groups.items():
        paid = np.unique(np.concatenate(seeds))
        paid = paid[ledger.of("time", paid) <= limit]
        if not len(paid):
            raise ValueError("at that time nothing had been paid yet")
        own = paid if then is ledger else np.flatnonzero(np.isin(ledger.in_time_order(), paid))
        known.append(
            trace(then, own, rule, opening=opening, lowest_balance=lowest_balance, horizon=at)  # type: ignore[arg-type]
        )
    return known


def _seeds_in(ledger: Ledger, tracing: Tracing) -> NDArray[np.int64]:
    """The seeds of a tracing on the ledger `as_of` a time, as the whole one numbers them."""
    if tracing.ledger is ledger or not ledger.late:
        return tracing.seeds
    return ledger.in_time_order()[tracing.seeds]


def _largest(tracing: Tracing, pots: NDArray[np.int64]) -> NDArray[np.int64]:
    """Those through which most traced money went; nobody asks for thousands of freezes."""
    if len(pots) <= _MOST:
        return pots
    legs, (_, _, value) = tracing.by_leg()
    books = tracing.ledger.books
    through = np.zeros(books.pots, np.int64)
    np.add.at(through, books.plain.target[legs], value)
    return np.sort(pots[np.argsort(-through[pots], kind="stable")[:_MOST]])


def held_by_pot(tracing: Tracing) -> dict[int, tuple[int, int]]:
    """By pot the amount that is held there, and its value."""
    held: dict[int, tuple[int, int]] = {}
    for end in tracing.found[tracing.found[:, KIND] == HELD].tolist():
        amount, value = held.get(end[POT], (0, 0))
        held[end[POT]] = amount + end[AMOUNT], value + end[WORTH]
    return held


def _last_arrivals(tracing: Tracing) -> dict[int, int]:
    """The last leg that brought traced money, by pot; fees are gone."""
    legs, _ = tracing.by_leg()
    legs = legs[tracing.ledger.of("kind", legs) != FEE]
    return dict(zip(tracing.ledger.books.plain.target[legs].tolist(), legs.tolist(), strict=True))


def lots_of(way: Way, pots: NDArray[np.int64], held: dict[int, tuple[int, int]], key: int) -> Lots:
    """What is held, by the payments that it is likely to be left of: the latest, first in first out."""
    place = {pot: at for at, pot in enumerate(pots.tolist())}
    here = np.asarray([place.get(pot, -1) for pot in way.target.tolist()], np.int64)
    left = way.left(key)
    weight = np.where(here >= 0, left * way.value, 0.0)
    values = np.asarray([held.get(pot, (0, 0))[1] for pot in pots.tolist()], float)
    found = np.bincount(here[here >= 0], weight[here >= 0], len(pots))
    # Where all that came is thought to have left, and some is held all the same: of the last payment.
    last = np.full(len(pots), -1)
    last[here[here >= 0]] = np.flatnonzero(here >= 0)
    lost = last[(found == 0) & (values > 0)]
    weight[lost] = 1.0
    found = np.bincount(here[here >= 0], weight[here >= 0], len(pots))
    some = np.flatnonzero(weight > 0)
    age = way.now - way.tracing.ledger.of("time", way.legs[some])
    value = weight[some] * (values / np.maximum(found, 1e-9))[here[some]]
    return Lots(here[some], age, value, (left[some] < KEPT) & ~np.isin(some, lost))


def _still_there(lots: Lots, curves: Sequence[Curve], waits: NDArray[np.int64]) -> list[float]:
    """By pot the probability that what is there, or else what comes now, has not left when its request bites."""
    there, stays = np.zeros(len(curves)), np.zeros(len(curves))
    for place, age, value, kept in zip(*(column.tolist() for column in lots), strict=True):
        there[place] += value
        stays[place] += value * curves[place].goes_on(REST if kept else ALL, age, waits[place])
    return [
        float(stays[place] / there[place]) if there[place] else float(curve.left(ALL, waits[place]))
        for place, curve in enumerate(curves)
    ]


def _others(ledger: Ledger, tracing: Tracing, accounts: list[int], now: int) -> dict[str, int]:
    """The money in accounts that is not traced, by currency."""
    books = ledger.books
    book, key = books.view(tracing.opening, tracing.lowest_balance), books.key_at(now)
    known = trace(
        ledger,
        _seeds_in(ledger, tracing),
        tracing.rule,
        opening=tracing.opening,
        lowest_balance=tracing.lowest_balance,
        horizon=_moment(now - 1),
    )
    held = held_by_pot(known)
    others: dict[str, int] = {}
    for number, currency in enumerate(ledger.currencies):
        pots = [pot for account in accounts if (pot := books.pot(account, number)) is not None]
        rest = [int(balance_at(book, pot, key)) - held.get(pot, (0, 0))[0] for pot in pots]
        if pots:
            others[currency] = sum(max(0, amount) for amount in rest)
    return others


def _moment(time: int) -> datetime:
    return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=time)
