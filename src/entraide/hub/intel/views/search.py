"""Search across what one may see; for a person only with a case and a reason."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from entraide.engines.link import search_tokens

from ...core.errors import Invalid
from ...core.permissions import may, require
from .. import showing
from ..forms import PersonSearchForm, add_problems
from ..models import Report, Selector
from ..queries.entities import EntityView, entity_views
from ..queries.search import Found, search, search_people

AROUND = 90  # characters shown either side of what was found


@dataclass(slots=True)
class Result:
    report: Report
    selectors: list[Selector] = field(default_factory=list)
    snippet: SafeString | str = ""


@require_http_methods(["GET", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Words by GET, from anywhere; persons by POST, so that a name stands in no address and no log."""
    require("search")
    asks_person = request.method == "POST" or request.GET.get("for") == "person"
    context = _people(request) if asks_person else _anything(request)
    context |= {
        "asks_person": asks_person,
        "may_search_people": may("search.person"),
        "may_watch": may("watch"),
    }
    return render(request, "intel/search.html", context, status=400 if context.get("wrong") else 200)


def _anything(request: HttpRequest) -> dict[str, Any]:
    text = request.GET.get("q", "").strip()
    if not text:
        return {"q": ""}
    try:
        found = search(text)
    except Invalid as invalid:
        return {"q": text, "wrong": list(invalid.problems.values())}
    return {"q": text, "found": found, "results": results(found, text)}


def _people(request: HttpRequest) -> dict[str, Any]:
    require("search.person")
    form = PersonSearchForm(request.POST or None, initial={"name": request.GET.get("q", "")})
    people: list[EntityView] | None = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            found = search_people(
                given["name"], case_reference=given["case_reference"], reason=given["reason"]
            )
            people = entity_views(found)
        except Invalid as invalid:
            add_problems(form, invalid)
    return {"form": form, "people": people, "wrong": list(form.errors)}


def results(found: Found, text: str) -> list[Result]:
    rows = {report.pk: Result(report) for report in found.reports}
    for selector in found.selectors:
        if selector.report_id in rows:
            rows[selector.report_id].selectors.append(selector)
    words = [*text.split(), *search_tokens(text)]
    for row in rows.values():
        marks = [selector.raw for selector in row.selectors] or words
        row.snippet = highlighted(row.report.text, marks)
    return list(rows.values())


def highlighted(text: str, words: Iterable[str]) -> SafeString:
    """The stretch of a text around the first of the words, each of them marked."""
    pattern = "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True) if word)
    first = re.search(pattern, text, re.IGNORECASE) if pattern else None
    start = max(0, first.start() - AROUND) if first else 0
    stretch = text[start : (first.end() if first else 0) + AROUND * 2]
    parts = re.split(f"({pattern})", stretch, flags=re.IGNORECASE) if pattern else [stretch]
    return format_html(
        "{}{}{}",
        "… " if start else "",
        format_html_join("", "{}", ((_part(part, number),) for number, part in enumerate(parts))),
        " …" if start + len(stretch) < len(text) else "",
    )


def _part(part: str, number: int) -> SafeString:
    return format_html("<mark>{}</mark>", showing.visible(part)) if number % 2 else showing.visible(part)
