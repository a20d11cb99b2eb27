"""`entraide backup FILE` and `entraide restore FILE`."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="Where to write it; must not exist yet.")]) -> None:
    """Save the embedded database to FILE, while the hub runs or not."""
    from entraide.local.backup import save
    from entraide.local.hub import embedded

    with embedded() as server:
        save(server, file)
        typer.echo(
            f"Saved {file}. It holds neither secrets, keys nor attachments: "
            f"keep {server.home}/secrets, keys, files and journal too, and apart from it."
        )


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="What 'entraide backup' wrote.")],
    replace: Annotated[bool, typer.Option("--replace", help="Give up the present database for it.")] = False,
) -> None:
    """Put a saved database back. The hub must not be running."""
    from entraide.local.backup import restore as put_back
    from entraide.local.hub import embedded

    with embedded(alone=True) as server:
        put_back(server, file, replace=replace)
        typer.echo(f"Restored {file}. The next 'entraide up' brings it to this version.")
