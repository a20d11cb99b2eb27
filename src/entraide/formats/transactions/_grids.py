"""Tables whose cells have types: Excel (and OpenDocument) workbooks, and Parquet."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from .._problems import Rejected, UnreadableFile
from ..tables._excel import check_size, text_of
from ._case import FILES, OPENING, STOPS, said_in
from ._cells import Cells
from ._found import Batch, FileReport, Options
from ._plan import Plan, plan_of
from ._rows import batch_of
from ._top import fitted, header_of, is_descending

_BETWEEN = "\x1f"  # cells of a row, where its evidence is made of them
_ROWS = 65_536
_SAMPLE = 2_000
_LENGTHS = range(32, 32 * 65, 32)  # of the evidence of a leg: a hash for each row that told of it
WRONG_WIDTH = "cells: there are more than columns; check the header"


def read_excel(path: Path, options: Options, report: FileReport) -> Iterator[Batch]:
    """The legs of the first sheet that has cells. Raises UnreadableFile before the first batch."""
    rows = _sheet(path, report)
    filled = [(line, cells) for line, cells in rows if any(cells)]
    if not filled:
        raise UnreadableFile(
            "The workbook has no cell that is filled", "Choose the one that holds the statement"
        )
    top = [cells for _, cells in filled[:_SAMPLE]]
    at, headers, said = header_of(top, options)
    while headers and not headers[-1]:
        headers = headers[:-1]
    headers = fitted(headers, [_as_wide(cells, len(headers)) for cells in top[at + 1 :]])
    sample = [_as_wide(cells, len(headers)) for cells in top[at + 1 :]]
    plan = plan_of(headers, _columns(sample, len(headers)), said, options, report)
    report.descending = is_descending(sample, plan)
    behind = filled[at + 1 :]
    for begin in range(0, len(behind), _ROWS):
        part = behind[begin : begin + _ROWS]
        good = [(line, cells) for line, cells in part if not any(cells[len(headers) :])]
        broken = [
            Rejected.of(line, WRONG_WIDTH, " | ".join(cells))
            for line, cells in part
            if any(cells[len(headers) :])
        ]
        columns = _columns([_as_wide(cells, len(headers)) for _, cells in good], len(headers))
        arrays = [pa.array(column, pa.string()) for column in columns]
        lines = np.asarray([line for line, _ in good], np.int64)
        done = report.bytes * (begin + len(part)) // len(behind)
        yield batch_of(_cells(arrays, lines, plan, broken, begin, done), plan, report, path.name)


def _sheet(path: Path, report: FileReport) -> list[tuple[int, list[str]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                check_size(archive)
        book = CalamineWorkbook.from_path(path)
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            first = (sheet.start or (0, 0))[0] + 1
            rows = [
                (line, [_text(value) for value in values])
                for line, values in enumerate(sheet.to_python(skip_empty_area=True), first)
            ]
            if any(any(cells) for _, cells in rows):
                others = len(book.sheet_names) - 1
                report.note(f"only the sheet {name} was read, not the others", others)
                return rows
    except UnreadableFile:
        raise
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError):
        raise UnreadableFile(
            "The workbook is damaged, cut off or locked by a password",
            "Open it, save it again, or export it as CSV",
        )
    return []


def _text(value: object) -> str:
    """A cell as it is shown: a workbook keeps fifteen digits of a number."""
    if isinstance(value, float) and not isinstance(value, bool):
        text = f"{value:.15g}"
        return _without_exponent(text) if "e" in text else text
    return text_of(value)


def _without_exponent(text: str) -> str:
    return f"{Decimal(text):f}"


def _as_wide(cells: list[str], width: int) -> list[str]:
    return cells[:width] + [""] * (width - len(cells))


def _columns(rows: Sequence[Sequence[str]], width: int) -> list[list[str]]:
    return [[row[place] for row in rows] for place in range(width)]


def read_parquet(path: Path, options: Options, report: FileReport) -> Iterator[Batch]:
    """The legs of a Parquet file. Raises UnreadableFile before the first batch."""
    try:
        file = pq.ParquetFile(path)
        first = next(file.iter_batches(_SAMPLE), None)
    except (pa.ArrowException, OSError, ValueError):
        raise UnreadableFile("The Parquet file is damaged or cut off", "Fetch it again")
    with file:
        headers = list(file.schema_arrow.names)
        if first is None or not len(first):
            raise UnreadableFile("The Parquet file has no rows", "Choose one that holds payments")
        sample = [_strings(column).to_pylist() for column in first.columns]
        plan = plan_of(headers, sample, {}, options, report, stated=_states_a_ledger(path, file.schema_arrow))
        report.descending = not plan.is_ledger and is_descending(list(zip(*sample, strict=True)), plan)
        report.stops = said_in(path, STOPS) or {}
        report.opening = {(account, code): balance for account, code, balance in said_in(path, OPENING) or []}
        report.made_of = said_in(path, FILES) or []
        evidence = headers.index("evidence") if plan.is_ledger and "evidence" in headers else None
        begin, groups = 0, _batches(file, report)
        for batch in groups:
            arrays = [_strings(column) for column in batch.columns]
            lines = np.arange(begin + 1, begin + 1 + len(batch), dtype=np.int64)
            done = report.bytes * (begin + len(batch)) // max(1, file.metadata.num_rows)
            cells = _cells(arrays, lines, plan, [], begin, done)
            if evidence is not None and pa.types.is_binary(batch.column(evidence).type):
                given = batch.column(evidence)
                is_hash = pc.is_in(pc.binary_length(given), pa.array(_LENGTHS, pa.int32()))
                cells.evidence = pc.if_else(is_hash, given, cells.evidence)
            begin += len(batch)
            yield batch_of(cells, plan, report, path.name)


def _states_a_ledger(path: Path, schema: pa.Schema) -> bool:
    """By what stands behind the table; or by types that only a ledger has, where a program wrote it without."""
    if any(said_in(path, key) is not None for key in (FILES, OPENING, STOPS)):
        return True
    kinds = {field.name: field.type for field in schema}
    return (
        "sequence" in kinds
        and pa.types.is_binary(kinds.get("evidence", pa.null()))
        and pa.types.is_integer(kinds.get("amount", pa.null()))
    )


def _batches(file: Any, report: FileReport) -> Iterator[pa.RecordBatch]:
    try:
        yield from file.iter_batches(_ROWS)
    except (pa.ArrowException, OSError):
        report.note("the file is damaged from some row on: what comes before was read")


def _strings(column: pa.Array) -> pa.Array:
    """Cells as text; an empty one where there is none."""
    kind = column.type
    if pa.types.is_timestamp(kind):
        zone = "Z" if kind.tz else ""
        text = pc.strftime(column.cast(pa.timestamp("us", kind.tz and "UTC")), f"%Y-%m-%d %H:%M:%S{zone}")
    elif pa.types.is_nested(kind) or (pa.types.is_binary(kind) and not pa.types.is_string(kind)):
        text = pa.nulls(len(column), pa.string())
    elif pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        text = column.cast(pa.string())
        small = pc.fill_null(pc.match_substring_regex(text, "[eE]"), False)
        if pc.any(small, min_count=0).as_py():
            plain = [
                _without_exponent(word) if word and re.search("[eE]", word) else word
                for word in text.to_pylist()
            ]
            text = pa.array(plain, pa.string())
    else:
        text = column.cast(pa.string())
    return pc.fill_null(text, "")


def _cells(
    arrays: list[pa.Array], lines: Any, plan: Plan, broken: list[Rejected], first_row: int, done: int
) -> Cells:
    used = {place: arrays[place] for place in plan.columns.values()}
    if not arrays or not len(lines):
        joined = pa.array([], pa.string())
    else:
        joined = pc.binary_join_element_wise(*arrays, _BETWEEN)
    hashes = [hashlib.sha256(row.encode()).digest() for row in joined.to_pylist()]

    def text(place: int) -> str:
        return Rejected.of(0, "", joined[place].as_py().replace(_BETWEEN, " | ")).text

    return Cells(used, lines, pa.array(hashes, pa.binary()), text, broken, done, first_row)
