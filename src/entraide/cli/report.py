"""`entraide report import FILE --as ORGANISATION`."""

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from entraide.cli._rejected import write_rejected

app = typer.Typer(name="report")

READ, UNREADABLE, SOME_REJECTED = 0, 1, 3
SHARING = {"clear": 0, "green": 1, "amber": 2, "amber+strict": 3, "red": 4}
HIT_MODES = {"open": 0, "owner-first": 1, "silent": 2}


@app.callback()
def _group() -> None:
    """Reports of an organisation."""


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A table: CSV, TSV or Excel (.xlsx).")],
    organisation: Annotated[str, typer.Option("--as", help="The organisation that files them, by its name.")],
    member: Annotated[str, typer.Option(help="E-mail of the member who acts; else its first analyst.")] = "",
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", help="field=column, as in text=Narrative; may be repeated. Else guessed."),
    ] = None,
    tlp: Annotated[str, typer.Option(help=f"One of: {', '.join(SHARING)} (not red).")] = "amber",
    share_with: Annotated[
        list[str] | None,
        typer.Option(help="An organisation that may read them, by its name; may be repeated."),
    ] = None,
    hits: Annotated[str, typer.Option(help=f"Who learns of a hit: {', '.join(HIT_MODES)}.")] = "owner-first",
    source_kind: Annotated[str, typer.Option(help="statement, complaint, advert, open_source …")] = "other",
    language: Annotated[str, typer.Option(help="Of rows that do not say: th, my, en …")] = "",
    country: Annotated[
        str, typer.Option(help="Where numbers without a country belong: TH. Else the organisation's.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and count; file nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """File each row as a report. Sending the same file again files nothing twice.

    Rejected rows are written, with reasons, to FILE.rejected.csv beside the file. Exit status: 0 when every row
    was taken, 3 when some were rejected, 1 when nothing could be read.
    """
    began = time.monotonic()
    from entraide.cli._hub import as_role

    with as_role("worker"):
        from entraide.formats.tables import UnreadableFile, open_table
        from entraide.hub.core.acting import acting_as
        from entraide.hub.core.errors import Invalid
        from entraide.hub.directory.queries import member_who_acts
        from entraide.hub.intel.table_import import Imported, drafts

        acting = member_who_acts(organisation, email=member, role="analyst")
        try:
            table = open_table(file)
        except UnreadableFile as problem:
            raise Invalid({str(file): str(problem)})
        with acting_as(acting):
            plan = _plan(table, mapping or [], tlp, share_with or [], hits, source_kind, language, country)
        imported = Imported()
        rows = drafts(table, plan)
        for _batch in _filed(rows, imported, acting, dry_run):
            print(f"\r{imported.rows:,}", end="", file=sys.stderr)
        print("\r", end="", file=sys.stderr)
    seconds = time.monotonic() - began
    figures = {
        "file": file.name,
        "filed": imported.filed,
        "known": imported.known,
        "rejected": imported.rejected_count,
        "seconds": round(seconds, 2),
        "columns": dict(plan.columns),
    }
    if as_json:
        typer.echo(json.dumps(figures, ensure_ascii=False))
    else:
        said = "would be filed" if dry_run else "filed"
        typer.echo(
            f"{file.name}: {imported.filed:,} {said}, {imported.known:,} filed before,"
            f" {imported.rejected_count:,} rejected, {seconds:.1f} s"
        )
    if imported.rejected:
        typer.echo(
            f"Rejected rows: {write_rejected(file.name, (file.parent, Path()), imported.rejected)}", err=True
        )
    raise typer.Exit(SOME_REJECTED if imported.rejected_count else READ)


def _plan(
    table: Any,
    given: list[str],
    tlp: str,
    share_with: list[str],
    hits: str,
    source_kind: str,
    language: str,
    country: str,
) -> Any:
    """How the rows are read. Raises Invalid, naming the option and the remedy."""
    from entraide.hub.core.acting import current
    from entraide.hub.core.errors import Invalid
    from entraide.hub.directory.models import Organisation
    from entraide.hub.intel.drafts import Handling
    from entraide.hub.intel.labels import LabelMaker
    from entraide.hub.intel.models import Report
    from entraide.hub.intel.table_import import Plan, checked_columns, says_month_first, suggested
    from entraide.vocabulary.handling import TLP, HitMode

    columns = suggested(table)
    for pair in given:
        name, equals, header = pair.partition("=")
        if not equals:
            raise Invalid({"--map": f"“{pair}” is not field=column. Write it like text=Narrative."})
        columns = {h: f for h, f in columns.items() if f != name.strip()} | {header.strip(): name.strip()}
    if tlp.lower() not in SHARING or tlp.lower() == "red":
        raise Invalid(
            {"--tlp": "Choose clear, green, amber or amber+strict. RED names people: use the page."}
        )
    if hits not in HIT_MODES:
        raise Invalid({"--hits": f"Choose one of: {', '.join(HIT_MODES)}."})
    if source_kind not in Report.SourceKind.values:
        raise Invalid({"--source-kind": f"Choose one of: {', '.join(Report.SourceKind.values)}."})
    audience = set()
    for name in share_with:
        found = Organisation.objects.filter(name__iexact=name).first()
        if found is None:
            raise Invalid(
                {"--share-with": f"There is no organisation “{name}”. Write it as the directory does."}
            )
        audience.add(found.pk)
    handling = Handling(
        tlp=TLP(SHARING[tlp.lower()]), audience=frozenset(audience), hit_mode=HitMode(HIT_MODES[hits])
    )
    LabelMaker(current()).make(handling)
    columns = checked_columns(table, columns)
    return Plan(
        columns, handling, source_kind, language, country.upper(), not says_month_first(table, columns)
    )


def _filed(rows: Iterator[Any], imported: Any, member: Any, dry_run: bool) -> Iterator[None]:
    """Each batch in a transaction of its own: an interruption keeps what was filed, and sending again goes on."""
    from itertools import islice

    from entraide.formats.tables import Rejected
    from entraide.hub.core.acting import acting_as
    from entraide.hub.intel.table_import import BATCH, file_rows

    while True:
        with acting_as(member):
            batch = list(islice(rows, BATCH))
            if not dry_run:
                file_rows(batch, imported)
        if not batch:
            return
        if dry_run:
            bad = [row for row in batch if isinstance(row, Rejected)]
            imported.filed += len(batch) - len(bad)
            for row in bad:
                imported.reject(row)
        yield
