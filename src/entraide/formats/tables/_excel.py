"""Excel workbooks (.xlsx), read as a stream."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl

from .._problems import Rejected, UnreadableFile
from ._records import Record, Source

_LARGEST_UNPACKED = 600_000_000  # bytes
_LARGEST_SHARED_TEXT = 150_000_000  # bytes; held in memory by any reader
_BROKEN = "The workbook is damaged or cut off", "Open it, save it again as .xlsx, or export it as CSV"
_TOO_LARGE = "The workbook unpacks to more than can be read", "Export it as CSV"
_DAMAGED_SHEET = "The sheet is damaged from here on: the rest was not read"


def open_excel(path: Path) -> Source:
    """The first sheet that has a cell. Raises UnreadableFile."""
    try:
        with zipfile.ZipFile(path) as archive:
            check_size(archive)
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except UnreadableFile:
        raise
    except Exception:  # on damaged bytes each part of the reader raises its own
        raise UnreadableFile(*_BROKEN)
    return Source(_records(book), encoding="xlsx", delimiter="")


def check_size(archive: zipfile.ZipFile) -> None:
    sizes = {info.filename: info.file_size for info in archive.infolist()}
    if sum(sizes.values()) > _LARGEST_UNPACKED or sizes.get("xl/sharedStrings.xml", 0) > _LARGEST_SHARED_TEXT:
        raise UnreadableFile(*_TOO_LARGE)


def _records(book: Any) -> Iterator[Record]:
    try:
        for sheet in book.worksheets:
            has_cells = False
            for record in _records_of(sheet):
                has_cells = True
                yield record
            if has_cells:
                return
    finally:
        book.close()


def _records_of(sheet: Any) -> Iterator[Record]:
    number = 0
    sheet.reset_dimensions()  # some writers state a wrong size
    try:
        for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
            cells = [text_of(value) for value in values]
            if any(cells):
                yield number, cells
    except Exception:  # as above
        yield Rejected(number + 1, _DAMAGED_SHEET, "")


def text_of(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ") if value.time() != time() else value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))  # a phone number typed into a cell
    return str(value).replace("\0", "").replace("_x000D_", "").strip()
