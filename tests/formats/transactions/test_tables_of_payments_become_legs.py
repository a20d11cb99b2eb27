"""CSV: columns by their headers, amounts whole, times in UTC, each row either a leg or listed with why."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from entraide.engines.trace import OUTSIDE
from entraide.formats.transactions import Options, UnreadableFile, load, read

from .reading import read_all, read_one, write

TRANSFERS = """Transaction ID,Time,From account,To account,Amount,Currency
t1,2025-11-06 09:00:00,A,B,1234.50,EUR
t2,2025-11-06 09:01:30,B,C,84000000,KRW
t3,2025-11-06 09:02:00,C,D,1.234,KWD
"""


def test_payments_between_two_accounts_are_read_in_minor_units_of_each_currency(tmp_path: Path) -> None:
    one = read_one(tmp_path, TRANSFERS)
    assert one.payments == [("A", "B", 123450, "EUR"), ("B", "C", 84000000, "KRW"), ("C", "D", 1234, "KWD")]
    assert one.column("time")[1] == datetime(2025, 11, 6, 9, 1, 30, tzinfo=UTC)
    assert one.column("record") == ["t1", "t2", "t3"]


def test_the_evidence_of_a_leg_is_the_hash_of_its_row(tmp_path: Path) -> None:
    one = read_one(tmp_path, TRANSFERS)
    rows = TRANSFERS.splitlines()[1:]
    assert one.column("evidence") == [hashlib.sha256(row.encode()).digest() for row in rows]


def test_a_ledger_is_loaded_and_traced(tmp_path: Path) -> None:
    read_one(tmp_path, TRANSFERS)
    ledger = load(tmp_path / "case.parquet")
    tracing = ledger.trace(ledger.legs_of(["t1"]), "fifo")
    assert (tracing.loss, tracing.held) == (123450, 123450)


@pytest.mark.parametrize(
    ("header", "row", "options"),
    [
        ("วันที่,เวลา,ถอน,ฝาก,เลขที่บัญชีคู่โอน", "06/11/2568,16:00:00,\"1,500.00\",,222-2-22222-2", {"currency": "THB"}),
        ("거래일시,출금액(원),입금액(원),상대계좌번호", "2025.11.06 16:00:00,\"1,500\",,222-2-22222-2", {"currency": "THB"}),
        ("交易时间,借贷标志,金额,对方账号,币种", "2025年11月6日 16:00:00,支出,1500,222-2-22222-2,THB", {}),
        ("Date,Débit,Crédit,Compte contrepartie,Devise", "06/11/2025 16:00,\"1.500,00\",,222-2-22222-2,THB", {}),
        ("Fecha,Importe,Cuenta contraparte,Moneda", "06-11-2025 16:00:00,-1500.00,222-2-22222-2,THB", {}),
    ],
)  # fmt: skip
def test_statements_in_several_languages_say_the_same(
    tmp_path: Path, header: str, row: str, options: dict[str, str]
) -> None:
    one = read_one(tmp_path, f"{header}\n{row}\n", account="111-1", timezone="Asia/Bangkok", **options)
    assert one.payments == [("1111", "2222222222", 150000, "THB")]
    assert one.column("time") == [datetime(2025, 11, 6, 9, 0, tzinfo=UTC)]


def test_a_statement_with_signs_pays_out_below_zero_and_in_above(tmp_path: Path) -> None:
    one = read_one(
        tmp_path,
        "Account,Date,Amount,Counterparty,Currency\nA,2025-11-06,-5.00,B,EUR\nA,2025-11-07,7.00,,EUR\n",
    )
    assert one.payments == [("A", "B", 500, "EUR"), (None, "A", 700, "EUR")]
    assert load(tmp_path / "case.parquet").accounts.to_pylist().count(OUTSIDE) == 1


def test_where_one_account_is_not_named_the_money_leaves_the_record(tmp_path: Path) -> None:
    one = read_one(tmp_path, "Time,From,To,Amount,Currency\n2025-11-06 09:00,A,,5,EUR\n")
    assert one.payments == [("A", None, 500, "EUR")]
    assert sum("outside of the record" in note for note in one.report.notes) == 1


def test_a_date_without_a_time_is_marked_so_and_stays_on_its_day(tmp_path: Path) -> None:
    one = read_one(tmp_path, "Date,From,To,Amount,Currency\n2025-11-06,A,B,1,EUR\n", timezone="Asia/Seoul")
    assert one.column("date_only") == [True]
    assert one.column("time") == [datetime(2025, 11, 6, tzinfo=UTC)]


def test_a_fee_beside_a_payment_is_a_leg_of_its_own(tmp_path: Path) -> None:
    one = read_one(tmp_path, "Time,From,To,Amount,Fee,Currency\n2025-11-06 09:00,A,B,100.00,0.25,EUR\n")
    assert one.payments == [("A", "B", 10000, "EUR"), ("A", "(fees)", 25, "EUR")]
    assert one.column("kind") == ["payment", "fee"]


def test_what_arrives_in_another_currency_is_a_conversion(tmp_path: Path) -> None:
    one = read_one(
        tmp_path,
        "Time,From,To,Amount,Currency,Target amount,Target currency\n2025-11-06 09:00,A,B,84000000,KRW,57142.86,USD\n",
    )
    (leg,) = one.legs
    assert (leg["kind"], leg["target_amount"], leg["target_currency"]) == ("conversion", 5714286, "USD")


def test_account_and_currency_that_stand_above_the_header_are_found(tmp_path: Path) -> None:
    text = "My Bank\nAccount No: 123-45\nCurrency: THB\n\nDate;Amount;Balance\n06/11/2025;-10,50;89,50\n"
    one = read_one(tmp_path, text)
    assert one.payments == [("12345", None, 1050, "THB")]


def test_the_newest_row_may_stand_first(tmp_path: Path) -> None:
    rows = "".join(f"2025-11-{day:02d},A,B,{day},EUR\n" for day in (9, 9, 8, 7))
    one = read_one(tmp_path, f"Date,From,To,Amount,Currency\n{rows.replace(',9,', ',91,', 1)}")
    ledger = load(tmp_path / "case.parquet")
    assert one.report.descending
    assert ledger.amount.tolist() == [700, 800, 900, 9100]


def test_the_caller_names_columns_that_are_not_recognised(tmp_path: Path) -> None:
    text = "wann,wer,wem,wieviel\n06.11.2025 10:00,A,B,5\n"
    path = write(tmp_path, "x.csv", text)
    with pytest.raises(UnreadableFile, match="--mapping"):
        raise read([path], tmp_path / "case.parquet").unread[0][1]
    named = {"time": "wann", "source": "wer", "target": "wem", "amount": "wieviel"}
    one = read_one(tmp_path, text, mapping=named, currency="EUR")
    assert one.payments == [("A", "B", 500, "EUR")]


def test_the_same_transfer_in_the_statements_of_both_ends_counts_once(tmp_path: Path) -> None:
    header = "Time,From,To,Amount,Currency,Reference,Note\n"
    one = read_all(
        tmp_path,
        {
            "a.csv": header + "2025-11-06 09:00:00,A,B,5,EUR,x1,sent\n",
            "b.csv": header
            + "2025-11-06 09:00:02,A,B,5,EUR,x1,received\n2025-11-06 09:00:02,A,C,5,EUR,x2,\n",
        },
    )
    assert one.column("record") == ["x1", "x2"]
    assert one.reading.joined == 1
    told = (b"2025-11-06 09:00:00,A,B,5,EUR,x1,sent", b"2025-11-06 09:00:02,A,B,5,EUR,x1,received")
    assert one.column("evidence")[0] == b"".join(sorted(hashlib.sha256(row).digest() for row in told))


def test_a_fee_that_only_one_end_knows_stays(tmp_path: Path) -> None:
    one = read_all(
        tmp_path,
        {
            "payee.csv": "Time,From,To,Amount,Currency,Reference\n2025-11-06 09:00:00,A,B,5,EUR,x1\n",
            "payer.csv": "Time,From,To,Amount,Currency,Reference,Fee\n2025-11-06 09:00:00,A,B,5,EUR,x1,0.10\n",
        },
    )
    assert one.payments == [("A", "B", 500, "EUR"), ("A", "(fees)", 10, "EUR")]


def test_a_ledger_written_as_a_table_is_read_as_it_stands(tmp_path: Path) -> None:
    text = (
        "time,date_only,sequence,source,target,amount,currency,rail,kind,record,reverses,target_amount,target_currency,evidence\n"
        f"2025-11-06T09:00:00Z,false,0,1-2,b,8400,EUR,bank,payment,r1,,,,{'ab' * 32}\n"
        f"2025-11-06,true,1,b,,8400,EUR,bank,conversion,r2,,9,BTC,{'cd' * 32}\n"
    )
    one = read_one(tmp_path, text)
    assert one.payments == [("1-2", "b", 8400, "EUR"), ("b", None, 8400, "EUR")]
    assert one.column("evidence")[0].hex() == "ab" * 32
    assert one.column("date_only") == [False, True]
    assert one.legs[1]["target_amount"] == 9


def test_whose_statement_it_is_pays_the_fee_of_what_comes_in_too(tmp_path: Path) -> None:
    rows = "X,2025-11-05,B,20.00,EUR,1.00\nX,2025-11-06,B,-20.00,EUR,1.00\n"
    one = read_one(tmp_path, "Account,Date,Counterparty,Amount,Currency,Fee\n" + rows)
    assert one.payments == [
        ("B", "X", 2000, "EUR"),
        ("X", "(fees)", 100, "EUR"),
        ("X", "B", 2000, "EUR"),
        ("X", "(fees)", 100, "EUR"),
    ]


def test_equal_payments_of_two_months_under_one_number_are_two(tmp_path: Path) -> None:
    header = "Date,From,To,Amount,Currency,Reference\n"
    files: dict[str, str | bytes] = {
        f"{month}.csv": f"{header}2025-{month}-05,A,B,20.00,EUR,5\n" for month in ("09", "10")
    }
    assert read_all(tmp_path, files).column("amount") == [2000, 2000]


def test_wrong_options_are_told_before_anything_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, "x.csv", TRANSFERS)
    wrong = {"timezone": "Asia/Nowhere", "format": "pdf", "delimiter": "||", "encoding": "base64"}
    for name, value in wrong.items():
        options = Options(**{name: value})  # type: ignore[arg-type]
        with pytest.raises(UnreadableFile, match="--"):
            read([path], tmp_path / "case.parquet", options)
    assert [one.name for one in tmp_path.iterdir()] == ["x.csv"]
