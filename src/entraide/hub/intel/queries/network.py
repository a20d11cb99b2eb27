"""The neighbourhood of a record: reports, what they share, the people they name, and the sides one may not see."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from ...core.acting import current
from ..models import Claim, Hit, Report, Selector
from .hits import sides

MOST_NODES = 150


@dataclass(frozen=True, slots=True)
class Node:
    """``kind``: report, hidden, person, or a kind of selector. ``id`` is unique within the network."""

    id: str
    kind: str
    label: str
    owner: str = ""
    object_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    source: str
    target: str
    label: str


@dataclass(slots=True)
class Network:
    """``cut``: there was more than fits."""

    nodes: dict[str, Node] = field(default_factory=dict)
    edges: dict[tuple[str, str], Edge] = field(default_factory=dict)
    cut: bool = False

    def add(self, node: Node) -> bool:
        if node.id not in self.nodes and len(self.nodes) >= MOST_NODES:
            self.cut = True
            return False
        self.nodes.setdefault(node.id, node)
        return True

    def join(self, source: str, target: str, label: str) -> None:
        if source in self.nodes and target in self.nodes:
            self.edges.setdefault((source, target), Edge(source, target, label))


def around_reports(report_ids: list[UUID], *, steps: int = 2) -> Network:
    """What stands within ``steps`` reports of these: five queries a step, however wide it is."""
    network = Network()
    seen: set[UUID] = set()
    frontier = set(report_ids)
    for step in range(steps):
        reports = list(
            Report.objects.filter(pk__in=frontier).select_related("owner").defer("text")[:MOST_NODES]
        )
        for report in reports:
            network.add(_report(report))
        seen |= frontier
        tokens = _add_selectors(network, reports)
        _add_people(network, reports)
        frontier = _add_hits(network, reports) | _others_with(tokens)
        frontier -= seen
        if not frontier or step == steps - 1:
            break
    for report in Report.objects.filter(pk__in=frontier).select_related("owner").defer("text")[:MOST_NODES]:
        if network.add(_report(report)):
            _add_selectors(network, [report], only_known=True)
    return network


def _report(report: Report) -> Node:
    title = report.title or f"{report.owner.country} · {report.received_at.date().isoformat()}"
    return Node(f"report:{report.pk}", "report", title, report.owner.name, report.pk)


def _add_selectors(network: Network, reports: list[Report], *, only_known: bool = False) -> set[UUID]:
    """The selectors of the reports; returns the tokens that may lead on to other reports."""
    tokens = set()
    for selector in Selector.objects.filter(report__in=reports, common="").exclude(token=None):
        id = f"selector:{selector.token}"
        if only_known and id not in network.nodes:
            continue
        if network.add(Node(id, selector.kind, selector.value)):
            network.join(f"report:{selector.report_id}", id, _("holds"))
            tokens.add(selector.token)
    return tokens


def _others_with(tokens: set[UUID]) -> set[UUID]:
    return set(
        Selector.objects.filter(token__in=tokens)
        .order_by()
        .values_list("report_id", flat=True)
        .distinct()[:MOST_NODES]
    )


def _add_people(network: Network, reports: list[Report]) -> None:
    for claim in Claim.objects.filter(report__in=reports, property="name"):
        id = f"person:{claim.entity_id}"
        if network.add(Node(id, "person", claim.value, object_id=claim.entity_id)):
            network.join(f"report:{claim.report_id}", id, claim.get_subject_status_display() or _("names"))


def _add_hits(network: Network, reports: list[Report]) -> set[UUID]:
    """Hits lead to records of others: to the report where one may read it, else to a side that stays closed."""
    ids = {report.pk for report in reports}
    hits = list(
        Hit.objects.filter(Q(older_record__in=ids) | Q(newer_record__in=ids)).select_related(
            "older_owner", "newer_owner"
        )[:MOST_NODES]
    )
    others = {hit.newer_record if hit.older_record in ids else hit.older_record for hit in hits}
    readable = set(Report.objects.filter(pk__in=others).values_list("pk", flat=True))
    for hit in hits:
        own, other = sides(hit)
        own_record, other_record = getattr(hit, f"{own}_record"), getattr(hit, f"{other}_record")
        if other_record in readable or getattr(hit, f"{other}_owner_id") == current().organisation:
            continue
        organisation = getattr(hit, f"{other}_owner")
        hidden = Node(
            f"hit:{hit.pk}",
            "hidden",
            _("A record of %(name)s") % {"name": organisation.name},
            organisation.name,
            hit.pk,
        )
        if network.add(hidden):
            tokens = [reason["token"] for reason in hit.reasons]
            for token in tokens:
                network.join(hidden.id, f"selector:{token}", _("holds"))
            if not any(f"selector:{token}" in network.nodes for token in tokens):
                network.join(f"report:{own_record}", hidden.id, _("matches"))
    return others & readable
