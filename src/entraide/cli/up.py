"""`entraide up`: the whole hub on this machine, in one terminal."""

from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def up(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, max=64, help="How many web processes.")] = 1,
    linkers: Annotated[
        int, typer.Option(min=1, max=16, help="How many linkers, for many people a second.")
    ] = 1,
    exercise: Annotated[
        bool,
        typer.Option(
            "--exercise", help="Load Exercise Moei: fictional people, one-click sign-in. Loopback only."
        ),
    ] = False,
) -> None:
    """Start PostgreSQL, bring its tables up to date, and run web, worker, linker and sealer until Ctrl-C.

    The hub lives in the folder ENTRAIDE_HOME (else ~/.local/share/entraide); DATABASE_URL, or one
    DATABASE_URL_… per role, points to an ordinary PostgreSQL server instead of the embedded one.
    """
    from entraide.local.hub import Place, run_hub

    run_hub(Place(host, port, workers, linkers, exercise))
