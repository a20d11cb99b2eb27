from django.db import models

from ...core.models import Labelled


class LinkEntry(Labelled):
    """What the linker knows of a record: a keyed token, and the label. Never the value or the text."""

    class RecordKind(models.TextChoices):
        REPORT = "report"
        WATCH = "watch"

    token = models.UUIDField()
    kind = models.CharField(max_length=20)
    record_kind = models.CharField(max_length=10, choices=RecordKind.choices)
    record_id = models.UUIDField()
    state = models.CharField(max_length=2)
    unit = models.BooleanField()
    received_at = models.DateTimeField()
    linked_at = models.DateTimeField(null=True)
    capped = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record_id", "token"], name="one_entry_a_token")]
        indexes = [
            models.Index(fields=["token", "owner"], name="link_token"),
            models.Index(fields=["id"], name="link_waiting", condition=models.Q(linked_at=None)),
        ]
