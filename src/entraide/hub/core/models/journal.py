"""The journal: who did what, sealed in one chain an organisation. Personal data stays in the details,
which can be erased; the entry keeps a commitment to them."""

from django.db import models

from ..ids import new_id


class JournalEntry(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation_id = models.UUIDField()
    member_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    deed = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=40, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    purpose = models.SmallIntegerField(default=0)
    refused = models.BooleanField(default=False)
    commitment = models.BinaryField()  # SHA-256 of salt and detail

    # written by the sealer alone
    number = models.BigIntegerField(null=True)
    previous = models.BinaryField(null=True)
    seal = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "number"], name="one_number_an_organisation")
        ]
        indexes = [
            models.Index(fields=["organisation_id", "-at"], name="journal_recent"),
            models.Index(fields=["at"], name="journal_unsealed", condition=models.Q(number=None)),
            models.Index(fields=["object_id"], name="journal_object", condition=~models.Q(object_id="")),
        ]


class JournalDetail(models.Model):
    """What an entry commits to; erasable without breaking the chain."""

    entry = models.OneToOneField(JournalEntry, models.DO_NOTHING, primary_key=True, db_constraint=False)
    organisation_id = models.UUIDField()
    salt = models.BinaryField()
    detail = models.TextField()  # JSON, letter for letter what was committed to: jsonb would rewrite it


class JournalHead(models.Model):
    """The end of a chain at a moment, signed (Ed25519) by the sealer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation_id = models.UUIDField()
    number = models.BigIntegerField()
    seal = models.BinaryField()
    at = models.DateTimeField()
    signature = models.BinaryField()
    digest = models.BinaryField(unique=True)  # all that another organisation ever sees of it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "number"], name="one_head_a_number")
        ]


class Countersignature(models.Model):
    """Another organisation's witness that it saw this head."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    head = models.ForeignKey(JournalHead, models.PROTECT)
    witness_id = models.UUIDField()
    at = models.DateTimeField()
    signature = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["head", "witness_id"], name="one_witness_a_head")]
