import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from entraide.engines.watch import LEAST, Budget, BudgetSpent, synthetic, without_small_cells

DAY = date(2025, 11, 6)
COUNTS = {"IN": 270, "KE": 40, "BR": 0, "NA": 3}


@settings(max_examples=150, deadline=None)
@given(
    hnp.arrays(
        np.int64,
        hnp.array_shapes(min_dims=2, max_dims=2, max_side=5),
        elements=st.one_of(st.just(0), st.integers(0, 15), st.integers(0, 400)),
    )
)
def test_no_small_cell_is_shown_or_told_by_the_totals(counts: np.ndarray) -> None:
    table = without_small_cells(counts)
    shown = table.cells[table.cells >= 0]
    assert ((shown == 0) | (shown >= LEAST)).all()
    assert (table.cells[table.cells >= 0] == counts[table.cells >= 0]).all()
    for cells, original, totals in (
        (table.cells, counts, table.row_totals),
        (table.cells.T, counts.T, table.column_totals),
    ):
        for at in np.flatnonzero(totals >= 0):
            hidden = cells[at] < 0
            assert not hidden.any() or (hidden.sum() >= 2 and original[at][hidden].sum() >= LEAST)


def test_all_totals_together_tell_no_hidden_cell() -> None:
    draw = np.random.default_rng(1)
    for _ in range(400):
        counts = draw.integers(0, 40, draw.integers(2, 7, 2))
        counts *= draw.random(counts.shape) < draw.choice([0.4, 0.7, 1.0])
        table = without_small_cells(counts)
        places = np.argwhere(table.cells < 0)
        sums = [places[:, 0] == row for row in np.flatnonzero(table.row_totals >= 0)]
        sums += [places[:, 1] == column for column in np.flatnonzero(table.column_totals >= 0)]
        sums += [np.ones(len(places), bool)] * (table.total >= 0)
        known = np.array(sums, float).reshape(len(sums), len(places))
        alone = [np.linalg.matrix_rank(np.vstack([known, one])) for one in np.eye(len(places))]
        assert all(rank > np.linalg.matrix_rank(known) for rank in alone), counts


def test_a_grand_total_does_not_tell_the_only_hidden_cell() -> None:
    table = without_small_cells(np.array([[0, 0, 2], [0, 29, 0]]))
    assert table.total == -1


def test_a_table_without_small_cells_is_shown_whole() -> None:
    table = without_small_cells(np.array([[50, 0, 20], [12, 30, 15]]))
    assert table.hidden == 0
    assert table.total == 127


def test_a_table_of_negative_counts_is_refused() -> None:
    with pytest.raises(ValueError, match="whole numbers of 0 or more"):
        without_small_cells(np.array([[-1]]))


def test_asking_again_gives_the_same_and_spends_nothing(tmp_path: Path) -> None:
    budget = Budget(tmp_path / "book.jsonl", 1.0)
    first = budget.release("flights", COUNTS, 0.5, day=DAY)
    assert budget.release("flights", COUNTS, 0.5, day=DAY) == first
    assert budget.spent == 0.5


def test_a_name_that_was_used_for_other_cells_is_refused(tmp_path: Path) -> None:
    budget = Budget(tmp_path / "book.jsonl", 1.0)
    budget.release("flights", COUNTS, 0.2, day=DAY)
    with pytest.raises(ValueError, match="Choose another name"):
        budget.release("flights", {"PH": 1, "KE": 2, "BR": 3, "NA": 4}, 0.2, day=DAY)


def test_a_spent_budget_releases_nothing_more_also_after_a_restart(tmp_path: Path) -> None:
    Budget(tmp_path / "book.jsonl", 1.0).release("flights", COUNTS, 0.7, day=DAY)
    again = Budget(tmp_path / "book.jsonl", 1.0)
    with pytest.raises(BudgetSpent, match=r"only 0\.3 is left"):
        again.release("camps", COUNTS, 0.5, day=DAY)
    assert again.spent == 0.7


def test_the_book_holds_no_true_count(tmp_path: Path) -> None:
    book = tmp_path / "book.jsonl"
    Budget(book, 1.0).release("flights", {"IN": 123_456_789}, 0.001, day=DAY)
    line = json.loads(book.read_text())
    assert "123456789" not in json.dumps(line)
    assert abs(line["figures"]["IN"] - 123_456_789) < 100_000


def test_noise_is_as_large_as_was_asked_and_small_cells_are_left_out(tmp_path: Path) -> None:
    budget = Budget(tmp_path / "book.jsonl", 1e6)
    off = [budget.release(f"n{turn}", {"IN": 10_000}, 0.5, day=DAY)["IN"] - 10_000 for turn in range(400)]
    assert 1.5 < np.abs(off).mean() < 2.6  # discrete Laplace of scale 2: 1.94
    shown = [budget.release(f"m{turn}", COUNTS, 2.0, day=DAY) for turn in range(50)]
    assert all(value >= LEAST for figures in shown for value in figures.values())


def test_the_synthetic_extract_keeps_frequencies_and_fields() -> None:
    people = [{"from": "IN", "way": "typing job"}] * 700 + [{"from": "KE", "way": "teaching"}] * 300
    made = synthetic(people, 4.0)
    share = sum(one["from"] == "IN" for one in made) / len(made)
    assert abs(share - 0.7) < 0.1
    assert all(set(one) == {"from", "way"} for one in made)
