"""The neighbourhood of a record as a graph, with a table that says the same."""

from collections import defaultdict
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from entraide.engines import link

from ...core.acting import current
from ...core.errors import Unknown
from ...core.permissions import require
from ...core.templatetags.ui import kind_word
from ...directory.models import Organisation
from .. import showing
from ..models import Claim
from ..queries.hits import view_of
from ..queries.network import MOST_NODES, Network, Node, around_reports
from ..queries.reports import readable_entity, readable_report
from ..queries.search import sightings_of
from ..templatetags.intel_text import report_name
from ..words import hit_sentence

MOST_STARTS = 20


@require_safe
def network(request: HttpRequest, kind: str, object_id: UUID) -> HttpResponse:
    require("search")
    title, back, starts = _starts(kind, object_id)
    steps = 2 if request.GET.get("steps") != "1" else 1
    found = around_reports(starts, steps=steps)
    context = {
        "title": title,
        "back": back,
        "data": _data(found),
        "rows": _rows(found),
        "nodes": len(found.nodes),
        "cut": found.cut or len(starts) == MOST_STARTS,
        "most": MOST_NODES,
        "steps": steps,
    }
    return render(request, "intel/network.html", context)


def _starts(kind: str, object_id: UUID) -> tuple[str, str, list[UUID]]:
    """Title, address to go back to, and the reports at which the network begins. Raises Unknown."""
    if kind == "report":
        report = readable_report(object_id)
        return report_name(report), reverse("intel:report", args=[object_id]), [object_id]
    if kind == "entity":
        readable_entity(object_id)
        claims = Claim.objects.filter(entity=object_id).order_by("made_at")
        name = next((one.value for one in claims if one.property == "name"), "")
        starts = list(dict.fromkeys(claim.report_id for claim in claims))[:MOST_STARTS]
        return showing.plain(name), reverse("intel:entity", args=[object_id]), starts
    if kind == "hit":
        view = view_of(object_id)
        readable = [one.pk for one in (view.own_report, view.other_report) if one is not None]
        if view.is_named:
            return hit_sentence(view), reverse("intel:hit", args=[object_id]), readable
        shared = ", ".join(
            f"{kind_word(one.kind)} {link.caption(one.kind, one.value)}" for one in view.selectors
        )
        return shared or hit_sentence(view), reverse("intel:hit", args=[object_id]), readable
    if kind == "selector":
        sightings = list(sightings_of([object_id])[: MOST_STARTS * 2])
        if sightings:
            first = sightings[0]
            starts = list(dict.fromkeys(one.report_id for one in sightings))[:MOST_STARTS]
            title = f"{kind_word(first.kind)} {link.caption(first.kind, first.value)}"
            return title, reverse("intel:selector", args=[object_id]), starts
    raise Unknown(kind, object_id)


def _data(found: Network) -> dict[str, object]:
    own = Organisation.objects.get(pk=current().organisation).name
    names = {node.id: node for node in found.nodes.values()}
    return {
        "nodes": [
            {
                "id": node.id,
                "kind": node.kind,
                "kind_label": _word(node),
                "label": _label(node)[:40],
                "url": _url(node),
                "own": bool(node.owner) and node.owner == own,
            }
            for node in names.values()
        ],
        "edges": [
            {"source": edge.source, "target": edge.target, "label": str(edge.label), "look": edge.look}
            for edge in found.edges.values()
        ],
    }


def _rows(found: Network) -> list[dict[str, object]]:
    """The nodes with what each is joined to, most joined first."""
    joined: dict[str, list[Node]] = defaultdict(list)
    for edge in found.edges.values():
        joined[edge.source].append(found.nodes[edge.target])
        joined[edge.target].append(found.nodes[edge.source])
    ordered = sorted(found.nodes.values(), key=lambda node: (-len(joined[node.id]), node.kind, node.label))
    return [
        {
            "id": node.id,
            "kind": _word(node),
            "label": _label(node),
            "url": _url(node),
            "owner": node.owner,
            "joined": [_label(other) for other in joined[node.id]],
        }
        for node in ordered
    ]


def _word(node: Node) -> str:
    return _("Closed record") if node.kind == "hidden" else str(kind_word(node.kind))


def _label(node: Node) -> str:
    if node.id.startswith("selector:"):
        return showing.plain(link.caption(node.kind, node.label))
    return showing.plain(node.label)


def _url(node: Node) -> str:
    subject, _colon, key = node.id.partition(":")
    pages = {
        "report": "intel:report",
        "person": "intel:entity",
        "hit": "intel:hit",
        "selector": "intel:selector",
    }
    return reverse(pages[subject], args=[key])
