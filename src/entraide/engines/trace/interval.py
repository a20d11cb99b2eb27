"""What all rules together allow one to say: for each account the least and the most that is traced there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ._books import Opening
from .results import RULES, Tracing
from .tracing import trace

if TYPE_CHECKING:
    from .ledger import Ledger

Order = Literal["credits first", "debits first"]
ORDERS: tuple[Order, ...] = ("credits first", "debits first")


@dataclass(frozen=True, eq=False)
class Interval:
    """Tracings of the same payments under every rule, with and without the cap, and, where days alone are known, in
    both orders. `tracings` names each: ("fifo", "") or ("haircut, capped", "credits first")."""

    tracings: dict[tuple[str, str], Tracing]

    @cached_property
    def table(self) -> pa.Table:
        """account, currency, low, high (amounts held there), and one column for each rule and order; highest first."""
        names = [", ".join(part for part in name if part) for name in self.tracings]
        amounts: dict[tuple[str, str], list[int]] = {}
        for place, tracing in enumerate(self.tracings.values()):
            for end in tracing.ends.to_pylist():
                if end["kind"] == "held":
                    row = amounts.setdefault((end["account"], end["currency"]), [0] * len(names))
                    row[place] += end["amount"]
        order = sorted(amounts, key=lambda key: (-max(amounts[key]), key))
        columns = {
            "account": pa.array([account for account, _ in order], pa.string()),
            "currency": pa.array([currency for _, currency in order], pa.string()),
            "low": pa.array([min(amounts[key]) for key in order], pa.int64()),
            "high": pa.array([max(amounts[key]) for key in order], pa.int64()),
        }
        rules = {
            name: pa.array([amounts[key][place] for key in order], pa.int64())
            for place, name in enumerate(names)
        }
        return pa.table(columns | rules)


def interval(
    ledger: Ledger,
    seeds: Sequence[int] | NDArray[np.int64],
    *,
    opening: Opening = "zero",
    horizon: timedelta | datetime | None = None,
    least: int = 0,
) -> Interval:
    """See `Ledger.interval`."""
    books: dict[str, tuple[Ledger, NDArray[np.int64]]] = {"": (ledger, np.asarray(seeds, np.int64))}
    if ledger.date_only is not None:
        books = {order: _in_order(ledger, seeds, order) for order in ORDERS}
    return Interval(
        {
            (rule + (", capped" if capped else ""), order): trace(
                book, own, rule, opening=opening, lowest_balance=capped, horizon=horizon, least=least
            )
            for order, (book, own) in books.items()
            for rule in RULES
            for capped in (False, True)
        }
    )


def _in_order(
    ledger: Ledger, seeds: Sequence[int] | NDArray[np.int64], order: Order
) -> tuple[Ledger, NDArray[np.int64]]:
    """The ledger with its undated hours in an order, and the numbers that the seeds have there."""
    other, places = ledger.same_day(order)
    return other, np.flatnonzero(np.isin(places, np.asarray(seeds, np.int64)))


def same_day_order(ledger: Ledger, order: Order) -> NDArray[np.int64]:
    """All legs, those of which only the day is known so that money goes on within the day as far as it can
    ("credits first": what an account got, it can pay on) or not at all ("debits first").

    Legs of one time alone change places among themselves. Where payments go in a circle, no order lets each account
    get everything first: the circle is cut at its first leg by source sequence.
    """
    legs = np.arange(len(ledger))
    if ledger.date_only is None:
        return legs
    loose = np.flatnonzero(ledger.date_only)
    for group in np.split(loose, np.flatnonzero(np.diff(ledger.time[loose])) + 1):
        if order == "credits first":
            legs[group] = _downstream(group, ledger.source[group], ledger.target[group])
        else:
            legs[group] = _downstream(group[::-1], ledger.source[group[::-1]], ledger.target[group[::-1]])[
                ::-1
            ]
    return legs


def _downstream(
    legs: NDArray[np.int64], sources: NDArray[np.int32], targets: NDArray[np.int32]
) -> NDArray[np.int64]:
    """The legs so that those into an account stand before those out of it, as far as circles allow."""
    waiting: dict[int, int] = {}
    leaving: dict[int, list[int]] = {}
    for place, (source, target) in enumerate(zip(sources.tolist(), targets.tolist(), strict=True)):
        leaving.setdefault(source, []).append(place)
        if source != target:
            waiting[target] = waiting.get(target, 0) + 1
    ready = [account for account in leaving if not waiting.get(account)]
    found: list[int] = []
    done: set[int] = set()
    next_place = 0
    while len(found) < len(legs):
        if not ready:
            while int(sources[next_place]) in done:
                next_place += 1
            ready = [int(sources[next_place])]
        account = ready.pop(0)
        if account in done:
            continue
        done.add(account)
        for place in leaving.get(account, ()):
            found.append(place)
            target = int(targets[place])
            if target != account:
                waiting[target] -= 1
                if not waiting[target] and target in leaving:
                    ready.append(target)
    return legs[np.asarray(found, np.int64)]
