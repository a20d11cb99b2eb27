"""What waits for a decision, ordered by what the decision is worth.

The worth of deciding a hit is how uncertain it is, times what depends on it: how many records of how many
States it would bring together, whether a suspect or somebody missing is among them, and how long it waits.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from ...core import clock
from ..models import Claim, Hit
from .clusters import clusters_of, standings
from .hits import NAMED, UNSAID, HitView, views_of, with_own_verdict
from .matches import likeness_of, person_match_of, uncertainty

MOST_WEIGHED = 600  # of what waits: what is unsure, as its decision is worth most, and what waits longest
LEAST_UNCERTAIN = 0.1  # even what seems sure waits for somebody to say so
URGENT = (Claim.Status.SUSPECT.value, Claim.Status.MISSING.value)
URGENT_WORTH, AGE_WORTH, PATIENCE = 2.0, 1.0, timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A hit that waits. ``records`` and ``states``: what stands on both sides of it together."""

    hit: Hit
    worth: float
    uncertainty: float
    records: int
    states: int
    statuses: tuple[str, ...]
    since: datetime


@dataclass(slots=True)
class Queue:
    """``total`` waits, ``more`` beyond what was weighed; ``first`` is worth most of what was not put off."""

    total: int
    more: bool
    put_off: int
    first: Waiting | None = None
    view: HitView | None = None


def to_review() -> QuerySet[Hit]:
    """Undecided hits that rest on likeness: of people and organisations, of texts, of pictures."""
    alike = Q(older_kind__in=NAMED) | Q(strength=Hit.Strength.TO_REVIEW)
    alike |= Q(reasons__contains=[{"kind": "text"}]) | Q(reasons__contains=[{"kind": "picture"}])
    return with_own_verdict(Hit.objects.filter(alike)).filter(UNSAID)


def queue(put_off: Collection[UUID] = (), chosen: UUID | None = None) -> Queue:
    """What to decide next; ``chosen`` comes first if it waits. Some twelve queries, however much waits."""
    listed = list(to_review().order_by("strength", "created_at", "id")[: MOST_WEIGHED + 1])
    weighed = weigh(listed[:MOST_WEIGHED])
    later = set(put_off)
    open_ones = [one for one in weighed if one.hit.pk not in later] or weighed
    first = next((one for one in weighed if one.hit.pk == chosen), open_ones[0] if open_ones else None)
    found = Queue(
        len(weighed), len(listed) > MOST_WEIGHED, sum(one.hit.pk in later for one in weighed), first
    )
    if first is not None:
        (found.view,) = views_of([first.hit])
    return found


def weigh(hits: list[Hit]) -> list[Waiting]:
    """Each with its worth, the most worth first."""
    sides = {
        hit.pk: ((hit.older_record, hit.older_state), (hit.newer_record, hit.newer_state)) for hit in hits
    }
    groups = clusters_of(standings(hits))
    state_of = {record: state for pair in sides.values() for record, state in pair}
    statuses = _statuses({record for hit in hits if hit.older_kind in NAMED for record, _ in sides[hit.pk]})
    now = clock.now()
    weighed = []
    for hit in hits:
        records = {member for record, _ in sides[hit.pk] for member in groups.of(record)}
        said = sorted({status for record in records for status in statuses.get(record, ())})
        states = len({state_of[record] for record in records})
        unsure = max(uncertainty(chance(hit)), LEAST_UNCERTAIN)
        depends = (len(records) - 1) * (1 + (states - 1) / 2)
        depends *= URGENT_WORTH if any(status in URGENT for status in said) else 1
        depends *= 1 + AGE_WORTH * min((now - hit.created_at) / PATIENCE, 1)
        weighed.append(
            Waiting(hit, unsure * depends, unsure, len(records), states, tuple(said), hit.created_at)
        )
    return sorted(weighed, key=lambda one: (-one.worth, one.since, one.hit.pk))


def chance(hit: Hit) -> float:
    """How likely both sides are the same, from 0 to 1."""
    if match := person_match_of(hit.reasons, own_is_older=True):
        return match.probability
    shares = [one.share for kind in ("text", "picture") if (one := likeness_of(hit.reasons, kind))]
    return max(shares, default=1.0)


def _statuses(records: Iterable[UUID]) -> dict[UUID, set[str]]:
    """What the people are named as, as far as one may read it. One query."""
    found: dict[UUID, set[str]] = {}
    said = Claim.objects.filter(entity__in=set(records)).exclude(subject_status="")
    for entity, status in said.values_list("entity_id", "subject_status").distinct():
        found.setdefault(entity, set()).add(status)
    return found
