"""Tables: CSV, TSV and Excel in, as a stream; CSV out, harmless in a spreadsheet.

>>> table = open_table(Path("reports.csv"))
>>> mapping = suggest_mapping(table.headers, table.sample)     # {"text": "Narrative", "phone": "Tel."}
>>> for row in table.rows():
...     if isinstance(row, Rejected):
...         print(row.line, row.reason)
...     else:
...         print(row.line, row.cells[mapping["text"]])
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from entraide.engines.link import extract

from .._problems import Rejected, UnreadableFile
from ._csv import open_csv
from ._excel import open_excel
from ._mapping import FIELDS, is_known_header, suggest_mapping
from ._records import Cells, Record, Row, Source
from ._write import unshielded, write_csv

__all__ = [
    "FIELDS",
    "Rejected",
    "Row",
    "Table",
    "UnreadableFile",
    "open_table",
    "suggest_mapping",
    "write_csv",
]

_LOOKED_AT = 60  # records at the top, for headers and for the sample
_MOST_COLUMNS = 500
_LONGEST_HEADER = 80


class Table:
    """A table that is being read. ``headers`` are distinct and not empty.

    ``has_header`` is False where the first record is data: headers are then "Column 1" …. ``sample`` holds
    the first rows. ``encoding`` is "xlsx" for a workbook, ``delimiter`` then empty.
    """

    def __init__(self, source: Source) -> None:
        self.encoding, self.delimiter = source.encoding, source.delimiter
        top = list(islice(source.records, _LOOKED_AT))
        records = [record for record in top if not isinstance(record, Rejected)]
        if not records:
            raise UnreadableFile("The table has no readable row", "Check the file: it is empty or damaged")
        width = min(_MOST_COLUMNS, max(len(cells) for _, cells in records))
        header = _find_header(records)
        self.has_header = header is not None
        line, cells = header or (0, [])
        self.headers = _distinct([*cells, *[""] * (width - len(cells))][:width])
        self._top = [record for record in top if isinstance(record, Rejected) or record[0] > line]
        self._rest = source.records
        self.sample = [row.cells for row in map(self._row, self._top) if isinstance(row, Row)]

    def rows(self) -> Iterator[Row | Rejected]:
        """Every row behind the header, once, in order; memory does not grow with the file."""
        for record in chain(self._top, self._rest):
            yield self._row(record)

    def _row(self, record: Record) -> Row | Rejected:
        if isinstance(record, Rejected):
            return record
        line, cells = record
        if any(cells[len(self.headers) :]):
            return Rejected.of(line, "The row has more cells than there are columns", " | ".join(cells))
        padded = [*cells, *[""] * (len(self.headers) - len(cells))]
        return Row(line, dict(zip(self.headers, map(unshielded, padded), strict=False)))


def open_table(path: Path) -> Table:
    """A CSV, TSV or Excel file, recognised by its content. Raises UnreadableFile with reason and remedy."""
    try:
        with path.open("rb") as file:
            start = file.read(8)
    except FileNotFoundError:
        raise UnreadableFile("There is no such file", "Check the path")
    except OSError:
        raise UnreadableFile("The file cannot be opened", "Check that it is a file and may be read")
    if not start:
        raise UnreadableFile("The file is empty", "Choose a file with a header and at least one row")
    if start.startswith(b"PK"):
        return Table(open_excel(path))
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFile(
            "This is an old .xls workbook, or one locked by a password",
            "Save it as .xlsx without a password, or as CSV",
        )
    if start.startswith((b"%PDF", b"\x1f\x8b", b"{\\rtf")):
        raise UnreadableFile(
            "This is not a table but a document or an archive", "Save the table as CSV or as .xlsx"
        )
    return Table(open_csv(path))


def _find_header(records: list[tuple[int, Cells]]) -> tuple[int, Cells] | None:
    """The first full record, if its cells are names; lines of title may stand above it."""
    usual = max(sum(map(bool, cells)) for _, cells in records)
    for line, cells in records[:10]:
        filled = [cell for cell in cells if cell.strip()]
        if usual > 1 and (len(filled) < 2 or len(filled) * 2 < usual):
            continue
        return (line, cells) if _are_names(filled) else None
    return None


def _are_names(cells: Cells) -> bool:
    if any(map(is_known_header, cells)):
        return True
    if len(set(cells)) < len(cells) or any(len(cell) > _LONGEST_HEADER for cell in cells):
        return False
    return not any(_is_value(cell) for cell in cells)


def _is_value(cell: str) -> bool:
    digits = sum(map(str.isdigit, cell))
    return digits * 2 > len(cell) or any(found.valid for found in extract(cell))


def _distinct(headers: Cells) -> Cells:
    """Headers with a name for each and no name twice."""
    names: dict[str, None] = {}
    for number, header in enumerate(headers, start=1):
        name = " ".join(header.split())[:_LONGEST_HEADER] or f"Column {number}"
        again = 2
        unique = name
        while unique in names:
            unique = f"{name} ({again})"
            again += 1
        names[unique] = None
    return list(names)
