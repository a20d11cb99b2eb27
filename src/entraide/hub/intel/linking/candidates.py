"""Keys of names in the database: who is found under those of a person, and how the linker keeps them at hand."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Protocol

import numpy as np
import psycopg
from numpy.typing import NDArray

from entraide.engines.link.candidates import (
    CELL_SQL,
    DEEP,
    INLINE,
    KEYS_VERSION,
    Budget,
    Crowd,
    HeavyKeys,
    Query,
    SecondLook,
    Seen,
    query,
)
from entraide.engines.link.candidates import keys_of as keys_of_names

from .keys import literal

__all__ = [
    "DEEP",
    "INLINE",
    "KEYS_VERSION",
    "count_heavy_keys",
    "find",
    "heavy_keys",
    "keys_of",
    "load_heavy_keys",
    "look_up",
    "store_keys",
    "warm",
]

Int32s = NDArray[np.int32]

RECOUNTED_AFTER_SECONDS = 900.0
_MET = 2_000_000  # people whose words are made ready beforehand
_SAMPLED = 5_000_000  # keys that are counted; of more, a share
_LEAST_SAMPLED = 3

# As one array, not as rows: a row costs more to hand over than to find.
_LOOK_UP = """
SELECT array_agg(found.key::int8 << 32 | found.person) FROM (
    SELECT held.key, held.person
        FROM unnest(%s::int4[], %s::int4[]) AS asked (low, high)
        CROSS JOIN LATERAL (
            SELECT key, person FROM intel_namekey
                WHERE key BETWEEN asked.low AND asked.high LIMIT %s) AS held
        LIMIT %s) AS found
"""
# In columns, for the same reason, and names as `engines.link.candidates.Crowd` has them. What would part them
# wrongly is left out.
_ROW, _ITEM = "\x1e", "\x1f"
_NAMES = f"""
string_agg(translate(array_to_string(names, E'\\001'), E'{_ROW}{_ITEM}\\001', E'  {_ITEM}'), E'{_ROW}')
"""
_SEE = f"""
SELECT array_agg(number), {_NAMES}, array_agg(coalesce(birth_from, 'infinity')),
        array_agg(coalesce(birth_to, 'infinity')), string_agg(array_to_string(nationalities, ' '), E'{_ROW}')
    FROM intel_linkperson WHERE number = ANY (%s::int4[])
"""
_MEET = f"SELECT {_NAMES} FROM intel_linkperson TABLESAMPLE SYSTEM (%s) GROUP BY number / 10000"
_RANGE_SHARE = 4  # of the budget at most a quarter for one range, however wrong its count
_SLACK = 2
_HEAD = 20  # bytes of a binary array of one dimension before its elements
_INFINITY = 2**31 - 1  # as a date
BEST = 10
"""Of those found, how many are put in order: so many are compared."""


class Named(Protocol):
    """What is needed of a person to find others."""

    number: int
    names: list[str]
    birth_from: date | None
    birth_to: date | None
    nationalities: list[str]


def keys_of(person: Named) -> list[int]:
    """The keys under which a person is stored."""
    return [
        int(key)
        for key in keys_of_names(person.names, birth_years=_years(person), countries=person.nationalities)
    ]


def find(
    cursor: Any, people: Iterable[Named], budget: Budget = INLINE, best: int = BEST
) -> dict[int, list[int]]:
    """For each person's number the numbers of those who may be the same, the likeliest first; not itself.

    So many of the ``best`` are in order; those who follow are not told from one another any more.
    """
    heavy = heavy_keys(cursor)
    found: dict[int, list[int]] = {}
    for person in people:
        asked = query(person.names, heavy, budget, birth_years=_years(person), countries=person.nationalities)
        likely, bits = asked.best(*look_up(cursor, asked))
        others = likely != person.number
        found[person.number] = _looked_at(cursor, person, likely[others], bits[others], best)
    return found


def _looked_at(
    cursor: Any, person: Named, numbers: Int32s, bits: NDArray[np.float32], best: int
) -> list[int]:
    """The numbers, likeliest first, ordered by a second look at each; ``bits``: what keys say of them."""
    if not len(numbers):
        return []
    told, names, first, last, countries = _fetched(cursor, _SEE, [literal(numbers.tolist())])
    if not told:
        return []
    present = _int4s(told)
    places = np.argsort(numbers)[np.searchsorted(np.sort(numbers), present)]
    order = np.argsort(places)  # the likeliest first
    present = present[order]
    others = Crowd(
        names or b"",
        countries or b"",
        order,
        np.column_stack([_years_of(_int4s(dates)[order]) for dates in (first, last)]),
        bits[places[order]],
    )
    years = _years(person)
    asked = Seen(person.names, (years[0], years[-1]) if years else None, person.nationalities)
    likeness = _second_look.likeness(asked, others, best)
    return [int(number) for number in present[np.argsort(-likeness, kind="stable")]]


_second_look = SecondLook()
"""One a process: it keeps the words that it met."""


def look_up(cursor: Any, asked: Query) -> tuple[Int32s, Int32s]:
    """Keys and people under the ranges asked for: int32[n] each, n at most twice the budget's postings."""
    if not len(asked.low):
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    most = _SLACK * asked.postings
    ranges = [literal(asked.low.tolist()), literal(asked.high.tolist())]
    (held,) = _fetched(cursor, _LOOK_UP, [*ranges, most // _RANGE_SHARE, most])
    both = _elements(held, np.dtype(">i8"))
    return (both >> 32).astype(np.int32), (both & 0xFFFFFFFF).astype(np.int32)


def _fetched(cursor: Any, statement: str, given: Sequence[object]) -> tuple[bytes | None, ...]:
    """The columns of the one row of a statement, in PostgreSQL's binary form. It is planned once a connection."""
    with psycopg.Cursor(cursor.connection) as plain:
        plain.execute(statement, given, prepare=True, binary=True)
        row = plain.pgresult
        assert row is not None
        return tuple(row.get_value(0, column) for column in range(row.nfields))


def _elements(array: bytes | None, kind: np.dtype[Any]) -> NDArray[np.int64]:
    """The elements of a binary array without nulls: after its head, each after its length."""
    held = np.dtype([("length", ">i4"), ("element", kind)])
    found = np.frombuffer(array[_HEAD:] if array else b"", held)["element"]
    return found.astype(np.int64)


def _int4s(array: bytes | None) -> NDArray[np.int64]:
    return _elements(array, np.dtype(">i4"))


def _years_of(days: NDArray[np.int64]) -> NDArray[np.int32]:
    """The years of dates in PostgreSQL's binary form; 0 for infinity, which stands for none."""
    dates = np.datetime64("2000-01-01", "D") + np.where(days == _INFINITY, 0, days)
    return np.where(days == _INFINITY, 0, dates.astype("datetime64[Y]").astype(int) + 1970).astype(np.int32)


def store_keys(cursor: Any, keys: Int32s, people: Int32s) -> None:
    """Copy many keys in, ``people[i]`` having ``keys[i]``. Once all are in, vacuum: until then an index alone
    cannot answer."""
    rows = np.empty(
        len(keys), [("fields", ">i2"), ("a", ">i4"), ("key", ">i4"), ("b", ">i4"), ("person", ">i4")]
    )
    rows["fields"], rows["a"], rows["b"] = 2, 4, 4
    rows["key"], rows["person"] = keys, people
    with cursor.copy("COPY intel_namekey (key, person) FROM STDIN (FORMAT binary)") as copy:
        copy.write(b"PGCOPY\n\xff\r\n\0" + bytes(8))
        for begin in range(0, len(rows), 100_000):
            copy.write(rows[begin : begin + 100_000].tobytes())
        copy.write(b"\xff\xff")


_held: HeavyKeys | None = None
_held_since = 0.0


def heavy_keys(cursor: Any) -> HeavyKeys:
    """The table of heavy keys as this process holds it, read again now and then."""
    global _held, _held_since
    if _held is None or time.monotonic() - _held_since > RECOUNTED_AFTER_SECONDS:
        _held, _held_since = load_heavy_keys(cursor), time.monotonic()
    return _held


def load_heavy_keys(cursor: Any) -> HeavyKeys:
    """Read the table of heavy keys."""
    cursor.execute("SELECT string_agg(int4send(key) || int4send(holders), ''::bytea) FROM intel_heavykey")
    rows = np.frombuffer(cursor.fetchone()[0] or b"", ">i4").astype(np.int32).reshape(-1, 2)
    return HeavyKeys(rows[:, 0], rows[:, 1])


def count_heavy_keys(cursor: Any) -> int:
    """Count anew which keys many share, of very many keys by a sample; returns how many cells are heavy."""
    cursor.execute("SELECT greatest(reltuples, 0) FROM pg_class WHERE oid = 'intel_namekey'::regclass")
    percent = min(100.0, 100.0 * _SAMPLED / max(1.0, float(cursor.fetchone()[0])))
    sample = "" if percent == 100.0 else f"TABLESAMPLE SYSTEM ({percent:.3f})"
    least = max(_LEAST_SAMPLED, round(HeavyKeys.THRESHOLD * percent / 100))
    cursor.execute("DELETE FROM intel_heavykey")
    cursor.execute(
        f"INSERT INTO intel_heavykey (key, holders) SELECT {CELL_SQL} AS cell, count(*) * %s"
        f" FROM intel_namekey {sample} GROUP BY 1 HAVING count(*) >= %s",
        [100.0 / percent, least],
    )
    global _held
    _held = None
    return int(cursor.rowcount)


def warm(cursor: Any) -> int:
    """Read the index of keys and the people once, so that no look-up waits for the disk, and meet the words of
    many names. Returns how many keys there are."""
    global _second_look
    cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
    cursor.execute("SELECT count(*) FROM (SELECT key FROM intel_namekey ORDER BY key, person) AS ordered")
    keys = int(cursor.fetchone()[0])
    cursor.execute("SET LOCAL enable_seqscan = on; SET LOCAL enable_bitmapscan = on")
    cursor.execute("SELECT sum(cardinality(names)), count(*) FROM intel_linkperson")
    percent = min(100.0, 100.0 * _MET / max(1, cursor.fetchone()[1]))
    cursor.execute(_MEET, [percent])
    prepared = SecondLook()  # not the one that is in use meanwhile
    prepared.meet(names.encode() for (names,) in cursor.fetchall())
    prepared.likeness(Seen(["Anna Petrova"]), Crowd.of([Seen(["Анна Петрова"])]))  # compiled at its first use
    _second_look = prepared
    heavy_keys(cursor)
    gc.collect()
    gc.freeze()  # the words stay: collecting garbage among them again and again would hold reports up
    return keys


def _years(person: Named) -> Sequence[int]:
    if person.birth_from is None or person.birth_to is None:
        return ()
    return range(person.birth_from.year, person.birth_to.year + 1)
