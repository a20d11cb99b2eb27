"""The rows of files behind legs of a ledger, found again by their hashes.

>>> for row in rows_behind(Path("busan.csv"), {evidence}, {"20251106-0017"}):
...     print(row.path, row.line, row.same, row.text)
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ._again import texts_of
from ._detect import format_of, reader_of
from ._found import FileReport, Options

_HASH = 32  # bytes


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row of a file: the line (or place) where it stands, its record id, its text, and the SHA-256 of its bytes.
    `same`: that is a hash that was looked for; otherwise the row has such a record id, and other bytes."""

    path: Path
    line: int
    record: str
    text: str
    evidence: bytes
    same: bool


def parts_of(evidence: bytes | None) -> list[bytes]:
    """The hash of each row that told of a leg."""
    return [evidence[at : at + _HASH] for at in range(0, len(evidence or b""), _HASH)] if evidence else []


def rows_behind(
    path: Path, hashes: Set[bytes], records: Set[str] = frozenset(), options: Options | None = None
) -> list[SourceRow]:
    """The rows with one of these hashes, and those with one of these record ids, in the order of the file. Rows that
    cannot be read are passed over. Raises UnreadableFile."""
    report = FileReport(path, options or Options(), format=format_of(path))
    report.bytes = path.stat().st_size
    found: dict[int, tuple[int, str, bytes, bool]] = {}
    for batch in reader_of(report.format)(path, report.options, report):
        told = zip(
            batch.row.tolist(),
            batch.line.tolist(),
            batch.legs["record"].to_pylist(),
            batch.legs["evidence"].to_pylist(),
            strict=True,
        )
        for row, line, record, evidence in told:
            same = not hashes.isdisjoint(parts_of(evidence))
            if same or record in records:
                found.setdefault(row, (line, str(record), evidence, same))
    rows = np.asarray(sorted(found), np.int64)
    return [
        SourceRow(path, line, record, text, evidence, same)
        for (line, record, evidence, same), text in zip(
            (found[row] for row in rows.tolist()), texts_of(report, rows), strict=True
        )
    ]
