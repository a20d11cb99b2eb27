"""What strangers wrote must not run when an officer opens the export."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entraide.formats.tables import open_table, write_csv

cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)


def written(rows) -> str:
    file = io.StringIO(newline="")
    write_csv(file, ["Text", "Country"], rows)
    return file.getvalue()


@pytest.mark.parametrize(
    "text", ["=1+1", "+66 69", "-2", "@SUM(A1)", "\tx", "\r=1", " =1+1", '=cmd|"/c calc"!A1']
)
def test_a_formula_is_shown_and_not_run(text):
    [_, [cell, _]] = csv.reader(io.StringIO(written([(text, "TH")]), newline=""))
    assert cell == f"'{text}"


def test_numbers_stay_numbers_and_nothing_stays_nothing():
    assert written([(-5, None)]).splitlines()[1] == "-5,"


@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=8))
def test_no_cell_begins_like_a_formula(rows):
    for cell in (cell for row in csv.reader(io.StringIO(written(rows), newline="")) for cell in row):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.lists(st.tuples(cells.map("a{}".format), cells), min_size=1, max_size=8))
def test_what_is_written_is_read_back(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("written") / "table.csv"
    path.write_text(written(rows), encoding="utf-8", newline="")
    assert [tuple(row.cells.values()) for row in open_table(path).rows()] == rows
