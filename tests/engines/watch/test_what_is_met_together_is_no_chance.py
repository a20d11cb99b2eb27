"""Intervals of lifts hold as often as they say, however few the cases and many the pairs."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import nchypergeom_fisher
from scipy.stats.contingency import odds_ratio

from entraide.engines.watch import lifts
from entraide.engines.watch.convergence import _lift_of, _odds

FEW = st.lists(st.frozensets(st.sampled_from("abcd")), min_size=1, max_size=30)


def as_cases(shows: Any) -> list[list[str]]:
    return [[f"{kind:02}" for kind in np.flatnonzero(row)] for row in shows]


def test_kinds_met_together_more_than_by_chance_say_so() -> None:
    cases = [{"scam", "drugs"}] * 40 + [{"scam"}] * 100 + [{"arms"}] * 100 + [set()] * 300
    best, rarer, *_ = lifts(cases)
    assert best.kinds == ("drugs", "scam")
    assert (best.together, best.of) == (40, 540)
    assert 1 < best.low < best.lift < best.high
    assert (rarer.kinds, rarer.together) == (("arms", "scam"), 0)
    assert rarer.low == rarer.lift == 0
    assert rarer.high < 1


def test_how_many_show_the_same_can_be_said_at_once() -> None:
    cases = {
        frozenset({"scam", "drugs"}): 40,
        frozenset({"scam"}): 100,
        frozenset[str](): 60,
        frozenset("x"): 0,
    }
    assert lifts(cases) == lifts([kinds for kinds, number in cases.items() for _ in range(number)])


@pytest.mark.parametrize(
    "cases",
    [
        [{"scam", "wildlife"}, {"scam"}, {"drugs"}],
        [{"scam", "drugs"}, *[{"scam"}] * 3, *[set()] * 131],  # one of 135, inside the other
        [{"scam", "drugs"}] * 30,  # in every case
    ],
)
def test_a_few_cases_say_nothing(cases: list[set[str]]) -> None:
    assert not any(one.says_something for one in lifts(cases))


@pytest.mark.parametrize(("number", "kinds", "worlds"), [(135, 40, 60), (2000, 10, 60), (29, 6, 100)])
def test_where_no_two_kinds_are_connected_few_worlds_show_a_finding(
    number: int, kinds: int, worlds: int
) -> None:
    """Claimed: one world in twenty at most, all pairs together. Eight of sixty are past chance (p < .01)."""
    found = 0
    for seed in range(worlds):
        rng = np.random.default_rng(7_000 + seed)
        shares = rng.beta(0.5, 4, kinds)
        found += any(one.says_something for one in lifts(as_cases(rng.random((number, kinds)) < shares)))
    assert found <= 7


@pytest.mark.parametrize(("number", "worlds", "found_a_world"), [(60, 60, 0.0), (400, 40, 3.0)])
def test_intervals_hold_what_is_true_where_kinds_are_connected(
    number: int, worlds: int, found_a_world: float
) -> None:
    """Three sorts of cases, of which each shows kinds with chances of its own: the true lifts are known."""
    sorts = np.array([0.6, 0.3, 0.1])
    chances = np.random.default_rng(5).beta(0.4, 2, (3, 12))
    share = sorts @ chances
    true = np.einsum("s,sk,sl->kl", sorts, chances, chances) / np.outer(share, share)
    missed = said = 0
    for seed in range(worlds):
        rng = np.random.default_rng(8_000 + seed)
        shows = rng.random((number, 12)) < chances[rng.choice(3, number, p=sorts)]
        all_ = lifts(as_cases(shows))
        missed += any(not one.low <= true[int(one.kinds[0]), int(one.kinds[1])] <= one.high for one in all_)
        said += sum(one.says_something for one in all_)
    assert missed <= 0.05 * worlds + 3
    assert said / worlds >= found_a_world  # an interval that is as wide as all numbers would hold everything


def test_the_odds_are_those_of_another_hand() -> None:
    rng = np.random.default_rng(1)
    for total in (30, 135, 500) * 8:
        left, right = (int(rng.integers(1, total)) for _ in "ab")
        both = int(rng.integers(max(0, left + right - total), min(left, right) + 1))
        low, high = np.exp(_odds(*(np.array([one]) for one in (both, left, right)), total, 0.001))
        other = odds_ratio([[both, left - both], [right - both, total - left - right + both]])
        theirs = other.confidence_interval(0.999)
        assert low[0] == pytest.approx(theirs.low, rel=1e-6, abs=1e-100)
        assert min(high[0], 1e100) == pytest.approx(min(theirs.high, 1e100), rel=1e-6)


@pytest.mark.parametrize(
    ("both", "left", "right"), [(8_000, 90_000, 80_000), (3, 2_000, 60), (700, 5_000, 900)]
)
def test_of_very_many_cases_the_odds_leave_just_that_chance_outside(both: int, left: int, right: int) -> None:
    low, high = np.exp(_odds(*(np.array([one]) for one in (both, left, right)), 1_000_000, 2e-6))
    assert nchypergeom_fisher.sf(both - 1, 1_000_000, left, right, low[0]) == pytest.approx(1e-6, rel=0.01)
    assert nchypergeom_fisher.cdf(both, 1_000_000, left, right, high[0]) == pytest.approx(1e-6, rel=0.01)


@given(st.floats(-300, 300), st.floats(0.001, 0.999), st.floats(0.001, 0.999))
def test_lift_and_odds_lie_on_one_side_of_1_and_no_more_are_together_than_there_are(
    odds: float, left: float, right: float
) -> None:
    lift = float(_lift_of(np.array([odds]), np.array([left]), np.array([right]))[0])
    assert (lift - 1) * odds >= -1e-9
    assert max(0, left + right - 1) - 1e-9 <= lift * left * right <= min(left, right) + 1e-9


@settings(max_examples=60, deadline=None)
@given(FEW)
def test_any_few_cases_have_intervals_around_their_lifts(cases: list[frozenset[str]]) -> None:
    for one in lifts(cases):
        assert 0 <= one.low <= one.lift <= one.high


@pytest.mark.parametrize("level", [0.0, 1.0, -1.0, float("nan")])
def test_a_level_that_is_none_is_refused(level: float) -> None:
    with pytest.raises(ValueError, match="Choose one between 0 and 1"):
        lifts([{"scam", "drugs"}], level=level)


def test_more_kinds_than_anybody_can_read_are_refused() -> None:
    with pytest.raises(ValueError, match="join those that are alike"):
        lifts([{str(kind) for kind in range(1_001)}])
