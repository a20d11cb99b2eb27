"""People, organisations and things, seen only through the claims that one may read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ...core.ids import new_id
from ...core.models import Labelled
from .report import Report


class Entity(models.Model):
    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        ORGANISATION = "organisation", _("Organisation")
        ACCOUNT = "account", _("Online account")
        BANK_ACCOUNT = "bank_account", _("Bank account")
        WALLET = "wallet", _("Wallet")
        PHONE = "phone", _("Phone")
        DOCUMENT = "document", _("Document")
        VEHICLE = "vehicle", _("Vehicle")
        IMAGE = "image", _("Image")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey("directory.Organisation", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    created_at = models.DateTimeField()


class Claim(Labelled):
    """An append-only statement: this report says that this property of the entity has this value."""

    class Status(models.TextChoices):
        SUSPECT = "suspect", _("Suspect")
        VICTIM = "victim", _("Victim")
        WITNESS = "witness", _("Witness")
        MISSING = "missing", _("Missing")
        ASSOCIATE = "associate", _("Associate")
        UNKNOWN = "unknown", _("Unknown")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entity = models.ForeignKey(Entity, models.CASCADE, related_name="claims", db_constraint=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="claims", db_constraint=False)
    property = models.CharField(max_length=30)  # name, alias, birth_year, nationality, sex, role, note …
    value = models.CharField(max_length=300)
    subject_status = models.CharField(max_length=12, choices=Status.choices, blank=True)  # of a person
    made_by = models.ForeignKey("directory.Member", models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
