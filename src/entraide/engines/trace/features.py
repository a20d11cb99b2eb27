"""What can be known of a transaction when it happens: 64 numbers each, nothing from the future.

Every number is made of the transaction itself and of what the two accounts and those around them did within the
window before it. The one exception: without `worth`, amounts are measured in the median amount of their
currency in the whole ledger, so that currencies can stand beside one another; give `worth` to fix the measure.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

import numba
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ._kernels.passing import own, passing, turned
from ._kernels.shapes import desk, shapes
from ._kernels.windows import account_windows, put_in_order_of, ticks

if TYPE_CHECKING:
    from .ledger import Ledger

WINDOW = timedelta(days=1)
LONGEST_CYCLE = 5
STEPS = 20_000  # of one search for one transaction; where hubs meet hubs, counts stop there
TOLERANCE = 0.2  # what may be kept or gained when a sum is passed on
_PARTS = 8  # runs of accounts, and the fewest legs for which it is worth to divide the work
_FEW = 100_000
_SIDE = ("legs", "others", "strangers", "sum", "mean", "deviation", "least", "most")

# Column by column, in the order of the kernels. Seconds; -1 where there is nothing to measure from.
FEATURES: tuple[str, ...] = (
    *(f"payer_out_{name}" for name in _SIDE),
    *(f"payer_in_{name}" for name in _SIDE),
    "pair_since", "paid_back", "payer_unusual", "payer_out_since", "payer_in_since", "payer_age",
    "passing", "passing_since",
    "scatter_gather_2", "scatter_gather_3", "scatter_gather_4", "scatter_gather_5_up",
    "cycle_2", "cycle_3", "cycle_4", "cycle_5",
    *(f"payee_out_{name}" for name in _SIDE),
    *(f"payee_in_{name}" for name in _SIDE),
    "payee_unusual", "payee_in_since", "payee_out_since", "payee_age",
    "chain", "returns",
    "worth", "hour", "weekday", "rail", "currency", "round", "payer_flow", "payee_flow", "to_self", "payee_in_spread",
)  # fmt: skip


def features(
    ledger: Ledger, window: timedelta = WINDOW, *, worth: Mapping[str, float] | None = None
) -> pa.Table:
    """The features of every leg of a ledger, by its number: 64 float32 columns named as in FEATURES.

    `worth`: what one minor unit of each currency is worth in a measure of your own. Raises KeyError for a
    currency that it lacks.
    """
    return as_table(feature_matrix(ledger, window, worth=worth))


def feature_matrix(
    ledger: Ledger, window: timedelta = WINDOW, *, worth: Mapping[str, float] | None = None
) -> NDArray[np.float32]:
    """The same numbers as one (n, 64) array, a row per leg."""
    if ledger.late:
        in_order = feature_matrix(ledger.settled(), window, worth=worth)
        by_number: NDArray[np.float32] = np.empty_like(in_order)
        by_number[ledger.in_time_order()] = in_order
        return by_number
    worths = worths_of(ledger, worth)
    rows = np.empty((len(ledger), len(FEATURES)), np.float32)
    if not len(ledger):
        return rows
    span = window // timedelta(microseconds=1)
    ins, in_time, in_worth = _windows_and_shapes(ledger, span, worths, rows)
    in_start, _ = ledger.incoming
    passing(
        in_start,
        ins,
        in_time,
        in_worth,
        ledger.time,
        ledger.source,
        ledger.target,
        worths,
        span,
        TOLERANCE,
        rows,
    )
    currency, rail = codes_of(ledger.currencies)[ledger.currency], codes_of(ledger.rails)[ledger.rail]
    own(ledger.time, ledger.source, ledger.target, ledger.amount, worths, currency, rail, rows)
    return rows


def shared_features(ledger: Ledger, window: timedelta, worths: NDArray[np.float64]) -> NDArray[np.float32]:
    """Only the columns of the accounts' windows and of the shapes, those that other programs have too; the rest of
    the (n, 64) array is left as it was found in memory."""
    rows = np.empty((len(ledger), len(FEATURES)), np.float32)
    if len(ledger):
        _windows_and_shapes(ledger, window // timedelta(microseconds=1), worths, rows)
    return rows


def _windows_and_shapes(
    ledger: Ledger, span: int, worths: NDArray[np.float64], rows: NDArray[np.float32]
) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.float64]]:
    """Fill their columns; what arrives, in the order of `ledger.incoming`."""
    out_start, out_legs = ledger.outgoing
    in_start, in_legs = ledger.incoming
    tick, oldest = ticks(ledger.time, span)
    outs, out_time, out_worth = in_order_of(out_legs, ledger.target, tick, ledger.time, worths)
    ins, in_time, in_worth = in_order_of(in_legs, ledger.source, tick, ledger.time, worths)
    threads = 1 if len(ledger) < _FEW else numba.get_num_threads()
    account_windows(
        out_start, out_legs, outs, out_time, out_worth, in_start, in_legs, ins, in_time, in_worth, span, rows,
        _even(out_start + in_start, _PARTS), np.zeros((threads, len(ledger.accounts), 4), np.int32),
    )  # fmt: skip
    shapes(
        out_start, out_legs, outs, in_start, in_legs, ins, tick, oldest, ledger.source, ledger.target, LONGEST_CYCLE,
        STEPS, rows, FEATURES.index("scatter_gather_2"), _pieces(len(ledger), threads),
        desk(threads, len(ledger.accounts), _slots(ledger.time, span), LONGEST_CYCLE),
    )  # fmt: skip
    return ins, in_time, in_worth


def as_table(rows: NDArray[np.float32]) -> pa.Table:
    """A feature matrix as a table with one column a feature."""
    step = 1 << 20
    batches = [
        pa.record_batch(
            [pa.array(column) for column in turned(rows, at, min(at + step, len(rows)))], FEATURES
        )
        for at in range(0, len(rows), step)
    ]
    return pa.Table.from_batches(batches, pa.schema([(name, pa.float32()) for name in FEATURES]))


def worths_of(ledger: Ledger, worth: Mapping[str, float] | None = None) -> NDArray[np.float64]:
    """What each leg is worth in one measure (n)."""
    unit = median_units(ledger) if worth is None else np.array([worth[code] for code in ledger.currencies])
    return unit[ledger.currency] * ledger.amount


def median_units(ledger: Ledger) -> NDArray[np.float64]:
    """For each currency, one divided by the median of its amounts."""
    units = np.ones(len(ledger.currencies))
    for code in range(len(units)):
        amounts = ledger.amount[ledger.currency == code]
        if len(amounts):
            units[code] = 1.0 / np.median(amounts)
    return units


def codes_of(words: tuple[str, ...]) -> NDArray[np.int32]:
    """A number for each word that is the same in every ledger, so that a scorer may meet it again."""
    return np.array([zlib.crc32(word.encode()) % 9973 for word in words], np.int32)


def _even(ends: NDArray[np.int64], parts: int) -> NDArray[np.int64]:
    """Bounds of runs of accounts with about as many legs each."""
    inner = np.searchsorted(ends, np.linspace(0, ends[-1], parts + 1)[1:-1])
    return np.concatenate([[0], inner, [len(ends) - 1]]).astype(np.int64)


def _pieces(legs: int, threads: int) -> NDArray[np.int64]:
    """Bounds of runs of legs: few of them, since each begins with a look back."""
    return np.linspace(0, legs, 1 + (1 if threads == 1 else 2 * threads)).astype(np.int64)


def in_order_of(
    legs: NDArray[np.int32],
    other: NDArray[np.int32],
    tick: NDArray[np.int32],
    time: NDArray[np.int64],
    worth: NDArray[np.float64],
) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.float64]]:
    """(other account, tick), time and worth of `legs`, in that order."""
    columns = np.empty((len(legs), 2), np.int32), np.empty(len(legs), np.int64), np.empty(len(legs))
    put_in_order_of(legs, other, tick, time, worth, *columns)
    return columns


def samples_of(legs: int) -> NDArray[np.int64]:
    """The legs whose windows are counted to tell how large windows get."""
    return np.linspace(0, legs - 1, 1000).astype(np.int64)


def slots_for(most: int) -> int:
    """A power of two of at least four times the most legs that stand in one window, at most 2^22."""
    return min(1 << 22, 1 << max(10, (4 * most - 1).bit_length()))


def _slots(time: NDArray[np.int64], window: int) -> int:
    at = samples_of(len(time))
    return slots_for(int((at - np.searchsorted(time, time[at] - window) + 1).max()))
