from django.db import models

from ...core.ids import new_id


class HandoverNote(models.Model):
    """What one shift leaves to the next, within one organisation."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey("directory.Organisation", models.PROTECT, related_name="+")
    member = models.ForeignKey("directory.Member", models.PROTECT, related_name="+")
    text = models.TextField()
    open_items = models.JSONField(default=list)  # what was late or undecided when it was written
    written_at = models.DateTimeField()
    read_by = models.ForeignKey("directory.Member", models.PROTECT, null=True, related_name="+")
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "-written_at"], name="handover_recent")]
