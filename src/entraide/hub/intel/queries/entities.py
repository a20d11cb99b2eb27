"""People and things, by the claims that one may read."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models.functions import Left

from ...directory.models import Organisation
from ..models import Claim, Entity, Report

BEGINNING = 120  # characters that stand for the title of a report without one


@dataclass(slots=True)
class EntityView:
    """An entity, and who says what of it. ``names`` is never empty where a name is claimed."""

    entity: Entity
    claims: list[Claim] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        said = [claim.value for claim in self.claims if claim.property in ("name", "alias")]
        return list(dict.fromkeys(said))

    @property
    def name(self) -> str:
        return self.names[0] if self.names else ""

    @property
    def statuses(self) -> list[str]:
        """What it is said to be, in words, each once."""
        return list(
            dict.fromkeys(claim.get_subject_status_display() for claim in self.claims if claim.subject_status)
        )

    @property
    def strictest(self) -> int:
        return max((claim.tlp for claim in self.claims), default=2)

    @property
    def report(self) -> Report | None:
        """The first report that names it, of those one may read."""
        return min((claim.report for claim in self.claims), key=lambda one: one.received_at, default=None)

    @property
    def owner(self) -> Organisation:
        return self.entity.owner

    def said(self, *properties: str) -> list[Claim]:
        """What is claimed under these names."""
        return [claim for claim in self.claims if claim.property in properties]

    @property
    def facts(self) -> list[Claim]:
        """What is said beside its names."""
        return [claim for claim in self.claims if claim.property not in ("name", "alias")]


def entity_views(entities: Iterable[Entity]) -> list[EntityView]:
    """Each with its claims, names first, then the oldest. One query."""
    listed = list(entities)
    claims: dict[UUID, list[Claim]] = defaultdict(list)
    found = Claim.objects.filter(entity__in=listed).select_related("owner", "made_by", "report")
    found = found.defer("report__text").annotate(beginning=Left("report__text", BEGINNING))
    for claim in sorted(found, key=lambda claim: (claim.property != "name", claim.made_at, claim.property)):
        claim.report.beginning = claim.beginning
        claims[claim.entity_id].append(claim)
    for said in claims.values():
        with_nationality(said)
    return [EntityView(entity, claims[entity.pk]) for entity in listed]


def with_nationality(claims: Iterable[Claim]) -> None:
    """Tell each claim about one person the nationality claimed beside it: it says how years are counted."""
    listed = list(claims)
    country = next((claim.value for claim in listed if claim.property == "nationality"), "")
    for claim in listed:
        claim.nationality = country
