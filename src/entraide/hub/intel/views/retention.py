"""How long a report stays: what its owner does about it, each deed asked for with a reason."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from ...core.errors import Invalid, Unknown
from ...core.permissions import require
from ..actions import retention
from ..forms import ReasonForm, RenewForm, add_problems
from ..labels import longest_expiry
from ..models import Report
from ..queries.reports import own_report
from ..queries.retention import is_held


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing to do, in words."""

    label: Any
    detail: Any
    done: Any
    do: Callable[..., None]
    danger: bool = False


DEEDS = {
    "renew": Deed(
        _("Renew"), _("It stays until the day you choose, at most five years from today."),
        _("Renewed."), retention.renew,
    ),
    "hold": Deed(
        _("Put under legal hold"),
        _("Nobody can delete it, nor does it go when it expires, until the hold is released."),
        _("Under legal hold."), retention.hold,
    ),
    "release-hold": Deed(
        _("Release the legal hold"),
        _("If it expired meanwhile, it is deleted at the next sweep."),
        _("The hold is released."), retention.release_hold,
    ),
    "dispute": Deed(
        _("Mark as disputed"),
        _("Only your organisation sees it, and it makes no hits, until the dispute is settled."),
        _("Marked as disputed."), retention.dispute,
    ),
    "settle": Deed(
        _("Settle the dispute"), _("It may be seen and used again as its handling says."),
        _("The dispute is settled."), retention.settle,
    ),
    "delete": Deed(
        _("Delete"),
        _("Everywhere, with what was found in it, its hits and its files. This cannot be undone."),
        _("Deleted."), retention.delete, danger=True,
    ),
}  # fmt: skip

OF_HELD = {"renew", "release-hold"}  # what may be done with a report that a hold alone keeps, unread


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, report_id: UUID, deed: str) -> HttpResponse:
    require("report.manage", object_kind="report", object_id=report_id)
    if deed not in DEEDS:
        raise Unknown("page", deed)
    chosen = DEEDS[deed]
    shown = None if deed in OF_HELD and is_held(report_id) else own_report(report_id, deed=f"report.{deed}")
    form = (
        RenewForm(request.POST or None, initial={"expires_on": longest_expiry()})
        if deed == "renew"
        else ReasonForm(request.POST or None)
    )
    if request.method == "POST" and form.is_valid():
        try:
            chosen.do(report_id, **form.cleaned_data)
        except Invalid as invalid:
            add_problems(form, invalid)
        else:
            messages.success(request, chosen.done)
            still_there = Report.objects.filter(pk=report_id).exists()
            return redirect("intel:report", report_id) if still_there else redirect("intel:reports")
    context = {"report": shown, "deed": chosen, "form": form}
    return render(request, "intel/report_deed.html", context, status=400 if form.errors else 200)
