"""A new report: written, marked while it is written, and filed once."""

from collections.abc import Iterable

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from entraide.engines.link import FoundSelector, caption, common_by_link_value, extract

from ...core import clock, quota
from ...core.acting import current
from ...core.errors import Invalid
from ...core.permissions import require
from ...core.templatetags.ui import kind_word
from .. import showing
from ..actions import attach, submit_report
from ..birth_words import birth_problem, understood, understood_age
from ..forms import HandlingForm, ReportForm, persons_form, places_form, say_problems
from ..labels import LabelMaker, sentences
from ..words import flaw_words

LONGEST_MARKED = 100_000


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    require("report.submit")
    data = request.POST if request.method == "POST" else None
    report, handling = ReportForm(data, request.FILES or None), HandlingForm(data)
    lines = request.GET.get("persons", "")
    places, persons = places_form(data), persons_form(data, int(lines[:2]) if lines.isdecimal() else 1)
    parts = (report, handling, places, persons)
    # every part is asked, so that all that is wrong is said at once
    if data is not None and all([part.is_valid() for part in parts]):
        try:
            return redirect("intel:report", _filed(report, handling, places, persons))
        except Invalid as invalid:
            say_problems(invalid, *parts)
    context = {
        "report_form": report,
        "handling_form": handling,
        "handling_words": words_of(handling),
        "places": places,
        "persons": persons,
        "problem_forms": [report, handling, *places, *persons],
        "has_problems": data is not None,
    }
    return render(request, "intel/new.html", context, status=200 if data is None else 400)


@transaction.atomic
def _filed(report: ReportForm, handling: HandlingForm, places: object, persons: object) -> object:
    """Report and files together, or neither."""
    submitted = submit_report(report.draft(handling.handling(), places, persons))
    if submitted.new:
        for file in report.cleaned_data["files"]:
            attach(submitted.id, file.name, file)
    return submitted.id


@require_POST
def mark(request: HttpRequest) -> JsonResponse:
    """The selectors in a text that is being written. Nothing of it is kept."""
    require("report.submit")
    quota.spend("mark")
    text = request.POST.get("text", "")
    if len(text) > LONGEST_MARKED:
        raise Invalid(
            {"text": _("Longer than %d characters: it is marked when it is sent.") % LONGEST_MARKED}
        )
    # a form sends line ends as two characters where the page counts one
    found = extract(text.replace("\r\n", "\n"), country=request.POST.get("country") or current().state)
    return JsonResponse(list(_told(found)), safe=False)


def _told(found: Iterable[FoundSelector]) -> Iterable[dict[str, object]]:
    for one in found:
        common = common_by_link_value().get(one.link_value or "")
        yield {
            "start": one.start,
            "end": one.end,
            "kind": one.kind,
            "kind_label": str(kind_word(one.kind)),
            "label": str(kind_word(one.kind)),
            "value": one.value,
            "caption": showing.plain(caption(one.kind, one.value) if one.valid else one.raw),
            "valid": one.valid,
            "reason": flaw_words(one.reason) if one.reason else common.label if common else "",
            "common": common is not None,
        }


@require_POST
def handling_words(request: HttpRequest) -> JsonResponse:
    """What the chosen handling means, in words; problems by field."""
    form = HandlingForm(request.POST)
    words = words_of(form)
    problems = {name: " ".join(map(str, errors)) for name, errors in form.errors.items()}
    return JsonResponse({"words": [] if problems else words, "problems": problems})


@require_POST
def birth_words(request: HttpRequest) -> JsonResponse:
    """What was understood of a birth as written, or of an age today."""
    require("report.submit")
    born, age = request.POST.get("birth", "").strip()[:60], request.POST.get("age", "").strip()[:4]
    country = request.POST.get("nationality", "")[:2]
    if problem := birth_problem(born, country):
        return JsonResponse({"words": "", "problem": problem})
    words = understood(born, country) if born else ""
    if not born and age.isdecimal():
        words = understood_age(int(age), clock.today())
    if not words or words == born:
        return JsonResponse({"words": "", "problem": ""})
    return JsonResponse({"words": _("Understood as born %(birth)s.") % {"birth": words}, "problem": ""})


def words_of(form: HandlingForm) -> list[str]:
    """The effect of what a form says, or of its beginning; its problems are added to it."""
    if not form.is_bound:
        form = HandlingForm(_as_sent(form))
    if not form.is_valid():
        return []
    try:
        return sentences(LabelMaker(current()).make(form.handling()))
    except Invalid as invalid:
        for field, problem in invalid.problems.items():
            form.add_error(field if field in form.fields else None, problem)
        return []


def _as_sent(form: HandlingForm) -> dict[str, object]:
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}


def say(request: HttpRequest, text: str) -> None:
    messages.success(request, text)
