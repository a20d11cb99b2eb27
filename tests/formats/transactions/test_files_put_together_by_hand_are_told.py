"""Rows of several encodings in one file, a header that is parted otherwise than its rows, or that has none below it."""

from pathlib import Path

import pytest

from entraide.formats.transactions import Options, UnreadableFile
from entraide.formats.transactions._csv import read_csv
from entraide.formats.transactions._found import FileReport

HEAD = "Date,From,To,Amount,Currency,Reference\n"
ROW = "2025-11-03 09:12:00,{},B,15.00,THB,{}\n"


def told(path: Path, data: bytes, **options: str) -> FileReport:
    path.write_bytes(data)
    report = FileReport(path)
    list(read_csv(path, Options(timezone="Asia/Bangkok", **options), report))
    return report


def said(report: FileReport) -> list[str]:
    return [note for note in report.notes if "looks like UTF-8" in note]


@pytest.mark.parametrize(
    ("encoding", "usual", "other"),
    [
        ("cp874", "สมหญิง", "สมชาย"),
        ("cp874", "แขวงเขตแขก", "김민수"),
        ("cp949", "김민수", "박서준"),
        ("cp949", "이민호", "สมชาย"),
        ("gb18030", "王小明", "李建国"),
        ("cp1252", "José Peña", "Hélène"),
    ],
)
def test_rows_in_utf8_among_others_are_told_with_their_line(tmp_path, encoding, usual, other):
    plain = [ROW.format(usual, f"r{place}").encode(encoding) for place in range(8)]
    mixed = [*plain[:5], ROW.format(other, "x").encode(), *plain[5:]]
    file = tmp_path / "export.csv"
    (note,) = said(told(file, HEAD.encode() + b"".join(mixed), encoding=encoding))
    assert note.startswith("line 7 ")
    assert "--encoding" in note
    assert not said(told(file, HEAD.encode() + b"".join(plain), encoding=encoding))
    assert not said(told(file, HEAD.encode() + mixed[5] * 3))


def test_a_header_parted_otherwise_than_its_rows_is_told(tmp_path):
    data = HEAD.replace(",", ";") + ROW.format("A", "r1") + ROW.format("B", "r2")
    with pytest.raises(UnreadableFile, match="The header is parted by semicolons, the rows by commas"):
        told(tmp_path / "export.csv", data.encode())


def test_a_header_without_rows_is_told(tmp_path):
    for data in (HEAD, HEAD + "\n", HEAD + ",,,,,\n"):
        with pytest.raises(UnreadableFile, match="There is no row below the header"):
            told(tmp_path / "export.csv", data.encode())


def test_an_empty_currency_is_told_apart_from_an_unknown_one(tmp_path):
    rows = (
        ROW.format("A", "r1")
        + ROW.format("A", "r2").replace("THB", "")
        + ROW.format("A", "r3").replace("THB", "XQQ")
    )
    file = tmp_path / "export.csv"
    file.write_text(HEAD + rows)
    report = FileReport(file)
    rejected = [
        one for batch in read_csv(file, Options(timezone="Asia/Bangkok"), report) for one in batch.rejected
    ]
    assert [one.reason for one in rejected] == [
        "currency: the cell is empty; fill it in, or say --currency",
        "currency: it is none that is known; write its ISO 4217 code, or map another column",
    ]


def test_an_address_whose_capitals_do_not_fit_is_told_as_the_record_has_it(tmp_path):
    wrong = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD"
    report = told(tmp_path / "export.csv", (HEAD + ROW.format(wrong, "r1")).encode())
    (note,) = [note for note in report.notes if "checksum" in note]
    assert f"The record has {wrong}. The payment is kept." in note
