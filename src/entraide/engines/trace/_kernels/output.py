"""What a trace finds, in arrays that grow: flows along legs, and the ends of the traced money."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray


class Flows(NamedTuple):
    """Traced money on legs. A flow's `parent` is the flow that brought it; -1: a seed; -2: a mixture."""

    leg: NDArray[np.int64]
    offset: NDArray[np.int64]  # within what arrives with the leg
    left: NDArray[np.int64]  # in the currency of the leg's source
    arrived: NDArray[np.int64]  # in the currency of the leg's target
    value: NDArray[np.int64]  # in the currency of the loss
    parent: NDArray[np.int64]


class Ends(NamedTuple):
    """Where traced money came to rest: `flow` is the flow that brought it there (-1: a mixture)."""

    flow: NDArray[np.int64]
    pot: NDArray[np.int64]
    kind: NDArray[np.int64]
    amount: NDArray[np.int64]  # in the pot's currency
    value: NDArray[np.int64]


@njit(cache=True)
def new_flows(room: int) -> Flows:
    return Flows(
        np.empty(room, np.int64),
        np.empty(room, np.int64),
        np.empty(room, np.int64),
        np.empty(room, np.int64),
        np.empty(room, np.int64),
        np.empty(room, np.int64),
    )


@njit(cache=True)
def new_ends(room: int) -> Ends:
    return Ends(
        np.empty(room, np.int64),
        np.empty(room, np.int64),
        np.empty(room, np.int64),
        np.empty(room, np.int64),
        np.empty(room, np.int64),
    )


@njit(cache=True)
def put_flow(
    flows: Flows, at: int, leg: int, offset: int, left: int, arrived: int, value: int, parent: int
) -> Flows:
    """Write flow number `at`; the arrays that hold it, larger ones when they were full."""
    if at == len(flows.leg):
        larger = new_flows(4 * at)
        larger.leg[:at] = flows.leg
        larger.offset[:at] = flows.offset
        larger.left[:at] = flows.left
        larger.arrived[:at] = flows.arrived
        larger.value[:at] = flows.value
        larger.parent[:at] = flows.parent
        flows = larger
    flows.leg[at] = leg
    flows.offset[at] = offset
    flows.left[at] = left
    flows.arrived[at] = arrived
    flows.value[at] = value
    flows.parent[at] = parent
    return flows


@njit(cache=True)
def put_end(ends: Ends, at: int, flow: int, pot: int, kind: int, amount: int, value: int) -> Ends:
    """Write end number `at`; the arrays that hold it, larger ones when they were full."""
    if at == len(ends.flow):
        larger = new_ends(4 * at)
        larger.flow[:at] = ends.flow
        larger.pot[:at] = ends.pot
        larger.kind[:at] = ends.kind
        larger.amount[:at] = ends.amount
        larger.value[:at] = ends.value
        ends = larger
    ends.flow[at] = flow
    ends.pot[at] = pot
    ends.kind[at] = kind
    ends.amount[at] = amount
    ends.value[at] = value
    return ends


@njit(cache=True)
def cut(flows: Flows, flow_count: int, ends: Ends, end_count: int) -> tuple[Flows, Ends]:
    return (
        Flows(
            flows.leg[:flow_count],
            flows.offset[:flow_count],
            flows.left[:flow_count],
            flows.arrived[:flow_count],
            flows.value[:flow_count],
            flows.parent[:flow_count],
        ),
        Ends(
            ends.flow[:end_count],
            ends.pot[:end_count],
            ends.kind[:end_count],
            ends.amount[:end_count],
            ends.value[:end_count],
        ),
    )
