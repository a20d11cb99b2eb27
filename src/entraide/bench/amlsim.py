"""`entraide bench amlsim`: accounts that a simulator labelled, found by what was learned on another sample."""

import csv
import gzip
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa

from entraide.engines.trace import Ledger
from entraide.engines.trace.features import feature_matrix
from entraide.engines.trace.scorer import Scorer, account_scores

from . import Measured
from ._schemes import shared_money

SAMPLES = ("20K_cycle200", "20K_fanin200")
DAY = 86_400_000_000  # µs: what a step of the simulator is taken for
WINDOW = timedelta(days=30)
SHARE = 0.1  # of the accounts are alerted, those of the highest scores


@dataclass
class _Sample:
    name: str
    ledger: Ledger
    labelled: np.ndarray
    active: np.ndarray  # labelled, and with the step of a first labelled transaction in the record


def run(size: int | None, data: str = "") -> Measured:
    """Recall and precision on the labelled accounts of two AMLSim samples, each scored by what was learned on the other.

    --data is a folder with the samples, else the one of the shared data; `size` means nothing here.
    """
    folder = Path(data) if data else shared_money("amlsim")
    if folder is None or not all((folder / name / "nodes.csv.gz").exists() for name in SAMPLES):
        return Measured(
            {"recall": None, "alerted_share": None, "precision": None},
            ["SKIPPED: the AMLSim samples are absent; set ENTRAIDE_SHARED_DATA or give --data"],
        )
    samples = [_read(folder / name) for name in SAMPLES]
    rows = [feature_matrix(sample.ledger, WINDOW) for sample in samples]
    lines, found, labelled, alerted, right, active_found, active = [], 0, 0, [], 0, 0, 0
    for learned, scored in ((0, 1), (1, 0)):
        ends = samples[learned].ledger
        both = samples[learned].labelled[ends.source] & samples[learned].labelled[ends.target]
        scorer = Scorer.train(rows[learned], both, rounds=100)
        other = samples[scored]
        scores = account_scores(other.ledger, scorer.score(rows[scored]))
        above = np.zeros(len(scores), bool)
        above[np.argsort(-scores, kind="stable")[: int(len(scores) * SHARE)]] = True
        hits = above & other.labelled
        found, labelled, right = (
            found + int(hits.sum()),
            labelled + int(other.labelled.sum()),
            right + int(above.sum()),
        )
        active_found, active = (
            active_found + int((above & other.active).sum()),
            active + int(other.active.sum()),
        )
        alerted.append(float(above.mean()))
        lines.append(
            f"learned on {samples[learned].name}, scored on {other.name}, the highest {SHARE:.0%} alerted: recall "
            f"{hits.sum() / other.labelled.sum():.3f} of {other.labelled.sum()} labelled, precision "
            f"{hits.sum() / max(above.sum(), 1):.3f}, alerted {above.mean():.1%}; recall "
            f"{(above & other.active).sum() / other.active.sum():.3f} of the {other.active.sum()} whose labelled "
            "payment is in the record"
        )
    unseen = sum(_unseen(sample) for sample in samples)
    lines += [
        f"{unseen} of {labelled} labelled accounts have no transaction with one another that sets them apart: the record "
        "ends before their scheme, or their part in it, begins (docs/patterns.md says what was looked for)",
        "required: recall 0.95 at 10%",
    ]
    return Measured(
        {
            "recall": round(found / labelled, 4),
            "recall_active": round(active_found / active, 4),
            "alerted_share": round(max(alerted), 4),
            "precision": round(found / right, 4),
        },
        lines,
    )


def _unseen(sample: _Sample) -> int:
    """Labelled accounts without a repeated or unusually small payment to or from another labelled account."""
    ledger = sample.ledger
    both = sample.labelled[ledger.source] & sample.labelled[ledger.target]
    pair = ledger.source.astype(np.int64) * len(ledger.accounts) + ledger.target
    _, place, times = np.unique(pair, return_inverse=True, return_counts=True)
    odd = both & ((times[place] > 1) | (ledger.amount < np.median(ledger.amount) / 5))
    seen = np.zeros(len(ledger.accounts), bool)
    seen[ledger.source[odd]] = seen[ledger.target[odd]] = True
    return int((sample.labelled & ~seen).sum())


def _read(folder: Path) -> _Sample:
    with gzip.open(folder / "nodes.csv.gz", "rt", encoding="utf-8") as file:
        nodes = list(csv.DictReader(file))
    with gzip.open(folder / "transactions.csv.gz", "rt", encoding="utf-8") as file:
        legs = list(csv.DictReader(file))
    names = pa.array([node["nodeid"] for node in nodes])
    place = {name: number for number, name in enumerate(names.to_pylist())}

    def coded(column: str) -> pa.DictionaryArray:
        return pa.DictionaryArray.from_arrays(
            pa.array([place[leg[column]] for leg in legs], pa.int32()), names
        )

    ledger = Ledger.from_table(
        pa.table(
            {
                "time": pa.array([int(leg["time"]) * DAY for leg in legs], pa.timestamp("us", tz="UTC")),
                "source": coded("sourceNodeId"),
                "target": coded("targetNodeId"),
                "amount": [max(1, round(float(leg["value"]) * 100)) for leg in legs],
                "currency": ["XXX"] * len(legs),
            }
        )
    )
    labelled = np.array([node["isFraud"] == "1" for node in nodes])
    begun = np.array([int(node["fraudStep"]) >= 0 for node in nodes])
    return _Sample(folder.name, ledger, labelled, labelled & begun)
