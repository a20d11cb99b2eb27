"""`entraide trends …`: published figures beside ours, counts and flows from the hub, what is met together, figures for the public."""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from entraide.cli._counts import counts_from, say_merged, say_rejected
from entraide.cli._rejected import write_rejected
from entraide.cli._trends_public import extract, release
from entraide.cli._trends_write import written

if TYPE_CHECKING:
    from entraide.engines.watch import Beside, Count, Journey, Lift
    from entraide.vocabulary.handling import TLP

app = typer.Typer(name="trends", no_args_is_help=True)
app.command("release")(release)
app.command("extract")(extract)

Organisation = Annotated[
    str, typer.Option(help="Count what this organisation may read in the hub, by its name.")
]
Member = Annotated[str, typer.Option(help="E-mail of the member who acts; else its first analyst.")]
UpTo = Annotated[
    str, typer.Option(help="The strictest label that is counted: CLEAR, GREEN, AMBER, AMBER+STRICT or RED.")
]
Into = Annotated[
    Path | None, typer.Option("--to", help="Write to this file: .csv or .json, and .svg where it is drawn.")
]


@app.callback()
def _group() -> None:
    """Where people come from and are held, what is met together, and what of it may be told."""


@app.command()
def published(
    word: Annotated[str, typer.Argument(help="Only figures of which a column holds this word.")] = "",
    counts: Annotated[
        Path | None, typer.Option(help="A table of counts: what it says of the same thing stands beside.")
    ] = None,
    organisation: Organisation = "",
    member: Member = "",
    up_to: UpTo = "AMBER",
    to: Into = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Published figures, each with what it counts, how sure it is and its source; beside ours where both count the same.

    They are never added up: reports are not people, and who reports is not who is harmed.
    """
    from entraide.engines.watch import beside

    rows: list[Count] = []
    if counts is not None:
        file = counts_from(counts)
        rows = file.rows
        say_merged(rows)
        say_rejected(counts, file)
    elif organisation:
        rows = _counted(organisation, member, up_to)
    found = [one for one in beside(rows) if _holds(one, word)]
    if not found:
        raise typer.BadParameter(
            f"no published figure holds “{word}”; leave it out to see all", param_hint="WORD"
        )
    table = [_figure(one) for one in found]
    if to is not None:
        written(to, table)
    elif as_json:
        typer.echo(json.dumps({"figures": table}, ensure_ascii=False))
    else:
        for line in table:
            _say_figure(line, bool(rows))


def _holds(one: "Beside", word: str) -> bool:
    return word.casefold() in " ".join(str(value) for value in asdict(one.published).values()).casefold()


def _figure(one: "Beside") -> dict[str, Any]:
    from entraide.vocabulary.trends import CERTAINTIES

    trend = one.published
    line: dict[str, Any] = {
        "figure": trend.indicator,
        "published": trend.value,
        "unit": trend.unit,
        "counts": trend.counts,
        "certainty": CERTAINTIES[trend.certainty],
        "period": trend.period,
        "place": trend.place,
        "source": trend.source,
        "source_date": trend.published,
    }
    ours = one.ours
    return line | {
        "ours": None if ours is None else round(ours.value, 1),
        "ours_counts": trend.ours if ours else "",
        "ours_of": ours.of if ours else None,
        "ours_among": ours.what if ours else "",
    }


def _say_figure(line: dict[str, Any], asked: bool) -> None:
    typer.echo(f"{line['published']} {line['unit']}  [{line['figure']}]")
    typer.echo(f"    {line['counts']}, {line['place']}, {line['period']}; {line['certainty']}")
    typer.echo(f"    Source: {line['source']}")
    if line["ours"] is not None:
        typer.echo(
            f"    Ours: {line['ours']:g} ({line['ours_counts']}; of {line['ours_of']:,} {line['ours_among']})"
        )
    elif asked and line["ours_counts"]:
        typer.echo("    Ours: nothing to count")


@app.command()
def counts(
    organisation: Annotated[
        str, typer.Option(help="Count what this organisation may read in the hub, by its name.")
    ],
    member: Member = "",
    up_to: UpTo = "AMBER",
    to: Into = None,
) -> None:
    """Count the hub's reports by week, place, nationality, technique and crime: the table that early-warning reads.

    A report counts in one place: the published site marked in it, else the most exact place that is not where a
    way starts. Only what the member may read is counted, and the journal notes who counted.
    """
    from entraide.formats.counts import write

    rows = _counted(organisation, member, up_to)
    if to is None:
        with typer.get_text_stream("stdout") as out:
            write(out, rows)
    else:
        with _opened(to) as out:
            write(out, rows)
        typer.echo(f"{sum(row.reports for row in rows):,} reports in {len(rows):,} rows, written to {to}.")


@contextlib.contextmanager
def _opened(to: Path) -> Iterator[Any]:
    try:
        with to.open("w", encoding="utf-8-sig", newline="") as out:
            yield out
    except OSError as error:
        raise typer.BadParameter(f"{to} cannot be written: {error.strerror}", param_hint="--to")


def _counted(organisation: str, member: str, up_to: str) -> "list[Count]":
    most = _label(up_to)
    with _acting(organisation, member):
        from entraide.hub.intel.actions.counting import count_reports

        rows, without, strictest = count_reports(most)
    _say_handling(strictest)
    if without:
        typer.echo(f"{without:,} reports left out: no place, nationality or technique is marked.", err=True)
    return rows


def _ways(organisation: str, member: str, up_to: str) -> "list[Journey]":
    most = _label(up_to)
    with _acting(organisation, member):
        from entraide.hub.intel.actions.counting import ways_of_reports

        ways, strictest = ways_of_reports(most)
    _say_handling(strictest)
    return ways


@contextlib.contextmanager
def _acting(organisation: str, member: str) -> Iterator[None]:
    from entraide.cli._hub import as_role

    with as_role("worker"):
        from entraide.hub.core.acting import acting_as, actor_of
        from entraide.hub.directory.queries import member_who_acts

        with acting_as(actor_of(member_who_acts(organisation, email=member, role="analyst"))):
            yield


def _label(written_: str) -> "TLP":
    from entraide.vocabulary.handling import TLP

    words = {tlp.word: tlp for tlp in TLP}
    if written_.upper() not in words:
        raise typer.BadParameter(f"“{written_}”: write one of {', '.join(words)}.", param_hint="--up-to")
    return words[written_.upper()]


def _say_handling(strictest: "TLP") -> None:
    typer.echo(f"Handle as TLP:{strictest.word}, the strictest label of what was counted.", err=True)


@app.command()
def flows(
    ways: Annotated[
        Path | None,
        typer.Argument(help="A table with the columns origin and site, and any of transit, week, people."),
    ] = None,
    organisation: Organisation = "",
    member: Member = "",
    up_to: UpTo = "AMBER",
    by_week: Annotated[bool, typer.Option("--by-week", help="Each week by itself.")] = False,
    to: Into = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Where people came from, what they passed through, where they were held: legs of ways, most people first."""
    from entraide.engines.watch import flows as flows_of

    if (ways is None) == (not organisation):
        raise typer.BadParameter("name a table of ways, or an organisation of the hub", param_hint="WAYS")
    given = _ways(organisation, member, up_to) if ways is None else _read_ways(ways)
    legs = flows_of(given, by_week=by_week)
    if not legs:
        typer.echo("No way names an origin and a site.")
        return
    table = [asdict(leg) for leg in legs]
    if to is not None:
        written(to, table, drawn=given)
    elif as_json:
        typer.echo(json.dumps({"flows": table}, default=str, ensure_ascii=False))
    else:
        for leg in legs:
            when = f"week of {leg.first}" if by_week else f"{leg.first or 'no day'} to {leg.last or 'no day'}"
            typer.echo(
                f"{leg.people:>7,} people in {leg.reports:,} ways   {_place(leg.start)} → {_place(leg.end)}   {when}"
            )


def _place(name: str) -> str:
    from entraide.vocabulary import countries

    return countries.name(name) if name in countries.codes() else name


def _read_ways(path: Path) -> "list[Journey]":
    from datetime import date, timedelta

    from entraide.formats import journeys
    from entraide.formats.tables import UnreadableFile

    try:
        ways, rejected, _columns = journeys.read(path, today=date.today() + timedelta(days=1))
    except UnreadableFile as error:
        typer.echo(f"{path}: {error}", err=True)
        raise typer.Exit(2)
    if rejected:
        target = write_rejected(path.name, (Path(), path.parent), rejected)
        typer.echo(f"Rejected rows: {len(rejected):,}, in {target}", err=True)
    return ways


@app.command()
def together(
    counts: Annotated[Path, typer.Argument(help="A table of counts with several values in a cell.")],
    by: Annotated[str, typer.Option(help="crime, technique or nationality.")] = "crime",
    level: Annotated[float, typer.Option(help="Of the intervals, over all pairs together.")] = 0.95,
    all_: Annotated[bool, typer.Option("--all", help="Pairs that say nothing, too.")] = False,
    to: Into = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Which crimes, or techniques, are met in one report more often than by chance, or more rarely; with intervals."""
    from entraide.engines.watch import BadCounts, lifts
    from entraide.engines.watch import shown as shown_by

    if by in ("area", "country"):
        raise typer.BadParameter(
            f"a report has one {by}, so that no two are met; choose crime, technique or nationality",
            param_hint="--by",
        )
    file = counts_from(counts)
    try:
        cases = shown_by(file.rows, by)
        found = lifts(cases, level=level)
    except (BadCounts, ValueError) as error:
        typer.echo(f"{counts}: {error}", err=True)
        raise typer.Exit(2)
    say_merged(file.rows)
    say_rejected(counts, file)
    shown = [one for one in found if all_ or one.says_something]
    table = [_pair(one, by) for one in shown]
    if to is not None:
        written(to, table)
    elif as_json:
        typer.echo(json.dumps({"pairs": table, "level": level, "looked_at": len(found)}, ensure_ascii=False))
    else:
        reports, none = sum(cases.values()), cases[frozenset()]
        typer.echo(f"{reports:,} reports, of which {none:,} name no {by} and count as showing none.")
        for line in table:
            _say_pair(line)
        left = len(found) - len(shown)
        if not found:
            typer.echo(f"No two values of {by} are named.")
        elif left:
            typer.echo(f"{left:,} pairs of which the interval holds 1 say nothing: --all")


def _pair(one: "Lift", by: str) -> dict[str, Any]:
    left, right = one.kinds
    named = {"left_name": _named(left, by), "right_name": _named(right, by)}
    counted = {"says_something": one.says_something, "together": one.together, "of": one.of}
    return (
        {"left": left, "right": right}
        | named
        | counted
        | {"lift": one.lift, "low": one.low, "high": one.high}
    )


def _named(value: str, by: str) -> str:
    """In English; areas and crimes are written as they are called."""
    from entraide.vocabulary import countries, modi_operandi

    if by == "technique":
        return modi_operandi.load()[value].name["en"]
    return countries.name(value) if by in ("country", "nationality") else value


def _say_pair(line: dict[str, Any]) -> None:
    kinds = [
        name if name == id else f"{id} {name}"
        for id, name in ((line[side], line[f"{side}_name"]) for side in ("left", "right"))
    ]
    typer.echo(
        f"{' and '.join(kinds)}: in {line['together']:,} of {line['of']:,} reports,"
        f" {line['lift']:.3g} times as often as by chance ({line['low']:.3g} to {line['high']:.3g})"
    )
