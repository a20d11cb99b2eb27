from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from entraide.engines.watch import LEAST, Table, without_small_cells

SMALL_TABLES = hnp.arrays(
    np.int64,
    hnp.array_shapes(min_dims=2, max_dims=2, max_side=5),
    elements=st.one_of(st.just(0), st.integers(0, 15), st.integers(0, 400)),
)


def told_sums(table: Table, places: np.ndarray) -> np.ndarray:
    """The projection onto what the shown totals say of the hidden cells: a group that it keeps is told."""
    sums = [places[:, 0] == row for row in np.flatnonzero(table.row_totals >= 0)]
    sums += [places[:, 1] == column for column in np.flatnonzero(table.column_totals >= 0)]
    sums += [np.ones(len(places), bool)] * (table.total >= 0)
    known = np.array(sums, float).reshape(len(sums), len(places))
    return np.linalg.pinv(known) @ known


def is_told(group: np.ndarray, projection: np.ndarray) -> bool:
    return bool(np.abs(projection @ group - group).max() < 1e-8)


@settings(max_examples=100, deadline=None)
@given(SMALL_TABLES)
def test_no_small_cell_is_shown_or_told_by_the_total_of_its_row_or_column(counts: np.ndarray) -> None:
    table = without_small_cells(counts)
    shown = table.cells[table.cells >= 0]
    assert ((shown == 0) | (shown >= LEAST)).all()
    assert (shown == counts[table.cells >= 0]).all()
    for cells, original, totals in (
        (table.cells, counts, table.row_totals),
        (table.cells.T, counts.T, table.column_totals),
    ):
        for at in np.flatnonzero(totals >= 0):
            hidden = cells[at] < 0
            assert not hidden.any() or (hidden.sum() >= 2 and original[at][hidden].sum() >= LEAST)


@settings(max_examples=100, deadline=None)
@given(SMALL_TABLES)
def test_all_totals_together_tell_no_hidden_cell_and_no_small_group_of_them(counts: np.ndarray) -> None:
    table = without_small_cells(counts)
    places = np.argwhere(table.cells < 0)
    if len(places) == 0:
        return
    people = np.array([counts[tuple(place)] for place in places])
    projection = told_sums(table, places)
    groups = [group for size in (1, 2, 3) for group in combinations(range(len(places)), size)]
    groups += [np.flatnonzero(places[:, 0] == row) for row in np.flatnonzero(table.row_totals < 0)]
    groups += [np.flatnonzero(places[:, 1] == column) for column in np.flatnonzero(table.column_totals < 0)]
    for group in groups:
        chosen = np.zeros(len(places))
        chosen[list(group)] = 1
        if len(group) and (len(group) == 1 or people @ chosen < LEAST):
            assert not is_told(chosen, projection), (counts, places[list(group)])


def test_two_hidden_cells_of_a_row_without_total_are_not_told_by_the_columns() -> None:
    table = without_small_cells(np.array([[26, 26, 33], [15, 0, 35], [0, 3, 4], [25, 14, 6], [3, 36, 23]]))
    projection = told_sums(table, np.argwhere(table.cells < 0))
    seven = (np.argwhere(table.cells < 0)[:, 0] == 2).astype(float)
    assert not is_told(seven, projection)


def test_a_grand_total_does_not_tell_the_only_hidden_cell() -> None:
    table = without_small_cells(np.array([[0, 0, 2], [0, 29, 0]]))
    assert table.total == -1


def test_a_table_without_small_cells_is_shown_whole() -> None:
    table = without_small_cells(np.array([[50, 0, 20], [12, 30, 15]]))
    assert table.hidden == 0
    assert table.total == 127


def test_a_list_hides_a_second_cell_with_a_small_one() -> None:
    table = without_small_cells(np.array([[50], [3], [20], [90]]))
    assert table.cells.ravel().tolist() == [50, -1, -1, 90]
    assert table.column_totals.tolist() == [163]


def test_a_table_of_negative_counts_is_refused() -> None:
    with pytest.raises(ValueError, match="whole numbers of 0 or more"):
        without_small_cells(np.array([[-1]]))
