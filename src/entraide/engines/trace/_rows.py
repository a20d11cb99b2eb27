"""Rows of a table into legs of a ledger, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ._books import LATE_LEGS
from ._kernels.index import is_sorted, put_in_order, sort_ties
from ._late import sequences_of
from ._reading import BadLedger

if TYPE_CHECKING:
    from .ledger import Ledger

PAYMENT, FEE, REVERSAL, CONVERSION = range(4)
KINDS = ("payment", "fee", "reversal", "conversion")


def to_table(ledger: Ledger) -> pa.Table:
    """See `Ledger.to_table`."""
    legs = ledger.in_time_order()
    paid = [ledger.arriving.get(int(leg), (None, None)) for leg in legs] if ledger.arriving else []
    columns = {
        "time": pa.array(ledger.of("time", legs), pa.timestamp("us", "UTC")),
        "sequence": sequences_of(ledger, legs),
        "source": pa.DictionaryArray.from_arrays(ledger.of("source", legs), ledger.accounts),
        "target": pa.DictionaryArray.from_arrays(ledger.of("target", legs), ledger.accounts),
        "amount": ledger.of("amount", legs),
        "currency": pa.DictionaryArray.from_arrays(ledger.of("currency", legs), list(ledger.currencies)),
        "rail": pa.DictionaryArray.from_arrays(ledger.of("rail", legs), list(ledger.rails)),
        "kind": pa.DictionaryArray.from_arrays(ledger.of("kind", legs), list(KINDS)),
        "record": ledger.record_of(legs),
        "evidence": ledger.evidence_of(legs),
    }
    if ledger.arriving:
        columns["target_amount"] = pa.array([amount for amount, _ in paid], pa.int64())
        codes = [None if code is None else ledger.currencies[code] for _, code in paid]
        columns["target_currency"] = pa.array(codes, pa.string())
    if ledger.reversed_legs:
        undone = [ledger.reversed_legs.get(int(leg)) for leg in legs]
        records = [None if leg is None else ledger.record_of([leg])[0] for leg in undone]
        columns["reverses"] = pa.array([record and record.as_py() for record in records])
    if ledger.date_only is not None:
        columns["date_only"] = pa.array(np.append(ledger.date_only, np.zeros(ledger.late, np.bool_))[legs])
    return pa.table(columns)


def read_conversions(ledger: Ledger, table: pa.Table) -> None:
    """What conversions pay out, by leg, into `ledger.arriving`."""
    for leg in np.flatnonzero(ledger.kind == CONVERSION):
        row = int(ledger.rows([int(leg)])[0])
        if "target_amount" not in table.column_names or "target_currency" not in table.column_names:
            raise BadLedger("a conversion needs the columns target_amount and target_currency")
        paid, code = table["target_amount"][row].as_py(), table["target_currency"][row].as_py()
        if not paid or paid < 0 or not code:
            raise BadLedger(f"row {row}: a conversion needs target_amount above zero and target_currency")
        if code not in ledger.currencies:
            ledger.currencies = (*ledger.currencies, code)
        ledger.arriving[int(leg)] = (paid, ledger.currencies.index(code))


def read_reversals(ledger: Ledger, table: pa.Table) -> None:
    """Which leg each reversal undoes, into `ledger.reversed_legs`."""
    legs = np.flatnonzero(ledger.kind == REVERSAL)
    if not len(legs):
        return
    if "reverses" not in table.column_names:
        raise BadLedger("a reversal needs the column reverses: the record id of the leg that it undoes")
    ids = [table["reverses"][int(row)].as_py() for row in ledger.rows(legs)]
    first = _first_of(ledger, ids)
    left: dict[int, int] = {}
    for leg, record in zip(legs.tolist(), ids, strict=True):
        undone = first.get(record)
        if undone is None:
            raise BadLedger(
                f"row {ledger.rows([leg])[0]}: reverses {record!r}, which no row has as its record"
            )
        _check_reversal(ledger, leg, undone)
        left[undone] = left.get(undone, int(ledger.amount[undone])) - int(ledger.amount[leg])
        if left[undone] < 0:
            raise BadLedger(
                f"row {ledger.rows([leg])[0]}: more of {record!r} is reversed than was paid: leave out what is there twice"
            )
        ledger.reversed_legs[leg] = undone


def _first_of(ledger: Ledger, records: list[Any]) -> dict[Any, int]:
    """The first leg of each record that is there and is no reversal itself."""
    if ledger.records is None:
        known = [one for one in records if isinstance(one, int) and 0 <= one < len(ledger)]
    else:
        wanted = pa.array([one for one in records if one is not None])
        try:
            wanted = wanted.cast(ledger.records.type)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            return {}
        known = ledger.records.filter(pc.is_in(ledger.records, wanted)).unique().to_pylist()
    legs = ledger.legs_of(known) if known else np.zeros(0, np.int64)
    legs = legs[ledger.kind[legs] != REVERSAL][::-1]
    return dict(zip(ledger.record_of(legs).to_pylist(), legs.tolist(), strict=True))


def _check_reversal(ledger: Ledger, leg: int, undone: int) -> None:
    back = ledger.source[leg] == ledger.target[undone] and ledger.target[leg] == ledger.source[undone]
    same = ledger.currency[leg] == ledger.currency[undone] and ledger.amount[leg] <= ledger.amount[undone]
    if undone >= leg or not back or not same:
        raise BadLedger(
            f"row {ledger.rows([int(leg)])[0]}: a reversal must come after the leg that it undoes, between the same"
            " two accounts, in the same currency and for no more"
        )


def placed(column: NDArray[Any], order: NDArray[np.int32] | None) -> NDArray[Any]:
    """A column in order, at the beginning of an array with room behind for what comes late."""
    whole = np.empty(len(column) + LATE_LEGS, column.dtype)
    if order is None:
        whole[: len(column)] = column
    else:
        put_in_order(column, order, whole[: len(column)])
    return whole[: len(column)]


def order_of(time: NDArray[np.int64], table: pa.Table) -> NDArray[np.int32] | None:
    """Rows by (time, sequence), None when they stand in that order already."""
    if "sequence" in table.column_names:
        sequence = table["sequence"].cast(pa.int64()).to_numpy()
        if is_sorted(time, sequence):
            return None
    elif bool(np.all(time[1:] >= time[:-1])):
        return None
    order = np.argsort(time, kind="stable")
    if "sequence" in table.column_names:
        sort_ties(order, time, sequence)
    return order.astype(np.int32)
