from django.core.management.base import BaseCommand
from django.db import OperationalError, connection

from entraide.hub.intel import linking

# Woken by NOTIFY; looks by itself now and then, should a notice be lost with a connection.
LOOK_EVERY_SECONDS = 5.0
WAIT_AFTER_FAILURE_SECONDS = 1.0


class Command(BaseCommand):
    help = "Link what is submitted, as it is submitted (the linker process)."

    def handle(self, *args: object, **options: object) -> None:
        import time

        while True:
            try:
                self._serve()
            except OperationalError as error:
                self.stderr.write(f"The database is away ({error}); trying again.")
                connection.close()
                time.sleep(WAIT_AFTER_FAILURE_SECONDS)

    def _serve(self) -> None:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("LISTEN entraide_link")
        linking.warm()
        while True:
            while linking.link_waiting():
                pass
            if linking.deepen_waiting():
                continue  # a few, then what has come meanwhile
            for _ in connection.connection.notifies(timeout=LOOK_EVERY_SECONDS, stop_after=1):
                pass
