"""Keys made anew and all compared again, while the hub serves: after the tables changed by which names are read.

In batches, each committed for itself, so that nobody waits long and a rebuild that was stopped goes on where it
was. What people decided is not touched: a hit that somebody decided or wrote about stays.
"""

from collections.abc import Callable

from django.db import connection, transaction

from entraide.engines.link.candidates import KEYS_VERSION, Lexicon

from . import candidates, hits, people
from ._likeness import Likeness
from .keys import Narrow, note, replace
from .pictures import PICTURES
from .texts import TEXTS

BATCH, COMPARED_BATCH = 5000, 50
Progress = Callable[[str, int, int], object]  # what is made, how many, of how many

_OUTDATED = "FROM intel_linkperson WHERE keys_version <> %s AND linked_at IS NOT NULL"
_NEXT = f"SELECT {people.FIELDS} {_OUTDATED} AND number > %s ORDER BY number LIMIT {BATCH} FOR NO KEY UPDATE"
_FORGET_VERSIONS = f"""
UPDATE intel_linkperson SET keys_version = 0 WHERE number IN (
    SELECT number FROM intel_linkperson WHERE keys_version <> 0 LIMIT {BATCH})
"""
# Those of a crowd have no keys either: they are looked at again, and left out again.
_TRY_AGAIN = """
UPDATE {0} SET linked_at = NULL WHERE keys = '{{}}' AND linked_at IS NOT NULL
"""
_TO_COMPARE = "SELECT count(*) FROM intel_linkperson WHERE deepened_at IS NULL AND linked_at IS NOT NULL"


def make_keys(progress: Progress, *, again: bool = False) -> None:
    """As the linker. ``again``: also for what has keys of this version; without it, a rebuild that was stopped
    goes on."""
    if again:
        with connection.cursor() as cursor:
            cursor.execute(_FORGET_VERSIONS)
            while cursor.rowcount:
                cursor.execute(_FORGET_VERSIONS)
            for likeness in (TEXTS, PICTURES):
                cursor.execute(_TRY_AGAIN.format(likeness.table))
        for likeness in (TEXTS, PICTURES):
            _of_likeness(likeness, progress)
    total, done, last, lexicon = _count(f"SELECT count(*) {_OUTDATED}", KEYS_VERSION), 0, 0, Lexicon()
    while found := _of_people(last, lexicon):
        done, last = done + len(found), found[-1]
        progress("names", done, max(done, total))


def count_heavy() -> None:
    """As the linker: which keys so many share that they tell little."""
    with transaction.atomic(), connection.cursor() as cursor:
        candidates.count_heavy_keys(cursor)


def compare(progress: Progress) -> None:
    """As the linker: link what waits, compare those whose keys are new. The hub's own linker does its share
    meanwhile."""
    from . import link_waiting

    while link_waiting():
        pass
    total = _count(_TO_COMPARE)
    while _compare_some():
        progress("compared", max(total - _count(_TO_COMPARE), 0), total)


def _of_people(after: int, lexicon: Lexicon) -> list[int]:
    """The numbers of the next people whose keys are outdated, which they are no more."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_NEXT, [KEYS_VERSION, after])
        found = [people.Person(*row) for row in cursor.fetchall()]
        if found:
            people.index(cursor, found, lexicon)
        return [one.number for one in found]


def _of_likeness(likeness: Likeness, progress: Progress) -> None:
    """Bands of texts or chunks of pictures, from what is stored of them."""
    narrow = Narrow(likeness.narrow, likeness.key, likeness.number)
    stored = f"FROM {likeness.table} WHERE keys <> '{{}}'"
    total, done, last = _count(f"SELECT count(*) {stored}"), 0, 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"SELECT number, keys, {likeness.column} {stored} AND number > %s"
                f" ORDER BY number LIMIT {BATCH} FOR NO KEY UPDATE",
                [last],
            )
            rows = cursor.fetchall()
            if not rows:
                return
            made = {number: likeness.keys(likeness.read(value)) for number, _keys, value in rows}
            replace(cursor, narrow, {number: keys for number, keys, _value in rows}, made)
            note(cursor, likeness.table, made)
        done, last = done + len(rows), rows[-1][0]
        progress(f"{likeness.number}s", done, max(done, total))


def _compare_some() -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        done = people.deepen(cursor, COMPARED_BATCH)
        return done and done + hits.tell(cursor)


def _count(statement: str, *given: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return int(cursor.fetchone()[0])
