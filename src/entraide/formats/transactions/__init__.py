"""Files of transactions into one ledger on disk: bank statements, exports of wallets and of chains.

>>> reading = read([Path("busan.csv"), Path("statement.xml")], Path("case.parquet"), Options(timezone="Asia/Seoul"))
>>> for report in reading.files:
...     print(report.path, report.format, report.mapping, report.taken, report.rejected)
>>> ledger = load(Path("case.parquet"))                  # an entraide.engines.trace.Ledger
>>> tracing = ledger.trace(ledger.legs_of(["20251106-0017"]), "fifo")

The format is told by content. Every row of every file is either in the ledger or in the list of rejected rows, with
why: nothing is dropped, nothing is rounded. Memory does not grow with a file's size.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

from entraide.engines.trace import Ledger

from .._problems import Rejected, UnreadableFile
from ..tables import write_csv
from ._case import OPENING, STOPS, Case, said_in, sha256_of
from ._currencies import code_of
from ._detect import FORMATS, format_of, reader_of
from ._found import Batch, FileReport, Options
from ._headers import ROLES
from ._times import known_zone

__all__ = [
    "FORMATS",
    "ROLES",
    "FileReport",
    "Options",
    "Reading",
    "Rejected",
    "UnreadableFile",
    "load",
    "read",
]

Progress = Callable[[Path, int, int], None]
_FEW = 20  # accounts that are named


@dataclass
class Reading:
    """What became of the files. `rejected`: the list of rows not taken, None where there is none. `unread`: files of
    which nothing could be read, with why. `joined`: rows that told of a payment of which another row tells, and are
    one leg with it; `unsure`: record ids of which several rows stay, because they do not fit together."""

    ledger: Path
    files: list[FileReport] = field(default_factory=list)
    unread: list[tuple[Path, UnreadableFile]] = field(default_factory=list)
    legs: int = 0
    rejected: Path | None = None
    joined: int = 0
    unsure: tuple[str, ...] = ()


def read(
    files: Sequence[Path],
    to: Path,
    options: Options | None = None,
    progress: Progress | None = None,
    *,
    each: Mapping[Path, Options] | None = None,
) -> Reading:
    """Read files into a ledger at `to`, and list the rows not taken in `<to without its ending>.rejected.csv`.

    `options` holds for all files but those of which `each` says something else. Both files appear when all is read,
    or not at all; no ledger appears where there is no leg. `progress` is told a file, the bytes read and its size.
    Raises UnreadableFile where options are wrong.
    """
    known = {path: (each or {}).get(path, options or Options()) for path in files}
    _check(known.values(), to)
    reading = Reading(to)
    listed = to.with_name(f"{to.stem}.rejected.csv")
    draft = _draft_beside(listed)
    try:
        with Case(to, several=len(files) > 1) as case:
            with draft.open("w", encoding="utf-8-sig", newline="") as output:
                rows = _rejected(known, reading, case, progress)
                count = write_csv(output, ["file", "line", "reason", "row"], rows)
            reading.legs, reading.joined, reading.unsure = case.legs, case.joined, case.unsure
        if count:
            os.replace(draft, listed)
            reading.rejected = listed
        else:
            listed.unlink(missing_ok=True)
    finally:
        draft.unlink(missing_ok=True)
    return reading


def load(path: Path, *, stops: Mapping[str, str] | None = None) -> Ledger:
    """The ledger of a file that `read` wrote, with the opening balances and the marks that stand in it.

    `stops` marks more accounts, as in `Ledger.from_table`.
    """
    ledger = Ledger.from_table(pq.read_table(path, read_dictionary=["currency", "rail", "kind"]))
    ledger.mark({**(said_in(path, STOPS) or {}), **(stops or {})})
    opening = said_in(path, OPENING) or []
    places = ledger.places_of(sorted({account for account, _, _ in opening}))
    for account, currency, balance in opening:
        if account in places and currency in ledger.currencies:
            ledger.opening[places[account], ledger.currencies.index(currency)] = balance
    return ledger


def _check(all_options: Iterable[Options], to: Path) -> None:
    for options in all_options:
        if options.timezone and not known_zone(options.timezone):
            raise UnreadableFile(
                f"--timezone: {options.timezone} is no time zone", "Write it like Asia/Bangkok"
            )
        if options.delimiter not in ("", "tab", "\\t") and len(options.delimiter.encode()) != 1:
            raise UnreadableFile(
                f"--delimiter: {options.delimiter} is no single character", "Give one as ; or |, or tab"
            )
        if options.encoding and not _is_of_text(options.encoding):
            raise UnreadableFile(
                f"--encoding: {options.encoding} is no encoding that is known",
                "Try utf-8, gb18030, cp949 or cp874",
            )
        if options.format and options.format not in FORMATS:
            raise UnreadableFile(
                f"--format: {options.format} is none that is known", f"Known are {', '.join(FORMATS)}"
            )
        if options.currency and code_of(options.currency) is None:
            raise UnreadableFile(
                f"--currency: {options.currency} is no currency that is known", "Give its ISO 4217 code"
            )
    if not to.parent.is_dir():
        raise UnreadableFile(f"There is no folder {to.parent}", "Make it, or write elsewhere")


def _is_of_text(encoding: str) -> bool:
    """Python has others too, such as base64."""
    try:
        " ".encode(encoding)
    except LookupError:
        return False
    return True


def _draft_beside(path: Path) -> Path:
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError:
        raise UnreadableFile(f"The folder {path.parent} cannot be written to", "Choose another with --to")
    os.close(handle)
    return Path(name)


def _rejected(
    files: Mapping[Path, Options], reading: Reading, case: Case, progress: Progress | None
) -> Iterator[tuple[str, int, str, str]]:
    """Read all files into the case; yields the rows that are not taken."""
    for path, options in files.items():
        report = FileReport(path, options)
        try:
            for one in _read_file(report, len(reading.files), options, reading, case, progress):
                yield path.name, one.line, one.reason, one.text
        except UnreadableFile as problem:
            reading.unread.append((path, problem))
            continue
        reading.files.append(report)
    for report, one in case.finish(reading.files):
        report.taken -= 1
        report.rejected[one.reason] += 1
        yield report.path.name, one.line, one.reason, one.text
    for report in reading.files:
        assert report.taken + sum(report.rejected.values()) == report.rows, f"{report.path}: a row was lost"


def _read_file(
    report: FileReport, number: int, options: Options, reading: Reading, case: Case, progress: Progress | None
) -> Iterator[Rejected]:
    path = report.path
    found = format_of(path)  # asked even where it is said: it refuses what is no file at all
    report.format = options.format or found
    report.bytes, report.sha256 = path.stat().st_size, sha256_of(path)
    for other in reading.files:
        if other.sha256 == report.sha256:
            raise UnreadableFile(f"It is the same file as {other.path}", "Name each file once")
    accounts: set[str] = set()
    for batch in reader_of(report.format)(path, options, report):
        taken = int((batch.row[1:] != batch.row[:-1]).sum()) + 1 if len(batch.row) else 0
        assert batch.rows == taken + len(batch.rejected), f"{path}: a row was lost"
        report.rows, report.taken = report.rows + batch.rows, report.taken + taken
        report.rejected.update(one.reason for one in batch.rejected)
        case.add(batch, number, report.descending)
        _count(report, batch, accounts)
        yield from batch.rejected
        if progress:
            progress(path, batch.done, report.bytes)
    report.accounts = sorted(accounts)
    report.note("rows stand out of the order of time: the ledger orders them", report.unordered)


def _count(report: FileReport, batch: Batch, accounts: set[str]) -> None:
    legs = batch.legs
    if not len(legs):
        return
    span = pc.min_max(legs["time"]).as_py()
    begin, end = span["min"], span["max"]
    report.legs += len(legs)
    report.first = begin if report.first is None else min(report.first, begin)
    report.last = end if report.last is None else max(report.last, end)
    report.currencies.update(pc.unique(legs["currency"]).to_pylist())
    for name in ("source", "target"):
        if len(accounts) <= _FEW:
            accounts.update(list(filter(None, pc.unique(legs[name]).to_pylist()))[: 2 * _FEW])
    times = legs["time"].cast("int64").to_numpy()
    steps = times[1:] < times[:-1] if not report.descending else times[1:] > times[:-1]
    report.unordered += int(steps.sum())
