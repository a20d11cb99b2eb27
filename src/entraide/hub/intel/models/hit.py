"""Two records share something. What each side may learn of it is in the columns of both labels."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from ...core.ids import new_id


def _id() -> Any:
    return models.UUIDField()


def _ids() -> Any:
    return ArrayField(models.UUIDField())


class Hit(models.Model):
    """Written by the linker. ``older_sees`` and ``newer_sees`` are generated columns: the rule's ``is_offered``."""

    class Strength(models.IntegerChoices):
        TO_REVIEW = 1  # waits in the review queue
        SURE = 2  # told live

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reasons = (
        models.JSONField()
    )  # [{"kind": "phone", "token": "…"}]; of people: {"kind": "person", "fields": …}
    strength = models.SmallIntegerField(
        choices=Strength.choices, default=Strength.SURE, db_default=Strength.SURE
    )
    created_at = models.DateTimeField()

    older_kind = models.CharField(max_length=12)
    older_record = _id()
    older_owner = models.ForeignKey(
        "directory.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    older_state = models.CharField(max_length=2)
    older_unit = models.BooleanField()
    older_tlp = models.SmallIntegerField()
    older_audience = _ids()
    older_recipients = _ids()
    older_excluded_states = ArrayField(models.CharField(max_length=2))
    older_hit_mode = models.SmallIntegerField()
    older_purposes = models.SmallIntegerField()
    older_expires_on = models.DateField()
    older_disputed = models.BooleanField()
    older_released = models.BooleanField(default=False)

    newer_kind = models.CharField(max_length=12)
    newer_record = _id()
    newer_owner = models.ForeignKey(
        "directory.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    newer_state = models.CharField(max_length=2)
    newer_unit = models.BooleanField()
    newer_tlp = models.SmallIntegerField()
    newer_audience = _ids()
    newer_recipients = _ids()
    newer_excluded_states = ArrayField(models.CharField(max_length=2))
    newer_hit_mode = models.SmallIntegerField()
    newer_purposes = models.SmallIntegerField()
    newer_expires_on = models.DateField()
    newer_disputed = models.BooleanField()
    newer_released = models.BooleanField(default=False)

    older_sees = models.BooleanField(editable=False)
    newer_sees = models.BooleanField(editable=False)
    older_told = models.BooleanField(default=False)  # the linker has announced it to this side
    newer_told = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["older_record", "newer_record"], name="one_hit_a_pair")
        ]
        indexes = [
            models.Index(fields=["older_owner", "-created_at"], name="hit_older"),
            models.Index(fields=["newer_owner", "-created_at"], name="hit_newer"),
            models.Index(fields=["newer_record"], name="hit_newer_record"),
        ]


class Decision(models.Model):
    """What one side says of a hit. Append-only: the newest of a side holds; undo is a decision too."""

    class Verdict(models.TextChoices):
        SAME = "same", _("Same")
        NOT_SAME = "not_same", _("Not the same")
        UNDO = "undo", _("Undone")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hit = models.ForeignKey(Hit, models.CASCADE, related_name="decisions")
    organisation = models.ForeignKey("directory.Organisation", models.PROTECT, related_name="+")
    member = models.ForeignKey("directory.Member", models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    reason = models.CharField(max_length=500)
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["decided_at"]


class Message(models.Model):
    """A line of the thread between the two organisations of a hit."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hit = models.ForeignKey(Hit, models.CASCADE, related_name="messages")
    organisation = models.ForeignKey("directory.Organisation", models.PROTECT, related_name="+")
    member = models.ForeignKey("directory.Member", models.PROTECT, related_name="+")
    text = models.TextField()
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["sent_at"]
