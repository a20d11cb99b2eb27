"""Rows looked up once more in the file that they stand in."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice, repeat

import numpy as np
from numpy.typing import NDArray

from .._problems import UnreadableFile
from ._detect import reader_of
from ._found import FileReport


def texts_of(report: FileReport, rows: NDArray[np.int64]) -> Iterator[str]:
    """The text of some rows of a file, by their numbers, ascending; empty where the file is another by now."""
    yield from islice(chain(_found(report, rows), repeat("")), len(rows))


def _found(report: FileReport, rows: NDArray[np.int64]) -> Iterator[str]:
    again = FileReport(report.path, report.options, bytes=report.bytes, looked_for=rows)
    try:
        for batch in reader_of(report.format)(report.path, report.options, again):
            yield from batch.texts
    except (UnreadableFile, OSError):
        return
