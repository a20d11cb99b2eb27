"""What the situation room asks of intelligence. Everything is seen under the rule, from one's own side."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When, Window
from django.db.models.functions import Left

from entraide.engines import link
from entraide.vocabulary.handling import TLP

from ...core.acting import current
from ..models import Claim, HandoverNote, Hit, Message, Place, Report, Selector, Watch
from ..showing import plain
from .hits import NAMED, UNSAID, sides, with_own_verdict

UNDECIDED = UNSAID
BEGINNING = 120  # characters that stand for the title of a report without one


@dataclass(slots=True)
class Alert:
    """A hit, as a line."""

    id: UUID
    at: datetime
    other: str
    within: bool  # both records are one's own organisation's
    watch: bool  # one's own record is a watch
    tlp: TLP  # the stricter of the two
    kinds: list[str]
    verdict: str  # "" while undecided
    own_record: UUID
    named: bool = False  # of two people or organisations
    own_title: str = ""  # of the report, why one watches, or a name
    selectors: list[tuple[str, str]] = field(default_factory=list)  # kind, value as people read it


@dataclass(frozen=True, slots=True)
class HitCount:
    """Alerts with organisations of one State, and possible matches ``to_review``; "" stands for one's own
    organisation."""

    country: str
    hits: int
    undecided: int
    late: int
    new: int
    to_review: int


@dataclass(frozen=True, slots=True)
class ReportCount:
    """Reports that one may read."""

    day: int
    week: int
    own_week: int


def alerts(newest: int, *, late_before: datetime, late: int) -> tuple[list[Alert], list[Alert]]:
    """(newest, undecided ones first; undecided from before ``late_before`` or on a watch, oldest first).

    Four queries, however many.
    """
    undecided = _alerts().filter(UNDECIDED)
    overdue = undecided.filter(Q(created_at__lt=late_before) | _own_watch())
    open_ones = Hit.objects.filter(
        Q(pk__in=_ids(undecided.order_by("-created_at", "-id"), newest))
        | Q(pk__in=_ids(overdue.order_by("created_at", "id"), late))
    )
    chosen = list(open_ones.select_related("older_owner", "newer_owner"))
    if len(chosen) < newest:
        decided = _alerts().exclude(UNDECIDED).order_by("-created_at", "-id")
        chosen += decided.select_related("older_owner", "newer_owner")[: newest - len(chosen)]
    rows = _told([_alert(hit) for hit in chosen])
    by_age = sorted(rows, key=lambda alert: alert.at)
    fresh = sorted(reversed(by_age), key=lambda alert: alert.verdict != "")[:newest]
    waiting = [one for one in by_age if one.verdict == "" and (one.at < late_before or one.watch)]
    return fresh, waiting[:late]


def hit_counts(*, late_before: datetime, since: datetime) -> list[HitCount]:
    """By the State of the other side, most hits first. One query."""
    own = current().organisation
    country = Case(
        When(Q(older_owner=own, newer_owner=own), then=Value("")),
        When(newer_owner=own, then=F("older_state")),
        default=F("newer_state"),
    )
    sure = Q(strength=Hit.Strength.SURE)
    rows = (
        with_own_verdict(Hit.objects.all())
        .annotate(country=country)
        .values("country")
        .annotate(
            hits=Count("pk", filter=sure),
            undecided=Count("pk", filter=sure & UNDECIDED),
            late=Count("pk", filter=sure & UNDECIDED & Q(created_at__lt=late_before)),
            new=Count("pk", filter=sure & Q(created_at__gte=since)),
            to_review=Count("pk", filter=~sure & UNDECIDED),
        )
        .order_by("-hits", "country")
    )
    return [HitCount(**row) for row in rows]


def report_counts(*, day: datetime, week: datetime) -> ReportCount:
    """Received since ``day`` and since ``week``. One query."""
    counted = Report.objects.filter(received_at__gte=week).aggregate(
        day=Count("pk", filter=Q(received_at__gte=day)),
        week=Count("pk"),
        own_week=Count("pk", filter=Q(owner=current().organisation)),
    )
    return ReportCount(**counted)


def unanswered(most: int, among: Q = Q()) -> list[Message]:  # noqa: B008 - never changed
    """Last lines of threads that are the other side's, longest waiting first. One query."""
    last = Message.objects.filter(hit=OuterRef("hit")).order_by("-sent_at", "-id").values("pk")[:1]
    return list(
        Message.objects.filter(among, pk=Subquery(last))
        .exclude(organisation=current().organisation)
        .select_related("organisation")
        .order_by("sent_at")[:most]
    )


def expiring(until: date, most: int) -> list[Report]:
    """One's own reports that are deleted by that day unless renewed, soonest first, each with its ``said``
    (title) and the number of ``all`` of them. One query."""
    found = Report.objects.filter(owner=current().organisation, expires_on__lte=until, legal_hold=False)
    found = found.only("id", "expires_on").annotate(said=_title(), all=Window(Count("pk")))
    return list(found.order_by("expires_on", "received_at")[:most])


def last_note() -> HandoverNote | None:
    """What the last shift left. One query."""
    notes = HandoverNote.objects.select_related("member", "read_by")
    return notes.order_by("-written_at").first()


def places(most: int) -> list[Place]:
    """Places marked in reports that one may read, newest first, each with its report's title as ``said``.
    One query."""
    found = Place.objects.annotate(said=_title("report__"))
    return list(found.order_by("-marked_at")[:most])


def _alerts() -> QuerySet[Hit]:
    """Hits that are sure enough to be told; what is only possible waits in the review queue."""
    return with_own_verdict(Hit.objects.filter(strength=Hit.Strength.SURE))


def _own_watch() -> Q:
    own = current().organisation
    return Q(older_kind="watch", older_owner=own) | Q(newer_kind="watch", newer_owner=own)


def _ids(hits: QuerySet[Hit], most: int) -> QuerySet[Hit]:
    return hits.values("pk")[:most]


def _alert(hit: Hit) -> Alert:
    own, other = sides(hit)
    return Alert(
        id=hit.pk,
        at=hit.created_at,
        other=getattr(hit, f"{other}_owner").name,
        within=hit.older_owner_id == hit.newer_owner_id,
        watch=getattr(hit, f"{own}_kind") == "watch",
        tlp=TLP(max(hit.older_tlp, hit.newer_tlp)),
        kinds=sorted({reason["kind"] for reason in hit.reasons}),
        verdict=getattr(hit, "own_verdict", ""),
        own_record=getattr(hit, f"{own}_record"),
        named=hit.older_kind in NAMED,
        selectors=[(reason["kind"], reason["token"]) for reason in hit.reasons if "token" in reason],
    )


def _told(rows: list[Alert]) -> list[Alert]:
    """With the titles of one's own reports, and values in the place of tokens."""
    records = {alert.own_record for alert in rows}
    reports = Report.objects.filter(pk__in=records).annotate(said=_title()).values_list("pk", "said")
    watches = Watch.objects.filter(pk__in=records).values_list("pk", "reason")
    names = Claim.objects.filter(entity__in=records, property="name").values_list("entity_id", "value")
    titles = dict(reports.union(watches, names))
    tokens = {UUID(token) for alert in rows for _kind, token in alert.selectors}
    values = _values(Selector.objects.filter(report__in=records, token__in=tokens))
    for alert in rows:
        alert.own_title = plain(titles.get(alert.own_record, ""))
        found = [(kind, values.get((alert.own_record, UUID(token)))) for kind, token in alert.selectors]
        alert.selectors = [(kind, value) for kind, value in found if value]
    return rows


def _values(selectors: Iterable[Selector]) -> dict[tuple[UUID, UUID], str]:
    return {
        (one.report_id, one.token): plain(link.caption(one.kind, one.value)) for one in selectors if one.token
    }


def _title(prefix: str = "") -> Case:
    return Case(
        When(~Q(**{f"{prefix}title": ""}), then=F(f"{prefix}title")), default=Left(f"{prefix}text", BEGINNING)
    )
