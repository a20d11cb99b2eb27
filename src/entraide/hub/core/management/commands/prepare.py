from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Bring the database and the static files to this version (as the migrator)."

    def handle(self, *args: object, **options: object) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        # ninja brings 24 MB for pages of documentation that are not served: compressing them takes a minute.
        call_command("collectstatic", interactive=False, verbosity=0, clear=True, ignore_patterns=["ninja"])
        self.stdout.write("The database and the static files are up to date.")
