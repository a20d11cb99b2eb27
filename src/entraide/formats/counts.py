"""Tables of counts by week, place, nationality, technique and crime: CSV or Excel, columns recognised by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, TypeVar

from entraide.engines.watch import BadCounts, Count

from ._problems import Rejected, UnreadableFile
from .tables import Row, Table, open_table, write_csv

Read = TypeVar("Read")

COLUMNS = {
    "day": ("week", "day", "date", "observed", "semaine", "semana", "fecha"),
    "area": ("area", "place", "region", "province", "zone", "lieu", "lugar"),
    "count": ("count", "reports", "number", "n", "nombre", "casos"),
    "arrived": ("reported", "arrived", "received", "reported_on", "received_on"),
    "lat": ("lat", "latitude"),
    "lon": ("lon", "lng", "longitude"),
    "event": ("event", "batch", "raid", "operation"),
    "country": ("country", "pays", "pais"),
    "nationality": ("nationality", "nationalities", "nationalite", "nacionalidad"),
    "technique": ("technique", "techniques", "method", "methods"),
    "crime": ("crime", "crimes", "crime_type", "offence"),
}
"""What each column may be called. The day and one of ``NEEDED`` are; without ``count`` each row is one report."""
NEEDED = ("area", "nationality", "technique", "crime")
WRITTEN = (
    "week",
    "area",
    "country",
    "count",
    "reported",
    "lat",
    "lon",
    "event",
    "nationality",
    "technique",
    "crime",
)
_SEVERAL = re.compile(r"[;|,\n]")


@dataclass(frozen=True, slots=True)
class CountsFile:
    """``columns``: which header was taken for which column; ``unread``: headers of which nothing is read."""

    rows: list[Count]
    rejected: list[Rejected]
    columns: dict[str, str]
    unread: list[str]


def read(path: Path, *, today: date | None = None) -> CountsFile:
    """Days are ISO (2025-11-03) or ISO weeks (2025-W45); several values stand in a cell as ``IN; KE``.

    ``today``: days after it are rejected. Raises UnreadableFile where a needed column is missing.
    """
    table = open_table(path)
    columns = recognised(table.headers, COLUMNS)
    if "day" not in columns:
        raise UnreadableFile("No column says the day", f"Name one of them {' or '.join(COLUMNS['day'][:3])}")
    if not any(name in columns for name in NEEDED):
        raise UnreadableFile("No column says what was counted", f"Name one of them {' or '.join(NEEDED)}")
    rows, rejected = read_rows(table, lambda row: _count(row, columns, today))
    unread = [header for header in table.headers if header not in columns.values()]
    return CountsFile(rows, rejected, columns, unread)


def write(file: IO[str], rows: Iterable[Count]) -> int:
    """The table that ``read`` reads, to a text file opened with ``newline=""``; returns how many rows it has."""
    return write_csv(
        file,
        WRITTEN,
        (
            [
                row.day,
                row.area,
                row.country,
                row.reports,
                row.arrived,
                row.lat,
                row.lon,
                row.event,
                "; ".join(row.nationalities),
                "; ".join(row.techniques),
                "; ".join(row.crimes),
            ]
            for row in rows
        ),
    )


def read_rows(table: Table, read: Callable[[Row], Read]) -> tuple[list[Read], list[Rejected]]:
    """What each row is read as, and the rows that cannot be, with the reason. ``read`` raises BadCounts."""
    rows: list[Read] = []
    rejected: list[Rejected] = []
    for row in table.rows():
        if isinstance(row, Rejected):
            rejected.append(row)
        else:
            try:
                rows.append(read(row))
            except BadCounts as error:
                rejected.append(Rejected.of(row.line, str(error), " | ".join(row.cells.values())))
    return rows, rejected


def recognised(headers: Iterable[str], known: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """By column the header that names it; the first of the names counts where several are there."""
    named = {" ".join(header.lower().replace("_", " ").split()): header for header in headers}
    return {
        column: named[name.replace("_", " ")]
        for column, names in known.items()
        for name in reversed(names)
        if name.replace("_", " ") in named
    }


def _count(row: Row, columns: dict[str, str], today: date | None) -> Count:
    def cell(column: str) -> str:
        return row.cells[columns[column]].strip() if column in columns else ""

    count = Count(
        area=cell("area"),
        day=day_of("week", cell("day"), today),
        reports=whole("count", cell("count") if "count" in columns else "1"),
        arrived=day_of("reported", cell("arrived"), today) if cell("arrived") else None,
        lat=_degrees("lat", cell("lat")),
        lon=_degrees("lon", cell("lon")),
        event=cell("event"),
        country=cell("country").upper(),
        nationalities=tuple(code.upper() for code in several(cell("nationality"))),
        techniques=tuple(id.upper() for id in several(cell("technique"))),
        crimes=tuple(id.lower() for id in several(cell("crime"))),
    )
    count.check()
    return count


def several(written: str) -> tuple[str, ...]:
    """``IN; KE`` → IN, KE; each once, in their order."""
    return tuple(dict.fromkeys(filter(None, map(str.strip, _SEVERAL.split(written)))))


def day_of(field: str, written: str, today: date | None = None) -> date:
    """2025-11-03, 2025-11-03T07:00 or 2025-W45. Raises BadCounts."""
    try:
        day = date.fromisoformat(written[:10])
    except ValueError:
        raise BadCounts(field, f"“{written}” is no day", "Write 2025-11-03 or 2025-W45")
    if today is not None and day > today:
        raise BadCounts(field, f"{day} lies in the future", "Check the year")
    return day


def whole(field: str, written: str) -> int:
    """Raises BadCounts."""
    try:
        return int(float(written)) if float(written).is_integer() else int(written)
    except (ValueError, OverflowError):
        raise BadCounts(field, f"“{written or 'empty'}” is no whole number", "Write digits only")


def _degrees(field: str, written: str) -> float | None:
    if not written:
        return None
    try:
        return float(written)
    except ValueError:
        raise BadCounts(field, f"“{written}” is no number of degrees", "Write 16.7 and not 16°42′")
