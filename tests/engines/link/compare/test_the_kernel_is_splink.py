import numpy as np
import pytest

from entraide.bench.weights import splink_probabilities
from entraide.engines.link.compare import FIELDS, LEVELS, weights
from entraide.engines.link.compare.kernel import score
from entraide.engines.link.compare.weights import RAREST


@pytest.mark.parametrize("seed", [1, 2])
def test_probabilities_are_those_of_splink(seed: int) -> None:
    chance = np.random.default_rng(seed)
    levels = np.stack([chance.integers(0, len(LEVELS[field]), 5000) for field in FIELDS], axis=1).astype(
        np.int8
    )
    rarity = chance.uniform(0, RAREST, levels.shape)
    ours = score(levels, rarity, weights()).probability
    assert ours.min() < 1e-9
    assert ours.max() > 1 - 1e-9
    assert np.abs(ours - splink_probabilities(levels, rarity, weights())).max() < 1e-12
