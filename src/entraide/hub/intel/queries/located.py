"""Where the centre of a report may be, from the places and ways that a person confirmed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ..models import LocateEvidence, ProposalKind, Report

MOST = 5


@dataclass(frozen=True, slots=True)
class Located:
    """``candidates``: name, probability and disc, likeliest first; ``unlisted``: that no published site is it.
    ``area_km2`` of the region that holds it with nine tenths; ``sure`` is False where nothing stands out."""

    candidates: tuple[Any, ...]
    unlisted: float
    area_km2: float
    sure: bool
    said: tuple[
        tuple[LocateEvidence, float], ...
    ]  # each item, and how many times likelier it makes the first
    suspect: tuple[LocateEvidence, ...]


def located(report: Report, evidence: Iterable[LocateEvidence]) -> Located | None:
    """None where nothing was confirmed that says where. Computed anew: with every item it changes."""
    from entraide.engines.locate import Case, locate  # loads the map of a region: a second or two, once

    rows = {str(row.pk): row for row in usable(evidence)}
    if not rows:
        return None
    estimate = locate(
        Case([_item(row, report) for row in rows.values()], at=report.observed_at or report.received_at)
    )
    return Located(
        candidates=tuple(estimate.candidates[:MOST]),
        unlisted=estimate.unlisted,
        area_km2=estimate.region(0.9).area_km2,
        sure=estimate.sure,
        said=tuple((rows[one.item.id], one.times) for one in estimate.contributions),
        suspect=tuple(rows[one.item.id] for one in estimate.suspect),
    )


def usable(evidence: Iterable[LocateEvidence]) -> list[LocateEvidence]:
    """All but the places that a way starts from: there the centre is not."""
    every = list(evidence)
    origins = {row.item["origin"]["written"] for row in every if row.kind == ProposalKind.JOURNEY}
    return [row for row in every if row.kind == ProposalKind.JOURNEY or row.item["written"] not in origins]


def _item(row: LocateEvidence, report: Report) -> Any:
    from entraide.engines.locate import Place, PlaceCandidate, PlaceName, TravelTime

    said = {
        "id": str(row.pk),
        "when": report.observed_at or report.received_at,
        "grade": f"{report.source_grade}{report.information_grade}",
        "language": report.language,
        "excerpt": row.words,
    }
    if row.kind == ProposalKind.JOURNEY:
        origin = row.item["origin"]
        return TravelTime(
            hours=row.item["hours"],
            lat=origin["lat"],
            lon=origin["lon"],
            origin=origin["name"],
            mode=row.item["mode"],
            **said,
        )
    disc = row.item
    place = Place(
        name=disc["name"],
        country=disc["country"],
        lat=disc["lat"],
        lon=disc["lon"],
        radius_km=disc["radius_km"],
        kind=disc["kind"],
        people=disc["people"],
        site=disc["site_key"],
        source="confirmed in a report",
    )
    return PlaceName(
        name=disc["written"], candidates=(PlaceCandidate(place, disc["written"], 1.0, 1.0),), **said
    )
