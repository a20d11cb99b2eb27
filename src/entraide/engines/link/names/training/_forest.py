"""Trees that say from traits whether two words are one name, for the scripts with pairs enough."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from .._judging import DEPTH, NODES
from .._tables import Forest
from ._align import Floats

TREES = 200
RISING = (1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, 0, 1, 0, 0, 0, 0, 0, 0)
"""Which traits may only raise the odds, which only lower them. The wrong pairs learned from begin alike; without
this, trees learn that a like beginning speaks against a pair."""


def learn_forest(traits: Floats, same: Floats) -> Forest:
    """Trees from traits (pairs × TRAITS) and which pairs are the same (0 or 1). The same rows give the same trees."""
    from sklearn.ensemble import HistGradientBoostingClassifier
    from threadpoolctl import threadpool_limits

    model = HistGradientBoostingClassifier(
        max_iter=TREES,
        learning_rate=0.07,
        max_depth=DEPTH,
        max_leaf_nodes=None,
        min_samples_leaf=30,
        l2_regularization=20.0,
        max_features=0.6,
        max_bins=64,
        monotonic_cst=RISING,
        early_stopping=False,
        random_state=0,
    )
    with threadpool_limits(1, user_api="openmp"):  # sums by several threads differ in their last bits
        model.fit(traits, same)
    trees = [_laid_out(tree.nodes) for (tree,) in model._predictors]
    asks, limits, says = (np.array(column) for column in zip(*trees, strict=True))
    says[0] += float(np.ravel(model._baseline_prediction)[0])
    # many a limit is a value that was met: rounded up, never down, it stays on its side
    limits = np.nextafter(limits.astype(np.float32), np.float32(np.inf))
    return Forest(asks.astype(np.uint8), limits, np.round(says, 5).astype(np.float32))


def _laid_out(nodes: npt.NDArray[Any]) -> tuple[list[int], list[float], list[float]]:
    """A tree's questions and answers by place; one that ends early asks on in vain."""
    asks, limits, says = [0] * NODES, [np.inf] * NODES, [0.0] * (NODES + 1)
    stands = {0: 0}
    for place in range(NODES):
        node = nodes[stands[place]]
        left, right = 2 * place + 1, 2 * place + 2
        if node["is_leaf"]:
            stands[left] = stands[right] = stands[place]
        else:
            asks[place], limits[place] = int(node["feature_idx"]), float(node["num_threshold"])
            stands[left], stands[right] = int(node["left"]), int(node["right"])
    for place in range(NODES + 1):
        says[place] = float(nodes[stands[NODES + place]]["value"])
    return asks, limits, says


def said_by(forest: Forest, traits: Floats) -> Floats:
    """The log-odds of each row of traits, as the kernel adds them up."""
    total = np.zeros(len(traits))
    rows = np.arange(len(traits))
    for asks, limits, says in zip(*forest, strict=True):
        node = np.zeros(len(traits), np.int64)
        for _ in range(DEPTH):
            node = 2 * node + 1 + (traits[rows, asks[node]] > limits[node])
        total += says[node - NODES]
    return total
