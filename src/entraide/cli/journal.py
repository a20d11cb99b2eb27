"""`entraide journal …`: prove the journal, and have others witness it."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from entraide.cli._hub import as_role

if TYPE_CHECKING:
    from entraide.hub.directory.models import Member, Organisation

app = typer.Typer(name="journal", no_args_is_help=True, help="Prove the journal, and have others witness it.")

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of words.")]


@app.command()
def verify(
    head: Annotated[
        list[Path] | None,
        typer.Option(help="A head that was kept elsewhere (from 'entraide journal head'). May be repeated."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Recompute every seal and hold the signed heads against them. Exit status 1 if anything does not hold."""
    with as_role("sealer"):
        from entraide.hub.core.journal_report import Held
        from entraide.hub.core.journal_verify import verify as prove

        held = []
        for file in head or []:
            try:
                held.append(Held.from_json(_read_json(file), file.name))
            except (KeyError, TypeError, ValueError):
                raise typer.BadParameter(
                    f"{file} is no head; 'entraide journal head' writes them.", param_hint="--head"
                )
        report = prove(held=held)
    if as_json:
        typer.echo(json.dumps(report.as_json()))
    else:
        for line in report.words():
            typer.echo(line)
    raise typer.Exit(0 if report.ok else 1)


@app.command()
def head(
    organisation: Annotated[str, typer.Option(help="Whose journal: the name of the organisation.")],
    full: Annotated[
        bool,
        typer.Option(
            "--full",
            help="With number and seal, for the organisation's own safe. They tell how much it does.",
        ),
    ] = False,
) -> None:
    """Print where an organisation's journal ends now, to keep elsewhere or to have others sign.

    What is printed shows a digest alone, from which nothing of the organisation's activity can be told.
    """
    with as_role("sealer"):
        from entraide.hub.core.witness import latest_head

        whose = _organisation(organisation)
        found = latest_head(whose.pk)
        if found is None:
            raise typer.BadParameter(
                f"{whose.name} has no sealed journal yet; it is sealed while the hub runs.",
                param_hint="--organisation",
            )
        shown: dict[str, Any] = {
            "organisation": found.organisation,
            "name": whose.name,
            "digest": found.digest.hex(),
        }
        if full:
            shown |= found.as_json()
        typer.echo(json.dumps(shown, ensure_ascii=False, indent=2))


@app.command()
def countersign(
    file: Annotated[Path, typer.Argument(metavar="HEAD", help="The head of another organisation's journal.")],
    as_: Annotated[
        str, typer.Option("--as", metavar="ORGANISATION", help="The organisation that witnesses it.")
    ],
    key: Annotated[Path, typer.Option(help="Its Ed25519 key (PEM), whose public half is in the directory.")],
) -> None:
    """Witness that this head was seen: whoever rewrites that journal later is contradicted by it."""
    from entraide.hub.core.journal_chain import parse_private_key

    try:
        digest = bytes.fromhex(str(_read_json(file)["digest"]))
    except (KeyError, TypeError, ValueError):
        raise typer.BadParameter(
            f"{file} is no head; 'entraide journal head' writes them.", param_hint="HEAD"
        )
    try:
        private = parse_private_key(key.read_bytes(), str(key))
    except (OSError, ValueError) as error:
        raise typer.BadParameter(str(error), param_hint="--key")
    with as_role("web"):
        from entraide.hub.core.acting import acting_as
        from entraide.hub.core.witness import countersign as sign

        with acting_as(_witness(as_)):
            sign(digest, private)
    typer.echo(f"Countersigned for {as_}.")


@app.command("new-key")
def new_key(
    file: Annotated[Path, typer.Argument(help="Where the private key is written. It must not exist yet.")],
) -> None:
    """Make an organisation's key for countersigning, and print the public half for the directory."""
    import os

    from entraide.hub.core.journal_chain import new_private_key, parse_private_key, public_text

    pem = new_private_key()
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise typer.BadParameter(f"{file}: {error.strerror}.", param_hint="FILE")
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(pem)
    typer.echo(public_text(parse_private_key(pem, str(file)).public_key()))


@app.command("public-key")
def show_public_key() -> None:
    """Print the public key with which this hub signs its heads."""
    from entraide.local.home import home_folder

    file = home_folder() / "journal" / "sealing.pub"
    if not file.exists():
        sys.exit(f"entraide: {file} is missing; it is written when the hub first runs.")
    typer.echo(file.read_text().strip())


def _read_json(file: Path) -> dict[str, Any]:
    try:
        value = json.loads(file.read_text())
    except OSError as error:
        raise typer.BadParameter(f"{file}: {error.strerror}.")
    if not isinstance(value, dict):
        raise TypeError
    return value


def _organisation(name: str) -> "Organisation":
    from entraide.hub.directory.models import Organisation

    found = Organisation.objects.filter(name__iexact=name).first()
    if found is None:
        raise typer.BadParameter(f"no organisation is called '{name}'.", param_hint="--organisation")
    return found


def _witness(name: str) -> "Member":
    """Someone of the organisation who may countersign."""
    from entraide.hub.core.acting import door
    from entraide.hub.core.permissions import PERMISSIONS
    from entraide.hub.directory.models import Member

    with door("sign-in"):
        members = Member.objects.select_related("organisation").filter(
            organisation__name__iexact=name,
            roles__overlap=sorted(PERMISSIONS["journal.countersign"]),
            suspended_at=None,
        )
        found = members.first()
    if found is None:
        raise typer.BadParameter(
            f"no organisation called '{name}' has an auditor or administrator.", param_hint="--as"
        )
    return found
