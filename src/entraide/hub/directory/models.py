"""Organisations, what they may do, and the people who act for them."""

import hashlib
import zoneinfo
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from entraide.vocabulary.handling import Purpose

from ..core.ids import new_id


class Organisation(models.Model):
    class Kind(models.TextChoices):
        COORDINATOR = "coordinator", _("Coordinator")
        BUREAU = "bureau", _("National bureau")
        POLICE = "police", _("Police")
        IMMIGRATION = "immigration", _("Immigration service")
        FIU = "fiu", _("Financial-intelligence unit")
        PROSECUTOR = "prosecutor", _("Prosecutor")
        COURT = "court", _("Court")
        WELFARE = "welfare", _("Welfare service")
        HEALTH = "health", _("Health service")
        CONSULATE = "consulate", _("Consulate")
        NGO = "ngo", _("Non-governmental organisation")
        BANK = "bank", _("Bank")
        PLATFORM = "platform", _("Platform")

    _PURPOSES: ClassVar = {
        Kind.FIU: Purpose.FINANCE,
        Kind.BANK: Purpose.FINANCE,
        Kind.WELFARE: Purpose.PROTECTION,
        Kind.HEALTH: Purpose.PROTECTION,
        Kind.CONSULATE: Purpose.PROTECTION,
        Kind.NGO: Purpose.PROTECTION,
        Kind.PLATFORM: Purpose.PREVENTION,
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    country = models.CharField(max_length=2)
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    channel = models.CharField(max_length=200, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    contact_tested_at = models.DateTimeField(null=True, blank=True)
    contact_tested_by = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    timezone = models.CharField(max_length=40, default="UTC")
    public_key = models.TextField(blank=True)  # Ed25519, base64: what its countersignatures are checked with
    admitted_at = models.DateTimeField(default=now)
    suspended_at = models.DateTimeField(null=True, blank=True)
    session_epoch = models.IntegerField(default=0)  # raised to end every session of its members at once

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_unit(self) -> bool:
        return self.kind == self.Kind.FIU

    @property
    def default_purpose(self) -> Purpose:
        return self._PURPOSES.get(self.Kind(self.kind), Purpose.INVESTIGATION)


class Power(models.Model):
    """What an organisation may do, for a country that needs it done now."""

    class Kind(models.TextChoices):
        FREEZE = "freeze", _("Freeze assets")
        RESCUE = "rescue", _("Rescue")
        IDENTIFY = "identify", _("Identify people")
        PAPERS = "papers", _("Issue travel papers")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="powers")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "kind"], name="one_power_a_kind")]


class MemberManager(BaseUserManager["Member"]):
    def get_by_natural_key(self, email: str) -> "Member":
        return self.get(email__iexact=email)


class Member(AbstractBaseUser):
    """A person who acts for one organisation."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="members")
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    roles = ArrayField(models.CharField(max_length=30), default=list)
    language = models.CharField(max_length=8, default="en")
    timezone = models.CharField(max_length=40, default="UTC")
    on_duty = models.BooleanField(default=False)
    part = models.CharField(max_length=200, blank=True)  # of an exercise's cast: what they do in its story
    joined_at = models.DateTimeField(default=now)
    suspended_at = models.DateTimeField(null=True, blank=True)
    session_epoch = models.IntegerField(default=0)  # raised to end every session of the member at once

    objects = MemberManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        return self.suspended_at is None and self.organisation.suspended_at is None

    def has_role(self, role: str) -> bool:
        return role in self.roles

    def get_session_auth_hash(self) -> str:
        """Sessions made before a suspension or a change of password are void."""
        epochs = f"{self.session_epoch}:{self.organisation.session_epoch}"
        return hashlib.sha256(f"{super().get_session_auth_hash()}:{epochs}".encode()).hexdigest()

    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.timezone)


class Invitation(models.Model):
    """A place offered to an address; its token is shown once and kept as a hash."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE)
    email = models.EmailField()
    name = models.CharField(max_length=120)
    roles = ArrayField(models.CharField(max_length=30), default=list)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+"
    )  # None: at the door "first"
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)


class ApiKey(models.Model):
    """A machine that acts for a member, within scopes, until a day."""

    class Scope(models.TextChoices):
        READ = "read", _("Read reports and hits")
        SUBMIT = "submit", _("Submit reports")
        DECIDE = "decide", _("Decide hits and write messages")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE)
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12)
    key_hash = models.CharField(max_length=64, unique=True)  # SHA-256: the key itself is 256 random bits
    scopes = ArrayField(models.CharField(max_length=10, choices=Scope.choices))
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
