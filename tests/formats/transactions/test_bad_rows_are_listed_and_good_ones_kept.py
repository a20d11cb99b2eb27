"""Tables as they come: nothing is dropped, nothing is rounded, each row is a leg or stands in the list with why."""

import csv
import gzip
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.formats.transactions import Options, UnreadableFile, load, read
from entraide.formats.transactions import _lines as lines

from .reading import One, read_all, read_one, write

HEADER = "Time,From,To,Amount,Currency,Reference\n"
GOOD = "2025-11-06 09:00:00,A,B,5.00,EUR,r1\n"


def rejected(one: One) -> list[dict[str, str]]:
    assert one.reading.rejected is not None
    with one.reading.rejected.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("2025-11-06 09:00:00,A,B,-5.00,EUR,x", "amount"),
        ("2025-11-06 09:00:00,A,B,0.00,EUR,x", "amount"),
        ("2025-11-06 09:00:00,A,B,,EUR,x", "amount"),
        ("2025-11-06 09:00:00,A,B,five,EUR,x", "amount"),
        ("2025-11-06 09:00:00,A,B,1e3,EUR,x", "amount"),
        ("2025-11-06 09:00:00,A,B,5.005,EUR,x", "amount"),
        ("2025-11-06 09:00:00,A,B,84000000.50,KRW,x", "amount"),
        ("2025-11-06 09:00:00,A,B,99999999999999999999,EUR,x", "amount"),
        ("2025-11-06 09:00:00,A,B,0.0000000001,ETH,x", "amount"),
        ("2025-11-06 09:00:00,A,B,5.00,QQQ,x", "currency"),
        ("2025-11-06 09:00:00,A,B,5.00,,x", "currency"),
        ("2025-11-31 09:00:00,A,B,5.00,EUR,x", "time"),
        ("2025-11-06 25:00:00,A,B,5.00,EUR,x", "time"),
        ("soon,A,B,5.00,EUR,x", "time"),
        (",A,B,5.00,EUR,x", "time"),
        ("2999-11-06 09:00:00,A,B,5.00,EUR,x", "time"),
        ("2025-11-06 09:00:00,,,5.00,EUR,x", "source, target"),
        ("2025-11-06 09:00:00,A,B,5.00,EUR", "cells"),
        ("2025-11-06 09:00:00,A,B,5.00,EUR,x,y", "cells"),
        ('2025-11-06 09:00:00,A,B,5.00,EUR,"x', "cells"),
        (GOOD.strip(), "the record is there twice"),
    ],
)
def test_a_bad_row_is_listed_with_its_line_and_what_to_do(tmp_path: Path, row: str, field: str) -> None:
    one = read_one(tmp_path, f"{HEADER}{GOOD}{row}\n2025-11-06 10:00:00,B,C,5.00,EUR,r2\n")
    assert one.column("record") == ["r1", "r2"]
    assert one.reasons == [field]
    (listed,) = rejected(one)
    assert (listed["file"], listed["line"]) == ("statement.csv", "3")
    assert ";" in listed["reason"] or ":" in listed["reason"]
    assert one.report.rows == 3


@pytest.mark.parametrize("text", [HEADER + GOOD, f"Bank\n{HEADER}{GOOD}"])
def test_a_wrong_delimiter_is_told_with_what_the_columns_then_are(tmp_path: Path, text: str) -> None:
    reading = read([write(tmp_path, "a.csv", text)], tmp_path / "case.parquet", Options(delimiter=";"))
    ((_, why),) = reading.unread
    assert "Time,From,To" in str(why)
    assert "--delimiter" in str(why)
    assert not (tmp_path / "case.parquet").exists()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    one = read_one(tmp_path, (HEADER + GOOD).replace(",", delimiter))
    assert (one.report.delimiter, one.payments) == (delimiter, [("A", "B", 500, "EUR")])


@pytest.mark.parametrize(
    ("encoding", "header", "name"),
    [
        ("utf-8", "거래일시,출금계좌,입금계좌,금액,통화,거래번호\n", "김민수"),
        ("utf-8-sig", "거래일시,출금계좌,입금계좌,금액,통화,거래번호\n", "김민수"),
        ("utf-16", "거래일시,출금계좌,입금계좌,금액,통화,거래번호\n", "김민수"),
        ("utf-16-le", "거래일시,출금계좌,입금계좌,금액,통화,거래번호\n", "김민수"),
        ("cp949", "거래일시,출금계좌,입금계좌,금액,통화,거래번호\n", "김민수"),
        ("gb18030", "交易时间,付款账号,收款账号,金额,币种,交易流水号\n", "王小明"),
        ("tis-620", "วันที่,บัญชีต้นทาง,บัญชีปลายทาง,จำนวนเงิน,สกุลเงิน,เลขอ้างอิง\n", "สมชาย"),
        ("cp1252", "Date,Compte débité,Compte crédité,Montant,Devise,Référence\n", "Hélène"),
    ],
)
def test_encodings_are_told_by_content(tmp_path: Path, encoding: str, header: str, name: str) -> None:
    text = header + f"2025-11-06 09:00:00,{name},B,5.00,EUR,r1\n"
    one = read_one(tmp_path, text.encode(encoding))
    assert one.payments == [(name, "B", 500, "EUR")]


def test_rows_in_another_encoding_are_listed_where_a_cell_that_is_used_is_hurt(tmp_path: Path) -> None:
    header = HEADER.replace("\n", ",Note\n").encode()
    good = "2025-11-06 09:00:00,김민수,B,5.00,EUR,r1,송금\n".encode()
    note = "2025-11-06 09:00:01,A,B,5.00,EUR,r2,송금\n".encode("cp949")
    name = "2025-11-06 09:00:02,김민수,B,5.00,EUR,r3,송금\n".encode("cp949")
    one = read_one(
        tmp_path, header + good + good.replace(b"r1", b"r4") + good.replace(b"r1", b"r5") + note + name
    )
    assert one.column("record") == ["r1", "r4", "r5", "r2"]
    assert one.reasons == ["encoding"]


@pytest.mark.parametrize(
    ("written", "decimal"),
    [
        ("1,234,567.80", ""),
        ("1.234.567,80", ""),
        ("1 234 567,80", ""),
        ("1\u202f234\u202f567,80", ""),
        ("1'234'567.80", ""),
        ("12,34,567.80", ""),
        ("€1,234,567.80", ""),
        ("1.234.567,80 EUR", ""),
        ("１２３４５６７.８０", ""),
        ("1234567,80", ","),
    ],
)  # fmt: skip
def test_thousands_and_decimals_are_read_as_they_are_written(
    tmp_path: Path, written: str, decimal: str
) -> None:
    one = read_one(tmp_path, f'{HEADER}2025-11-06 09:00:00,A,B,"{written}",EUR,r1\n', decimal=decimal)
    assert one.column("amount") == [123456780]


@pytest.mark.parametrize(
    ("written", "code", "amount"),
    [
        ("1,234", "KRW", 1234),
        ("1.234", "EUR", 123400),
        ("1.234", "KWD", 1234),
        ("1,234", "KWD", 1234),
        ("1.234", "BTC", 123400000),
        ("0.125", "BTC", 12500000),
    ],
)
def test_three_digits_behind_a_sign_are_thousands_but_for_currencies_that_have_three(
    tmp_path: Path, written: str, code: str, amount: int
) -> None:
    one = read_one(tmp_path, f'{HEADER}2025-11-06 09:00:00,A,B,"{written}",{code},r1\n')
    assert one.column("amount") == [amount]
    said = any("--decimal" in note for note in one.report.notes)
    assert said == (code in ("KRW", "EUR"))


def test_an_account_whose_checksum_fails_is_kept_and_said(tmp_path: Path) -> None:
    wrong = "DE88 3704 0044 0532 0130 00"
    address = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u"
    one = read_one(tmp_path, f"{HEADER}2025-11-06 09:00:00,{wrong},{address},5.00,EUR,r1\n")
    assert one.payments == [("DE88370400440532013000", address, 500, "EUR")]
    assert sum("checksum" in note for note in one.report.notes) == 2


def test_accounts_are_one_in_whatever_way_they_are_written(tmp_path: Path) -> None:
    rows = [
        "2025-11-06 09:00:00,DE89 3704 0044 0532 0130 00,0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed,5,EUR,r1",
        "2025-11-06 09:00:00,de89370400440532013000,0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed,5,EUR,r2",
        "2025-11-06 09:00:00,110-22-334455,110 22 334455,5,EUR,r3",
    ]
    one = read_one(tmp_path, HEADER + "\n".join(rows) + "\n")
    assert len({(leg["source"], leg["target"]) for leg in one.legs[:2]}) == 1
    assert one.legs[2]["source"] == one.legs[2]["target"] == "11022334455"


def test_a_payment_to_oneself_is_kept_and_said(tmp_path: Path) -> None:
    one = read_one(tmp_path, f"{HEADER}2025-11-06 09:00:00,A,A,5.00,EUR,r1\n")
    assert one.report.notes["an account pays itself: kept"] == 1
    assert len(load(tmp_path / "case.parquet")) == 1


def test_rows_out_of_order_are_put_in_order_and_said(tmp_path: Path) -> None:
    times = ("09:02", "09:03", "09:01", "09:04", "09:05")
    rows = "".join(f"2025-11-06 {time}:00,A,B,{place + 1},EUR,r{place}\n" for place, time in enumerate(times))
    one = read_one(tmp_path, HEADER + rows)
    assert load(tmp_path / "case.parquet").amount.tolist() == [300, 100, 200, 400, 500]
    assert any("order of time" in note for note in one.report.notes)


def test_two_equal_rows_without_an_id_are_kept_and_said(tmp_path: Path) -> None:
    text = HEADER.replace(",Reference", "") + GOOD.replace(",r1", "") * 2
    one = read_one(tmp_path, text)
    assert len(one.legs) == 2
    assert len(set(one.column("record"))) == 2
    assert any("byte by byte" in note for note in one.report.notes)


def test_the_same_file_is_read_once(tmp_path: Path) -> None:
    one = read_all(tmp_path, {"a.csv": HEADER + GOOD, "copy.csv": HEADER + GOOD})
    assert len(one.legs) == 1
    assert "same file" in str(one.reading.unread[0][1])


def test_overlapping_statements_without_ids_count_a_row_once(tmp_path: Path) -> None:
    header = "Date,Amount,Counterparty,Currency\n"
    days = [f"2025-11-{day:02d},-5.00,B,EUR\n" for day in range(1, 6)]
    files = {"early.csv": header + "".join(days[:4]), "late.csv": header + "".join(days[2:])}
    one = read_all(tmp_path, files, account="A")
    assert len(one.legs) == 5
    assert [report.taken for report in one.reading.files] == [4, 1]


def test_a_file_cut_in_the_middle_keeps_what_was_read(tmp_path: Path) -> None:
    one = read_one(tmp_path, HEADER + GOOD + "2025-11-06 09:00:00,A,B")
    assert one.column("record") == ["r1"]
    assert any("cut off" in note for note in one.report.notes)
    assert "fetch it again" in next(iter(one.report.rejected))


def test_a_packed_file_that_is_cut_keeps_what_was_read(tmp_path: Path) -> None:
    rows = "".join(f"2025-11-06 09:00:00,A{n * 7919 % 10007},B,5.00,EUR,r{n}\n" for n in range(5000))
    packed = gzip.compress((HEADER + rows).encode())
    one = read_one(tmp_path, packed[: len(packed) * 2 // 3])
    assert 1000 < one.report.taken < 5000
    assert any("cut off" in note for note in one.report.notes)


def test_an_unclosed_quotation_mark_takes_no_other_row_with_it(tmp_path: Path) -> None:
    rows = [f"2025-11-06 09:00:00,A,B,5.00,EUR,r{n}" for n in range(300)]
    rows[10] = '2025-11-06 09:00:00,A,B,5.00,EUR,"r10'
    rows[200] = '2025-11-06 09:00:00,"A,B,5.00,EUR,r200'
    rows[205] = '2025-11-06 09:00:00,"A,B,5.00,EUR,r205'
    one = read_one(tmp_path, HEADER + "\n".join(rows) + "\n")
    assert one.report.taken == 297
    assert sorted(int(row["line"]) for row in rejected(one)) == [12, 202, 207]


def test_a_cell_of_several_lines_is_one_row(tmp_path: Path) -> None:
    row = '2025-11-06 09:00:00,A,B,5.00,EUR,"r\n1\n2"\n'
    one = read_one(tmp_path, HEADER + row + GOOD)
    assert one.column("record") == ["r\n1\n2", "r1"]


def test_an_amount_in_another_currency_than_its_row_is_not_taken_for_one_in_that(tmp_path: Path) -> None:
    text = "Date,Description,Amount\n2025-11-06,a,THB 20.00\n2025-11-07,b,USD 20.00\n2025-11-07,c,฿5\n"
    one = read_one(tmp_path, text, account="A", currency="THB")
    assert (one.column("amount"), one.reasons) == ([2000, 500], ["amount"])


@pytest.mark.parametrize("block", [64, 100, 257])
def test_rows_are_the_same_wherever_blocks_end(
    tmp_path: Path, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(f'2025-11-06 09:00:00,A,"B{n}\n",{n + 1}.00,EUR,"r,{n}"\r\n' for n in range(40))
    text = (HEADER + rows + "\n\n ,,\n").encode("utf-16")
    whole = read_one(tmp_path, text)
    monkeypatch.setattr(lines, "BLOCK", block)
    parts = read_one(tmp_path, text)
    assert parts.legs == whole.legs
    assert len(whole.legs) == 40


def test_a_file_that_is_not_there_is_said_even_where_its_format_is_given(tmp_path: Path) -> None:
    reading = read([tmp_path / "gone.csv"], tmp_path / "case.parquet", Options(format="csv"))
    assert "no such file" in str(reading.unread[0][1])


def test_an_empty_file_and_a_document_are_refused_with_a_remedy(tmp_path: Path) -> None:
    one = read_all(
        tmp_path, {"a.csv": "", "b.pdf": "%PDF-1.7", "c.csv": HEADER + GOOD, "d.txt": "just words\n"}
    )
    assert len(one.reading.unread) == 3
    assert all(isinstance(why, UnreadableFile) and why.remedy for _, why in one.reading.unread)


@settings(deadline=None, max_examples=50)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["2025-11-06 09:00:00", "2025-13-06", "", "6/11/25"]),
            st.sampled_from(["A", "B", "", '"', "'"]),
            st.text("0123456789.,-() €", max_size=8),
            st.sampled_from(["EUR", "KRW", "XXX", ""]),
        ),
        max_size=30,
    )
)
def test_every_row_is_either_taken_or_listed(rows: list[tuple[str, str, str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        body = "".join(
            f"{time},{end},C,{amount},{code},id{n}\n" for n, (time, end, amount, code) in enumerate(rows)
        )
        try:
            one = read_one(Path(folder), HEADER + GOOD + body)
        except FileNotFoundError:
            return
        report = one.report
        assert report.taken + sum(report.rejected.values()) == report.rows
        listed = 0 if one.reading.rejected is None else len(rejected(one))
        assert listed == sum(report.rejected.values())
        assert len(one.legs) == report.taken


@settings(deadline=None, max_examples=50)
@given(st.integers(1, 10**12), st.sampled_from([("KRW", 0), ("EUR", 2), ("KWD", 3), ("BTC", 8)]))
def test_an_amount_is_exact_to_the_last_unit(amount: int, currency: tuple[str, int]) -> None:
    code, digits = currency
    whole, rest = divmod(amount, 10**digits)
    written = f"{whole}.{rest:0{digits}d}" if digits else str(whole)
    with tempfile.TemporaryDirectory() as folder:
        one = read_one(Path(folder), f"{HEADER}2025-11-06 09:00:00,A,B,{written},{code},r\n", decimal=".")
        assert one.column("amount") == [amount]
