"""What `entraide trace` is given: a ledger, moments, spans of time and sums."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from entraide.cli._trace_accounts import AccountTables
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
    known.say_what_fits_nothing()
    if tags:
        known.tag(ledger, tags)
    known.presume(ledger)
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
    if not _is_span(words):
        fail(f"{option} {text!r} is not a length of time: write it like 6h, 3d or 90min.")
    seconds = sum(float(count) * _UNITS[unit.lower()] for count, unit in parts)
    if not 0 < seconds < 100 * 365 * 86400:
        fail(f"{option} {text!r} must be above zero and below a hundred years.")
    return timedelta(seconds=seconds)


def horizon_of(text: str) -> timedelta | datetime | None:
    if not text:
        return None
    if _is_span(text):
        return span_of(text, "--horizon")
    try:
        datetime.fromisoformat(text.strip())
    except ValueError:
        fail(
            f"--horizon {text!r} is neither a length of time, like 10d or 1d12h, nor a time, like 2025-11-13T09:12Z."
        )
    return moment_of(text, "--horizon")


def _is_span(text: str) -> bool:
    return bool(_SPAN.search(text)) and not _SPAN.sub("", text).strip()


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


def least_of(ledger: "Ledger", seeds: Any, text: str) -> int:
    """The least sum to follow, in the currency of the payments."""
    return amount_of(text, ledger.currencies[int(ledger.currency[seeds[0]])], "--least") if text else 0


def _first_line(error: BaseException) -> str:
    from entraide.formats.flows import plain

    lines = str(error).strip().splitlines()
    return plain(lines[0][:160]) if lines else type(error).__name__
