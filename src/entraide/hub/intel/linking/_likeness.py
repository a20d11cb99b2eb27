"""What texts and pictures have in common: found by narrow keys, told by comparing, an organisation's crowd cut off.

An organisation may hold ``FAN_OUT`` copies of a thing; further ones are taken in, and neither stored for
finding nor paired: they would say what their forerunners say, and one text in a hundred thousand reports
would make more hits than anybody can read. Each organisation is counted for itself: were all counted together,
whoever files a thing again and again would see from their own hits going whether others hide it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple
from uuid import UUID

from django.db.backends.utils import CursorWrapper

from .keys import literal

FAN_OUT = 25
HOLDERS = 1000  # of one key that are looked at, the oldest first


class Pair(NamedTuple):
    """Two rows of a table that are alike, by their numbers: the one that was taken first, and how much.

    ``sure``: enough to tell those concerned at once; else a person looks first.
    """

    one: int
    other: int
    likeness: float
    sure: bool


class Near(NamedTuple):
    """The position of a value among others, how much it is alike, and whether that is sure."""

    at: int
    likeness: float
    sure: bool


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    owner: UUID
    record: UUID
    stored: bool  # its keys are in the narrow table
    value: Any


@dataclass(frozen=True, slots=True)
class Likeness:
    """A table whose rows are compared by ``value``, and the narrow one in which they are found.

    ``keys``: what is stored of a value, ``probes``: what is looked up for it. ``near``: of a value and others,
    those alike, the most alike first. ``read``: from the column to the value.
    """

    table: str
    column: str
    narrow: str
    key: str
    number: str
    read: Callable[[Any], Any]
    keys: Callable[[Any], list[int]]
    probes: Callable[[Any], list[int]]
    near: Callable[[Any, list[Any]], list[Near]]

    def take(self, cursor: CursorWrapper, most: int) -> tuple[int, list[Pair]]:
        """Take at most ``most`` rows that wait, store their keys, mark them. How many, and what is alike.

        Until the transaction ends other linkers wait with theirs: of two rows that are taken at the same time,
        one must find the other.
        """
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [self.table])
        waiting = self._rows(
            cursor, "linked_at IS NULL ORDER BY number LIMIT %s FOR UPDATE SKIP LOCKED", most
        )
        keys = [self.keys(row.value) for row in waiting]
        probes = keys if self.probes is self.keys else [self.probes(row.value) for row in waiting]
        known = self._known(cursor, set(chain.from_iterable(probes)))
        pairs: list[Pair] = []
        stored: dict[int, list[int]] = {}
        for row, own, asked in zip(waiting, keys, probes, strict=True):
            alike = self._alike(row, known.holding(asked))
            if alike is None:
                continue
            pairs += (Pair(row.number, other.number, near.likeness, near.sure) for other, near in alike)
            stored[row.number] = own
            known.add(row, own)
        self._store(cursor, {row.number: stored.get(row.number, []) for row in waiting})
        return len(waiting), pairs

    def found(self, cursor: CursorWrapper, probes: Sequence[int]) -> list[_Row]:
        """The stored rows that have one of these keys."""
        return list(self._known(cursor, set(probes)).holding(probes))

    def _known(self, cursor: CursorWrapper, probes: set[int]) -> _Known:
        cursor.execute(
            f"SELECT array_agg(probe.key)::text, array_agg(held.number)::text"
            f" FROM unnest(%s::int4[]) AS probe(key) CROSS JOIN LATERAL ("
            f" SELECT {self.number} AS number FROM {self.narrow} WHERE {self.key} = probe.key"
            f" ORDER BY {self.number} LIMIT {HOLDERS}) AS held",
            [literal(probes)],
        )
        keys, numbers = map(_numbers, cursor.fetchone())
        rows = self._rows(cursor, "number = ANY(%s::int4[])", literal(set(numbers))) if numbers else []
        known, by_number = _Known(), {row.number: row for row in rows}
        for key, number in zip(keys, numbers, strict=True):
            if number in by_number:
                known.add(by_number[number], (key,))
        return known

    def _rows(self, cursor: CursorWrapper, where: str, given: Any) -> list[_Row]:
        cursor.execute(
            f"SELECT number, owner_id, record_id, keys <> '{{}}', {self.column} FROM {self.table} WHERE {where}",
            [given],
        )
        return [
            _Row(number, owner, record, stored, self.read(value))
            for number, owner, record, stored, value in cursor.fetchall()
        ]

    def _alike(self, row: _Row, holders: Iterable[_Row]) -> list[tuple[_Row, Near]] | None:
        """The rows to pair one with, and how near; None if it is one of a crowd."""
        others = [other for other in holders if other.number != row.number and other.record != row.record]
        found = self.near(row.value, [other.value for other in others]) if others else []
        a_holder: Counter[UUID] = Counter()
        alike = []
        for near in found:
            other = others[near.at]
            a_holder[other.owner] += 1
            if a_holder[other.owner] <= FAN_OUT:
                alike.append((other, near))
        crowded = a_holder[row.owner] >= FAN_OUT and not row.stored  # one that is stored is looked at anew
        return None if crowded else alike

    def _store(self, cursor: CursorWrapper, keys: dict[int, list[int]]) -> None:
        cursor.execute(
            f"WITH done AS (UPDATE {self.table} AS row SET linked_at = now(), keys = made.keys::int4[]"
            f" FROM unnest(%s::int4[], %s::text[]) AS made(number, keys) WHERE row.number = made.number"
            f" RETURNING row.number, row.keys)"
            f" INSERT INTO {self.narrow} ({self.key}, {self.number})"
            f" SELECT unnest(keys), number FROM done ORDER BY 1 ON CONFLICT DO NOTHING",
            [literal(keys), [literal(some) for some in keys.values()]],
        )


class _Known:
    """Rows by their keys: those that were stored, and those of this batch as they come."""

    def __init__(self) -> None:
        self._holders: defaultdict[int, list[_Row]] = defaultdict(list)

    def add(self, row: _Row, keys: Iterable[int]) -> None:
        for key in keys:
            self._holders[key].append(row)

    def holding(self, probes: Iterable[int]) -> Iterable[_Row]:
        """Each once."""
        return {
            row.number: row for probe in probes if probe in self._holders for row in self._holders[probe]
        }.values()


def _numbers(array: str | None) -> list[int]:
    """As PostgreSQL writes an array."""
    return [int(number) for number in array[1:-1].split(",")] if array else []
