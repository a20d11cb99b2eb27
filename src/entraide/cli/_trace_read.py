"""`entraide trace read FILE… --to CASE.parquet`."""

import json
import sys
import time
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from entraide.formats.transactions import FileReport, Reading

_SOON = 2.0  # seconds of reading before progress is shown
_MANY = 8  # accounts and notes that are named


def read(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="Statements and exports: CSV, Excel, Parquet, camt.053/054, MT940, JSON of chains."
        ),
    ],
    to: Annotated[Path, typer.Option("--to", help="The ledger to write, a Parquet file.")],
    mapping: Annotated[
        list[str] | None,
        typer.Option(
            help="A column's meaning, MEANING=HEADER; again for each column that is not recognised."
        ),
    ] = None,
    timezone: Annotated[
        list[str] | None,
        typer.Option(
            help="Of times that name no zone, as Asia/Bangkok; for some files, FILE=ZONE, again for others."
        ),
    ] = None,
    account: Annotated[
        list[str] | None,
        typer.Option(help="Whose statement it is, where the file does not say; or FILE=ACCOUNT."),
    ] = None,
    currency: Annotated[
        list[str] | None, typer.Option(help="Of rows that name none, as THB; or FILE=CURRENCY.")
    ] = None,
    rail: Annotated[str, typer.Option(help="By which way money moves, where the file does not say.")] = "",
    format_: Annotated[str, typer.Option("--format", help="csv, excel, parquet, camt, mt940 or json.")] = "",
    encoding: Annotated[str, typer.Option(help="Of a text file, as cp949.")] = "",
    delimiter: Annotated[str, typer.Option(help="Between the columns of a CSV file; tab for a tab.")] = "",
    dates: Annotated[str, typer.Option(help="Order of day, month and year: ymd, dmy or mdy.")] = "",
    decimal: Annotated[str, typer.Option(help="What parts off cents: . or ,")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Make one ledger of statements and exports, and say how each was read.

    Formats are told by content. Rows that cannot be taken are listed with reasons in CASE.rejected.csv beside the
    ledger. Both files appear when all is read, or not at all.
    """
    from entraide.formats.transactions import ROLES, Options, UnreadableFile
    from entraide.formats.transactions import read as read_files

    _one_of("--dates", dates, ("ymd", "dmy", "mdy"))
    _one_of("--decimal", decimal, (".", ","))
    meanings = dict(_meaning(one, ROLES) for one in mapping or [])
    each = {}
    for file in files:
        zone, own, code = (_for_file(file, given) for given in (timezone, account, currency))
        each[file] = Options(format_, encoding, delimiter, meanings, zone, own, code, rail, dates, decimal)
    progress = _Progress()
    try:
        reading = read_files(files, to, progress=progress, each=each)
    except UnreadableFile as problem:
        progress.end()
        raise typer.BadParameter(str(problem), param_hint="FILE")
    except OSError as problem:
        progress.end()
        raise typer.BadParameter(
            f"{problem.strerror}: {problem.filename}; nothing was written", param_hint="FILE"
        )
    except KeyboardInterrupt:
        progress.end()
        typer.echo("Stopped: nothing was written.", err=True)
        raise typer.Exit(130)
    progress.end()
    if as_json:
        typer.echo(json.dumps(_as_dict(reading), ensure_ascii=False))
    else:
        _say(reading)
    raise typer.Exit(1 if reading.unread or not reading.legs else 0)


def _one_of(option: str, value: str, known: tuple[str, ...]) -> None:
    if value and value not in known:
        raise typer.BadParameter(f"{value} is none of {', '.join(known)}", param_hint=option)


def _for_file(file: Path, given: list[str] | None) -> str:
    """What is given for a file: by a pattern that fits its name, else for all files."""
    value = ""
    for one in given or []:
        pattern, parts, named = one.partition("=")
        if not parts:
            value = value or one
        elif fnmatch(file.name, pattern):
            return named
    return value


def _meaning(text: str, roles: tuple[str, ...]) -> tuple[str, str]:
    meaning, parts, header = text.partition("=")
    if not parts or meaning not in roles:
        raise typer.BadParameter(
            f"{text}: write MEANING=HEADER, where MEANING is one of {', '.join(roles)}",
            param_hint="--mapping",
        )
    return meaning, header


class _Progress:
    """How far reading is, on one line, once it takes longer than two seconds."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.shown = False

    def __call__(self, path: Path, done: int, size: int) -> None:
        if time.monotonic() - self.began < _SOON:
            return
        self.shown = True
        share = f"{min(99, done * 100 // size)} %" if size >= done else f"{done >> 20:,} MB"
        print(f"\r\x1b[K{path.name}: {share}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        if self.shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _say(reading: "Reading") -> None:
    for report in reading.files:
        typer.echo(f"{report.path}")
        for name, value in _facts(report):
            typer.echo(f"  {name:<10} {value}")
    for path, problem in reading.unread:
        typer.echo(f"{path}: not read. {problem}", err=True)
    if reading.legs:
        files = f"{len(reading.files):,} file{'s' * (len(reading.files) != 1)}"
        typer.echo(f"{reading.legs:,} leg{'s' * (reading.legs != 1)} of {files} in {reading.ledger}")
    else:
        typer.echo("There is no leg to trace: no ledger was written.", err=True)
    if reading.joined:
        typer.echo(f"{reading.joined:,} rows told of payments of which other rows tell too: each is one leg")
    if reading.unsure:
        named = ", ".join(reading.unsure[:_MANY])
        typer.echo(
            f"{len(reading.unsure):,} record ids stand in several files and do not fit together: {named}"
        )
    if reading.rejected:
        count = sum(sum(report.rejected.values()) for report in reading.files)
        typer.echo(f"{count:,} row{'s' * (count != 1)} not taken, with reasons: {reading.rejected}")


def _facts(report: "FileReport") -> list[tuple[str, str]]:
    from entraide.vocabulary.currencies import shown

    delimiter = {"\t": "tab", ",": "comma", ";": "semicolon", "|": "bar"}.get(
        report.delimiter, report.delimiter
    )
    written = [report.format, report.encoding, delimiter and f"delimiter {delimiter}"]
    facts = [("format", ", ".join(filter(None, written)))]
    facts += [("column", f"{header} → {meaning}") for meaning, header in report.mapping.items()]
    forms = [report.dates, report.decimals, report.zone and f"times of {report.zone}"]
    facts.append(("written", "; ".join(filter(None, forms))))
    facts.append(
        ("rows", f"{report.rows:,}: {report.taken:,} taken, {sum(report.rejected.values()):,} rejected")
    )
    facts += [("rejected", f"{count:,}: {reason}") for reason, count in report.rejected.most_common()]
    if report.first and report.last:
        day_only = "%Y-%m-%d" if "no time of day" in report.dates else "%Y-%m-%d %H:%M:%S UTC"
        facts.append(("time", f"{report.first:{day_only}} to {report.last:{day_only}}"))
    facts.append(("money", ", ".join(sorted(report.currencies))))
    named = ", ".join(report.accounts[:_MANY])
    facts.append(("accounts", named if len(report.accounts) <= _MANY else f"{named} and more"))
    opening = [
        f"{account}: {shown(balance, code)} {code}" for (account, code), balance in report.opening.items()
    ]
    facts += [("opening", one) for one in opening[:_MANY]]
    if len(opening) > _MANY:
        facts.append(("opening", f"and those of {len(opening) - _MANY:,} more accounts"))
    facts += [
        ("lost", f"{dust} {code} below what is kept of one payment, in all")
        for code, dust in report.dust.items()
    ]
    notes = report.notes.most_common()
    facts += [("note", what if count == 1 else f"{what} ({count:,} times)") for what, count in notes[:_MANY]]
    if len(notes) > _MANY:
        facts.append(("note", f"and {len(notes) - _MANY:,} more of the kind"))
    return [(name, value) for name, value in facts if value]


def _as_dict(reading: "Reading") -> dict[str, Any]:
    return {
        "ledger": str(reading.ledger),
        "legs": reading.legs,
        "joined_rows": reading.joined,
        "unsure_records": list(reading.unsure),
        "rejected_rows": str(reading.rejected) if reading.rejected else None,
        "files": [
            {
                "file": str(report.path),
                "sha256": report.sha256,
                "format": report.format,
                "encoding": report.encoding,
                "delimiter": report.delimiter,
                "mapping": report.mapping,
                "dates": report.dates,
                "decimals": report.decimals,
                "timezone": report.zone,
                "rows": report.rows,
                "taken": report.taken,
                "legs": report.legs,
                "rejected": dict(report.rejected),
                "first": report.first and report.first.isoformat(),
                "last": report.last and report.last.isoformat(),
                "currencies": sorted(report.currencies),
                "accounts": report.accounts,
                "notes": dict(report.notes),
                "opening": [[*key, balance] for key, balance in report.opening.items()],
                "dust": {code: str(dust) for code, dust in report.dust.items()},
            }
            for report in reading.files
        ],
        "unread": {str(path): str(problem) for path, problem in reading.unread},
    }
