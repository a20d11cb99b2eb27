"""The linker: compares what waits in the link index, writes hits, tells those who may know.

It runs as a process and a role of its own, reads the index only, and never sees a report or a value.

Several may work at once: each takes rows that no other holds. Each kind is one transaction: keys, what was
compared, and hits are committed together, or not at all.
"""

from collections.abc import Callable

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from . import hits, selectors


def link_waiting() -> int:
    """Link what waits, at most a batch of each kind, and tell; returns how much was done, 0 once nothing waits."""
    return sum(map(_turn, (selectors.link, _link_texts, _link_pictures, _link_people)))


def deepen_waiting() -> int:
    """Look again for a few people, with more patience; returns how much was done. For when nothing waits."""
    return _turn(_deepen_people)


def _turn(link: Callable[[CursorWrapper], int]) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        return link(cursor) + hits.tell(cursor)


# Engines are loaded with the first row that needs them: they take a second, and memory.


def _link_texts(cursor: CursorWrapper) -> int:
    if not _waits(cursor, "linktext"):
        return 0
    from .texts import link_waiting_texts

    taken, pairs = link_waiting_texts(cursor)
    found = [
        hits.Pair(
            pair.one,
            pair.other,
            {"kind": "text", "similarity": round(pair.likeness, 2)},
            hits.SURE if pair.sure else hits.TO_REVIEW,
        )
        for pair in pairs
    ]
    hits.write(cursor, "linktext", found, likeness="(pairs.reason ->> 'similarity')::float")
    return taken


def _link_pictures(cursor: CursorWrapper) -> int:
    if not _waits(cursor, "linkpicture"):
        return 0
    from .pictures import link_waiting_pictures

    taken, pairs = link_waiting_pictures(cursor)
    found = [
        hits.Pair(
            pair.one,
            pair.other,
            {"kind": "picture", "distance": int(pair.likeness)},
            hits.SURE if pair.sure else hits.TO_REVIEW,
        )
        for pair in pairs
    ]
    hits.write(cursor, "linkpicture", found, likeness="-(pairs.reason ->> 'distance')::int")
    return taken


def _link_people(cursor: CursorWrapper) -> int:
    if not _waits(cursor, "linkperson"):
        return 0
    from . import people

    return people.link(cursor)


def _deepen_people(cursor: CursorWrapper) -> int:
    if not _waits(cursor, "linkperson", "deepened_at"):
        return 0
    from . import people

    return people.deepen(cursor)


def _waits(cursor: CursorWrapper, table: str, column: str = "linked_at") -> bool:
    cursor.execute(f"SELECT EXISTS (SELECT 1 FROM intel_{table} WHERE {column} IS NULL)")
    return bool(cursor.fetchone()[0])
