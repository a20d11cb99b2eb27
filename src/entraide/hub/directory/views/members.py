"""The own organisation's people, and oneself."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from entraide.hub.core.errors import Invalid
from entraide.hub.core.permissions import ROLES, may, require

from .. import queries
from ..actions import invitations, members
from ..forms import InviteForm, ProfileForm, RolesForm, add_problems
from ..sign_in import speak


@require_http_methods(["GET"])
def overview(request: HttpRequest) -> HttpResponse:
    manages = may("organisation.manage")
    organisation = queries.own_organisation()
    context = {
        "organisation": organisation,
        "members": [(person, role_names(person.roles)) for person in queries.own_members()],
        "invitations": queries.waiting_invitations(organisation.pk) if manages else [],
        "manages": manages,
        "real_now": timezone.now(),
    }
    return render(request, "directory/members.html", context)


@require_http_methods(["GET", "POST"])
def member(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Roles, suspension, new sign-in: for administrators."""
    require("organisation.manage", object_kind="member", object_id=member_id)
    found = queries.own_member(member_id)
    organisation = queries.own_organisation()
    form = RolesForm(request.POST or None, organisation=organisation, initial={"roles": found.roles})
    if request.method == "POST" and form.is_valid():
        try:
            members.set_roles(member_id, form.cleaned_data["roles"])
        except Invalid as invalid:
            add_problems(form, invalid)
        else:
            messages.success(request, _("The roles of %s are saved.") % found.name)
            return redirect("directory:members")
    return render(request, "directory/member.html", {"member": found, "form": form})


@require_http_methods(["GET", "POST"])
def suspend(request: HttpRequest, member_id: UUID) -> HttpResponse:
    found = _managed(member_id)
    if request.method == "GET":
        question = _("Suspend %s?") % found.name
        detail = _("Every session ends at once and every API key of this member is revoked.")
        return _ask(request, question, _("Suspend"), detail)
    members.suspend(member_id)
    messages.success(request, _("%s is suspended; every session has ended.") % found.name)
    return redirect("directory:members")


@require_POST
def reinstate(request: HttpRequest, member_id: UUID) -> HttpResponse:
    found = members.reinstate(member_id)
    messages.success(request, _("%s can sign in again.") % found.name)
    return redirect("directory:members")


@require_http_methods(["GET", "POST"])
def new_sign_in(request: HttpRequest, member_id: UUID) -> HttpResponse:
    found = _managed(member_id)
    if request.method == "GET":
        question = _("A new way in for %s?") % found.name
        detail = _(
            "You get a link by which this member sets a new password and a new second factor."
            " Give it to nobody else: make sure to whom you speak."
        )
        return _ask(request, question, _("Make the link"), detail, danger=False)
    return _offered(request, invitations.new_sign_in(member_id))


@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    require("organisation.manage", object_kind="invitation")
    form = InviteForm(request.POST or None, organisation=queries.own_organisation())
    if request.method == "POST" and form.is_valid():
        try:
            return _offered(request, invitations.invite(**form.cleaned_data))
        except Invalid as invalid:
            add_problems(form, invalid)
    return render(request, "directory/invite.html", {"form": form})


@require_POST
def withdraw(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    invitations.withdraw(invitation_id)
    messages.success(request, _("The invitation is withdrawn; its link opens nothing any more."))
    return redirect("directory:members")


@require_POST
def duty(request: HttpRequest) -> HttpResponse:
    on_duty = request.POST.get("on_duty") == "on"
    members.set_duty(on_duty)
    messages.success(request, _("You are on duty.") if on_duty else _("You are off duty."))
    return redirect("directory:organisation")


@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, initial=ProfileForm.of(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            saved = members.set_profile(**form.cleaned_data)
        except Invalid as invalid:
            add_problems(form, invalid)
        else:
            messages.success(request, _("Your profile is saved."))
            response = redirect("directory:profile")
            speak(response, saved.language)
            return response
    return render(request, "directory/profile.html", {"form": form})


def role_names(roles: list[str]) -> list[str]:
    return [str(ROLES.get(role, role)) for role in roles]


def _managed(member_id: UUID) -> object:
    require("organisation.manage", object_kind="member", object_id=member_id)
    return queries.own_member(member_id)


def _ask(
    request: HttpRequest, question: str, label: str, detail: str, *, danger: bool = True
) -> HttpResponse:
    context = {
        "question": question,
        "label": label,
        "detail": detail,
        "danger": danger,
        "cancel": reverse("directory:members"),
    }
    return render(request, "components/confirm_page.html", context)


def _offered(request: HttpRequest, offer: invitations.Offer) -> HttpResponse:
    response = render(request, "directory/invited.html", {"offer": offer})
    response["Cache-Control"] = "no-store"
    return response
