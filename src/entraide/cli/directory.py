"""`entraide directory …`: who takes part in this hub."""

import os
from typing import Annotated

import typer

app = typer.Typer(name="directory", help="Organisations and members of this hub.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keep `entraide directory NAME` a command of a group, even while there is only one."""


@app.command()
def first(
    organisation: Annotated[str, typer.Option(help="Name of the coordinating organisation.")],
    country: Annotated[str, typer.Option(help="Its country, by two-letter code, as in FR.")],
    email: Annotated[str, typer.Option(help="Address of its first member, who signs in with it.")],
    name: Annotated[str, typer.Option(help="Name of its first member: administrator and coordinator.")],
    origin: Annotated[
        str, typer.Option(envvar="ENTRAIDE_ORIGIN", help="Address of the hub, as browsers reach it.")
    ] = "http://127.0.0.1:8000",
) -> None:
    """Found a new hub: its coordinating organisation, and a link for its first member.

    Works only while the hub holds no organisation; from then on its coordinator admits them.
    """
    from entraide.local.errors import LocalError
    from entraide.local.home import home_folder

    from ._hub import as_role

    if not (home_folder() / "secrets" / "django").exists():
        raise LocalError(f"There is no hub in {home_folder()} yet. Start it once with “entraide up”.")
    os.environ["ENTRAIDE_ORIGIN"] = origin.rstrip("/")
    with as_role("web"):
        from entraide.hub.directory.actions.organisations import found_hub

        link = found_hub(
            name=organisation, country=country.upper(), administrator_name=name, administrator_email=email
        )
    typer.echo(
        f"{organisation} coordinates this hub. Give this link to {name}; it works once, for seven days:"
    )
    typer.echo(link)
