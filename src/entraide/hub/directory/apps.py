from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "entraide.hub.directory"
    label = "directory"
    verbose_name = _("Directory")

    def ready(self) -> None:
        from . import second_factor  # noqa: F401 - listens to what allauth says
