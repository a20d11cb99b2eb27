"""Trained with scikit-learn, applied without it, kept as arrays."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from entraide.engines.trace import Ledger
from entraide.engines.trace.scorer import CannotLearn, Scorer, account_scores, alerts

NAMES = ("one", "two", "three")


def rows_and_labels(seed: int = 1, count: int = 600) -> tuple[np.ndarray, np.ndarray]:
    rows = np.random.default_rng(seed).normal(size=(count, 3)).astype(np.float32)
    return rows, rows[:, 0] * rows[:, 1] > 0.4


def trained() -> Scorer:
    pytest.importorskip("sklearn", reason="needs the extra: train")
    return Scorer.train(*rows_and_labels(), names=NAMES, rounds=30)


def test_it_knows_again_what_it_learned() -> None:
    rows, labels = rows_and_labels(seed=2)
    scores = trained().score(rows)
    assert scores[labels].mean() > 0.8
    assert scores[~labels].mean() < 0.2


def test_it_scores_as_scikit_learn_would() -> None:
    ensemble = pytest.importorskip("sklearn.ensemble")
    rows, labels = rows_and_labels()
    model = ensemble.HistGradientBoostingClassifier(
        max_iter=30, max_leaf_nodes=15, learning_rate=0.08, min_samples_leaf=20, l2_regularization=1.0,
        early_stopping=False, class_weight="balanced", random_state=7,
    ).fit(rows, labels)  # fmt: skip
    new = rows_and_labels(seed=3)[0]
    np.testing.assert_allclose(trained().score(new), model.predict_proba(new)[:, 1], atol=1e-6)


def test_what_is_saved_scores_the_same(tmp_path: Path) -> None:
    scorer, rows = trained(), rows_and_labels(seed=4)[0]
    scorer.save(tmp_path / "ours.npz")
    np.testing.assert_array_equal(Scorer.load(tmp_path / "ours.npz").score(rows), scorer.score(rows))


def test_a_file_that_holds_no_scorer_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.npz").write_text("hello")
    with pytest.raises(ValueError, match="holds no scorer"):
        Scorer.load(tmp_path / "text.npz")


def test_trees_that_lead_out_of_the_file_are_refused(tmp_path: Path) -> None:
    scorer = trained()
    scorer.left[0] = len(scorer.left) + 1000
    scorer.save(tmp_path / "bent.npz")
    with pytest.raises(ValueError, match="do not fit together"):
        Scorer.load(tmp_path / "bent.npz")


def test_too_few_labels_teach_nothing() -> None:
    rows, labels = rows_and_labels()
    with pytest.raises(CannotLearn, match="20 transactions"):
        Scorer.train(rows, np.zeros(len(labels)), names=NAMES)
    with pytest.raises(CannotLearn, match="must agree"):
        Scorer.train(rows[:-1], labels, names=NAMES)


def test_rows_of_other_features_are_refused() -> None:
    with pytest.raises(ValueError, match="3 features"):
        trained().score(np.zeros((2, 4), np.float32))


def ledger(legs: list[tuple[str, str]]) -> Ledger:
    return Ledger.from_table(
        pa.table(
            {
                "time": pa.array(range(len(legs)), pa.timestamp("us", tz="UTC")),
                "source": [leg[0] for leg in legs],
                "target": [leg[1] for leg in legs],
                "amount": [100] * len(legs),
                "currency": ["EUR"] * len(legs),
            }
        )
    )


def test_one_account_stands_for_a_case() -> None:
    legs = [("p1", "hub"), ("p2", "hub"), ("p3", "hub"), ("x", "y"), ("shop", "bank")]
    whole = ledger(legs)
    scores = np.array([0.9, 0.95, 0.8, 0.7, 0.1], np.float32)
    named = [whole.accounts[int(place)].as_py() for place in alerts(whole, scores, 2)]
    assert named == ["hub", "x"]
    assert len(alerts(whole, scores, 50)) == 3


def test_an_accounts_score_is_the_highest_of_its_transactions() -> None:
    whole = ledger([("a", "b"), ("b", "c"), ("c", "d")])
    scores = account_scores(whole, np.array([0.2, 0.9, 0.1], np.float32))
    assert dict(zip(whole.accounts.to_pylist(), scores.round(2).tolist(), strict=True)) == pytest.approx(
        {"a": 0.2, "b": 0.9, "c": 0.9, "d": 0.1}
    )
