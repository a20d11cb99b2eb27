"""What accounts held before the record, from the balance that stands behind each row of a table; and whether each
balance follows from the one before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from entraide.vocabulary.currencies import shown

from ._amounts import Minor, Numbers
from ._found import FileReport

NO_STEP = "balances that do not fit those of the rows above: rows are missing, wrong or in another order"
OVERDRAWN = "accounts that were overdrawn before their first row: their opening balance is left out"


def balances_of(numbers: Numbers, minor: Minor) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Balances (n) in minor units, and which can be read."""
    value = np.where(numbers.negative, -minor.amount, minor.amount)
    return value, (minor.good & ~numbers.empty) | _is_zero(numbers)


def opening_of(
    report: FileReport,
    own: pa.Array,
    currency: pa.Array,
    moved: NDArray[np.int64],
    balance: tuple[NDArray[np.int64], NDArray[np.bool_]],
    received: tuple[pa.Array, pa.Array],
    good: NDArray[np.bool_],
) -> None:
    """Tell the report what each account held before its first row: the balance there less what the row moved.

    `moved` (n): minor units, below zero for what left. `balance` (n): as `balances_of` reads it. `received`: accounts and currencies that something was changed
    into; the balance in that currency is not the row's, so of those that were changed into before, nothing is known.
    Where the newest row stands first, an account's last row in the file is its first in time.
    """
    value, readable = balance
    usable = good & readable & _there(own) & _there(currency)
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


@dataclass(eq=False)
class Steps:
    """Rows of a statement in the order of its file (n): does each balance follow from the one before it?

    `moved`: minor units, below zero for what left. `own`, `other`: accounts; `currency`, `arriving`: what left and
    what came, if that is another. `good`: the row was taken, and its balance is a number. `line`: where it stands; `broken`: lines (ascending) of rows that are none.
    """

    own: pa.Array
    other: pa.Array
    currency: pa.Array
    arriving: pa.Array
    moved: NDArray[np.int64]
    balance: NDArray[np.int64]
    good: NDArray[np.bool_]
    line: NDArray[np.int64]
    broken: NDArray[np.int64]

    def check(self, report: FileReport) -> None:
        """Tell the report of steps that do not fit. Behind a row that was not taken, and behind one in which the
        other side is an account of the file too, nothing is compared: that row moved what no balance here shows."""
        n = len(self.own)
        good = self.good & ~_true(pc.equal(self.own, self.other))
        own = _named(self.own, self.currency)
        other = _named(self.other, pc.coalesce(self.arriving, self.currency))
        code = pa.concat_arrays([own, other]).dictionary_encode()
        names, key = code.dictionary.to_pylist(), pc.fill_null(code.indices, -1).to_numpy()
        place = np.tile(np.arange(n), 2)
        is_own = np.arange(2 * n) < n
        wall = np.cumsum(~good) + np.searchsorted(self.broken, self.line) + report.walls
        known = (key >= 0) & np.tile(good, 2)
        order = np.lexsort((~is_own, place, key))
        order = order[known[order]]
        key, place, is_own = key[order], place[order], is_own[order]
        starts = np.append(True, key[1:] != key[:-1]) if len(key) else np.zeros(0, np.bool_)
        for at in np.flatnonzero(starts & is_own).tolist():
            before = report.balances.get(names[key[at]])
            if before and before[0] == wall[place[at]]:
                self._step(report, before[1:], int(place[at]))
        follows = ~starts[1:] & is_own[1:] & is_own[:-1] & (wall[place[1:]] == wall[place[:-1]])
        first, then = place[:-1][follows], place[1:][follows]
        if report.descending:
            wrong = self.balance[first] - self.moved[first] != self.balance[then]
        else:
            wrong = self.balance[first] + self.moved[then] != self.balance[then]
        for before_row, row in zip(first[wrong].tolist(), then[wrong].tolist(), strict=True):
            self._step(report, (int(self.balance[before_row]), int(self.moved[before_row])), row)
        report.walls += int((~good).sum()) + len(self.broken)
        for at in np.flatnonzero(np.append(starts[1:], True)).tolist() if len(key) else ():
            name, row = names[key[at]], int(place[at])
            if is_own[at]:
                report.balances[name] = (int(wall[row]), int(self.balance[row]), int(self.moved[row]))
            else:
                report.balances.pop(name, None)

    def _step(self, report: FileReport, before: tuple[int, int], row: int) -> None:
        """Compare a row with the balance, and what moved, of the row above it."""
        above, moved_above = before
        moved, own = int(self.moved[row]), int(self.balance[row])
        begin, moved, end = (own, moved_above, above) if report.descending else (above, moved, own)
        if begin + moved == end:
            return
        if report.notes[NO_STEP] == 0:
            code = self.currency[row].as_py()
            report.note(
                f"line {self.line[row]}: its balance and that of the row above do not fit ({self.own[row].as_py()}):"
                f" {shown(begin, code)} and {shown(moved, code)} make {shown(begin + moved, code)} {code}, not {shown(end, code)}"
            )
        report.note(NO_STEP)


def _named(accounts: pa.Array, currency: pa.Array) -> pa.Array:
    return pc.binary_join_element_wise(accounts, currency, "\x1f")


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


def _true(column: pa.Array) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = pc.fill_null(column, False).to_numpy(zero_copy_only=False)
    return found


def _there(column: pa.Array) -> NDArray[np.bool_]:
    there: NDArray[np.bool_] = pc.is_valid(column).to_numpy(zero_copy_only=False)
    return there
