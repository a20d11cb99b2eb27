from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "entraide.hub.core"
    label = "core"
    verbose_name = _("Core")

    def ready(self) -> None:
        from .grants import grant_everything

        post_migrate.connect(grant_everything, sender=self, dispatch_uid="entraide.grants")
