"""Reversals tied to the payments that they undo, once each payment stands in the ledger once.

A reversal names its payment by the id. What the statement does not repeat of it (the other side, the hour) is taken
from the payment. What cannot be an undoing of it becomes a payment back: a ledger holds no reversal that does not fit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from entraide.engines.trace.sides import APART, named_only, together

from ._found import FILE_BITS, SCHEMA
from ._sides import ROW, rewrite, whole_rows
from ._times import DAY

NOT_THERE = "a reversal of a payment that is not in these files: read as a payment back"
NO_FIT = (
    "a reversal that does not fit its payment (other accounts, another currency, before it, or more than is left"
    " of it): read as a payment back"
)
_BEHIND = (1 << FILE_BITS) - 1
_APART = APART // timedelta(microseconds=1)
# What is still the same day somewhere: no zone is more than twelve hours behind UTC.
_DAY = DAY + DAY // 2


@dataclass(slots=True)
class _Leg:
    """A leg as far as undoing goes, `row` its place in the file, times in microseconds; `told` by how many rows."""

    row: int
    time: int
    sequence: int
    source: str | None
    target: str | None
    currency: str
    amount: int
    record: str
    kind: str
    reverses: str | None
    date_only: bool
    evidence: bytes | None
    left: int = field(default=0, compare=False)

    @property
    def teller(self) -> int:
        return self.sequence >> FILE_BITS


@dataclass(slots=True)
class _Undoing:
    """A reversal, and the files that told of it."""

    leg: _Leg
    tellers: list[int]


def tie_reversals(path: Path) -> tuple[int, list[tuple[int, str]]]:
    """Tie the reversals in a ledger's file to their payments. Memory holds both.

    Returns how many told of a reversal of which another row told, and what is to be said, each with the file that
    told of it (as its sequence says).
    """
    reversals = sorted(_legs(path, pc.equal(pc.field("kind"), "reversal")), key=_order)
    wanted = pa.array({one.reverses for one in reversals if one.reverses}, pa.string())
    payments: dict[str | None, _Leg] = {}
    for leg in _legs(path, pc.is_in(pc.field("record"), wanted) & (pc.field("kind") != "reversal")):
        if leg.record not in payments or _order(leg) < _order(payments[leg.record]):
            payments[leg.record] = leg
    before = {leg.row: asdict(leg) for leg in (*reversals, *payments.values())}
    ties = _Ties(payments, _owners(path, reversals, payments))
    for leg in reversals:
        ties.take(leg)
    ties.settle()
    gone = {leg.row for leg in ties.gone}
    changed = [leg for leg in (*reversals, *payments.values()) if asdict(leg) != before[leg.row]]
    _write(path, [leg for leg in changed if leg.row not in gone], gone)
    return len(gone), ties.notes


class _Ties:
    """Which reversals undo which payments. `payments`: by record id, the first leg that has it."""

    def __init__(self, payments: dict[str | None, _Leg], owners: _Owners) -> None:
        self.payments, self.owners = payments, owners
        self.undoing: dict[str, list[_Undoing]] = {}
        self.gone: list[_Leg] = []
        self.paid_back: list[_Leg] = []
        self.notes: list[tuple[int, str]] = []

    def take(self, leg: _Leg) -> None:
        """The next reversal in the order of time."""
        payment = self.payments.get(leg.reverses)
        if payment is None:
            self._pay_back(leg, NOT_THERE)
        elif not _fits(leg, payment):
            self._pay_back(leg, NO_FIT)
        elif same := self._told_before(leg, payment):
            _name(leg, payment)
            same.tellers.append(leg.teller)
            same.leg.evidence = together([same.leg.evidence, leg.evidence])
            if same.leg.date_only and not leg.date_only:
                same.leg.time, same.leg.date_only = leg.time, False
            self.gone.append(leg)
        elif leg.amount > payment.left:
            self._pay_back(leg, NO_FIT)
        else:
            _name(leg, payment)
            payment.left -= leg.amount
            self.undoing.setdefault(payment.record, []).append(_Undoing(leg, [leg.teller]))

    def settle(self) -> None:
        """Write into reversals what their payments are known to be by now."""
        for leg in self.paid_back:  # which grows
            payment = self.payments.get(leg.record)
            if payment is not None and _order(leg) < _order(payment):  # it takes the payment's place
                for one in self.undoing.pop(payment.record, []):
                    self._pay_back(one.leg, NO_FIT)
        for record, undoing in self.undoing.items():
            payment = self.payments[record]
            for one in undoing:
                one.leg.source, one.leg.target = payment.target, payment.source
                if _order(one.leg) <= _order(payment):
                    one.leg.time, one.leg.date_only = payment.time, payment.date_only
                    one.leg.sequence = payment.sequence | _BEHIND

    def _told_before(self, leg: _Leg, payment: _Leg) -> _Undoing | None:
        """The same reversal as the bank of the other side told it: of one sum within days, in another's statement."""
        own = self.owners.of(leg.teller, payment)
        for one in self.undoing.get(payment.record, ()):
            near = abs(one.leg.time - leg.time) <= _APART and leg.amount == one.leg.amount
            others = leg.teller not in one.tellers and not any(
                own is not None and own == self.owners.of(teller, payment) for teller in one.tellers
            )
            if near and others:
                return one
        return None

    def _pay_back(self, leg: _Leg, why: str) -> None:
        self.notes.append((leg.teller, why))
        self.paid_back.append(leg)
        leg.kind, leg.reverses = "payment", None


def _order(leg: _Leg) -> tuple[int, int]:
    return leg.time, leg.sequence


def _legs(path: Path, which: pc.Expression) -> Iterator[_Leg]:
    names = [name for name in _Leg.__slots__ if name not in ("row", "left")]
    begin = 0
    with pq.ParquetFile(path) as file:
        for number in range(file.num_row_groups):
            part = file.read_row_group(number, names)
            part = part.append_column(ROW, pa.array(np.arange(begin, begin + len(part))))
            begin += len(part)
            part = part.filter(which)
            part = part.set_column(part.column_names.index("time"), "time", part["time"].cast(pa.int64()))
            for values in part.to_pylist():
                yield _Leg(**values, left=values["amount"])


def _fits(leg: _Leg, payment: _Leg) -> bool:
    """Whether a leg can go back where the payment came from, after it: an end that is not known fits any."""
    ends = (leg.source, payment.target), (leg.target, payment.source)
    day = DAY if payment.date_only else _DAY
    return (
        leg.currency == payment.currency
        and leg.amount <= payment.amount
        and all(own == other or _unsure(own) or _unsure(other) for own, other in ends)
        and (_order(leg) > _order(payment) or (bool(leg.date_only) and payment.time < leg.time + day))
    )


def _unsure(end: str | None) -> bool:
    return end is None or named_only(end)


def _name(leg: _Leg, payment: _Leg) -> None:
    """Ends that only the reversal names are the payment's, too."""
    payment.source = leg.target if payment.source is None else payment.source
    payment.target = leg.source if payment.target is None else payment.target


class _Owners:
    """Whose statement a file is: of a payment's two ends the one that it tells more of. `told`: legs by file and end."""

    def __init__(self, told: Counter[tuple[int, str | None]]) -> None:
        self._told = told

    def of(self, teller: int, payment: _Leg) -> str | None:
        """None where it tells as much of both."""
        source, target = (self._told[teller, end] for end in (payment.source, payment.target))
        return None if source == target else payment.source if source > target else payment.target


def _owners(path: Path, reversals: list[_Leg], payments: dict[str | None, _Leg]) -> _Owners:
    """Looked for where several files tell of reversals of one payment."""
    tellers: dict[str, set[int]] = {}
    for leg in reversals:
        tellers.setdefault(leg.reverses or "", set()).add(leg.teller)
    several = {record for record, told in tellers.items() if len(told) > 1}
    legs = [*(leg for leg in reversals if leg.reverses in several), *map(payments.get, several)]
    ends = {end for leg in legs if leg is not None for end in (leg.source, leg.target)} - {None}
    told: Counter[tuple[int, str | None]] = Counter()
    if not ends:
        return _Owners(told)
    wanted = pa.array(ends, pa.string())
    with pq.ParquetFile(path) as file:
        for number in range(file.num_row_groups):
            part = file.read_row_group(number, ["source", "target", "sequence"])
            for side in ("source", "target"):
                here = part.filter(pc.is_in(part[side], wanted))
                files = here["sequence"].to_numpy() >> FILE_BITS
                told.update(zip(files.tolist(), here[side].to_pylist(), strict=True))
    return _Owners(told)


def _write(path: Path, changed: list[_Leg], gone: set[int]) -> None:
    if not changed and not gone:
        return
    rows = np.sort(np.asarray([*(leg.row for leg in changed), *gone], np.int64))
    by_row = {leg.row: leg for leg in changed}
    whole = whole_rows(path, rows)
    kept: list[dict[str, Any]] = [
        {**values, **_values(by_row[values[ROW]])} for values in whole.to_pylist() if values[ROW] in by_row
    ]
    rewrite(path, rows, pa.Table.from_pylist(kept, SCHEMA.append(pa.field(ROW, pa.int64()))))


def _values(leg: _Leg) -> dict[str, Any]:
    return {name: value for name, value in asdict(leg).items() if name not in ("row", "left")}
