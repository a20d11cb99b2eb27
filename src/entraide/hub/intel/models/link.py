"""The link index: what the linker knows of a record, with its label. Never the text of a report."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from ...core.models import Labelled


class LinkEntry(Labelled):
    """A selector as a keyed token. Never its value."""

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


class _Compared(Labelled):
    """A row that is compared by its likeness. ``number`` is narrow, for tables with many rows a record;
    ``keys`` are those that it has there, so that they can go with it."""

    number = models.AutoField(primary_key=True)
    state = models.CharField(max_length=2)
    unit = models.BooleanField()
    received_at = models.DateTimeField()
    linked_at = models.DateTimeField(null=True)
    keys = ArrayField(models.IntegerField(), default=list, db_default=[])

    class Meta:
        abstract = True


class LinkPerson(_Compared):
    """What claims say of a person or an organisation. ``record_id`` is the entity's."""

    class Kind(models.TextChoices):
        PERSON = "person"
        ORGANISATION = "organisation"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    record_id = models.UUIDField(unique=True)
    report_id = models.UUIDField(db_index=True)
    names = ArrayField(models.TextField())
    birth_from = models.DateField(null=True)  # the days on which the birth may have been
    birth_to = models.DateField(null=True)
    sex = models.CharField(max_length=1, blank=True)
    nationalities = ArrayField(models.CharField(max_length=2), default=list)
    documents = ArrayField(models.UUIDField(), default=list)  # keyed tokens of kind and number
    place = models.TextField(blank=True)
    deepened_at = models.DateTimeField(null=True)
    keys_version = models.SmallIntegerField(default=0, db_default=0)

    class Meta:
        indexes = [
            models.Index(fields=["number"], name="person_waiting", condition=models.Q(linked_at=None)),
            models.Index(fields=["number"], name="person_to_deepen", condition=models.Q(deepened_at=None)),
        ]


class LinkText(_Compared):
    """The signature of a report's text. ``record_id`` is the report's."""

    record_id = models.UUIDField(unique=True)
    signature = models.BinaryField()  # 64 uint32, little endian

    class Meta:
        indexes = [models.Index(fields=["number"], name="text_waiting", condition=models.Q(linked_at=None))]


class LinkPicture(_Compared):
    """How a picture looks, coarsely and finely. ``record_id`` is the report's."""

    record_id = models.UUIDField(db_index=True)
    attachment_id = models.UUIDField(unique=True)
    phash = models.BigIntegerField()  # 64 bits
    fine = models.BinaryField(default=b"", db_default=b"")  # 256 bits

    class Meta:
        indexes = [
            models.Index(fields=["number"], name="picture_waiting", condition=models.Q(linked_at=None))
        ]


class NameKey(models.Model):
    """A spelling-proof key of a name, and who has it: fifteen rows a person, nothing else on them."""

    pk = models.CompositePrimaryKey("key", "person")
    key = models.IntegerField()
    person = models.IntegerField()


class HeavyKey(models.Model):
    """A key that so many share that it tells little."""

    key = models.IntegerField(primary_key=True)
    holders = models.IntegerField()


class TextBand(models.Model):
    pk = models.CompositePrimaryKey("band", "text")
    band = models.IntegerField()
    text = models.IntegerField()


class PictureChunk(models.Model):
    pk = models.CompositePrimaryKey("chunk", "picture")
    chunk = models.IntegerField()
    picture = models.IntegerField()
