"""The linker: compares what waits in the link index, writes hits, tells those who may know.

It runs as a process and a role of its own, reads the index only, and never sees a report or a value.

Several may work at once: each takes rows that no other holds. Each kind is one transaction: keys, what was
compared, and hits are committed together, or not at all.
"""

from collections.abc import Callable, Iterator
from threading import Thread

from django.db import OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper

from . import hits, selectors

PAGES_TO_WARM = 1000  # of 8 kB: fewer are read as they are needed

Link = Callable[[CursorWrapper], int]  # in a transaction; returns how many it took


def link_waiting() -> int:
    """Link what waits, at most a batch of each kind, and tell; returns how much was done, 0 once nothing waits."""
    done = _turn(selectors.link)
    for link in _waiting():
        done += _turn(link)
    return done


def deepen_waiting() -> int:
    """Look again for a few people, with more patience; returns how much was done. For when nothing waits."""
    return _turn(_deepen_people) if _waits("linkperson", "deepened_at") else 0


def warm() -> None:
    """Read the index of names before it is asked, in the background: from a cold disk each look-up takes ten
    times as long."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpages FROM pg_class WHERE oid = 'intel_namekey'::regclass")
        if cursor.fetchone()[0] > PAGES_TO_WARM:
            Thread(target=_warm, name="warm", daemon=True).start()


def _warm() -> None:
    from .candidates import warm as read_all

    try:
        with transaction.atomic(), connection.cursor() as cursor:
            read_all(cursor)
    except OperationalError:
        pass  # the database went; whoever serves finds out and says so
    finally:
        connection.close()


def _waiting() -> Iterator[Link]:
    for table, link in _LINKS.items():
        if _waits(table, "linked_at"):
            yield link


def _waits(table: str, column: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT 1 FROM intel_{table} WHERE {column} IS NULL)")
        return bool(cursor.fetchone()[0])


def _turn(link: Link) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        return link(cursor) + hits.tell(cursor)


# Engines are loaded with the first row that needs them: they take a second, and memory.


def _link_texts(cursor: CursorWrapper) -> int:
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
    from . import people

    return people.link(cursor)


def _deepen_people(cursor: CursorWrapper) -> int:
    from . import people

    return people.deepen(cursor)


_LINKS = {"linktext": _link_texts, "linkpicture": _link_pictures, "linkperson": _link_people}
