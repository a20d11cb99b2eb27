"""The list of reports that one may read."""

from collections.abc import Iterable
from io import StringIO

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from entraide.formats.tables import write_csv
from entraide.vocabulary.handling import TLP

from ...core import clock, journal
from ...core.permissions import may
from ..forms import ReportFilter
from ..queries.listing import MOST_EXPORTED, ReportRow, reports_page
from ..queries.retention import held_expired
from ..words import selector_words

COLUMNS = [
    "id",
    "received_at",
    "observed_at",
    "owner",
    "owner_country",
    "kind",
    "language",
    "title",
    "tlp",
    "handling_codes",
    "caveat",
    "grade",
    "expires_on",
    "selectors",
]


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    filter_form = ReportFilter(request.GET)
    chosen = filter_form.chosen()
    if request.GET.get("format") == "csv":
        page = reports_page(chosen, most=MOST_EXPORTED)
        journal.record(
            "report.export", "report", count=len(page.rows), chosen={k: str(v) for k, v in chosen.items()}
        )
        return table(f"reports-{clock.today()}", COLUMNS, map(_exported, page.rows))
    page = reports_page(chosen, request.GET.get("after", ""))
    context = {
        "filter": filter_form,
        "page": page,
        "is_filtered": bool(chosen),
        "after": request.GET.get("after", ""),
        "most_exported": MOST_EXPORTED,
        "held": held_expired() if may("report.manage") and not request.GET.get("after") else [],
    }
    return render(request, "intel/reports.html", context)


def _exported(row: ReportRow) -> list[object]:
    report = row.report
    return [
        report.pk,
        report.received_at.isoformat(),
        report.observed_at.isoformat() if report.observed_at else "",
        report.owner.name,
        report.owner.country,
        report.source_kind,
        report.language,
        report.title or row.beginning,
        f"TLP:{TLP(report.tlp).word}",
        " ".join(f"H{code}" for code in report.handling_codes),
        report.caveat,
        f"{report.source_grade}{report.information_grade}",
        report.expires_on.isoformat(),
        "; ".join(map(selector_words, row.selectors)),
    ]


def table(name: str, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> HttpResponse:
    """A CSV file to download, safe to open in a spreadsheet."""
    text = StringIO(newline="")
    write_csv(text, list(columns), ([str(cell) for cell in row] for row in rows))
    # the mark tells spreadsheets that this is UTF-8
    return HttpResponse(
        "\ufeff" + text.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}.csv"',
            "X-Content-Type-Options": "nosniff",
        },
    )
