"""Many rows in one statement. COPY does not work under row-level security, so large batches are copied
into a temporary table and inserted from there, where every row meets its policy."""

from collections.abc import Sequence

from django.db import connection

_COPY_FROM = 200


def insert(table: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> int:
    """Insert the rows, passing over those whose unique key exists; returns how many were inserted."""
    if not rows:
        return 0
    listed = ", ".join(columns)
    with connection.cursor() as cursor:
        if len(rows) < _COPY_FROM:
            row = f"({', '.join(['%s'] * len(columns))})"
            values = [value for values in rows for value in values]
            cursor.execute(
                f"INSERT INTO {table} ({listed}) VALUES {', '.join([row] * len(rows))} ON CONFLICT DO NOTHING",
                values,
            )
            return cursor.rowcount
        cursor.execute(
            f"CREATE TEMP TABLE IF NOT EXISTS bulk_{table} ON COMMIT DELETE ROWS"
            f" AS SELECT {listed} FROM {table} WITH NO DATA"
        )
        with cursor.copy(f"COPY bulk_{table} ({listed}) FROM STDIN") as copy:
            for values in rows:
                copy.write_row(values)
        cursor.execute(
            f"INSERT INTO {table} ({listed}) SELECT {listed} FROM bulk_{table} ON CONFLICT DO NOTHING"
        )
        inserted = cursor.rowcount
        cursor.execute(f"TRUNCATE bulk_{table}")
        return inserted
