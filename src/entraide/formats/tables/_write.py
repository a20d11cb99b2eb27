"""Writing CSV that a spreadsheet shows and does not run."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from typing import IO

_UNSEEN = " \n\ufeff\u00a0\u200b\u3000"
_RUNS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "＝",
    "＋",
    "－",
    "＠",
)  # East Asian spreadsheets take the wide ones too


def write_csv(file: IO[str], headers: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Write a table to a text file opened with ``newline=""``; the number of rows written is returned.

    Text that a spreadsheet would take for a formula gets an apostrophe before it, which open_table takes off
    again. Numbers stay numbers, None is an empty cell.
    """
    writer = csv.writer(file)
    writer.writerow([_harmless(header) for header in headers])
    count = 0
    for row in rows:
        writer.writerow([_harmless(cell) for cell in row])
        count += 1
    return count


def _harmless(cell: object) -> object:
    if cell is None or isinstance(cell, int | float):
        return cell
    text = str(cell).replace("\0", "")
    return f"'{text}" if is_formula(text) or is_shielded(text) else text


def is_formula(text: str) -> bool:
    """Whether a spreadsheet may run it; some look behind leading spaces and apostrophes."""
    return text.startswith(_RUNS) or text.lstrip(_UNSEEN).startswith(_RUNS)


def is_shielded(text: str) -> bool:
    """Whether its first apostrophe is one that write_csv puts there."""
    return text.startswith("'") and (is_formula(text[1:]) or is_shielded(text[1:]))


def unshielded(text: str) -> str:
    return text[1:] if is_shielded(text) else text
