"""Conservation, and the trace that touches only what it must against the pass over everything."""

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entraide.engines.trace import Ledger
from entraide.engines.trace._kernels.output import POT, WORTH
from entraide.engines.trace.results import Tracing
from entraide.engines.trace.tracing import reach, trace, trace_many

from .ledgers import ledgers, payments

RULES = st.sampled_from(("fifo", "haircut"))
OPENINGS = st.sampled_from(("zero", "statement", "implied"))
FEW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def seeds_of(ledger: Ledger, more: int) -> list[int]:
    """The victim's payment, and `more` others in the same currency."""
    first = int(np.flatnonzero(ledger.source == ledger.account("victim"))[0])
    others = np.flatnonzero((ledger.currency == ledger.currency[first]) & (np.arange(len(ledger)) != first))
    return [first, *others[:more].tolist()]


def summed(tracing: Tracing) -> tuple[Any, ...]:
    legs, sums = tracing.by_leg()
    ends = [
        tuple(end[name] for name in ("account", "currency", "kind", "amount", "value"))
        for end in tracing.ends.to_pylist()
    ]
    return legs.tolist(), sums.tolist(), sorted(ends), tracing.totals


@FEW
@given(ledgers(), RULES, OPENINGS, st.booleans(), st.integers(0, 3), st.booleans(), st.integers(0, 3))
def test_held_exited_fees_and_dissipated_make_the_loss(ledger, rule, opening, capped, more, back, least):
    tracing = trace(
        ledger, seeds_of(ledger, more), rule, opening=opening, lowest_balance=capped, back=back, least=least
    )
    assert tracing.held + tracing.exited + tracing.fees + tracing.dissipated == tracing.loss
    assert tracing.loss == sum(int(ledger.books.plain.debit[seed]) for seed in tracing.seeds)
    assert capped or not tracing.dissipated
    assert all(end["amount"] >= 0 and end["value"] >= 0 for end in tracing.ends.to_pylist())
    tracing.check()


@FEW
@given(ledgers(most=40), RULES, OPENINGS, st.booleans(), st.integers(0, 3), st.integers(0, 3))
def test_the_trace_by_events_equals_the_pass_over_all_legs(ledger, rule, opening, capped, more, least):
    seeds = seeds_of(ledger, more)
    by_events, by_pass = (
        trace(ledger, seeds, rule, opening=opening, lowest_balance=capped, least=least, sweep=sweep)
        for sweep in (False, True)
    )
    assert summed(by_events) == summed(by_pass)


@FEW
@given(ledgers(), RULES, OPENINGS, st.booleans())
def test_no_leg_carries_more_than_its_amount_and_no_account_holds_more_than_its_balance(
    ledger, rule, opening, capped
):
    tracing = trace(ledger, seeds_of(ledger, 0), rule, opening=opening, lowest_balance=capped)
    legs, sums = tracing.by_leg()
    assert (sums[0] <= ledger.books.plain.debit[legs]).all()
    assert (sums[1] <= ledger.books.plain.credit[legs]).all()
    assert set(legs.tolist()) <= set(reach(ledger, tracing.seeds).legs.tolist())


@FEW
@given(ledgers(plain=True, large=False), OPENINGS)
def test_fifo_back_from_a_leg_finds_what_fifo_forward_sent_there(ledger, opening):
    seed = seeds_of(ledger, 0)
    legs, (sent, _, _) = trace(ledger, seed, "fifo", opening=opening).by_leg()
    for place, leg in enumerate(legs.tolist()):
        origins, sums = trace(ledger, [leg], "fifo", opening=opening, back=True).by_leg()
        assert dict(zip(origins.tolist(), sums[0].tolist(), strict=True))[seed[0]] == sent[place]


@FEW
@given(ledgers(), RULES, OPENINGS, st.booleans())
def test_each_of_many_victims_is_traced_as_if_alone(ledger, rule, opening, capped):
    victims = [[leg] for leg in range(len(ledger))]
    together = trace_many(ledger, victims, rule, opening=opening, lowest_balance=capped)
    for place, seeds in enumerate(victims):
        alone = trace(ledger, seeds, rule, opening=opening, lowest_balance=capped)
        own = together.victim == place
        assert together.losses[place] == alone.loss
        assert together.value[own].tolist() == alone.found[:, WORTH].tolist()
        assert together.pot[own].tolist() == alone.found[:, POT].tolist()


def test_a_rule_must_be_named():
    ledger = payments(("victim", "anna", 1))
    with pytest.raises(TypeError):
        ledger.trace([0])
    with pytest.raises(ValueError, match="none of fifo, haircut"):
        ledger.trace([0], "poison")
