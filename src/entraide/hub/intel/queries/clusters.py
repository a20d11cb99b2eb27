"""Who is one with whom, as far as the reader may know: computed from the hits and decisions of this moment.

Nothing is merged for good. What one's own organisation says of a hit holds before what the other side says,
and both before the engine; take a decision back, and the groups are those that there were without it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q

from entraide.engines.link.networks import Apart, Clusters, LeftOut, Link, Strength, clusters

from ...core.acting import current
from ..models import Decision, Entity, Hit
from .entities import EntityView, entity_views
from .hits import NAMED, HitView, views_of
from .matches import person_match_of

MOST_HITS = 500  # looked at around one person
STEPS = 4


@dataclass(frozen=True, slots=True)
class Standing:
    """A hit between two entities, with what stands of it."""

    hit: Hit
    link: Link[UUID]
    verdict: str  # same, not_same, or "" where nobody said anything
    own_verdict: str


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
    left_out: LeftOut[UUID] | None = None


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
    match = person_match_of(hit.reasons, own_is_older=True)
    if verdict == Decision.Verdict.SAME:
        strength = Strength.CONFIRMED
    elif hit.strength == Hit.Strength.SURE:
        strength = Strength.STRONG
    else:
        strength = Strength.WEAK
    bits = match.bits if match else 0.0
    link = Link(hit.older_record, hit.newer_record, strength, reason=str(hit.pk), bits=bits)
    return Standing(hit, link, verdict, own_verdict)


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
    """The group of an entity and what stands near it, from the hits that one may see: at most some steps away."""
    found, cut = _near(entity_id)
    listed = standings(found)
    groups = clusters_of(listed)
    result = Around(entity_id, clusters=groups, cut=cut)
    result.views = {view.hit.pk: view for view in views_of(found)}
    ids = {entity_id} | {end for one in listed for end in (one.link.a, one.link.b)}
    seen = entity_views(Entity.objects.filter(pk__in=ids).select_related("owner"))
    views = {view.entity.pk: view for view in seen if view.claims}
    by_hit = {str(one.hit.pk): one for one in listed}
    same = set(groups.of(entity_id))
    touching = {end for one in listed if {one.link.a, one.link.b} & same for end in (one.link.a, one.link.b)}
    for member in sorted(same | touching, key=lambda one: (one != entity_id, str(one))):
        made = Member(member, views.get(member))
        made.links = [one for one in listed if member in (one.link.a, one.link.b)]
        if member in same:
            made.path = [by_hit[link.reason] for link in groups.path(entity_id, member)]
            result.same.append(made)
        else:
            made.links = [one for one in made.links if {one.link.a, one.link.b} & same]
            left_out = [*groups.left_out, *groups.conflicts, *groups.questions]
            mine = (one for one in left_out if one.link.reason in {str(link.hit.pk) for link in made.links})
            made.left_out = next(mine, None)
            result.others.append(made)
    return result


def _near(entity_id: UUID) -> tuple[list[Hit], bool]:
    """Hits within some steps, strongest first, and whether there were more than are looked at."""
    hits: dict[UUID, Hit] = {}
    frontier, seen = {entity_id}, {entity_id}
    for _step in range(STEPS):
        ends = Q(older_record__in=frontier) | Q(newer_record__in=frontier)
        asked = Hit.objects.filter(ends, older_kind__in=NAMED).order_by("-strength", "-created_at")
        for hit in asked[: MOST_HITS + 1 - len(hits)]:
            hits[hit.pk] = hit
        frontier = {end for hit in hits.values() for end in (hit.older_record, hit.newer_record)} - seen
        seen |= frontier
        if not frontier or len(hits) > MOST_HITS:
            break
    return list(hits.values())[:MOST_HITS], len(hits) > MOST_HITS
