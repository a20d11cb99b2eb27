"""The group of a person, as its page shows it: every link explained, what is kept apart and why, a graph."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from entraide.engines.link.networks import WORDS

from ...core.acting import current
from ...core.templatetags.ui import kind_word
from .. import showing
from ..match_words import bits_words, odds_words, strongest_words
from ..models import Decision, Hit
from ..queries.clusters import Around, Standing
from ..queries.hits import HitView

LONGEST_LABEL = 40


@dataclass(frozen=True, slots=True)
class LinkRow:
    """What joins two of a group, or stands between the group and somebody kept apart from it. ``hit`` is None
    where two records of others were compared."""

    hit: UUID | None
    one: str
    other: str
    one_url: str
    other_url: str
    why: str
    bits: str
    odds: str
    word: str
    look: str
    own_verdict: str
    said: str  # who decided, and why the link joins nothing


def names_of(found: Around) -> dict[UUID, str]:
    """What each record near the centre is called; of a closed one, whose it is."""
    names = {
        view.other_record: _("Somebody in a record of %(name)s") % {"name": view.other.name}
        for view in found.views.values()
        if view.other_person is None
    }
    for member in (*found.same, *found.others):
        if member.view is not None:
            names[member.id] = showing.plain(member.view.name)
    return names


def links_of(found: Around, names: dict[UUID, str]) -> list[LinkRow]:
    """Everything that joins two of the group, what holds it together most first."""
    inside = {member.id for member in found.same}
    listed = {one.link.reason: one for member in found.same for one in member.links if one.ends <= inside}
    ordered = sorted(listed.values(), key=lambda one: (-one.link.strength, -one.link.bits))
    return [_row(one, found, names) for one in ordered]


def apart_of(found: Around, names: dict[UUID, str]) -> list[LinkRow]:
    """Who is near and not taken to be the same, one line each link."""
    inside = {member.id for member in found.same}
    groups = found.clusters
    reasons = {
        left.link.reason: _(WORDS[left.why])
        for left in (*groups.left_out, *groups.conflicts, *groups.questions)
    }
    return [
        _row(one, found, names, inside=inside, said=reasons.get(one.link.reason, ""))
        for member in found.others
        for one in member.links
    ]


def _row(
    one: Standing, found: Around, names: dict[UUID, str], *, inside: set[UUID] | None = None, said: str = ""
) -> LinkRow:
    view = found.views[one.hit.pk] if one.hit else None
    ends = sorted(one.ends, key=lambda end: (end not in (inside or {found.centre}), str(end)))
    word, look = _state(one)
    return LinkRow(
        hit=one.hit.pk if one.hit else None,
        one=names.get(ends[0], ""),
        other=names.get(ends[-1], ""),
        one_url=_url(ends[0], view),
        other_url=_url(ends[-1], view),
        why=strongest_words(one.match),
        bits=bits_words(one.match.bits) if one.match else "",
        odds=odds_words(one.match) if one.match else "",
        word=word,
        look=look,
        own_verdict=one.own_verdict,
        said=" ".join(filter(None, (_decided(one, view), said))),
    )


def _state(one: Standing) -> tuple[str, str]:
    if one.verdict == Decision.Verdict.SAME:
        return _("Confirmed"), "good"
    if one.verdict == Decision.Verdict.NOT_SAME:
        return _("Not the same"), "late"
    if one.hit is None:
        return _("Compared"), ""
    return (_("Alert"), "new") if one.hit.strength == Hit.Strength.SURE else (_("To review"), "soon")


def _decided(one: Standing, view: HitView | None) -> str:
    """Who said what stands, and why, in their words."""
    if view is None:
        return _("Two records of others, both open to you, compared when you opened this page.")
    decision = view.own_verdict or view.other_verdict
    if decision is None or not one.verdict:
        return ""
    who = decision.member.name if view.own_verdict else view.other.name
    return _("%(who)s: %(reason)s") % {"who": who, "reason": showing.plain(decision.reason)}


def _url(end: UUID, view: HitView | None) -> str:
    closed = view is not None and end == view.other_record and view.other_person is None
    return reverse("intel:hit", args=[view.hit.pk]) if closed else reverse("intel:entity", args=[end])


def graph_of(found: Around, names: dict[UUID, str]) -> dict[str, Any]:
    """Nodes and edges; empty where nobody is near."""
    members = [*found.same, *found.others]
    shown = {member.id for member in members}
    if len(shown) < 2:
        return {}
    kinds = {member.id: member.view.entity.kind if member.view else "hidden" for member in members}
    owners = {member.id: member.view.owner for member in members if member.view}
    listed = {one.link.reason: one for member in members for one in member.links}
    return {
        "nodes": [
            {
                "id": str(member.id),
                "kind": kinds[member.id],
                "kind_label": _("Closed record")
                if kinds[member.id] == "hidden"
                else str(kind_word(kinds[member.id])),
                "label": names.get(member.id, "")[:LONGEST_LABEL],
                "url": reverse("intel:entity", args=[member.id]) if member.view else "",
                "own": member.id in owners and owners[member.id].pk == current().organisation,
            }
            for member in members
        ],
        "edges": [
            {
                "source": str(one.link.a),
                "target": str(one.link.b),
                "label": _state(one)[0],
                "look": _look(one),
            }
            for one in listed.values()
            if one.ends <= shown
        ],
    }


def _look(one: Standing) -> str:
    if one.verdict == Decision.Verdict.NOT_SAME:
        return "not"
    return "" if one.link.strength > 1 else "weak"
