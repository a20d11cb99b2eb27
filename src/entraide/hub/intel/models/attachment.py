"""Files of a report. As evidence, a file keeps its sealed original and its chain of custody."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ...core.ids import new_id
from ...core.models import RuleColumns
from .report import Report


class Attachment(RuleColumns):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="attachments", db_constraint=False)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    evidence = models.BooleanField(default=False)
    photo = models.JSONField(null=True)  # what a photo says of itself (see photos.py); None for all else
    added_by = models.ForeignKey("directory.Member", models.PROTECT, related_name="+", db_index=False)
    added_at = models.DateTimeField()


class Custody(RuleColumns):
    """One link of the chain: collected, sealed, handed over, opened. Never changed."""

    class Kind(models.TextChoices):
        COLLECTED = "collected", _("Collected")
        SEALED = "sealed", _("Sealed")
        HANDED_OVER = "handed_over", _("Handed over")
        OPENED = "opened", _("Original opened")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    attachment = models.ForeignKey(Attachment, models.CASCADE, related_name="custody", db_constraint=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="+", db_constraint=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    at = models.DateTimeField()
    who = models.CharField(max_length=200)
    place = models.CharField(max_length=200, blank=True)
    device = models.CharField(max_length=200, blank=True)
    legal_basis = models.CharField(max_length=300, blank=True)
    to = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64)
    recorded_by = models.ForeignKey("directory.Member", models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["recorded_at"]
