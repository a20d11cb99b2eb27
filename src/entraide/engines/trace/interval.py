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
from ._days import ORDERS, Order
from .results import RULES, Tracing
from .tracing import trace

if TYPE_CHECKING:
    from .ledger import Ledger


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
    tracings: dict[tuple[str, str], Tracing] = {}
    orders: tuple[Order | Literal[""], ...] = ORDERS if ledger.date_only is not None else ("",)
    for order in orders:
        book, own = ledger, np.asarray(seeds, np.int64)
        if order:
            book, places = ledger.same_day(order, own)
            own = np.flatnonzero(np.isin(places, own))
        for rule in RULES:
            for capped in (False, True):
                name = rule + (", capped" if capped else "")
                tracings[name, order] = trace(
                    book, own, rule, opening=opening, lowest_balance=capped, horizon=horizon, least=least
                )
        if order:
            book.books.views.clear()  # two ledgers of the same legs are much for one memory
    return Interval(tracings)
