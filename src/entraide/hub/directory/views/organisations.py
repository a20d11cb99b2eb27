"""Organisations: one's own, the others, and the coordinator's work on them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from entraide.hub.core.acting import current
from entraide.hub.core.errors import Invalid, Unknown
from entraide.hub.core.permissions import may, require

from .. import queries, words
from ..actions import invitations, organisations
from ..forms import AdmitForm, ContactForm, IdentityForm, add_problems
from .members import _offered


@require_http_methods(["GET"])
def overview(request: HttpRequest) -> HttpResponse:
    listed = [(found, words.country_name(found.country)) for found in queries.organisations()]
    context = {"organisations": listed, "admits": may("organisation.admit")}
    return render(request, "directory/organisations.html", context)


@require_http_methods(["GET"])
def organisation(request: HttpRequest, organisation_id: UUID | None = None) -> HttpResponse:
    own = current().organisation
    found = queries.organisation(organisation_id or own)
    context = {
        "organisation": found,
        "country": words.country_name(found.country),
        "languages": [words.language_name(code) for code in found.languages],
        "own": found.pk == own,
        "on_duty": queries.on_duty(found.pk),
        "invitations": queries.waiting_invitations(found.pk) if may("organisation.admit") else [],
        "admits": may("organisation.admit"),
        "manages": may("organisation.manage") and found.pk == own,
        "tests": may("contact.test") and found.suspended_at is None,
        "is_stale": queries.is_stale(found),
    }
    return render(request, "directory/organisation.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """How one's own organisation is reached, and for what."""
    require("organisation.manage", object_kind="organisation", object_id=current().organisation)
    found = queries.own_organisation()
    form = ContactForm(request.POST or None, initial=ContactForm.of(found))
    if request.method == "POST" and form.is_valid():
        try:
            organisations.describe(form.contact())
        except Invalid as invalid:
            add_problems(form, invalid)
        else:
            messages.success(request, _("Saved. The page “Who may act now” shows it already."))
            return redirect("directory:organisation")
    return render(request, "directory/organisation_edit.html", {"form": form, "organisation": found})


@require_http_methods(["GET", "POST"])
def admit(request: HttpRequest) -> HttpResponse:
    require("organisation.admit", object_kind="organisation")
    form = AdmitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            _admitted, offer = organisations.admit(
                name=given["name"],
                kind=given["kind"],
                country=given["country"],
                contact=form.contact(),
                administrator_name=given["administrator_name"],
                administrator_email=given["administrator_email"],
            )
        except Invalid as invalid:
            add_problems(form, invalid)
        else:
            return _offered(request, offer)
    return render(request, "directory/admit.html", {"form": form})


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    found = _admitted(organisation_id)
    initial = {"name": found.name, "kind": found.kind, "country": found.country}
    form = IdentityForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            organisations.correct(organisation_id, **form.cleaned_data)
        except Invalid as invalid:
            add_problems(form, invalid)
        else:
            messages.success(request, _("The correction is saved."))
            return redirect("directory:organisation", organisation_id)
    return render(request, "directory/correct.html", {"form": form, "organisation": found})


@require_http_methods(["GET", "POST"])
def suspend(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    found = _admitted(organisation_id)
    if request.method == "GET":
        context = {
            "question": _("Suspend %s?") % found.name,
            "label": _("Suspend"),
            "detail": _(
                "None of its members can sign in, every session ends at once, its API keys open nothing."
            ),
            "danger": True,
            "cancel": reverse("directory:organisation", args=[organisation_id]),
        }
        return render(request, "components/confirm_page.html", context)
    organisations.suspend(organisation_id)
    messages.success(request, _("%s is suspended; every session of its members has ended.") % found.name)
    return redirect("directory:organisation", organisation_id)


@require_POST
def reinstate(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    found = organisations.reinstate(organisation_id)
    messages.success(request, _("The members of %s can sign in again.") % found.name)
    return redirect("directory:organisation", organisation_id)


@require_POST
def invite_again(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """A new link for the first administrator, where the one before was lost or ran out."""
    found = _admitted(organisation_id)
    waiting = queries.waiting_invitations(found.pk).first()
    if waiting is None:
        raise Unknown("invitation", deed="invite")
    return _offered(
        request,
        invitations.invite_first_administrator(found, name=waiting.name, email=waiting.email),
    )


@require_POST
def contact_answered(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    organisations.contact_answered(organisation_id)
    messages.success(request, _("Noted: this contact answered just now."))
    return redirect("directory:organisation", organisation_id)


def _admitted(organisation_id: UUID) -> object:
    require("organisation.admit", object_kind="organisation", object_id=organisation_id)
    return queries.organisation(organisation_id)
