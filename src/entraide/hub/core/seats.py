"""Who listens to live events, by which session, and whether they still may."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth import HASH_SESSION_KEY, get_user, get_user_model
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from ..directory import second_factor
from .acting import Actor, actor_of, door
from .sessions import kept_as


@dataclass(frozen=True, slots=True)
class Seat:
    """A member, and the session by which they listen, as the table holds it."""

    actor: Actor
    session: str
    session_hash: str

    @property
    def member(self) -> UUID:
        return self.actor.member


def seat_of(request: HttpRequest) -> Seat | None:
    """None for whoever is not signed in with both factors."""
    with door("sign-in"):
        # anew: request.user may have been looked up before a door was open
        request.user = member = get_user(request)
        if not member.is_authenticated or not member.is_active or not second_factor.was_shown(request):
            return None
        session = kept_as(request.session.session_key)
        return Seat(actor_of(member), session, request.session[HASH_SESSION_KEY])


def whose_session_is_over(seats: Iterable[Seat]) -> set[Seat]:
    """Signed out, expired, suspended, or made before a change of password. Two queries for all seats."""
    seats = set(seats)
    if not seats:
        return set()
    with door("sign-in"):
        live = set(
            Session.objects.filter(
                session_key__in={seat.session for seat in seats}, expire_date__gt=timezone.now()
            ).values_list("session_key", flat=True)
        )
        members = (
            get_user_model().objects.select_related("organisation").in_bulk({seat.member for seat in seats})
        )
    return {
        seat for seat in seats if seat.session not in live or not _still_holds(seat, members.get(seat.member))
    }


def _still_holds(seat: Seat, member: object) -> bool:
    return (
        member is not None
        and member.is_active
        and constant_time_compare(seat.session_hash, member.get_session_auth_hash())
    )
