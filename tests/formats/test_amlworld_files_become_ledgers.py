"""The published layout, its copies, and rows that cannot be taken."""

import os
from pathlib import Path

import pytest

from entraide.engines.trace import Ledger
from entraide.formats._problems import UnreadableFile
from entraide.formats.amlworld import read

HEADER = (
    "Timestamp,From Bank,Account,To Bank,Account,Amount Received,Receiving Currency,Amount Paid,Payment Currency,"
    "Payment Format,Is Laundering\n"
)
SHARED = Path(os.environ.get("ENTRAIDE_SHARED_DATA", Path(__file__).parents[2].parent / "shared/data"))
SAMPLE = SHARED / "fetched/money/hi_small_sample_1000.csv"


def file(folder: Path, *rows: str) -> Path:
    path = folder / "trans.csv"
    path.write_text(HEADER + "".join(row + "\n" for row in rows), encoding="utf-8")
    return path


def test_both_columns_called_account_are_told_apart_and_money_is_whole(tmp_path: Path) -> None:
    world = read(
        file(
            tmp_path,
            "2022/09/01 00:20,010,8000EBD30,03208,8000F5340,3697.34,US Dollar,3697.34,US Dollar,ACH,0",
            "2022/09/01 00:21,010,8000EBD30,1,8000F5340,0.000123,Bitcoin,0.000123,Bitcoin,Bitcoin,1",
        )
    )
    ledger = Ledger.from_table(world.table)
    assert ledger.accounts.to_pylist()[0] == "010:8000EBD30"
    assert world.table["target"].to_pylist() == ["03208:8000F5340", "1:8000F5340"]
    assert ledger.amount.tolist() == [369734, 12300]
    assert ledger.currencies == ("USD", "BTC")
    assert world.laundering.tolist() == [False, True]
    assert world.table["record"].to_pylist() == [2, 3]


def test_an_amount_paid_in_another_currency_is_a_conversion(tmp_path: Path) -> None:
    world = read(file(tmp_path, "2022/09/01 00:20,1,A,2,B,100.00,Euro,117.20,US Dollar,ACH,0"))
    ledger = Ledger.from_table(world.table)
    assert ledger.arriving[0][0] == 10000
    assert (ledger.amount[0], ledger.currencies[ledger.currency[0]]) == (11720, "USD")


def test_rows_that_cannot_be_taken_are_listed_with_line_and_reason(tmp_path: Path) -> None:
    good = "2022/09/01 00:20,1,A,2,B,5.00,Euro,5.00,Euro,ACH,0"
    world = read(
        file(
            tmp_path,
            good,
            "2022/09/31 00:20,1,A,2,B,5.00,Euro,5.00,Euro,ACH,0",
            "2022/09/01 00:20,1,A,2,B,5.00,Euro,0.00,Euro,ACH,0",
            "2022/09/01 00:20,1,A,2,B,5.00,Euro,-5.00,Euro,ACH,0",
            "2022/09/01 00:20,1,A,2,B,5.00,Doubloon,5.00,Euro,ACH,0",
            "2022/09/01 00:20,1,A,2,B,5.001,Euro,5.00,Euro,ACH,0",
            "2022/09/01 00:20,1,A,2",
            good,
        )
    )
    assert len(world.table) == 2
    assert world.rejected_count == 6
    assert {row.line: row.reason.split(":")[0] for row in world.rejected} == {
        3: "time",
        4: "amount paid",
        5: "amount paid",
        6: "receiving currency",
        7: "amount received",
        8: "4 cells where there are 11 columns",
    }


def test_a_file_without_the_columns_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="Timestamp"):
        read(path)


@pytest.mark.skipif(not SAMPLE.exists(), reason="the published sample is absent (ENTRAIDE_SHARED_DATA)")
def test_the_published_sample_is_read_whole() -> None:
    world = read(SAMPLE)
    assert len(world.table) + world.rejected_count == 1000
    assert world.rejected_count == 0
    assert len(Ledger.from_table(world.table)) == 1000
