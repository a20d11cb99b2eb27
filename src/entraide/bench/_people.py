"""A link index filled with made-up people, past every policy, for benchmarks to link against."""

import contextlib
import time
from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

import numpy as np
import psycopg

from entraide.engines.link.candidates import KEYS_VERSION, Lexicon, keys_of_many

from ._population import Population

CHUNK = 50_000
_LABEL = (
    "tlp, audience, recipients, excluded_states, purposes, expires_on, disputed, legal_hold, hit_mode,"
    " handling_codes, caveat, source_grade, information_grade, state, unit"
)
_LABEL_VALUES = "2, '{}', '{}', '{}', 15, '2099-01-01', false, false, 1, '{}', '', 'F', '6', 'IN', false"
_STAGE = """
CREATE TEMP TABLE IF NOT EXISTS staged (number int, owner_id uuid, report_id uuid, names text[], birth_from date,
    birth_to date, sex text, nationalities text[], documents uuid[], place text);
TRUNCATE staged;
"""
_STORE = f"""
INSERT INTO intel_linkperson (number, owner_id, {_LABEL}, received_at, kind, record_id, report_id, names, birth_from,
        birth_to, sex, nationalities, documents, place, linked_at, deepened_at, keys_version)
    OVERRIDING SYSTEM VALUE
    SELECT number, owner_id, {_LABEL_VALUES}, now() - interval '1 day', 'person', gen_random_uuid(), report_id, names,
        birth_from, birth_to, sex, nationalities, documents, place, %(linked)s, %(linked)s, %(version)s FROM staged
"""
_ENTRIES = f"""
INSERT INTO intel_linkentry (owner_id, {_LABEL}, received_at, token, kind, record_kind, record_id, linked_at, capped)
    SELECT (%(owners)s::uuid[])[1 + n %% array_length(%(owners)s::uuid[], 1)], {_LABEL_VALUES}, now() - interval '1 day',
        md5('selector ' || n || ' ' || k)::uuid, 'phone', 'report', lpad(to_hex(n), 32, '0')::uuid, %(linked)s, false
    FROM generate_series(%(first)s::int, %(last)s::int) AS n, generate_series(1, 5) AS k
"""


def report_id(number: int) -> UUID:
    """The id of a made-up report."""
    return UUID(int=number)


@contextlib.contextmanager
def without_indexes(connection: psycopg.Connection, *tables: str) -> Iterator[None]:
    """Load first, make the indexes then: rows one by one into a large index take ten times as long."""
    made: list[str] = []
    for table in tables:
        constraints = connection.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = %s::regclass AND contype IN ('p', 'u')",
            [table],
        ).fetchall()
        for name, definition in constraints:
            connection.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"'.encode())
            made.append(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
        indexes = connection.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s", [table]
        ).fetchall()
        for name, definition in indexes:
            connection.execute(f'DROP INDEX "{name}"'.encode())
            made.append(definition)
    yield
    connection.execute("SET maintenance_work_mem = '1GB'")
    for statement in made:
        connection.execute(statement.encode())


def store(connection: psycopg.Connection, people: Population, owners: Sequence[UUID]) -> dict[str, float]:
    """All of a population, two in a report, with their keys; vacuumed and counted. Returns the seconds that
    the parts took: "people", "keys" (made), "load" (of keys), "index", "vacuum"."""
    from entraide.hub.intel.linking.candidates import count_heavy_keys, store_keys

    lexicon, began = Lexicon(), time.monotonic()
    taken = dict.fromkeys(("people", "keys", "load", "index", "vacuum"), 0.0)
    with without_indexes(connection, "intel_linkperson", "intel_namekey"), connection.cursor() as cursor:
        for begin in range(0, len(people), CHUNK):
            end = min(begin + CHUNK, len(people))
            start = time.monotonic()
            names = [[name] for name in people.names(begin, end)]
            years = people.year[begin:end].tolist()
            countries = [people.countries[place] for place in people.country[begin:end].tolist()]
            sexes = people.sex[begin:end].tolist()
            lines = [
                f"{number + 1}\t{owners[number // 2 % len(owners)]}\t{number // 2 + 1:032x}\t{{{_quoted(name)}}}"
                f"\t{year}-01-01\t{year}-12-31\t{'mf'[sex]}\t{{{country}}}\t{{}}\t\n"
                for number, (name,), year, sex, country in zip(
                    range(begin, end), names, years, sexes, countries, strict=True
                )
            ]
            _stage_lines(cursor, lines)
            staged = time.monotonic()
            keys, whose = keys_of_many(
                names, [(year, year) for year in years], [[one] for one in countries], lexicon
            )
            made = time.monotonic()
            store_keys(cursor, keys, (whose + begin + 1).astype(np.int32))
            taken["people"] += staged - start
            taken["keys"] += made - staged
            taken["load"] += time.monotonic() - made
            print(f"\r{end:,} of {len(people):,} stored", end="", flush=True)
    print("\r", end="")
    taken["index"] = time.monotonic() - began - taken["people"] - taken["keys"] - taken["load"]
    began = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('intel_linkperson', 'number'), %s)", [len(people)]
        )
        cursor.execute("VACUUM (ANALYZE) intel_namekey")
        cursor.execute("VACUUM (ANALYZE) intel_linkperson")
        count_heavy_keys(cursor)
    taken["vacuum"] = time.monotonic() - began
    return taken


def stage(cursor: psycopg.Cursor, rows: Iterable[Sequence[object]], *, linked: bool) -> None:
    """Rows (number, owner, report, names, birth from and to, sex, nationalities, documents, place) as people that
    were linked, or that wait."""
    cursor.execute(_STAGE)
    with cursor.copy("COPY staged FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    cursor.execute(_STORE, {"linked": "now" if linked else None, "version": KEYS_VERSION if linked else 0})


def _stage_lines(cursor: psycopg.Cursor, lines: Sequence[str]) -> None:
    """The same of rows as COPY takes them, of people that were linked: millions at ten times the speed."""
    cursor.execute(_STAGE)
    with cursor.copy("COPY staged FROM STDIN") as copy:
        copy.write("".join(lines))
    cursor.execute(_STORE, {"linked": "now", "version": KEYS_VERSION})


def _quoted(name: str) -> str:
    """A name in an array in a line of COPY."""
    return '"' + name.replace("\\", "").replace('"', '\\\\"') + '"'


def selectors(
    connection: psycopg.Connection, owners: Sequence[UUID], first: int, last: int, *, linked: bool
) -> None:
    """Five a report, of the reports ``first`` to ``last``."""
    given = {"owners": list(owners), "first": first, "last": last, "linked": "now" if linked else None}
    connection.execute(_ENTRIES, given)
