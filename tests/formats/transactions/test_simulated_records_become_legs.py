"""The published layouts of AMLworld and AMLSim."""

import os
from pathlib import Path

import pytest

from entraide.formats import amlworld

from .reading import read_one

HEADER = (
    "Timestamp,From Bank,Account,To Bank,Account,Amount Received,Receiving Currency,Amount Paid,Payment Currency,"
    "Payment Format,Is Laundering\n"
)
SHARED = Path(os.environ.get("ENTRAIDE_SHARED_DATA", Path(__file__).parents[3].parent / "shared/data"))
SAMPLE = SHARED / "fetched/money/hi_small_sample_1000.csv"
ROWS = [
    "2022/09/01 00:20,010,8000EBD30,03208,8000F5340,3697.34,US Dollar,3697.34,US Dollar,ACH,0",
    "2022/09/01 00:21,010,8000EBD30,1,8000F5340,0.000123,Bitcoin,0.000123,Bitcoin,Bitcoin,1",
    "2022/09/01 00:22,1,A,2,B,100.00,Euro,117.20,US Dollar,ACH,0",
    "2022/09/01 00:23,1,A,2,B,15897.52,Yen,15897.52,Yen,ACH,0",
]
COLUMNS = ["time", "source", "target", "amount", "currency", "kind", "target_amount", "target_currency"]


def same_as_the_reader_of_that_layout(folder: Path, path: Path) -> None:
    one = read_one(folder, path.read_bytes())
    world = amlworld.read(path)
    assert [[leg[name] for name in COLUMNS] for leg in one.legs] == [
        [row[name] for name in COLUMNS] for row in world.table.to_pylist()
    ]


def test_amlworld_is_read_as_its_own_reader_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "trans.csv"
    path.write_text(HEADER + "".join(f"{row}\n" for row in ROWS))
    same_as_the_reader_of_that_layout(tmp_path, path)


@pytest.mark.skipif(not SAMPLE.exists(), reason="set ENTRAIDE_SHARED_DATA to the folder of published samples")
def test_the_published_sample_is_read_as_its_own_reader_reads_it(tmp_path: Path) -> None:
    same_as_the_reader_of_that_layout(tmp_path, SAMPLE)


def test_amlsim_names_no_currency_so_the_caller_does(tmp_path: Path) -> None:
    text = (
        "tran_id,orig_acct,bene_acct,tx_type,base_amt,tran_timestamp,is_sar,alert_id\n"
        "1,280,15349,TRANSFER,147.8,2017-01-01T00:00:00Z,False,-1\n"
    )
    one = read_one(tmp_path, text, currency="USD")
    assert one.payments == [("280", "15349", 14780, "USD")]
    assert one.column("record") == ["1"]
