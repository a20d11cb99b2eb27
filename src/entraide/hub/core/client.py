"""What the page's scripts are told: addresses and words, in the reader's language. Never records."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .acting import current_or_none

LIVE_STREAM = "/live/stream"


def data(request: HttpRequest | None, now: datetime | None) -> dict[str, Any]:
    actor = current_or_none()
    member = str(actor.member) if actor else ""
    return {
        "member": member,
        "language": get_language(),
        "now": now.isoformat() if now else "",
        "urls": {
            "stream": LIVE_STREAM,
            "signIn": _url("account_login"),
            "search": _url("intel:search"),
            "mark": _url("intel:mark"),
            "handlingWords": _url("intel:handling_words"),
            "worker": static("entraide/live-worker.js"),
            "icons": static("entraide/icons.svg"),
            "world": static("entraide/world.json"),
        },
        "alerts": _alerts(),
        "words": _words(),
    }


def _alerts() -> dict[str, dict[str, str]]:
    """Per kind of live event: what the passing message says and where it leads."""
    said = {
        "hit": (_("A new hit."), _("Show hits"), "intel:hits"),
        "message": (_("A new message on a hit."), _("Show hits"), "intel:hits"),
        "decision": (_("A hit was decided."), _("Show hits"), "intel:hits"),
        "handover": (_("A shift was handed over."), _("Show situation"), "core:situation"),
        "api-key.refused": (_("An API key was refused."), _("Show organisation"), "directory:organisation"),
        "watch": (_("A watched selector was seen."), _("Show watchlist"), "intel:watches"),
        "request": (_("A request was sent to you."), _("Show requests"), "assistance:requests"),
    }
    return {
        kind: {"text": text, "action": action, "url": url}
        for kind, (text, action, name) in said.items()
        if (url := _url(name))
    }


def _words() -> dict[str, str]:
    return {
        "live": _("Live"),
        "connecting": _("Connecting"),
        "offline": _("Offline"),
        "dismiss": _("Dismiss"),
        "ago": _("%s ago"),
        "justNow": _("just now"),
        "left": _("%s left"),
        "late": _("%s late"),
        "min": _("%d min"),
        "hour": _("%d h"),
        "days": _("%d days"),
        "leave": _("What you wrote is not saved. Leave the page?"),
        "notReached": _("The hub could not be reached. Nothing was lost; try again."),
        "refused": _("The hub refused this."),
        "zoomIn": _("Zoom in"),
        "zoomOut": _("Zoom out"),
        "zoomReset": _("Show everything"),
        "map": _("Map"),
        "borders": _("Borders imply no opinion."),
        "radius": _("within %d km"),
        "drawGraph": _("Draw the graph"),
        "graph": _("Graph"),
        "found": _("Found in the text"),
        "nothingFound": _("No phone, account, handle, address or link found yet."),
        "reading": _("Reading…"),
        "invalid": _("fails its check: kept as text, never linked"),
        "common": _("too common to mean anything: not linked"),
        "copied": _("Copied"),
    }


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
