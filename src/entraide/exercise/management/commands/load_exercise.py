import time

from django.core.management.base import BaseCommand, CommandError, CommandParser

from entraide.exercise.load import load
from entraide.hub.core.errors import Invalid


class Command(BaseCommand):
    help = "Load Exercise Moei into this hub, whose database must be empty (as the migrator)."

    _hundreds = 0

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=6, help="The same seed gives the same exercise.")
        parser.add_argument(
            "--scale", type=float, default=1, help="Multiplies the reports that tell no story."
        )

    def handle(self, *args: object, seed: int, scale: float, **options: object) -> None:
        began = time.monotonic()
        try:
            loaded = load(seed, scale, self._progress)
        except Invalid as error:
            raise CommandError(str(error))
        if loaded.new:
            seconds = time.monotonic() - began
            self.stdout.write(f"{loaded.reports} reports, {loaded.hits} hits, in {seconds:.1f} s.")

    def _progress(self, done: int, total: int) -> None:
        if done // 100 > self._hundreds and done < total:
            self._hundreds = done // 100
            self.stdout.write(f"{done} of {total} …")
