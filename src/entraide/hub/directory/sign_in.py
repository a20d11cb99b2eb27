"""Who signs in, and how: password by e-mail, second factor, API key. All at the door, before anyone acts."""

import base64
import hashlib
from datetime import timedelta
from typing import Any
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.signals import password_changed, password_reset
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from axes.signals import user_locked_out
from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.db import connection
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entraide.hub.core import journal, live
from entraide.hub.core.acting import actor_of, door
from entraide.hub.core.errors import Refused
from entraide.hub.core.vault import Vault

from .models import ApiKey, Member

BACKEND = f"{__name__}.MemberBackend"
KEY_SIGN = "ent_"  # so that a key pasted in the wrong place is known for what it is
KEY_USE_NOTED_EVERY = timedelta(minutes=1)
SECRETS_OF_SECOND_FACTORS = "directory.second-factor"


def display_name(member: Member) -> str:
    return member.name


class MemberBackend(BaseBackend):
    """Password by e-mail. A suspended member, or one of a suspended organisation, is nobody."""

    def authenticate(
        self, request: HttpRequest | None, email: str | None = None, password: str | None = None
    ) -> Member | None:
        if not email or not password:
            return None
        with door("sign-in"):
            member = _member(email__iexact=email)
            if member is None:
                Member().set_password(password)  # takes as long as a wrong password does
                return None
            right = member.check_password(password)
        return member if right and member.is_active else None

    def get_user(self, member_id: UUID) -> Member | None:
        member = _member(pk=member_id)
        return member if member and member.is_active else None


def one_try_at_a_time(email: str) -> None:
    """Until this transaction ends no other process tries this address, so that none evades the count."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"sign-in {email.lower()}"])


def address_tried(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The address by which failures are counted, whatever its case."""
    given = credentials or {}
    tried = given.get("email") or given.get("login") or request.POST.get("login") or ""
    return str(tried).strip().lower()[:255]


class AccountAdapter(DefaultAccountAdapter):
    """Members are invited; there is no sign-up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("This address and this password do not belong together."),
        "account_inactive": _("This address and this password do not belong together."),
        "too_many_login_attempts": _("Too many attempts for this address. Wait an hour, or use a passkey."),
        "incorrect_code": _("This code is wrong or was used already. Wait for the next one."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        return f"Entraide: {subject}"

    def reauthenticate(self, user: Member, password: str) -> bool:
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        note_failure(request, credentials.get("email"), "wrong password")

    def respond_user_inactive(self, request: HttpRequest, user: Member) -> HttpResponse:
        note_failure(request, user.email, "suspended")
        return super().respond_user_inactive(request, user)

    def post_login(self, request: HttpRequest, user: Member, **arguments: Any) -> HttpResponse:
        journal.record_at_door(user, "sign-in", address=self.get_client_ip(request))
        response = super().post_login(request, user, **arguments)
        speak(response, user.language)
        return response


def speak(response: HttpResponse, language: str) -> None:
    """From now on this browser is spoken to in the member's language."""
    a_year = 365 * 24 * 3600
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=a_year, samesite="Lax", secure=settings.HTTPS
    )


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors are encrypted with a key that the database does not hold."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is wrong or was used already. Wait for the next one."),
    }

    def encrypt(self, text: str) -> str:
        sealed = Vault.instance().encrypt_for_instance(text.encode(), SECRETS_OF_SECOND_FACTORS)
        return base64.b64encode(sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        sealed = base64.b64decode(encrypted_text)
        return Vault.instance().decrypt_for_instance(sealed, SECRETS_OF_SECOND_FACTORS).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": "Entraide"}


def note_failure(request: HttpRequest, email: str | None, reason: str) -> None:
    """Journal a failed sign-in for the member's organisation. An address of nobody is left out."""
    with door("sign-in"):
        member = _member(email__iexact=email) if email else None
    if member is not None:
        journal.record_at_door(
            member, "sign-in", refused=True, reason=reason, address=request.META.get("REMOTE_ADDR", "")
        )


@receiver(user_locked_out)
def _locked_out(request: HttpRequest, username: str, **_: Any) -> None:
    note_failure(request, username, "locked out")


@receiver((password_changed, password_reset))
def _password_changed(user: Member, **_: Any) -> None:
    journal.record_at_door(user, "password.change")


def authenticate_key(raw: str) -> tuple[Member, ApiKey] | None:
    """The member for whom this API key acts, or None. Opens its own door.

    A key that was revoked or has expired is refused, and its organisation's journal says so.
    """
    now = timezone.now()
    with door("api-key"):
        key = (
            ApiKey.objects.select_related("member__organisation")
            .filter(key_hash=hashlib.sha256(raw.encode()).hexdigest())
            .first()
        )
        if key is None:
            return None
        noted = key.last_used_at is not None and now - key.last_used_at < KEY_USE_NOTED_EVERY
        if not noted:
            ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)
    reason = _why_refused(key)
    if reason is None:
        return key.member, key
    if not noted:
        _notice_replay(key, reason)
    return None


def _why_refused(key: ApiKey) -> str | None:
    if key.revoked_at is not None:
        return "the key was revoked"
    if key.expires_at <= timezone.now():
        return "the key has expired"
    return None if key.member.is_active else "the member or the organisation is suspended"


def _notice_replay(key: ApiKey, reason: str) -> None:
    refusal = Refused(reason, deed="api-key.use", object_kind="api-key", object_id=key.pk)
    journal.record_refusal(actor_of(key.member), refusal)
    with door("api-key"):
        administrators = Member.objects.filter(
            organisation=key.organisation_id, roles__contains=["administrator"], suspended_at=None
        ).values_list("pk", flat=True)
        live.announce(key.organisation_id, "api-key.refused", key.pk, members=administrators)


def _member(**conditions: object) -> Member | None:
    return Member.objects.select_related("organisation").filter(**conditions).first()
