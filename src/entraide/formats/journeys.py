"""Tables of ways from origin over transit to site: CSV or Excel, columns recognised by name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from entraide.engines.watch import BadCounts, Journey

from ._problems import Rejected, UnreadableFile
from .counts import day_of, read_rows, recognised, several, whole
from .tables import Row, open_table

COLUMNS = {
    "origin": ("origin", "from", "origine", "origen"),
    "site": ("site", "to", "destination"),
    "transit": ("transit", "via", "through"),
    "day": ("week", "day", "date", "semaine", "semana", "fecha"),
    "people": ("people", "persons", "count", "number", "personnes", "personas"),
}
"""What each column may be called. ``origin`` and ``site`` are needed; without ``people`` each row is one person."""


def read(path: Path, *, today: date | None = None) -> tuple[list[Journey], list[Rejected], dict[str, str]]:
    """Ways, rows rejected with the reason, and which header was taken for which column.

    Several transits stand in a cell in their order, ``TH; MM``. Raises UnreadableFile where a needed column is missing.
    """
    table = open_table(path)
    columns = recognised(table.headers, COLUMNS)
    for needed in ("origin", "site"):
        if needed not in columns:
            raise UnreadableFile(
                f"No column says the {needed}", f"Name one of them {' or '.join(COLUMNS[needed][:3])}"
            )
    ways, rejected = read_rows(table, lambda row: _journey(row, columns, today))
    return ways, rejected, columns


def _journey(row: Row, columns: dict[str, str], today: date | None) -> Journey:
    def cell(column: str) -> str:
        return row.cells[columns[column]].strip() if column in columns else ""

    journey = Journey(
        origin=cell("origin"),
        site=cell("site"),
        transit=several(cell("transit")),
        day=day_of("week", cell("day"), today) if cell("day") else None,
        people=whole("people", cell("people") if "people" in columns else "1"),
    )
    for field in ("origin", "site"):
        if not cell(field):
            raise BadCounts(field, "empty", "Name where the way begins and where it ends")
    if journey.people < 1:
        raise BadCounts("people", str(journey.people), "Give 1 or more")
    return journey
