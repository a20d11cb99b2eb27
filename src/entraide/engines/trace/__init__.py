"""Where the money went, and what to freeze first.

>>> import pyarrow as pa
>>> from datetime import UTC, datetime
>>> from entraide.engines.trace import Ledger
>>> day = [datetime(2025, 11, 3, hour, tzinfo=UTC) for hour in (9, 10, 11, 12)]
>>> ledger = Ledger.from_table(pa.table({
...     "time": day, "source": ["other", "victim", "mule", "mule"], "target": ["mule", "mule", "a", "b"],
...     "amount": [50, 100, 60, 60], "currency": ["EUR"] * 4, "record": ["r1", "r2", "r3", "r4"]}))
>>> tracing = ledger.trace(ledger.legs_of(["r2"]), "fifo")
>>> [(end["account"], end["kind"], end["amount"]) for end in tracing.ends.to_pylist()]
[('b', 'held', 60), ('mule', 'held', 30), ('a', 'held', 10)]
>>> tracing.loss == tracing.held + tracing.exited + tracing.fees + tracing.dissipated
True
>>> ledger.interval(ledger.legs_of(["r2"])).table.select(["account", "low", "high"]).to_pylist()[0]
{'account': 'b', 'low': 40, 'high': 60}
>>> [(one.account, one.amount) for one in ledger.freeze_ranking([tracing], day[3])][0]
('b', 60)

The rules and what they rest on are in `docs/tracing-rules.md`.
"""

from __future__ import annotations

from ._reading import OUTSIDE, BadLedger
from ._rows import KINDS
from .attribution import CONFIDENCE, Attributed, Attribution, Tag, address_of
from .freeze import FreezeCandidate, Replay, replay
from .interval import Interval
from .ledger import STOPS, Ledger
from .patterns import Pattern
from .results import ENDS, RULES, ManyTracings, Reach, Totals, Tracing
from .scorer import CannotLearn, Scorer, account_scores, alerts
from .sides import Joined, joined, repeated
from .tracing import trace_many
from .utxo import Coin, Transaction, clusters, is_coinjoin, legs_of

__all__ = [
    "CONFIDENCE",
    "ENDS",
    "KINDS",
    "OUTSIDE",
    "RULES",
    "STOPS",
    "Attributed",
    "Attribution",
    "BadLedger",
    "CannotLearn",
    "Coin",
    "FreezeCandidate",
    "Interval",
    "Joined",
    "Ledger",
    "ManyTracings",
    "Pattern",
    "Reach",
    "Replay",
    "Scorer",
    "Tag",
    "Totals",
    "Tracing",
    "Transaction",
    "account_scores",
    "address_of",
    "alerts",
    "clusters",
    "is_coinjoin",
    "joined",
    "legs_of",
    "repeated",
    "replay",
    "trace_many",
]
