"""A ledger on disk in which a payment stands once, though the payer's bank and the payee's both told of it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from entraide.engines.trace import joined, repeated

from ._found import FILE_BITS

_ROW = "row"


def join_sides(path: Path) -> tuple[int, tuple[str, ...]]:
    """Join, in a ledger's file, the rows that tell of one payment: `entraide.engines.trace.joined`.

    Returns how many rows told what another had told, and the record ids of which several rows stay because they do
    not fit together. Beside the rows that share a record id, memory holds three columns of the whole.
    """
    with pq.ParquetFile(path, read_dictionary=["record", "source", "target", "rail"]) as file:
        rows = repeated(file.read(["record"])["record"])
        if not len(rows):
            return 0, ()
        whole = file.read(["source", "target", "rail", "sequence"])
        files = whole["sequence"].to_numpy() >> FILE_BITS
        several = _rows(path, rows)
        found = joined(several, files[rows], whole=(whole, files))
        if found.merged:
            _rewrite(path, rows, found.table)
    return found.merged, found.unsure


def _rows(path: Path, rows: NDArray[np.int64]) -> pa.Table:
    """Rows of the file, each with its place."""
    parts, begin = [], 0
    with pq.ParquetFile(path) as file:
        for number in range(file.num_row_groups):
            part = file.read_row_group(number)
            here = rows[(rows >= begin) & (rows < begin + len(part))]
            parts.append(part.take(pa.array(here - begin)))
            begin += len(part)
    return pa.concat_tables(parts).append_column(_ROW, pa.array(rows))


def _rewrite(path: Path, rows: NDArray[np.int64], kept: pa.Table) -> None:
    """The file with `kept` in the place of `rows`, whole or not at all."""
    place = kept[_ROW].to_numpy()
    kept = kept.drop_columns([_ROW])
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
