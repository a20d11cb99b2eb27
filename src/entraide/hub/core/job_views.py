"""Pages of long deeds: how far they are, what came of them, and a way to stop them."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from . import jobs
from .models import Job

A_PAGE = 50


@require_GET
def job_list(request: HttpRequest) -> HttpResponse:
    found = Job.objects.select_related("member").order_by("-created_at")
    return render(
        request, "core/jobs.html", {"page": Paginator(found, A_PAGE).get_page(request.GET.get("page"))}
    )


@require_GET
def job_page(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The whole page; of it htmx takes ``#job``, each second while it runs."""
    found = jobs.find(job_id)
    return render(request, "core/job.html", {"job": found, "outcome": _outcome(found)})


@require_http_methods(["GET", "POST"])
def job_cancel(request: HttpRequest, job_id: UUID) -> HttpResponse:
    if request.method == "GET":
        found = jobs.find(job_id)
        question = {
            "question": _("Stop “%(title)s”?") % {"title": found.title},
            "label": _("Stop it"),
            "cancel": reverse("core:job", args=[job_id]),
        }
        return render(request, "components/confirm_page.html", question)
    jobs.cancel(job_id)
    return redirect("core:job", job_id)


def _outcome(found: Job) -> str:
    """The template that shows what came of a job of this kind."""
    name = f"jobs/{found.kind}.html"
    try:
        get_template(name)
    except TemplateDoesNotExist:
        return "core/job_outcome.html"
    return name
