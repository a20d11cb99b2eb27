"""Worked examples: each rule, the cap, openings, fees, stops, reversals, conversions, days without an hour."""

from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest

from entraide.engines.trace import BadLedger, Ledger

from .ledgers import START, carried, days_table, held_by, payments, table_of

# The account held 50 of another's, got 100 of the victim's, then 50 more; then 60 and 60 were paid out.
MIXED = (
    ("other", "mule", 50),
    ("victim", "mule", 100),
    ("third", "mule", 50),
    ("mule", "a", 60),
    ("mule", "b", 60),
)


def test_first_in_first_out_pays_with_the_oldest_money():
    assert held_by(payments(*MIXED).trace([1], "fifo")) == {"a": 10, "b": 60, "mule": 30}


def test_haircut_pays_with_a_share_of_everything():
    assert held_by(payments(*MIXED).trace([1], "haircut")) == {"a": 30, "b": 30, "mule": 40}


def test_poison_reaches_whoever_was_paid_after():
    ledger = payments(*MIXED)
    reach = ledger.reach([1])
    assert set(ledger.names(reach.accounts).to_pylist()) == {"mule", "a", "b"}


def test_backward_fifo_names_who_paid():
    assert carried(payments(*MIXED).trace([3], "fifo", back=True)) == {"r0": 50, "r1": 10, "r3": 60}


def test_backward_haircut_names_everyone_in_the_mixture():
    assert carried(payments(*MIXED).trace([3], "haircut", back=True)) == {
        "r0": 15,
        "r1": 30,
        "r2": 15,
        "r3": 60,
    }


OVERDRAWN = (("mule", "landlord", 80), ("victim", "mule", 100), ("mule", "a", 30))


def test_unknown_money_is_clean_and_first():
    """What was paid before anything is known to have come was paid from money that nobody traced."""
    assert held_by(payments(*OVERDRAWN).trace([1], "fifo")) == {"a": 30, "mule": 70}


def test_under_the_cap_an_overdraft_swallows_what_repays_it():
    tracing = payments(*OVERDRAWN).trace([1], "fifo", lowest_balance=True)
    assert held_by(tracing) == {"a": 20}
    assert tracing.dissipated == 80


def test_a_statement_balance_is_spent_first():
    legs = (("victim", "mule", 100), ("mule", "a", 60))
    assert held_by(
        payments(*legs, opening={("mule", "EUR"): 50}).trace([0], "fifo", opening="statement")
    ) == {
        "a": 10,
        "mule": 90,
    }


def test_the_implied_opening_is_the_smallest_that_the_record_needs():
    legs = (("victim", "mule", 100), ("mule", "a", 60), ("mule", "b", 70))
    ledger = payments(*legs)
    assert held_by(ledger.trace([0], "fifo", opening="zero")) == {"a": 60, "b": 40}
    assert held_by(ledger.trace([0], "fifo", opening="implied")) == {"a": 30, "b": 70}


def test_money_is_not_followed_past_a_stop_and_is_marked():
    ledger = payments(
        ("victim", "mule", 100), ("mule", "desk", 60), ("desk", "a", 60), stops={"desk": "exchange"}
    )
    tracing = ledger.trace([0], "haircut")
    assert (tracing.held, tracing.exited) == (40, 60)
    assert [end["stop"] for end in tracing.ends.to_pylist() if end["kind"] == "exited"] == ["exchange"]


def test_money_given_back_to_the_payer_has_returned():
    tracing = payments(("victim", "mule", 100), ("mule", "victim", 40), ("victim", "shop", 40)).trace(
        [0], "fifo"
    )
    assert held_by(tracing, "returned") == {"victim": 40}
    assert held_by(tracing) == {"mule": 60}


def test_fees_are_counted_apart():
    rows = [
        {"time": 0, "source": "victim", "target": "mule", "amount": 100},
        {"time": 1, "source": "mule", "target": "bank", "amount": 3, "kind": "fee"},
    ]
    tracing = Ledger.from_table(table_of(rows)).trace([0], "fifo")
    assert (tracing.held, tracing.fees) == (97, 3)


def test_a_reversal_puts_lots_back_as_if_they_had_never_left():
    rows = [
        {"time": 0, "source": "victim", "target": "mule", "amount": 100},
        {"time": 1, "source": "mule", "target": "a", "amount": 60},
        {"time": 2, "source": "a", "target": "mule", "amount": 60, "kind": "reversal", "reverses": "r1"},
        {"time": 3, "source": "mule", "target": "b", "amount": 70},
    ]
    assert held_by(Ledger.from_table(table_of(rows)).trace([0], "fifo")) == {"b": 70, "mule": 30}


def test_a_conversion_carries_the_fraction_and_the_value():
    rows = [
        {"time": 0, "source": "victim", "target": "mule", "amount": 84_000_000, "currency": "KRW"},
        {"time": 1, "source": "other", "target": "mule", "amount": 84_000_000, "currency": "KRW"},
        {
            "time": 2,
            "source": "mule",
            "target": "mule",
            "amount": 126_000_000,
            "currency": "KRW",
            "kind": "conversion",
            "target_amount": 90_000,
            "target_currency": "USD",
        },
        {"time": 3, "source": "mule", "target": "abroad", "amount": 30_000, "currency": "USD"},
    ]
    ledger = Ledger.from_table(table_of(rows))
    fifo = {
        (end["account"], end["currency"]): (end["amount"], end["value"])
        for end in ledger.trace([0], "fifo").ends.to_pylist()
    }
    assert fifo == {("abroad", "USD"): (30_000, 42_000_000), ("mule", "USD"): (30_000, 42_000_000)}
    haircut = ledger.trace([0], "haircut")
    assert held_by(haircut)["abroad"] == 15_000
    assert haircut.held == haircut.loss == 84_000_000


def test_losses_in_two_currencies_are_not_added_up():
    rows = [
        {"time": 0, "source": "victim", "target": "mule", "amount": 5, "currency": "KRW"},
        {"time": 1, "source": "victim", "target": "mule", "amount": 5, "currency": "USD"},
    ]
    with pytest.raises(ValueError, match="trace each apart"):
        Ledger.from_table(table_of(rows)).trace([0, 1], "fifo")


def test_equal_times_go_by_the_source_sequence():
    rows = [
        {"time": 0, "source": "mule", "target": "a", "amount": 50, "sequence": 2},
        {"time": 0, "source": "victim", "target": "mule", "amount": 50, "sequence": 1},
    ]
    ledger = Ledger.from_table(table_of(rows))
    assert held_by(ledger.trace([0], "fifo")) == {"a": 50}


def test_days_without_an_hour_give_bounds():
    ledger = Ledger.from_table(days_table())
    bounds = ledger.interval(ledger.legs_of(["came"]))
    first, last = (bounds.tracings["fifo", order] for order in ("credits first", "debits first"))
    assert held_by(first) == {"mule": 40, "a": 10, "b": 50}
    assert held_by(last) == {"mule": 100}
    rows = {row["account"]: (row["low"], row["high"]) for row in bounds.table.to_pylist()}
    assert rows == {"mule": (40, 100), "a": (0, 10), "b": (0, 50)}


def test_the_interval_spans_the_rules():
    rows = {row["account"]: row for row in payments(*MIXED).interval([1]).table.to_pylist()}
    assert (rows["a"]["low"], rows["a"]["high"]) == (10, 30)
    assert rows["a"]["fifo"] == 10
    assert rows["a"]["haircut"] == 30


def test_nothing_is_followed_past_the_horizon():
    ledger = payments(*MIXED)
    assert held_by(ledger.trace([1], "fifo", horizon=timedelta(minutes=2))) == {"a": 10, "mule": 90}
    assert held_by(ledger.trace([1], "fifo", horizon=START + timedelta(minutes=3))) == {"a": 10, "mule": 90}


def test_every_edge_leads_down_to_its_source_row():
    edges = payments(*MIXED).trace([1], "fifo").edges.to_pylist()
    assert [(edge["record"], edge["evidence"]) for edge in edges] == [
        (f"r{place}", bytes([place]) * 32) for place in (1, 3, 4)
    ]


def test_the_chain_to_an_account_is_the_way_to_it_alone():
    ledger = payments(("victim", "mule", 100), ("mule", "a", 40), ("mule", "b", 60), ("b", "c", 60))
    for rule in ("fifo", "haircut"):
        assert ledger.trace([0], rule).chain("c")["record"].to_pylist() == ["r0", "r2", "r3"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"amount": 0}, "amount, row 1: 0 is not above zero"),
        ({"amount": -5}, "amount, row 1: -5 is not above zero"),
        ({"kind": "gift"}, "kind, row 1: 'gift' is none of"),
        ({"kind": "reversal", "reverses": "r7"}, "row 1: reverses 'r7', which no row has"),
        ({"kind": "reversal", "reverses": "r0"}, "row 1: a reversal must come after"),
        ({"kind": "conversion"}, "row 1: a conversion needs target_amount"),
    ],
)
def test_what_cannot_be_a_leg_is_refused_with_row_and_remedy(change, message):
    rows = [
        {"time": 0, "source": "a", "target": "b", "amount": 1},
        {"time": 1, "source": "a", "target": "b", "amount": 1, **change},
    ]
    with pytest.raises(BadLedger, match=message):
        Ledger.from_table(table_of(rows))


def test_a_naive_time_is_utc_and_others_are_turned_to_it():
    naive = pa.array([datetime(2025, 11, 3, 12)], pa.timestamp("s"))
    aware = pa.array([datetime(2025, 11, 3, 12, tzinfo=UTC)], pa.timestamp("ms", "Asia/Seoul"))
    columns = {"source": ["a"], "target": ["b"], "amount": [1], "currency": ["KRW"]}
    times = [Ledger.from_table(pa.table({"time": time} | columns)).time[0] for time in (naive, aware)]
    assert times[0] == times[1]
