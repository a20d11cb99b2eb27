"""`entraide trace show`: the source row behind a leg."""

from typing import TYPE_CHECKING, Any

import typer

from entraide.cli._trace_follow import spread

if TYPE_CHECKING:
    import pyarrow as pa


def as_rows(rows: "pa.Table") -> list[dict[str, Any]]:
    from entraide.formats.flows import as_text

    return [{name: as_text(cell) for name, cell in row.items()} for row in rows.to_pylist()]


def say(rows: "pa.Table") -> None:
    """Every column that has something in it, sums as people write them too."""
    from entraide.formats.flows import plain

    raw = rows.to_pylist()
    for place, (row, cells) in enumerate(zip(raw, as_rows(rows), strict=True)):
        if place:
            typer.echo()
        for name, cell in cells.items():
            if cell is None or cell == "":
                continue
            code = {"amount": "currency", "target_amount": "target_currency"}.get(name)
            more = f"  ({spread(row[name], row[name], str(row[code]))})" if code and row.get(code) else ""
            typer.echo(f"{plain(name):<16} {plain(str(cell))}{more}")
