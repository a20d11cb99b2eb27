"""Invitations: the only way in. The link is shown once; the database keeps its hash."""

import hashlib
import logging
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from smtplib import SMTPException
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entraide.hub.core import clock, journal
from entraide.hub.core.acting import current, door
from entraide.hub.core.errors import Invalid, Refused, Unknown
from entraide.hub.core.permissions import require

from .. import queries
from ..models import Invitation, Member, Organisation
from ..passwords import check_password
from . import members

log = logging.getLogger(__name__)

VALID_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Offer:
    """An invitation and its link, which can be shown this once."""

    invitation: Invitation
    link: str
    sent: bool  # by e-mail


def invite(*, name: str, email: str, roles: Iterable[str]) -> Offer:
    """A colleague into the actor's own organisation. Raises Invalid."""
    require("organisation.manage", object_kind="invitation")
    organisation = Organisation.objects.get(pk=current().organisation)
    return _invited(organisation, name=name, email=email, roles=members.checked_roles(roles, organisation))


def invite_first_administrator(organisation: Organisation, *, name: str, email: str) -> Offer:
    """Of an organisation that has none. Raises Invalid, Refused."""
    require("organisation.admit", object_kind="organisation", object_id=organisation.pk)
    if Member.objects.filter(organisation=organisation, roles__contains=[members.ADMINISTRATOR]).exists():
        reason = _("This organisation has an administrator, who invites its members.")
        raise Refused(reason, deed="invite", object_kind="organisation", object_id=organisation.pk)
    return _invited(organisation, name=name, email=email, roles=[members.ADMINISTRATOR])


def new_sign_in(member_id: UUID) -> Offer:
    """For a member who lost the password or the second factor: a link by which both are set anew."""
    require("organisation.manage", object_kind="member", object_id=member_id)
    member = queries.own_member(member_id, deed="member.new-sign-in")
    if member.suspended_at is not None:
        reason = _("%s is suspended. Reinstate the member first.") % member.name
        raise Refused(reason, deed="member.new-sign-in", object_kind="member", object_id=member.pk)
    organisation = Organisation.objects.get(pk=member.organisation_id)
    return offer(
        organisation, name=member.name, email=member.email, roles=member.roles, deed="member.new-sign-in"
    )


def withdraw(invitation_id: UUID) -> None:
    require("organisation.manage", object_kind="invitation", object_id=invitation_id)
    invitation = queries.own_invitation(invitation_id, deed="invitation.withdraw")
    if invitation.accepted_at is not None:
        reason = _("It was accepted already. Suspend the member instead.")
        raise Refused(reason, deed="invitation.withdraw", object_kind="invitation", object_id=invitation.pk)
    if invitation.withdrawn_at is None:
        invitation.withdrawn_at = timezone.now()
        invitation.save(update_fields=["withdrawn_at"])
        journal.record("invitation.withdraw", "invitation", invitation.pk, email=invitation.email)


def _invited(organisation: Organisation, *, name: str, email: str, roles: list[str]) -> Offer:
    name, email = checked_person(name, email)
    if Member.objects.filter(email__iexact=email).exists():
        raise Invalid({"email": _("This address belongs to a member already. Use another one.")})
    return offer(organisation, name=name, email=email, roles=roles, deed="invite")


def checked_person(name: str, email: str) -> tuple[str, str]:
    """As they are kept. Raises Invalid."""
    name, email, problems = " ".join(name.split()), email.strip().lower(), {}
    if not name or len(name) > members.NAME_MOST:
        problems["name"] = _("Give a name of 1 to %d characters.") % members.NAME_MOST
    try:
        validate_email(email)
    except ValidationError:
        problems["email"] = _("Give an e-mail address, as in name@example.org.")
    if problems:
        raise Invalid(problems)
    return name, email


def offer(organisation: Organisation, *, name: str, email: str, roles: list[str], deed: str) -> Offer:
    """Write, journal and send it. An earlier invitation of the same address is withdrawn."""
    actor = current()
    now = timezone.now()
    Invitation.objects.filter(
        organisation=organisation, email=email, accepted_at=None, withdrawn_at=None
    ).update(withdrawn_at=now)
    token = new_token()
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=email,
        name=name,
        roles=roles,
        token_hash=hashed(token),
        invited_by_id=actor.member,
        expires_at=now + VALID_FOR,
    )
    journal.record(deed, "invitation", invitation.pk, email=email, roles=roles, organisation=organisation.pk)
    link = link_of(token)
    return Offer(invitation, link, _sent(invitation, link))


def new_token() -> str:
    return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def link_of(token: str) -> str:
    return settings.ORIGIN + reverse("directory:accept_invitation", args=[token])


def _sent(invitation: Invitation, link: str) -> bool:
    # fictional people have no mailbox
    if clock.is_exercise() or settings.EMAIL_BACKEND.endswith("dummy.EmailBackend"):
        return False
    text = render_to_string("directory/invitation.txt", {"invitation": invitation, "link": link})
    try:
        send_mail(_("Entraide: your invitation"), text, settings.DEFAULT_FROM_EMAIL, [invitation.email])
    except (SMTPException, OSError) as problem:
        log.warning("An invitation could not be e-mailed: %s", problem)
        return False
    return True


def accept(token: str, *, name: str, password: str) -> Member:
    """The invited sets name and password. Raises Unknown for a link that is not or no longer good, and Invalid."""
    with door("invitation"):
        invitation = queries.open_invitation(hashed(token), lock=True)
        name, email = checked_person(name, invitation.email)
        member = Member.objects.filter(email__iexact=email).first()
        if member is not None and (
            member.organisation_id != invitation.organisation_id or member.suspended_at is not None
        ):
            raise Unknown("invitation", invitation.pk)
        returning = member is not None
        member = member or Member(
            organisation=invitation.organisation, email=email, roles=invitation.roles, on_duty=False
        )
        member.name = name
        check_password(password, member)
        member.set_password(password)
        if returning:  # what was lost opens nothing any more
            member.session_epoch += 1
            Authenticator.objects.filter(user=member).delete()
        else:
            member.timezone = invitation.organisation.timezone
        try:
            with transaction.atomic():
                member.save(force_insert=not returning)
        except IntegrityError:  # accepted elsewhere at the same moment
            raise Unknown("invitation", invitation.pk)
        invitation.accepted_at = timezone.now()
        invitation.save(update_fields=["accepted_at"])
    journal.record_at_door(member, "sign-in.renewed" if returning else "join", invitation=invitation.pk)
    return member
