"""A ledger on disk: one Parquet file, put together batch by batch, and whole or not there at all."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from entraide.engines.trace.sides import with_evidence_of

from .._problems import Rejected
from ._again import texts_of
from ._found import FILE_BITS, SCHEMA, Batch, FileReport
from ._keys import first_words, hashes, later, places_of, put, repeated, retold
from ._reversals import tie_reversals
from ._sides import join_sides
from ._times import DAY

OPENING, STOPS, FILES = b"entraide.opening", b"entraide.stops", b"entraide.files"
_ROWS = 1 << 16  # legs of a row group
TWICE = "the record is there twice: the row is the same as an earlier one"
AGAIN = "the row was read from an earlier file already, which overlaps with this one"
TOLD = "rows tell of payments of which an earlier file tells too: each payment is one leg"
EQUAL_ROWS = "a row is the same, byte by byte, as an earlier one, and neither has an id: both are kept"


class Case:
    """The file that is being made. Leaving the block without `finish`, or by an error, leaves nothing behind.

    `several` says whether more than one file is read: only then can a record have been read from an earlier one.
    """

    def __init__(self, to: Path, several: bool) -> None:
        self.to, self.several = to, several
        self.legs = 0
        self.joined = 0
        self.unsure: tuple[str, ...] = ()
        self.reversals = self._ledger = False
        self._tellers: dict[
            int, int
        ] = {}  # the number of the first that tells in each file: a ledger has several
        self._next = 0
        self._waiting: list[pa.Table] = []

    def __enter__(self) -> Case:
        self._folder = tempfile.TemporaryDirectory(prefix=f".{self.to.name}.", dir=self.to.parent)
        folder = Path(self._folder.name)
        self._draft, self._final = folder / "draft.parquet", folder / "final.parquet"
        self._writer: Any = _writer(self._draft)
        self._keys = {name: (folder / name).open("w+b") for name in _KEYS}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        for file in self._keys.values():
            file.close()
        self._writer.close()
        self._folder.cleanup()

    def add(self, batch: Batch, file: int, descending: bool) -> None:
        """Legs of a file, in its order."""
        if not len(batch.legs):
            return
        legs = batch.legs.combine_chunks()
        sequence = np.arange(self.legs, self.legs + len(legs), dtype=np.int64)
        if batch.sequence is not None:
            sequence, self._ledger = batch.sequence, True
        elif descending:  # the newest row stands first; of one row, the payment stands before its fee
            part = np.arange(len(batch.row)) - np.searchsorted(batch.row, batch.row, side="left")
            sequence = (((1 << FILE_BITS - 4) - batch.row) << 3) + part
        sequence = sequence + (self._tellers.setdefault(file, self._next) << FILE_BITS)
        self._next = max(self._next, (int(sequence.max()) >> FILE_BITS) + 1)
        legs = legs.add_column(1, SCHEMA.field("sequence"), pa.array(sequence, pa.int64()))
        self._keep_keys(batch, legs, file)
        self.reversals |= bool(pc.any(pc.equal(legs["kind"], "reversal")).as_py())
        self.legs += len(legs)
        self._waiting.append(legs.select(SCHEMA.names).cast(SCHEMA))
        if sum(map(len, self._waiting)) >= _ROWS:
            self._write()

    def _write(self) -> None:
        if self._waiting:
            self._writer.write_table(pa.concat_tables(self._waiting))
            self._waiting = []

    def _keep_keys(self, batch: Batch, legs: pa.Table, file: int) -> None:
        n = len(legs)
        if batch.identity is None:
            same_row = first_words(legs["evidence"].combine_chunks())
        else:
            same_row = hashes(list(batch.identity))
        if self.several:
            # The same under the same number on another day may be another payment: whether it is, sides tell.
            day = pa.array(legs["time"].cast(pa.int64()).to_numpy() // DAY)
            ends = pc.binary_join_element_wise(
                day.cast(pa.string()),
                *[
                    pc.fill_null(legs[name].cast(pa.string()), "")
                    # One bank knows what a payment was changed into, or at which hour, and the other does not: those
                    # are two sides.
                    for name in ("source", "target", "amount", "currency", "target_amount", "date_only")
                ],
                "\x1f",
            )
            named = pc.binary_join_element_wise(legs["record"], ends, "\x1f").to_pylist()
            of_leg = hashes(named)
            unnamed = ~batch.named
            if unnamed.any():
                bytes_and_ends = hashes(ends.to_pylist()) ^ first_words(legs["evidence"].combine_chunks())
                of_leg = np.where(unnamed, bytes_and_ends, of_leg)
            if batch.worldwide is not None and batch.worldwide.any():
                records = legs["record"].to_pylist()
                of_leg = np.where(batch.worldwide, hashes([f"transaction {one}" for one in records]), of_leg)
        else:
            of_leg = np.zeros(n, np.uint64)
        values = {
            "same_row": same_row,
            "of_leg": of_leg,
            "record": np.where(batch.named, hashes(legs["record"].to_pylist()), np.uint64(0)),
            "row": batch.row.astype(np.int64) + (file << FILE_BITS),
            "file": np.full(n, file, np.int32),
            "line": batch.line.astype(np.int64),
            "named": batch.named.astype(np.bool_),
        }
        for name, column in values.items():
            self._keys[name].write(np.ascontiguousarray(column).tobytes())

    def finish(self, reports: list[FileReport]) -> Iterator[tuple[FileReport, Rejected]]:
        """Take out what was read twice, tie reversals to their payments, join what two sides tell of one payment,
        and put the file in its place.

        Yields the rows that are taken out.
        """
        self._write()
        twice, again = self._later(reports)
        named, row = self._key("named", np.bool_), self._key("row", np.int64)
        told = again[named[again]]  # a fee that only one side knows stays
        drop = np.union1d(twice, again[~named[again]])
        drop = places_of(row, np.unique(row[drop]))
        told = np.setdiff1d(told, drop)
        self.joined = self._count_told(told, reports)
        if len(drop) or len(told):
            self._writer.close()
            yield from self._dropped(drop, twice, reports)
            hashes_told = self._hashes_told(told, drop)
            drop = np.union1d(drop, told)
            draft, self._writer = self._draft, _writer(self._final)
            self._rewrite(draft, drop, hashes_told)
            self._draft = self._final
        self._writer.add_key_value_metadata(_metadata(reports))
        self._writer.close()
        self.legs -= len(drop)
        if not self.legs:
            return
        if self.several or not self._ledger:  # what a ledger alone holds was joined and tied when it was made
            self._join(drop, reports)
        os.replace(self._draft, self.to)

    def _join(self, drop: NDArray[np.int64], reports: list[FileReport]) -> None:
        """Of the draft, in which `drop` is missing by now."""
        several = repeated(self._key("record", np.uint64))
        several = several[~np.isin(several, drop)]
        joined, self.unsure = join_sides(self._draft, several - np.searchsorted(drop, several))
        self.legs, self.joined = self.legs - joined, self.joined + joined
        if self.reversals:
            told, notes = tie_reversals(self._draft)
            self.legs, self.joined = self.legs - told, self.joined + told
            for teller, note in notes:
                reports[self._report_of(teller)].note(note)

    def _report_of(self, teller: int) -> int:
        return max((first, file) for file, first in self._tellers.items() if first <= teller)[1]

    def _count_told(self, told: NDArray[np.int64], reports: list[FileReport]) -> int:
        file = self._key("file", np.int32)
        for number, count in zip(*np.unique(file[told], return_counts=True), strict=True):
            reports[int(number)].note(TOLD, int(count))
        return len(told)

    def _key(self, name: str, kind: Any) -> NDArray[Any]:
        file = self._keys[name]
        file.flush()
        if not os.fstat(file.fileno()).st_size:
            return np.zeros(0, kind)
        return np.memmap(file, kind, "r")

    def _later(self, reports: list[FileReport]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Legs of rows that are the same as an earlier one of their file; legs that an earlier file has."""
        row, file, named = (
            self._key("row", np.int64),
            self._key("file", np.int32),
            self._key("named", np.bool_),
        )
        same = later(self._key("same_row", np.uint64), row)
        within, kept = [], []
        for legs, before in same:
            here = file[legs] == file[before]
            within.append(legs[here & named[legs]])
            kept.append(legs[here & ~named[legs]])
        for leg_file, count in zip(*np.unique(file[put(kept)], return_counts=True), strict=True):
            reports[int(leg_file)].note(EQUAL_ROWS, int(count))
        if not self.several:
            return put(within), np.zeros(0, np.int64)
        again = [legs for legs, _ in later(self._key("of_leg", np.uint64), file)]
        return put(within), np.setdiff1d(put(again), put(within))

    def _dropped(
        self, drop: NDArray[np.int64], twice: NDArray[np.int64], reports: list[FileReport]
    ) -> Iterator[tuple[FileReport, Rejected]]:
        row, file, line = self._key("row", np.int64), self._key("file", np.int32), self._key("line", np.int64)
        within = np.isin(drop, twice)
        # every leg of a row that goes belongs to it; the row is said once
        _, first = np.unique(row[drop], return_index=True)
        first = np.sort(first)
        legs = drop[first]
        for number in np.unique(file[legs]).tolist():
            own = legs[file[legs] == number]
            rows = row[own] - (number << FILE_BITS)
            for leg, text in zip(own.tolist(), texts_of(reports[number], rows), strict=True):
                reason = TWICE if within[np.searchsorted(drop, leg)] else AGAIN
                yield reports[number], Rejected.of(int(line[leg]), reason, text)
        for number, count in zip(*np.unique(file[drop], return_counts=True), strict=True):
            reports[int(number)].legs -= int(count)

    def _hashes_told(self, told: NDArray[np.int64], drop: NDArray[np.int64]) -> _Told:
        """For legs that stay, the evidence of legs of earlier files that told of the same, where it is another."""
        if not len(told):
            return _Told(told, pa.array([], pa.binary()))
        same_row, kept, others = self._key("same_row", np.uint64), [], []
        for stays, goes in retold(self._key("of_leg", np.uint64), self._key("file", np.int32)):
            new = np.isin(goes, told) & ~np.isin(stays, drop) & (same_row[stays] != same_row[goes])
            kept.append(stays[new])
            others.append(goes[new])
        legs, goes = np.concatenate(kept), np.concatenate(others)
        wanted, slot = np.unique(goes, return_inverse=True)
        parts, begin = [], 0
        for part in _groups(self._draft, ["evidence"]):
            here = wanted[(wanted >= begin) & (wanted < begin + len(part))] - begin
            parts += part["evidence"].take(pa.array(here)).chunks
            begin += len(part)
        order = np.argsort(legs, kind="stable")
        return _Told(
            legs[order], pa.chunked_array(parts, pa.binary()).combine_chunks().take(pa.array(slot[order]))
        )

    def _rewrite(self, draft: Path, drop: NDArray[np.int64], told: _Told) -> None:
        """The draft without some legs, those that stay with the evidence of those that told of the same."""
        begin = 0
        for part in _groups(draft):
            legs = np.arange(begin, begin + len(part))
            part = told.into(part, begin)
            begin += len(part)
            self._writer.write_table(part.filter(pa.array(~np.isin(legs, drop))).cast(SCHEMA))


@dataclass(frozen=True, eq=False)
class _Told:
    """Evidence (n) of what told of legs (n, ascending) besides."""

    legs: NDArray[np.int64]
    evidence: pa.Array

    def into(self, part: pa.Table, begin: int) -> pa.Table:
        first, last = np.searchsorted(self.legs, [begin, begin + len(part)]).tolist()
        legs, evidence = self.legs[first:last] - begin, self.evidence.slice(first, last - first)
        column = part["evidence"].combine_chunks()
        while len(legs):  # once, unless more than two told of one leg
            rows, once = np.unique(legs, return_index=True)
            column = with_evidence_of(column, rows, evidence.take(pa.array(once)))
            more = np.delete(np.arange(len(legs)), once)
            legs, evidence = legs[more], evidence.take(pa.array(more))
        return part.set_column(part.column_names.index("evidence"), "evidence", column)


def _metadata(reports: list[FileReport]) -> dict[bytes, str]:
    """What stands behind the table: opening balances, marks of accounts, and the files with their hashes."""
    opening = {key: balance for report in reversed(reports) for key, balance in report.opening.items()}
    said: dict[bytes, Any] = {
        OPENING: [[account, currency, balance] for (account, currency), balance in sorted(opening.items())],
        STOPS: {account: why for report in reports for account, why in report.stops.items()},
        FILES: [
            *{str(one.get("sha256")): one for report in reports for one in report.made_of}.values(),
            *(
                {"name": one.path.name, "sha256": one.sha256, "format": one.format, "rows": one.rows}
                for one in reports
            ),
        ],
    }
    return {key: json.dumps(value, ensure_ascii=False) for key, value in said.items()}


def said_in(path: Path, key: bytes) -> Any:
    """What a ledger's file says besides its table, None where it says nothing."""
    text = (pq.read_metadata(path).metadata or {}).get(key)
    return None if text is None else json.loads(text)


def _groups(path: Path, columns: list[str] | None = None) -> Iterator[pa.Table]:
    with pq.ParquetFile(path) as file:
        for number in range(file.num_row_groups):
            yield file.read_row_group(number, columns)


# Columns whose words repeat; ids and hashes do not.
_REPEATED = ["source", "target", "currency", "rail", "kind", "reverses", "target_currency"]
_KEYS = ("same_row", "of_leg", "record", "row", "file", "line", "named")


def _writer(path: Path) -> Any:
    return pq.ParquetWriter(path, SCHEMA, compression="zstd", use_dictionary=_REPEATED)


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
