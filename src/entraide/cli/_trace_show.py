"""`entraide trace show`: a leg as the ledger has it, and the rows of files that told of it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from entraide.cli._trace_follow import spread
from entraide.cli._trace_said import fail

if TYPE_CHECKING:
    import pyarrow as pa

    from entraide.formats.transactions.evidence import SourceRow

_TABLES = ("csv", "excel", "parquet")


def as_rows(rows: "pa.Table") -> list[dict[str, Any]]:
    from entraide.formats.flows import as_text

    return [{name: as_text(cell) for name, cell in row.items()} for row in rows.to_pylist()]


def say(rows: "pa.Table", sources: "Sequence[Sequence[dict[str, Any]]]" = ()) -> None:
    """Every column that has something in it, sums as people write them too; and where it stands in files."""
    from entraide.formats.flows import plain

    raw = rows.to_pylist()
    for place, (row, cells) in enumerate(zip(raw, as_rows(rows), strict=True)):
        if place:
            typer.echo()
        for name, cell in cells.items():
            if cell is None or cell == "":
                continue
            code = {"amount": "currency", "target_amount": "target_currency"}.get(name)
            more = f"  ({spread(row[name], row[name], str(row[code]))})" if code and row.get(code) else ""
            typer.echo(f"{plain(name):<16} {plain(str(cell))}{more}")
        for one in sources[place] if sources else ():
            typer.echo(f"{'source':<16} {_said(one)}")
            if one["text"]:
                typer.echo(f"{'':<16} {plain(one['text'])}")


def _said(one: dict[str, Any]) -> str:
    from entraide.formats.flows import plain

    if not one["file"]:
        return (
            f"no row of these files has the hash {one['hash'][:16]}…: it is in another file, or was changed"
        )
    where = f"{plain(one['file'])}, line {one['line']}"
    if one["same"]:
        return f"{where}: the hash {one['hash'][:16]}… agrees"
    return f"{where}: has this record id, but another hash, {one['hash'][:16]}…: it is another row, or was changed"


def sources_of(rows: "pa.Table", files: Sequence[Path]) -> list[list[dict[str, Any]]]:
    """For each row of a ledger the rows of files that have its hashes (a payment that two banks told of has two); where
    one is not there, those with its record id."""
    from entraide.formats.transactions.evidence import parts_of

    told = rows.to_pylist()
    every = [found for file in files for found in _rows_in(file, told)]
    sources: list[list[dict[str, Any]]] = []
    for row in told:
        record, wanted = str(row.get("record")), parts_of(row.get("evidence"))
        same = [one for one in every if not set(wanted).isdisjoint(parts_of(one.evidence))]
        missing = set(wanted) - {part for one in same for part in parts_of(one.evidence)}
        near = [one for one in every if one.record == record and one not in same] if missing else []
        sources.append([_as_text(one, one in same) for one in [*same, *near]])
        blank = {"file": "", "line": None, "text": "", "same": False}
        sources[-1] += [{**blank, "hash": part.hex()} for part in sorted(missing)]
    return sources


def _rows_in(file: Path, told: Sequence[dict[str, Any]]) -> "list[SourceRow]":
    from entraide.formats.tables import UnreadableFile
    from entraide.formats.transactions import Options
    from entraide.formats.transactions._detect import format_of
    from entraide.formats.transactions.evidence import parts_of, rows_behind

    hashes = {part for row in told for part in parts_of(row.get("evidence"))}
    records = {str(row.get("record")) for row in told}
    try:
        # What a file leaves open has no part in the hashes of its rows: any zone and currency will do.
        table = format_of(file) in _TABLES
        options = Options(timezone="UTC", currency=str(told[0].get("currency")) if table else "")
        return rows_behind(file, hashes, records, options)
    except UnreadableFile as error:
        fail(f"--in {file}: {error}")


def _as_text(one: "SourceRow", same: bool) -> dict[str, Any]:
    return {
        "file": str(one.path),
        "line": one.line,
        "text": one.text,
        "same": same,
        "hash": one.evidence.hex(),
    }
