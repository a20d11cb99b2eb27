from datetime import timedelta

import numpy as np
from hypothesis import given, settings

from entraide.engines.trace import Ledger
from entraide.formats.flows import Followed, drawn
from entraide.formats.flows._picture import picture
from tests.engines.trace.ledgers import START, days_table, ledgers, payments, table_of

from .cases import MIXED, mixed


def test_an_account_has_one_row_with_what_each_rule_says() -> None:
    rows = {row["account"]: row for row in mixed().ends.to_pylist()}
    assert {name: (row["low"], row["high"], row["fifo"], row["haircut"]) for name, row in rows.items()} == {
        "a": (10, 30, 10, 30),
        "b": (30, 60, 60, 30),
        "mule": (30, 40, 30, 40),
    }


def test_where_a_rule_finds_nothing_the_least_is_nothing() -> None:
    ledger = payments(("victim", "mule", 100), ("other", "mule", 100), ("mule", "a", 100), ("mule", "b", 100))
    flow = Followed(ledger, {rule: ledger.trace([0], rule) for rule in ("fifo", "haircut")})
    rows = {row["account"]: (row["low"], row["high"]) for row in flow.ends.to_pylist()}
    assert rows == {"a": (50, 100), "b": (0, 50)}


@given(ledgers(most=14))
@settings(max_examples=40, deadline=None)
def test_by_each_rule_the_rows_add_up_to_the_loss(ledger: Ledger) -> None:
    flow = Followed(ledger, {rule: ledger.trace([0], rule) for rule in ("fifo", "haircut")})
    assert (flow.values.sum(axis=1) == flow.loss).all()
    for rule, total in flow.totals.items():
        assert sum(total) == flow.loss, rule
    low, high = (flow.ends[name].to_numpy() for name in ("value_low", "value_high"))
    assert (low == flow.values.min(axis=0)).all()
    assert (high == flow.values.max(axis=0)).all()


def test_edges_name_rule_record_and_hash() -> None:
    edges = mixed().edges.to_pylist()
    assert {(edge["rule"], edge["record"], edge["traced"]) for edge in edges} == {
        ("fifo", "r1", 100), ("fifo", "r3", 10), ("fifo", "r4", 60),
        ("haircut", "r1", 100), ("haircut", "r3", 30), ("haircut", "r4", 30),
    }  # fmt: skip
    assert all(edge["evidence"] == bytes([int(edge["record"][1:])]) * 32 for edge in edges)
    assert [edge["from"] for edge in edges[:2]] == ["victim", "mule"]


def test_a_chain_holds_only_what_led_to_the_account() -> None:
    chain = mixed("fifo").chain("a").to_pylist()
    assert [(edge["record"], edge["to"]) for edge in chain] == [("r1", "mule"), ("r3", "a")]


def test_legs_keep_their_numbers_where_a_day_was_put_in_another_order() -> None:
    ledger = Ledger.from_table(days_table())
    other, places = ledger.same_day("credits first")
    seeds = np.flatnonzero(places == ledger.legs_of(["came"])[0])
    flow = Followed(
        ledger, {"fifo, credits first": other.trace(seeds, "fifo")}, {"fifo, credits first": places}
    )
    for edge in flow.edges.to_pylist():
        assert ledger.record_of([edge["leg"]])[0].as_py() == edge["record"]
    assert flow.seeds.tolist() == [1]
    assert MIXED[1][0] == "victim"


def test_a_leg_of_a_day_is_drawn_where_it_was_put_and_told_as_the_record_has_it() -> None:
    rows = [
        {"time": 12 * 60, "source": "victim", "target": "mule", "amount": 100},
        {"time": 0, "source": "mule", "target": "a", "amount": 60},
    ]
    ledger = Ledger.from_table(table_of(rows).append_column("date_only", [[False, True]]))
    seeds = ledger.legs_of(["r0"])
    other, places = ledger.same_day("credits first", seeds)
    own = np.flatnonzero(np.isin(places, seeds))
    flow = Followed(ledger, {"fifo": other.trace(own, "fifo")}, {"fifo": places})
    assert [(edge["record"], edge["time"], edge["day_only"]) for edge in flow.edges.to_pylist()] == [
        ("r0", START + timedelta(hours=12), False),
        ("r1", START, True),
    ]
    moves = picture(flow, {}).moves
    assert moves.record == ["r0", "r1"]
    assert (np.diff(moves.time) >= 0).all()
    assert "3 Nov 2025, hour unknown, record r1" in drawn(flow)
