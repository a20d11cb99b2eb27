from datetime import datetime, timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from entraide.vocabulary.handling import Purpose

from . import clock, journal
from .acting import current
from .errors import Invalid, Unknown
from .models.labelled import PurposeChoices
from .situation import Room

PANELS = {"news", "now", "alerts", "late", "handover", "map", "figures"}
LOOKED = "situation_looked"
AWAY = timedelta(hours=2)  # whoever did not look for so long is told what is new since then


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Says nothing else, to anyone."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_GET
def situation(request: HttpRequest) -> HttpResponse:
    """The first page. The browser remembers when this member looked last, before and in this sitting."""
    room = Room(_looked(request))
    response = render(request, "core/situation.html", {"room": room})
    response.set_signed_cookie(
        LOOKED,
        f"{current().member} {room.since.isoformat()} {room.now.isoformat()}",
        max_age=timedelta(days=30),
        httponly=True,
        secure=request.is_secure(),
        samesite="Lax",
    )
    return response


@require_GET
def situation_panel(request: HttpRequest, panel: str) -> HttpResponse:
    """One panel of it, as it is now."""
    if panel not in PANELS:
        raise Unknown("panel", panel)
    return render(request, f"core/situation/{panel}.html", {"room": Room(_looked(request))})


def _looked(request: HttpRequest) -> datetime | None:
    """What is newer than this is new: the end of the member's last sitting, if this browser saw it."""
    kept, now = request.get_signed_cookie(LOOKED, "").split(), clock.now()
    if len(kept) != 3 or kept[0] != str(current().member):
        return None
    before, last = map(datetime.fromisoformat, kept[1:])
    since = last if now - last > AWAY else before
    return since if since <= now else None  # the clock of an exercise may have been set back


@require_POST
def purpose(request: HttpRequest) -> HttpResponse:
    """Act for another purpose from the next request on. Kept with the session and journalled."""
    given = request.POST.get("purpose", "")
    if given not in map(str, PurposeChoices.values):
        words = ", ".join(str(label) for label in PurposeChoices.labels)
        raise Invalid({"purpose": _("Choose one of: %(purposes)s.") % {"purposes": words}})
    chosen = Purpose(int(given))
    if chosen != current().purpose:
        journal.record("purpose", "session", "", before=current().purpose.name, after=chosen.name)
        request.session["purpose"] = int(chosen)
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    """Where the reader was, if that is a page of this hub."""
    next_page = request.POST.get("next", "")
    own = url_has_allowed_host_and_scheme(next_page, {request.get_host()}, require_https=request.is_secure())
    return next_page if own else "/"
