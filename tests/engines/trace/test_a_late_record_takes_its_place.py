"""A ledger to which records were added is the ledger that had them from the start."""

import numpy as np
import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entraide.engines.trace import Ledger
from entraide.engines.trace._late import _decoded
from entraide.engines.trace.tracing import trace

from .ledgers import ACCOUNTS, held_by, ledgers, payments, table_of

FEW = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
LATE = st.lists(
    st.tuples(
        st.integers(0, 9),
        st.sampled_from((*ACCOUNTS, "newcomer")),
        st.sampled_from((*ACCOUNTS, "newcomer", "other newcomer")),
        st.integers(1, 60),
        st.sampled_from(("payment", "fee")),
    ),
    min_size=1,
    max_size=6,
)


def late_table(rows, first: int) -> pa.Table:
    names = ("time", "source", "target", "amount", "kind")
    return table_of(
        [
            dict(zip(names, row, strict=True))
            | {"record": f"late{first + place}", "sequence": 1000 + first + place}
            for place, row in enumerate(rows)
        ]
    )


@FEW
@given(
    ledgers(most=16),
    st.lists(LATE, min_size=1, max_size=3),
    st.sampled_from(("fifo", "haircut")),
    st.sampled_from(("zero", "statement", "implied")),
    st.booleans(),
    st.booleans(),
)
def test_traces_are_those_of_the_whole_record(ledger, batches, rule, opening, capped, back):
    first = int(np.flatnonzero(ledger.source == ledger.account("victim"))[0])
    record = ledger.record_of([first])[0].as_py()
    tables = [late_table(rows, 10 * place) for place, rows in enumerate(batches)]
    whole = Ledger.from_table(
        pa.concat_tables([_decoded(ledger.to_table()), *tables], promote_options="permissive"),
        stops=ledger.stops_by_name(),
        opening=ledger.opening_by_name(),
    )
    ledger.trace([first], rule, opening=opening, lowest_balance=capped)
    for table in tables:
        ledger.add(table)
    results = [
        trace(book, book.legs_of([record]), rule, opening=opening, lowest_balance=capped, back=back)
        for book in (ledger, whole)
    ]
    added, made = ([end | {"since": None} for end in tracing.ends.to_pylist()] for tracing in results)
    order = lambda end: tuple(map(str, end.values()))  # noqa: E731
    assert sorted(added, key=order) == sorted(made, key=order)
    ways = [[(edge["record"], edge["carried"]) for edge in tracing.edges.to_pylist()] for tracing in results]
    assert ways[0] == ways[1]
    assert sorted(ledger.settled().record_of(range(len(whole))).to_pylist()) == sorted(
        whole.record_of(range(len(whole))).to_pylist()
    )


def test_a_payment_that_arrives_late_takes_the_money_with_it():
    ledger = payments(("victim", "mule", 100), ("mule", "shop", 60))
    assert held_by(ledger.trace([0], "fifo")) == {"shop": 60, "mule": 40}
    late = table_of([{"time": 0.5, "source": "mule", "target": "abroad", "amount": 70, "record": "late"}])
    legs = ledger.add(late)
    tracing = ledger.trace([0], "fifo")
    assert held_by(tracing) == {"abroad": 70, "shop": 30}
    assert ledger.record_of(legs).to_pylist() == ["late"]
    assert tracing.edges["record"].to_pylist() == ["r0", "late", "r1"]


def test_a_late_reversal_undoes_its_payment():
    ledger = payments(("victim", "mule", 100), ("mule", "shop", 60))
    ledger.add(
        table_of(
            [
                {
                    "time": 5,
                    "source": "shop",
                    "target": "mule",
                    "amount": 60,
                    "kind": "reversal",
                    "reverses": "r1",
                    "record": "back",
                }
            ]
        )
    )
    assert held_by(ledger.trace(ledger.legs_of(["r0"]), "fifo")) == {"mule": 100}
