"""Text files as rows: blocks of whole rows, where each begins and ends, and its bytes.

A row is a line, or several where a cell in quotation marks holds line ends. Blocks are cut by numpy, so that a file
of any size is read in the memory of a few blocks.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import hashlib
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

BLOCK = 4 << 20
_LONGEST_ROW = 100  # lines; a longer one is an unclosed quotation mark
_LONGEST_LINE = 64 << 20
# For private use, so in no file of a bank, while the usual mark, U+FFFD, may stand there rightly.
BROKEN = "\uf8fe"
_MARK = "entraide.mark_other_letters"


def _mark(problem: UnicodeError) -> tuple[str, int]:
    if not isinstance(problem, UnicodeDecodeError):
        raise problem
    return BROKEN, problem.end


codecs.register_error(_MARK, _mark)


def opened(path: Path) -> IO[bytes]:
    """The file's bytes, unpacked where it is packed by gzip."""
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return gzip.open(path) if packed else path.open("rb")  # type: ignore[return-value]


def decoded(data: bytes, encoding: str) -> str:
    """Text, with BROKEN in the place of what is not in the encoding."""
    return data.decode(encoding, errors=_MARK)


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows of a file. `data`: bytes as they stand there; row i is `data[start[i]:end[i]]`, without its line end.
    `line` (n): the number of its first line, from 1. `broken` (n): a quotation mark is opened and not closed.
    `last`: the file ends with the last row, and no line end is behind it. `cut`: it is packed, and its end is missing.
    `done`: bytes read so far."""

    data: bytes
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    line: NDArray[np.int64]
    broken: NDArray[np.bool_]
    last: bool
    cut: bool
    done: int

    def __len__(self) -> int:
        return len(self.start)

    def row(self, place: int) -> bytes:
        return self.data[self.start[place] : self.end[place]]

    def evidence(self) -> pa.Array:
        """SHA-256 of each row's bytes (n), binary."""
        view, sha = memoryview(self.data), hashlib.sha256
        both = zip(self.start.tolist(), self.end.tolist(), strict=True)
        hashes = b"".join([sha(view[start:end]).digest() for start, end in both])
        offsets = np.arange(0, 32 * len(self) + 1, 32, dtype=np.int32)
        return pa.Array.from_buffers(
            pa.binary(), len(self), [None, pa.py_buffer(offsets), pa.py_buffer(hashes)]
        )


def rows_of(
    file: IO[bytes], encoding: str, line: int = 1, is_whole: Callable[[bytes], bool] | None = None
) -> Iterator[Rows]:
    """All rows that are not blank, from where the file stands. `line` is the number of the first.

    `is_whole` judges a row that was put together from several lines; where it is none, its first line is broken.
    """
    unit = _unit(encoding)
    rest, done, number = b"", file.tell(), line
    while True:
        block, cut = _read(file)
        data, at_end = rest + block, not block
        done += len(block)
        if not block and not rest:
            return
        start, end = _lines(data, unit, at_end)
        if not len(start):
            if len(data) > _LONGEST_LINE:  # no line end in 64 MB: nothing to be read
                start, end, at_end = np.asarray([0]), np.asarray([len(data)]), True
            else:
                rest = data
                continue
        used = int(end[-1]) if at_end else _behind(data, int(end[-1]), unit)
        first, last, broken, used = _joined(data, start, end, used, unit, at_end, is_whole)
        lines = number + np.searchsorted(start, first)
        number += int(np.searchsorted(start, used))
        rest = b"" if at_end else data[used:]
        ends_open = at_end and len(end) > 0 and int(end[-1]) == len(data)
        last = _without_return(data, first, last, unit)
        full = ~_blank(data, first, last, unit)
        if full.any() or at_end:
            yield Rows(data, first[full], last[full], lines[full], broken[full], ends_open, cut, done)
        if at_end:
            return


def _read(file: IO[bytes]) -> tuple[bytes, bool]:
    """A block, nothing at the end; and whether a packed file is cut or damaged there."""
    try:
        if isinstance(file, gzip.GzipFile):  # what comes before the damage is handed over first
            return file.read1(BLOCK), False
        return file.read(BLOCK), False
    except (EOFError, OSError, zlib.error):
        return b"", True


def _unit(encoding: str) -> np.dtype[np.generic]:
    """The code unit of an encoding."""
    name = codecs.lookup(encoding).name
    if name.startswith("utf-16"):
        return np.dtype(">u2" if name.endswith("be") else "<u2")
    if name.startswith("utf-32"):
        return np.dtype(">u4" if name.endswith("be") else "<u4")
    return np.dtype("u1")


def _units(data: bytes, unit: np.dtype[np.generic]) -> NDArray[np.generic]:
    return np.frombuffer(data, unit, count=len(data) // unit.itemsize)


def _lines(
    data: bytes, unit: np.dtype[np.generic], at_end: bool
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where lines begin and where their line ends stand; the last is left out where its line end is not read yet."""
    width = unit.itemsize
    units = _units(data, unit)
    ends = np.flatnonzero(units == 10) * width
    if not len(ends) and (at_end or len(data) > BLOCK):
        ends = np.flatnonzero(units == 13) * width  # old Macs write no other
    begins = np.concatenate([[0], ends + width]).astype(np.int64)
    if at_end and (not len(begins) or begins[-1] < len(data)):
        return begins, np.append(ends, len(data)).astype(np.int64)
    return begins[:-1], ends.astype(np.int64)


def _behind(data: bytes, end: int, unit: np.dtype[np.generic]) -> int:
    return min(len(data), end + unit.itemsize)


def _joined(
    data: bytes,
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    used: int,
    unit: np.dtype[np.generic],
    at_end: bool,
    is_whole: Callable[[bytes], bool] | None,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_], int]:
    """Lines put together where a cell in quotation marks goes on in the next."""
    marks = np.flatnonzero(_units(data, unit) == 34) * unit.itemsize
    broken = np.zeros(len(start), np.bool_)
    odd = np.flatnonzero(np.diff(np.searchsorted(marks, np.append(start, used))) % 2) if len(marks) else marks
    if not len(odd):
        return start, end, broken, used
    keep = np.ones(len(start), np.bool_)
    end = end.copy()
    place = 0
    while place < len(odd):
        opens = int(odd[place])
        closes = int(odd[place + 1]) if place + 1 < len(odd) else -1
        if _stands_alone(data, int(start[opens]), int(end[opens]), unit):
            place += 1
        elif 0 <= closes < opens + _LONGEST_ROW and (
            is_whole is None or is_whole(data[start[opens] : end[closes]])
        ):
            keep[opens + 1 : closes + 1] = False
            end[opens] = end[closes]
            place += 2
        elif closes < 0 and not at_end and len(start) - opens < _LONGEST_ROW:
            return (
                start[:opens][keep[:opens]],
                end[:opens][keep[:opens]],
                broken[:opens][keep[:opens]],
                int(start[opens]),
            )
        else:
            broken[opens] = True
            place += 1
    return start[keep], end[keep], broken[keep], used


def _stands_alone(data: bytes, start: int, end: int, unit: np.dtype[np.generic]) -> bool:
    """A quotation mark within a cell that is not in quotation marks, as in 5" pipe, opens nothing."""
    if unit.itemsize > 1:
        return False
    text = data[start:end].decode("latin-1")
    before = text[: text.index('"')].rstrip()
    return bool(before) and before[-1] not in ",;\t|" and text.count('"') == 1


def _without_return(
    data: bytes, start: NDArray[np.int64], end: NDArray[np.int64], unit: np.dtype[np.generic]
) -> NDArray[np.int64]:
    units, width = _units(data, unit), unit.itemsize
    before = np.maximum(end // width - 1, 0)
    return np.where((end > start) & (units[before] == 13), end - width, end) if len(end) else end


def _blank(
    data: bytes, start: NDArray[np.int64], end: NDArray[np.int64], unit: np.dtype[np.generic]
) -> NDArray[np.bool_]:
    """Rows of nothing but spaces, delimiters and quotation marks. Hardly one begins with such a sign, so only those
    that do are looked through."""
    blank = end <= start
    units, width = _units(data, unit), unit.itemsize
    nothing = np.frombuffer(b' \t,;|"\r\x00', np.uint8).astype(unit)
    maybe = np.flatnonzero(~blank & np.isin(units[np.minimum(start // width, len(units) - 1)], nothing))
    for place in maybe.tolist():
        blank[place] = bool(np.isin(units[start[place] // width : end[place] // width], nothing).all())
    return blank


def cells_of(text: str, delimiter: str) -> list[str] | None:
    """The cells of a row, None where its quotation marks do not close."""
    try:
        found = list(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return found[0] if len(found) == 1 else None
