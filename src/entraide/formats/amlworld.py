"""The published AMLworld files (IBM, "Transactions for Anti Money Laundering", CDLA-Sharing-1.0).

>>> world = read(Path("HI-Small_Trans.csv"))
>>> ledger = Ledger.from_table(world.table)
>>> scorer = Scorer.train(feature_matrix(ledger)[:half], world.laundering[ledger.rows(range(half))])

The files are not part of Entraide; whoever wants the published tables fetches them and reads them here.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pyarrow import csv

from ._problems import Rejected, UnreadableFile

# Names of the published file (which repeats "Account"), then of its copies with other headers.
_COLUMNS = (
    ("time", ("Timestamp", "timestamp")),
    ("from_bank", ("From Bank", "from_bank_id")),
    ("from_account", ("Account", "from_account_id")),
    ("to_bank", ("To Bank", "to_bank_id")),
    ("to_account", ("Account.1", "to_account_id")),
    ("received", ("Amount Received", "amount_received")),
    ("received_currency", ("Receiving Currency", "receiving_currency")),
    ("paid", ("Amount Paid", "amount_paid")),
    ("paid_currency", ("Payment Currency", "payment_currency")),
    ("rail", ("Payment Format", "payment_format")),
    ("laundering", ("Is Laundering", "is_laundering")),
)
CURRENCIES = {
    "US Dollar": "USD", "Euro": "EUR", "Swiss Franc": "CHF", "Yuan": "CNY", "Rupee": "INR", "Ruble": "RUB",
    "Yen": "JPY", "Canadian Dollar": "CAD", "Australian Dollar": "AUD", "UK Pound": "GBP",
    "Mexican Peso": "MXN", "Shekel": "ILS", "Brazil Real": "BRL", "Saudi Riyal": "SAR", "Bitcoin": "BTC",
}  # fmt: skip
# The files give every currency, yen too, two digits after the point, and Bitcoin six: satoshi.
_UNITS = {"BTC": 100_000_000}
_LISTED = 5000


@dataclass(frozen=True, eq=False)
class AmlWorld:
    """A file as read: `table` as `Ledger.from_table` wants it, with the line as `record`; `laundering` (a row of the
    table each); `rejected`: lines not taken, the first 5,000 of `rejected_count`."""

    table: pa.Table
    laundering: NDArray[np.bool_]
    rejected: list[Rejected]
    rejected_count: int


def read(path: Path) -> AmlWorld:
    """Read a file of transactions. Rows whose amounts, currencies or times cannot be used are listed, with why.

    Raises UnreadableFile where columns are missing.
    """
    raw, broken = _columns(path)
    reasons = _reasons(raw)
    good = pc.equal(reasons, "")
    kept = raw.filter(good)
    bad = np.flatnonzero(~good.to_numpy(zero_copy_only=False))
    rejected = broken[:_LISTED] + [
        Rejected.of(raw["line"][int(row)].as_py(), reasons[int(row)].as_py(), _text(raw, int(row)))
        for row in bad[: _LISTED - len(broken[:_LISTED])]
    ]
    paid_code, received_code = _codes(kept["paid_currency"]), _codes(kept["received_currency"])
    converted = pc.not_equal(paid_code, received_code)
    nothing = pa.scalar(None, pa.int64())
    table = pa.table(
        {
            "time": pc.strptime(kept["time"], "%Y/%m/%d %H:%M", "us").cast(pa.timestamp("us", tz="UTC")),
            "source": pc.binary_join_element_wise(kept["from_bank"], kept["from_account"], ":"),
            "target": pc.binary_join_element_wise(kept["to_bank"], kept["to_account"], ":"),
            "amount": _minor(kept["paid"], paid_code),
            "currency": paid_code,
            "rail": kept["rail"],
            "kind": pc.if_else(converted, "conversion", "payment"),
            "target_amount": pc.if_else(converted, _minor(kept["received"], received_code), nothing),
            "target_currency": pc.if_else(converted, received_code, pa.scalar(None, pa.string())),
            "record": kept["line"],
        }
    )
    laundering = pc.equal(kept["laundering"], "1").to_numpy(zero_copy_only=False)
    return AmlWorld(table, laundering, rejected, len(broken) + len(bad))


def _columns(path: Path) -> tuple[pa.Table, list[Rejected]]:
    broken: list[Rejected] = []

    def note(row: Any) -> str:
        reason = f"{row.actual_columns} cells where there are {row.expected_columns} columns"
        broken.append(Rejected.of((row.number or 0), reason, row.text or ""))
        return "skip"

    try:
        with path.open(encoding="utf-8-sig") as file:
            headers = file.readline().strip().split(",")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile("The file cannot be read as text", "Unpack it, and save it as UTF-8") from error
    if headers.count("Account") == 2:
        headers[len(headers) - 1 - headers[::-1].index("Account")] = "Account.1"
    names = {}
    for name, known in _COLUMNS:
        found = [header for header in headers if header in known]
        if not found:
            raise UnreadableFile(
                f"The column {known[0]} is missing", "Take the file of transactions as published"
            )
        names[found[0]] = name
    try:
        table = csv.read_csv(
            path,
            # One thread: only then does a broken row know its number.
            csv.ReadOptions(column_names=headers, skip_rows=1, use_threads=False),
            csv.ParseOptions(invalid_row_handler=note),
            csv.ConvertOptions(column_types=dict.fromkeys(headers, pa.string()), include_columns=list(names)),
        )
    except pa.ArrowInvalid as error:
        raise UnreadableFile("The file is no table of transactions", "Take the file as published") from error
    lines = np.arange(2, len(table) + len(broken) + 2, dtype=np.int64)
    lines = lines[~np.isin(lines, [row.line for row in broken])][: len(table)]
    table = table.rename_columns([names[name] for name in table.column_names])
    return table.append_column("line", pa.array(lines)), broken


_AMOUNT = r"^\d{1,15}(\.\d{1,8})?$"
_TIME = r"^\d{4}/\d{2}/\d{2} \d{2}:\d{2}$"


def _reasons(raw: pa.Table) -> pa.ChunkedArray:
    """Why each row cannot be taken, "" where it can."""
    known = pa.array(list(CURRENCIES))

    def fails(column: str, pattern: str) -> Any:
        return pc.invert(pc.fill_null(pc.match_substring_regex(raw[column], pattern), False))

    checks = [
        ("time: not like 2022/09/01 00:20", fails("time", _TIME)),
        ("time: there is no such day or hour", _no_such_time(raw["time"])),
        ("amount paid: not a number above zero", fails("paid", _AMOUNT)),
        ("amount paid: zero", pc.match_substring_regex(raw["paid"], r"^0+(\.0+)?$")),
        ("amount received: not a number above zero", fails("received", _AMOUNT)),
        ("amount received: zero", pc.match_substring_regex(raw["received"], r"^0+(\.0+)?$")),
        ("payment currency: unknown", pc.invert(pc.is_in(raw["paid_currency"], known))),
        ("receiving currency: unknown", pc.invert(pc.is_in(raw["received_currency"], known))),
        ("account: missing", pc.or_(pc.equal(raw["from_account"], ""), pc.equal(raw["to_account"], ""))),
        ("amount paid: more digits after the point than its currency has", _too_fine(raw, "paid")),
        ("amount received: more digits after the point than its currency has", _too_fine(raw, "received")),
        ("amount paid: too large", _too_large(raw, "paid")),
        ("amount received: too large", _too_large(raw, "received")),
    ]
    reasons = pa.chunked_array([pa.array([""] * len(raw))])
    for reason, wrong in reversed(checks):
        reasons = pc.if_else(pc.fill_null(wrong, True), reason, reasons)
    return reasons


def _no_such_time(column: pa.ChunkedArray) -> Any:
    """Reading takes the 31st of September for the 1st of October: written again, it shows."""
    layout = "%Y/%m/%d %H:%M"
    return pc.not_equal(pc.strftime(pc.strptime(column, layout, "us", error_is_null=True), layout), column)


def _too_fine(raw: pa.Table, side: str) -> Any:
    fine = pc.match_substring_regex(raw[side], r"\.\d{2}\d*[1-9]")
    return pc.and_(fine, pc.not_equal(raw[f"{side}_currency"], "Bitcoin"))


def _too_large(raw: pa.Table, side: str) -> Any:
    """More satoshi than an int64 holds."""
    long = pc.match_substring_regex(raw[side], r"^\d{10}")
    return pc.and_(long, pc.equal(raw[f"{side}_currency"], "Bitcoin"))


def _codes(names: pa.ChunkedArray) -> pa.ChunkedArray:
    places = pc.index_in(names, pa.array(list(CURRENCIES)))
    return pa.chunked_array([pa.array(list(CURRENCIES.values())).take(places.combine_chunks())])


def _minor(amounts: pa.ChunkedArray, codes: pa.ChunkedArray) -> pa.ChunkedArray:
    """Whole minor units, from decimal to integer without a float between."""
    units = pc.if_else(
        pc.equal(codes, "BTC"), pa.scalar(_UNITS["BTC"], pa.int32()), pa.scalar(100, pa.int32())
    )
    exact = pc.multiply(amounts.cast(pa.decimal128(25, 8)), units.cast(pa.decimal128(10, 0)))
    return exact.cast(pa.int64())


def _text(raw: pa.Table, row: int) -> str:
    return ",".join(str(raw[name][row].as_py()) for name in raw.column_names if name != "line")
