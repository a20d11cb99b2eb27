"""What else is known of where a centre is: said, and taken back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ...core.errors import Invalid, Unknown
from .. import actions
from ..forms import add_problems
from ..forms.known import KNOWN_FORMS
from ..queries.reports import own_report, readable_report
from .report import page


@require_POST
def say(request: HttpRequest, report_id: UUID, kind: str) -> HttpResponse:
    if kind not in KNOWN_FORMS:
        raise Unknown("evidence", kind, deed="evidence.say")
    form = KNOWN_FORMS[kind](request.POST)
    if form.is_valid():
        try:
            actions.say_known(report_id, kind, form.said())
        except Invalid as invalid:
            add_problems(form, invalid)
    if form.is_valid():
        return redirect(f"{redirect('intel:report', report_id).url}#known")
    shown = readable_report(own_report(report_id, deed="evidence.say").pk)
    return page(request, shown, wrong=form, known_form=form)


@require_POST
def take_back(request: HttpRequest, report_id: UUID, evidence_id: UUID) -> HttpResponse:
    actions.take_back_known(report_id, evidence_id)
    messages.success(request, _("It is no longer said."))
    return redirect(f"{redirect('intel:report', report_id).url}#known")
