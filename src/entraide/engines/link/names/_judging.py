"""From what speaks for two words being one name to log-odds: a judge for each script, as learned; compiled.

Where there are pairs of people's names, hundreds of small trees decide, and whatever speaks more for one name
never lowers what they say. Elsewhere a logistic regression does, on the traits and their products.
"""
# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import numba

LINEAR = 13
"""The traits that a logistic regression sees."""
TRAITS = 19
"""The traits that trees see."""
TERMS = 1 + LINEAR + LINEAR * (LINEAR + 1) // 2
DEPTH = 3
"""Questions that a tree asks one after the other."""
NODES = (1 << DEPTH) - 1
LEAST = -60.0
HOPELESS = -9.0
"""Log-odds of words that are not worth a closer look."""
MOST = 7.0
"""Log-odds of words that could not be more alike: there are namesakes."""
SLACK = 20.0
"""How far log-odds may exceed the alignment's own log-likelihood ratio: a judge knows only what it has seen."""
SLACK_OF_TREES = 30.0
"""The same for trees, which say nothing beyond what they have seen."""


@numba.njit(cache=True)
def judged(traits, table, learned):
    """The log-odds by the judge of a table (-1: of words without one). What stands in ``traits`` is lost."""
    asks_trees = learned.forest[table] >= 0
    limit = traits[0] + (SLACK_OF_TREES if asks_trees else SLACK)
    if limit <= HOPELESS:
        return HOPELESS
    total = _by_trees(traits, table, learned) if asks_trees else _by_regression(traits, table, learned)
    return min(max(total, HOPELESS), MOST, limit)


@numba.njit(cache=True)
def _by_trees(traits, table, learned):
    total = 0.0
    first = learned.forest[table]
    for tree in range(first, first + learned.many):
        node = 0
        for _ in range(DEPTH):
            asked, limit = int(learned.trees[tree, node]), learned.trees[tree, NODES + node]
            node = 2 * node + (2 if traits[asked] > limit else 1)
        total += learned.trees[tree, NODES + node]  # the answers stand behind the limits
    return total


@numba.njit(cache=True)
def _by_regression(traits, table, learned):
    mean, scale, weights = learned.means[table], learned.scales[table], learned.weights[table]
    total = weights[0]
    place = 1 + LINEAR
    for a in range(LINEAR):
        x = min(max((traits[a] - mean[a]) / scale[a], -4.0), 4.0)
        traits[a] = x
        total += weights[1 + a] * x
        for b in range(a + 1):
            total += weights[place] * x * traits[b]
            place += 1
    return total
