"""Reading the packaged tables: CSV in UTF-8 beside this module, one row per entry."""

from __future__ import annotations

import csv
from importlib.resources import files


def rows(name: str) -> list[dict[str, str]]:
    """The rows of ``data/<name>.csv`` by column; an empty cell is an empty string."""
    text = files("entraide.vocabulary").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(keepends=True)))


def integer(cell: str) -> int | None:
    return int(cell) if cell.strip() else None


def decimal(cell: str) -> float | None:
    """The number in ``cell``, or None where it holds words."""
    try:
        return float(cell)
    except ValueError:
        return None
