"""Tracings of the same payments under several rules, as one table of where the money is and one of its way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from entraide.engines.trace import ENDS, Ledger, Totals, Tracing


@dataclass(frozen=True, eq=False)
class Followed:
    """`tracings` of the same payments by the name of their rule. Where one was made on the ledger with legs of a day
    in another order, `places` has the number that each of its legs has in `ledger`."""

    ledger: Ledger
    tracings: Mapping[str, Tracing]
    places: Mapping[str, NDArray[np.int64]] = field(default_factory=dict)

    @property
    def main(self) -> Tracing:
        return next(iter(self.tracings.values()))

    @property
    def back(self) -> bool:
        return self.main.back

    @property
    def loss(self) -> int:
        return self.main.loss

    @property
    def currency(self) -> str:
        return self.main.currency

    @property
    def totals(self) -> dict[str, Totals]:
        """By rule; each adds up to the loss."""
        return {name: tracing.totals for name, tracing in self.tracings.items()}

    def legs_of(self, name: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Legs of `ledger` that the money took by a rule, and (3, legs) what each carried, what of it arrived, and
        its value."""
        legs, sums = self.tracings[name].by_leg()
        return (self.places[name][legs] if name in self.places else legs), sums

    @property
    def drawn(self) -> Ledger:
        """The ledger of the first tracing, in whose order of legs a flow is drawn."""
        return self.main.ledger

    def drawn_legs_of(self, name: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """As `legs_of`, in the numbers of `drawn`."""
        legs, sums = self.legs_of(name)
        first = next(iter(self.tracings))
        if first not in self.places:
            return legs, sums
        drawn = np.flatnonzero(np.isin(self.places[first], legs))
        numbers = self.places[first][drawn]
        order = np.argsort(numbers)
        return drawn[order[np.searchsorted(numbers, legs, sorter=order)]], sums

    @cached_property
    def seeds(self) -> NDArray[np.int64]:
        name = next(iter(self.tracings))
        seeds = self.tracings[name].seeds
        return self.places[name][seeds] if name in self.places else seeds

    @property
    def ends(self) -> pa.Table:
        """Where the money is: account, currency, kind, stop; low and high, the least and the most by any rule, in
        that currency, and value_low and value_high in the currency of the loss; since, when the last of it came; and
        a column of amounts for each rule. Highest value first."""
        return self._ended[0]

    @property
    def values(self) -> NDArray[np.int64]:
        """(rules, rows of `ends`) values in the currency of the loss."""
        return self._ended[1]

    @cached_property
    def _ended(self) -> tuple[pa.Table, NDArray[np.int64]]:
        tables = [tracing.ends for tracing in self.tracings.values()]
        joined = pa.concat_tables(tables)
        accounts, currencies = _codes(joined["account"]), _codes(joined["currency"])
        kinds = np.asarray([ENDS.index(kind) for kind in joined["kind"].to_pylist()], np.int64)
        keys = (accounts * (currencies.max(initial=0) + 1) + currencies) * len(ENDS) + kinds
        _, first, place = np.unique(keys, return_index=True, return_inverse=True)
        rule = np.repeat(np.arange(len(tables)), [len(table) for table in tables])
        amount = np.zeros((len(tables), len(first)), np.int64)
        value, since = amount.copy(), np.zeros(len(first), np.int64)
        amount[rule, place], value[rule, place] = joined["amount"].to_numpy(), joined["value"].to_numpy()
        np.maximum.at(since, place, joined["since"].cast(pa.int64()).to_numpy())
        names = joined["account"].take(pa.array(first))
        order = np.lexsort((first, kinds[first], -value.max(axis=0, initial=0)))
        rows = pa.array(first[order])
        table = pa.table(
            {
                "account": names.take(pa.array(order)),
                "currency": joined["currency"].take(rows),
                "kind": joined["kind"].take(rows),
                "stop": joined["stop"].take(rows),
                "low": amount.min(axis=0)[order],
                "high": amount.max(axis=0)[order],
                "value_low": value.min(axis=0)[order],
                "value_high": value.max(axis=0)[order],
                "since": pa.array(since[order], pa.timestamp("us", "UTC")),
                **{name: amount[number][order] for number, name in enumerate(self.tracings)},
            }
        )
        return table, value[:, order]

    @cached_property
    def edges(self) -> pa.Table:
        """Every leg that the money took, by rule: rule, leg, time, day_only (the hour is not known: `time` is as recorded,
        the beginning of the day), from, to, rail, amount and currency (of the whole leg), traced (in that currency), arrived (in the currency of what arrives), value (in that of the loss),
        record, evidence."""
        return self._edges({name: tracing.edges for name, tracing in self.tracings.items()})

    def chain(self, account: str) -> pa.Table:
        """The part of `edges` on a way from the payments to an account. Raises KeyError for an unknown account."""
        return self._edges({name: tracing.chain(account) for name, tracing in self.tracings.items()})

    def _edges(self, tables: Mapping[str, pa.Table]) -> pa.Table:
        parts = []
        for name, table in tables.items():
            if name in self.places:
                legs = self.places[name][table["leg"].to_numpy()]
                table = table.set_column(0, "leg", pa.array(legs))
            table = table.add_column(2, "day_only", pa.array(self.ledger.day_only(table["leg"].to_numpy())))
            rule = pa.DictionaryArray.from_arrays(pa.array(np.zeros(len(table), np.int32)), [name])
            parts.append(table.add_column(0, "rule", rule.cast(pa.string())))
        renamed = {"source": "from", "target": "to", "carried": "traced"}
        joined = pa.concat_tables(parts)
        return joined.rename_columns([renamed.get(name, name) for name in joined.column_names])


def _codes(column: pa.ChunkedArray) -> NDArray[np.int64]:
    codes = column.combine_chunks().dictionary_encode()
    if isinstance(codes, pa.ChunkedArray):
        codes = codes.combine_chunks()
    found: NDArray[np.int64] = codes.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    return found
