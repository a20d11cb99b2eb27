"""Fees that stand in a column of their own, each as a leg behind its payment."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ._found import FEES, SCHEMA


def with_fees(
    table: pa.Table,
    rows: NDArray[np.int64],
    good: NDArray[np.bool_],
    fee: NDArray[np.int64] | None,
    payer: pa.Array,
) -> tuple[pa.Table, NDArray[np.int64]]:
    """The legs of the rows that are taken, each row's fee behind its payment; `payer` (n) pays it."""
    table, rows = table.select([name for name in SCHEMA.names if name != "sequence"]), rows
    if not good.all():
        table, kept = table.filter(pa.array(good)), rows[good]
    else:
        kept = rows
    if fee is None or not (fee[kept] > 0).any():
        return table, kept
    charged = fee[kept] > 0
    fees = table.filter(pa.array(charged))
    values: dict[str, Any] = {
        "amount": pa.array(fee[kept][charged]),
        "source": payer.filter(pa.array(good)).filter(pa.array(charged)),
        "target": pa.array([FEES] * len(fees), pa.string()),
        "kind": pa.array(["fee"] * len(fees), pa.string()),
        "target_amount": pa.nulls(len(fees), pa.int64()),
        "target_currency": pa.nulls(len(fees), pa.string()),
        "reverses": pa.nulls(len(fees), pa.string()),
    }
    for name, value in values.items():
        fees = fees.set_column(fees.column_names.index(name), name, value)
    both = pa.concat_tables([table, fees])
    row = np.concatenate([kept, kept[charged]])
    order = np.argsort(row, kind="stable")
    return both.take(pa.array(order)), row[order]
