from django.db import models


class QuotaUse(models.Model):
    """What a member has spent of a quota within an hour."""

    member_id = models.UUIDField()
    kind = models.CharField(max_length=40)
    hour = models.DateTimeField()
    used = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member_id", "kind", "hour"], name="one_use_an_hour")]
