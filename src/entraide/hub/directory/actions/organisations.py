"""Organisations: admitted and suspended by the coordinator, described by their own administrators."""

import zoneinfo
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from entraide.hub.core import journal, live
from entraide.hub.core.acting import current, door
from entraide.hub.core.errors import Invalid, Refused, Unknown
from entraide.hub.core.permissions import require
from entraide.vocabulary import countries

from .. import queries, words
from ..models import Invitation, Organisation, Power
from . import invitations, members

NAME_MOST, CHANNEL_MOST, PHONE_MOST, NOTE_MOST = 160, 200, 40, 200


@dataclass(frozen=True, slots=True)
class Contact:
    """How an organisation is reached, and for what: ``powers`` is kind → note."""

    channel: str = ""
    languages: tuple[str, ...] = ()
    email: str = ""
    phone: str = ""
    time_zone: str = "UTC"
    powers: Mapping[str, str] | None = None


@transaction.atomic
def admit(
    *, name: str, kind: str, country: str, contact: Contact, administrator_name: str, administrator_email: str
) -> tuple[Organisation, invitations.Offer]:
    """With the invitation of its first administrator. Raises Invalid."""
    require("organisation.admit", object_kind="organisation")
    problems = _identity_problems(name, kind, country) | _contact_problems(contact)
    try:
        invitations.checked_person(administrator_name, administrator_email)
    except Invalid as invalid:
        problems |= {f"administrator_{field}": problem for field, problem in invalid.problems.items()}
    if problems:
        raise Invalid(problems)
    organisation = Organisation(name=_plain(name), kind=kind, country=country)
    _describe(organisation, contact)
    organisation.save(force_insert=True)
    _set_powers(organisation, contact.powers or {})
    journal.record("organisation.admit", "organisation", organisation.pk, name=organisation.name, kind=kind)
    try:
        offer = invitations.invite_first_administrator(
            organisation, name=administrator_name, email=administrator_email
        )
    except Invalid as invalid:
        raise Invalid({f"administrator_{field}": problem for field, problem in invalid.problems.items()})
    return organisation, offer


def correct(organisation_id: UUID, *, name: str, kind: str, country: str) -> Organisation:
    """What only the coordinator says of an organisation. Raises Invalid."""
    organisation = _any(organisation_id, "organisation.correct")
    if problems := _identity_problems(name, kind, country, apart_from=organisation.pk):
        raise Invalid(problems)
    before = {"name": organisation.name, "kind": organisation.kind, "country": organisation.country}
    after = {"name": _plain(name), "kind": kind, "country": country}
    if before != after:
        Organisation.objects.filter(pk=organisation.pk).update(**after)
        journal.record("organisation.correct", "organisation", organisation.pk, before=before, after=after)
    organisation.refresh_from_db()
    return organisation


def describe(contact: Contact) -> Organisation:
    """The actor's own organisation says how it is reached. Raises Invalid."""
    require("organisation.manage", object_kind="organisation")
    organisation = Organisation.objects.select_for_update().get(pk=current().organisation)
    if problems := _contact_problems(contact):
        raise Invalid(problems)
    reached = ("channel", "contact_email", "contact_phone")
    before = [getattr(organisation, field) for field in reached]
    _describe(organisation, contact)
    if before != [getattr(organisation, field) for field in reached]:
        organisation.contact_tested_at = organisation.contact_tested_by = None  # nobody has tried the new one
    organisation.save()
    _set_powers(organisation, contact.powers or {})
    journal.record(
        "organisation.describe", "organisation", organisation.pk, powers=sorted(contact.powers or ())
    )
    return organisation


def suspend(organisation_id: UUID) -> Organisation:
    """Ends every session of its members at once; their API keys open nothing so long."""
    organisation = _any(organisation_id, "organisation.suspend")
    if organisation.pk == current().organisation:
        reason = _("The coordinating organisation cannot suspend itself.")
        raise Refused(
            reason, deed="organisation.suspend", object_kind="organisation", object_id=organisation.pk
        )
    if organisation.suspended_at is None:
        Organisation.objects.filter(pk=organisation.pk).update(
            suspended_at=timezone.now(), session_epoch=F("session_epoch") + 1
        )
        journal.record("organisation.suspend", "organisation", organisation.pk, name=organisation.name)
        live.announce(organisation.pk, "session.revoked")
    organisation.refresh_from_db()
    return organisation


def reinstate(organisation_id: UUID) -> Organisation:
    organisation = _any(organisation_id, "organisation.reinstate")
    if organisation.suspended_at is not None:
        Organisation.objects.filter(pk=organisation.pk).update(suspended_at=None)
        journal.record("organisation.reinstate", "organisation", organisation.pk, name=organisation.name)
    organisation.refresh_from_db()
    return organisation


def contact_answered(organisation_id: UUID) -> None:
    """Somebody of the actor's desk has just reached this organisation by its channel."""
    require("contact.test", object_kind="organisation", object_id=organisation_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT directory_contact_tested(%s)", [organisation_id])
        if not cursor.fetchone()[0]:
            raise Unknown("organisation", organisation_id, deed="contact.test")
    journal.record("contact.test", "organisation", organisation_id)


def found_hub(*, name: str, country: str, administrator_name: str, administrator_email: str) -> str:
    """Of a hub that holds no organisation yet: the coordinating one, with the link for its first member, who
    is administrator and coordinator. Raises Invalid, Refused."""
    with door("first"):
        if Organisation.objects.exists():
            reason = _("This hub has organisations already; its coordinator admits further ones.")
            raise Refused(reason, deed="hub.found")
        problems = _identity_problems(name, Organisation.Kind.COORDINATOR, country)
        try:
            person, email = invitations.checked_person(administrator_name, administrator_email)
        except Invalid as invalid:
            raise Invalid(problems | invalid.problems)
        if problems:
            raise Invalid(problems)
        organisation = Organisation.objects.create(
            name=_plain(name), kind=Organisation.Kind.COORDINATOR, country=country
        )
        token = invitations.new_token()
        Invitation.objects.create(
            organisation=organisation,
            email=email,
            name=person,
            roles=[members.ADMINISTRATOR, members.COORDINATOR],
            token_hash=invitations.hashed(token),
            expires_at=timezone.now() + invitations.VALID_FOR,
        )
        return invitations.link_of(token)


def _any(organisation_id: UUID, deed: str) -> Organisation:
    require("organisation.admit", object_kind="organisation", object_id=organisation_id)
    return queries.organisation(organisation_id, deed=deed)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _identity_problems(name: str, kind: str, country: str, apart_from: UUID | None = None) -> dict[str, str]:
    name, problems = _plain(name), {}
    if not name or len(name) > NAME_MOST:
        problems["name"] = _("Give a name of 1 to %d characters.") % NAME_MOST
    elif Organisation.objects.filter(name__iexact=name).exclude(pk=apart_from).exists():
        problems["name"] = _("There is an organisation of this name. Add what tells them apart.")
    if kind not in Organisation.Kind.values:
        problems["kind"] = _("Choose one of: %s.") % ", ".join(Organisation.Kind.values)
    if country not in countries.codes():
        problems["country"] = _("Give the country by its two-letter code, as in TH.")
    return problems


def _contact_problems(contact: Contact) -> dict[str, str]:
    problems = {}
    if len(_plain(contact.channel)) > CHANNEL_MOST:
        problems["channel"] = _("Use at most %d characters.") % CHANNEL_MOST
    if unknown := set(contact.languages) - words.language_codes():
        problems["languages"] = _("Not a language of the list: %s.") % ", ".join(sorted(unknown))
    if contact.email:
        try:
            validate_email(contact.email)
        except ValidationError:
            problems["email"] = _("Give an e-mail address, as in desk@example.org.")
    if len(contact.phone.strip()) > PHONE_MOST:
        problems["phone"] = _("Use at most %d characters.") % PHONE_MOST
    if contact.time_zone not in zoneinfo.available_timezones():
        problems["time_zone"] = _("Choose a time zone of the list, as in Asia/Bangkok.")
    for kind, note in (contact.powers or {}).items():
        if kind not in Power.Kind.values:
            problems["powers"] = _("Choose one of: %s.") % ", ".join(Power.Kind.values)
        elif len(note) > NOTE_MOST:
            problems[f"{kind}_note"] = _("Use at most %d characters.") % NOTE_MOST
    return problems


def _describe(organisation: Organisation, contact: Contact) -> None:
    organisation.channel = _plain(contact.channel)
    organisation.languages = list(dict.fromkeys(contact.languages))
    organisation.contact_email = contact.email.strip()
    organisation.contact_phone = contact.phone.strip()
    organisation.timezone = contact.time_zone


def _set_powers(organisation: Organisation, powers: Mapping[str, str]) -> None:
    given = {power.kind: power for power in organisation.powers.all()}
    gone: Iterable[str] = given.keys() - powers.keys()
    if gone:
        organisation.powers.filter(kind__in=gone).delete()
    for kind, note in powers.items():
        if kind not in given:
            Power.objects.create(organisation=organisation, kind=kind, note=_plain(note))
        elif given[kind].note != _plain(note):
            organisation.powers.filter(kind=kind).update(note=_plain(note))
