from django.contrib.postgres.fields import ArrayField
from django.db import models


class LiveCounter(models.Model):
    """Last number of an organisation's events. Its row lock makes the order of numbers that of commits,
    so that a browser that resumes after number n has missed none below n."""

    organisation_id = models.UUIDField(primary_key=True)
    last = models.BigIntegerField(default=0)


class LiveEvent(models.Model):
    """Something happened that concerns an organisation: ids only, never content."""

    organisation_id = models.UUIDField()
    number = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    object_id = models.UUIDField(null=True)
    members = ArrayField(models.UUIDField(), null=True)  # None: every member of the organisation
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "number"], name="one_event_a_number")
        ]
        indexes = [models.Index(fields=["at"], name="live_old")]
