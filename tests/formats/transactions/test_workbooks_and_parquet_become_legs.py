"""Tables whose cells have types."""

import hashlib
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from entraide.formats.transactions import load, read

from .reading import read_all, read_one, write


def workbook(*rows: list[Any]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    output = BytesIO()
    book.save(output)
    return output.getvalue()


def parquet(**columns: Any) -> bytes:
    output = BytesIO()
    pq.write_table(pa.table({name.replace("_", " "): values for name, values in columns.items()}), output)
    return output.getvalue()


HEADER = ["Date", "From", "To", "Amount", "Currency"]


def test_a_workbook_is_read_whatever_its_name(tmp_path: Path) -> None:
    rows = [["Some Bank"], [], HEADER, [datetime(2025, 11, 6, 9, 30), "A", "B", 84000000, "KRW"], [date(2025, 11, 7), "B", "C", 12.5, "EUR"]]  # fmt: skip
    one = read_one(tmp_path, workbook(*rows), "statement.dat")
    assert one.report.format == "excel"
    assert one.payments == [("A", "B", 84000000, "KRW"), ("B", "C", 1250, "EUR")]
    assert one.column("date_only") == [False, True]
    assert one.column("record") == ["statement.dat:4", "statement.dat:5"]


def test_a_number_in_a_workbook_is_what_the_workbook_shows(tmp_path: Path) -> None:
    rows = [
        HEADER,
        ["2025-11-06 09:00", "A", "B", 0.1 + 0.2, "EUR"],
        ["2025-11-06 09:00", "A", "B", "1,000.00", "EUR"],
    ]
    assert read_one(tmp_path, workbook(*rows), "s.xlsx").column("amount") == [30, 100000]


def test_the_evidence_of_a_row_of_a_workbook_is_the_hash_of_its_cells(tmp_path: Path) -> None:
    one = read_one(tmp_path, workbook(HEADER, ["2025-11-06", "A", "B", 5, "EUR"]), "s.xlsx")
    assert one.column("evidence") == [hashlib.sha256(b"2025-11-06\x1fA\x1fB\x1f5\x1fEUR").digest()]


def test_rows_of_a_workbook_that_cannot_be_taken_are_listed(tmp_path: Path) -> None:
    rows = [HEADER, ["2025-11-06", "A", "B", 5, "EUR"], ["2025-11-06", "A", "B", 0, "EUR"], ["2025-11-06", "A", "B", 5, "EUR", "x"]]  # fmt: skip
    one = read_one(tmp_path, workbook(*rows), "s.xlsx")
    assert one.reasons == ["amount", "cells"]
    assert one.report.rows == 3


@pytest.mark.parametrize("damage", [lambda data: data[: len(data) // 2], lambda data: b"PK" + data[50:]])
def test_a_damaged_workbook_is_refused(tmp_path: Path, damage: Any) -> None:
    path = write(tmp_path, "s.xlsx", damage(workbook(HEADER, ["2025-11-06", "A", "B", 5, "EUR"])))
    reading = read([path], tmp_path / "case.parquet")
    assert "damaged" in str(reading.unread[0][1])


def test_parquet_keeps_exact_amounts_and_times(tmp_path: Path) -> None:
    data = parquet(
        Time=pa.array([datetime(2025, 11, 6, 9, tzinfo=UTC)] * 3, pa.timestamp("ns", "Asia/Seoul")),
        From=["A"] * 3,
        To=["B"] * 3,
        Amount=pa.array([Decimal("0.00001000"), Decimal("21000000.00000000"), Decimal("1.00000001")]),
        Currency=["BTC"] * 3,
    )
    one = read_one(tmp_path, data, "x.parquet", timezone="Asia/Bangkok")
    assert one.column("amount") == [1000, 2_100_000_000_000_000, 100_000_001]
    assert one.column("time") == [datetime(2025, 11, 6, 9, tzinfo=UTC)] * 3


def test_a_small_binary_number_is_not_lost_in_its_exponent(tmp_path: Path) -> None:
    data = parquet(Time=["2025-11-06 09:00:00"], From=["A"], To=["B"], Amount=[0.00001], Currency=["BTC"])
    assert read_one(tmp_path, data, "x.parquet").column("amount") == [1000]


def test_ledgers_are_put_together_as_they_stand(tmp_path: Path) -> None:
    first = read_one(
        tmp_path, "Account,Date,Amount,Currency\nA-1,2025-11-06,-5.00,EUR\nA-1,2025-11-07,9.00,EUR\n"
    )
    ledger = (tmp_path / "case.parquet").read_bytes()
    again = read_all(
        tmp_path,
        {"old.parquet": ledger, "more.csv": "Time,From,To,Amount,Currency\n2025-11-08 01:00,A1,B,2,EUR\n"},
    )
    names = ["time", "source", "target", "amount", "record", "evidence", "date_only"]
    assert [[leg[name] for name in names] for leg in again.legs[:2]] == [
        [leg[name] for name in names] for leg in first.legs
    ]
    assert len(load(tmp_path / "case.parquet")) == 3


def test_evidence_that_is_no_hash_is_made_anew(tmp_path: Path) -> None:
    table = pa.table(
        {"time": pa.array([datetime(2025, 11, 6, tzinfo=UTC)]), "source": ["A"], "target": ["B"], "amount": [5],
         "currency": ["EUR"], "evidence": pa.array([b"page 7"])}
    )  # fmt: skip
    pq.write_table(table, tmp_path / "old.parquet")
    reading = read([tmp_path / "old.parquet"], tmp_path / "case.parquet")
    (evidence,) = pq.read_table(reading.ledger)["evidence"].to_pylist()
    assert len(evidence) == 32


def test_what_a_ledger_says_of_openings_and_stops_is_kept(tmp_path: Path) -> None:
    table = pa.table(
        {"time": pa.array([datetime(2025, 11, 6, tzinfo=UTC)]), "source": ["A"], "target": ["B"], "amount": [5],
         "currency": ["EUR"], "kind": ["payment"]}
    )  # fmt: skip
    path = tmp_path / "old.parquet"
    with pq.ParquetWriter(path, table.schema) as writer:
        writer.write_table(table)
        writer.add_key_value_metadata(
            {"entraide.opening": '[["A", "EUR", 70]]', "entraide.stops": '{"B": "exchange"}'}
        )
    read([path], tmp_path / "case.parquet")
    ledger = load(tmp_path / "case.parquet")
    assert (ledger.opening_by_name(), ledger.stops_by_name()) == ({("A", "EUR"): 70}, {"B": "exchange"})
