"""Compile the engines' kernels once, so that the first start and the first test do not wait for it."""

import numpy as np
import pyarrow as pa

from entraide.engines.link import Record, compare
from entraide.engines.link.candidates import Crowd, HeavyKeys, SecondLook, Seen, keys_of, query
from entraide.engines.link.names import compare_names
from entraide.engines.link.texts import bands, signature, similarity
from entraide.engines.locate.travel import fitted
from entraide.engines.trace import Ledger
from entraide.engines.watch._kernels import FEWEST, statistics

NAMES = ["Li Wei", "李伟", "Ли Вэй", "Vladimir Petrov", "Владимир Петров", "محمد علي", "김민지"]

for name in NAMES:
    compare_names(NAMES[0], name)
    keys = keys_of([name])
    query([name], HeavyKeys.nothing()).best(keys, np.zeros_like(keys))
SecondLook().likeness(Seen(NAMES[:1]), Crowd.of([Seen([name]) for name in NAMES]))
compare(Record(NAMES[:1]), Record(NAMES[1:2]))
text = signature(
    "a text of as many different words as it takes to be compared with others at all, and some more"
)
if text is not None:
    bands(text)
    similarity(text, text)
fitted().to_settlements(16.7, 98.5, 1.0)
ledger = Ledger.from_table(
    pa.table(
        {
            "time": pa.array([0, 1, 2], pa.timestamp("us", "UTC")),
            "source": ["a", "b", "c"],
            "target": ["b", "c", "a"],
            "amount": [30, 20, 10],
            "currency": ["EUR"] * 3,
        }
    )
)
for rule in ("fifo", "haircut"):
    ledger.trace([0], rule)
    ledger.trace([2], rule, back=True)
ledger.patterns()
ledger.features()
statistics(np.zeros((2, FEWEST + 2, 13)), np.full((2, 2), -1), FEWEST)
