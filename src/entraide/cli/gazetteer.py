"""`entraide gazetteer NAME`: what a name can mean, and which places a text names."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def gazetteer(
    names: Annotated[
        list[str] | None, typer.Argument(help="A name in any script; several are looked up one by one.")
    ] = None,
    text: Annotated[
        Path | None, typer.Option(help="A text file: the places that it names.", exists=True, dir_okay=False)
    ] = None,
    country: Annotated[str, typer.Option(help="Only places of this country (two letters, such as MM).")] = "",
    most: Annotated[int, typer.Option(help="How many places a name.", min=1, max=50)] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a name.")] = False,
) -> None:
    """Which places a name can mean, in any script and with slips of the pen. Works without a network."""
    import json

    from entraide.engines.locate import find_places, lookup
    from entraide.engines.locate.evidence import POOR, shown

    if not names and not text:
        typer.echo("Give a name, or a file with --text.", err=True)
        raise typer.Exit(2)
    if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
        typer.echo(f"{country}: a country is two letters, such as MM.", err=True)
        raise typer.Exit(2)
    names = [name.encode("utf-8", "replace").decode() for name in names or []]  # no halves of letters
    asked = [(name, lookup(name, country=country or None, most=most)) for name in names]
    if text:
        try:
            read = text.read_text("utf-8")
        except UnicodeDecodeError:
            typer.echo(f"{text}: this is no text in UTF-8. Save it as UTF-8 and try again.", err=True)
            raise typer.Exit(2)
        asked += [(found.name, list(found.candidates)) for found in find_places(read, most=most)]
    for name, candidates in asked:
        if as_json:
            typer.echo(
                json.dumps(
                    {"name": name, "candidates": [_plain(one) for one in candidates]}, ensure_ascii=False
                )
            )
            continue
        typer.echo(
            shown(name)
            if candidates
            else f"{shown(name)}: no place is known by such a name. Try another spelling."
        )
        if candidates and candidates[0].score < POOR:
            typer.echo("  On no list under this name; merely like it:")
        for one in candidates:
            place = one.place
            typer.echo(
                f"  {one.share:4.0%}  {place.name}, {place.country}  {place.lat:.4f}, {place.lon:.4f}"
                f"  ± {place.radius_km:g} km  {place.kind}  (as “{one.matched}”)"
            )
    raise typer.Exit(0 if any(candidates for _, candidates in asked) else 1)


def _plain(candidate) -> dict[str, object]:  # type: ignore[no-untyped-def]
    place = candidate.place
    return {
        "name": place.name, "country": place.country, "lat": place.lat, "lon": place.lon,
        "radius_km": place.radius_km, "kind": place.kind, "site": place.site, "source": place.source,
        "matched": candidate.matched, "score": candidate.score, "share": candidate.share,
    }  # fmt: skip
