"""The linker: compares what waits in the link index, writes hits, tells those who may know.

It runs as a process and a role of its own, reads the index only, and never sees a report or a value.

Several may work at once: each takes rows that no other holds. Each kind is one transaction: keys, what was
compared, and hits are committed together, or not at all.

A row that cannot be linked is put aside, and said in the log: the others do not wait for it.
"""

import logging
from collections.abc import Callable
from threading import Thread
from typing import NamedTuple

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper

from . import hits, selectors

PAGES_TO_WARM = 1000  # of 8 kB: fewer are read as they are needed

# How many are taken: a kind's own most; where one of them cannot be linked, those before it, in a few turns.
_FEWER: tuple[tuple[int, ...], ...] = ((), (64,), (8,))
_AWAY = (OperationalError, InterfaceError)  # the database, not a row

log = logging.getLogger(__name__)


class Kind(NamedTuple):
    """What waits in ``intel_<table>``, its ``done`` being null. ``link``: at most so many, or its own most, in a
    transaction; returns how many it took, in the order of ``number``."""

    table: str
    number: str
    done: str
    link: Callable[..., int]
    waits: str = ""


def link_waiting() -> int:
    """Link what waits, at most a batch of each kind, and tell; returns how much was done, 0 once nothing waits."""
    done = _turn(_SELECTORS)
    for kind in _LINKED_BY_LIKENESS:
        if _waits(kind):
            done += _turn(kind)
    return done


def deepen_waiting() -> int:
    """Look again for a few people, with more patience; returns how much was done. For when nothing waits."""
    return _turn(_AGAIN) if _waits(_AGAIN) else 0


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


def _waits(kind: Kind) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT 1 FROM intel_{kind.table} WHERE {kind.done} IS NULL)")
        return bool(cursor.fetchone()[0])


def _turn(kind: Kind) -> int:
    for most in _FEWER:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                return kind.link(cursor, *most) + hits.tell(cursor)
        except _AWAY:
            raise
        except Exception:
            if not most:
                log.exception("Some of intel_%s cannot be linked: fewer are tried.", kind.table)
    return _first_alone(kind)


def _first_alone(kind: Kind) -> int:
    """Link the first that waits, or put it aside."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {kind.number} FROM intel_{kind.table} WHERE {kind.done} IS NULL {kind.waits}"
            f" ORDER BY {kind.number} LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED"
        )
        first = cursor.fetchone()
        if first is None:
            return 0
        try:
            with transaction.atomic():
                return kind.link(cursor, 1)
        except _AWAY:
            raise
        except Exception:
            log.exception(
                "%s %d of intel_%s cannot be linked, and is put aside.", kind.number, *first, kind.table
            )
            cursor.execute(
                f"UPDATE intel_{kind.table} SET {kind.done} = now() WHERE {kind.number} = %s", first
            )
            return 1


# Engines are loaded with the first row that needs them: they take a second, and memory.


def _link_texts(cursor: CursorWrapper, *most: int) -> int:
    from .texts import link_waiting_texts

    taken, pairs = link_waiting_texts(cursor, *most)
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


def _link_pictures(cursor: CursorWrapper, *most: int) -> int:
    from .pictures import link_waiting_pictures

    taken, pairs = link_waiting_pictures(cursor, *most)
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


def _link_people(cursor: CursorWrapper, *most: int) -> int:
    from . import people

    return people.link(cursor, *most)


def _deepen_people(cursor: CursorWrapper, *most: int) -> int:
    from . import people

    return people.deepen(cursor, *most)


_SELECTORS = Kind("linkentry", "id", "linked_at", selectors.link)
_LINKED_BY_LIKENESS = (
    Kind("linktext", "number", "linked_at", _link_texts),
    Kind("linkpicture", "number", "linked_at", _link_pictures),
    Kind("linkperson", "number", "linked_at", _link_people),
)
_AGAIN = Kind("linkperson", "number", "deepened_at", _deepen_people, waits="AND linked_at IS NOT NULL")
