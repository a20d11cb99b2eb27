"""What `entraide trace follow` says of transfers of which only the day is known."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.engines.trace.ledgers import table_of

from .tracing import trace


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    """The victim's money comes to the mule at noon, and on that day 60 of it leave at an hour that nobody knows."""
    rows = [
        {"time": 12 * 60, "source": "victim", "target": "mule", "amount": 100},
        {"time": 0, "source": "mule", "target": "a", "amount": 60},
        {"time": 0, "source": "other", "target": "b", "amount": 60},
    ]
    table = table_of(rows).append_column("date_only", pa.array([False, True, True]))
    pq.write_table(table, tmp_path / "case.parquet")
    return str(tmp_path / "case.parquet")


def test_low_and_high_are_those_of_two_orders(ledger: str) -> None:
    output = trace("follow", ledger, "--seed", "r0", "--explain", "a").output
    assert "Of 2 legs only the day is known; the money went by 1 of them." in output
    assert "two orders within each day, credits first and debits first" in output
    assert "by another order it may be less or more" in output
    assert "0.00–0.60 EUR" in output
    assert "0.40–1.00 EUR" in output
    assert "By fifo, debits first nothing of it reaches a." in output
    assert "2025-11-03 (day)" in output


@pytest.mark.parametrize(
    ("days", "words", "held"),
    [
        ("as-listed", "They are taken as listed, at the beginning of their days.", "1.00 EUR"),
        ("credits-first", "They are taken with credits first.", "0.40 EUR"),
        ("debits-first", "They are taken with debits first.", "1.00 EUR"),
    ],
)
def test_one_order_can_be_asked_for(ledger: str, days: str, words: str, held: str) -> None:
    output = trace("follow", ledger, "--seed", "r0", "--rule", "fifo", "--days", days).output
    assert words in output
    (mule,) = [line for line in output.splitlines() if line.startswith("mule")]
    assert held in mule


def test_towards_the_past_the_same_two_orders_are_asked(ledger: str) -> None:
    output = trace("follow", ledger, "--seed", "r1", "--back", "--rule", "haircut").output
    assert "0.00–0.60 EUR" in output


def test_files_written_beside_one_object_are_named_on_standard_error(ledger: str, tmp_path: Path) -> None:
    done = trace("follow", ledger, "--seed", "r0", "--json", "--to", tmp_path / "flow")
    assert done.stdout.count("\n") == 1
    assert f"Written: {tmp_path / 'flow' / 'flow.svg'}" in done.stderr
    edges = pq.read_table(tmp_path / "flow" / "flow.parquet").to_pylist()
    assert {(edge["record"], edge["day_only"]) for edge in edges} == {("r0", False), ("r1", True)}
