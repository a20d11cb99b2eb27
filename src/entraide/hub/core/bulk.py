"""Many rows in one statement.

A few travel as one JSON parameter: a list of values for each would be parsed and planned anew every time.
Large batches are copied; as COPY does not work under row-level security, into a temporary table, and inserted
from there, where every row meets its policy.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import connection

_COPY_FROM = 200


def insert(
    table: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[object]],
    *,
    pass_over_known: bool = False,
    spread: bool = False,
) -> int:
    """Insert the rows; returns how many were inserted. ``pass_over_known``: those whose unique key exists are
    left out (asking for it costs, so ask only where it can happen). ``spread``: the first column of each row
    holds words parted by spaces, and each of them makes a row with the rest: what they share travels once."""
    if not rows:
        return 0
    listed = ", ".join(columns)
    known = " ON CONFLICT DO NOTHING" if pass_over_known else ""
    with connection.cursor() as cursor:
        if len(rows) < _COPY_FROM:
            names = [column.strip('"') for column in columns]
            whole = _spread(rows) if spread else rows
            records = [dict(zip(names, row, strict=True)) for row in whole]
            cursor.execute(
                f"INSERT INTO {table} ({listed}) SELECT {listed}"
                f" FROM jsonb_populate_recordset(NULL::{table}, %s){known}",
                [json.dumps(records, default=_as_json, ensure_ascii=False)],
            )
            return cursor.rowcount
        first, *rest = columns
        several, one = (f"{first}::text", f"string_to_table({first}, ' ')") if spread else (first, first)
        cursor.execute(
            f"CREATE TEMP TABLE IF NOT EXISTS bulk_{table} ON COMMIT DELETE ROWS"
            f" AS SELECT {', '.join((several, *rest))} FROM {table} WITH NO DATA"
        )
        with cursor.copy(f"COPY bulk_{table} ({listed}) FROM STDIN") as copy:
            for values in rows:
                copy.write_row(values)
        # in order of the first column, an id or a word: neighbours in the index are written together
        cursor.execute(
            f"INSERT INTO {table} ({listed}) SELECT {', '.join((one, *rest))} FROM bulk_{table} ORDER BY 1{known}"
        )
        inserted = cursor.rowcount
        cursor.execute(f"TRUNCATE bulk_{table}")
        return inserted


def _spread(rows: Iterable[Sequence[object]]) -> Iterator[Sequence[object]]:
    for words, *rest in rows:
        for word in str(words).split(" "):
            yield (word, *rest)


def _as_json(value: object) -> str:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (bytes, bytearray, memoryview)):
        return "\\x" + bytes(value).hex()
    raise TypeError(f"no JSON for {type(value).__name__}")
