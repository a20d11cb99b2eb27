"""`entraide bench attempts`: published laundering attempts among ordinary money, and how few accounts tell of them."""

from collections.abc import Callable
from datetime import timedelta

import numpy as np

from entraide.engines.trace import Ledger
from entraide.engines.trace.features import feature_matrix
from entraide.engines.trace.scorer import Scorer, account_scores, alerts

from . import Measured
from ._background import background
from ._schemes import SHAPES, Scheme, made_up, published, shared_money
from ._town_ledger import WORTH, ledger_of, with_schemes

FILE = "hi_small_attempts_dev.json.gz"
ACCOUNTS = 100_000
DAYS = 18
WINDOW = timedelta(days=4)
SHARE = 0.01
# The town that is learned from, its schemes (our own), the town in which the way of alerting is chosen, and the town
# that is scored are of different seeds, and so are the accounts on which the attempts are laid.
LEARNED_TOWN, LEARNED_SCHEMES, SCORED_TOWN, SEATS = 101, 11, 202, 5
CHOOSING_TOWN, CHOOSING_SEATS, HALVES = 303, 8, 17
SCHEMES = 400
ORDINARY = 300_000  # ordinary transactions that are learned from


def run(size: int | None, data: str = "", town: int = SCORED_TOWN, seats: int = SEATS) -> Measured:
    """Published attempts of three or more transactions among `size` (1,000,000) ordinary ones of 100,000 accounts:
    the share surfaced when one account in a hundred is alerted.

    The scorer learns from schemes of our own in another town; no published attempt is learned from. Which accounts
    are alerted for what scores is chosen for each half of the attempts on the other half, in a third town. --data is
    the file of attempts, else the one of the shared data. --town and --seats are seeds: of the ordinary money, and
    of which accounts the attempts are laid on.
    """
    size = size or 1_000_000
    path = data or shared_money(FILE)
    if not path:
        return Measured(
            {"surfaced": None, "alerted_share": None},
            [f"SKIPPED: {FILE} is absent; set ENTRAIDE_SHARED_DATA or give --data"],
        )
    scorer = _learned(size)
    attempts = published(path, ACCOUNTS, seats)
    transactions, belongs = with_schemes(background(size, ACCOUNTS, days=DAYS, seed=town), attempts)
    ledger = ledger_of(transactions)
    alerted = _alerted(scorer, ledger)
    del ledger
    elsewhere = published(path, ACCOUNTS, CHOOSING_SEATS)
    other_town = background(size, ACCOUNTS, days=DAYS, seed=CHOOSING_TOWN)
    there = _found(elsewhere, _alerted(scorer, ledger_of(with_schemes(other_town, elsewhere)[0])))
    here = _found(attempts, alerted)
    half = np.random.default_rng(HALVES).permutation(len(attempts)) % 2 == 0
    chosen = {bool(side): _best(there, half != side) for side in (True, False)}
    found = np.where(half, here[chosen[True]], here[chosen[False]])
    most = max(chosen.values(), key=lambda name: len(alerted[name]))
    share, seen = len(alerted[most]) / ACCOUNTS, set(alerted[most].tolist())
    in_attempts = set().union(*(attempt.accounts() for attempt in attempts))
    by_chance = np.mean([1 - (1 - share) ** len(attempt.accounts()) for attempt in attempts])
    surfaced = float(found.mean())
    return Measured(
        {
            "surfaced": round(surfaced, 4),
            "alerted_share": round(share, 5),
            "attempts": len(attempts),
            "precision": round(len(seen & in_attempts) / max(len(seen), 1), 3),
            "surfaced_by_chance": round(float(by_chance), 3),
        },
        [
            f"{len(transactions):,} transactions of {ACCOUNTS:,} accounts over {DAYS} days, of them "
            f"{int((belongs >= 0).sum()):,} of {len(attempts)} published attempts; the rest is generated (seed {town}), "
            f"the attempts are laid on accounts drawn by seed {seats}",
            f"learned from: {SCHEMES} schemes of our own (seed {LEARNED_SCHEMES}) in another town (seed {LEARNED_TOWN}); "
            "no published attempt was learned from, all of them are scored",
            f"who is alerted for these scores was chosen for each half of the attempts (seed {HALVES}) by what the other "
            f"half gave in a third town (seed {CHOOSING_TOWN}, accounts by seed {CHOOSING_SEATS}): "
            + " and ".join(
                f"{chosen[side]} ({int((half == side).sum())} attempts)" for side in (True, False)
            ),
            f"alerted: {len(seen):,} accounts, {share:.2%} (fixed before); {len(seen & in_attempts)} of them are in an "
            "attempt",
            f"surfaced: {int(found.sum())} of {len(found)} have an account alerted, {surfaced:.1%}; as many accounts drawn "
            f"at random would surface {by_chance:.1%}   required: 95% at 1%",
            *(
                f"  {name}: {hits.mean():.1%} here, {there[name].mean():.1%} in the third town"
                for name, hits in here.items()
            ),
            *_by_shape(attempts, found),
        ],
    )


def _by_highest_score(ledger: Ledger, scores: np.ndarray, accounts: int) -> np.ndarray:
    return np.argsort(-account_scores(ledger, scores), kind="stable")[:accounts]


WAYS: dict[str, Callable[[Ledger, np.ndarray, int], np.ndarray]] = {
    "the accounts of the highest scores": _by_highest_score,
    "one account a case": alerts,
}


def _alerted(scorer: Scorer, ledger: Ledger) -> dict[str, np.ndarray]:
    scores = scorer.score(feature_matrix(ledger, WINDOW, worth=WORTH))
    return {name: way(ledger, scores, int(ACCOUNTS * SHARE)) for name, way in WAYS.items()}


def _found(attempts: list[Scheme], alerted: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """By way of alerting, which attempts have an account alerted."""
    return {
        name: np.array([bool(attempt.accounts() & set(some.tolist())) for attempt in attempts])
        for name, some in alerted.items()
    }


def _best(found: dict[str, np.ndarray], judged: np.ndarray) -> str:
    return max(found, key=lambda name: float(found[name][judged].mean()))


def _learned(size: int) -> Scorer:
    schemes = made_up(SCHEMES, ACCOUNTS, DAYS, LEARNED_SCHEMES)
    town = background(size, ACCOUNTS, days=DAYS, seed=LEARNED_TOWN)
    transactions, belongs = with_schemes(town, schemes)
    rows = feature_matrix(ledger_of(transactions), WINDOW, worth=WORTH)
    ordinary = np.flatnonzero(belongs < 0)
    some = np.random.default_rng(LEARNED_TOWN).permutation(ordinary)[:ORDINARY]
    learned = np.sort(np.concatenate([some, np.flatnonzero(belongs >= 0)]))
    return Scorer.train(rows[learned], belongs[learned] >= 0)


def _by_shape(attempts: list[Scheme], found: np.ndarray) -> list[str]:
    lines = []
    for shape in SHAPES:
        hits = [hit for attempt, hit in zip(attempts, found, strict=True) if attempt.shape == shape]
        if hits:
            lines.append(f"  {shape.lower():15} {sum(hits):3} of {len(hits)}")
    return lines
