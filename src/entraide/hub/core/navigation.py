"""Where one can go: the one list behind the rail, the phone's dock, the keyboard and its help.

An entry whose page does not exist yet is left out, so a new app appears by its url name alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from .permissions import may


@dataclass(frozen=True, slots=True)
class Entry:
    """``key`` follows ``g`` on the keyboard; ``dock``: also in the bar at the bottom of a phone."""

    label: Any
    url_name: str
    icon: str
    key: str
    permission: str = ""
    main: bool = False
    dock: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    label: Any
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as one page shows it."""

    label: Any
    url: str
    icon: str
    key: str
    main: bool
    dock: bool
    current: bool


SECTIONS = (
    Section(
        _("Now"),
        (
            Entry(_("Situation"), "core:situation", "radar", "s", dock=True),
            Entry(_("New report"), "intel:new", "plus", "n", "report.submit", main=True, dock=True),
            Entry(_("Hand-over"), "intel:handover", "clipboard-text", "v", "handover"),
        ),
    ),
    Section(
        _("Share"),
        (
            Entry(_("Reports"), "intel:reports", "file-text", "r", dock=True),
            Entry(_("Hits"), "intel:hits", "arrows-join", "h", dock=True),
            Entry(_("Review"), "intel:review", "checklist", "e", "hit.decide"),
            Entry(_("Search"), "intel:search", "search", "f", "search"),
            Entry(_("Watchlist"), "intel:watches", "eye", "w", "watch"),
            Entry(_("Sites"), "intel:sites", "map-pin", "i"),
        ),
    ),
    Section(
        _("Act"),
        (
            Entry(_("Requests"), "assistance:requests", "send", "q", dock=True),
            Entry(_("Operations"), "operations:operations", "target-arrow", "p"),
            Entry(_("Who may act"), "directory:who_may_act", "phone", "a"),
        ),
    ),
    Section(_("Follow the money"), (Entry(_("Money"), "money:money", "coin", "m"),)),
    Section(_("Protect"), (Entry(_("Protection"), "protection:cases", "heart-handshake", "c"),)),
    Section(
        _("Warn"),
        (
            Entry(_("Notices"), "notices:notices", "speakerphone", "t"),
            Entry(_("Awareness"), "awareness:campaigns", "message-2", "k"),
            Entry(_("Trends"), "trends:trends", "trending-up", "d"),
        ),
    ),
    Section(
        _("House"),
        (
            Entry(_("Organisation"), "directory:organisation", "building-community", "o"),
            Entry(_("Jobs"), "core:jobs", "list-check", "l"),
            Entry(_("Journal"), "core:journal", "notebook", "j", "journal.read"),
        ),
    ),
)


def entries(request: HttpRequest) -> list[tuple[Any, list[Link]]]:
    """(section, links) for what the actor may enter; the longest url that begins the path is current."""
    open_to = [
        (section.label, [(entry, url) for entry in section.entries if (url := _url(entry))])
        for section in SECTIONS
    ]
    beginnings = [url for _label, pairs in open_to for _entry, url in pairs if _begins(url, request.path)]
    here = max(beginnings, key=len, default="")
    return [
        (label, [_link(entry, url, current=url == here) for entry, url in pairs])
        for label, pairs in open_to
        if pairs
    ]


def _begins(url: str, path: str) -> bool:
    return path == url if url == "/" else path.startswith(url)


def _url(entry: Entry) -> str:
    if entry.permission and not may(entry.permission):
        return ""
    try:
        return reverse(entry.url_name)
    except NoReverseMatch:
        return ""


def _link(entry: Entry, url: str, *, current: bool) -> Link:
    return Link(entry.label, url, entry.icon, entry.key, entry.main, entry.dock, current)
