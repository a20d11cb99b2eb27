"""What `entraide trace` is given: a ledger, tables of accounts, payments, moments and spans of time."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from entraide.cli._trace_said import Steps, fail

if TYPE_CHECKING:
    import pyarrow as pa

    from entraide.engines.trace import Ledger
    from entraide.formats.flows import Known

_MANY = 2_000_000  # rows whose reading takes seconds
_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*(s|min|m|h|d|w)", re.IGNORECASE)
_UNITS = {"s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400, "w": 604800}


def open_ledger(
    path: Path, accounts: Sequence[Path], tags: Sequence[Path], steps: Steps
) -> "tuple[Ledger, dict[str, Known]]":
    """The ledger of a file, with the stops and opening balances that stand in it and in tables of accounts; and what
    those say of banks, countries and holders."""
    import pyarrow as pa

    from entraide.engines.trace import BadLedger
    from entraide.formats.transactions import load

    file = _parquet(path)
    if not file.metadata.num_rows:
        fail(f"{path} has no rows: there is nothing to trace.")
    known = AccountTables(accounts)
    try:
        with steps.step(f"Reading {file.metadata.num_rows:,} legs", file.metadata.num_rows >= _MANY):
            ledger = load(path)
            for column in (ledger.accounts, ledger.records, ledger.evidence):
                if column is not None:
                    column.validate(full=True)  # letters that are no UTF-8
    except BadLedger as error:
        fail(f"{path}: {error}.")
    except (pa.ArrowException, KeyError, ValueError, TypeError, OverflowError, OSError, MemoryError) as error:
        fail(f"{path}: the columns are not those of a ledger, or the file is damaged ({_first_line(error)}).")
    known.fill(ledger)
    if tags:
        known.tag(ledger, tags)
    return ledger, known.known


def _parquet(path: Path) -> Any:
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not path.exists():
        fail(f"{path}: there is no such file.")
    if not path.is_file():
        fail(f"{path} is not a file; a ledger is one Parquet file.")
    try:
        with path.open("rb") as start:
            if start.read(4) != b"PAR1":
                fail(
                    f"{path} is not a ledger (a Parquet file): make one of statements with entraide trace read."
                )
        return pq.ParquetFile(path)
    except (pa.ArrowException, OSError, ValueError) as error:
        fail(f"{path} is damaged or cut short ({_first_line(error)}); make it anew.")


def whole_rows(path: Path, rows: "Sequence[int]") -> "pa.Table":
    """Rows of the file with all of their columns, those that a ledger does not use too."""
    import pyarrow as pa

    file = _parquet(path)
    parts, begin = [], 0
    try:
        for number in range(file.metadata.num_row_groups):
            end = begin + file.metadata.row_group(number).num_rows
            inside = [row - begin for row in rows if begin <= row < end]
            if inside:
                parts.append(file.read_row_group(number).take(pa.array(inside)))
                parts[-1].validate(full=True)
            begin = end
    except (pa.ArrowException, OSError, ValueError) as error:
        fail(f"{path} is damaged ({_first_line(error)}); make it anew.")
    return pa.concat_tables(parts)


class AccountTables:
    """Tables of accounts: CSV or Excel with a column `account`, and any of `bank`, `country`, `holder`, `stop`, and
    `opening` (minor units) with `currency`."""

    HEADERS = {
        "account": ("account", "iban", "wallet", "address"),
        "bank": ("bank", "institution", "held_at"),
        "country": ("country",),
        "holder": ("holder", "name"),
        "stop": ("stop", "why"),
        "opening": ("opening", "balance", "amount"),
        "currency": ("currency",),
    }

    def __init__(self, paths: Sequence[Path]) -> None:
        self.known: dict[str, Known] = {}
        self.stops: dict[str, str] = {}
        self.opening: dict[tuple[str, str], int] = {}
        for path in paths:
            self._read(path)

    def _read(self, path: Path) -> None:
        from entraide.engines.trace import STOPS
        from entraide.formats.flows import Known
        from entraide.formats.tables import Rejected, UnreadableFile, open_table

        try:
            table = open_table(path)
        except UnreadableFile as error:
            fail(f"{path}: {error}")
        lower = {header.strip().lower(): header for header in table.headers}
        columns = {
            meaning: next(lower[name] for name in names if name in lower)
            for meaning, names in self.HEADERS.items()
            if any(name in lower for name in names)
        }
        if "account" not in columns or len(columns) == 1:
            fail(
                f"{path}: a table of accounts has the column account and any of bank, country, holder, stop, opening."
            )
        for row in table.rows():
            if isinstance(row, Rejected):
                fail(f"{path}, line {row.line}: {row.reason}.")
            cells = {meaning: row.cells[header].strip() for meaning, header in columns.items()}
            account = cells["account"]
            if not account:
                fail(f"{path}, line {row.line}: there is no account.")
            before = self.known.get(account, Known())
            self.known[account] = Known(
                *(cells.get(part) or getattr(before, part) for part in ("bank", "country", "holder"))
            )
            if stop := cells.get("stop"):
                if stop not in STOPS:
                    fail(f"{path}, line {row.line}: stop {stop!r} is none of {', '.join(STOPS[1:])}.")
                self.stops[account] = stop
            if opening := cells.get("opening"):
                if not re.fullmatch(r"\d{1,18}", opening) or not cells.get("currency"):
                    fail(
                        f"{path}, line {row.line}: opening {opening!r} must be whole minor units (cents), with a currency."
                    )
                self.opening[account, cells["currency"].upper()] = int(opening)

    def fill(self, ledger: "Ledger") -> None:
        """Stops and opening balances into the ledger; accounts that it does not have are passed over."""
        ledger.mark(self.stops)
        places = ledger.places_of(sorted({account for account, _ in self.opening}))
        for (account, currency), balance in self.opening.items():
            if account in places and currency in ledger.currencies:
                ledger.opening[places[account], ledger.currencies.index(currency)] = balance

    def tag(self, ledger: "Ledger", packs: Sequence[Path]) -> None:
        """Stops, and holders where no table names one, as tag packs say them; what is odd about tags is said."""
        from dataclasses import replace

        from entraide.formats.attribution import load
        from entraide.formats.flows import Known, plain
        from entraide.formats.tables import UnreadableFile

        try:
            attribution, rejected = load(packs)
        except UnreadableFile as error:
            fail(f"--tags {', '.join(map(str, packs))}: {error}")
        for pack, one in rejected[:3]:
            typer.echo(f"{pack}, line {one.line}: tag not taken, {one.reason}.", err=True)
        if len(rejected) > 3:
            typer.echo(f"… and {len(rejected) - 3:,} more tags not taken.", err=True)
        names = ledger.accounts.to_pylist()
        told = attribution.of(names)
        ledger.mark({name: stop for name, stop in attribution.stops(names).items() if name not in self.stops})
        for name, attributed in told.items():
            surest = attributed.tags[0]
            known = self.known.get(name, Known())
            if not known.holder:
                self.known[name] = replace(known, holder=f"{surest.named} ({surest.confidence or 'unknown'})")
            if attributed.conflicts:
                typer.echo(
                    f"{plain(name)}: its tags do not agree on {', '.join(attributed.conflicts)}.", err=True
                )


def seeds_of(ledger: "Ledger", records: Sequence[str], victim: str, since: str, until: str) -> Any:
    """The legs of records; or all payments of an account within a time."""
    if bool(records) == bool(victim):
        fail(
            "name the payments to follow: --seed RECORD (may be repeated), or --victim ACCOUNT with --from and --until."
        )
    return _payments_of(ledger, victim, since, until) if victim else _legs_of(ledger, records)


def _legs_of(ledger: "Ledger", records: Sequence[str]) -> Any:
    import pyarrow as pa

    wanted: list[Any] = list(records)
    if ledger.records is None or pa.types.is_integer(ledger.records.type):
        wrong = next((record for record in records if not re.fullmatch(r"-?\d{1,18}", record)), None)
        if wrong is not None:
            fail(f"there is no record {wrong!r}: records of this ledger are numbers.")
        wanted = [int(record) for record in records]
    try:
        return ledger.legs_of(wanted)
    except KeyError as error:
        record = str(error.args[0])
        near = near_records(ledger, record)
        hint = f"; near it: {', '.join(near)}" if near else ""
        fail(f"there is no record {record!r} in this ledger{hint}.")
    except (pa.ArrowException, ValueError, TypeError, OverflowError):
        fail(
            f"records {', '.join(records)} cannot be looked up: the ledger's records are {ledger.records.type}."
        )  # type: ignore[union-attr]


def near_records(ledger: "Ledger", record: str) -> list[str]:
    """Records like one that is not there: same but for a few characters, or of which it is a part."""
    import difflib

    import pyarrow as pa
    import pyarrow.compute as pc

    from entraide.formats.flows import plain

    if ledger.records is None:
        return [f"0 to {len(ledger) - 1:,}"]
    column = ledger.records.cast(pa.string())
    tries = [
        part
        for part in dict.fromkeys((record.strip(), record[:-1], record[1:], record[: len(record) // 2]))
        if part
    ]
    for part in tries:
        found = column.filter(pc.fill_null(pc.match_substring(column, part, ignore_case=True), False))
        if len(found):
            names = [name for name in pc.unique(found.slice(0, 20_000)).to_pylist() if name]
            near = difflib.get_close_matches(record, names[:2000], 3, 0.5) or names[:3]
            return [plain(name) for name in near]
    return [
        plain(name) for name in difflib.get_close_matches(record, column.slice(0, 2000).to_pylist(), 3, 0.6)
    ]


def _payments_of(ledger: "Ledger", victim: str, since: str, until: str) -> Any:
    import numpy as np

    from entraide.engines.trace import KINDS
    from entraide.engines.trace.tracing import microseconds

    account = account_of(ledger, victim)
    legs = np.flatnonzero(ledger.source == account)
    legs = legs[np.isin(ledger.kind[legs], [KINDS.index("payment"), KINDS.index("conversion")])]
    if since:
        legs = legs[ledger.time[legs] >= microseconds(moment_of(since, "--from"))]
    if until:
        legs = legs[ledger.time[legs] <= microseconds(moment_of(until, "--until"))]
    if not len(legs):
        fail(f"{victim} made no payment in that time.")
    return legs


def account_of(ledger: "Ledger", name: str) -> int:
    """The place of an account."""
    import difflib

    import pyarrow.compute as pc

    from entraide.formats.flows import plain

    place = ledger.places_of([name]).get(name)
    if place is not None:
        return place
    part = name.strip()[: max(3, len(name) // 2)]
    names = ledger.accounts.filter(pc.match_substring(ledger.accounts, part, ignore_case=True))[:2000]
    near = difflib.get_close_matches(name, names.to_pylist(), 3, 0.5)
    hint = f"; near it: {', '.join(map(plain, near))}" if near else ""
    fail(f"there is no account {name!r} in this ledger{hint}.")


def moment_of(text: str, option: str) -> datetime:
    """A time with its zone."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        fail(f"{option} {text!r} is not a time: write it like 2025-11-03T09:12Z or 2025-11-03T18:12+09:00.")
    if moment.tzinfo is None:
        fail(
            f"{option} {text!r} has no zone: write {moment:%Y-%m-%dT%H:%M}Z for UTC, or {moment:%Y-%m-%dT%H:%M}+09:00."
        )
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        fail(f"{option} {text!r} is out of range.")


def span_of(text: str, option: str) -> timedelta:
    """A length of time: 6h, 3d, 90min, 1d12h."""
    words = text.strip()
    parts = _SPAN.findall(words)
    if not parts or _SPAN.sub("", words).strip():
        fail(f"{option} {text!r} is not a length of time: write it like 6h, 3d or 90min.")
    seconds = sum(float(count) * _UNITS[unit.lower()] for count, unit in parts)
    if not 0 < seconds < 100 * 365 * 86400:
        fail(f"{option} {text!r} must be above zero and below a hundred years.")
    return timedelta(seconds=seconds)


def horizon_of(text: str) -> timedelta | datetime | None:
    if not text:
        return None
    return span_of(text, "--horizon") if _SPAN.fullmatch(text.strip()) else moment_of(text, "--horizon")


def amount_of(text: str, currency: str, option: str) -> int:
    """A sum as people write it, in minor units of a currency."""
    from entraide.vocabulary.currencies import digits

    places = digits(currency) or 0
    found = re.fullmatch(
        rf"(\d{{1,15}})(?:\.(\d{{1,{max(places, 1)}}}))?", text.replace(",", "").replace("_", "")
    )
    if not found or (found[2] and not places):
        fail(
            f"{option} {text!r} is not a sum of {currency}: write it like {'1000' if not places else '1000.' + '0' * places}."
        )
    return int(found[1]) * 10**places + int((found[2] or "").ljust(places, "0") or 0)


def _first_line(error: BaseException) -> str:
    from entraide.formats.flows import plain

    lines = str(error).strip().splitlines()
    return plain(lines[0][:160]) if lines else type(error).__name__
