"""What accounts held before the record, from the balance that stands behind each row of a table."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ._amounts import Minor, Numbers
from ._found import FileReport

OVERDRAWN = "accounts that were overdrawn before their first row: their opening balance is left out"


def opening_of(
    report: FileReport,
    own: pa.Array,
    currency: pa.Array,
    moved: NDArray[np.int64],
    balance: tuple[Numbers, Minor],
    received: tuple[pa.Array, pa.Array],
    good: NDArray[np.bool_],
) -> None:
    """Tell the report what each account held before its first row: the balance there less what the row moved.

    `moved` (n): minor units, below zero for what left. `received`: accounts and currencies that something was changed
    into; the balance in that currency is not the row's, so of those that were changed into before, nothing is known.
    Where the newest row stands first, an account's last row in the file is its first in time.
    """
    numbers, minor = balance
    value = np.where(numbers.negative, -minor.amount, minor.amount)
    usable = good & ((minor.good & ~numbers.empty) | _is_zero(numbers)) & _there(own) & _there(currency)
    first = _first(pc.binary_join_element_wise(own, currency, "\x1f"), usable, report.descending)
    changed = _first(pc.binary_join_element_wise(*received, "\x1f"), good, report.descending)
    overdrawn = 0
    for key, row in first.items():
        account, _, code = key.partition("\x1f")
        if not report.descending and key in report.opened:
            continue
        report.opened.add(key)
        report.opening.pop((account, code), None)
        earlier = changed.get(key, row)
        if earlier > row if report.descending else earlier < row or key in report.changed_into:
            continue
        before = int(value[row] - moved[row])
        if before >= 0:
            report.opening[account, code] = before
        else:
            overdrawn += 1
    for key in changed.keys() - first.keys() if report.descending else ():
        account, _, code = key.partition("\x1f")
        report.opening.pop((account, code), None)
    report.changed_into.update(changed)
    report.note(OVERDRAWN, overdrawn)


def _first(keys: pa.Array, usable: NDArray[np.bool_], descending: bool) -> dict[str, int]:
    """The first row in time of each key."""
    encoded = keys.dictionary_encode()
    code = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False)
    places = np.flatnonzero(usable & (code >= 0))
    if descending:
        places = places[::-1]
    found, index = np.unique(code[places], return_index=True)
    names = encoded.dictionary.take(pa.array(found)).to_pylist()
    return dict(zip(names, places[index].tolist(), strict=True))


def _is_zero(numbers: Numbers) -> NDArray[np.bool_]:
    zero: NDArray[np.bool_] = pc.match_substring_regex(numbers.text, r"^0+\.?0*$").to_numpy(
        zero_copy_only=False
    )
    return zero & numbers.good


def _there(column: pa.Array) -> NDArray[np.bool_]:
    there: NDArray[np.bool_] = pc.is_valid(column).to_numpy(zero_copy_only=False)
    return there
