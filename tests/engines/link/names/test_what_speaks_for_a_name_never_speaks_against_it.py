"""Judges: what speaks more for one name never lowers the odds, and kernel and training agree."""

from __future__ import annotations

import numpy as np
import pytest

from entraide.engines.link.names._judging import HOPELESS, MOST, TRAITS, judged
from entraide.engines.link.names._tables import shipped
from entraide.engines.link.names.training import PEOPLE
from entraide.engines.link.names.training._forest import RISING, learn_forest, said_by
from entraide.engines.link.names.training._judge import judged as judged_in_training

SCRIPTS = sorted(PEOPLE.values())


def drawn(count: int) -> np.ndarray:
    """Traits at random, about as wide as those of pairs."""
    chance = np.random.default_rng(1)
    return chance.normal(0, 1, (count, TRAITS)) * np.array(
        [20, 3, 2, 12, 20, 3, 2, *[0.5] * 4, 6, *[0.5] * 7]
    )


def by_kernel(script: str, traits: np.ndarray) -> np.ndarray:
    flat = shipped().flat
    return np.array([judged(row.copy(), shipped().order[script], flat) for row in traits])


@pytest.mark.parametrize("script", SCRIPTS)
def test_more_that_speaks_for_one_name_never_lowers_the_odds(script: str) -> None:
    traits = drawn(60)
    before = by_kernel(script, traits)
    for trait, way in enumerate(RISING):
        if way:
            more = traits.copy()
            more[:, trait] += way * np.abs(traits[:, trait])
            assert (by_kernel(script, more) >= before - 1e-4).all()


@pytest.mark.parametrize("script", [*SCRIPTS, "Thai", "Grek"])
def test_the_kernel_says_what_training_says(script: str) -> None:
    traits = drawn(100)
    judge = shipped().forests.get(script) or shipped().about["judges"][script]
    assert by_kernel(script, traits) == pytest.approx(judged_in_training(judge, traits), abs=1e-9)


def test_odds_stay_within_their_bounds() -> None:
    for script in SCRIPTS:
        odds = by_kernel(script, drawn(100) * 100)
        assert odds.min() >= HOPELESS
        assert odds.max() <= MOST


def test_the_same_rows_give_the_same_trees() -> None:
    traits = drawn(400)
    same = (traits[:, 0] + traits[:, 3] > 0).astype(float)
    first, second = (learn_forest(traits, same) for _ in range(2))
    assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))
    assert ((said_by(first, traits) > 0) == (same > 0)).mean() > 0.95
