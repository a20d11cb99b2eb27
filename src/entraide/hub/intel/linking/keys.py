"""The narrow tables of keys, by which a row is found; each row knows those that it has there."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db.backends.utils import CursorWrapper


class Narrow(NamedTuple):
    """A table of keys: its name, and its columns for the key and for the row's number."""

    table: str
    key: str
    number: str


NAMES = Narrow("intel_namekey", "key", "person")

_DROP = "DELETE FROM {0.table} WHERE ({0.key}, {0.number}) IN (SELECT * FROM unnest(%s::int4[], %s::int4[]))"
_ADD = """
INSERT INTO {0.table} ({0.key}, {0.number}) SELECT * FROM unnest(%s::int4[], %s::int4[]) AS made (key, number)
    ORDER BY 1, 2 ON CONFLICT DO NOTHING
"""
_NOTE = """
UPDATE {table} AS row SET keys = made.keys::int4[]
    FROM unnest(%s::int4[], %s::text[]) AS made (number, keys) WHERE row.number = made.number
"""


def replace(
    cursor: CursorWrapper,
    narrow: Narrow,
    before: Mapping[int, Sequence[int]],
    after: Mapping[int, Sequence[int]],
) -> None:
    """Take out the keys that rows (by their numbers) no longer have, put in those that are new."""
    for statement, one, other in ((_DROP, before, after), (_ADD, after, before)):
        pairs = [(key, number) for number, keys in one.items() for key in set(keys) - set(other[number])]
        if pairs:
            changed = [[key for key, _ in pairs], [number for _, number in pairs]]
            cursor.execute(statement.format(narrow), changed)


def note(cursor: CursorWrapper, table: str, keys: Mapping[int, Sequence[int]]) -> None:
    """Write the keys beside their rows of ``table``."""
    cursor.execute(_NOTE.format(table=table), [list(keys), [literal(some) for some in keys.values()]])


def literal(numbers: Iterable[int]) -> str:
    """As PostgreSQL writes an array."""
    return "{" + ",".join(map(str, numbers)) + "}"
