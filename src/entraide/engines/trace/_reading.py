"""Columns of an Arrow table as the arrays of a ledger, with what is wrong named by column and row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

# The account of money that comes from or leaves to where the record does not reach.
OUTSIDE = "(outside the record)"


class BadLedger(ValueError):
    """A table that cannot be a ledger; the message names column, row and remedy."""


def times_of(table: pa.Table) -> tuple[NDArray[np.int64], NDArray[np.bool_] | None]:
    """Microseconds of UTC by row, and which rows know only their day (None: no row)."""
    column = _present(table, "time")
    days = pa.types.is_date(column.type)
    if not days and not pa.types.is_timestamp(column.type):
        raise BadLedger(f"column time: {column.type} is neither a timestamp nor a date")
    time = _numbers(column.cast(pa.timestamp("us")).cast(pa.int64()))
    if "date_only" in table.column_names:
        date_only = _numbers(pc.fill_null(table["date_only"], False))
    else:
        date_only = np.full(len(time), days)
    return time, date_only if date_only.any() else None


def positive_amounts(table: pa.Table, name: str) -> NDArray[np.int64]:
    """Minor units by row, each above zero."""
    column = _present(table, name)
    if not pa.types.is_integer(column.type):
        raise BadLedger(
            f"column {name}: {column.type} is not whole minor units (cents, satoshi); convert it first"
        )
    amount: NDArray[np.int64] = _numbers(column.cast(pa.int64()))
    if len(amount) and amount.min() <= 0:
        row = int(np.argmin(amount > 0))
        raise BadLedger(
            f"column {name}, row {row}: {amount[row]} is not above zero; swap source and target, or leave it out"
        )
    return amount


def named_accounts(table: pa.Table) -> tuple[pa.StringArray, Callable[[str], NDArray[np.int32]]]:
    """The accounts' names in the order in which they appear, and the places there of "source" or "target"."""
    for name in ("source", "target"):
        if name not in table.column_names:
            raise BadLedger(f"column {name} is missing")
    source, target = table["source"], table["target"]
    shared = _shared_dictionary(source, target)
    if shared is not None:
        return shared, lambda name: _indices(table[name])
    both = pa.chunked_array(_strings(source).chunks + _strings(target).chunks, pa.string())
    if both.null_count:
        both = pc.fill_null(both, OUTSIDE)
    codes = both.dictionary_encode().unify_dictionaries()
    accounts = codes.chunk(0).dictionary if codes.num_chunks else pa.array([], pa.string())
    places = _indices(codes)
    ends = {"source": places[: len(table)], "target": places[len(table) :]}
    return accounts, ends.__getitem__


def codes_of(
    table: pa.Table, name: str, default: str | None = None
) -> tuple[tuple[str, ...], NDArray[np.int16]]:
    """The distinct words of a column, and each row's place among them."""
    if name not in table.column_names and default is not None:
        return (default,), np.zeros(len(table), np.int16)
    column = _present(table, name, nulls=default is not None)
    if column.null_count:
        column = pc.fill_null(_strings(column), default)
    if not pa.types.is_dictionary(column.type):
        column = _strings(column).dictionary_encode()
    column = column.unify_dictionaries()
    words = column.chunk(0).dictionary.to_pylist() if column.num_chunks else []
    if len(words) > np.iinfo(np.int16).max:
        raise BadLedger(f"column {name} has {len(words):,} different values; is it the right column?")
    return tuple(words), _indices(column).astype(np.int16)


def kinds_of(table: pa.Table, kinds: tuple[str, ...]) -> NDArray[np.int8]:
    """Each row's place among the kinds of leg; a row without one is a payment."""
    if "kind" not in table.column_names:
        return np.zeros(len(table), np.int8)
    column = pc.fill_null(_strings(table["kind"]), kinds[0])
    places = pc.index_in(column, pa.array(kinds))
    if places.null_count:
        row = places.to_pylist().index(None)
        raise BadLedger(f"column kind, row {row}: {column[row].as_py()!r} is none of {', '.join(kinds)}")
    return _numbers(places).astype(np.int8)


def _present(table: pa.Table, name: str, nulls: bool = False) -> pa.ChunkedArray:
    if name not in table.column_names:
        raise BadLedger(f"column {name} is missing")
    column = table[name]
    if column.null_count and not nulls:
        row = pc.index(pc.is_null(column), True).as_py()
        raise BadLedger(f"column {name}, row {row}: there is no value; leave the row out or fill it in")
    return column


def _strings(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column if pa.types.is_string(column.type) else column.cast(pa.string())


def _shared_dictionary(source: pa.ChunkedArray, target: pa.ChunkedArray) -> pa.StringArray | None:
    """The dictionary of both columns, where they were written with one and the same."""
    if not (pa.types.is_dictionary(source.type) and pa.types.is_dictionary(target.type)):
        return None
    chunks = [*source.chunks, *target.chunks]
    if not chunks or source.null_count or target.null_count:
        return None
    first = chunks[0].dictionary
    same = all(chunk.dictionary.equals(first) for chunk in chunks[1:])
    distinct = len(pc.unique(first)) == len(first)
    return first.cast(pa.string()) if same and distinct else None


def _indices(column: pa.ChunkedArray) -> NDArray[np.int32]:
    parts = [chunk.indices.to_numpy(zero_copy_only=False) for chunk in column.chunks]
    return np.concatenate(parts).astype(np.int32, copy=False) if parts else np.zeros(0, np.int32)


def _numbers(column: pa.ChunkedArray) -> NDArray[Any]:
    return np.ascontiguousarray(column.to_numpy())
