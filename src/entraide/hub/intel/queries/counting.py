"""Reports counted by week and by what was marked in them, for early warning and for figures: never their texts.

A report counts in one area: the published site that is marked in it, else a place confirmed as the centre's, else
the most exact of its places; never one from which a way to the centre starts, or which is only named. Nationalities
are those of victims, missing people and witnesses.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from entraide.engines.watch import Count, Journey
from entraide.engines.watch.counts import monday
from entraide.vocabulary import countries, crimes, sites
from entraide.vocabulary.handling import TLP

from ..models import Claim, LocateEvidence, Place, ProposalKind, Report, Technique

TOLD_OF = (Claim.Status.VICTIM, Claim.Status.MISSING, Claim.Status.WITNESS)
_AT_ONCE = 5_000


@dataclass(slots=True)
class Marked:
    """What is marked in one report. ``day``: when it was observed, else received; ``people``: by nationality;
    ``is_centre``: its area is a published site, or a person confirmed that the centre is there."""

    day: date
    arrived: date
    area: str = ""
    is_centre: bool = False
    country: str = ""
    lat: float | None = None
    lon: float | None = None
    people: Counter[str] = field(default_factory=Counter)
    techniques: set[str] = field(default_factory=set)
    transit: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Reports:
    """``marked``: those in which something is, of ``all`` that were looked at; ``strictest``: their strictest label."""

    marked: list[Marked]
    all: int
    strictest: TLP


def marked(most: TLP) -> Reports:
    """What is marked in the reports that one may read and that are labelled ``most`` or milder.

    Five queries, however many.
    """
    reports = Report.objects.filter(tlp__lte=most).values_list("pk", "observed_at", "received_at", "tlp")
    found = _Found({report: said for report, *said in reports.iterator(_AT_ONCE)})
    _say_places(found, _say_evidence(found, most), most)
    marks = Technique.objects.filter(tlp__lte=most).values_list("report_id", "technique")
    for report, technique in marks.iterator(_AT_ONCE):
        if report in found.known:
            found[report].techniques.add(technique)
    claims = Claim.objects.filter(property="nationality", subject_status__in=TOLD_OF, tlp__lte=most)
    for report, code, _person in claims.values_list("report_id", "value", "entity_id").distinct():
        if report in found.known and code in countries.codes():
            found[report].people[code] += 1
    strictest = max((TLP(found.known[report][2]) for report in found), default=TLP.CLEAR)
    return Reports(list(found.values()), len(found.known), strictest)


class _Found(dict[UUID, Marked]):
    """By report; made when something of it is found, as most may hold nothing. ``known``: observed, received, label."""

    def __init__(self, known: dict[UUID, list[Any]]) -> None:
        super().__init__()
        self.known = known

    def __missing__(self, report: UUID) -> Marked:
        observed, received, _tlp = self.known[report]
        arrived = received.date()
        self[report] = Marked(min(observed.date(), arrived) if observed else arrived, arrived)
        return self[report]


@dataclass(slots=True)
class _Said:
    """What confirmed evidence says of places. ``origins``: by report how the texts write where ways start;
    ``elsewhere`` and ``centres``: places that are only named, and those of the centre."""

    origins: dict[UUID, set[str]] = field(default_factory=lambda: defaultdict(set))
    elsewhere: set[UUID] = field(default_factory=set)
    centres: set[UUID] = field(default_factory=set)


def _say_evidence(found: _Found, most: TLP) -> _Said:
    """Where ways start is passed through."""
    said = _Said()
    kinds = (ProposalKind.JOURNEY, ProposalKind.PLACE)
    rows = LocateEvidence.objects.filter(kind__in=kinds, tlp__lte=most).order_by("decided_at")
    for report, kind, place, item in rows.values_list("report_id", "kind", "place_id", "item").iterator(
        _AT_ONCE
    ):
        if kind == ProposalKind.PLACE:
            (said.elsewhere if item.get("elsewhere") else said.centres).add(place)
            continue
        origin = item["origin"]
        said.origins[report] |= {origin["name"], origin["written"]}
        if report in found.known and origin["name"] not in found[report].transit:
            found[report].transit.append(origin["name"])
    return said


def _say_places(found: _Found, said: _Said, most: TLP) -> None:
    """The most exact place comes last and stays, unless the centre's is known."""
    by_name = {site.name: site for site in sites.load().values()}
    places = Place.objects.filter(tlp__lte=most).order_by("-radius_km", "-marked_at")
    rows = places.values_list("id", "report_id", "name", "site", "lat", "lon")
    for id, report, name, site_name, lat, lon in rows.iterator(_AT_ONCE):
        site = by_name.get(site_name) or sites.load().get(site_name)
        passed = {name, site.name} if site else {name}
        if report not in found.known or id in said.elsewhere or passed & said.origins[report]:
            continue
        one = found[report]
        if site is not None:
            one.area, one.country, one.lat, one.lon, one.is_centre = (
                site.name,
                site.country,
                site.lat,
                site.lon,
                True,
            )
        elif not one.country and (id in said.centres or not one.is_centre):
            one.area, one.lat, one.lon, one.is_centre = name, lat, lon, id in said.centres


def as_counts(reports: Iterable[Marked]) -> list[Count]:
    """One row for all that say the same, by the Mondays of their weeks; those that say nothing are left out."""
    sums: Counter[Count] = Counter()
    points: dict[str, tuple[float | None, float | None]] = {}
    for one in reports:
        techniques = tuple(sorted(one.techniques))
        if not (one.area or one.people or techniques):
            continue
        lat, lon = points.setdefault(one.area, (one.lat, one.lon))
        row = Count(
            area=one.area,
            day=monday(one.day),
            arrived=monday(one.arrived),
            lat=lat,
            lon=lon,
            country=one.country,
            nationalities=tuple(sorted(one.people)),
            techniques=techniques,
            crimes=crimes.shown_by(techniques),
        )
        sums[row] += 1
    rows = [replace(row, reports=number) for row, number in sums.items()]
    return sorted(rows, key=lambda row: (row.day, row.area, row.arrived or row.day))


def as_journeys(reports: Iterable[Marked]) -> list[Journey]:
    """From each nationality of a report, over where its ways start, to its area, where that is the centre's: a town
    that is marked may as well be somebody's home."""
    return [
        Journey(origin=code, site=one.area, transit=tuple(one.transit), day=monday(one.day), people=people)
        for one in reports
        if one.is_centre
        for code, people in one.people.items()
    ]
