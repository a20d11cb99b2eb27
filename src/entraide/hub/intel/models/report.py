"""A report and what was found in it. Children repeat its label."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ...core.ids import new_id
from ...core.models import Labelled, RuleColumns


class Report(Labelled):
    class SourceKind(models.TextChoices):
        STATEMENT = "statement", _("Statement of a person")
        COMPLAINT = "complaint", _("Complaint of a victim of fraud")
        OBSERVATION = "observation", _("Observation")
        ADVERT = "advert", _("Job advert")
        MESSAGE = "message", _("Message or chat")
        FINANCIAL = "financial", _("Financial report")
        OPEN_SOURCE = "open_source", _("Open source")
        TIP = "tip", _("Tip")
        OTHER = "other", _("Other")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    author = models.ForeignKey("directory.Member", models.PROTECT, related_name="+", db_index=False)
    client_id = models.CharField(max_length=80)  # the sender's own: sending it again changes nothing
    source_kind = models.CharField(max_length=20, choices=SourceKind.choices, default=SourceKind.OTHER)
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    language = models.CharField(max_length=8, blank=True)
    country = models.CharField(max_length=2, blank=True)  # for numbers written without their country
    observed_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()
    source = models.CharField(max_length=300, blank=True)  # for published lists: where, when, licence
    case_reference = models.CharField(max_length=80, blank=True)
    hold_reason = models.CharField(max_length=300, blank=True)
    dispute_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "client_id"], name="one_report_a_client_id")]
        indexes = [
            models.Index(fields=["-received_at", "id"], name="report_recent"),
            models.Index(fields=["owner", "-received_at"], name="report_own_recent"),
            models.Index(fields=["expires_on"], name="report_expiry"),
        ]


class Selector(RuleColumns):
    """A phone number, handle, account … as it stands in a report."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="selectors", db_constraint=False)
    kind = models.CharField(max_length=20)
    value = models.CharField(max_length=500, db_collation="C")  # normalised; C: beginnings are a range
    raw = models.CharField(max_length=500)
    start = models.IntegerField(null=True)  # code points into the text; none if it was given beside it
    end = models.IntegerField(null=True)
    token = models.UUIDField(null=True)  # keyed hash of what links; none if it may not link
    flaw = models.CharField(max_length=200, blank=True)  # why it is kept as text only
    common = models.CharField(max_length=200, blank=True)  # why it is too common to mean anything
    received_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["token", "-received_at"], name="selector_token"),
            models.Index(fields=["value"], name="selector_beginning"),
        ]


class Technique(RuleColumns):
    """A method that the report shows, with the words that show it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="techniques", db_constraint=False)
    technique = models.CharField(max_length=12)
    words = models.CharField(max_length=500, blank=True)
    marked_by = models.ForeignKey("directory.Member", models.PROTECT, related_name="+", db_index=False)
    marked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "technique"], name="one_mark_a_technique")]


class Place(RuleColumns):
    """A place that the report names, set on the map by a person: a disc, not a point."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="places", db_constraint=False)
    name = models.CharField(max_length=200)
    lat = models.FloatField()
    lon = models.FloatField()
    radius_km = models.FloatField()
    site = models.CharField(max_length=120, blank=True)  # name in vocabulary.sites, if it is one of them
    marked_by = models.ForeignKey("directory.Member", models.PROTECT, related_name="+", db_index=False)
    marked_at = models.DateTimeField()
