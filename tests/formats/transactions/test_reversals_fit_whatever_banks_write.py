"""Whatever reversals statements hold, of whatever, in whatever files: the ledger can be traced, and no row is lost."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.formats.transactions import load, read

HEADER = "Date,Account,Debit,Credit,Currency,Counterparty,Ref,Original reference\n"

moments = st.one_of(
    st.integers(1, 4).map(lambda day: f"2025-11-{day:02d}"),
    st.tuples(st.integers(1, 4), st.integers(0, 23)).map(
        lambda at: f"2025-11-{at[0]:02d} {at[1]:02d}:00:00Z"
    ),
)
ids = st.sampled_from(["P1", "P2", "P3"])
rows = st.lists(
    st.tuples(
        moments,
        st.sampled_from(["111", "222"]),
        st.booleans(),
        st.sampled_from(["20.00", "40.00"]),
        st.sampled_from(["EUR", "EUR", "USD"]),
        st.sampled_from(["111", "222", ""]),
        st.one_of(ids, st.integers(4, 9).map(str)),
        st.one_of(st.just(""), ids),
    ),
    min_size=1,
    max_size=8,
)


def statement(lines: list[tuple[str, str, bool, str, str, str, str, str]]) -> str:
    return HEADER + "".join(
        ",".join((time, own, *((amount, "") if out else ("", amount)), *rest)) + "\n"
        for time, own, out, amount, *rest in lines
    )


@settings(max_examples=60, deadline=None)
@given(rows, rows)
def test_every_ledger_that_was_read_can_be_traced(first: list[tuple], second: list[tuple]) -> None:  # type: ignore[type-arg]
    with TemporaryDirectory() as name:
        folder = Path(name)
        paths = [folder / "a.csv", folder / "b.csv"]
        for path, lines in zip(paths, (first, second), strict=True):
            path.write_text(statement(lines))
        reading = read(paths, folder / "case.parquet")
        assert not [why for _, why in reading.unread if "same file" not in str(why)]
        ledger = load(reading.ledger)
        book = ledger.books.plain
        taken = sum(report.taken for report in reading.files)
        assert len(ledger) == taken - reading.joined
        undone: Counter[int] = Counter()
        for leg, before in ledger.reversed_legs.items():
            undone[before] += int(ledger.amount[leg])
        assert all(amount <= ledger.amount[leg] for leg, amount in undone.items())
        assert (book.debit[: len(ledger)] >= 0).all()
        read([reading.ledger], folder / "again.parquet")
        assert load(folder / "again.parquet").reversed_legs == ledger.reversed_legs
