"""What a trace finds, in tables of whole numbers that grow.

Flows are traced money on legs, ends are where it came to rest.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

# Columns of flows: what left is in the currency of the leg's source, what arrived in that of its target, value in
# that of the loss; `OFFSET` is the place within what arrives with the leg; `PARENT` is the flow that brought the
# money, SEED or MIXED.
LEG, OFFSET, LEFT, ARRIVED, VALUE, PARENT = range(6)
SEED, MIXED = -1, -2

# Columns of ends: the flow that brought the money there (or MIXED), the pot, one of the kinds in `book`, the amount
# in the pot's currency, its value in that of the loss.
FLOW, POT, KIND, AMOUNT, WORTH = range(5)


@njit(cache=True)
def longer(table: NDArray[np.int64]) -> NDArray[np.int64]:
    """The same rows, and room for three times as many more."""
    larger = np.empty((4 * len(table), table.shape[1]), np.int64)
    larger[: len(table)] = table
    return larger


@njit(cache=True, inline="always")
def put_flow(flows, at, leg, offset, left, arrived, value, parent):  # type: ignore[no-untyped-def]
    """Write flow number `at`, for which there is room."""
    flows[at, LEG] = leg
    flows[at, OFFSET] = offset
    flows[at, LEFT] = left
    flows[at, ARRIVED] = arrived
    flows[at, VALUE] = value
    flows[at, PARENT] = parent


@njit(cache=True, inline="always")
def put_end(ends, at, flow, pot, kind, amount, worth):  # type: ignore[no-untyped-def]
    """Write end number `at`, for which there is room."""
    ends[at, FLOW] = flow
    ends[at, POT] = pot
    ends[at, KIND] = kind
    ends[at, AMOUNT] = amount
    ends[at, WORTH] = worth
