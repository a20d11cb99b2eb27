"""Whether the member of a session has shown a second factor in it.

The session keeps the id of the member who did, so that it holds for that person alone. In an exercise
a click signs in, and stands for both factors.
"""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_used
from django.dispatch import receiver
from django.http import HttpRequest

from entraide.hub.core import clock, journal

from .models import Member

SHOWN = "second_factor"
EXERCISE = "exercise_sign_in"
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def was_shown(request: HttpRequest) -> bool:
    member = str(request.user.pk)
    if request.session.get(SHOWN) == member:
        return True
    return request.session.get(EXERCISE) == member and clock.is_exercise()


def is_set_up(member: Member) -> bool:
    return Authenticator.objects.filter(user=member, type__in=FACTORS).exists()


@receiver(authenticator_used)
def _used(request: HttpRequest, user: Member, **_: Any) -> None:
    request.session[SHOWN] = str(user.pk)


@receiver(authenticator_added)
def _added(request: HttpRequest, user: Member, authenticator: Authenticator, **_: Any) -> None:
    if authenticator.type in FACTORS:  # adding one proves that one holds it; recovery codes prove nothing
        request.session[SHOWN] = str(user.pk)
    journal.record_at_door(user, "second-factor.add", type=authenticator.type)


@receiver(authenticator_removed)
def _removed(request: HttpRequest, user: Member, authenticator: Authenticator, **_: Any) -> None:
    journal.record_at_door(user, "second-factor.remove", type=authenticator.type)
    if not is_set_up(user):
        request.session.pop(SHOWN, None)
