"""The label as columns. Child rows repeat their parent's, so that every policy is one cheap expression."""

from collections.abc import Iterable
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from entraide.vocabulary.handling import TLP, HandlingCode, HitMode, Label, Purpose


class TLPChoices(models.IntegerChoices):
    CLEAR = 0, "TLP:CLEAR"
    GREEN = 1, "TLP:GREEN"
    AMBER = 2, "TLP:AMBER"
    AMBER_STRICT = 3, "TLP:AMBER+STRICT"
    RED = 4, "TLP:RED"


class HitModeChoices(models.IntegerChoices):
    OPEN = 0, _("Both sides learn of a hit at once")
    OWNER_FIRST = 1, _("Hits to me first; I release them")
    SILENT = 2, _("Hits to me alone")


class PurposeChoices(models.IntegerChoices):
    INVESTIGATION = 1, _("Investigation")
    PROTECTION = 2, _("Protection")
    PREVENTION = 4, _("Prevention")
    FINANCE = 8, _("Finance")


def _ids() -> ArrayField:
    return ArrayField(models.UUIDField(), default=list, blank=True)


class RuleColumns(models.Model):
    """What the reading rule needs, and no more."""

    # no constraint: the policy admits no owner but the acting organisation, and organisations are never deleted;
    # checking it again for each of a report's forty rows would take half the time of filing it
    owner = models.ForeignKey(
        "directory.Organisation", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    tlp = models.SmallIntegerField(choices=TLPChoices.choices)
    audience = _ids()
    recipients = _ids()
    excluded_states = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    purposes = models.SmallIntegerField(default=15)
    expires_on = models.DateField()
    disputed = models.BooleanField(default=False)
    legal_hold = models.BooleanField(default=False)

    class Meta:
        abstract = True


class Labelled(RuleColumns):
    """The whole label."""

    hit_mode = models.SmallIntegerField(choices=HitModeChoices.choices, default=HitMode.OWNER_FIRST)
    handling_codes = ArrayField(models.SmallIntegerField(), default=list, blank=True)
    caveat = models.TextField(blank=True)
    source_grade = models.CharField(max_length=1, default="F")
    information_grade = models.CharField(max_length=1, default="6")

    class Meta:
        abstract = True

    @property
    def label(self: Self) -> Label:
        return Label(
            owner=self.owner_id,
            tlp=TLP(self.tlp),
            audience=frozenset(self.audience),
            recipients=frozenset(self.recipients),
            excluded_states=frozenset(self.excluded_states),
            hit_mode=HitMode(self.hit_mode),
            purposes=Purpose(self.purposes),
            handling_codes=frozenset(map(HandlingCode, self.handling_codes)),
            expires_on=self.expires_on,
            caveat=self.caveat,
            source_grade=self.source_grade,
            information_grade=self.information_grade,
            disputed=self.disputed,
            legal_hold=self.legal_hold,
        )


# local_fields: get_fields() would ask for models that are not loaded yet
RULE_COLUMNS = tuple(field.attname for field in RuleColumns._meta.local_fields)
LABEL_COLUMNS = tuple(field.attname for field in Labelled._meta.local_fields)


def _array(values: Iterable[object]) -> str:
    """As PostgreSQL writes it: forty rows of a report repeat it, and making it each time costs more than all else."""
    return "{" + ",".join(sorted(map(str, values))) + "}"


def rule_values(label: Label) -> tuple[object, ...]:
    """The values of RULE_COLUMNS, in their order."""
    return (
        str(label.owner),
        int(label.tlp),
        _array(label.audience),
        _array(label.recipients),
        _array(label.excluded_states),
        int(label.purposes),
        label.expires_on.isoformat(),
        label.disputed,
        label.legal_hold,
    )


def label_values(label: Label) -> tuple[object, ...]:
    """The values of LABEL_COLUMNS, in their order."""
    return (
        *rule_values(label),
        int(label.hit_mode),
        _array(map(int, label.handling_codes)),
        label.caveat,
        label.source_grade,
        label.information_grade,
    )
