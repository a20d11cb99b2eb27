"""Keys of names in the database: who is found under those of a person, and how the linker keeps them at hand."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from entraide.engines.link.candidates import (
    CELL_SQL,
    DEEP,
    INLINE,
    KEYS_VERSION,
    Budget,
    HeavyKeys,
    Query,
    SecondLook,
    Seen,
    query,
)
from entraide.engines.link.candidates import keys_of as keys_of_names

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
_MET = 100_000  # people whose words are made ready beforehand
_SAMPLED = 5_000_000  # keys that are counted; of more, a share
_LEAST_SAMPLED = 3

# As bytes, not as rows: a row costs more to hand over than to find.
_LOOK_UP = """
SELECT string_agg(int4send(found.key) || int4send(found.person), ''::bytea) FROM (
    SELECT held.key, held.person
        FROM unnest(%s::int4[], %s::int4[]) AS asked (low, high)
        CROSS JOIN LATERAL (
            SELECT key, person FROM intel_namekey
                WHERE key BETWEEN asked.low AND asked.high ORDER BY key, person LIMIT %s) AS held
        LIMIT %s) AS found
"""
# As one text, for the same reason. What would part it wrongly is left out of the names.
_ROW, _FIELD, _ITEM = "\x1e", "\x1d", "\x1f"
_SEE = f"""
SELECT string_agg(concat_ws(E'{_FIELD}', number, translate(array_to_string(names, E'\\001'), E'{_ROW}{_FIELD}{_ITEM}\\001',
            E'   {_ITEM}'), coalesce(extract(year FROM birth_from)::text, ''),
        coalesce(extract(year FROM birth_to)::text, ''), array_to_string(nationalities, ' ')), E'{_ROW}')
    FROM intel_linkperson WHERE number = ANY (%s)
"""
_RANGE_SHARE = 4  # of the budget at most a quarter for one range, however wrong its count
_SLACK = 2


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


def find(cursor: Any, people: Iterable[Named], budget: Budget = INLINE) -> dict[int, list[int]]:
    """For each person's number the numbers of those who may be the same, the likeliest first; not itself."""
    heavy = heavy_keys(cursor)
    found: dict[int, list[int]] = {}
    for person in people:
        asked = query(person.names, heavy, budget, birth_years=_years(person), countries=person.nationalities)
        best, _ = asked.best(*look_up(cursor, asked, budget))
        found[person.number] = _looked_at(cursor, person, best[best != person.number])
    return found


def _looked_at(cursor: Any, person: Named, numbers: Int32s) -> list[int]:
    """The numbers, ordered by a second look at each."""
    if not len(numbers):
        return []
    cursor.execute(_SEE, [numbers.tolist()])
    told = cursor.fetchone()[0]
    if not told:
        return []
    rows = [row.split(_FIELD) for row in told.split(_ROW)]
    others = [
        Seen(names.split(_ITEM), (int(first), int(last)) if first and last else None, countries.split())
        for _, names, first, last, countries in rows
    ]
    years = _years(person)
    asked = Seen(person.names, (years[0], years[-1]) if years else None, person.nationalities)
    likeness = _second_look.likeness(asked, others)
    return [int(rows[place][0]) for place in np.argsort(-likeness, kind="stable").tolist()]


_second_look = SecondLook()
"""One a process: it keeps the words that it met."""


def look_up(cursor: Any, asked: Query, budget: Budget = INLINE) -> tuple[Int32s, Int32s]:
    """Keys and people under the ranges asked for: int32[n] each, n at most twice the budget's postings."""
    if not len(asked.low):
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    most = _SLACK * budget.postings
    cursor.execute(_LOOK_UP, [asked.low.tolist(), asked.high.tolist(), most // _RANGE_SHARE, most])
    held = cursor.fetchone()[0]
    rows = np.frombuffer(held or b"", ">i4").astype(np.int32).reshape(-1, 2)
    return np.ascontiguousarray(rows[:, 0]), np.ascontiguousarray(rows[:, 1])


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
    cursor.execute("SELECT names FROM intel_linkperson TABLESAMPLE SYSTEM (%s)", [percent])
    prepared = SecondLook()  # not the one that is in use meanwhile
    prepared.meet(Seen(names) for (names,) in cursor.fetchall())
    _second_look = prepared
    heavy_keys(cursor)
    return keys


def _years(person: Named) -> Sequence[int]:
    if person.birth_from is None or person.birth_to is None:
        return ()
    return range(person.birth_from.year, person.birth_to.year + 1)
