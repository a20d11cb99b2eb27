"""What the directory tells. An object of another organisation is unknown here, like one that is not."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entraide.hub.core import clock
from entraide.hub.core.acting import current, door
from entraide.hub.core.errors import Invalid, Unknown
from entraide.hub.core.permissions import may

from .models import ApiKey, Invitation, Member, Organisation, Power

STALE_AFTER = timedelta(days=30)


def member(member_id: UUID) -> Member | None:
    """Any member, of whichever organisation; None for an unknown id."""
    return Member.objects.select_related("organisation").filter(pk=member_id).first()


def own_member(member_id: UUID, *, deed: str = "read", lock: bool = False) -> Member:
    """Of the actor's organisation. Raises Unknown."""
    members = Member.objects.select_for_update() if lock else Member.objects
    found = members.filter(pk=member_id, organisation=current().organisation).first()
    if found is None:
        raise Unknown("member", member_id, deed=deed)
    return found


def own_members() -> QuerySet[Member]:
    """The active ones first."""
    active_first = F("suspended_at").asc(nulls_first=True)
    return Member.objects.filter(organisation=current().organisation).order_by(active_first, "name")


def own_organisation() -> Organisation:
    return Organisation.objects.prefetch_related("powers").get(pk=current().organisation)


def organisation(organisation_id: UUID, *, deed: str = "read") -> Organisation:
    """Any organisation: the directory is open to all members. Raises Unknown."""
    found = Organisation.objects.prefetch_related("powers").filter(pk=organisation_id).first()
    if found is None:
        raise Unknown("organisation", organisation_id, deed=deed)
    return found


def organisations() -> QuerySet[Organisation]:
    return Organisation.objects.order_by("name")


def on_duty(organisation_id: UUID) -> QuerySet[Member]:
    return Member.objects.filter(organisation=organisation_id, on_duty=True, suspended_at=None)


# invitations


def own_invitation(invitation_id: UUID, *, deed: str = "read") -> Invitation:
    found = Invitation.objects.filter(pk=invitation_id, organisation=current().organisation).first()
    if found is None:
        raise Unknown("invitation", invitation_id, deed=deed)
    return found


def waiting_invitations(organisation_id: UUID) -> QuerySet[Invitation]:
    """Neither accepted nor withdrawn; also those whose time is over."""
    return Invitation.objects.filter(
        organisation=organisation_id, accepted_at=None, withdrawn_at=None
    ).order_by("expires_at")


def open_invitation(token_hash: str, *, lock: bool = False) -> Invitation:
    """At the door "invitation". Raises Unknown unless the link can still be used."""
    invitations = Invitation.objects.select_related("organisation")
    if lock:
        invitations = invitations.select_for_update(of=("self",))
    found = invitations.filter(
        token_hash=token_hash,
        accepted_at=None,
        withdrawn_at=None,
        expires_at__gt=timezone.now(),
        organisation__suspended_at=None,
    ).first()
    if found is None:
        raise Unknown("invitation", deed="invitation.accept")
    return found


# API keys


def api_keys() -> QuerySet[ApiKey]:
    """The actor's own; for an administrator all of the organisation."""
    actor = current()
    found = ApiKey.objects.filter(organisation=actor.organisation).select_related("member")
    if not may("organisation.manage"):
        found = found.filter(member=actor.member)
    return found.order_by("-created_at")


def revocable_key(key_id: UUID) -> ApiKey:
    found = api_keys().filter(pk=key_id).first()
    if found is None:
        raise Unknown("api-key", key_id, deed="api-key.revoke")
    return found


# who may act now


@dataclass(frozen=True, slots=True)
class Reachable:
    """An organisation with what it may do; ``powers``: kind → note."""

    organisation: Organisation
    powers: dict[str, str]
    on_duty: list[str]
    tested_by: str

    @property
    def tested_at(self) -> datetime | None:
        return self.organisation.contact_tested_at

    @property
    def is_stale(self) -> bool:
        return is_stale(self.organisation)


def is_stale(organisation: Organisation) -> bool:
    """Never tested, or so long ago that one should not count on it."""
    tested = organisation.contact_tested_at
    return tested is None or clock.now() - tested > STALE_AFTER


def who_may_act(*, country: str = "", power: str = "") -> list[Reachable]:
    """Organisations that may do something, by country; four queries, however many there are."""
    found = Organisation.objects.filter(suspended_at=None, powers__isnull=False).distinct()
    if country:
        found = found.filter(country=country)
    if power:
        found = found.filter(pk__in=Power.objects.filter(kind=power).values("organisation"))
    duty = Member.objects.filter(on_duty=True, suspended_at=None).order_by("name")
    rows = found.select_related("contact_tested_by").prefetch_related(
        "powers", Prefetch("members", duty, to_attr="at_work")
    )
    return [
        Reachable(
            organisation=row,
            powers={power.kind: power.note for power in row.powers.all()},
            on_duty=[person.name for person in row.at_work],
            tested_by=row.contact_tested_by.name if row.contact_tested_by else "",
        )
        for row in rows
    ]


def countries_that_act() -> list[str]:
    """Codes of the countries with an organisation that may do something."""
    acting = Organisation.objects.filter(suspended_at=None, powers__isnull=False)
    return list(acting.order_by("country").values_list("country", flat=True).distinct())


# the exercise


def cast() -> list[Organisation]:
    """The organisations of an exercise with their members (``.cast``), the coordinator first."""
    active = Member.objects.filter(suspended_at=None).order_by("name")
    found = (
        Organisation.objects.filter(suspended_at=None, members__suspended_at=None)
        .distinct()
        .prefetch_related(Prefetch("members", active, to_attr="cast"))
    )
    return sorted(found, key=lambda organisation: organisation.kind != Organisation.Kind.COORDINATOR)


def cast_member(member_id: str) -> Member:
    """Raises Unknown."""
    try:
        found = member(UUID(member_id))
    except ValueError:
        found = None
    if found is None or not found.is_active:
        raise Unknown("member", member_id)
    return found


# what somebody of this role does, said to one who chooses whom to play
PARTS = {
    "administrator": _("Invites colleagues and sets their roles."),
    "analyst": _("Files reports, compares them, decides whether two speak of the same."),
    "duty_officer": _("Watches the alerts of the shift and answers other countries."),
    "coordinator": _("Admits organisations and keeps the whole together."),
    "publisher": _("Releases notices and warnings to the public."),
    "auditor": _("Reads the journal: who looked at what, and why."),
    "financial_analyst": _("Follows the money and asks for freezes."),
    "reception_lead": _("Receives the people who cross the river."),
    "screener": _("Interviews people and screens for trafficking."),
    "second_reader": _("Reads every screening a second time."),
    "duty_lawyer": _("Decides when a consulate is told, and what."),
    "consular_officer": _("Helps nationals who agreed to be helped."),
    "case_worker": _("Accompanies survivors, from shelter to home."),
    "child_officer": _("Looks after minors."),
    "importer": _("Brings public lists in."),
}


def member_who_acts(organisation: str, *, email: str = "", role: str = "") -> Member:
    """For the command line: the member of an organisation, by e-mail or by role. Raises Invalid."""
    with door("sign-in"):
        members = Member.objects.select_related("organisation").filter(
            organisation__name__iexact=organisation
        )
        if not members.exists():
            raise Invalid(
                {"as": str(_("There is no organisation of this name. Write it as the directory does."))}
            )
        chosen = members.filter(email__iexact=email) if email else members.filter(roles__contains=[role])
        found = chosen.filter(suspended_at=None).order_by("joined_at", "name").first()
        if found is None:
            raise Invalid({"member": str(_("No active member fits. Name one by e-mail with --member."))})
        return found
