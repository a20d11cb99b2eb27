"""Payments of which only the day is known, among others at known times: the two orders, and what lies outside them."""

from datetime import timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings

from entraide.engines.trace import Ledger

from .days import ASKED, DAY, Payment, can_be, every_order, held, ledger_of, mixed_days, outside, put
from .ledgers import START, held_by, ledgers, table_of

FEW = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ORDERS = ("credits first", "debits first")


def bounds(paid):
    """{account: (low, high)} of the interval of the victim's payment."""
    ledger = ledger_of(paid)
    table = ledger.interval(ledger.legs_of(["0"])).table
    return {row["account"]: (row["low"], row["high"]) for row in table.to_pylist()}


def test_what_came_at_a_known_time_may_have_left_on_the_same_day_or_not():
    paid = [Payment(600, False, "victim", "mule", 100), Payment(0, True, "mule", "a", 60)]
    assert bounds(paid) == {"mule": (40, 100), "a": (0, 60)}


def test_with_credits_first_it_goes_on_at_a_known_time_too():
    paid = [
        Payment(600, False, "victim", "mule", 100),
        Payment(0, True, "mule", "a", 60),
        Payment(700, False, "a", "b", 50),
        Payment(500, False, "b", "c", 50),
    ]
    assert bounds(paid) == {"mule": (40, 100), "a": (0, 10), "b": (0, 50)}


def test_chains_of_a_day_go_to_their_end_with_credits_first():
    """The payments stand in the order that carries least."""
    paid = [
        Payment(600, False, "victim", "a", 100),
        Payment(0, True, "c", "d", 100),
        Payment(0, True, "b", "c", 100),
        Payment(0, True, "a", "b", 100),
    ]
    assert bounds(paid) == {"a": (0, 100), "d": (0, 100)}


def test_what_stays_in_a_circle_goes_as_listed_and_what_leaves_it_waits_for_all_of_it():
    circle = [Payment(0, True, "a", "b", 100), Payment(0, True, "b", "a", 100)]
    paid = [Payment(600, False, "victim", "a", 100), Payment(0, True, "a", "c", 30), *circle]
    order = put(paid, "credits first")
    assert order == [paid[0], *circle, paid[1]]
    assert bounds(paid)["c"] == (0, 30)
    assert put(paid, "debits first")[:1] == [paid[1]]


def test_a_seed_waits_for_nothing():
    """The victim's own payment without an hour: what else came to the victim that day is no reason to put it late."""
    paid = [
        Payment(0, True, "victim", "mule", 100),
        Payment(1200, False, "employer", "victim", 10),
        Payment(600, False, "mule", "a", 60),
    ]
    assert put(paid, "credits first") == [paid[0], paid[2], paid[1]]
    assert bounds(paid) == {"mule": (40, 100), "a": (0, 60)}


def test_what_accounts_pay_that_are_not_followed_waits_for_nothing():
    rows = [
        {"time": 60, "source": "victim", "target": "mule", "amount": 100},
        {"time": 1200, "source": "mule", "target": "desk", "amount": 10},
        {"time": 0, "source": "desk", "target": "mule", "amount": 10},
    ]
    table = table_of(rows).append_column("date_only", [[False, False, True]])
    other, _ = Ledger.from_table(table, stops={"desk": "exchange"}).same_day("credits first")
    assert other.record_of(np.arange(3)).to_pylist() == ["r2", "r0", "r1"]


def test_currencies_do_not_wait_for_each_other():
    rows = [
        {"time": 600, "source": "x", "target": "mule", "amount": 100, "currency": "USD"},
        {"time": 0, "source": "mule", "target": "a", "amount": 60, "currency": "EUR"},
    ]
    ledger = Ledger.from_table(table_of(rows).append_column("date_only", [[False, True]]))
    assert ledger.same_day("credits first")[1].tolist() == ledger.legs_of(["r1", "r0"]).tolist()


def test_a_reversal_stays_behind_what_it_undoes():
    rows = [
        {"time": 0, "source": "a", "target": "b", "amount": 60},
        {"time": 600, "source": "x", "target": "a", "amount": 60},
        {"time": 700, "source": "b", "target": "a", "amount": 60, "kind": "reversal", "reverses": "r0"},
        {"time": 0, "source": "a", "target": "c", "amount": 60},
        {"time": 0, "source": "c", "target": "a", "amount": 60, "kind": "reversal", "reverses": "r3"},
        {"time": 800, "source": "y", "target": "a", "amount": 60},
    ]
    dated = [[True, False, False, True, True, False]]
    ledger = Ledger.from_table(table_of(rows).append_column("date_only", dated))
    for order in ORDERS:
        other, _ = ledger.same_day(order)
        names = other.record_of(np.arange(6)).to_pylist()
        assert names.index("r0") < names.index("r2")
        assert names.index("r3") < names.index("r4")
        undone = {names[leg]: names[by] for leg, by in other.reversed_legs.items()}
        assert undone == {"r2": "r0", "r4": "r3"}
        Ledger.from_table(other.to_table())


def test_the_record_is_told_as_it_is_wherever_a_leg_was_put():
    paid = [Payment(600, False, "victim", "mule", 100), Payment(0, True, "mule", "a", 60)]
    ledger = ledger_of(paid)
    tracing = ledger.interval(ledger.legs_of(["0"])).tracings["fifo", "credits first"]
    assert [edge["time"] for edge in tracing.edges.to_pylist()] == [START + timedelta(hours=10), START]
    assert {end["account"]: end["since"] for end in tracing.ends.to_pylist()}["a"] == START


def test_a_horizon_cuts_a_leg_where_it_was_put():
    paid = [Payment(600, False, "victim", "mule", 100), Payment(0, True, "mule", "a", 60)]
    ledger = ledger_of(paid)
    seeds = ledger.legs_of(["0"])
    for order, reached in zip(ORDERS, ({"mule": 40, "a": 60}, {"mule": 100}), strict=True):
        other, places = ledger.same_day(order, seeds)
        own = np.flatnonzero(np.isin(places, seeds))
        assert held_by(other.trace(own, "fifo", horizon=timedelta(hours=1))) == reached


def test_legs_that_came_late_keep_their_numbers():
    paid = [Payment(600, False, "victim", "mule", 100), Payment(0, True, "mule", "a", 60)]
    ledger = ledger_of(paid)
    late = table_of([{"time": 60, "source": "x", "target": "y", "amount": 5}])
    (leg,) = ledger.add(late.drop_columns(["reverses"])).tolist()
    other, places = ledger.same_day("credits first", ledger.legs_of(["0"]))
    assert places.tolist() == [leg, *ledger.legs_of(["0"]), *ledger.legs_of(["1"])]
    assert other.record_of(np.arange(3)).to_pylist() == ledger.record_of(places).to_pylist()


@FEW
@given(mixed_days())
def test_both_orders_can_have_been(paid):
    for order in ORDERS:
        found = put(paid, order)
        assert can_be(found)
        assert sorted(found) == sorted(paid)


def out_of_circles(paid):
    """Payments without an hour, not the victim's, whose payee cannot pay back to the payer by others without one."""
    loose = [one for one in paid if one.dated]
    for one in loose:
        reached, before = {one.target}, set()
        while reached != before:
            before = set(reached)
            reached |= {other.target for other in loose if other.source in before}
        if one.source not in reached and one.source != "victim":
            yield one


@FEW
@given(mixed_days())
def test_a_payment_out_of_no_circle_stands_behind_or_before_all_that_its_payer_got_on_its_day(paid):
    first, last = (put(paid, order) for order in ORDERS)
    for one in out_of_circles(paid):
        for credit in paid:
            if credit.target == one.source and credit.time // DAY == one.time // DAY:
                assert first.index(credit) < first.index(one), (first, one, credit)
                assert last.index(one) < last.index(credit), (last, one, credit)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mixed_days(most=4))
def test_low_and_high_are_of_orders_that_can_have_been(paid):
    """Whatever is printed is so in one of all orders; that all of them lie between is not so, see below."""
    found = [held(order) for order in every_order(paid)]
    for account, (low, high) in bounds(paid).items():
        amounts = {one[asked].get(account, 0) for one in found for asked in ASKED}
        assert {low, high} <= amounts


def test_another_order_may_lie_outside():
    """What leaves last takes what came last, and neither order puts the payment behind the one to c."""
    paid = [
        Payment(600, False, "victim", "mule", 100),
        Payment(500, False, "other", "mule", 50),
        Payment(700, False, "mule", "c", 60),
        Payment(0, True, "mule", "b", 60),
    ]
    last = [paid[1], paid[0], paid[2], paid[3]]
    assert last in every_order(paid)
    assert held(last)["fifo", False]["b"] == 60
    assert bounds(paid)["b"] == (0, 40)


def test_few_accounts_lie_outside():
    """The documentation has the figures of more ledgers."""
    found = outside(20, 0.25)
    assert found.accounts >= 20
    assert found.outside <= 0.25 * found.accounts


@pytest.mark.parametrize("rule", ["fifo", "haircut"])
@given(ledgers())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_with_everything_that_a_ledger_may_hold_every_unit_is_accounted_for(rule, ledger):
    table = ledger.to_table()
    dated = pa.array(np.random.default_rng(len(ledger)).random(len(ledger)) < 0.5)
    days = table["time"].cast("date32").cast(table["time"].type)
    time = pa.compute.if_else(dated, days, table["time"])
    table = table.set_column(0, "time", time).append_column("date_only", dated)
    kept = table.filter(pa.compute.not_equal(table["kind"].cast("string"), "reversal"))
    mixed = Ledger.from_table(kept, stops=ledger.stops_by_name())
    seeds = np.flatnonzero(mixed.source == mixed.account("victim"))
    for order in ORDERS:
        other, places = mixed.same_day(order, seeds)
        assert (np.diff(other.time) >= 0).all()
        own = np.flatnonzero(np.isin(places, seeds))
        summed = [other.trace(own, rule, **how) for how in ({}, {"lowest_balance": True})]
        assert all(sum(tracing.totals) == tracing.loss for tracing in summed)
