import json
import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.engines.watch import LEAST, BadBook, Budget, BudgetSpent

DAY = date(2025, 11, 6)
COUNTS = {"IN": 270, "KE": 40, "BR": 0, "NA": 3}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return tmp_path / "book.jsonl"


def test_asking_again_gives_the_same_and_spends_nothing(book: Path) -> None:
    budget = Budget(book, 1.0)
    first = budget.release("flights", COUNTS, 0.5, day=DAY)
    assert budget.release("flights", COUNTS, 0.5, day=DAY) == first
    assert budget.spent == 0.5


def test_a_name_that_was_used_for_other_cells_is_refused(book: Path) -> None:
    budget = Budget(book, 1.0)
    budget.release("flights", COUNTS, 0.2, day=DAY)
    with pytest.raises(ValueError, match="Choose another name"):
        budget.release("flights", {"PH": 1, "KE": 2, "BR": 3, "NA": 4}, 0.2, day=DAY)


def test_a_spent_budget_releases_nothing_more_also_after_a_restart(book: Path) -> None:
    Budget(book, 1.0).release("flights", COUNTS, 0.7, day=DAY)
    again = Budget(book, 1.0)
    with pytest.raises(BudgetSpent, match=r"only 0\.3 is left"):
        again.release("camps", COUNTS, 0.5, day=DAY)
    assert again.spent == 0.7


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from([0.1, 0.2, 0.25, 0.3, 0.7]), min_size=1, max_size=12))
def test_whatever_is_asked_no_more_than_the_total_is_spent(
    tmp_path_factory: pytest.TempPathFactory, asked: list[float]
) -> None:
    budget = Budget(tmp_path_factory.mktemp("book") / "book.jsonl", 1.0)
    for number, epsilon in enumerate(asked):
        before = budget.spent
        try:
            budget.release(f"release {number}", COUNTS, epsilon, day=DAY)
        except BudgetSpent:
            assert before + epsilon > 1.0
            assert budget.spent == before
    assert budget.spent <= 1.0 + 1e-9


def test_a_budget_does_not_grow(book: Path) -> None:
    Budget(book, 1.0).release("flights", COUNTS, 0.5, day=DAY)
    with pytest.raises(BadBook, match="begun with a total of 1, not 9"):
        Budget(book, 9.0).release("camps", COUNTS, 0.5, day=DAY)


def test_what_a_crash_cut_off_is_taken_away_and_nothing_else(book: Path) -> None:
    Budget(book, 1.0).release("flights", COUNTS, 0.5, day=DAY)
    whole = book.read_bytes()
    for length in range(1, len(whole), 17):
        book.write_bytes(whole + whole[:length])
        assert Budget(book, 1.0).spent == 0.5
    Budget(book, 1.0).release("camps", COUNTS, 0.3, day=DAY)
    assert [one.name for one in Budget(book, 1.0).spendings] == ["flights", "camps"]


def test_a_line_that_is_no_booking_stops_everything(book: Path) -> None:
    Budget(book, 1.0).release("flights", COUNTS, 0.5, day=DAY)
    book.write_text("what is this\n" + book.read_text())
    with pytest.raises(BadBook, match="line 1"):
        Budget(book, 1.0).release("camps", COUNTS, 0.1, day=DAY)


SPENDER = """
import sys
from datetime import date
from pathlib import Path
from entraide.engines.watch import Budget, BudgetSpent
book, me = Path(sys.argv[1]), sys.argv[2]
given = 0
for turn in range(8):
    try:
        Budget(book, 1.0).release(f"{me} {turn}", {"IN": 270}, 0.1, day=date(2025, 11, 6))
        given += 1
    except BudgetSpent:
        pass
print(given)
"""


def test_two_processes_do_not_spend_the_same(book: Path) -> None:
    both = [
        subprocess.Popen([sys.executable, "-c", SPENDER, str(book), name], stdout=subprocess.PIPE, text=True)
        for name in ("one", "two")
    ]
    given = [int(process.communicate(timeout=120)[0]) for process in both]
    assert sum(given) == 10
    assert Budget(book, 1.0).spent == pytest.approx(1.0)


DYING = """
import os, signal, sys
from datetime import date
from pathlib import Path
from entraide.engines.watch import Budget, budget
budget.os.fsync = lambda file: os.kill(os.getpid(), signal.SIGKILL)  # at the moment of the flush
Budget(Path(sys.argv[1]), 1.0).release("flights", {"IN": 270}, 0.5, day=date(2025, 11, 6))
"""


def test_a_process_that_dies_while_it_books_has_spent_what_it_may_have_told(book: Path) -> None:
    died = subprocess.run([sys.executable, "-c", DYING, str(book)], check=False, capture_output=True)
    assert died.returncode == -signal.SIGKILL
    budget = Budget(book, 1.0)
    assert budget.spent == 0.5
    assert budget.release("flights", {"IN": 270}, 0.5, day=DAY) == budget.spendings[0].figures
    assert os.path.exists(book)


def test_the_book_holds_no_true_count(book: Path) -> None:
    Budget(book, 1.0).release("flights", {"IN": 123_456_789}, 0.001, day=DAY)
    line = json.loads(book.read_text())
    assert "123456789" not in json.dumps(line)
    assert abs(line["figures"]["IN"] - 123_456_789) < 100_000


def test_noise_is_as_large_as_was_asked_and_small_cells_are_left_out(book: Path) -> None:
    budget = Budget(book, 1e6)
    off = [budget.release(f"n{turn}", {"IN": 10_000}, 0.5, day=DAY)["IN"] - 10_000 for turn in range(150)]
    assert 1.4 < np.abs(off).mean() < 2.6  # discrete Laplace of scale 2: 1.94
    shown = [budget.release(f"m{turn}", COUNTS, 2.0, day=DAY) for turn in range(30)]
    assert all(value >= LEAST for figures in shown for value in figures.values())


def test_cells_that_are_empty_are_not_brought_up_by_noise(book: Path) -> None:
    budget = Budget(book, 1e6)
    empty = {f"cell {number}": 0 for number in range(200)}
    shown = [bool(budget.release(f"n{turn}", empty, 0.2, day=DAY)) for turn in range(60)]
    assert sum(shown) < 15  # 3 are to be expected


@pytest.mark.parametrize(
    ("epsilon", "cells", "named"),
    [(0.0, COUNTS, "epsilon"), (float("nan"), COUNTS, "epsilon"), (0.1, {}, "counts")],
)
def test_what_cannot_be_released_is_named(
    book: Path, epsilon: float, cells: dict[str, int], named: str
) -> None:
    with pytest.raises(ValueError, match=named):
        Budget(book, 1.0).release("flights", cells, epsilon, day=DAY)
    assert not book.exists() or not book.read_text()
