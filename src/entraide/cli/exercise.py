"""`entraide exercise load`."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(name="exercise")


@app.callback()
def _group() -> None:
    """Exercise Moei: fictional people, on a database of their own."""


@app.command()
def load(
    seed: Annotated[int, typer.Option(help="The same seed gives the same exercise.")] = 6,
    scale: Annotated[float, typer.Option(min=0, help="Multiplies the reports that tell no story.")] = 1,
) -> None:
    """Load the exercise into the hub of ENTRAIDE_HOME, made if there is none; its database must be empty."""
    with _prepared_hub():
        from entraide.exercise.load import load as load_exercise

        with typer.progressbar(length=1000, label="Playing the fortnight through") as bar:
            loaded = load_exercise(
                seed, scale, lambda done, total: bar.update(1000 * done // total - bar.pos)
            )
    if loaded.new:
        typer.echo(f"{loaded.reports} reports, {loaded.hits} hits. Start it: entraide up --exercise")
    else:
        typer.echo(f"The exercise of seed {loaded.seed} is loaded already.")


@app.command()
def fraud(
    to: Annotated[Path, typer.Option(help="The folder to write, made if there is none.", file_okay=False)],
    seed: Annotated[int, typer.Option(help="The seed of the exercise whose fraud it is.")] = 6,
    size: Annotated[int, typer.Option(min=1000, help="Transactions in the record.")] = 60_000,
) -> None:
    """Write the fraud of "Money in nine minutes" as records of banks, an exchange and chains, with the truth."""
    from entraide.exercise.fraud import generate, write

    for path in write(generate(seed, size), to):
        typer.echo(path)


@contextlib.contextmanager
def _prepared_hub() -> Iterator[None]:
    """Django set up as the migrator, on a database that has its tables."""
    from entraide.local.database import database_of
    from entraide.local.environment import environment, make_keys
    from entraide.local.home import home_folder, private_folder

    home = private_folder(home_folder())
    with database_of(home, os.environ) as database:
        make_keys(home)
        database.prepare()
        os.environ.update(environment(home, database, "migrator"))
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", interactive=False, verbosity=0)
        yield
