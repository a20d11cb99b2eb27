"""Writing a table of figures to a file: CSV or JSON, and ways as a drawing."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from entraide.engines.watch import Journey


def writable(to: Path, *, drawn: bool = False) -> None:
    """Raises BadParameter for an ending that is none, and a folder that is not there: to be asked before work begins."""
    if to.suffix.lower() not in (".csv", ".json", *((".svg",) if drawn else ())):
        endings = ".csv, .json or .svg" if drawn else ".csv or .json"
        raise typer.BadParameter(f"{to}: end the name in {endings}.", param_hint="--to")
    if not to.parent.is_dir() or to.is_dir():
        raise typer.BadParameter(
            f"{to} cannot be written: name a file in a folder that is there", param_hint="--to"
        )


def written(to: Path, table: Sequence[dict[str, Any]], *, drawn: "list[Journey] | None" = None) -> None:
    """By the ending of the name. Raises BadParameter for another ending, and where it cannot be written."""
    from entraide.formats.tables import write_csv

    writable(to, drawn=drawn is not None)
    kind = to.suffix.lower()
    try:
        if kind == ".csv":
            with to.open("w", encoding="utf-8-sig", newline="") as out:
                write_csv(out, list(table[0]) if table else [], (list(line.values()) for line in table))
        elif kind == ".json":
            to.write_text(json.dumps(list(table), default=str, ensure_ascii=False, indent=1) + "\n", "utf-8")
        else:
            from entraide.formats.ways_drawn import drawn as drawing

            to.write_text(drawing(drawn or []), "utf-8")
    except OSError as error:
        raise typer.BadParameter(f"{to} cannot be written: {error.strerror}", param_hint="--to")
    typer.echo(f"{len(table):,} lines written to {to}.")
