"""Each shape alone among ordinary payments, and what looks like it but is none."""

from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest

from entraide.engines.trace import Ledger
from entraide.engines.trace.patterns import KINDS, Limits, Pattern, patterns

START = datetime(2025, 11, 6, 8, tzinfo=UTC)
Leg = tuple[str, str, float, float]  # payer, payee, hours, amount


def table(legs: list[Leg], currencies: list[str] | None = None) -> pa.Table:
    return pa.table(
        {
            "time": pa.array([START + timedelta(hours=leg[2]) for leg in legs], pa.timestamp("us", tz="UTC")),
            "source": pa.array([leg[0] for leg in legs], pa.string()),
            "target": pa.array([leg[1] for leg in legs], pa.string()),
            "amount": pa.array([round(leg[3] * 100) for leg in legs], pa.int64()),
            "currency": pa.array(currencies or ["THB"] * len(legs), pa.string()),
        }
    )


def ledger(legs: list[Leg], currencies: list[str] | None = None) -> Ledger:
    return Ledger.from_table(table(legs, currencies))


ORDINARY: list[Leg] = [
    ("ann", "shop", 1, 20), ("ben", "shop", 2, 35), ("shop", "supplier", 30, 800), ("firm", "ann", 9, 2100),
    ("ann", "ben", 12, 55), ("ben", "ann", 50, 12),
]  # fmt: skip


def found(legs: list[Leg], kind: str, **options: object) -> list[Pattern]:
    return patterns(ledger(ORDINARY + legs), kinds=[kind], worth={"THB": 1.0, "USD": 35.0}, **options)  # type: ignore[arg-type]


GATHER: list[Leg] = [(f"payer{n}", "hub", n, 900 + 37 * n) for n in range(6)]
SCATTER: list[Leg] = [("hub", f"payee{n}", 10 + n, 800 + 41 * n) for n in range(6)]
ROUND: list[Leg] = [("a", "b", 1, 500), ("b", "c", 3, 480), ("c", "d", 9, 470), ("d", "a", 20, 460)]
LONG_ROUND: list[Leg] = [(f"r{n}", f"r{(n + 1) % 8}", 2 * n, 700 - 10 * n) for n in range(8)]
THROUGH: list[Leg] = [
    leg
    for n in range(5)
    for leg in (("boss", f"mule{n}", n, 1000 + 90 * n), (f"mule{n}", "exit", 20 + n, 980 + 90 * n))
]
LAYER: list[Leg] = [(f"p{n}", f"q{m}", n + m / 10, 300 + n * 17 + m) for n in range(3) for m in range(3)]
LAYER_ON: list[Leg] = [
    (f"q{n}", f"z{m}", 20 + n + m / 10, 280 + n * 17 + m) for n in range(3) for m in range(3)
]
PEELING: list[Leg] = [("w0", "w1", 0, 1000)] + [
    leg
    for n in range(1, 5)
    for leg in ((f"w{n}", f"cash{n}", 3 * n, 90), (f"w{n}", f"w{n + 1}", 3 * n + 1, 1000 - 100 * n))
]
MULE: list[Leg] = [
    leg
    for n in range(3)
    for leg in ((f"victim{n}", "mule", 9 * n, 500 + n), ("mule", f"out{n}", 9 * n + 1, 490 + n))
]
SMURFS: list[Leg] = [("rich", "bank", 3 * n, 9_600 + 20 * n) for n in range(4)]

SHAPES = {
    "fan-in": (GATHER, "hub"),
    "fan-out": (SCATTER, "hub"),
    "gather-scatter": (GATHER + SCATTER, "hub"),
    "scatter-gather": (THROUGH, "boss"),
    "cycle": (ROUND, "a"),
    "stack": (LAYER + LAYER_ON, "p0"),
    "bipartite": (LAYER, "p0"),
    "peel chain": (PEELING, "w0"),
    "pass-through": (MULE, "mule"),
    "structuring": (SMURFS, "rich"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_shape_is_found_among_ordinary_payments_with_all_its_transactions(kind: str) -> None:
    legs, first = SHAPES[kind]
    got = found(legs, kind, thresholds={"THB": 10_000_00})
    whole = ledger(ORDINARY + legs)
    wanted = {(payer, payee) for payer, payee, _, _ in legs}
    mine = [pattern for pattern in got if pattern.accounts[0] == first]
    assert mine, f"{kind} is not found"
    ends = {
        (whole.accounts[int(whole.source[leg])].as_py(), whole.accounts[int(whole.target[leg])].as_py())
        for leg in mine[0].legs
    }
    assert ends == wanted
    assert sum(mine[0].amounts.values()) == sum(round(leg[3] * 100) for leg in legs)
    assert mine[0].span == timedelta(hours=max(leg[2] for leg in legs) - min(leg[2] for leg in legs))


@pytest.mark.parametrize("kind", KINDS)
def test_ordinary_payments_hold_no_shape(kind: str) -> None:
    assert found([], kind, thresholds={"THB": 10_000_00}) == []


def test_a_long_cycle_is_found_if_it_keeps_its_sum() -> None:
    (cycle,) = found(LONG_ROUND, "cycle")
    assert len(cycle.legs) == 8
    halved = [(*leg[:3], leg[3] / (1 + n)) for n, leg in enumerate(LONG_ROUND)]
    assert found(halved, "cycle") == []


def test_a_round_against_the_order_of_time_is_no_cycle() -> None:
    assert found([(payer, payee, 30 - when, sum_) for payer, payee, when, sum_ in ROUND], "cycle") == []


def test_a_shape_that_outlasts_the_window_is_not_found() -> None:
    slow = [(payer, payee, when * 40, sum_) for payer, payee, when, sum_ in GATHER]
    assert found(slow, "fan-in") == []
    assert len(found(slow, "fan-in", limits=Limits(window=timedelta(days=30)))) == 1


def test_a_shop_with_very_many_payers_is_looked_past() -> None:
    crowd: list[Leg] = [(f"customer{n}", "supermarket", n / 100, 30) for n in range(300)]
    assert found(crowd, "fan-in") == []
    assert len(found(crowd, "fan-in", limits=Limits(hub=1000))) == 1


def test_currencies_are_summed_each_alone() -> None:
    legs = ORDINARY + GATHER
    got = patterns(
        ledger(legs, ["THB"] * (len(legs) - 2) + ["USD"] * 2), kinds=["fan-in"], worth={"THB": 1, "USD": 35}
    )
    assert got[0].amounts == {"THB": 3822_00, "USD": 2133_00}


def test_without_thresholds_nothing_is_structured() -> None:
    assert found(SMURFS, "structuring") == []
    one_by_one = [(*leg[:2], leg[2] * 100, leg[3]) for leg in SMURFS]
    assert found(one_by_one, "structuring", thresholds={"THB": 10_000_00}) == []


def test_transfers_to_oneself_and_an_empty_ledger_do_no_harm() -> None:
    loops: list[Leg] = [("self", "self", n / 10, 9_900) for n in range(50)]
    got = patterns(ledger(ORDINARY + loops), worth={"THB": 1.0}, thresholds={"THB": 10_000_00})
    assert {pattern.kind for pattern in got} <= {"structuring"}
    assert patterns(Ledger.from_table(table([]))) == []


def test_an_unknown_kind_is_named() -> None:
    with pytest.raises(ValueError, match="fan-inn"):
        patterns(ledger(ORDINARY), kinds=["fan-inn"])
