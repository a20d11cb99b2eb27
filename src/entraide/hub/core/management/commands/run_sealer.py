"""The sealer: chains and signs the journal, about once a second."""

import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError, connection

from entraide.hub.core.sealer import BATCH, KeyChanged, Sealer

log = logging.getLogger(__name__)

# Asked, not notified: a notice at every entry would make writers queue for PostgreSQL's one notice lock.
PAUSE_SECONDS = 1.0
PAUSE_WITHOUT_DATABASE_SECONDS = 3.0


class Command(BaseCommand):
    help = "Seal the journal until stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        sealer: Sealer | None = None
        while not stop.is_set():
            try:
                sealer = sealer or Sealer.of_hub()
                if sealer.seal_waiting() < BATCH:
                    stop.wait(PAUSE_SECONDS)
            except KeyChanged as error:
                raise CommandError(str(error))
            except (OperationalError, InterfaceError) as error:
                log.warning("the database is away (%s); trying again", str(error).strip())
                connection.close()
                stop.wait(PAUSE_WITHOUT_DATABASE_SECONDS)
