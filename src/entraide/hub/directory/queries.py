"""What the directory tells."""

from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from entraide.hub.core.errors import Unknown

from .models import Member, Organisation


def cast() -> list[Organisation]:
    """The organisations of an exercise with their members (``.cast``), the coordinator first."""
    active = Member.objects.filter(suspended_at=None).order_by("name")
    organisations = Organisation.objects.filter(suspended_at=None, members__suspended_at=None).distinct()
    found = list(organisations.prefetch_related(Prefetch("members", active, to_attr="cast")))
    return sorted(found, key=lambda organisation: organisation.kind != Organisation.Kind.COORDINATOR)


def cast_member(member_id: str) -> Member:
    member = (
        Member.objects.select_related("organisation").filter(pk=id_or_unknown("member", member_id)).first()
    )
    if member is None or not member.is_active:
        raise Unknown("member", member_id)
    return member


def id_or_unknown(object_kind: str, text: object) -> UUID:
    try:
        return UUID(str(text))
    except ValueError:
        raise Unknown(object_kind, text)


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
