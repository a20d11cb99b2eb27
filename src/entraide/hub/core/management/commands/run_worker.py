"""The worker: long jobs of members, and what the hub does by itself at its hours."""

import asyncio
from typing import Any

from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app

from entraide.hub.core import housekeeping, jobs

AT_ONCE = 2
STOPPING_SECONDS = 5.0


class Command(BaseCommand):
    help = "Run the jobs of members, and the hub's own at their hours, until stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        jobs.soon(jobs.revive)
        jobs.soon(housekeeping.sweep_expired)
        with app.replace_connector(app.connector.get_worker_connector()):
            asyncio.run(self._work())

    async def _work(self) -> None:
        async with app.open_async():
            await app.run_worker_async(
                concurrency=AT_ONCE,
                delete_jobs="successful",
                shutdown_graceful_timeout=STOPPING_SECONDS,
            )
