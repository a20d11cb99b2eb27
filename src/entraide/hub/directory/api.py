"""The directory, for machines: who one is, who takes part, who may act now."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from entraide.hub.core.acting import current
from entraide.hub.core.api_key import READ, may

from . import queries
from .models import Organisation

router = Router(auth=may(READ))


class Me(Schema):
    member: UUID
    organisation: UUID
    country: str
    roles: list[str]
    purpose: int


class OrganisationOut(Schema):
    id: UUID
    name: str
    kind: str
    country: str
    suspended: bool


class ReachableOut(Schema):
    """``powers``: kind → what to know. ``stale``: the contact was not tested within 30 days."""

    id: UUID
    name: str
    kind: str
    country: str
    powers: dict[str, str]
    channel: str
    phone: str
    email: str
    languages: list[str]
    on_duty: list[str]
    contact_tested_at: datetime | None
    stale: bool


@router.get("/me", response=Me, summary="For whom this key acts")
def me(request: HttpRequest) -> Me:
    actor = current()
    return Me(
        member=actor.member,
        organisation=actor.organisation,
        country=actor.state,
        roles=sorted(actor.roles),
        purpose=int(actor.purpose),
    )


@router.get("/organisations", response=list[OrganisationOut], summary="Who takes part")
def organisations(request: HttpRequest) -> list[OrganisationOut]:
    return [
        OrganisationOut(
            id=found.pk,
            name=found.name,
            kind=found.kind,
            country=found.country,
            suspended=found.suspended_at is not None,
        )
        for found in queries.organisations()
    ]


@router.get("/who-may-act", response=list[ReachableOut], summary="Who may act now: country × power")
def who_may_act(
    request: HttpRequest,
    country: str = "",
    power: Literal["", "freeze", "rescue", "identify", "papers"] = "",
) -> list[ReachableOut]:
    return [_reachable(row.organisation, row) for row in queries.who_may_act(country=country, power=power)]


def _reachable(organisation: Organisation, row: queries.Reachable) -> ReachableOut:
    return ReachableOut(
        id=organisation.pk,
        name=organisation.name,
        kind=organisation.kind,
        country=organisation.country,
        powers=row.powers,
        channel=organisation.channel,
        phone=organisation.contact_phone,
        email=organisation.contact_email,
        languages=organisation.languages,
        on_duty=row.on_duty,
        contact_tested_at=row.tested_at,
        stale=row.is_stale,
    )
