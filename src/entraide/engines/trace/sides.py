"""One payment told by several: the payer's bank, the payee's, an exchange, a chain. Each is one leg in a ledger.

Two statements that both show a payment would count it twice. What makes rows one payment is that they carry one
record id (a bank's reference that travels with the payment, a transaction's hash), stand within days of each other,
and agree on the sum where it left or where it arrived. Each side knows its own customer best:

- an end that one side does not name is what the other says;
- an account that one row pays and another is paid from stood between (an exchange's bank account, its hot wallet): the
  customer behind it takes its place;
- of the payer's and the payee's row in two currencies, one conversion is made.

Rows of one id that do not fit so are left as they are and named: they are never guessed together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

# Statements book a payment on the day it left and on the day it arrived, over a weekend and a holiday.
APART = timedelta(days=4)
# Rails of chains; a file in which money moves by one of them is about everybody's wallets.
CHAINS = ("chain", "bitcoin", "ethereum", "tron", "trc20", "erc20")
# How readers name an account of which a statement gives the holder alone.
_BY_NAME = " (named by "
_AT_ONCE = 1 << 20  # pairs of rows compared at once
_FEW = 1 << 17  # hashes in Python's hands at once
_HASH = 32  # bytes


@dataclass(frozen=True)
class Joined:
    """`table`: one row a payment, columns as given. `merged`: how many rows told what another had told. `unsure`:
    record ids of which several rows are kept, because they do not fit together as sides of one payment."""

    table: pa.Table
    merged: int
    unsure: tuple[str, ...]


def joined(
    table: pa.Table,
    file: Sequence[int] | NDArray[Any],
    *,
    whole: tuple[pa.Table, NDArray[Any]] | None = None,
) -> Joined:
    """A table for `Ledger.from_table` in which each payment stands once. `file` (n): which file told each row.

    Rows without record id stay. Legs of one transaction on a chain of coins, and fees, are never taken for sides.
    `whole`: source, target and rail of all rows, and their files, where the table has only those rows of a record
    whose ids are there several times (`repeated` finds them). Where there is a column `evidence` of hashes (binary),
    the row that is kept has those of all that told of it (`together`).
    """
    if "record" not in table.column_names or len(table) == 0:
        return Joined(table, 0, ())
    files = np.asarray(file, np.int64)
    code = _codes(table["record"])
    rows = np.flatnonzero(_repeated(code))
    if not len(rows):
        return Joined(table, 0, ())
    rows = rows[np.argsort(code[rows], kind="stable")]
    table = _with_room(table)
    own = _Own(*(whole or (table, files)))
    again, rows = _told_alike(table, rows, code, files, own.chains)
    told = _told(table, rows, files)
    pairs = [again]
    changed: dict[int, _Side] = {}
    unsure: list[str] = []
    for group in np.split(np.arange(len(rows)), np.flatnonzero(np.diff(code[rows])) + 1) if len(rows) else ():
        sides = [told[place] for place in group.tolist()]
        one = _one_payment([side for side in sides if side.kind != "fee"], own)
        if one is None:
            if len({side.file for side in sides}) > 1:
                unsure.append(str(table["record"][sides[0].row].as_py()))
            continue
        kept, gone = one
        pairs.append(np.asarray([(kept.row, row) for row in gone], np.int64).reshape(-1, 2))
        changed[kept.row] = kept
    merged = np.concatenate(pairs)
    keep = np.ones(len(table), np.bool_)
    keep[merged[:, 1]] = False
    table = _with_evidence(_changed(table, changed), merged)
    return Joined(table.filter(pa.array(keep)), len(merged), tuple(unsure))


def together(hashes: Iterable[bytes | None]) -> bytes | None:
    """The hashes of all rows that told of one leg: each once, one behind the other, in an order that does not depend
    on who told of it first. None where there is none."""
    parts = {one[at : at + _HASH] for one in hashes if one for at in range(0, len(one), _HASH)}
    return b"".join(sorted(parts)) or None


def _with_evidence(table: pa.Table, merged: NDArray[np.int64]) -> pa.Table:
    """The table in which rows that are kept have the evidence of those that go. `merged` (k, 2): kept, gone."""
    place = table.column_names.index("evidence") if "evidence" in table.column_names else -1
    if place < 0 or not pa.types.is_binary(table.schema.field(place).type):
        return table
    column = table["evidence"].combine_chunks()
    while len(merged):  # once, unless more than two told of one leg
        kept, first = np.unique(merged[:, 0], return_index=True)
        column = with_evidence_of(column, kept, column.take(pa.array(merged[first, 1])))
        merged = np.delete(merged, first, axis=0)
    return table.set_column(place, "evidence", column)


def with_evidence_of(evidence: pa.Array, rows: NDArray[np.int64], told: pa.Array) -> pa.Array:
    """Evidence (n) in which some rows (k, ascending) have what told of them besides (k) `together` with their own."""
    new = []
    for begin in range(0, len(rows), _FEW):
        own = evidence.take(pa.array(rows[begin : begin + _FEW])).to_pylist()
        more = told.slice(begin, _FEW).to_pylist()
        new.append(pa.array(map(together, zip(own, more, strict=True)), evidence.type))
    here = np.zeros(len(evidence), np.bool_)
    here[rows] = True
    return pc.replace_with_mask(evidence, here, pa.chunked_array(new, evidence.type).combine_chunks())


def _told_alike(
    table: pa.Table,
    rows: NDArray[np.int64],
    code: NDArray[np.int64],
    files: NDArray[np.int64],
    chains: frozenset[int],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Most records that are there twice are told in the same words: of those both rows (k, 2); and the rows of all
    other records, still in the order of their ids."""
    starts = np.flatnonzero(np.append(True, np.diff(code[rows]) != 0))
    pairs = starts[np.diff(np.append(starts, len(rows))) == 2]
    alike = np.zeros(len(pairs), np.bool_)
    for begin in range(0, len(pairs), _AT_ONCE):
        some = pairs[begin : begin + _AT_ONCE]
        first, second = rows[some], rows[some + 1]
        one, other = (table.select(list(_COLUMNS)).take(pa.array(place)) for place in (first, second))
        within = files[first] == files[second]
        same = ~(within & np.isin(files[first], list(chains)))
        if "evidence" in table.column_names:
            evidence = [table["evidence"].take(pa.array(place)) for place in (first, second)]
            same &= ~(within & _true(pc.equal(*evidence)))  # one row tells of two payments
        for name in _COLUMNS:
            if name not in ("time", "date_only"):
                same &= _equal(one[name], other[name])
        same &= ~_true(pc.equal(_plain(one["kind"]), "fee"))
        same &= ~_true(_plain(one["date_only"])) | _true(_plain(other["date_only"]))
        apart = np.abs(_microseconds(one["time"]) - _microseconds(other["time"]))
        alike[begin : begin + _AT_ONCE] = same & (apart <= APART // timedelta(microseconds=1))
    settled = np.zeros(len(rows), np.bool_)
    settled[pairs[alike]] = settled[pairs[alike] + 1] = True
    return np.stack([rows[pairs[alike]], rows[pairs[alike] + 1]], axis=1), rows[~settled]


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column


def _equal(one: pa.ChunkedArray, other: pa.ChunkedArray) -> NDArray[np.bool_]:
    one, other = _plain(one), _plain(other)
    return _true(pc.equal(one, other)) | _true(pc.and_(pc.is_null(one), pc.is_null(other)))


def _true(column: pa.ChunkedArray) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = pc.fill_null(column, False).to_numpy()
    return found


def _microseconds(column: pa.ChunkedArray) -> NDArray[np.int64]:
    found: NDArray[np.int64] = column.cast(pa.timestamp("us")).cast(pa.int64()).to_numpy()
    return found


def repeated(records: pa.ChunkedArray) -> NDArray[np.int64]:
    """The rows whose record id another row has too."""
    return np.flatnonzero(_repeated(_codes(records)))


@dataclass(frozen=True, slots=True)
class _Side:
    """A row, as one side tells a payment."""

    row: int
    file: int
    time: datetime
    date_only: bool
    source: str | None
    target: str | None
    amount: int
    currency: str
    kind: str
    target_amount: int | None
    target_currency: str | None
    reverses: str | None
    evidence: Any = None

    @property
    def leaves(self) -> tuple[int, str]:
        return self.amount, self.currency

    @property
    def arrives(self) -> tuple[int, str]:
        if self.target_amount is None or self.target_currency is None:
            return self.leaves
        return self.target_amount, self.target_currency


def _one_payment(sides: list[_Side], own: _Own) -> tuple[_Side, list[int]] | None:
    """The row that is kept, with what the others know, and the rows that go; None where they do not fit."""
    first = {(s.file, s.source, s.target, s.leaves, s.arrives, s.kind): s for s in reversed(sides)}
    if len(first) == 1:
        same = _best_known(sides, sides[0])
        # A file that says the same thrice does not tell of one payment's two sides.
        if len(sides) > (1 if sides[0].file in own.chains else 2):
            return None
        # Nor does a row of a batch of equal payments.
        if len(sides) == 2 and sides[0].evidence is not None and sides[0].evidence == sides[1].evidence:
            return None
        return same, [s.row for s in sides if s.row != same.row]
    views = list(first.values())
    if len({view.file for view in views}) < len(views):
        return None
    if max(s.time for s in sides) - min(s.time for s in sides) > APART:
        return None
    source = _end([view.source for view in views], [view.target for view in views], views, own)
    target = _end([view.target for view in views], [view.source for view in views], views, own)
    if source is None or target is None:
        return None
    payer, payee = _teller(views, source, own, out=True), _teller(views, target, own, out=False)
    if payer is None or payee is None:
        return None
    left, arrived = payer.leaves, payee.arrives
    if any(view.leaves != left and view.arrives != arrived for view in views):
        return None
    if left[1] == arrived[1] and left != arrived:
        return None
    kinds = {view.kind for view in views} - {"conversion", "payment"}
    if len(kinds) > 1 or (kinds and left != arrived):
        return None
    kind = kinds.pop() if kinds else "payment" if left == arrived else "conversion"
    timed = _best_known(views, payer)
    kept = _Side(
        row=payer.row,
        file=payer.file,
        time=timed.time,
        date_only=timed.date_only,
        source=source,
        target=target,
        amount=left[0],
        currency=left[1],
        kind=kind,
        target_amount=arrived[0] if kind == "conversion" else None,
        target_currency=arrived[1] if kind == "conversion" else None,
        reverses=next((view.reverses for view in views if view.reverses), None),
    )
    return kept, [s.row for s in sides if s.row != kept.row]


def _best_known(sides: Iterable[_Side], first: _Side) -> _Side:
    """The side that knows the hour; of those the first."""
    return next((side for side in (first, *sides) if not side.date_only), first)


def _end(named: list[str | None], across: list[str | None], views: list[_Side], own: _Own) -> str | None:
    """Who is at one end of the payment, as far as the views leave no doubt.

    An account that another view has at the other end stood between. Of two that are left, a chain knows the wallet
    that signed, and the other who is behind it; and a number tells more than a name.
    """
    between = set(across)
    told_by = {name: view.file for name, view in zip(named, views, strict=True) if name is not None}
    left = [name for name in told_by if name not in between] or list(told_by)
    if len(left) > 1:
        left = [name for name in left if told_by[name] not in own.chains] or left
    if len(left) > 1:
        left = [name for name in left if not named_only(name)] or left
    return left[0] if len(left) == 1 else None


def named_only(end: str) -> bool:
    """Whether an end is a name that a statement gives, and no account."""
    return _BY_NAME in end


def _teller(views: list[_Side], end: str, own: _Own, out: bool) -> _Side | None:
    """The view of the institution where the account at one end is held: the file that tells most of it. None where
    several tell as much, and not the same."""
    naming = [view for view in views if (view.source if out else view.target) == end]
    most = max(own.rows(view.file, end) for view in naming)
    best = [view for view in naming if own.rows(view.file, end) == most]
    sums = {view.leaves if out else view.arrives for view in best}
    return best[0] if len(sums) == 1 else None


class _Own:
    """How much each file tells of each account, and which files are of chains, which know no customers."""

    def __init__(self, table: pa.Table, files: NDArray[np.int64]) -> None:
        names = pa.chunked_array([_words(table["source"]), _words(table["target"])]).combine_chunks()
        ends = names.dictionary_encode()
        self._place = {name: place for place, name in enumerate(ends.dictionary.to_pylist())}
        self._width = len(self._place) + 1
        code = pc.fill_null(ends.indices, self._width - 1).to_numpy(zero_copy_only=False).astype(np.int64)
        keys, counts = np.unique(np.tile(files, 2) * self._width + code, return_counts=True)
        self._count = dict(zip(keys.tolist(), counts.tolist(), strict=True))
        self.chains: frozenset[int] = frozenset()
        if "rail" in table.column_names:
            on_chain = pc.is_in(_words(table["rail"]), pa.array(CHAINS))
            self.chains = frozenset(np.unique(files[on_chain.to_numpy(zero_copy_only=False)]).tolist())

    def rows(self, file: int, account: str) -> int:
        return -1 if file in self.chains else self._count.get(file * self._width + self._place[account], 0)


def _words(column: pa.ChunkedArray) -> pa.Array:
    return column.cast(pa.string()).combine_chunks()


def _codes(column: pa.ChunkedArray) -> NDArray[np.int64]:
    """A number for each different value; -1 where there is none."""
    encoded = column.combine_chunks()
    if not pa.types.is_dictionary(encoded.type):
        encoded = encoded.dictionary_encode()
    code: NDArray[np.int64] = (
        pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False).astype(np.int64)
    )
    return code


def _repeated(code: NDArray[np.int64]) -> NDArray[np.bool_]:
    counts = np.bincount(code[code >= 0], minlength=1)
    return np.where(code >= 0, counts[code], 0) > 1


def _told(table: pa.Table, rows: NDArray[np.int64], files: NDArray[np.int64]) -> list[_Side]:
    found = []
    names = [*_COLUMNS, *(["evidence"] if "evidence" in table.column_names else [])]
    for row, values in zip(rows.tolist(), table.select(names).take(pa.array(rows)).to_pylist(), strict=True):
        found.append(
            _Side(
                row=row,
                file=int(files[row]),
                time=values["time"],
                date_only=bool(values.get("date_only")),
                source=values["source"],
                target=values["target"],
                amount=values["amount"],
                currency=values["currency"],
                kind=values.get("kind") or "payment",
                target_amount=values.get("target_amount"),
                target_currency=values.get("target_currency"),
                reverses=values.get("reverses"),
                evidence=values.get("evidence"),
            )
        )
    return found


_COLUMNS: dict[str, pa.DataType | None] = {
    "time": None,
    "date_only": pa.bool_(),
    "source": None,
    "target": None,
    "amount": None,
    "currency": None,
    "kind": pa.string(),
    "target_amount": pa.int64(),
    "target_currency": pa.string(),
    "reverses": pa.string(),
}


def _with_room(table: pa.Table) -> pa.Table:
    """The table with empty columns for what joining may find out."""
    for name, kind in _COLUMNS.items():
        if kind is not None and name not in table.column_names:
            table = table.append_column(name, pa.nulls(len(table), kind))
    return table


def _changed(table: pa.Table, changed: Mapping[int, _Side]) -> pa.Table:
    """The table with what sides know better written into some rows."""
    if not changed:
        return table
    order = np.full(len(table), -1)
    order[list(changed)] = np.arange(len(changed))
    place = pa.array(order, mask=order < 0)
    for name in _COLUMNS:
        column = table[name]
        plain = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
        new = pa.array([getattr(side, name) for side in changed.values()], plain)
        old = column.cast(plain).combine_chunks()
        column = pc.if_else(pc.is_valid(place), new.take(place), old)
        table = table.set_column(table.column_names.index(name), name, column)
    return table
