"""`entraide link …`: the tables and the work of linking."""

import logging
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(name="link", help="How people and texts are linked.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keep `entraide link NAME` a command of a group, even while there is only one."""


@app.command()
def train_weights(
    into: Annotated[
        Path | None, typer.Option(help="The file to write; without it, the table of the package.")
    ] = None,
    size: Annotated[int, typer.Option(min=1000, help="How many people are made up to learn from.")] = 40_000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same table.")] = 1,
) -> None:
    """Learn anew what each likeness of two records weighs, on made-up people, with Splink.

    Needs the extras entraide[train] and entraide[bench], and, for attested names, the folder of shared data
    in ENTRAIDE_SHARED_DATA. The thresholds are put on other made-up people, of the seed after.
    """
    from entraide.bench._population import names_folder
    from entraide.bench._reported import people
    from entraide.engines.link.compare.train import described, train
    from entraide.engines.link.compare.weights import TABLE

    named = {
        "people": f"{size:,} made up by bench/_reported.py, seed {seed}; thresholds on as many of seed {seed + 1}",
        "names": "Faker's, listed ones, and the first half of the attested pairs on which names were not learned"
        if names_folder()
        else "Faker's and listed ones",
        "seed": seed,
    }
    logging.disable(logging.INFO)  # each step of Splink
    table = train(people(size, seed), people(size, seed + 1), named=named, seed=seed)
    table.write(into or TABLE)
    for line in described(table):
        typer.echo(line)
    typer.echo(f"Written to {into or TABLE}.")


@app.command()
def train_names(
    data: Annotated[
        Path, typer.Option(help="The folder of published pairs: wd_arabic_*.tsv, and so on.", exists=True)
    ],
    into: Annotated[
        Path | None, typer.Option(help="The file to write; without it, the tables of the package.")
    ] = None,
) -> None:
    """Learn the tables of names anew. The same data gives the same file, byte for byte.

    Needs the extra entraide[train]. Half of the pairs is kept apart, for `entraide bench names`.
    """
    from entraide.engines.link.names import SHIPPED
    from entraide.engines.link.names.training import described, train

    try:
        tables = train(data, say=typer.echo)
    except FileNotFoundError as error:
        raise typer.BadParameter(str(error), param_hint="--data")
    except ImportError as error:
        raise typer.BadParameter(f"{error.name} is missing; pip install 'entraide[train]'")
    written = (into or SHIPPED).write_bytes(tables.to_bytes())
    for line in described(tables):
        typer.echo(line)
    typer.echo(f"{written:,} bytes written to {into or SHIPPED}.")


@app.command()
def compare_names(first: str, second: str) -> None:
    """Say how likely two names are one, and why."""
    from entraide.engines.link.names import compare_names, threshold

    match = compare_names(first, second)
    typer.echo(
        f"{match.score:.3f} ({'one name' if match.likely else 'two names'}; from {threshold():.2f} on: one)"
    )
    for reason in match.reasons:
        typer.echo(f"  {reason.words}")


@app.command()
def rebuild(
    again: Annotated[
        bool, typer.Option("--again", help="Also what has keys of this version; without it, only the rest.")
    ] = False,
) -> None:
    """Make the keys by which people, texts and pictures are found anew, and compare all people again.

    After an update that reads names differently. The hub may serve meanwhile; what people decided stays.
    Stopped at any moment, it goes on where it was when called again without --again.
    """
    from entraide.cli._hub import as_role, execute_as_owner

    def say(what: str, done: int, total: int) -> None:
        typer.echo(f"\r{what}: {done:,} of {total:,}", nl=done >= total)

    with as_role("linker"):
        from entraide.hub.intel.linking import rebuild as making

        making.make_keys(say, again=again)
        making.count_heavy()
        # only then does the index alone answer
        execute_as_owner("VACUUM (ANALYZE) intel_namekey", "VACUUM (ANALYZE) intel_linkperson")
        making.compare(say)
    typer.echo("Done.")


@app.command()
def decisions(
    into: Annotated[
        Path | None, typer.Option(help="The file to write; without it, they are printed.")
    ] = None,
) -> None:
    """What people decided on matches of people, as lines of JSON to learn weights from.

    For each decided hit the level and the bits of each field, and what either side said. No name, no number, no
    organisation.
    """
    import json

    from entraide.cli._hub import as_role

    with as_role("migrator"):
        from entraide.hub.intel.linking.decisions import decided

        lines = [json.dumps(one, ensure_ascii=False) for one in decided()]
    if into:
        into.write_text("".join(f"{line}\n" for line in lines), "utf-8")
        typer.echo(f"{len(lines):,} decisions written to {into}.")
    else:
        for line in lines:
            typer.echo(line)


@app.command()
def train_keys(
    data: Annotated[
        Path, typer.Option(help="The folder of published pairs: wd_arabic_*.tsv, and so on.", exists=True)
    ],
    into: Annotated[
        Path | None, typer.Option(help="The file to write; without it, the table of the package.")
    ] = None,
) -> None:
    """Learn anew how words are read where keys of names are made. The same data gives the same file."""
    from entraide.engines.link.candidates.train import TABLE, write

    try:
        write(data, into or TABLE)
    except FileNotFoundError as error:
        raise typer.BadParameter(str(error), param_hint="--data")
    typer.echo(f"Written to {into or TABLE}. Keys made before are of another version: entraide link rebuild.")
