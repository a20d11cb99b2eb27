"""What the commands on counts share: reading the table, choosing rows, and saying what was not taken."""

from datetime import date, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from entraide.cli._rejected import write_rejected

if TYPE_CHECKING:
    from entraide.engines.watch import Count
    from entraide.formats.counts import CountsFile


def counts_from(path: Path) -> "CountsFile":
    """The table; headers of which nothing is read are said. A file that says nothing ends the command."""
    from entraide.formats import counts
    from entraide.formats.tables import UnreadableFile

    try:
        # A day ahead: it may be tomorrow where the table was made.
        file = counts.read(path, today=date.today() + timedelta(days=1))
    except UnreadableFile as error:
        typer.echo(f"{path}: {error}", err=True)
        raise typer.Exit(2)
    names = [name for known in counts.COLUMNS.values() for name in known]
    for header in file.unread:
        near = get_close_matches(header.lower(), names, 1)
        meant = f" Did you mean {near[0]}?" if near else ""
        typer.echo(f"Column “{header}” is not read.{meant}", err=True)
    return file


def say_rejected(path: Path, file: "CountsFile") -> None:
    if file.rejected:
        target = write_rejected(path.name, (Path(), path.parent), file.rejected)
        typer.echo(f"Rejected rows: {len(file.rejected):,}, in {target}", err=True)


def say_merged(rows: "list[Count]") -> None:
    from entraide.engines.watch import by_event

    merged = sum(row.reports for row in rows) - sum(told.reports for told in by_event(rows))
    if merged:
        typer.echo(
            f"{merged:,} reports left out: they share an event with another, and count once.", err=True
        )


def having_of(only: list[str] | None) -> dict[str, str]:
    """``["crime=drugs"]`` → what rows must be counted under. Raises BadParameter."""
    from entraide.engines.watch import DIMENSIONS
    from entraide.vocabulary import countries, crimes, modi_operandi

    countries_ = countries.codes()
    known = {
        "country": countries_,
        "nationality": countries_,
        "technique": modi_operandi.ids(),
        "crime": crimes.ids(),
    }
    having: dict[str, str] = {}
    for one in only or []:
        name, given, value = one.partition("=")
        if not given or name not in DIMENSIONS:
            raise typer.BadParameter(
                f"“{one}”: write one of {', '.join(DIMENSIONS)}, then = and a value, as in crime=drugs.",
                param_hint="--only",
            )
        value = value if name == "area" else value.lower() if name == "crime" else value.upper()
        if name in known and value not in known[name]:
            remedy = f"one of {', '.join(crimes.load())}" if name == "crime" else "a code of the tables"
            raise typer.BadParameter(f"“{value}” is no {name}; write {remedy}.", param_hint="--only")
        having[name] = value
    return having


def day_option(name: str, written: str) -> date | None:
    """The day of an option, None where it is not given. Raises BadParameter."""
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise typer.BadParameter(f"“{written}” is no day; write 2025-11-03.", param_hint=name)
