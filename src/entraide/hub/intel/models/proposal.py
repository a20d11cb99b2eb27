"""What a machine read in a report and a person decided: proposals confirmed or rejected, and the evidence they yield."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ...core.ids import new_id
from ...core.models import RuleColumns
from .attachment import Attachment
from .report import Place, Report

LONGEST_SUBJECT = 200


class ProposalKind(models.TextChoices):
    TECHNIQUE = "technique", _("Method")
    PLACE = "place", _("Place")
    JOURNEY = "journey", _("Way")
    PHOTO = "photo", _("Photo")


class KnownKind(models.TextChoices):
    """What a person says of where a centre is, beside what is read in the report."""

    BESIDE = "beside", _("River, border or sea")
    WAY = "way", _("How long the way was")
    BEARING = "bearing", _("Direction from a place")
    PING = "ping", _("Position of a telephone")
    ADDRESS = "address", _("Delivery, address or shop sign")
    SEARCHED = "searched", _("Searched, and not found there")
    LEFT_ON = "left_on", _("A site that was left")


class ProposalDecision(RuleColumns):
    """One decision a proposal; kept beside what it led to, so that what is proposed can be learned from it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="decisions", db_constraint=False)
    kind = models.CharField(max_length=12, choices=ProposalKind.choices)
    subject = models.CharField(
        max_length=LONGEST_SUBJECT
    )  # the id of a technique or of a photo, or the words of a place or a way
    words = models.CharField(max_length=500)
    score = models.FloatField()
    cues = models.CharField(max_length=500, blank=True)  # the rules that were met
    confirmed = models.BooleanField()
    decided_by = models.ForeignKey("directory.Member", models.PROTECT, related_name="+", db_index=False)
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "kind", "subject"], name="one_decision_a_proposal")
        ]


def way_subject(words: str, origin: str) -> str:
    """What tells a way from others of its report: the same words may be said from two places."""
    return f"{words} · {origin}"[:LONGEST_SUBJECT]


class LocateEvidence(RuleColumns):
    """What a confirmed place, way or photo says of where a centre is, or a person knows beside them, in the shape that
    ``engines.locate`` reads."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="evidence", db_constraint=False)
    kind = models.CharField(max_length=12, choices=[*ProposalKind.choices, *KnownKind.choices])
    words = models.CharField(max_length=500)
    item = models.JSONField()
    place = models.ForeignKey(
        Place, models.CASCADE, null=True, related_name="evidence", db_constraint=False
    )  # goes with its place
    attachment = models.ForeignKey(
        Attachment, models.CASCADE, null=True, related_name="located", db_constraint=False
    )  # goes with its photo
    decided_by = models.ForeignKey("directory.Member", models.PROTECT, related_name="+", db_index=False)
    decided_at = models.DateTimeField()

    @property
    def subject(self) -> str:
        """That of the proposal that was confirmed; "" where there was none."""
        if self.kind in KnownKind:
            return ""
        if self.kind == ProposalKind.JOURNEY:
            return way_subject(self.words, self.item["origin"]["written"])
        if self.kind == ProposalKind.PHOTO:
            return str(self.attachment_id)
        return str(self.item["written"])
