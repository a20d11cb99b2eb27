"""Hits, each seen from one's own side."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet

from entraide.vocabulary.handling import TLP, HitMode

from ...core.acting import current
from ...core.errors import Unknown
from ...directory.models import Organisation
from ..models import Decision, Entity, Hit, Report, Selector, Watch
from .entities import EntityView, entity_views
from .matches import Likeness, PersonMatch, likeness_of, person_match_of

NAMED = (Entity.Kind.PERSON.value, Entity.Kind.ORGANISATION.value)  # kinds of record that are entities


UNSAID = Q(own_verdict=None) | Q(own_verdict="undo")


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
    own_person: EntityView | None = None  # of a hit between two people or organisations
    other_person: EntityView | None = None  # only where one may read what is claimed of it
    match: PersonMatch | None = None  # why the two are thought to be one
    text: Likeness | None = None
    picture: Likeness | None = None
    own_verdict: Decision | None = None
    other_verdict: Decision | None = None
    knows: bool = False  # the other side knows of it too
    may_release: bool = False

    @property
    def is_named(self) -> bool:
        """Between two people or organisations, not between two reports."""
        return self.match is not None

    @property
    def other_record(self) -> UUID:
        hit = self.hit
        return hit.newer_record if self.own_record == hit.older_record else hit.older_record

    @property
    def sure(self) -> bool:
        return self.hit.strength == Hit.Strength.SURE


def visible_hit(hit_id: UUID) -> Hit:
    """The hit, or Unknown."""
    try:
        return Hit.objects.get(pk=hit_id)
    except Hit.DoesNotExist:
        raise Unknown("hit", hit_id)


def other_side_knows(hit: Hit) -> bool:
    return hit.older_sees if hit.newer_owner_id == current().organisation else hit.newer_sees


def undecided() -> QuerySet[Hit]:
    """Alerts on which one's own organisation has said nothing, or taken back what it said. What is only
    possible waits in the review queue."""
    return with_own_verdict(Hit.objects.filter(strength=Hit.Strength.SURE)).filter(UNSAID)


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
    """Each hit from one's own side, with what it takes to say it in words: eight queries, however many."""
    hits = list(hits)
    both = [_Sides(hit) for hit in hits]
    known = _Known(
        organisations=Organisation.objects.in_bulk({view.other_id for view in both}),
        reports=_reports_of(both),
        watches=Watch.objects.in_bulk({view.own_record for view in both if view.own_is_watch}),
        persons=_persons_of(both),
        selectors=_selectors_of(both),
        verdicts=_verdicts_on(hits),
    )
    return [view.complete(known) for view in both]


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of many hits at once, each by its id."""

    organisations: dict[UUID, Organisation]
    reports: dict[UUID, Report]
    watches: dict[UUID, Watch]
    persons: dict[UUID, EntityView]
    selectors: dict[tuple[UUID, UUID], Selector]  # by report and token
    verdicts: dict[tuple[UUID, UUID], Decision]  # by hit and organisation, the newest


def _reports_of(both: Iterable["_Sides"]) -> dict[UUID, Report]:
    records = {record for view in both for record in view.records if not view.is_named}
    return Report.objects.defer("text").in_bulk(records) if records else {}


def _persons_of(both: Iterable["_Sides"]) -> dict[UUID, EntityView]:
    records = {record for view in both for record in view.records if view.is_named}
    if not records:
        return {}
    return {
        view.entity.pk: view
        for view in entity_views(Entity.objects.filter(pk__in=records).select_related("owner"))
    }


def _selectors_of(both: Iterable["_Sides"]) -> dict[tuple[UUID, UUID], Selector]:
    tokens = {token for view in both for token in view.tokens}
    records = {record for view in both if view.tokens for record in view.records}
    found: dict[tuple[UUID, UUID], Selector] = {}
    for selector in Selector.objects.filter(report__in=records, token__in=tokens) if tokens else ():
        found.setdefault((selector.report_id, selector.token), selector)
    return found


def _verdicts_on(hits: list[Hit]) -> dict[tuple[UUID, UUID], Decision]:
    verdicts = Decision.objects.filter(hit__in=hits).order_by("decided_at").select_related("member")
    return {(decision.hit_id, decision.organisation_id): decision for decision in verdicts}


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
        self.records = (self.own_record, self.other_record)
        self.other_id: UUID = getattr(hit, f"{other}_owner_id")
        self.own_is_watch = getattr(hit, f"{own}_kind") == "watch"
        self.is_named = getattr(hit, f"{own}_kind") in NAMED
        self.tokens = [UUID(reason["token"]) for reason in hit.reasons if "token" in reason]

    def complete(self, known: _Known) -> HitView:
        hit, own, other = self.hit, self.own, self.other
        own_person, other_person = (known.persons.get(record) for record in self.records)
        knows = getattr(hit, f"{other}_sees")
        organisation = current().organisation
        return HitView(
            hit=hit,
            own_record=self.own_record,
            own_is_watch=self.own_is_watch,
            other=known.organisations[self.other_id],
            other_tlp=TLP(getattr(hit, f"{other}_tlp")),
            tlp=TLP(max(hit.older_tlp, hit.newer_tlp)),
            other_kind=getattr(hit, f"{other}_kind"),
            own_report=own_person.report if own_person else known.reports.get(self.own_record),
            own_watch=known.watches.get(self.own_record),
            other_report=other_person.report if other_person else known.reports.get(self.other_record),
            selectors=list(self._matched(known)),
            kinds=sorted({reason["kind"] for reason in hit.reasons}),
            own_person=own_person,
            other_person=other_person,
            match=person_match_of(hit.reasons, own_is_older=own == "older") if self.is_named else None,
            text=likeness_of(hit.reasons, "text"),
            picture=likeness_of(hit.reasons, "picture"),
            own_verdict=_standing(known.verdicts.get((hit.pk, organisation))),
            other_verdict=_standing(known.verdicts.get((hit.pk, self.other_id)))
            if self.other_id != organisation
            else None,
            knows=knows,
            may_release=not knows and getattr(hit, f"{own}_hit_mode") != HitMode.SILENT,
        )

    def _matched(self, known: _Known) -> Iterator[Selector]:
        """The selectors that matched, as one's own record writes them where one may read it."""
        for token in self.tokens:
            seen = (known.selectors.get((record, token)) for record in self.records)
            if selector := next(filter(None, seen), None):
                yield selector


def _standing(decision: Decision | None) -> Decision | None:
    return None if decision is None or decision.verdict == Decision.Verdict.UNDO else decision


def sides(hit: Hit) -> tuple[str, str]:
    """Which side is one's own, which the other's: ("older", "newer") or the reverse."""
    organisation = current().organisation
    return ("newer", "older") if hit.newer_owner_id == organisation else ("older", "newer")
