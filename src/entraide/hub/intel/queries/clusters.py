"""Who is one with whom, as far as the reader may know: computed from the hits and decisions of this moment.

Nothing is merged for good. What one's own organisation says of a hit holds before what the other side says,
and both before the engine; take a decision back, and the groups are those that there were without it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q

from entraide.engines.link.networks import Apart, Clusters, Link, Strength, clusters

from ...core.acting import current
from ..models import Decision, Entity, Hit
from .comparing import Alike, alike_among
from .entities import EntityView, entity_views
from .hits import NAMED, HitView, views_of
from .matches import PersonMatch, person_match_of

MOST_HITS = 500  # looked at around one person
STEPS = 4


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands between two entities: a hit, or (``hit`` is None) the likeness of two records that one may
    read and that are others'."""

    hit: Hit | None
    link: Link[UUID]
    match: PersonMatch | None
    verdict: str = ""  # same, not_same, or "" where nobody said anything
    own_verdict: str = ""

    @property
    def ends(self) -> set[UUID]:
        return {self.link.a, self.link.b}


@dataclass(slots=True)
class Around:
    """An entity, those taken to be the same one, and those kept apart from it."""

    centre: UUID
    same: list["Member"] = field(default_factory=list)  # the centre itself first
    others: list["Member"] = field(default_factory=list)  # linked, and not taken to be the same
    views: dict[UUID, HitView] = field(default_factory=dict)  # hits by id
    clusters: Clusters[UUID] | None = None
    cut: bool = False


@dataclass(slots=True)
class Member:
    """One entity near the centre. ``view`` is None where no claim about it may be read."""

    id: UUID
    view: EntityView | None
    links: list[Standing] = field(default_factory=list)
    path: list[Standing] = field(default_factory=list)  # what joins it with the centre


def standings(hits: Iterable[Hit]) -> list[Standing]:
    """What stands of each hit between entities. One query."""
    listed = [hit for hit in hits if hit.older_kind in NAMED]
    said = Decision.objects.filter(hit__in=listed).order_by("decided_at")
    verdicts = {(one.hit_id, one.organisation_id): one for one in said}
    return [_standing(hit, verdicts) for hit in listed]


def _standing(hit: Hit, verdicts: dict[tuple[UUID, UUID], Decision]) -> Standing:
    own = current().organisation
    other = hit.older_owner_id if hit.newer_owner_id == own else hit.newer_owner_id
    own_verdict, other_verdict = (_said(verdicts.get((hit.pk, side))) for side in (own, other))
    verdict = own_verdict or other_verdict
    if verdict == Decision.Verdict.SAME:
        strength = Strength.CONFIRMED
    elif hit.strength == Hit.Strength.SURE:
        strength = Strength.STRONG
    else:
        strength = Strength.WEAK
    match = person_match_of(hit.reasons, own_is_older=hit.newer_owner_id != own)
    bits = match.bits if match else 0.0
    via = match.rests_on if match else ""
    link = Link(hit.older_record, hit.newer_record, strength, reason=str(hit.pk), bits=bits, via=via)
    return Standing(hit, link, match, verdict, own_verdict)


def _compared(found: Alike) -> Standing:
    reason, match = f"{found.a} {found.b}", found.match
    link = Link(found.a, found.b, Strength.STRONG, reason=reason, bits=match.bits, via=match.rests_on)
    return Standing(None, link, match)


def _said(decision: Decision | None) -> str:
    return "" if decision is None or decision.verdict == Decision.Verdict.UNDO else decision.verdict


def clusters_of(found: Iterable[Standing]) -> Clusters[UUID]:
    """The groups that hits and decisions make, whatever their order."""
    listed = list(found)
    apart = [
        Apart(one.link.a, one.link.b, one.link.reason)
        for one in listed
        if one.verdict == Decision.Verdict.NOT_SAME
    ]
    return clusters([one.link for one in listed if one.verdict != Decision.Verdict.NOT_SAME], apart)


def around(entity_id: UUID) -> Around:
    """The group of an entity and what stands near it, at most some steps away: from the hits that one may see,
    and from comparing records that one may read."""
    hits, alike, cut = _near(entity_id)
    listed = standings(hits)
    joined = [one.ends for one in listed]
    listed += [_compared(one) for one in alike if {one.a, one.b} not in joined]
    groups = clusters_of(listed)
    result = Around(entity_id, clusters=groups, cut=cut)
    result.views = {view.hit.pk: view for view in views_of(hits)}
    ids = {entity_id}.union(*(one.ends for one in listed))
    seen = entity_views(Entity.objects.filter(pk__in=ids).select_related("owner"))
    views = {view.entity.pk: view for view in seen if view.claims}
    by_reason = {one.link.reason: one for one in listed}
    same = set(groups.of(entity_id))
    touching = set().union(*(one.ends for one in listed if one.ends & same))
    for member in sorted(same | touching, key=lambda one: (one != entity_id, str(one))):
        made = Member(member, views.get(member))
        made.links = [one for one in listed if member in one.ends]
        if member in same:
            made.path = [by_reason[link.reason] for link in groups.path(entity_id, member)]
            result.same.append(made)
        else:
            made.links = [one for one in made.links if one.ends & same]
            result.others.append(made)
    return result


def _near(entity_id: UUID) -> tuple[list[Hit], list[Alike], bool]:
    """Hits within some steps, strongest first; what is alike of the records met; whether there was more."""
    hits: dict[UUID, Hit] = {}
    alike: dict[tuple[UUID, UUID], Alike] = {}
    frontier, seen = {entity_id}, {entity_id}
    for _step in range(STEPS):
        ends = Q(older_record__in=frontier) | Q(newer_record__in=frontier)
        asked = Hit.objects.filter(ends, older_kind__in=NAMED).order_by("-strength", "-created_at")
        for hit in asked[: MOST_HITS + 1 - len(hits)]:
            hits[hit.pk] = hit
        alike |= {(one.a, one.b): one for one in alike_among(frontier)}
        frontier = {end for hit in hits.values() for end in (hit.older_record, hit.newer_record)}
        frontier = (frontier | {end for pair in alike for end in pair}) - seen
        seen |= frontier
        if not frontier or len(hits) > MOST_HITS:
            break
    return list(hits.values())[:MOST_HITS], list(alike.values()), len(hits) > MOST_HITS
