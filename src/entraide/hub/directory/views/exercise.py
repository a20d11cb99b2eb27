"""One click signs in as a member of the cast. Outside of an exercise database there is no such page."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from entraide.hub.core import clock, journal
from entraide.hub.core.acting import door

from .. import queries, second_factor, words
from ..models import Member, Organisation
from ..sign_in import BACKEND, speak
from .members import role_names


@login_not_required
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if not clock.is_exercise():
        raise Http404
    back = request.POST.get("next") or request.GET.get("next") or ""
    if request.method == "GET":
        return render(request, "directory/exercise_sign_in.html", {"cast": _cast(), "next": back})
    with door("sign-in"):  # another member may be acting until now
        member = queries.cast_member(request.POST.get("member", ""))
        login(request, member, BACKEND)
        request.session[second_factor.EXERCISE] = str(member.pk)
    journal.record_at_door(member, "sign-in", exercise=True)
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=settings.HTTPS)
    response = redirect(back if safe else resolve_url(settings.LOGIN_REDIRECT_URL))
    speak(response, member.language)
    return response


def _cast() -> list[tuple[Organisation, str, list[tuple[Member, list[str], str]]]]:
    return [
        (
            organisation,
            words.country_name(organisation.country),
            [(member, role_names(member.roles), _part(member)) for member in organisation.cast],
        )
        for organisation in queries.cast()
    ]


def _part(member: Member) -> str:
    """What the member does in the story; else what somebody of this role does."""
    return member.part or " ".join(str(queries.PARTS[role]) for role in member.roles if role in queries.PARTS)
