"""What one shift leaves to the next."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from entraide.vocabulary.handling import TLP

from ...core import clock
from ...core.errors import Invalid
from ...core.permissions import require
from .. import actions, showing
from ..forms import HandoverForm, add_problems
from ..models import HandoverNote
from ..queries.hits import kept_from_colleagues, undecided, views_of
from ..queries.retention import expiring
from ..queries.situation import unanswered
from ..words import hit_sentence

MOST_ITEMS = 20
MOST_NOTES = 15


@require_http_methods(["GET", "POST"])
def handover(request: HttpRequest) -> HttpResponse:
    require("handover")
    form = HandoverForm(request.POST or None)
    items = open_items()
    if request.method == "POST" and form.is_valid():
        chosen = [item for item in items if item["url"] in request.POST.getlist("items")]
        try:
            actions.leave_note(form.cleaned_data["text"], chosen)
        except Invalid as invalid:
            add_problems(form, invalid)
        else:
            return redirect("intel:handover")
    notes = HandoverNote.objects.select_related("member", "read_by").order_by("-written_at")[:MOST_NOTES]
    context = {"form": form, "items": items, "notes": notes, "now": clock.now()}
    return render(request, "intel/handover.html", context, status=400 if form.errors else 200)


@require_POST
def take(request: HttpRequest, note_id: UUID) -> HttpResponse:
    actions.take_over(note_id)
    return redirect("intel:handover")


def open_items() -> list[dict[str, str]]:
    """What is undecided, unanswered or about to expire, as lines with an address. Nothing RED: every colleague
    reads the note."""
    items = [
        {"text": hit_sentence(view), "url": reverse("intel:hit", args=[view.hit.pk])}
        for view in views_of(undecided().exclude(kept_from_colleagues()).order_by("-created_at")[:MOST_ITEMS])
    ]
    items += [
        {
            "text": _("%(name)s waits for an answer: %(text)s")
            % {"name": message.organisation.name, "text": showing.plain(_short(message.text))},
            "url": f"{reverse('intel:hit', args=[message.hit_id])}#thread",
        }
        for message in unanswered(MOST_ITEMS, ~kept_from_colleagues("hit__"))
    ]
    items += [
        {
            "text": _("A report expires on %(day)s: %(title)s")
            % {"day": report.expires_on, "title": showing.plain(report.title or _short(report.text))},
            "url": reverse("intel:report", args=[report.pk]),
        }
        for report in expiring(7).exclude(tlp=TLP.RED)[:MOST_ITEMS]
    ]
    return items


def _short(text: str) -> str:
    return Truncator(" ".join(text[:400].split())).chars(100)
