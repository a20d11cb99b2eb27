"""Weights of what speaks for two words being one name, learned on pairs that the tables have not seen."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from .._judging import HOPELESS, LINEAR, MOST, SLACK, SLACK_OF_TREES
from .._readings import romanised
from .._tables import Forest
from ._align import Floats
from ._forest import said_by
from ._pairs import Pair

Judge = dict[str, Any] | Forest
STRENGTHS = (0.003, 0.03, 0.3)
"""Inverse strengths of regularisation to choose from."""


def negatives(
    pairs: Sequence[Pair],
    chance: random.Random,
    *,
    same_initial: int = 2,
    other: int = 0,
    among: Sequence[Pair] | None = None,
) -> list[Pair]:
    """For each pair, its foreign name with wrong Latin names: some that begin alike, some that need not.

    The Latin names are those of ``among``, which holds the pairs and may hold more.
    """
    written: dict[str, set[str]] = defaultdict(set)
    by_initial: dict[str, list[str]] = defaultdict(list)
    for pair in among or pairs:
        written[pair.foreign].add(romanised(pair.latin))
    every = sorted({pair.latin for pair in among or pairs})
    for latin in every:
        by_initial[romanised(latin)[0]].append(latin)
    wrong: list[Pair] = []
    for pair in pairs:
        for choice, times in ((by_initial[romanised(pair.latin)[0]], same_initial), (every, other)):
            for _ in range(times):
                tries = (chance.choice(choice) for _ in range(20))
                found = next(
                    (latin for latin in tries if romanised(latin) not in written[pair.foreign]), None
                )
                if found:
                    wrong.append(Pair(found, pair.foreign))
    return wrong


def overlong(pairs: Sequence[Pair], chance: random.Random) -> list[Pair]:
    """Wrong pairs where one side holds more than the other: parts of names are tried together, as one word."""
    wrong: list[Pair] = []
    for pair in pairs:
        other = chance.choice(pairs)
        if len(romanised(other.latin)) > 2 and other.foreign != pair.foreign:
            joined = [pair.latin + other.latin, other.latin + pair.latin]
            wrong.append(
                Pair(chance.choice(joined), chance.choice([pair.foreign, chance.choice(pairs).foreign]))
            )
            wrong.append(
                Pair(pair.latin, chance.choice([pair.foreign + other.foreign, other.foreign + pair.foreign]))
            )
    return wrong


def misspelled(names: Sequence[str], chance: random.Random) -> list[Pair]:
    """Latin names of five letters and more, each with itself after one slip of the hand."""
    slips: list[Pair] = []
    for name in names:
        word = romanised(name)
        if len(word) < 5:
            continue
        place = chance.randrange(1, len(word) - 1)
        letter = chance.choice("aeiourstlnmh")
        before, here, after = word[:place], word[place], word[place + 1 :]
        slip = chance.choice(
            [
                before + after,
                before + here + here + after,
                before + letter + after,
                before + after[0] + here + after[1:],
            ]
        )
        slips.append(Pair(word, slip))
    return [pair for pair in slips if pair.latin != pair.foreign]


def look_alikes(names: Sequence[str], chance: random.Random) -> list[Pair]:
    """Different Latin names that begin alike and have much in common: Martin and Marvin."""
    by_initial: dict[str, list[str]] = defaultdict(list)
    for name in sorted({romanised(name) for name in names}):
        by_initial[name[0]].append(name)
    found = []
    for name in names:
        word = romanised(name)
        drawn = [other for other in chance.choices(by_initial[word[0]], k=40) if other != word]
        if drawn:
            found.append(Pair(word, max(drawn, key=lambda other: _in_common(word, other))))
    return found


def _in_common(a: str, b: str) -> float:
    first, second = ({word[p : p + 2] for p in range(len(word) - 1)} for word in (a, b))
    return len(first & second) / max(len(first | second), 1)


def learn_judge(traits: Floats, same: Floats) -> dict[str, Any]:
    """Means, scales and weights of a judge from traits (pairs × TRAITS, of which it takes the first) and which pairs are the same (0 or 1).

    The strength of regularisation is chosen by five-fold cross-validation.
    """
    from sklearn.linear_model import LogisticRegressionCV

    traits = traits[:, :LINEAR]
    means, scales = np.round(traits.mean(0), 4), np.round(traits.std(0) + 1e-3, 4)
    terms = products(np.clip((traits - means) / scales, -4.0, 4.0))
    spread = terms.std(0) + 1e-6
    model = LogisticRegressionCV(
        Cs=list(STRENGTHS),
        solver="newton-cholesky",
        cv=5,
        scoring="neg_log_loss",
        max_iter=100,
        use_legacy_attributes=False,
        l1_ratios=(0,),
    )
    model.fit(terms / spread, same)
    weights = np.concatenate([[float(np.ravel(model.intercept_)[0])], np.ravel(model.coef_) / spread])
    return {"means": means.tolist(), "scales": scales.tolist(), "weights": np.round(weights, 4).tolist()}


def products(scaled: Floats) -> Floats:
    """The traits, and all products of two of them, in the order of the kernel."""
    pairs = [scaled[:, a] * scaled[:, b] for a in range(LINEAR) for b in range(a + 1)]
    return np.column_stack([scaled, *pairs])


def judged(judge: Judge, traits: Floats) -> Floats:
    """Log-odds by a judge, as the kernel finds them."""
    if isinstance(judge, Forest):
        total, slack = said_by(judge, traits), SLACK_OF_TREES
    else:
        means, scales, weights = (np.array(judge[key]) for key in ("means", "scales", "weights"))
        terms = products(np.clip((traits[:, :LINEAR] - means) / scales, -4.0, 4.0))
        total, slack = weights[0] + terms @ weights[1:], SLACK
    limited: Floats = np.minimum(np.clip(total, HOPELESS, MOST), np.maximum(traits[:, 0] + slack, HOPELESS))
    return limited


def quality(same: Floats, log_odds: Floats, threshold: float) -> tuple[float, float, float]:
    """Precision, recall and F1 of saying "same" from a probability of ``threshold`` on."""
    return quality_at(same, 1 / (1 + np.exp(-log_odds)) >= threshold)


def quality_at(
    same: Floats, said: npt.NDArray[np.bool_], weights: Floats | None = None
) -> tuple[float, float, float]:
    """Precision, recall and F1 of what was said to be the same; ``weights``: how much each pair counts, else 1."""
    each = np.ones(len(same)) if weights is None else weights
    right = float(each[said & (same > 0)].sum())
    precision = right / max(float(each[said].sum()), 1.0)
    recall = right / max(float(each[same > 0].sum()), 1.0)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def choose_threshold(held_out: Sequence[tuple[Floats, Floats]]) -> float:
    """The probability from which on to say "same": the best mean F1 over scripts, each with precision ≥ .955.

    ``held_out``: for each script which pairs are the same, and their log-odds.
    """

    def mean_f1(threshold: float) -> float:
        found = [quality(same, odds, threshold) for same, odds in held_out]
        return float(np.mean([f1 for _, _, f1 in found])) - float(any(p < 0.955 for p, _, _ in found))

    return float(max(np.round(np.arange(0.3, 0.81, 0.01), 2), key=lambda t: (round(mean_f1(t), 4), -t)))
