"""`entraide lists import FILE… --as ORGANISATION`."""

import json
import time
from pathlib import Path
from typing import Annotated

import typer

from entraide.cli._rejected import write_rejected

app = typer.Typer(name="lists")


@app.callback()
def _group() -> None:
    """Published lists of phishing sites and tagged addresses."""


@app.command("import")
def import_(
    files: Annotated[
        list[Path], typer.Argument(help="polkadot-js lists, sanctioned_addresses_*.txt, tag packs.")
    ],
    organisation: Annotated[str, typer.Option("--as", help="The organisation that files them, by its name.")],
    member: Annotated[str, typer.Option(help="E-mail of the member who acts; else its first importer.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a file.")] = False,
) -> None:
    """File the entries as CLEAR reports. Rejected ones are written, with reasons, to FILE.rejected.csv in the folder one is in."""
    from entraide.cli._hub import as_role

    with as_role("worker"):
        from entraide.formats.lists import UnreadableFile, read
        from entraide.hub.core.acting import actor_of
        from entraide.hub.directory.queries import member_who_acts
        from entraide.hub.intel.list_import import import_list

        actor = actor_of(member_who_acts(organisation, email=member, role="importer"))
        failed = False
        for file in files:
            began = time.monotonic()
            try:
                entries = read(file)
            except UnreadableFile as error:
                typer.echo(f"{file}: {error}", err=True)
                failed = True
                continue
            imported = import_list(entries, actor, lambda done: typer.echo(f"\r{done:,}", nl=False, err=True))
            seconds = time.monotonic() - began
            typer.echo("\r", nl=False, err=True)
            figures = {
                "file": file.name,
                "filed": imported.filed,
                "known": imported.known,
                "rejected": len(imported.rejected),
                "seconds": round(seconds, 2),
            }
            if as_json:
                typer.echo(json.dumps(figures))
            else:
                typer.echo(
                    f"{file.name}: {imported.filed:,} filed, {imported.known:,} known before,"
                    f" {len(imported.rejected):,} rejected, {seconds:.1f} s"
                )
            if imported.rejected:
                target = write_rejected(file.name, (Path(), file.parent), imported.rejected)
                typer.echo(f"Rejected entries: {target}", err=True)
    raise typer.Exit(1 if failed else 0)
