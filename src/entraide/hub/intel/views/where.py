"""Where the centre of a report may be: asked for, never worked out by merely opening the page."""

import json
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from ...core.errors import Invalid
from .. import actions
from ..queries.reports import readable_report
from .report import page


@require_http_methods(["GET", "POST"])
def where(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """The report's page with the estimate; without asking, the page alone."""
    if request.method == "GET":  # the address of a page that was reloaded
        return redirect("intel:report", readable_report(report_id).pk)
    try:
        report, located = actions.work_out_where(report_id)
    except Invalid as invalid:
        return _back(request, report_id, invalid)
    return page(request, report, located=located)


@require_POST
def geojson(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """The estimate for a map of one's own, coarsely."""
    try:
        found = actions.export_where(report_id)
    except Invalid as invalid:
        return _back(request, report_id, invalid)
    return HttpResponse(
        json.dumps(found, ensure_ascii=False),
        content_type="application/geo+json",
        headers={
            "Content-Disposition": f'attachment; filename="where-{report_id}.geojson"',
            "Cache-Control": "private, no-store",
        },
    )


def _back(request: HttpRequest, report_id: UUID, invalid: Invalid) -> HttpResponse:
    for problem in invalid.problems.values():
        messages.error(request, problem)
    return redirect("intel:report", report_id)
