from django.db import models
from django.utils.translation import gettext_lazy as _

from ..ids import new_id


class Job(models.Model):
    """A long deed with progress, which its organisation can watch and cancel."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey("directory.Organisation", models.PROTECT, related_name="+")
    member = models.ForeignKey("directory.Member", models.PROTECT, related_name="+")
    purpose = models.SmallIntegerField()
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    note = models.TextField(blank=True)
    result = models.JSONField(null=True)
    cancel_asked = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED, self.State.CANCELLED)

    @property
    def percent(self) -> int | None:
        return min(100, self.done * 100 // self.total) if self.total else None
