"""The top of a table: where its header stands, what is said above it, and in which order its rows are."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pyarrow as pa

from .._problems import UnreadableFile
from ._found import Options
from ._headers import role_of
from ._plan import Plan
from ._times import times_of

LOOKED_AT = 40  # rows among which the header is


def header_of(table: list[list[str]], options: Options) -> tuple[int, list[str], dict[str, str]]:
    """Where the header stands, its cells, and what is said above it."""
    wanted = set(options.mapping.values())
    best, known = -1, 0
    for place, row in enumerate(table[:LOOKED_AT]):
        found = len({role_of(cell) for cell in row} - {None}) + 3 * len(wanted & set(row))
        if found > known:
            best, known = place, found
    if known < 2 or (wanted and not wanted & set(table[best])):
        if any(word.startswith("Column ") for word in wanted):
            return -1, [f"Column {number}" for number in range(1, max(map(len, table), default=0) + 1)], {}
        if known < 1 and table:
            best = max(
                range(min(len(table), LOOKED_AT)),
                key=lambda place: (len(table[place]), len(str(table[place]))),
            )
            raise UnreadableFile(
                f"No header is recognised; the widest row of the top is {' | '.join(table[best])[:200]}",
                "Name columns with --mapping time=HEADER …, by number as --mapping 'time=Column 1' where there is no"
                " header, or the delimiter with --delimiter",
            )
    return best, table[best], _top(table[:best])


def _top(rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """Account and currency, where they stand above the header: "Account: 123" or in two cells."""
    said: dict[str, str] = {}
    for row in rows:
        cells = [cell for cell in row if cell]
        for word, value in [
            *pairwise(cells),
            *(tuple(cell.split(":", 1)) for cell in cells if ":" in cell),
        ]:
            role = role_of(word.rstrip(": "))
            if role in ("account", "currency") and value.strip():
                said.setdefault(role, value.strip())
    return said


def fitted(headers: list[str], sample: list[list[str]]) -> list[str]:
    """As many headers as rows have cells: some banks end rows, and not the header, with a delimiter."""
    widths = [len(row) for row in sample if row]
    usual = max(set(widths), key=widths.count, default=len(headers))
    if usual > len(headers) and not any(any(row[len(headers) :]) for row in sample if len(row) == usual):
        return headers + [""] * (usual - len(headers))
    while len(headers) > usual and not headers[-1]:
        headers = headers[:-1]
    return headers


def is_descending(sample: Sequence[Sequence[str]], plan: Plan) -> bool:
    """Whether the newest row stands first."""
    place = plan.columns["time"]
    cells = [row[place] for row in sample if len(row) > place]
    if len(cells) < 2:
        return False
    times = times_of(pa.array(cells, pa.string()), plan.time, "UTC")
    steps = np.diff(times.utc[times.good])
    return bool((steps < 0).any() and (steps < 0).sum() > 2 * (steps > 0).sum())
