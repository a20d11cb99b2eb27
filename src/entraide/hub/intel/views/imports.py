"""Reports from a table: upload, say which column is what, look, then file in the background."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from entraide.formats.tables import Rejected, Table

from ...core import jobs
from ...core.acting import current
from ...core.errors import Invalid, Unknown
from ...core.permissions import require
from .. import uploads
from ..forms import HandlingForm, ImportForm, UploadForm, add_problems
from ..forms.importing import field_choices
from ..jobs import may_read_rows  # and its jobs must be known before one is started
from ..labels import LabelMaker
from ..table_import import Plan, ReadRow, as_arguments, checked_columns, drafts, says_month_first, suggested
from .new import words_of
from .reports import table as csv_table

LOOKED_AT = 3000  # rows, so that the page answers soon; the job looks at all
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table, as the page asks about it."""

    name: str
    header: str
    field: str
    examples: list[str]


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    require("report.import")
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            upload_id = uploads.keep(file, file.size)
        except Invalid as invalid:
            add_problems(form, invalid)
        else:
            _remember(request, upload_id, name=file.name[:120])
            return redirect("intel:import_table", upload_id)
    return render(request, "intel/import.html", {"form": form}, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def import_table(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    require("report.import")
    mine = request.session.get("uploads", {}).get(str(upload_id))
    if mine is None:
        raise Unknown("upload", upload_id)
    if "job" in mine:  # sent twice, or come back to
        return redirect("core:job", mine["job"])
    name = mine["name"]
    data = request.POST if request.method == "POST" else None
    form, handling = ImportForm(data), HandlingForm(data)
    with uploads.opened(upload_id) as table:
        columns = _columns(table, data)
        look = _Look(table, columns, form, handling)
    if data is not None and "start" in data and look.plan:
        arguments = as_arguments(look.plan) | {"upload": str(upload_id), "rows": look.total}
        started = jobs.start("report.import", _("Import of %(name)s") % {"name": name}, arguments)
        _remember(request, upload_id, name=name, job=str(started.pk))
        return redirect("core:job", started.pk)
    context = {
        "name": name,
        "form": form,
        "handling_form": handling,
        "handling_words": words_of(handling),
        "columns": columns,
        "fields": field_choices(),
        "look": look,
        "problems": look.problems,
        "has_problems": bool(look.problems) or bool(form.errors) or bool(handling.errors),
    }
    return render(request, "intel/import_table.html", context, status=400 if context["has_problems"] else 200)


def _remember(request: HttpRequest, upload_id: UUID, **known: str) -> None:
    """An upload is its sender's: kept in the session, the last ten of them."""
    others = {
        key: value for key, value in request.session.get("uploads", {}).items() if key != str(upload_id)
    }
    request.session["uploads"] = dict(list(others.items())[-9:]) | {str(upload_id): known}


def _columns(table: Table, data: Mapping[str, str] | None) -> list[Column]:
    chosen = suggested(table)
    columns = []
    for number, header in enumerate(table.headers):
        name = f"column-{number}"
        field = data.get(name, "") if data is not None and name in data else chosen.get(header, "")
        examples = [cell[:80] for row in table.sample if (cell := row.get(header, "").strip())][:2]
        columns.append(Column(name, header, field, examples))
    return columns


class _Look:
    """A look at the first rows as they will be filed."""

    def __init__(self, table: Table, columns: list[Column], form: ImportForm, handling: HandlingForm) -> None:
        self.plan: Plan | None = None
        self.problems: list[str] = []
        self.rows: list[dict[str, Any]] = []
        self.rejected: list[Rejected] = []
        self.read = 0
        self.total: int | None = None
        try:
            mapping = checked_columns(table, {one.header: one.field for one in columns if one.field})
        except Invalid as invalid:
            self.problems = [
                f"{where}: {problem}" if where in table.headers else problem
                for where, problem in invalid.problems.items()
            ]
            return
        plan = self._planned(mapping, form, handling, says_month_first(table, mapping))
        self._look(table, plan or Plan(mapping))
        self.plan = plan

    def _planned(
        self, mapping: dict[str, str], form: ImportForm, handling: HandlingForm, month_first: bool
    ) -> Plan | None:
        """None where something else of the page is wrong, or nothing was sent yet."""
        # both are asked, so that all that is wrong is said at once
        if not all([form.is_valid(), handling.is_valid()]):
            return None
        try:
            LabelMaker(current()).make(handling.handling())
        except Invalid as invalid:
            add_problems(handling, invalid)
            return None
        given = form.cleaned_data
        return Plan(
            mapping,
            handling.handling(),
            given["source_kind"],
            given["language"],
            given["country"],
            not month_first,
        )

    def _look(self, table: Table, plan: Plan) -> None:
        rows = drafts(table, plan)
        for row in islice(rows, LOOKED_AT):
            self.read += 1
            if isinstance(row, Rejected):
                self.rejected.append(row)
            elif len(self.rows) < SHOWN:
                self.rows.append(_shown(row))
        if self.read < LOOKED_AT:
            self.total = self.read


def _shown(row: ReadRow) -> dict[str, Any]:
    return {"line": row.line, "draft": row.draft, "found": row.sightings(current())}


@require_safe
def rejected(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The rows that an import did not take, with the reason of each."""
    found = jobs.find(job_id)
    if found.kind != "report.import" or not found.result or not may_read_rows(found):
        raise Unknown("job", job_id)
    return csv_table("rejected-rows", ("line", "reason", "text"), found.result["rejected_rows"])
