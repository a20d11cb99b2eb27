"""Who may act now: country × power."""

import io

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from entraide.formats.tables import write_csv
from entraide.hub.core import clock, journal
from entraide.hub.core.errors import Invalid

from .. import queries, words
from ..models import Power

SHORT = {
    Power.Kind.FREEZE: gettext_lazy("Freeze"),
    Power.Kind.RESCUE: gettext_lazy("Rescue"),
    Power.Kind.IDENTIFY: gettext_lazy("Identify"),
    Power.Kind.PAPERS: gettext_lazy("Papers"),
}


@require_http_methods(["GET"])
def who_may_act(request: HttpRequest) -> HttpResponse:
    country, power = request.GET.get("country", ""), request.GET.get("power", "")
    countries = queries.countries_that_act()
    if power and power not in Power.Kind.values:
        raise Invalid({"power": _("Choose one of: %s.") % ", ".join(Power.Kind.values)})
    rows = queries.who_may_act(country=country, power=power)
    rows.sort(
        key=lambda row: (words.place(words.country_name(row.organisation.country)), row.organisation.name)
    )
    if request.GET.get("format") == "csv":
        return _as_csv(rows)
    context = {
        "rows": [_shown(row) for row in rows],
        "powers": Power.Kind.choices,
        "heads": [(kind, name, SHORT[kind]) for kind, name in Power.Kind.choices],
        "countries": sorted(
            ((code, words.country_name(code)) for code in countries), key=lambda pair: pair[1]
        ),
        "country": country,
        "power": power,
        "stale_days": queries.STALE_AFTER.days,
    }
    return render(request, "directory/who_may_act.html", context)


def _shown(row: queries.Reachable) -> dict[str, object]:
    organisation = row.organisation
    return {
        "row": row,
        "organisation": organisation,
        "country": words.country_name(organisation.country),
        "cells": [
            (kind, name, kind in row.powers, row.powers.get(kind, "")) for kind, name in Power.Kind.choices
        ],
        "languages": [words.language_name(code) for code in organisation.languages],
    }


def _as_csv(rows: list[queries.Reachable]) -> HttpResponse:
    heads = ["country", "organisation", "kind", *Power.Kind.values, "channel", "telephone", "e-mail"]
    heads += ["languages", "on duty now", "contact last tested", "tested by"]
    table = [
        [
            row.organisation.country,
            row.organisation.name,
            row.organisation.kind,
            *(_yes(row, kind) for kind in Power.Kind.values),
            row.organisation.channel,
            row.organisation.contact_phone,
            row.organisation.contact_email,
            " ".join(row.organisation.languages),
            "; ".join(row.on_duty),
            row.tested_at.astimezone(timezone.get_default_timezone()).isoformat() if row.tested_at else "",
            row.tested_by,
        ]
        for row in rows
    ]
    journal.record("who-may-act.export", rows=len(table))
    response = HttpResponse(csv_text(heads, table), content_type="text/csv; charset=utf-8")
    name = f"who-may-act-{clock.today().isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _yes(row: queries.Reachable, kind: str) -> str:
    return (row.powers[kind] or "yes") if kind in row.powers else ""


def csv_text(heads: list[str], table: list[list[str]]) -> str:
    """With the mark by which spreadsheets know UTF-8, and no cell that one of them would run as a formula."""
    text = io.StringIO(newline="")
    write_csv(text, heads, table)
    return "\ufeff" + text.getvalue()
