"""`entraide locate CASE.json`: where a centre is, as far as what was said of it tells."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from entraide.engines.locate import Estimate

app = typer.Typer()


@app.command()
def locate(
    case: Annotated[
        Path,
        typer.Argument(help="The case: JSON with a list “evidence”; with --check, a folder.", exists=True),
    ],
    geojson: Annotated[
        Path | None, typer.Option(help="Write regions and candidates to this GeoJSON file.")
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option("--map", help="Write a page with a map to this file (.html), or the map alone (.svg)."),
    ] = None,
    public: Annotated[
        bool,
        typer.Option("--public", help="Export coarsely: cells of 1,800 km², no candidates, no evidence."),
    ] = False,
    resolution: Annotated[
        int, typer.Option(help="Cells of 5 km² (7) or 36 km² (6, quicker).", min=6, max=7)
    ] = 7,
    check: Annotated[
        bool, typer.Option("--check", help="The folder's *.json are solved cases: how well certainties hold.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Where a centre is: candidates, regions, what each item says, what looks false, what to ask next. A lead, not proof.

    A case is {"evidence": [{"kind": "place_name", "name": "KK Park"}, {"kind": "travel_time", "hours": 0.5,
    "origin": "Mae Sot", "mode": "car"}]}; all kinds with their fields are in docs/locating.md.
    """
    import json

    from entraide.engines.locate import BadDeployment, BadEvidence, case_of, deployed, to_geojson
    from entraide.engines.locate import locate as find

    if check:
        _check(case, as_json)
        return
    if case.is_dir():
        raise _said(f"{case}: this is a folder. Name one case, or add --check if its cases are solved.")
    if html and html.suffix.lower() not in (".html", ".htm", ".svg"):
        typer.echo(f"--map {html}: a map is a page (.html) or a picture (.svg).", err=True)
        raise typer.Exit(2)
    if public and html:
        typer.echo(
            "--public: a public export is GeoJSON only, for the map shows candidates. Leave out --map.",
            err=True,
        )
        raise typer.Exit(2)
    if public and not (geojson or as_json):
        typer.echo("--public: a public export is a GeoJSON file. Name it with --geojson FILE.", err=True)
        raise typer.Exit(2)
    read = _read(case)
    try:
        given, rejected = case_of(read, folder=case.parent)
        for one in rejected:
            typer.echo(f"Item {one.number} was left out: {one.reason}", err=True)
        brought = deployed()
        estimate = find(brought.added_to(given), resolution=resolution, roads=brought.roads)
    except BadEvidence as error:
        raise _said(f"{case}: {error}") from None
    except BadDeployment as error:
        raise _said(str(error)) from None
    if geojson:
        _write(geojson, json.dumps(to_geojson(estimate, public=public), ensure_ascii=False))
    if html:
        from entraide.cli._locate_map import svg
        from entraide.cli._locate_page import page

        left_out = [f"Item {one.number}: {one.reason}" for one in rejected]
        _write(html, svg(estimate) if html.suffix.lower() == ".svg" else page(estimate, left_out))
    if as_json:
        typer.echo(json.dumps(_plain(estimate, [one.reason for one in rejected], public), ensure_ascii=False))
    elif public:
        typer.echo(f"The 90 % region, in cells of 1,800 km²: see {geojson}. {_notice()}")
    else:
        _show(estimate)


def _read(file: Path) -> object:
    from entraide.engines.locate import BadEvidence, data_of

    try:
        return data_of(file.read_text("utf-8"))
    except UnicodeDecodeError:
        raise _said(f"{file}: this is no text in UTF-8. Save it as UTF-8 and try again.") from None
    except OSError as error:
        raise _said(f"{file} cannot be read ({error.strerror}). See who may read it.") from None
    except BadEvidence as error:
        raise _said(f"{file}: {error}") from None


def _check(folder: Path, as_json: bool) -> None:
    """How often regions held the place of solved cases, by stratum."""
    import json
    from dataclasses import asdict

    from entraide.engines.locate import BadDeployment, BadEvidence, case_of, deployed
    from entraide.engines.locate import check as checked
    from entraide.engines.locate.case_file import solved_at
    from entraide.engines.locate.checking import LEVELS

    solved = []
    for file in sorted(folder.glob("*.json")) if folder.is_dir() else [folder]:
        try:
            read = _read(file)
        except typer.Exit:
            continue  # why is said
        try:
            case, rejected = case_of(read, folder=file.parent)
            solved.append((case, *solved_at(read)))
        except BadEvidence as error:
            typer.echo(f"{file} was left out: {error}", err=True)
            continue
        for one in rejected:
            typer.echo(f"{file}, item {one.number} was left out: {one.reason}", err=True)
    solved = [one for one in solved if one[0].evidence]
    if not solved:
        raise _said(f"{folder}: there are no solved cases. Add “solved” with lat and lon to cases that are.")
    try:
        found = checked(solved, deployed())
    except BadDeployment as error:
        raise _said(str(error)) from None
    if as_json:
        typer.echo(json.dumps(asdict(found), ensure_ascii=False))
        return
    typer.echo(
        f"{found.cases} solved cases: the first candidate within 10 km in {found.first:.0%}, one of five in"
        f" {found.near:.0%}; median error {found.median_km:.1f} km, median area of the 90 % region"
        f" {found.median_area:,.0f} km²"
    )
    for one in found.strata:
        held = [
            f"the {level:.0%} region held {hits / one.cases:.0%} (95 % interval {low:.0%} to {high:.0%})"
            for level, hits, (low, high) in zip(LEVELS, one.held, one.intervals, strict=True)
        ]
        typer.echo(f"  {one.name}, {one.cases} solved: {', '.join(held)}")


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, "utf-8")
    except OSError as error:
        raise _said(f"{file} cannot be written ({error.strerror}). Choose another place.") from None
    typer.echo(f"Written to {file}.", err=True)


def _said(text: str) -> typer.Exit:
    typer.echo(text, err=True)
    return typer.Exit(1)


def _notice() -> str:
    from entraide.engines.locate import LEAD

    return LEAD


def _show(estimate: Estimate) -> None:
    from entraide.engines.locate.estimate import named

    for one in estimate.warnings:
        typer.echo(f"! {one}")
    if not estimate.sure:
        typer.echo("! The items single no place out: what follows is where to look first, no more.")
    for rank, one in enumerate(estimate.candidates[:8], 1):
        typer.echo(
            f"{rank}. {one.probability:6.1%}  {one.name}  {one.lat:.4f}, {one.lon:.4f} ± {one.radius_km:g} km"
        )
    typer.echo(f"   {estimate.unlisted:6.1%}  a place on no list, all together")
    half, most = estimate.region(0.5), estimate.region(0.9)
    typer.echo(f"50 % region {half.area_km2:,.0f} km², 90 % region {most.area_km2:,.0f} km²")
    typer.echo("\nWhat each item says:")
    for one in estimate.contributions:
        typer.echo(f"  {named(one.item)}{one.words}")
    for one in estimate.suspect:
        typer.echo(f"? {named(one.item)}{one.words}")
    for words in estimate.disputes:
        typer.echo(f"? {words}")
    if estimate.next_question:
        typer.echo(f"\nAsk next: {estimate.next_question}")
    typer.echo(f"\n{_notice()}")


def _plain(estimate: Estimate, left_out: list[str], public: bool) -> dict[str, object]:
    if public:
        return {"unlisted": round(estimate.unlisted, 1), "sure": estimate.sure, "notice": _notice()}
    return {
        "candidates": [
            {
                "name": one.name, "site": one.site, "lat": one.lat, "lon": one.lon, "radius_km": one.radius_km,
                "probability": one.probability,
            }
            for one in estimate.candidates
        ],
        "unlisted": round(estimate.unlisted, 4),
        "regions": [{"level": level, "area_km2": estimate.region(level).area_km2} for level in (0.5, 0.9)],
        "sure": estimate.sure,
        "contributions": [{"id": one.item.id, "times": one.times, "words": one.words} for one in estimate.contributions],
        "suspect": [{"id": one.item.id, "probability": one.probability, "words": one.words} for one in estimate.suspect],
        "contradictions": [[one.id, other.id] for one, other in estimate.contradictions],
        "independent_items": estimate.independent,
        "questions": [{"words": one.words, "bits": one.bits} for one in estimate.questions],
        "warnings": list(estimate.warnings),
        "left_out": left_out,
        "notice": _notice(),
    }  # fmt: skip
