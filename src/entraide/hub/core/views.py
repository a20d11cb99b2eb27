from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entraide.vocabulary.handling import Purpose

from . import journal
from .acting import current
from .errors import Invalid
from .models.labelled import PurposeChoices


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Says nothing else, to anyone."""
    return HttpResponse("ok\n", content_type="text/plain")


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
