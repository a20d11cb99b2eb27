"""CSV of transactions: which encoding, delimiter, header and columns; then block by block through Arrow."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from .._problems import Rejected, UnreadableFile
from ..tables._csv import delimiter_of, encoding_of
from ._cells import Cells
from ._found import Batch, FileReport, Options
from ._headers import role_of
from ._letters import rows_in_utf8
from ._lines import BROKEN, Rows, cells_of, decoded, opened, rows_of
from ._plan import Plan, plan_of
from ._rows import batch_of
from ._top import LOOKED_AT, fitted, header_of, is_descending

_SAMPLE = 256 << 10
_PLACES, _AT_PLACE = 4, 64 << 10  # further on, where a file is long
_DELIMITERS = ",;\t|"
_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_ENCODINGS = ("gb18030", "cp949", "cp874", "big5", "cp932", "cp1252", "cp1256", "cp1251", "cp1258", "cp1254")
BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
        (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))  # fmt: skip
WRONG_WIDTH = (
    "cells: not as many as there are columns; check quotation marks, or the delimiter with --delimiter"
)
OPEN_QUOTE = "cells: a quotation mark is opened and not closed; close it, or double the one within the cell"
CUT = "the file is cut off within this row; fetch it again"


@dataclass(frozen=True)
class Layout:
    """`skip`: bytes before the first row (a byte-order mark). `header`: its row's place, -1 where there is none;
    `top`: meaning -> value that stands above it. `doubt`: why the encoding may be another."""

    encoding: str
    skip: int
    delimiter: str
    header: int
    headers: list[str]
    top: dict[str, str]
    sample: list[list[str]]
    doubt: str = ""


def read_csv(path: Path, options: Options, report: FileReport) -> Iterator[Batch]:
    """The legs of a CSV file, with rows that cannot be taken. Raises UnreadableFile before the first batch."""
    layout = layout_of(path, options)
    report.encoding, report.delimiter = layout.encoding, layout.delimiter
    if layout.doubt:
        report.note(layout.doubt)
    plan = plan_of(layout.headers, _columns_of(layout), layout.top, options, report)
    report.descending = is_descending(layout.sample, plan)
    width = len(layout.headers)

    def is_whole(row: bytes) -> bool:
        cells = cells_of(decoded(row, layout.encoding), layout.delimiter)
        return cells is not None and len(cells) == width

    first_row, seen, told = 0, 0, False
    with opened(path) as file:
        file.read(layout.skip)
        for rows in rows_of(file, layout.encoding, is_whole=is_whole):
            start = min(max(layout.header + 1 - seen, 0), len(rows))
            seen += len(rows)
            cells = _cells(rows, start, layout, plan, first_row)
            if cells is None:
                continue
            if not told and (line := rows_in_utf8(rows, layout.encoding)):
                told = True
                report.note(
                    f"line {line} looks like UTF-8 in a file read as {layout.encoding}: its names may be wrong; was the"
                    " file put together of several? Save it in one encoding, or read each with --encoding"
                )
            if rows.cut:
                report.note("the file is packed and cut off: what comes before the cut was read")
            if rows.last and cells.broken and cells.broken[-1].line == rows.line[-1]:
                cells.broken[-1] = Rejected(cells.broken[-1].line, CUT, cells.broken[-1].text)
                report.note("the file is cut off within its last row; what comes before was read")
            elif rows.last:
                report.note(
                    "no line end stands behind the last row: if the file was cut, its last cell may be too"
                )
            yield batch_of(cells, plan, report, path.name)
            first_row += len(cells.line) + len(cells.broken)


def layout_of(path: Path, options: Options) -> Layout:
    """How a file is written. Raises UnreadableFile."""
    with opened(path) as file:
        head = _read_up_to(file, _SAMPLE)
    if not head:
        raise UnreadableFile("The file is empty", "Choose a file with a header and at least one row")
    encoding, skip = encoding_and_mark(head, options.encoding)
    text = decoded(head[skip:], encoding)
    delimiter = _delimiter(text, options)
    samples = [head[skip:], *_further_on(path, len(head), encoding)]
    tables = [_cells_of_rows(part, encoding, delimiter) for part in samples]
    at, headers, top = header_of(tables[0], options)
    tables[0] = tables[0][at + 1 :]
    sample = [row for table in tables for row in table]
    if not any(map(any, sample)) and sum(role_of(header) is not None for header in headers) >= 2:
        raise UnreadableFile("There is no row below the header", "Fetch the file again, with its rows")
    _check_delimiters(headers, sample, delimiter)
    doubt = "" if skip or options.encoding else _doubt(head, encoding)
    return Layout(encoding, skip, delimiter, at, fitted(headers, sample), top, sample, doubt)


def encoding_and_mark(head: bytes, said: str = "") -> tuple[str, int]:
    """A file's encoding, and how many bytes its byte-order mark has. Raises UnreadableFile."""
    for mark, encoding in BOMS:
        if head.startswith(mark):
            return encoding, len(mark)
    if said:
        try:
            return codecs.lookup(said).name, 0
        except LookupError:
            raise UnreadableFile(
                f"--encoding: {said} is no encoding that is known", "Try utf-8, gb18030, cp949 or cp874"
            )
    sample = head[:4096]
    for place, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if sample[place::2].count(0) * 2 > len(sample[place::2]) and sample[1 - place :: 2].count(0) == 0:
            return encoding, 0
    if b"\0" not in head and not _is_utf8(head):
        if _is_mostly_utf8(head):
            return "utf-8", 0
        known = {encoding: _known_headers(head, encoding) for encoding in _ENCODINGS}
        best = max(known, key=lambda encoding: known[encoding])
        if known[best]:
            return best, 0
        if _is_half_utf8(head):
            return "utf-8", 0
    return encoding_of(head).removesuffix("-sig"), 0


def _doubt(head: bytes, encoding: str) -> str:
    """What to say where the encoding of a file is a guess."""
    if b"\0" in head or _is_utf8(head) or _is_mostly_utf8(head) or _known_headers(head, encoding):
        return ""
    if encoding == "utf-8":
        return "as many rows are in UTF-8 as are not: UTF-8 is taken; save the file in one encoding, or say --encoding"
    return f"nothing tells the encoding for sure: {encoding} is taken; look at the names, and say --encoding"


def _is_utf8(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)  # which may end inside a character
    except UnicodeDecodeError:
        return False
    return True


def _is_mostly_utf8(head: bytes) -> bool:
    """Whether more rows beyond ASCII are UTF-8 than are not: those are rows of another file that was put in."""
    return _majority_in_utf8(head) > 0


def _is_half_utf8(head: bytes) -> bool:
    """Whether as many are UTF-8 as are not: hardly a word of another encoding is UTF-8 by chance."""
    return not _is_utf8(head) and _majority_in_utf8(head) == 0


def _majority_in_utf8(head: bytes) -> int:
    """How many more rows beyond ASCII are UTF-8 than are not."""
    rows = [row for row in head.split(b"\n") if not row.isascii()]
    return sum(1 if _is_utf8(row) else -1 for row in rows)


def _known_headers(head: bytes, encoding: str) -> int:
    """How many headers beyond ASCII are words that are known, in the first rows read so."""
    top = b"\n".join(head.split(b"\n")[:LOOKED_AT])
    text = top.decode(encoding, errors="replace")
    found = 0
    for delimiter in _DELIMITERS:
        for line in text.splitlines():
            cells = [cell for cell in line.split(delimiter) if not cell.isascii()]
            found = max(found, sum(role_of(cell.strip(' "')) is not None for cell in cells))
    return found


def _delimiter(text: str, options: Options) -> str:
    if options.delimiter:
        return {"tab": "\t", "\\t": "\t"}.get(options.delimiter, options.delimiter)
    lines = text.splitlines()[:LOOKED_AT]

    def known(delimiter: str) -> int:
        rows = (cells_of(line, delimiter) or [] for line in lines)
        return max((sum(role_of(cell) is not None for cell in row) for row in rows), default=0)

    best = max(_DELIMITERS, key=known)
    return best if known(best) >= 2 else delimiter_of(text)


def _check_delimiters(headers: list[str], sample: list[list[str]], delimiter: str) -> None:
    """Raise UnreadableFile where the header is parted by one sign and the rows by another."""
    if len(headers) < 2 or any(len(row) > 1 for row in sample) or not any(map(any, sample)):
        return
    for other in _DELIMITERS.replace(delimiter, ""):
        if all(len(cells_of(row[0], other) or []) == len(headers) for row in sample if any(row)):
            raise UnreadableFile(
                f"The header is parted by {_NAMES.get(delimiter, delimiter)}, the rows by {_NAMES[other]}",
                "Write both alike; a header may have been put above an export by hand",
            )


def _read_up_to(file: IO[bytes], size: int) -> bytes:
    try:
        return file.read(size)
    except (EOFError, OSError):
        file.seek(0)
        return file.read1(size) if hasattr(file, "read1") else b""


def _further_on(path: Path, behind: int, encoding: str) -> Iterator[bytes]:
    """Pieces of whole lines from later in a long file: its first page may show no day after the twelfth."""
    size = path.stat().st_size
    if size < 4 * behind or encoding.startswith(("utf-16", "utf-32")):
        return
    with path.open("rb") as file:
        if file.read(2) == b"\x1f\x8b":
            return
        for place in range(1, _PLACES + 1):
            file.seek(behind + (size - behind) * place // (_PLACES + 1))
            lines = file.read(_AT_PLACE).split(b"\n")
            yield b"\n".join(lines[1:-1])


def _cells_of_rows(part: bytes, encoding: str, delimiter: str) -> list[list[str]]:
    found = []
    for rows in rows_of(io.BytesIO(part), encoding):
        whole = len(rows) - 1 if len(part) >= _SAMPLE // 2 else len(rows)  # the last may be cut
        for place in range(whole):
            cells = cells_of(decoded(rows.row(place), encoding), delimiter)
            found.append([] if cells is None else [cell.strip() for cell in cells])
    return found


def _columns_of(layout: Layout) -> list[list[str]]:
    width = len(layout.headers)
    rows = [row for row in layout.sample if len(row) == width]
    return [[row[place] for row in rows] for place in range(width)]


def _cells(rows: Rows, start: int, layout: Layout, plan: Plan, first_row: int) -> Cells | None:
    """The rows of a block from `start` on, as columns; None where there are none."""
    if start >= len(rows):
        return None
    whole = np.flatnonzero(~rows.broken[start:]) + start
    broken = [
        Rejected.of(int(rows.line[place]), OPEN_QUOTE, _text(rows, int(place), layout))
        for place in np.flatnonzero(rows.broken[start:]) + start
    ]
    text = _utf8(rows, whole, layout)
    columns, bad = _parsed(text, layout, sorted(set(plan.columns.values())))
    if columns is None or len(columns[0]) + len(bad) != len(whole):
        columns, bad = _one_by_one(rows, whole, layout, sorted(set(plan.columns.values())))
    broken += [
        Rejected.of(int(rows.line[whole[place]]), WRONG_WIDTH, _text(rows, int(whole[place]), layout))
        for place in bad
    ]
    broken.sort(key=lambda one: one.line)
    kept = np.delete(whole, bad)
    evidence = rows.evidence()
    if len(kept) < len(rows):
        evidence = evidence.take(pa.array(kept))
    used = dict(zip(sorted(set(plan.columns.values())), columns, strict=True))
    damaged = None
    if BROKEN.encode() in text:
        damaged = np.zeros(len(kept), np.bool_)
        for column in columns:
            damaged |= pc.match_substring(column, BROKEN).to_numpy(zero_copy_only=False)
    return Cells(
        columns=used,
        line=rows.line[kept],
        evidence=evidence,
        text=lambda place: Rejected.of(0, "", _text(rows, int(kept[place]), layout)).text,
        broken=broken,
        done=rows.done,
        first_row=first_row,
        damaged=damaged,
    )


def _text(rows: Rows, place: int, layout: Layout) -> str:
    return decoded(rows.row(place), layout.encoding).replace(BROKEN, "\ufffd")


def _utf8(rows: Rows, whole: np.ndarray[Any, Any], layout: Layout) -> bytes:
    """Rows as UTF-8, a line end behind each."""
    if not len(whole):
        return b""
    first, last = int(whole[0]), int(whole[-1])
    apart = (
        len(whole) != last - first + 1
        or len(np.unique(rows.start[first + 1 : last + 1] - rows.end[first:last])) > 1
    )
    end = "\n".encode(layout.encoding)
    if apart:
        data = end.join(rows.row(int(place)) for place in whole) + end
    else:
        data = rows.data[rows.start[first] : rows.end[last]] + end
    if layout.encoding in ("utf-8", "ascii"):
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            return decoded(data, "utf-8").encode()
        return data
    return decoded(data, layout.encoding).encode()


def _parsed(text: bytes, layout: Layout, places: list[int]) -> tuple[list[pa.Array] | None, list[int]]:
    """The columns at some places, and the numbers of rows that have not as many cells."""
    names = [f"{number}" for number in range(len(layout.headers))]
    bad: list[int] = []

    def note(row: Any) -> str:
        bad.append(row.number - 1)
        return "skip"

    if not text:
        return [pa.array([], pa.string()) for _ in places], bad
    try:
        table = csv.read_csv(
            pa.py_buffer(text),
            # One thread: only then does a row that is skipped know its number.
            csv.ReadOptions(column_names=names, use_threads=False, block_size=len(text) + 1),
            csv.ParseOptions(
                delimiter=layout.delimiter,
                newlines_in_values=True,
                ignore_empty_lines=True,
                invalid_row_handler=note,
            ),
            csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                include_columns=[f"{place}" for place in places],
            ),
        )
    except pa.ArrowInvalid:
        return None, []
    return [column.combine_chunks() for column in table.columns], bad


def _one_by_one(
    rows: Rows, whole: np.ndarray[Any, Any], layout: Layout, places: list[int]
) -> tuple[list[pa.Array], list[int]]:
    """As `_parsed`, where quotation marks in one row confuse the reading of the next."""
    kept, bad = [], []
    for number, place in enumerate(whole):
        cells = cells_of(decoded(rows.row(int(place)), layout.encoding), layout.delimiter)
        if cells is None or len(cells) != len(layout.headers):
            bad.append(number)
        else:
            kept.append(cells)
    return [pa.array([cells[place] for cells in kept], pa.string()) for place in places], bad
