"""Pages of a selector and of an entity: who holds it, who says what of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entraide.engines.link import InvalidSelector, normalise

from ...core import journal, quota
from ...core.acting import current
from ...core.errors import Invalid, Unknown
from ...core.middleware import answer
from ...core.permissions import may, require
from ...core.tokens import token
from .. import actions
from ..forms import AddPersonForm, add_problems
from ..models import Watch
from ..queries.clusters import around
from ..queries.entities import EntityView, entity_views
from ..queries.listing import hits_with
from ..queries.reports import readable_entity
from ..queries.search import sightings_of
from .grouped import apart_of, graph_of, links_of, names_of

MOST_SHOWN = 200


@require_safe
def selector(request: HttpRequest, selector_token: UUID) -> HttpResponse:
    """Every sighting that one may read. Its address holds a keyed token, never the value."""
    require("search")
    quota.spend("search")
    found = list(sightings_of([selector_token]).select_related("report__owner")[: MOST_SHOWN + 1])
    watched = list(Watch.objects.filter(token=selector_token))
    hits = hits_with(selector_token, {one.report_id for one in found} | {one.pk for one in watched})
    if not found and not hits:
        # not raised: the rollback would give back what was spent, and one could fish for ever
        request.refusal = Unknown("selector", selector_token)  # type: ignore[attr-defined]
        return answer(request, request.refusal)  # type: ignore[attr-defined]
    reports = list({one.report_id: one for one in found}.values())
    context = {
        "selector": found[0] if found else None,
        "kind": found[0].kind if found else hits[0].kinds[0],
        "token": selector_token,
        "sightings": reports[:MOST_SHOWN],
        "more": len(found) > MOST_SHOWN,
        "spellings": list(dict.fromkeys(one.raw for one in found))[:12],
        "owners": sorted({one.report.owner.name for one in found}),
        "hits": hits,
        "watched": watched,
        "may_watch": may("watch"),
    }
    return render(request, "intel/selector.html", context)


@require_http_methods(["POST"])
def find_selector(request: HttpRequest) -> HttpResponse:
    """To the page of a selector given by kind and value, in any spelling."""
    require("search")
    try:
        given = normalise(
            request.POST.get("kind", ""), request.POST.get("value", ""), country=current().state
        )
    except InvalidSelector as invalid:
        raise Invalid({"value": f"{_(invalid.reason)}. {_(invalid.remedy)}."})
    return redirect("intel:selector", token("selector", given.link_value))


@require_safe
def entity(request: HttpRequest, entity_id: UUID) -> HttpResponse:
    """Who says what of a person or thing, and with whom it is one. Looking at a person is journalled."""
    return _page(request, entity_id)


@require_POST
def say(request: HttpRequest, entity_id: UUID) -> HttpResponse:
    """Claim more of a person of one's own report: it is compared anew."""
    form = AddPersonForm(request.POST)
    if form.is_valid():
        try:
            actions.say_of_person(entity_id, form.person())
        except Invalid as invalid:
            add_problems(form, invalid)
        else:
            messages.success(request, _("It is kept, and compared anew."))
            return redirect("intel:entity", entity_id)
    return _page(request, entity_id, say_form=form, wrong=form)


def _page(request: HttpRequest, entity_id: UUID, **bound: Any) -> HttpResponse:
    shown = readable_entity(entity_id)
    found = around(entity_id)
    (view,) = [
        member.view for member in found.same if member.id == entity_id and member.view
    ] or entity_views([shown])
    for member in found.same:
        if member.id == entity_id or (member.view and member.view.owner.pk != current().organisation):
            journal.record("entity.read", "entity", member.id)
    names = names_of(found)
    reports = {
        claim.report_id: claim.report for member in found.same if member.view for claim in member.view.claims
    }
    context = {
        "view": view,
        "same": found.same,
        "owners": sorted({member.view.owner.name for member in found.same if member.view}),
        "links": links_of(found, names),
        "apart": apart_of(found, names),
        "graph": graph_of(found, names),
        "cut": found.cut,
        "may_decide": may("hit.decide"),
        "reports": sorted(reports.values(), key=lambda one: one.received_at, reverse=True)
        or list({claim.report_id: claim.report for claim in view.claims}.values()),
    }
    own = shown.owner_id == current().organisation
    if own and may("report.submit"):
        context["say_form"] = AddPersonForm(
            initial={"name": view.name, "kind": shown.kind, "status": _status(view)}
        )
    return render(request, "intel/entity.html", context | bound, status=400 if bound else 200)


def _status(view: EntityView) -> str:
    return next((claim.subject_status for claim in view.claims if claim.subject_status), "unknown")
