"""What the worker does by itself, at its hours."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import autodiscover_modules
from procrastinate.contrib.django import app

from . import (
    journal_jobs,  # noqa: F401 - has its jobs known
    quota,
    retention,
)

log = logging.getLogger(__name__)
LIVE_EVENTS_KEPT = timedelta(days=7)
DETAILS_AT_A_TIME = 10_000

autodiscover_modules("retention")  # each app says what of it expires


# Each hour and not only at midnight: an exercise has a midnight of its own.
@app.periodic(cron="5 * * * *")
@app.task(name="entraide.sweep_expired", queueing_lock="entraide.sweep_expired")
def sweep_expired(timestamp: int) -> None:
    """Delete everywhere what expired."""
    connection.close()  # a fresh one: the server may have gone since this thread last worked
    swept = retention.sweep()
    if swept:
        log.info("expired and deleted: %s", ", ".join(f"{count} {kind}" for kind, count in swept.items()))
    connection.close()


@app.periodic(cron="35 * * * *")
@app.task(name="entraide.tidy", queueing_lock="entraide.tidy")
def tidy(timestamp: int) -> None:
    """Forget quotas spent, live events that no browser resumes from, and sessions that are over."""
    connection.close()
    quota.sweep()
    forget_live_events()
    forget_sessions()
    connection.close()


@app.periodic(cron="10 0 * * *")
@app.task(name="entraide.forget_old_details", queueing_lock="entraide.forget_old_details")
def forget_old_details(timestamp: int) -> None:
    """Erase the journal's details after five years, as everything else; its entries remain."""
    connection.close()
    more = True
    while more:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT core_forget_old_details(%s)", [DETAILS_AT_A_TIME])
            more = cursor.fetchone()[0] == DETAILS_AT_A_TIME
    connection.close()


def forget_live_events() -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_liveevent WHERE at < now() - %s", [LIVE_EVENTS_KEPT])
        return cursor.rowcount


def forget_sessions() -> None:
    from importlib import import_module

    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
