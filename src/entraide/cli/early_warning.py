"""`entraide early-warning COUNTS.csv`."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from entraide.cli._counts import counts_from, day_option, having_of, say_rejected

if TYPE_CHECKING:
    from entraide.engines.watch import Counts
    from entraide.formats.counts import CountsFile

app = typer.Typer()


@app.command("early-warning")
def early_warning(
    counts: Annotated[
        Path,
        typer.Argument(
            help="A table with the columns week and area, and any of count, reported, lat, lon, event, country,"
            " nationality, technique, crime."
        ),
    ],
    by: Annotated[
        str, typer.Option(help="What is watched: area, country, nationality, technique or crime.")
    ] = "area",
    only: Annotated[
        list[str] | None, typer.Option(help="Only rows of this, as in crime=drugs or nationality=KE.")
    ] = None,
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
    from entraide.engines.watch import only as those_of

    day = day_option("--until", until)
    file = counts_from(counts)
    try:
        table = Counts.of(those_of(file.rows, having_of(only)), until=day, by=by)
        found = warnings_of(table, false_alarms=false_alarms)
    except BadCounts as error:
        typer.echo(f"{counts}: {error}", err=True)
        say_rejected(counts, file)
        raise typer.Exit(2)
    shown = [one for one in found if all_ or one.standing]
    if as_json:
        typer.echo(json.dumps({"warnings": [asdict(one) for one in shown]}, default=str, ensure_ascii=False))
    else:
        _say_read(file, table, by)
        for one in shown:
            _say(one)
        if not shown:
            typer.echo("No warning stands." if found else "No warning.")
        elif not all_ and len(found) > len(shown):
            typer.echo(f"{len(found) - len(shown)} past warnings: --all")
    say_rejected(counts, file)


def _say_read(file: "CountsFile", table: "Counts", by: str) -> None:
    taken = ", ".join(f"{column}: “{header}”" for column, header in file.columns.items())
    weeks, watched = table.cube.shape[1], {"area": "areas", "country": "countries"}.get(by, f"values of {by}")
    typer.echo(
        f"{len(file.rows):,} rows of {len(table.areas)} {watched}, {weeks} weeks to {table.week(weeks - 1)} ({taken})"
    )
    if table.without:
        typer.echo(f"{table.without:,} reports left out: they name no {by}")
    if table.merged:
        typer.echo(f"{table.merged:,} reports left out: they share an event with another")
    if not table.has_delays:
        typer.echo("No column says when a report arrived: late ones are taken for a quiet end")
    typer.echo("")


def _say(one: Any) -> None:
    typer.echo(
        f"{one.area}: since the week of {one.since}, known in that of {one.raised};"
        f" {one.ratio:.1f} times the usual ({one.ratio_low:.1f} to {one.ratio_high:.1f})"
    )
    for reason in one.reasons:
        typer.echo(f"    {reason}")
