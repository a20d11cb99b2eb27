"""The flow as files: every edge for machines, the ends for people, the diagram for both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from entraide.vocabulary.currencies import shown

from ..tables import write_csv
from ._diagram import drawn
from ._followed import Followed
from ._picture import Known


def write_flow(followed: Followed, folder: Path, known: Mapping[str, Known] | None = None) -> list[Path]:
    """Write flow.parquet, ends.csv and flow.svg into a folder, which is made if need be; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / name for name in ("flow.parquet", "ends.csv", "flow.svg")]
    pq.write_table(followed.edges, files[0], compression="zstd")
    write_table(followed.ends, files[1])
    files[2].write_text(drawn(followed, known or {}), "utf-8")
    return files


def write_table(table: pa.Table, file: Path, amounts: tuple[str, ...] = ("low", "high")) -> None:
    """A table as CSV: columns of `amounts` beside a column `currency` also as people write them, hashes in hexadecimal
    digits, times as ISO 8601."""
    present = [name for name in amounts if name in table.column_names]
    with file.open("w", encoding="utf-8-sig", newline="") as output:
        write_csv(
            output, [*table.column_names, *(f"{name}_written" for name in present)], _rows(table, present)
        )


def _rows(table: pa.Table, present: list[str]) -> Iterator[list[object]]:
    for batch in table.to_batches(10_000):
        for row in batch.to_pylist():
            cells = [as_text(cell) for cell in row.values()]
            yield [*cells, *(shown(row[name], row["currency"]) for name in present)]


def as_text(cell: object) -> object:
    """A cell as it stands in CSV and JSON: hashes as hexadecimal digits, a space between those of several rows; times
    as ISO 8601 with their zone."""
    if isinstance(cell, bytes):
        return " ".join(cell[at : at + 32].hex() for at in range(0, len(cell), 32))
    return cell.isoformat() if hasattr(cell, "isoformat") else cell
