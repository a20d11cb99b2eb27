"""CSV and Excel come in every encoding, with every delimiter, broken and cut off; good rows are read."""

from __future__ import annotations

import random
import tracemalloc
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from entraide.formats.tables import Rejected, Row, UnreadableFile, open_table


@pytest.fixture
def saved(tmp_path: Path):
    def save(content: bytes | str, name: str = "table.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return save


def rows_of(path: Path) -> list[list[str]]:
    return [list(row.cells.values()) for row in open_table(path).rows() if isinstance(row, Row)]


def bad_lines_of(path: Path) -> list[int]:
    return [row.line for row in open_table(path).rows() if isinstance(row, Rejected)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(saved, delimiter):
    path = saved(
        delimiter.join(["Text", "Tel."]) + "\n" + delimiter.join(["He called, twice", "069 123 4567"]) + "\n"
    )
    if delimiter == ",":
        path = saved('Text,Tel.\n"He called, twice",069 123 4567\n')
    assert open_table(path).delimiter == delimiter
    assert rows_of(path) == [["He called, twice", "069 123 4567"]]


CHINESE = "他们没收了护照和手机，每天工作十六个小时，必须在网上骗人。我在网上看到招聘广告，说是打字员的工作。"
FRENCH = (
    "Il a été emmené près de la frontière où l’on a saisi son téléphone ; sa mère inquiète espère un retour."
)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "มาเถอะ"),
        ("utf-8-sig", "Théo"),
        ("utf-16", "Théo 护照"),
        ("gb18030", CHINESE),
        ("cp1252", FRENCH),
    ],
)
def test_the_encoding_is_found(saved, encoding, text):
    path = saved(f"text,number\n{text},1\n{text},2\n".encode(encoding))
    assert open_table(path).headers == ["text", "number"]
    assert rows_of(path) == [[text, "1"], [text, "2"]]


def test_lines_of_title_stand_above_the_header(saved):
    path = saved("Reports of October\n\nText,Telephone,Date\nHe called,069 123 4567,2025-10-01\n")
    table = open_table(path)
    assert (table.has_header, table.headers) == (True, ["Text", "Telephone", "Date"])
    assert [row.line for row in table.rows()] == [4]


def test_a_table_without_header_loses_no_row(saved):
    table = open_table(saved("+66 69 123 4567,He called\n+66 69 123 4568,She called\n"))
    assert (table.has_header, table.headers) == (False, ["Column 1", "Column 2"])
    assert len(list(table.rows())) == 2


def test_headers_are_made_distinct_and_never_empty(saved):
    assert open_table(saved("phone,phone,,text\n1,2,3,4\n")).headers == [
        "phone",
        "phone (2)",
        "Column 3",
        "text",
    ]


def test_line_numbers_count_lines_inside_quotes(saved):
    table = open_table(saved('text,n\n"two\nlines",1\nplain,2\n'))
    assert [row.line for row in table.rows()] == [2, 4]


def test_an_unclosed_quotation_mark_costs_one_line_not_the_rest(saved):
    good = "".join(f"row {n},{n}\n" for n in range(1000))
    path = saved('text,n\n"opened and never closed,1\n' + good)
    assert bad_lines_of(path) == [2]
    assert len(rows_of(path)) == 1000


def test_a_file_cut_off_inside_quotes_says_so(saved):
    path = saved('text,n\nwhole,1\n"cut o')
    assert rows_of(path) == [["whole", "1"]]
    assert bad_lines_of(path) == [3]


def test_a_row_in_another_encoding_is_rejected_and_the_others_read(saved):
    path = saved("text,n\nThéo,1\n".encode() + b"Th\xe9o,2\n" + "Zoé,3\nAmélie,4\n".encode() * 20)
    assert bad_lines_of(path) == [3]
    assert len(rows_of(path)) == 41


def test_a_row_with_too_many_cells_is_rejected_with_its_line(saved):
    rows = "a,b\n" * 100
    path = saved(f"text,n\n{rows}a,b,c\na,b\n")
    assert bad_lines_of(path) == [102]
    assert len(rows_of(path)) == 101


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"\n\n  \n", "no readable row"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(100), "binary"),
        (b"%PDF-1.7 ...", "document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "password"),
        (b"PK\x03\x04 and then nothing of a zip", "damaged"),
    ],
)
def test_what_is_no_table_is_refused_with_a_remedy(saved, content, why):
    with pytest.raises(UnreadableFile) as refused:
        open_table(saved(content))
    assert why in refused.value.reason
    assert refused.value.remedy


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(UnreadableFile):
            open_table(path)


def workbook(path: Path, *rows: list[object]) -> Path:
    book = openpyxl.Workbook()
    book.create_sheet("Reports", 1)
    for row in rows:
        book["Reports"].append(row)
    book.save(path)
    return path


def test_a_workbook_is_read_from_its_first_sheet_that_holds_something(tmp_path):
    path = workbook(
        tmp_path / "reports.xlsx",
        ["Text", "Phone", "Date", "Amount"],
        ["He called", 66691234567.0, datetime(2025, 10, 1), 12.5],
        [None, None, None, None],
        ["She called", "+66 69 123 4568", datetime(2025, 10, 1, 6, 30), True],
    )
    table = open_table(path)
    assert (table.encoding, table.headers) == ("xlsx", ["Text", "Phone", "Date", "Amount"])
    assert [(row.line, list(row.cells.values())) for row in table.rows()] == [
        (2, ["He called", "66691234567", "2025-10-01", "12.5"]),
        (4, ["She called", "+66 69 123 4568", "2025-10-01 06:30:00", "True"]),
    ]


def test_a_workbook_cut_off_anywhere_is_refused_or_read_but_never_breaks(tmp_path):
    whole = workbook(
        tmp_path / "whole.xlsx", ["Text", "n"], *[[f"row {n}", n] for n in range(500)]
    ).read_bytes()
    for share in (0.2, 0.5, 0.9, 0.999):
        path = tmp_path / "cut.xlsx"
        path.write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(UnreadableFile, match="damaged"):
            open_table(path)


def test_a_workbook_with_flipped_bytes_never_breaks(tmp_path):
    whole = workbook(
        tmp_path / "whole.xlsx", ["Text", "n"], *[[f"row {n}", n] for n in range(300)]
    ).read_bytes()
    dice = random.Random(7)
    for _ in range(60):
        broken = bytearray(whole)
        for _ in range(4):
            broken[dice.randrange(len(broken))] ^= dice.randrange(1, 256)
        path = tmp_path / "flipped.xlsx"
        path.write_bytes(broken)
        try:
            list(open_table(path).rows())
        except UnreadableFile:
            continue


def test_memory_stays_flat_on_a_large_file(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("w") as file:
        file.write("text,phone\n")
        for n in range(60_000):
            file.write(f"He called from the place by the river and asked for help {n},+66 69 {n:07d}\n")
    tracemalloc.start()
    count = sum(1 for _ in open_table(path).rows())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 60_000
    assert peak < 5_000_000
