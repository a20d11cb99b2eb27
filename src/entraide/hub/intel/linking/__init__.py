"""The linker: compares what waits in the link index, writes hits, tells those who may know.

It runs as a process and a role of its own, reads the index only, and never sees a report or a value.

Several may work at once: each takes rows that no other holds.
"""

from django.db import connection, transaction

from . import hits, selectors


def link_waiting() -> int:
    """Link what waits, at most a batch of each kind, and tell; returns how much was done, 0 once nothing waits."""
    done = 0
    for link in (selectors.link,):
        with transaction.atomic(), connection.cursor() as cursor:
            done += link(cursor) + hits.tell(cursor)
    return done
