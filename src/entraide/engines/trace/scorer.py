"""A scorer of transactions that its users train on their own labels: boosted trees, applied without scikit-learn.

>>> scorer = Scorer.train(rows, labels)              # needs the extra: pip install entraide[train]
>>> scorer.save("ours.npz")
>>> Scorer.load("ours.npz").score(rows)              # probability of each transaction (n), float32
>>> alerts(ledger, scores, accounts=100)             # whom to look at first
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ._kernels.trees import leaves_sum, name_cases
from .features import FEATURES

if TYPE_CHECKING:
    from .ledger import Ledger

_SEED = 7
_LABELS_NEEDED = 20  # of each kind, below which trees learn nothing that holds


class CannotLearn(ValueError):
    """Labels or features from which nothing can be learnt; the message names the remedy."""


@dataclass(frozen=True, eq=False)
class Scorer:
    """Boosted trees over named features.

    Nodes of all trees in one row each: `feature` (-1: a leaf), `threshold`, `left`, `right` (places), `value`;
    `roots` are the places where trees begin, `base` the log-odds before the first tree.
    """

    names: tuple[str, ...]
    base: float
    roots: NDArray[np.int32]
    feature: NDArray[np.int16]
    threshold: NDArray[np.float64]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float64]

    @classmethod
    def train(
        cls,
        rows: NDArray[np.float32],
        labels: NDArray[Any],
        *,
        names: tuple[str, ...] = FEATURES,
        rounds: int = 200,
        leaves: int = 15,
        rate: float = 0.08,
        least: int = 20,
        seed: int = _SEED,
    ) -> Scorer:
        """Learn from rows (n, features) and labels (n; true is what is looked for).

        The rare kind weighs as much as the common one. Needs scikit-learn (the extra `train`). Raises CannotLearn.
        """
        from sklearn.ensemble import HistGradientBoostingClassifier

        labels = np.asarray(labels, bool)
        if rows.shape != (len(labels), len(names)):
            raise CannotLearn(
                f"rows are {rows.shape}, labels {len(labels)}, names {len(names)}: they must agree"
            )
        if min(labels.sum(), (~labels).sum()) < _LABELS_NEEDED:
            raise CannotLearn(
                f"there must be {_LABELS_NEEDED} transactions of either kind: add labelled ones"
            )
        model = HistGradientBoostingClassifier(
            max_iter=rounds, max_leaf_nodes=leaves, learning_rate=rate, min_samples_leaf=least, l2_regularization=1.0,
            early_stopping=False, class_weight="balanced", random_state=seed,
        )  # fmt: skip
        model.fit(rows, labels)
        trees = [stage[0].nodes for stage in model._predictors]
        sizes = [len(tree) for tree in trees]
        roots = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int32)
        nodes = np.concatenate(trees)
        offset = np.repeat(roots, sizes)
        leaf = nodes["is_leaf"].astype(bool)
        return cls(
            names=tuple(names),
            base=float(model._baseline_prediction.ravel()[0]),
            roots=roots,
            feature=np.where(leaf, -1, nodes["feature_idx"]).astype(np.int16),
            threshold=nodes["num_threshold"].astype(np.float64),
            left=(nodes["left"] + offset).astype(np.int32),
            right=(nodes["right"] + offset).astype(np.int32),
            value=nodes["value"].astype(np.float64),
        )

    def score(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """The probability of each row (n), as far as the labels were like those to come."""
        if rows.ndim != 2 or rows.shape[1] != len(self.names):
            raise ValueError(
                f"the scorer wants {len(self.names)} features a row: {', '.join(self.names[:3])} …"
            )
        odds: NDArray[np.float64] = leaves_sum(
            rows, self.base, self.roots, self.feature, self.threshold, self.left, self.right, self.value
        )
        scores: NDArray[np.float32] = (1.0 / (1.0 + np.exp(-odds))).astype(np.float32)
        return scores

    def save(self, path: str | Path) -> None:
        """Write the trees as arrays; nothing in the file is code."""
        np.savez_compressed(
            path, names=np.frombuffer(json.dumps(self.names).encode(), np.uint8), base=self.base, roots=self.roots,
            feature=self.feature, threshold=self.threshold, left=self.left, right=self.right, value=self.value,
        )  # fmt: skip

    @classmethod
    def load(cls, path: str | Path) -> Scorer:
        """Read what `save` wrote. Raises ValueError for anything else."""
        try:
            with np.load(path, allow_pickle=False) as kept:
                columns = {name: kept[name] for name in kept.files}
            names = tuple(json.loads(columns.pop("names").tobytes()))
            scorer = cls(names=names, base=float(columns.pop("base")), **columns)
        except (KeyError, TypeError, ValueError, OSError) as error:
            raise ValueError(f"{path} holds no scorer: {error}") from error
        scorer._check(str(path))
        return scorer

    def _check(self, path: str) -> None:
        """A damaged file must not lead the compiled walk out of its arrays."""
        nodes = len(self.feature)
        same = all(len(column) == nodes for column in (self.threshold, self.left, self.right, self.value))
        inner = self.feature >= 0
        here = np.arange(nodes)[inner]
        down = all(
            (side[inner] > here).all() and (side[inner] < nodes).all() for side in (self.left, self.right)
        )
        inside = (self.feature < len(self.names)).all() and ((self.roots >= 0) & (self.roots < nodes)).all()
        if not (same and down and inside):
            raise ValueError(f"{path} holds no scorer: its trees do not fit together")


def account_scores(ledger: Ledger, scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """The highest score among an account's legs, in or out (m); 0 for accounts without any."""
    highest = np.zeros(len(ledger.accounts), np.float32)
    np.maximum.at(highest, ledger.source, scores)
    np.maximum.at(highest, ledger.target, scores)
    return highest


def alerts(ledger: Ledger, scores: NDArray[np.float32], accounts: int) -> NDArray[np.int32]:
    """At most so many accounts to look at, the most pressing first (places in `ledger.accounts`).

    One account a case: going down the legs by score, a leg either of whose accounts is looked at already, or
    deals with one that is, tells of a case that is in hand. Of a leg's two accounts that one is named which
    takes part in more of what stands out.
    """
    # Far more legs than alerts, so that an account's part in a case is seen; the rest is background.
    strong = np.argsort(-scores, kind="stable")[: 60 * accounts]
    names = len(ledger.accounts)
    weight = np.bincount(ledger.source[strong], scores[strong], names)
    weight += np.bincount(ledger.target[strong], scores[strong], names)
    named = np.empty(accounts, np.int32)
    count = name_cases(ledger.source[strong], ledger.target[strong], weight, named)
    return named[:count]
