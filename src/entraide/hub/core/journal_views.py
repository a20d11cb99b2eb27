"""The journal, for an auditor of one's own organisation: who looked at whom, and why."""

import io
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from entraide.formats.tables import write_csv

from . import jobs, journal
from .acting import current
from .deeds import DEEDS, OBJECTS, said, words
from .journal_jobs import KIND
from .models import Job, JournalEntry
from .models.labelled import PurposeChoices
from .permissions import require

A_PAGE = 50
MOST_EXPORTED = 200_000
COLUMNS = ("number", "at", "member", "deed", "object_kind", "object_id", "purpose", "refused", "detail")


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2199, 12, 31))],
    )


class JournalFilter(forms.Form):
    member = forms.ChoiceField(label=gettext_lazy("Who"), required=False)
    deed = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    object = forms.CharField(label=gettext_lazy("Object’s id"), required=False, max_length=64)
    since = _day(gettext_lazy("From"))
    until = _day(gettext_lazy("To"))
    refused = forms.BooleanField(label=gettext_lazy("Only what was refused"), required=False)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        everyone = [("", gettext("Everyone")), *sorted(_members().items(), key=lambda item: item[1])]
        everything = sorted(((deed, str(word)) for deed, word in DEEDS.items()), key=lambda item: item[1])
        self.fields["member"].choices = everyone
        self.fields["deed"].choices = [("", gettext("Everything")), *everything]

    def chosen(self) -> dict[str, Any]:
        """What was chosen and can be used; the rest is left out, with its error beside the field."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


@require_safe
def journal_page(request: HttpRequest) -> HttpResponseBase:
    require("journal.read", object_kind="journal")
    form = JournalFilter(request.GET)
    chosen = form.chosen()
    entries = _entries(chosen)
    asked = {name: str(value) for name, value in chosen.items()}
    if request.GET.get("format") == "csv":
        journal.record("journal.export", "journal", chosen=asked)
        return _csv(entries[:MOST_EXPORTED])
    journal.record("journal.read", "journal", chosen=asked)
    members = _members()
    page = Paginator(entries, A_PAGE).get_page(request.GET.get("page"))
    rows = [_row(entry, members) for entry in page]
    context = {"filter": form, "page": page, "rows": rows, "is_filtered": bool(chosen)}
    return render(request, "core/journal.html", context)


@require_http_methods(["GET", "POST"])
def journal_verify(request: HttpRequest) -> HttpResponseBase:
    """Start a proof; or show what the last one found."""
    require("journal.read", object_kind="journal")
    if request.method == "POST":
        return redirect("core:job", jobs.start(KIND, gettext("Proof of the journal")).pk)
    last = Job.objects.filter(kind=KIND).order_by("-created_at").first()
    return render(request, "core/journal_verify.html", {"job": last})


def _entries(chosen: dict[str, Any]) -> QuerySet[JournalEntry]:
    found = JournalEntry.objects.filter(organisation_id=current().organisation)
    if "member" in chosen:
        found = found.filter(member_id=UUID(chosen["member"]))
    if "deed" in chosen:
        found = found.filter(deed=chosen["deed"])
    if "object" in chosen:
        found = found.filter(object_id=chosen["object"].strip())
    if "refused" in chosen:
        found = found.filter(refused=True)
    if "since" in chosen:
        found = found.filter(at__gte=_midnight(chosen["since"]))
    if "until" in chosen:
        found = found.filter(at__lt=_midnight(chosen["until"]) + timedelta(days=1))
    return found.select_related("journaldetail").order_by("-at", "-number")


def _midnight(day: date) -> datetime:
    """Where the reader's day begins."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _row(entry: JournalEntry, members: dict[str, str]) -> dict[str, Any]:
    detail = _detail(entry)
    return {
        "entry": entry,
        "who": members.get(str(entry.member_id), gettext("The hub")),
        "deed": words(DEEDS, entry.deed),
        "object": words(OBJECTS, entry.object_kind),
        "purpose": PurposeChoices(entry.purpose).label if entry.purpose in PurposeChoices.values else "",
        "said": said(detail) if detail is not None else [],
        "erased": detail is None,
    }


def _detail(entry: JournalEntry) -> str | None:
    """None once it was erased."""
    return entry.journaldetail.detail if hasattr(entry, "journaldetail") else None


def _members() -> dict[str, str]:
    from entraide.hub.directory.models import Member

    own = Member.objects.filter(organisation=current().organisation)
    return {str(member_id): name for member_id, name in own.values_list("pk", "name")}


def _csv(entries: QuerySet[JournalEntry]) -> FileResponse:
    """Written to a file first: by the time it is sent nobody acts any more, and no row could be read."""
    binary = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    text = io.TextIOWrapper(binary, encoding="utf-8-sig", newline="")
    write_csv(text, COLUMNS, _cells(entries, _members()))
    text.flush()
    text.detach()
    binary.seek(0)
    name = f"journal-{datetime.now(UTC):%Y-%m-%d}.csv"
    return FileResponse(binary, as_attachment=True, filename=name, content_type="text/csv; charset=utf-8")


def _cells(entries: QuerySet[JournalEntry], members: dict[str, str]) -> Iterator[list[object]]:
    for entry in entries.iterator(chunk_size=2000):
        yield [
            entry.number,
            entry.at.isoformat(),
            members.get(str(entry.member_id), ""),
            entry.deed,
            entry.object_kind,
            entry.object_id,
            PurposeChoices(entry.purpose).name if entry.purpose in PurposeChoices.values else "",
            "refused" if entry.refused else "",
            _detail(entry) or "",
        ]
