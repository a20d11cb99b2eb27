from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from ..core.acting import current
from ..core.api_key import READ, may
from . import queries

router = Router()


class OrganisationOut(Schema):
    id: UUID
    name: str
    kind: str
    country: str
    languages: list[str]
    channel: str


class Me(Schema):
    member: UUID
    organisation: UUID
    state: str
    purpose: int
    roles: list[str]


@router.get("/me", response=Me, auth=may(READ), summary="Who this key acts for")
def me(request: HttpRequest) -> dict[str, object]:
    actor = current()
    return {
        "member": actor.member,
        "organisation": actor.organisation,
        "state": actor.state,
        "purpose": int(actor.purpose),
        "roles": sorted(actor.roles),
    }


@router.get(
    "/organisations",
    response=list[OrganisationOut],
    auth=may(READ),
    summary="Members, for audiences and contacts",
)
def organisations(request: HttpRequest) -> object:
    return queries.organisations()
