"""Lists a page at a time, newest first: each page begins where the one before it ended."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Left
from django.utils import timezone

from ...core.acting import current
from ..models import Claim, Hit, Report, Selector
from .hits import UNSAID, HitView, views_of, with_own_verdict

A_PAGE = 50
MOST_EXPORTED = 5000
BEGINNING = 240  # characters of a text shown in a list

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Slice(Generic[Row]):
    """Rows of a list; ``older`` continues it, if anything is left."""

    rows: Sequence[Row]
    older: str = ""


@dataclass(slots=True)
class ReportRow:
    report: Report
    selectors: list[Selector] = field(default_factory=list)
    hits: int = 0

    @property
    def beginning(self) -> str:
        return " ".join(self.report.beginning.split())


def mark_of(at: datetime, row_id: UUID) -> str:
    """Where a page ended, for an address."""
    micros = int(at.timestamp() * 1_000_000)
    return urlsafe_b64encode(micros.to_bytes(8, "big", signed=True) + row_id.bytes).decode().rstrip("=")


def place_of(mark: str) -> tuple[datetime, UUID] | None:
    """None for what is no mark: the list then begins at its beginning."""
    try:
        raw = urlsafe_b64decode(mark + "=" * (-len(mark) % 4))
        at = datetime.fromtimestamp(int.from_bytes(raw[:8], "big", signed=True) / 1_000_000, UTC)
        return at, UUID(bytes=raw[8:])
    except (ValueError, OverflowError, OSError, binascii.Error):
        return None


def reports_chosen(chosen: dict[str, Any]) -> QuerySet[Report]:
    """Reports that one may read, by the fields of the list's filter, newest first."""
    found = Report.objects.all()
    if chosen.get("whose") == "mine":
        found = found.filter(owner=current().organisation)
    if country := chosen.get("owner_country"):
        found = found.filter(owner__country=country)
    for exact in ("source_kind", "language", "tlp"):
        if exact in chosen:
            found = found.filter(**{exact: chosen[exact]})
    if since := chosen.get("since"):
        found = found.filter(received_at__gte=_midnight(since))
    return found.order_by("-received_at", "-id")


def reports_page(chosen: dict[str, Any], after: str = "", most: int = A_PAGE) -> Slice[ReportRow]:
    """Four queries, however many reports."""
    found = (
        reports_chosen(chosen)
        .select_related("owner")
        .defer("text")
        .annotate(beginning=Left("text", BEGINNING))
    )
    rows = list(_after(found, after, "received_at")[: most + 1])
    older = mark_of(rows[most - 1].received_at, rows[most - 1].pk) if len(rows) > most else ""
    return Slice(_with_findings(rows[:most]), older)


def _with_findings(reports: Sequence[Report]) -> list[ReportRow]:
    rows = {report.pk: ReportRow(report) for report in reports}
    for selector in Selector.objects.filter(report__in=rows, flaw="").order_by("start"):
        mine = rows[selector.report_id].selectors
        if all(one.token != selector.token for one in mine):
            mine.append(selector)
    named = Claim.objects.filter(report__in=rows, property="name").order_by()
    report_of = dict(named.values_list("entity_id", "report_id"))
    for record, count in hits_by_record([*rows, *report_of]).items():
        rows[report_of.get(record, record)].hits += count
    return list(rows.values())


def hits_by_record(records: Iterable[UUID]) -> dict[UUID, int]:
    """How many hits each of these records has that one may know of."""
    asked = set(records)
    counts: dict[UUID, int] = defaultdict(int)
    of_these = Q(older_record__in=asked) | Q(newer_record__in=asked)
    for pair in Hit.objects.filter(of_these).values_list("older_record", "newer_record"):
        for record in pair:
            if record in asked:
                counts[record] += 1
    return counts


def hits_of(*records: UUID, most: int = 100) -> list[HitView]:
    """The hits of these records, those that are sure first, then the newest."""
    found = Hit.objects.filter(Q(older_record__in=records) | Q(newer_record__in=records))
    return views_of(found.order_by("-strength", "-created_at", "-id")[:most])


def entities_of(report_id: UUID) -> list[UUID]:
    """The people and organisations that a report names, as far as one may read it."""
    return list(
        Claim.objects.filter(report=report_id).order_by().values_list("entity_id", flat=True).distinct()
    )


def hits_with(token: UUID, records: Iterable[UUID], most: int = 100) -> list[HitView]:
    """The hits of these records that rest on a selector, newest first."""
    asked = list(records)
    found = Hit.objects.filter(Q(older_record__in=asked) | Q(newer_record__in=asked))
    found = found.filter(reasons__contains=[{"token": str(token)}])
    return views_of(found.order_by("-created_at", "-id")[:most])


def hits_page(chosen: dict[str, Any], after: str = "", most: int = A_PAGE) -> Slice[HitView]:
    """Hits by the fields of the list's filter, newest first; without ``show`` the undecided ones that are sure."""
    found = with_own_verdict(Hit.objects.all())
    if chosen.get("show") == "decided":
        found = found.exclude(UNSAID)
    elif chosen.get("show") != "all":
        found = found.filter(UNSAID, strength=Hit.Strength.SURE)
    if kind := chosen.get("kind"):
        found = found.filter(reasons__contains=[{"kind": kind}])
    if country := chosen.get("other_country"):
        mine = current().organisation
        found = found.filter(
            Q(older_owner=mine, newer_state=country) | Q(newer_owner=mine, older_state=country)
        )
    rows = list(_after(found.order_by("-created_at", "-id"), after, "created_at")[: most + 1])
    older = mark_of(rows[most - 1].created_at, rows[most - 1].pk) if len(rows) > most else ""
    return Slice(views_of(rows[:most]), older)


def _after(rows: QuerySet[Any], mark: str, at: str) -> QuerySet[Any]:
    place = place_of(mark) if mark else None
    if place is None:
        return rows
    moment, row_id = place
    # the first condition alone lets the index be used from there
    return rows.filter(**{f"{at}__lte": moment}).filter(Q(**{f"{at}__lt": moment}) | Q(pk__lt=row_id))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_current_timezone())
