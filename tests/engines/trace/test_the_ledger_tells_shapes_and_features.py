"""The façade: patterns and features of a ledger; late legs are not overlooked."""

from datetime import timedelta

import pyarrow as pa

from entraide.engines.trace import Ledger
from entraide.engines.trace.features import features

from .ledgers import table_of


def table(legs: list[tuple[str, str, int]]) -> pa.Table:
    return pa.table(
        {
            "time": pa.array([leg[2] * 60_000_000 for leg in legs], pa.timestamp("us", tz="UTC")),
            "source": [leg[0] for leg in legs],
            "target": [leg[1] for leg in legs],
            "amount": [1000 + leg[2] for leg in legs],
            "currency": ["EUR"] * len(legs),
        }
    )


def test_a_ledger_tells_its_patterns_and_features() -> None:
    ledger = Ledger.from_table(table([(f"payer{n}", "hub", n) for n in range(6)]))
    (fan,) = ledger.patterns(timedelta(hours=1), kinds=["fan-in"])
    assert (fan.accounts[0], fan.amounts) == ("hub", {"EUR": 6015})
    assert ledger.features(timedelta(hours=1))["payee_in_others"].to_pylist() == [1, 2, 3, 4, 5, 6]


def test_late_legs_are_not_overlooked() -> None:
    ledger = Ledger.from_table(
        table([(f"payer{n}", "hub", n) for n in range(4)] + [("x", "y", 7), ("y", "payer0", 9)])
    )
    (leg,) = ledger.add(table([("x", "hub", 2)]))
    assert ledger.late == 1
    (fan,) = ledger.patterns(kinds=["fan-in"])
    assert len(fan.legs) == 5
    assert leg in fan.legs
    others = ledger.features()["payee_in_others"].to_pylist()
    assert others == [1, 2, 3, 5, 1, 1, 4]
    assert features(ledger.settled())["payee_in_others"].to_pylist() == [1, 2, 3, 4, 5, 1, 1]


def test_fees_and_what_was_undone_make_no_pattern() -> None:
    rows = [{"time": n, "source": f"payer{n}", "target": "hub", "amount": 100} for n in range(6)]
    fees = [
        {"time": n, "source": f"payer{n}", "target": "bank", "amount": 1, "kind": "fee"} for n in range(6)
    ]
    ledger = Ledger.from_table(table_of(rows + fees))
    (fan,) = ledger.patterns(timedelta(hours=1), kinds=["fan-in"])
    assert (fan.accounts[0], ledger.record_of(fan.legs).to_pylist()) == ("hub", [f"r{n}" for n in range(6)])
    back = {
        "source": "hub",
        "target": "payer3",
        "amount": 100,
        "kind": "reversal",
        "reverses": "r3",
        "time": 9,
    }
    ledger = Ledger.from_table(table_of([*rows[:5], back]))
    assert ledger.patterns(timedelta(hours=1), kinds=["fan-in"]) == []
    ledger = Ledger.from_table(table_of([*rows[:5], back | {"amount": 99}]))
    assert len(ledger.patterns(timedelta(hours=1), kinds=["fan-in"])) == 1
