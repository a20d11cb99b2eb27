"""Which format a file of transactions has, told by what is in it and not by its name."""

from __future__ import annotations

import codecs
import re
from importlib import import_module
from pathlib import Path

from .._problems import UnreadableFile
from ._found import Reader
from ._lines import opened

FORMATS = ("csv", "excel", "parquet", "camt", "mt940", "json")
_HEAD = 64 << 10
_MT940 = re.compile(r"^\s*(?:\{1:|:20:|:25:|:60[FM]:|\d{4}\s*\n:20:)|\n:(?:25|60F|61):", re.MULTILINE)


def format_of(path: Path) -> str:
    """One of FORMATS. Raises UnreadableFile."""
    try:
        with path.open("rb") as file:
            start = file.read(8)
        with opened(path) as file:
            head = file.read(_HEAD) if start[:2] != b"\x1f\x8b" else file.read1(_HEAD)  # type: ignore[attr-defined]
    except FileNotFoundError:
        raise UnreadableFile("There is no such file", "Check the path")
    except (OSError, EOFError):
        raise UnreadableFile("The file cannot be opened", "Check that it is a file, may be read and is whole")
    if not head:
        raise UnreadableFile("The file is empty", "Fetch it again")
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return "excel"
    if start.startswith((b"%PDF", b"{\\rtf")):
        raise UnreadableFile(
            "This is a document, not a table", "Ask for the statement as CSV, Excel, camt.053 or MT940"
        )
    text = _text(head)
    if text.startswith("<"):
        return "camt"
    if text.startswith(("[", "{")) and not text.startswith("{1:"):
        return "json"
    return "mt940" if _MT940.search(text.replace("\r", "")) else "csv"


def _text(head: bytes) -> str:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if head.startswith(mark):
            return head.decode(encoding, errors="replace").lstrip("\ufeff \t\r\n")
    return head.decode("latin-1").lstrip(" \t\r\n")


def reader_of(format: str) -> Reader:
    """What reads a format; each is loaded when it is needed."""
    module, function = {
        "csv": ("_csv", "read_csv"),
        "excel": ("_grids", "read_excel"),
        "parquet": ("_grids", "read_parquet"),
        "camt": ("_camt", "read_camt"),
        "mt940": ("_mt940", "read_mt940"),
        "json": ("_json", "read_json"),
    }[format]
    reader: Reader = getattr(import_module(f"{__package__}.{module}"), function)
    return reader
