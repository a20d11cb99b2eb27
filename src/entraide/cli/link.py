"""`entraide link …`: the tables and the work of linking."""

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
    table = train(people(size, seed), people(size, seed + 1), named=named, seed=seed)
    table.write(into or TABLE)
    for line in described(table):
        typer.echo(line)
    typer.echo(f"Written to {into or TABLE}.")
