"""Hits, each seen from one's own side."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet

from entraide.vocabulary.handling import TLP, HitMode

from ...core.acting import current
from ...core.errors import Unknown
from ...directory.models import Organisation
from ..models import Decision, Hit, Report, Selector, Watch


@dataclass(slots=True)
class HitView:
    """What one's own side sees of a hit."""

    hit: Hit
    own_record: UUID
    own_is_watch: bool
    other: Organisation
    other_tlp: TLP
    tlp: TLP  # the stricter of the two: what is shown of a hit comes from both
    other_kind: str
    own_report: Report | None = None
    own_watch: Watch | None = None
    other_report: Report | None = None  # only where the rule lets one read it
    selectors: list[Selector] = field(default_factory=list)  # of one's own record, those that matched
    kinds: list[str] = field(default_factory=list)
    own_verdict: Decision | None = None
    other_verdict: Decision | None = None
    knows: bool = False  # the other side knows of it too
    may_release: bool = False


def visible_hit(hit_id: UUID) -> Hit:
    """The hit, or Unknown."""
    try:
        return Hit.objects.get(pk=hit_id)
    except Hit.DoesNotExist:
        raise Unknown("hit", hit_id)


def other_side_knows(hit: Hit) -> bool:
    return hit.older_sees if hit.newer_owner_id == current().organisation else hit.newer_sees


def undecided() -> QuerySet[Hit]:
    """Hits on which one's own organisation has said nothing, or taken back what it said."""
    return with_own_verdict(Hit.objects.all()).filter(Q(own_verdict=None) | Q(own_verdict="undo"))


def kept_from_colleagues(prefix: str = "") -> Q:
    """Hits on a RED record of one's own organisation: for those it names, not for what all of it reads."""
    own = current().organisation
    older = {f"{prefix}older_owner": own, f"{prefix}older_tlp": TLP.RED}
    newer = {f"{prefix}newer_owner": own, f"{prefix}newer_tlp": TLP.RED}
    return Q(**older) | Q(**newer)


def with_own_verdict(hits: QuerySet[Hit]) -> QuerySet[Hit]:
    own = Decision.objects.filter(hit=OuterRef("pk"), organisation=current().organisation)
    return hits.annotate(own_verdict=own.order_by("-decided_at").values("verdict")[:1])


def views_of(hits: Iterable[Hit]) -> list[HitView]:
    """Each hit from one's own side, with what it takes to say it in words: six queries, however many."""
    hits = list(hits)
    views = [_Sides(hit) for hit in hits]
    organisations = Organisation.objects.in_bulk({view.other_id for view in views})
    records = {view.own_record for view in views} | {view.other_record for view in views}
    reports = Report.objects.defer("text").in_bulk(records)
    watches = Watch.objects.in_bulk({view.own_record for view in views if view.own_is_watch})
    tokens = {UUID(reason["token"]) for hit in hits for reason in hit.reasons}
    found: dict[tuple[UUID, UUID], Selector] = {}
    for selector in Selector.objects.filter(report__in=records, token__in=tokens):
        found.setdefault((selector.report_id, selector.token), selector)
    verdicts = Decision.objects.filter(hit__in=hits).order_by("decided_at").select_related("member")
    latest = {(decision.hit_id, decision.organisation_id): decision for decision in verdicts}
    return [view.complete(organisations, reports, watches, found, latest) for view in views]


def view_of(hit_id: UUID) -> HitView:
    return views_of([visible_hit(hit_id)])[0]


class _Sides:
    """A hit, its sides told apart."""

    def __init__(self, hit: Hit) -> None:
        own, other = sides(hit)
        self.hit = hit
        self.own, self.other = own, other
        self.own_record: UUID = getattr(hit, f"{own}_record")
        self.other_record: UUID = getattr(hit, f"{other}_record")
        self.other_id: UUID = getattr(hit, f"{other}_owner_id")
        self.own_is_watch = getattr(hit, f"{own}_kind") == "watch"

    def complete(
        self,
        organisations: dict[UUID, Organisation],
        reports: dict[UUID, Report],
        watches: dict[UUID, Watch],
        found: dict[tuple[UUID, UUID], Selector],
        latest: dict[tuple[UUID, UUID], Decision],
    ) -> HitView:
        hit, own, other = self.hit, self.own, self.other
        tokens = [UUID(reason["token"]) for reason in hit.reasons]
        matched = (found.get((self.own_record, t)) or found.get((self.other_record, t)) for t in tokens)
        knows = getattr(hit, f"{other}_sees")
        organisation = current().organisation
        return HitView(
            hit=hit,
            own_record=self.own_record,
            own_is_watch=self.own_is_watch,
            other=organisations[self.other_id],
            other_tlp=TLP(getattr(hit, f"{other}_tlp")),
            tlp=TLP(max(hit.older_tlp, hit.newer_tlp)),
            other_kind=getattr(hit, f"{other}_kind"),
            own_report=reports.get(self.own_record),
            own_watch=watches.get(self.own_record),
            other_report=reports.get(self.other_record),
            selectors=[selector for selector in matched if selector],
            kinds=sorted({reason["kind"] for reason in hit.reasons}),
            own_verdict=_standing(latest.get((hit.pk, organisation))),
            other_verdict=_standing(latest.get((hit.pk, self.other_id)))
            if self.other_id != organisation
            else None,
            knows=knows,
            may_release=not knows and getattr(hit, f"{own}_hit_mode") != HitMode.SILENT,
        )


def _standing(decision: Decision | None) -> Decision | None:
    return None if decision is None or decision.verdict == Decision.Verdict.UNDO else decision


def sides(hit: Hit) -> tuple[str, str]:
    """Which side is one's own, which the other's: ("older", "newer") or the reverse."""
    organisation = current().organisation
    return ("newer", "older") if hit.newer_owner_id == organisation else ("older", "newer")
