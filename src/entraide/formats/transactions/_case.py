"""A ledger on disk: one Parquet file, put together batch by batch, and whole or not there at all."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from .._problems import Rejected
from ._found import FILE_BITS, SCHEMA, Batch, FileReport, text_of_leg
from ._sides import join_sides
from ._times import DAY

OPENING, STOPS, FILES = b"entraide.opening", b"entraide.stops", b"entraide.files"
_ROWS = 1 << 16  # legs of a row group
_AT_ONCE = 500_000  # keys compared in memory at once
TWICE = "the record is there twice: the row is the same as an earlier one"
AGAIN = "the row was read from an earlier file already, which overlaps with this one"
TOLD = "rows tell of payments of which an earlier file tells too: each payment is one leg"
NOT_THERE = "a reversal of a payment that is not in these files: read as a payment back"
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
        self.reversals: list[tuple[int, str]] = []
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
        if descending:  # the newest row stands first; of one row, the payment stands before its fee
            part = np.arange(len(batch.row)) - np.searchsorted(batch.row, batch.row, side="left")
            sequence = (((1 << FILE_BITS - 4) - batch.row) << 3) + part
        sequence += file << FILE_BITS
        legs = legs.add_column(1, SCHEMA.field("sequence"), pa.array(sequence, pa.int64()))
        self._keep_keys(batch, legs, file)
        undo = pc.indices_nonzero(pc.fill_null(pc.equal(legs["kind"], "reversal"), False)).to_pylist()
        self.reversals += [(self.legs + place, legs["reverses"][place].as_py() or "") for place in undo]
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
            same_row = _first_words(legs["evidence"].combine_chunks())
        else:
            same_row = _hashes(batch.identity)
        if self.several and batch.worldwide:
            of_leg = same_row
        elif self.several:
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
            of_leg = _hashes(named)
            unnamed = ~batch.named
            if unnamed.any():
                bytes_and_ends = _hashes(ends.to_pylist()) ^ _first_words(legs["evidence"].combine_chunks())
                of_leg = np.where(unnamed, bytes_and_ends, of_leg)
        else:
            of_leg = np.zeros(n, np.uint64)
        values = {
            "same_row": same_row,
            "of_leg": of_leg,
            "record": np.where(batch.named, _hashes(legs["record"].to_pylist()), np.uint64(0)),
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
        drop = _places_of(row, np.unique(row[drop]))
        told = np.setdiff1d(told, drop)
        self.joined = self._count_told(told, reports)
        if len(drop) or len(told) or self.reversals:
            self._writer.close()
            yield from self._dropped(drop, twice, reports)
            drop = np.union1d(drop, told)
            undone = self._reversals(drop)
            for place, record in undone.items():
                if record is None:
                    reports[self._key("file", np.int32)[place]].note(NOT_THERE)
            draft, self._writer = self._draft, _writer(self._final)
            self._rewrite(draft, drop, undone)
            self._draft = self._final
        self._writer.add_key_value_metadata(_metadata(reports))
        self._writer.close()
        self.legs -= len(drop)
        if self.legs:
            several = _repeated(self._key("record", np.uint64))
            several = several[~np.isin(several, drop)]
            joined, self.unsure = join_sides(self._draft, several - np.searchsorted(drop, several))
            self.legs, self.joined = self.legs - joined, self.joined + joined
            os.replace(self._draft, self.to)

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
        same = _later(self._key("same_row", np.uint64), row)
        within, kept = [], []
        for legs, before in same:
            here = file[legs] == file[before]
            within.append(legs[here & named[legs]])
            kept.append(legs[here & ~named[legs]])
        for leg_file, count in zip(*np.unique(file[_put(kept)], return_counts=True), strict=True):
            reports[int(leg_file)].note(EQUAL_ROWS, int(count))
        if not self.several:
            return _put(within), np.zeros(0, np.int64)
        again = [legs for legs, _ in _later(self._key("of_leg", np.uint64), file)]
        return _put(within), np.setdiff1d(_put(again), _put(within))

    def _dropped(
        self, drop: NDArray[np.int64], twice: NDArray[np.int64], reports: list[FileReport]
    ) -> Iterator[tuple[FileReport, Rejected]]:
        row, file, line = self._key("row", np.int64), self._key("file", np.int32), self._key("line", np.int64)
        within = np.isin(drop, twice)
        # every leg of a row that goes belongs to it; the row is said once
        _, first = np.unique(row[drop], return_index=True)
        first = np.sort(first)
        for leg, text in zip(drop[first], self._texts(drop[first]), strict=True):
            reason = TWICE if within[np.searchsorted(drop, leg)] else AGAIN
            yield reports[int(file[leg])], Rejected(int(line[leg]), reason, text)
        for number, count in zip(*np.unique(file[drop], return_counts=True), strict=True):
            reports[int(number)].legs -= int(count)

    def _texts(self, legs: NDArray[np.int64]) -> Iterator[str]:
        begin = 0
        for part in _groups(self._draft, ["time", "source", "target", "amount", "currency", "record"]):
            here = legs[(legs >= begin) & (legs < begin + len(part))] - begin
            begin += len(part)
            yield from map(text_of_leg, part.take(pa.array(here)).to_pylist())

    def _reversals(self, drop: NDArray[np.int64]) -> dict[int, str | None]:
        """For each leg that undoes another, the record of the other; None where it is not there or does not fit."""
        gone = set(drop.tolist())
        reversals = [(place, record) for place, record in self.reversals if place not in gone]
        if not reversals:
            return {}
        places = dict(reversals)
        wanted = pa.array(sorted(set(places.values())), pa.string())
        first: dict[str, tuple[Any, ...]] = {}
        own: dict[int, tuple[Any, ...]] = {}
        begin = 0
        names = ["time", "sequence", "source", "target", "currency", "amount", "record", "kind"]
        for part in _groups(self._draft, names):
            found = np.flatnonzero(pc.is_in(part["record"], wanted).to_numpy(zero_copy_only=False))
            mine = [place - begin for place in places if begin <= place < begin + len(part)]
            rows = np.union1d(found, np.asarray(mine, np.int64)).astype(np.int64)
            for place, leg in zip(rows.tolist(), part.take(pa.array(rows)).to_pylist(), strict=True):
                if place + begin in gone:
                    continue
                values = tuple(leg[name] for name in names)
                if place + begin in places:
                    own[place + begin] = values
                if leg["record"] in first and values[:2] >= first[leg["record"]][:2]:
                    continue
                first[leg["record"]] = values
            begin += len(part)
        return {
            place: record if _undoes(own[place], first.get(record)) else None for place, record in reversals
        }

    def _rewrite(self, draft: Path, drop: NDArray[np.int64], undone: dict[int, str | None]) -> None:
        """The draft without some legs; reversals of nothing become payments back."""
        lost = np.asarray(sorted(place for place, record in undone.items() if record is None), np.int64)
        begin = 0
        for part in _groups(draft):
            legs = np.arange(begin, begin + len(part))
            begin += len(part)
            plain = np.isin(legs, lost)
            if plain.any():
                for name, value in (("kind", "payment"), ("reverses", None)):
                    column = pc.if_else(pa.array(plain), pa.scalar(value, pa.string()), part[name])
                    part = part.set_column(part.column_names.index(name), name, column)
            self._writer.write_table(part.filter(pa.array(~np.isin(legs, drop))).cast(SCHEMA))


def _metadata(reports: list[FileReport]) -> dict[bytes, str]:
    """What stands behind the table: opening balances, marks of accounts, and the files with their hashes."""
    opening = {key: balance for report in reversed(reports) for key, balance in report.opening.items()}
    said: dict[bytes, Any] = {
        OPENING: [[account, currency, balance] for (account, currency), balance in sorted(opening.items())],
        STOPS: {account: why for report in reports for account, why in report.stops.items()},
        FILES: [
            {"name": report.path.name, "sha256": report.sha256, "format": report.format, "rows": report.rows}
            for report in reports
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


def _put(parts: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    return np.sort(np.concatenate(parts)) if parts else np.zeros(0, np.int64)


def _later(
    keys: NDArray[np.uint64], owner: NDArray[Any]
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Places whose key another owner has at an earlier place, and that place; 0 is no key."""
    for places, values in _parts(keys):
        starts = np.flatnonzero(np.append(True, values[1:] != values[:-1]))
        first = places[np.repeat(starts, np.diff(np.append(starts, len(values))))]
        later = owner[places] != owner[first]
        yield places[later], first[later]


def _repeated(keys: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Places whose key another place has too, ascending; 0 is no key."""
    found = []
    for places, values in _parts(keys):
        starts = np.append(True, values[1:] != values[:-1])
        alone = starts & np.append(starts[1:], True)
        found.append(places[~alone])
    return _put(found)


def _places_of(values: NDArray[np.int64], wanted: NDArray[np.int64]) -> NDArray[np.int64]:
    """The places at which some values stand, ascending."""
    if not len(wanted):
        return wanted
    found = [
        np.flatnonzero(np.isin(values[at : at + _AT_ONCE], wanted)) + at
        for at in range(0, len(values), _AT_ONCE)
    ]
    return np.concatenate(found)


def _parts(keys: NDArray[np.uint64]) -> Iterator[tuple[NDArray[np.int64], NDArray[np.uint64]]]:
    """Places and their keys by key, in parts by the key's value, so that few are in memory at once."""
    parts = -(-len(keys) // _AT_ONCE)
    for part in range(parts):
        chosen = []
        for at in range(0, len(keys), _AT_ONCE):
            some = keys[at : at + _AT_ONCE]
            chosen.append(np.flatnonzero((some % np.uint64(parts) == part) & (some != 0)) + at)
        places = np.concatenate(chosen)
        values = np.asarray(keys[places])
        order = np.argsort(values, kind="stable")
        if len(order):
            yield places[order], values[order]


def _first_words(hashes: pa.Array) -> NDArray[np.uint64]:
    """The first eight bytes of each hash of 32."""
    begin, end = hashes.offset, hashes.offset + len(hashes)
    offsets = np.frombuffer(hashes.buffers()[1], np.int32)[begin : end + 1]
    data = np.frombuffer(hashes.buffers()[2], np.uint8) if hashes.buffers()[2] else np.zeros(0, np.uint8)
    whole = data[offsets[0] : offsets[-1]].reshape(len(hashes), 32)
    words: NDArray[np.uint64] = np.ascontiguousarray(whole[:, :8]).view(np.uint64).ravel()
    return words


def _hashes(words: list[str]) -> NDArray[np.uint64]:
    return np.fromiter(map(hash, words), np.int64, len(words)).view(np.uint64)


def _undoes(own: tuple[Any, ...], other: tuple[Any, ...] | None) -> bool:
    """Whether one leg undoes another, as the engine wants it: later, back, in its currency, for no more."""
    if other is None:
        return False
    time, sequence, source, target, currency, amount, *_ = own
    return bool(
        (time, sequence) > other[:2]
        and (source, target, currency) == (other[3], other[2], other[4])
        and amount <= other[5]
    )


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
