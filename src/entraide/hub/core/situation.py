"""The situation room: what is new, what is late, where. It asks the apps and keeps nothing itself.

Every panel of the page reads from the same ``Room``, which asks each question once, when a panel needs it.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext

from entraide.vocabulary import countries, sites
from entraide.vocabulary.handling import TLP

from ..directory.models import Organisation
from ..directory.queries import STALE_AFTER, organisations
from ..intel.models import HandoverNote
from ..intel.queries import situation as intel
from ..intel.showing import plain
from . import clock
from .acting import current
from .templatetags.ui import kind_word

LATE_AFTER = timedelta(hours=24)  # an undecided hit, an unanswered message
WATCH_LATE_AFTER = timedelta(hours=1)
NOTE_LATE_AFTER = timedelta(hours=1)
EXPIRY_NOTICE = timedelta(days=30)
SHIFT = timedelta(hours=12)
MOST_ALERTS, MOST_LATE, MOST_OF_A_KIND, MOST_PLACES = 8, 10, 4, 300
MOST_SHOWN = 40  # places on the map besides the published sites


@dataclass(frozen=True, slots=True)
class AlertLine:
    """A hit in the list of alerts."""

    url: str
    sentence: str
    selectors: list[tuple[str, str]]
    about: str
    at: datetime
    tlp: TLP
    new: bool
    word: str
    look: str


@dataclass(frozen=True, slots=True)
class LateLine:
    """What waits for someone. ``weight``: the lightest are the most urgent, whatever their age."""

    weight: int
    due: datetime | None
    url: str
    sentence: str
    about: str
    picture: str


class Room:
    """What the reader may know now. ``since``: when they last looked."""

    def __init__(self, since: datetime | None = None) -> None:
        self.now = clock.now()
        self.since = since or self.now - SHIFT

    # what is new

    @cached_property
    def alerts(self) -> list[AlertLine]:
        return [self._alert_line(alert) for alert in self._hits[0]]

    def _alert_line(self, alert: intel.Alert) -> AlertLine:
        word, look = {
            "": (gettext("Undecided"), "new"),
            "same": (gettext("Same"), "good"),
            "not_same": (gettext("Not the same"), ""),
        }[alert.verdict]
        return AlertLine(
            url=reverse("intel:hit", args=[alert.id]),
            sentence=_match(alert),
            selectors=alert.selectors[:2],
            about=_beginning(alert.own_title),
            at=alert.at,
            tlp=alert.tlp,
            new=alert.verdict == "" and alert.at >= self.since,
            word=word,
            look=look,
        )

    # what is late

    @cached_property
    def late(self) -> list[LateLine]:
        """Most urgent first."""
        lines = [*self._urgent, *self._note_lines(), *self._expiry_lines(), *self._contact_lines()]
        return sorted(lines, key=self._urgency)[:MOST_LATE]

    @cached_property
    def _urgent(self) -> list[LateLine]:
        lines = [*map(_hit_line, self._hits[1]), *map(_message_line, intel.unanswered(MOST_OF_A_KIND))]
        return sorted(lines, key=self._urgency)

    def _urgency(self, line: LateLine) -> tuple[int, datetime]:
        return line.weight, line.due or self.now

    @property
    def worst(self) -> LateLine | AlertLine | None:
        """What to open first: the most urgent of what is late, else the newest undecided alert."""
        if self._urgent and self._urgent[0].weight == 0:
            return self._urgent[0]
        undecided = [alert for alert in self.alerts if alert.look == "new"]
        return undecided[0] if undecided else self.late[0] if self.late else None

    def _note_lines(self) -> list[LateLine]:
        note = self.note
        if note is None or note.read_at is not None or note.member_id == current().member:
            return []
        sentence = gettext("Hand-over note from %(name)s not read yet") % {"name": note.member.name}
        due = note.written_at + NOTE_LATE_AFTER
        return [LateLine(1, due, reverse("intel:handover"), sentence, _beginning(note.text), "notebook")]

    def _expiry_lines(self) -> list[LateLine]:
        soon = intel.expiring((self.now + EXPIRY_NOTICE).date(), MOST_OF_A_KIND)
        lines = [
            LateLine(
                1,
                datetime.combine(report.expires_on, time.min, UTC),
                reverse("intel:report", args=[report.pk]),
                gettext("A report of yours expires: renew it or let it go"),
                _beginning(report.said),
                "calendar",
            )
            for report in soon
        ]
        if soon and soon[0].all > len(soon):
            more = soon[0].all - len(soon)
            said = ngettext(
                "%d more report expires within 30 days", "%d more reports expire within 30 days", more
            )
            lines.append(
                LateLine(
                    2, lines[-1].due, reverse("intel:reports") + "?whose=mine", said % more, "", "calendar"
                )
            )
        return lines

    def _contact_lines(self) -> list[LateLine]:
        who, days = reverse("directory:who_may_act"), {"days": STALE_AFTER.days}
        stale = self._stale_contacts()
        others = [one.name for one in stale if one.pk != current().organisation]
        lines = []
        for own in stale:
            if own.pk == current().organisation:
                due = own.contact_tested_at + STALE_AFTER if own.contact_tested_at else None
                said = gettext("Your own contact has not been tested for %(days)d days") % days
                lines.append(LateLine(2, due, who, said, "", "phone"))
        if others:
            said = ngettext(
                "The contact of %(count)d organisation has not been tested for %(days)d days",
                "The contacts of %(count)d organisations have not been tested for %(days)d days",
                len(others),
            )
            said %= {"count": len(others), **days}
            lines.append(LateLine(3, None, who, said, _beginning(", ".join(others)), "phone"))
        return lines

    def _stale_contacts(self) -> list[Organisation]:
        """Of those who may be asked to do something."""
        stale = Q(contact_tested_at=None) | Q(contact_tested_at__lt=self.now - STALE_AFTER)
        return list(organisations().filter(stale, suspended_at=None, powers__isnull=False).distinct())

    # the shift

    @cached_property
    def note(self) -> HandoverNote | None:
        return intel.last_note()

    # where

    @cached_property
    def map(self) -> dict[str, Any]:
        """Places marked in reports, most reports first, then published sites that none marks."""
        keys = {name: key for key, site in sites.load().items() for name in (key, site.name)}
        marked: dict[object, list[Any]] = defaultdict(list)
        for place in intel.places(MOST_PLACES):
            near = (place.name.casefold(), round(place.lat, 1), round(place.lon, 1))
            marked[keys.get(place.site, near)].append(place)
        in_reports = sorted(marked.items(), key=lambda one: -len(one[1]))
        shown = [
            _site(sites.load()[spot], len(found)) if isinstance(spot, str) else _place(found)
            for spot, found in in_reports[:MOST_SHOWN]
        ]
        return {
            "places": [*shown, *(_site(site, 0) for site in sites.load().values() if site.key not in marked)]
        }

    # figures

    @cached_property
    def reports(self) -> intel.ReportCount:
        return intel.report_counts(day=self.now - timedelta(days=1), week=self.now - timedelta(days=7))

    @cached_property
    def hits_by_country(self) -> list[tuple[str, intel.HitCount]]:
        language = get_language() or "en"
        own = gettext("Within your organisation")
        return [
            (countries.name(count.country, language) if count.country else own, count)
            for count in self._counts
            if count.hits
        ]

    @property
    def hits(self) -> int:
        return sum(count.hits for count in self._counts)

    @property
    def undecided(self) -> int:
        return sum(count.undecided for count in self._counts)

    @property
    def late_hits(self) -> int:
        return sum(count.late for count in self._counts)

    @property
    def new(self) -> int:
        return sum(count.new for count in self._counts)

    @property
    def to_review(self) -> int:
        """Possible matches; alerts are counted apart."""
        return sum(count.to_review for count in self._counts)

    @property
    def decided(self) -> int:
        return self.hits - self.undecided

    @property
    def decided_percent(self) -> int | None:
        """None where there is nothing to decide."""
        return round(100 * self.decided / self.hits) if self.hits else None

    @cached_property
    def _hits(self) -> tuple[list[intel.Alert], list[intel.Alert]]:
        return intel.alerts(MOST_ALERTS, late_before=self.now - LATE_AFTER, late=MOST_OF_A_KIND)

    @cached_property
    def _counts(self) -> list[intel.HitCount]:
        return intel.hit_counts(late_before=self.now - LATE_AFTER, since=self.since)


def _match(alert: intel.Alert) -> str:
    kinds = ", ".join(map(kind_word, alert.kinds))
    if alert.named and alert.within:
        said = gettext("%(kinds)s: very likely the same in two reports of your own")
    elif alert.named:
        said = gettext("%(kinds)s: very likely known to %(other)s too")
    elif alert.within and alert.watch:
        said = gettext("Watched %(kinds)s: in a report of your own")
    elif alert.within:
        said = gettext("%(kinds)s: in two reports of your own")
    elif alert.watch:
        said = gettext("Watched %(kinds)s: seen by %(other)s")
    else:
        said = gettext("%(kinds)s: also held by %(other)s")
    return said % {"kinds": kinds, "other": alert.other}


def _hit_line(alert: intel.Alert) -> LateLine:
    due = alert.at + (WATCH_LATE_AFTER if alert.watch else LATE_AFTER)
    value = alert.selectors[0][1] if alert.selectors else ""
    about = " · ".join(filter(None, (value, _beginning(alert.own_title))))
    picture = "eye" if alert.watch else "arrows-join"
    weight = 1 if alert.within else 0  # colleagues can be asked across the table
    return LateLine(weight, due, reverse("intel:hit", args=[alert.id]), _match(alert), about, picture)


def _message_line(message: Any) -> LateLine:
    sentence = gettext("%(other)s waits for your answer") % {"other": message.organisation.name}
    url = reverse("intel:hit", args=[message.hit_id]) + "#thread"
    return LateLine(0, message.sent_at + LATE_AFTER, url, sentence, _beginning(message.text), "message-2")


def _place(found: list[Any]) -> dict[str, Any]:
    """One place, as reports mark it; the newest of them stands for it."""
    place, more = found[0], len(found) - 1
    about = gettext("In a report: %(title)s") % {"title": _beginning(place.said, 60)}
    if more:
        about = gettext("%(about)s; %(more)d more") % {"about": about, "more": more}
    return {
        "lat": place.lat,
        "lon": place.lon,
        "radius_km": place.radius_km,
        "label": plain(place.name),
        "about": about,
        "url": reverse("intel:report", args=[place.report_id]),
        "look": "",
    }


def _site(site: sites.Site, reports: int) -> dict[str, Any]:
    country = countries.name(site.country, get_language() or "en")
    said = ngettext("in %d report", "in %d reports", reports) % reports if reports else gettext("published")
    return {
        "lat": site.lat,
        "lon": site.lon,
        "radius_km": site.radius_km,
        "label": site.name,
        "about": f"{country} · {said}",
        "url": reverse("intel:sites") + f"#{site.key}",
        "look": "" if reports else "closed",
    }


def _beginning(text: str, most: int = 90) -> str:
    line = " ".join(plain(text).split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + " …"
