"""Tables of counts by area and day, for early warning: CSV or Excel, columns recognised by name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from entraide.engines.watch import BadCounts, Count

from ._problems import Rejected, UnreadableFile
from .tables import Row, open_table

COLUMNS = {
    "day": ("week", "day", "date", "observed", "semaine", "semana", "fecha"),
    "area": ("area", "place", "region", "province", "zone", "lieu", "lugar"),
    "count": ("count", "reports", "number", "n", "nombre", "casos"),
    "arrived": ("reported", "arrived", "received", "reported_on", "received_on"),
    "lat": ("lat", "latitude"),
    "lon": ("lon", "lng", "longitude"),
    "event": ("event", "batch", "raid", "operation"),
}
"""What each column may be called. ``day`` and ``area`` are needed; without ``count`` each row is one report."""


def read(path: Path) -> tuple[list[Count], list[Rejected], dict[str, str]]:
    """Rows, those rejected with the reason, and which header was taken for which column.

    Days are ISO (2025-11-03) or ISO weeks (2025-W45). Raises UnreadableFile where a needed column is missing.
    """
    table = open_table(path)
    named = {" ".join(header.lower().replace("_", " ").split()): header for header in table.headers}
    columns = {
        column: named[name.replace("_", " ")]
        for column, names in COLUMNS.items()
        for name in reversed(names)
        if name.replace("_", " ") in named
    }
    for needed in ("day", "area"):
        if needed not in columns:
            raise UnreadableFile(
                f"No column says the {needed}", f"Name one of them {' or '.join(COLUMNS[needed][:3])}"
            )
    rows: list[Count] = []
    rejected: list[Rejected] = []
    for row in table.rows():
        if isinstance(row, Rejected):
            rejected.append(row)
        else:
            try:
                rows.append(_count(row, columns))
            except (ValueError, BadCounts) as error:
                rejected.append(Rejected.of(row.line, str(error), " | ".join(row.cells.values())))
    return rows, rejected, columns


def _count(row: Row, columns: dict[str, str]) -> Count:
    def cell(column: str) -> str:
        return row.cells[columns[column]].strip() if column in columns else ""

    count = Count(
        area=cell("area"),
        day=_day("week", cell("day")),
        reports=_whole(cell("count")) if cell("count") else 1 if "count" not in columns else _whole("empty"),
        arrived=_day("reported", cell("arrived")) if cell("arrived") else None,
        lat=_degrees("lat", cell("lat")),
        lon=_degrees("lon", cell("lon")),
        event=cell("event"),
    )
    count.check()
    return count


def _day(field: str, written: str) -> date:
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        raise BadCounts(field, f"“{written}” is no day", "Write 2025-11-03 or 2025-W45")


def _whole(written: str) -> int:
    try:
        return int(float(written)) if float(written).is_integer() else int(written)
    except (ValueError, OverflowError):
        raise BadCounts("count", f"“{written}” is no whole number", "Write digits only")


def _degrees(field: str, written: str) -> float | None:
    if not written:
        return None
    try:
        return float(written)
    except ValueError:
        raise BadCounts(field, f"“{written}” is no number of degrees", "Write 16.7 and not 16°42′")
