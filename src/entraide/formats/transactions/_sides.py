"""A ledger on disk in which a payment stands once, though the payer's bank and the payee's both told of it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from entraide.engines.trace import joined

from ._found import FILE_BITS

ROW = "row"


def join_sides(path: Path, rows: NDArray[np.int64]) -> tuple[int, tuple[str, ...]]:
    """Join, in a ledger's file, the rows that tell of one payment: `entraide.engines.trace.joined`. `rows`: those
    whose record id another row has too, ascending.

    Returns how many rows told what another had told, and the record ids of which several rows stay because they do
    not fit together. Memory holds those rows, and the ends of all rows of their accounts.
    """
    if not len(rows):
        return 0, ()
    several = whole_rows(path, rows)
    with pq.ParquetFile(path) as file:
        ends = _ends(file, several)
    found = joined(several, several["sequence"].to_numpy() >> FILE_BITS, whole=ends)
    if found.merged:
        rewrite(path, rows, found.table)
    return found.merged, found.unsure


def _ends(file: Any, several: pa.Table) -> tuple[pa.Table, NDArray[np.int64]]:
    """Source, target and rail of all rows that have an account of some rows; and their files."""
    accounts = pc.unique(pa.chunked_array([*several["source"].chunks, *several["target"].chunks]))
    parts = []
    for number in range(file.num_row_groups):
        part = file.read_row_group(number, ["source", "target", "rail", "sequence"])
        here = pc.or_(pc.is_in(part["source"], accounts), pc.is_in(part["target"], accounts))
        parts.append(part.filter(here))
    whole = pa.concat_tables(parts)
    return whole.drop_columns(["sequence"]), whole["sequence"].to_numpy() >> FILE_BITS


def whole_rows(path: Path, rows: NDArray[np.int64]) -> pa.Table:
    """Rows of the file, each with its place."""
    parts, begin = [], 0
    with pq.ParquetFile(path) as file:
        for number in range(file.num_row_groups):
            part = file.read_row_group(number)
            here = rows[(rows >= begin) & (rows < begin + len(part))]
            parts.append(part.take(pa.array(here - begin)))
            begin += len(part)
    return pa.concat_tables(parts).append_column(ROW, pa.array(rows))


def rewrite(path: Path, rows: NDArray[np.int64], kept: pa.Table) -> None:
    """The file with `kept` in the place of `rows`, whole or not at all."""
    place = kept[ROW].to_numpy()
    kept = kept.drop_columns([ROW])
    with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
        draft = Path(folder) / "joined.parquet"
        with (
            pq.ParquetFile(path) as old,
            pq.ParquetWriter(draft, old.schema_arrow, compression="zstd") as new,
        ):
            begin = 0
            for number in range(old.num_row_groups):
                part = old.read_row_group(number)
                end = begin + len(part)
                stays = np.setdiff1d(np.arange(begin, end), rows, assume_unique=True)
                inside = (place >= begin) & (place < end)
                told = kept.filter(pa.array(inside)).cast(part.schema)
                both = pa.concat_tables([part.take(pa.array(stays - begin)), told])
                order = np.argsort(np.concatenate([stays, place[inside]]), kind="stable")
                new.write_table(both.take(pa.array(order)))
                begin = end
            said = old.metadata.metadata or {}
            new.add_key_value_metadata({key: value for key, value in said.items() if key != b"ARROW:schema"})
        os.replace(draft, path)
