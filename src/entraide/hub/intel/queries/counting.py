"""Reports counted by week and by what was marked in them, for early warning and for figures: never their texts.

A report counts in one area: the published site that is marked in it, else the most exact of its places, but not
one from which a way to the centre starts. Nationalities are those of victims, missing people and witnesses.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
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
    """What is marked in one report. ``day``: when it was observed, else received; ``people``: by nationality."""

    day: date
    arrived: date
    area: str = ""
    country: str = ""
    lat: float | None = None
    lon: float | None = None
    people: Counter[str] = field(default_factory=Counter)
    techniques: set[str] = field(default_factory=set)
    transit: list[str] = field(default_factory=list)


def marked(most: TLP) -> tuple[list[Marked], TLP]:
    """The reports that one may read and that are labelled ``most`` or milder, and the strictest label among them.

    Five queries, however many.
    """
    found: dict[UUID, Marked] = {}
    strictest = TLP.CLEAR
    reports = Report.objects.filter(tlp__lte=most).values_list("pk", "observed_at", "received_at", "tlp")
    for report, observed, received, tlp in reports.iterator(_AT_ONCE):
        arrived = received.date()
        found[report] = Marked(min(observed.date(), arrived) if observed else arrived, arrived)
        strictest = max(strictest, TLP(tlp))
    origins = _say_ways(found, most)
    _say_places(found, origins, most)
    marks = Technique.objects.filter(tlp__lte=most).values_list("report_id", "technique")
    for report, technique in marks.iterator(_AT_ONCE):
        if report in found:
            found[report].techniques.add(technique)
    said = Claim.objects.filter(property="nationality", subject_status__in=TOLD_OF, tlp__lte=most)
    for report, code, _person in said.values_list("report_id", "value", "entity_id").distinct():
        if report in found and code in countries.codes():
            found[report].people[code] += 1
    return list(found.values()), strictest


def _say_ways(found: dict[UUID, Marked], most: TLP) -> dict[UUID, set[str]]:
    """Where ways start: they are passed through. By report how the texts write them."""
    origins: dict[UUID, set[str]] = defaultdict(set)
    ways = LocateEvidence.objects.filter(kind=ProposalKind.JOURNEY, tlp__lte=most).order_by("decided_at")
    for report, item in ways.values_list("report_id", "item").iterator(_AT_ONCE):
        if report in found and item["origin"]["name"] not in found[report].transit:
            found[report].transit.append(item["origin"]["name"])
        origins[report] |= {item["origin"]["name"], item["origin"]["written"]}
    return origins


def _say_places(found: dict[UUID, Marked], origins: dict[UUID, set[str]], most: TLP) -> None:
    by_name = {site.name: site for site in sites.load().values()}
    places = Place.objects.filter(tlp__lte=most).order_by("-radius_km", "-marked_at")
    chosen: dict[UUID, tuple[str, str, float, float]] = {}
    for report, name, site_name, lat, lon in places.values_list("report_id", "name", "site", "lat", "lon"):
        site = by_name.get(site_name) or sites.load().get(site_name)
        if site is not None:
            chosen[report] = site.name, site.country, site.lat, site.lon
        elif name not in origins[report] and not (report in chosen and chosen[report][1]):
            chosen[report] = name, "", lat, lon
    for report, (name, country, lat, lon) in chosen.items():
        if report in found:
            one = found[report]
            one.area, one.country, one.lat, one.lon = name, country, lat, lon


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
    """From each nationality of a report, over where its ways start, to its area."""
    return [
        Journey(origin=code, site=one.area, transit=tuple(one.transit), day=monday(one.day), people=people)
        for one in reports
        if one.area
        for code, people in one.people.items()
    ]
