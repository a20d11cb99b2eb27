"""Rows in UTF-8 within a file of another encoding: read as that, their names would be other letters."""

from __future__ import annotations

import re

import numpy as np

from ._lines import Rows

# Several letters beyond ASCII in a row; where every byte is a letter of its own, two of Latin ones are signs enough.
_RUN = re.compile(rb"(?:[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}){3,}")
_LATIN = re.compile(rb"(?:[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}){3,}|\xc3[\x80-\xbf]")
_WESTERN = ("cp1252", "iso8859_1", "iso8859_15", "latin_1", "iso-8859-1", "cp1250", "cp1254")
_SCRIPTS = (
    "[\u00c0-\u024f\u1ea0-\u1ef9]+", "[\u0370-\u03ff]+", "[\u0400-\u04ff]+", "[\u0590-\u05ff]+", "[\u0600-\u06ff]+",
    "[\u0900-\u0dff]+", "[\u0e00-\u0e7f]+", "[\u0e80-\u0eff]+", "[\u1000-\u109f]+", "[\u1780-\u17ff]+",
    "[\u3000-\u30ff\u4e00-\u9fff]+", "[\uac00-\ud7a3]+",
)  # fmt: skip
_ONE_SCRIPT = re.compile("|".join(_SCRIPTS))


def rows_in_utf8(rows: Rows, encoding: str) -> int:
    """The line of the first row that looks like UTF-8 though the file is read in another encoding; 0: none does.

    Bytes count that make at least three letters of one script in UTF-8, one after the other.
    """
    if encoding.replace("-", "").replace("_", "").startswith(("utf", "ascii")):
        return 0
    for found in (_LATIN if encoding in _WESTERN else _RUN).finditer(rows.data):
        try:
            letters = found[0].decode("utf-8")
        except UnicodeDecodeError:
            continue
        if _ONE_SCRIPT.fullmatch(letters):
            behind = int(np.searchsorted(rows.start, found.start(), side="right"))
            return int(rows.line[max(0, behind - 1)])
    return 0
