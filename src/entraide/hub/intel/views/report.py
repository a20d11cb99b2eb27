"""The page of one report, and what its owner does there."""

from collections import defaultdict
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ...core.acting import current
from ...core.errors import Invalid
from ...core.permissions import may, require
from .. import actions
from ..drafts import MarkedTechnique
from ..forms import AddPersonForm, AttachForm, HandlingForm, MarkPlaceForm, MarkTechniqueForm, add_problems
from ..forms.choices import country_name, language_name, method_name
from ..forms.handling import initial_of
from ..forms.known import known_forms
from ..labels import sentences
from ..located_words import candidate_disc, photo_disc, place_disc
from ..models import KnownKind, LocateEvidence, ProposalKind, Report, Selector, Technique
from ..queries.entities import with_nationality
from ..queries.listing import entities_of, hits_of
from ..queries.located import Located, usable
from ..queries.proposals import proposals_of, still_open
from ..queries.reports import own_report, readable_report
from .new import words_of

RIVER_CROSSING = "W2.03"


@require_safe
def report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    return page(request, actions.open_report(report_id))


def page(
    request: HttpRequest, shown: Report, *, located: Located | None = None, **bound: Any
) -> HttpResponse:
    """The page; ``located``: the estimate that was asked for; ``bound``: a form that was sent and found wrong, to be
    shown with what was found."""
    own = shown.owner_id == current().organisation
    selectors = list(shown.selectors.order_by("start", "kind"))
    techniques = list(shown.techniques.order_by("technique"))
    places = list(shown.places.order_by("name"))
    attachments = list(shown.attachments.prefetch_related("custody").order_by("added_at"))
    evidence = list(shown.evidence.order_by("decided_at"))
    taken_at = [one for one in evidence if one.kind == ProposalKind.PHOTO]
    context = {
        "report": shown,
        "own": own,
        "may_mark": own and may("report.submit"),
        "may_manage": own and may("report.manage"),
        "grade": f"{shown.source_grade}{shown.information_grade}",
        "handling_words": _words(shown, own),
        "country": country_name(shown.country) if shown.country else "",
        "written_in": language_name(shown.language) if shown.language else "",
        "selectors": selectors,
        "by_kind": _by_kind(selectors),
        "techniques": [(mark, method_name(mark.technique)) for mark in techniques],
        "places": places,
        "map": {"places": [*map(place_disc, places), *map(photo_disc, taken_at)]},
        "persons": _persons(shown),
        "attachments": attachments,
        "hits": hits_of(shown.pk, *entities_of(shown.pk)),
        "technique_form": MarkTechniqueForm(),
        "place_form": MarkPlaceForm(),
        "person_form": AddPersonForm(),
        "attach_form": AttachForm(),
        "evidence": evidence,
        "elsewhere": {one.place_id for one in evidence if one.item.get("elsewhere")},
        "known": [one for one in evidence if one.kind in KnownKind],
        "locatable": usable(evidence) if may("report.locate") and not shown.disputed else [],
        "located": located,
        "where_map": located
        and {
            "places": [candidate_disc(*one) for one in enumerate(located.found.candidates, 1)],
            "regions": located.found.outlines,
        },
    }
    if own and may("report.submit"):
        decisions = list(shown.decisions.order_by("-decided_at"))
        context |= {
            "proposals": still_open(proposals_of(shown, attachments), decisions, techniques, places),
            "decisions": decisions,
            "known_forms": known_forms(bound.get("known_form")),
            "by_river": _by_river(evidence, techniques),
        }
    return render(request, "intel/report.html", context | bound, status=400 if bound else 200)


def _by_river(evidence: list[LocateEvidence], techniques: list[Technique]) -> bool:
    """Whether a boat or a river crossing was confirmed, and nothing is said of a river yet."""
    if any(one.kind == KnownKind.BESIDE and one.item["feature"] == "river" for one in evidence):
        return False
    ways = [one.item for one in evidence if one.kind == ProposalKind.JOURNEY]
    by_boat = any(way["mode"] == "boat" or "boat" in way.get("then", ()) for way in ways)
    return by_boat or any(mark.technique == RIVER_CROSSING for mark in techniques)


def _words(shown: Report, own: bool) -> list[str]:
    """The label in words; expiry, dispute and hold have their own signs in the box."""
    return sentences(replace(shown.label, disputed=False, legal_hold=False), own=own)[:-1]


def _by_kind(selectors: list[Selector]) -> dict[str, list[Selector]]:
    """Each once, under its kind."""
    kinds: dict[str, dict[str, Selector]] = defaultdict(dict)
    for selector in selectors:
        kinds[selector.kind].setdefault(selector.value, selector)
    return {kind: list(values.values()) for kind, values in kinds.items()}


def _persons(shown: Report) -> list[dict[str, Any]]:
    """The entities that the report names, each with what it says of them."""
    entities: dict[UUID, dict[str, Any]] = {}
    claims = list(shown.claims.select_related("entity").order_by("made_at", "property"))
    for claim in claims:
        entity = entities.setdefault(claim.entity_id, {"entity": claim.entity, "name": "", "said": []})
        entity["status"] = claim.get_subject_status_display()
        if claim.property == "name" and not entity["name"]:
            entity["name"] = claim.value
        else:
            entity["said"].append(claim)
    for id in entities:
        with_nationality([claim for claim in claims if claim.entity_id == id])
    return list(entities.values())


@require_POST
def mark_technique(request: HttpRequest, report_id: UUID) -> HttpResponse:
    form = MarkTechniqueForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.mark_technique(report_id, MarkedTechnique(given["technique"], given["words"]))
        except Invalid as invalid:
            add_problems(form, invalid)
    return _back(request, report_id, "methods", technique_form=form)


@require_POST
def unmark_technique(request: HttpRequest, report_id: UUID, technique: str) -> HttpResponse:
    actions.unmark_technique(report_id, technique)
    messages.success(request, _("The method is no longer marked."))
    return redirect(f"{_url(report_id)}#methods")


@require_POST
def mark_place(request: HttpRequest, report_id: UUID) -> HttpResponse:
    form = MarkPlaceForm(request.POST)
    if form.is_valid():
        try:
            actions.mark_place(report_id, form.mark())
        except Invalid as invalid:
            add_problems(form, invalid)
    return _back(request, report_id, "places", place_form=form)


@require_POST
def unmark_place(request: HttpRequest, report_id: UUID, place_id: UUID) -> HttpResponse:
    actions.unmark_place(report_id, place_id)
    messages.success(request, _("The place is no longer marked."))
    return redirect(f"{_url(report_id)}#places")


@require_POST
def decide_proposal(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Confirm or reject what was read in the text."""
    sent = request.POST
    kind, subject = sent.get("kind", ""), sent.get("subject", "")
    choice = sent.get("choice", "0")
    try:
        if sent.get("say") == "confirm":
            actions.confirm_proposal(
                report_id,
                kind,
                subject,
                choice=int(choice) if _is_number(choice) else -1,
                elsewhere="elsewhere" in sent,
            )
        else:
            actions.reject_proposal(report_id, kind, subject)
    except Invalid as invalid:
        messages.error(request, " ".join(invalid.problems.values()))
    return redirect(f"{_url(report_id)}#proposals")


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) < 4  # Python refuses numbers of thousands of digits


@require_POST
def take_back(request: HttpRequest, report_id: UUID, decision_id: UUID) -> HttpResponse:
    actions.take_back_decision(report_id, decision_id)
    messages.success(request, _("The decision is taken back."))
    return redirect(f"{_url(report_id)}#proposals")


@require_POST
def add_person(request: HttpRequest, report_id: UUID) -> HttpResponse:
    form = AddPersonForm(request.POST)
    if form.is_valid():
        try:
            actions.add_person(report_id, form.person())
        except Invalid as invalid:
            add_problems(form, invalid)
    return _back(request, report_id, "people", person_form=form)


@require_POST
def attach(request: HttpRequest, report_id: UUID) -> HttpResponse:
    form = AttachForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            actions.attach(report_id, file.name, file, form.collected())
        except Invalid as invalid:
            add_problems(form, invalid)
    return _back(request, report_id, "attachments", attach_form=form)


def _back(request: HttpRequest, report_id: UUID, part: str, **bound: Any) -> HttpResponse:
    """To the part of the page that changed; with a form that is wrong, the page with its problems."""
    (form,) = bound.values()
    if form.is_valid():
        return redirect(f"{_url(report_id)}#{part}")
    return page(request, readable_report(own_report(report_id, deed="report.mark").pk), wrong=form, **bound)


@require_http_methods(["GET", "POST"])
def handling(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Change who may see a report; everything that hangs on it follows."""
    require("report.manage", object_kind="report", object_id=report_id)
    shown = own_report(report_id, deed="report.relabel")
    form = HandlingForm(request.POST or None, initial=initial_of(shown.label))
    if request.method == "POST" and form.is_valid():
        try:
            actions.relabel(report_id, form.handling())
        except Invalid as invalid:
            add_problems(form, invalid)
        else:
            messages.success(
                request, _("The handling is changed, here and in everything found in the report.")
            )
            # it may be RED now and not name oneself
            readable = Report.objects.filter(pk=report_id).exists()
            return redirect("intel:report", report_id) if readable else redirect("intel:reports")
    context = {"report": shown, "handling_form": form, "handling_words": words_of(form)}
    return render(request, "intel/report_handling.html", context, status=400 if form.errors else 200)


def _url(report_id: UUID) -> str:
    return redirect("intel:report", report_id).url
