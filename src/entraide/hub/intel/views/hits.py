"""Hits: what two records share, what each side sees of it, and what one says of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ...core.acting import current
from ...core.errors import Invalid
from ...core.permissions import may
from .. import actions, showing
from ..forms import DecisionForm, HitFilter, MessageForm, add_problems
from ..labels import sentences
from ..match_words import table_of
from ..models import Decision, Hit
from ..queries.hits import HitView, undecided, view_of
from ..queries.listing import hits_page
from ..queries.review import to_review
from .matched import likeness_context, look_at


@require_safe
def hits(request: HttpRequest) -> HttpResponse:
    filter_form = HitFilter(request.GET)
    chosen = filter_form.chosen()
    after = request.GET.get("after", "")
    context = {
        "filter": filter_form,
        "show": chosen.get("show", ""),
        "is_filtered": any(name != "show" for name in chosen),
        "page": hits_page(chosen, after),
        "undecided": undecided().count(),
        "to_review": to_review().filter(strength=Hit.Strength.TO_REVIEW).count(),
        "after": after,
    }
    return render(request, "intel/hits.html", context)


@require_safe
def hit(request: HttpRequest, hit_id: UUID) -> HttpResponse:
    view = view_of(hit_id)
    look_at(view)
    return _page(request, view)


def _page(request: HttpRequest, view: HitView, **bound: Any) -> HttpResponse:
    decisions = view.hit.decisions.select_related("member", "organisation")
    context = {
        "view": view,
        "internal": view.hit.older_owner_id == view.hit.newer_owner_id,
        "may_decide": may("hit.decide"),
        "own_words": sentences(view.own_report.label) if view.own_report else [],
        "table": table_of(view),
        "release_words": release_words(view),
        "decisions": [_step(decision) for decision in decisions],
        "thread": [_line(message) for message in view.hit.messages.select_related("member", "organisation")],
        "decision_form": DecisionForm(),
        "message_form": MessageForm(),
    }
    context |= likeness_context(view)
    return render(request, "intel/hit.html", context | bound, status=400 if bound else 200)


def release_words(view: HitView) -> str:
    """Who knows of the hit, and what releasing it does."""
    if view.hit.older_owner_id == view.hit.newer_owner_id:
        return _("Both records are your organisation’s; nobody else is told.")
    if view.knows:
        return _("%(other)s knows of this hit too.") % {"other": view.other.name}
    if not view.may_release:
        return _("%(other)s does not know of this hit: your record is silent.") % {"other": view.other.name}
    return _(
        "%(other)s does not know of this hit yet. Release it, and they learn that a record of yours holds the same,"
        " and how to reach you; your record itself they see only if its handling lets them. It cannot be taken back."
    ) % {"other": view.other.name}


def _step(decision: Decision) -> dict[str, Any]:
    by = f"{decision.member.name}, {decision.organisation.name}"
    return {
        "title": decision.get_verdict_display(),
        "at": decision.decided_at,
        "by": by,
        "text": showing.visible(decision.reason),
        "past": True,
    }


def _line(message: Any) -> dict[str, Any]:
    return {
        "author": message.member.name,
        "organisation": message.organisation.name,
        "at": message.sent_at,
        "text": showing.visible(message.text),
        "own": message.organisation_id == current().organisation,
    }


@require_POST
def decide(request: HttpRequest, hit_id: UUID) -> HttpResponse:
    form = DecisionForm(request.POST)
    if form.is_valid():
        try:
            actions.decide(hit_id, form.cleaned_data["verdict"], form.cleaned_data["reason"])
        except Invalid as invalid:
            add_problems(form, invalid)
        else:
            back = request.POST.get("back", "")
            if url_has_allowed_host_and_scheme(back, allowed_hosts=None):
                return redirect(back)
            return redirect(f"{reverse('intel:hit', args=[hit_id])}#decision")
    return _page(request, view_of(hit_id), wrong=form, decision_form=form)


@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, hit_id: UUID) -> HttpResponse:
    view = view_of(hit_id)
    if request.method == "POST":
        actions.release(hit_id)
        messages.success(request, _("Released: %(other)s is told now.") % {"other": view.other.name})
        return redirect("intel:hit", hit_id)
    question = {
        "question": _("Release this hit to %(other)s?") % {"other": view.other.name},
        "detail": release_words(view),
        "label": _("Release"),
        "cancel": reverse("intel:hit", args=[hit_id]),
    }
    return render(request, "components/confirm_page.html", question)


@require_POST
def message(request: HttpRequest, hit_id: UUID) -> HttpResponse:
    form = MessageForm(request.POST)
    if form.is_valid():
        try:
            actions.write_message(hit_id, form.cleaned_data["text"])
        except Invalid as invalid:
            add_problems(form, invalid)
        else:
            return redirect(f"{reverse('intel:hit', args=[hit_id])}#thread")
    return _page(request, view_of(hit_id), wrong=form, message_form=form)
