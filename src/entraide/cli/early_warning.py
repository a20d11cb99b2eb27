"""`entraide early-warning COUNTS.csv`."""

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from entraide.cli._rejected import write_rejected

app = typer.Typer()


@app.command("early-warning")
def early_warning(
    counts: Annotated[
        Path,
        typer.Argument(
            help="A table with the columns week and area, and any of count, reported, lat, lon, event."
        ),
    ],
    until: Annotated[str, typer.Option(help="Look as on this day, 2025-11-03; else on the last one.")] = "",
    false_alarms: Annotated[
        float | None,
        typer.Option(help="False alarms a year that are borne, over all areas; else one in five areas."),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Past warnings, too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Areas from which more is reported than was, for longer than chance and one raid explain.

    A warning is a place to look at, not a finding. Rows of one event (a raid, a press release) count once.
    """
    from entraide.engines.watch import BadCounts, Counts
    from entraide.engines.watch import early_warning as warnings_of
    from entraide.formats.counts import read
    from entraide.formats.tables import UnreadableFile

    try:
        day = date.fromisoformat(until) if until else None
    except ValueError:
        raise typer.BadParameter(f"“{until}” is no day; write 2025-11-03.", param_hint="--until")
    try:
        rows, rejected, columns = read(counts)
        table = Counts.of(rows, until=day)
        found = warnings_of(table, false_alarms=false_alarms)
    except (UnreadableFile, BadCounts) as error:
        typer.echo(f"{counts}: {error}", err=True)
        raise typer.Exit(2)
    shown = [one for one in found if all_ or one.standing]
    if as_json:
        typer.echo(json.dumps({"warnings": [asdict(one) for one in shown]}, default=str, ensure_ascii=False))
    else:
        taken = ", ".join(f"{column}: “{header}”" for column, header in columns.items())
        weeks = table.cube.shape[1]
        typer.echo(
            f"{len(rows):,} rows of {len(table.areas)} areas, {weeks} weeks to {table.week(weeks - 1)} ({taken})"
        )
        if table.merged:
            typer.echo(f"{table.merged:,} reports left out: they share an event with another")
        if not table.has_delays:
            typer.echo("No column says when a report arrived: late ones are taken for a quiet end")
        typer.echo("")
        for one in shown:
            typer.echo(
                f"{one.area}: since the week of {one.since}, known in that of {one.raised};"
                f" {one.ratio:.1f} times the usual ({one.ratio_low:.1f} to {one.ratio_high:.1f})"
            )
            for reason in one.reasons:
                typer.echo(f"    {reason}")
        if not shown:
            typer.echo("No warning stands." if found else "No warning.")
        elif not all_ and len(found) > len(shown):
            typer.echo(f"{len(found) - len(shown)} past warnings: --all")
    if rejected:
        target = write_rejected(counts.name, (Path(), counts.parent), rejected)
        typer.echo(f"Rejected rows: {len(rejected):,}, in {target}", err=True)
