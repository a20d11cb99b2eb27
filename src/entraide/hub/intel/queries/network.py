"""The neighbourhood of a record: reports, what they share, the people they name, and the sides one may not see."""

from collections.abc import Container
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from ...core.acting import current
from ..models import Claim, Hit, Report, Selector
from .hits import NAMED, sides

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
    look: str = ""  # "weak" for what is only possible


@dataclass(slots=True)
class Network:
    """``cut``: there was more than fits. ``later``: edges to what the next step may bring in."""

    nodes: dict[str, Node] = field(default_factory=dict)
    edges: dict[tuple[str, str], Edge] = field(default_factory=dict)
    cut: bool = False
    later: list[Edge] = field(default_factory=list)

    def add(self, node: Node) -> bool:
        if node.id not in self.nodes and len(self.nodes) >= MOST_NODES:
            self.cut = True
            return False
        self.nodes.setdefault(node.id, node)
        return True

    def join(self, source: str, target: str, label: str, look: str = "") -> None:
        if source in self.nodes and target in self.nodes and (target, source) not in self.edges:
            self.edges.setdefault((source, target), Edge(source, target, label, look))


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
    last = Report.objects.filter(pk__in=frontier).select_related("owner").defer("text")[:MOST_NODES]
    added = [report for report in last if network.add(_report(report))]
    _add_selectors(network, added, only_known=True)
    _add_people(network, added)
    _join_people(network)
    for edge in network.later:
        network.join(edge.source, edge.target, edge.label)
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


def _join_people(network: Network) -> None:
    """People of the last step who may be one with others that are shown."""
    ids = {node.object_id for node in network.nodes.values() if node.id.startswith("person:")}
    for hit in Hit.objects.filter(older_record__in=ids, newer_record__in=ids)[:MOST_NODES]:
        _add_person_hit(network, hit, dict.fromkeys(ids))


def _add_people(network: Network, reports: list[Report]) -> None:
    for claim in Claim.objects.filter(report__in=reports, property="name").select_related("entity"):
        id = f"person:{claim.entity_id}"
        if network.add(Node(id, claim.entity.kind, claim.value, object_id=claim.entity_id)):
            network.join(f"report:{claim.report_id}", id, claim.get_subject_status_display() or _("names"))


def _add_hits(network: Network, reports: list[Report]) -> set[UUID]:
    """Hits lead to records of others: to the report where one may read it, else to a side that stays closed."""
    ids = {report.pk for report in reports}
    entities = {node.object_id for node in network.nodes.values() if node.id.startswith("person:")}
    held = ids | entities
    hits = list(
        Hit.objects.filter(Q(older_record__in=held) | Q(newer_record__in=held)).select_related(
            "older_owner", "newer_owner"
        )[:MOST_NODES]
    )
    others = {hit.newer_record if hit.older_record in held else hit.older_record for hit in hits}
    readable = dict.fromkeys(Report.objects.filter(pk__in=others).values_list("pk", flat=True))
    named = dict(
        Claim.objects.filter(entity__in=others, property="name").values_list("entity_id", "report_id")
    )
    for hit in hits:
        if hit.older_kind in NAMED:
            _add_person_hit(network, hit, named)
        else:
            _add_report_hit(network, hit, readable)
    return (others & set(readable)) | set(named.values())


def _add_person_hit(network: Network, hit: Hit, named: dict[UUID, UUID]) -> None:
    """Two people who may be one: joined where both are shown; a side that is not readable stays closed."""
    own, other = sides(hit)
    ends = [getattr(hit, f"{side}_record") for side in (own, other)]
    look = "" if hit.strength == Hit.Strength.SURE else "weak"
    label = _("one person?") if hit.older_kind == "person" else _("one organisation?")
    if all(f"person:{end}" in network.nodes for end in ends):
        network.join(f"person:{ends[0]}", f"person:{ends[1]}", label, look)
    elif ends[1] not in named and getattr(hit, f"{other}_owner_id") != current().organisation:
        hidden = _hidden(hit, other)
        if network.add(hidden):
            network.join(f"person:{ends[0]}", hidden.id, label, look)


def _add_report_hit(network: Network, hit: Hit, readable: Container[UUID]) -> None:
    own, other = sides(hit)
    own_record, other_record = getattr(hit, f"{own}_record"), getattr(hit, f"{other}_record")
    alike = any(reason["kind"] in ("text", "picture") for reason in hit.reasons)
    if other_record in readable or getattr(hit, f"{other}_owner_id") == current().organisation:
        if alike:
            network.later.append(Edge(f"report:{own_record}", f"report:{other_record}", _("nearly the same")))
        return
    hidden = _hidden(hit, other)
    if network.add(hidden):
        tokens = [reason["token"] for reason in hit.reasons if "token" in reason]
        for token in tokens:
            network.join(hidden.id, f"selector:{token}", _("holds"))
        if not any(f"selector:{token}" in network.nodes for token in tokens):
            network.join(f"report:{own_record}", hidden.id, _("nearly the same") if alike else _("matches"))


def _hidden(hit: Hit, other: str) -> Node:
    organisation = getattr(hit, f"{other}_owner")
    label = _("A record of %(name)s") % {"name": organisation.name}
    return Node(f"hit:{hit.pk}", "hidden", label, organisation.name, hit.pk)
