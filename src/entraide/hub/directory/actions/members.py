"""Members: roles, suspension, duty, profile. An administrator acts on the own organisation alone."""

import zoneinfo
from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from entraide.hub.core import journal, live
from entraide.hub.core.acting import current
from entraide.hub.core.errors import Invalid, Refused
from entraide.hub.core.permissions import ROLES, require

from .. import queries
from ..models import ApiKey, Member, Organisation

ADMINISTRATOR, COORDINATOR = "administrator", "coordinator"
NAME_MOST = 120


def set_roles(member_id: UUID, roles: Iterable[str]) -> Member:
    """Raises Invalid for a role that does not fit, Refused for the last administrator's."""
    member = _own_member(member_id, "member.roles")
    wanted = checked_roles(roles, Organisation.objects.get(pk=member.organisation_id))
    if ADMINISTRATOR in member.roles and ADMINISTRATOR not in wanted:
        _keep_an_administrator(member, "member.roles")
    if set(wanted) == set(member.roles):
        return member
    before, member.roles = member.roles, wanted
    member.save(update_fields=["roles"])
    journal.record("member.roles", "member", member.pk, name=member.name, before=before, after=wanted)
    live.announce(member.organisation_id, "member", member.pk)
    return member


def suspend(member_id: UUID) -> Member:
    """Ends every session and revokes every API key of the member, at once."""
    member = _own_member(member_id, "member.suspend")
    if member.pk == current().member:
        raise _refused(member, "member.suspend", _("Another administrator has to suspend you."))
    if ADMINISTRATOR in member.roles:
        _keep_an_administrator(member, "member.suspend")
    if member.suspended_at is not None:
        return member
    now = timezone.now()
    keys = ApiKey.objects.filter(member=member, revoked_at=None).update(revoked_at=now)
    member.suspended_at, member.on_duty = now, False
    member.save(update_fields=["suspended_at", "on_duty"])
    end_sessions(member)
    journal.record("member.suspend", "member", member.pk, name=member.name, keys_revoked=keys)
    live.announce(member.organisation_id, "member", member.pk)
    return member


def reinstate(member_id: UUID) -> Member:
    """The member signs in anew; API keys stay revoked."""
    member = _own_member(member_id, "member.reinstate")
    if member.suspended_at is not None:
        member.suspended_at = None
        member.save(update_fields=["suspended_at"])
        journal.record("member.reinstate", "member", member.pk, name=member.name)
        live.announce(member.organisation_id, "member", member.pk)
    return member


def end_sessions(member: Member) -> None:
    """Within an action of the member's organisation."""
    Member.objects.filter(pk=member.pk).update(session_epoch=F("session_epoch") + 1)
    live.announce(member.organisation_id, "session.revoked", member.pk, members=[member.pk])


def set_duty(on_duty: bool) -> None:
    """The actor goes on duty, or off."""
    actor = current()
    if Member.objects.filter(pk=actor.member, on_duty=not on_duty).update(on_duty=on_duty):
        journal.record("duty.on" if on_duty else "duty.off", "member", actor.member)
        live.announce(actor.organisation, "duty", actor.member)


def set_profile(*, name: str, language: str, time_zone: str) -> Member:
    """The actor's own. Raises Invalid."""
    name, problems = " ".join(name.split()), {}
    if not name or len(name) > NAME_MOST:
        problems["name"] = _("Give a name of 1 to %d characters.") % NAME_MOST
    if language not in dict(settings.LANGUAGES):
        problems["language"] = _("Choose one of the interface's languages.")
    if time_zone not in zoneinfo.available_timezones():
        problems["time_zone"] = _("Choose a time zone of the list, as in Asia/Bangkok.")
    if problems:
        raise Invalid(problems)
    member = Member.objects.get(pk=current().member)
    member.name, member.language, member.timezone = name, language, time_zone
    member.save(update_fields=["name", "language", "timezone"])
    journal.record("profile", "member", member.pk)
    return member


def checked_roles(roles: Iterable[str], organisation: Organisation) -> list[str]:
    """In the order of the table of roles. Raises Invalid."""
    given = set(roles)
    if unknown := given - ROLES.keys():
        listed = ", ".join(sorted(unknown))
        raise Invalid({"roles": _("There is no role %s. Choose from the list.") % listed})
    if not given:
        raise Invalid({"roles": _("Choose at least one role.")})
    if COORDINATOR in given and organisation.kind != Organisation.Kind.COORDINATOR:
        raise Invalid({"roles": _("Only members of a coordinating organisation can be coordinators.")})
    return [role for role in ROLES if role in given]


def _own_member(member_id: UUID, deed: str) -> Member:
    require("organisation.manage", object_kind="member", object_id=member_id)
    return queries.own_member(member_id, deed=deed, lock=True)


def _keep_an_administrator(member: Member, deed: str) -> None:
    # the organisation's row is locked, so that two administrators cannot remove each other at the same moment
    Organisation.objects.select_for_update().get(pk=member.organisation_id)
    others = Member.objects.filter(
        organisation=member.organisation_id, suspended_at=None, roles__contains=[ADMINISTRATOR]
    ).exclude(pk=member.pk)
    if not others.exists():
        reason = _("%s is the last administrator. Make another member administrator first.") % member.name
        raise _refused(member, deed, reason)


def _refused(member: Member, deed: str, reason: str) -> Refused:
    return Refused(reason, deed=deed, object_kind="member", object_id=member.pk)
