"""The watchlist: selectors that one waits for."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from entraide.engines import link

from ...core.errors import Invalid, Unknown
from ...core.permissions import require
from .. import actions
from ..forms import WatchForm, add_problems
from ..models import Watch
from ..queries.listing import hits_by_record, hits_of


@require_http_methods(["GET", "POST"])
def watches(request: HttpRequest) -> HttpResponse:
    require("watch")
    form = WatchForm(request.POST or None, initial={"kind": request.GET.get("kind", "phone")})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.watch(
                given["kind"],
                given["value"],
                reason=given["reason"],
                case_reference=given["case_reference"],
                hit_mode=given["hit_mode"],
            )
        except Invalid as invalid:
            add_problems(form, invalid)
        else:
            messages.success(request, _("Watched for a year. A hit appears here and in the situation room."))
            return redirect("intel:watches")
    listed = list(Watch.objects.select_related("created_by").order_by("-created_at"))
    hits = hits_by_record(one.pk for one in listed)
    context = {
        "form": form,
        "watches": [{"watch": one, "value": _value(one), "hits": hits.get(one.pk, 0)} for one in listed],
    }
    return render(request, "intel/watches.html", context, status=400 if form.errors else 200)


def _own(watch_id: UUID) -> Watch:
    found = Watch.objects.select_related("created_by").filter(pk=watch_id).first()
    if found is None:
        raise Unknown("watch", watch_id)
    return found


def _value(found: Watch) -> str:
    return link.caption(found.kind, actions.watched_value(found))


@require_http_methods(["GET"])
def watch(request: HttpRequest, watch_id: UUID) -> HttpResponse:
    require("watch")
    found = _own(watch_id)
    context = {"watch": found, "value": _value(found), "hits": hits_of(watch_id)}
    return render(request, "intel/watch.html", context)


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, watch_id: UUID) -> HttpResponse:
    require("watch")
    if request.method == "POST":
        actions.end_watch(watch_id)
        messages.success(request, _("The watch is ended."))
        return redirect("intel:watches")
    _own(watch_id)
    question = {
        "question": _("End this watch?"),
        "detail": _("Its hits and what was said of them go with it."),
        "label": _("End the watch"),
        "danger": True,
        "cancel": reverse("intel:watches"),
    }
    return render(request, "components/confirm_page.html", question)
