"""A ranking of freezes by one who knows the ring, to see how much of what is missed nobody could have known."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from ._legs import HOUR, Ring

if TYPE_CHECKING:
    from entraide.engines.trace import Ledger
    from entraide.engines.trace.results import Tracing

KEPT = 0.04  # what a mule keeps, on average
SPENT = 60  # hours that it takes a mule, on average, to spend what was kept


class Pace:
    """How long money stays, as the rings are made: see `entraide.engines.trace._stays.Curve`."""

    def __init__(self, hours: float) -> None:
        self.hours = hours

    def left(self, row: int, spans: Any) -> Any:
        """The share that is left after spans (microseconds)."""
        if row:
            return np.exp(-np.asarray(spans, float) / (SPENT * HOUR))
        return KEPT + (1 - KEPT) * np.exp(-np.asarray(spans, float) / (self.hours * HOUR))

    def goes_on(self, row: int, age: int, spans: Any) -> Any:
        """However long it has been there."""
        return self.left(row, spans)


def informed(ledger: "Ledger", tracing: "Tracing", ring: Ring, at: datetime, delay: timedelta) -> list[str]:
    """Accounts of the ring, the best to freeze first, by one who knows at `at` every mule, how much each is used and
    for how long money stays: all but what will happen. Unreached mules too."""
    from entraide.engines.trace._forecast import Forecast
    from entraide.engines.trace._onward import Way
    from entraide.engines.trace.freeze import held_by_pot, lots_of
    from entraide.engines.trace.tracing import microseconds, trace

    now = microseconds(at)
    known = trace(ledger, tracing.seeds, tracing.rule, horizon=at)
    places = ledger.places_of([name for layer in ring.mules for name in layer])
    pots, layers, weights = [], [], []
    for number, (layer, weight) in enumerate(zip(ring.mules, ring.weights, strict=True)):
        for name, used in zip(layer, weight.tolist(), strict=True):
            if name in places:
                pots.append(places[name])  # of one currency, pots are accounts
                layers.append(number)
                weights.append(used)
    layer_of = np.asarray(layers)
    moves = np.where(layer_of[:, None] + 1 == layer_of[None, :], np.asarray(weights)[None, :], 0.0)
    lots = lots_of(Way(known, now), np.asarray(pots), held_by_pot(known), ledger.books.key_at(now + 1))
    paces: Any = [Pace(ring.hours[number]) for number in layers]
    waits = np.full(len(pots), delay // timedelta(microseconds=1))
    forecast = Forecast(lots, paces, waits, moves)
    order = [place for place, _, _ in forecast.best_first(len(pots))]
    return ledger.names(np.asarray(pots)[order]).to_pylist()  # type: ignore[no-any-return]
