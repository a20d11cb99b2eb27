"""The review queue: one possible match at a time, both sides beside each other, decided by a key or a thumb.

Every deed answers with the next match: as a part of the page where scripts run, else as a page.
"""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from ...core.errors import Invalid, Unknown
from ...core.permissions import may, require
from .. import actions
from ..match_words import strongest_words, table_of
from ..models import Claim, Decision
from ..queries.hits import HitView, view_of, visible_hit
from ..queries.review import Waiting, queue
from .matched import likeness_context, look_at

LATER, LAST, DONE = "review_later", "review_last", "review_done"  # of the session
MOST_PUT_OFF = 200
REASONS = (
    gettext_lazy("Name, birth and nationality agree"),
    gettext_lazy("The document is the same"),
    gettext_lazy("Known to us as one"),
    gettext_lazy("Confirmed by a statement"),
    gettext_lazy("The ages are too far apart"),
    gettext_lazy("Different documents"),
    gettext_lazy("Known to us as two"),
    gettext_lazy("A common name, nothing else agrees"),
)


@require_safe
def review(request: HttpRequest) -> HttpResponse:
    require("hit.decide")
    return _page(request, "intel/review.html")


@require_POST
def decide(request: HttpRequest, hit_id: UUID) -> HttpResponse:
    """Say same or not the same. Without a reason, what was seen to agree or differ is the reason."""
    view = view_of(hit_id)
    reason = request.POST.get("reason", "").strip() or default_reason(view)
    try:
        actions.decide(hit_id, request.POST.get("verdict", ""), reason[:500])
    except Invalid as invalid:
        return _next(request, problem=" ".join(invalid.problems.values()))
    request.session[LAST] = str(hit_id)
    request.session[DONE] = request.session.get(DONE, 0) + 1
    return _next(request)


@require_POST
def skip(request: HttpRequest, hit_id: UUID) -> HttpResponse:
    """Put off: it comes again when everything else is done, or after signing in again."""
    visible_hit(hit_id)
    later = [one for one in request.session.get(LATER, []) if one != str(hit_id)]
    request.session[LATER] = [*later, str(hit_id)][-MOST_PUT_OFF:]
    return _next(request)


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take back one's last decision of this session; it comes up again."""
    last = request.session.pop(LAST, None)
    if last is None:
        return _next(request, problem=_("There is nothing to take back."))
    try:
        actions.decide(UUID(last), Decision.Verdict.UNDO, _("Taken back at once in the review."))
    except (Invalid, Unknown):
        return _next(request, problem=_("It cannot be taken back any more: look for it among the hits."))
    request.session[DONE] = max(request.session.get(DONE, 0) - 1, 0)
    request.session[LATER] = [one for one in request.session.get(LATER, []) if one != last]
    return _next(request, chosen=UUID(last))


def default_reason(view: HitView) -> str:
    telling = strongest_words(view.match)
    return (
        _("Compared side by side. %(telling)s") % {"telling": telling}
        if telling
        else _("Compared side by side.")
    )


def _next(request: HttpRequest, *, problem: str = "", chosen: UUID | None = None) -> HttpResponse:
    if "HX-Request" in request.headers:
        return _page(request, "intel/parts/review_card.html", problem=problem, chosen=chosen)
    return redirect("intel:review")


def _page(
    request: HttpRequest, template: str, *, problem: str = "", chosen: UUID | None = None
) -> HttpResponse:
    later = {UUID(one) for one in request.session.get(LATER, [])}
    found = queue(later, chosen)
    context: dict[str, Any] = {
        "queue": found,
        "view": found.view,
        "problem": problem,
        "may_decide": may("hit.decide"),
        "done": request.session.get(DONE, 0),
        "may_undo": LAST in request.session,
        "reasons": REASONS,
    }
    if found.view is not None and found.first is not None:
        look_at(found.view)
        context |= {"table": table_of(found.view), "why_first": list(why_first(found.first))}
        context |= likeness_context(found.view)
    return render(request, template, context)


def why_first(one: Waiting) -> list[str]:
    """What makes this decision worth more than the others, most telling first."""
    said = []
    if named := [
        str(Claim.Status(status).label) for status in one.statuses if status != Claim.Status.UNKNOWN
    ]:
        said.append(_("Named as: %(statuses)s") % {"statuses": ", ".join(named)})
    if one.states > 1:
        said.append(
            _("Joins %(records)d records of %(states)d countries")
            % {"records": one.records, "states": one.states}
        )
    else:
        said.append(ngettext("Joins %d record", "Joins %d records", one.records) % one.records)
    if one.uncertainty > 0.8:
        said.append(_("Could well be either"))
    elif one.uncertainty > 0.3:
        said.append(_("Not sure yet"))
    else:
        said.append(_("Seems clear"))
    return said
