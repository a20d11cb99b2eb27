"""CSV and TSV: which encoding, which delimiter, and the records, of broken files too."""

from __future__ import annotations

import codecs
import csv
import io
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from charset_normalizer import from_bytes

from .._problems import Rejected, UnreadableFile
from ._records import Record, Source

_SAMPLE = 65536
_DELIMITERS = ",;\t|"
_LONGEST_RECORD = 500  # lines; a longer one is an unclosed quotation mark
_MOST_RECOVERIES = 100
_LATIN = frozenset(
    {"cp1250", "cp1252", "cp1254", "cp1257", "cp1258", "latin_1", "mac_roman", "mac_latin2"}
) | {f"iso8859_{part}" for part in (2, 3, 4, 9, 10, 13, 14, 15, 16)}
_WESTERN_SIGNS = frozenset("‘’“”«»‹›–—…€£°·•¿¡§\u00a0")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# No text decodes to it, while the usual mark, U+FFFD, may stand in a file rightly.
_BROKEN = "\udfff"
_MARK_BROKEN = "entraide.mark_broken"
_BROKEN_QUOTES = "A quotation mark is opened and not closed, or stands in the wrong place"
_BROKEN_LETTERS = "Some characters are not in the encoding of the rest of the file"


def _mark(problem: UnicodeError) -> tuple[str, int]:
    if not isinstance(problem, UnicodeDecodeError):
        raise problem
    return _BROKEN, problem.end


codecs.register_error(_MARK_BROKEN, _mark)


def _not_text() -> UnreadableFile:
    return UnreadableFile("This is not a table but a binary file", "Save it as CSV or as .xlsx")


def open_csv(path: Path) -> Source:
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    encoding = encoding_of(sample)
    text = codecs.getincrementaldecoder(encoding)(errors="replace").decode(sample)
    delimiter = delimiter_of(text)
    return Source(_records(path, encoding, delimiter), encoding, delimiter)


def encoding_of(sample: bytes) -> str:
    for bom, encoding in _BOMS:
        if sample.startswith(bom):
            return encoding
    if b"\0" in sample:
        raise _not_text()
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)  # which may end inside a character
    except UnicodeDecodeError:
        return "utf-8" if _is_mostly_utf8(sample) else _guess(sample)
    return "utf-8"


def _guess(sample: bytes) -> str:
    best = from_bytes(sample).best()
    if best is None:
        raise _not_text()
    # French in a Central European code page is all letters too; Western Europe's is by far the more usual
    return "cp1252" if best.encoding in _LATIN and _is_western(sample) else best.encoding


def _is_western(sample: bytes) -> bool:
    try:
        text = sample.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return all(char.isascii() or char.isalpha() or char in _WESTERN_SIGNS for char in text)


def _is_mostly_utf8(sample: bytes) -> bool:
    """A few broken bytes in much UTF-8 are broken rows, not another encoding."""
    broken = sample.decode("utf-8", errors="replace").count("\ufffd")
    return broken * 20 < sum(byte >= 0xC2 for byte in sample)


def delimiter_of(text: str) -> str:
    """The delimiter that parts the first lines most evenly into most columns."""
    lines = [line for line in text.splitlines()[:30] if line.strip()]

    def evenness(delimiter: str) -> tuple[int, int]:
        counts = [len(cells) for cells in csv.reader(lines, delimiter=delimiter) if cells]
        usual = max(set(counts), key=counts.count, default=1)
        return (counts.count(usual) if usual > 1 else 0, usual)

    return max(_DELIMITERS, key=evenness)


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[Record]:
    """The records; after one with an unclosed quotation mark, reading goes on at the line behind its first."""
    with path.open("rb") as file:
        lines = _Lines(io.TextIOWrapper(file, encoding, errors=_MARK_BROKEN, newline=""))
        recoveries = 0
        while True:
            reader = csv.reader(lines, delimiter=delimiter, strict=True)
            while True:
                lines.mark()
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error:
                    text = lines.back_to_second().strip().replace(_BROKEN, "\ufffd")
                    yield Rejected.of(lines.first, _BROKEN_QUOTES, text)
                    break
                if any(_BROKEN in cell for cell in cells):
                    text = delimiter.join(cells).replace(_BROKEN, "\ufffd")
                    yield Rejected.of(lines.first, _BROKEN_LETTERS, text)
                elif any(cell and not cell.isspace() for cell in cells):
                    yield lines.first, [cell.replace("\0", "") for cell in cells]
            recoveries += 1
            if recoveries == _MOST_RECOVERIES:
                yield Rejected(lines.first + 1, "Too many lines are broken: the rest was not read", "")
                return


class _Lines:
    """Lines that can be taken back to the second of the record that is being read."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._ahead: deque[str] = deque()
        self._taken: list[str] = []
        self.first = 1  # number of the first line of the record

    def mark(self) -> None:
        """A new record begins with the next line."""
        self.first += len(self._taken)
        self._taken = []

    def back_to_second(self) -> str:
        """Give back all lines of the record but its first, which is returned."""
        self._ahead.extendleft(reversed(self._taken[1:]))
        del self._taken[1:]
        return self._taken[0] if self._taken else ""

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if len(self._taken) >= _LONGEST_RECORD:
            raise csv.Error("the record is too long")
        line = self._ahead.popleft() if self._ahead else self._file.readline(1_000_000)
        if not line:
            raise StopIteration
        self._taken.append(line)
        return line
