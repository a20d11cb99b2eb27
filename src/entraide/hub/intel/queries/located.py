"""Where the centre of a report may be, from the places, ways and photos that a person confirmed."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from ...core import clock
from ..models import KnownKind, LocateEvidence, ProposalKind, Report
from ..photos import doubts_of

if TYPE_CHECKING:
    from entraide.engines.locate import Candidate, Estimate, Evidence, Region, Saying

MOST_SHOWN, LEAST_SHOWN = 5, 0.01
EIGHTH = 30.0
"""Degrees by which one of eight directions is off, as people say them."""
MOST_CELLS = 4_000
"""Of a region that is drawn: a larger one singles nothing out."""
CHECKED_UP_TO = 8
"""Independent items up to which certainties were checked."""


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What the engine says of items known by their ids.

    ``candidates``: likeliest first; ``unlisted``: the probability that no published site is it; ``area_km2`` of the
    region that holds it with nine tenths, ``half_km2`` of that which holds it with one half; ``outlines`` of both, the
    larger first, where they can be drawn: ``level`` and ``rings`` of longitude and latitude; ``sure`` is False where nothing stands out; ``times``: how many times
    likelier each item makes the first candidate, strongest first; ``suspect``: items that are probably false, how
    probably, with those that they do not go with; ``disputed``: pairs of others that contradict each other; ``crowded``:
    more of them than certainties were checked with; ``coarse``: regions for others, as GeoJSON.
    """

    candidates: tuple["Candidate", ...]
    unlisted: float
    area_km2: float
    half_km2: float
    outlines: tuple[dict[str, Any], ...]
    sure: bool
    times: tuple[tuple[str, float], ...]
    suspect: dict[str, tuple[float, tuple[str, ...]]]
    disputed: tuple[tuple[str, str], ...]
    crowded: bool
    question: "Saying | None"
    coarse: dict[str, Any]

    @property
    def stands_out(self) -> bool:
        """Whether the first is likelier than all others together."""
        return bool(self.candidates) and self.candidates[0].probability > 0.5


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of evidence, how many times likelier it makes the first candidate, how probably it is false (0 where
    that is less than one half), and what it does not go with."""

    row: LocateEvidence
    times: float
    suspect: float
    against: tuple[LocateEvidence, ...]


@dataclass(frozen=True, slots=True)
class Located:
    """An estimate; ``disputed``: pairs that contradict each other, of which it is open which is false; ``versions``: of
    engine, tables, model and evidence; ``at``: when it was worked out."""

    found: Reckoned = field(repr=False)
    items: tuple[Item, ...]
    disputed: tuple[tuple[LocateEvidence, LocateEvidence], ...]
    at: datetime
    versions: dict[str, str]


def located(report: Report, evidence: Sequence[LocateEvidence]) -> Located:
    """``evidence``: of the report, not empty. Raises BadEvidence where it is too much for one case."""
    from entraide.engines.locate import versions

    rows = {str(row.pk): row for row in evidence}
    at = clock.now()
    case = json.dumps(
        {
            "at": datetime.combine(
                at.date(), time.max, UTC
            ).isoformat(),  # ages in days: asked again, it is known
            "items": [_said(row, report) for row in sorted(evidence, key=lambda row: str(row.pk))],
        },
        sort_keys=True,
    )
    found = _reckoned(case)
    items = []
    for id, times in found.times:
        share, against = found.suspect.get(id, (0.0, ()))
        items.append(Item(rows[id], times, share, tuple(rows[one] for one in against)))
    disputed = tuple((rows[one], rows[other]) for one, other in found.disputed)
    digest = sha256(case.encode()).hexdigest()[:12]
    return Located(found, tuple(items), disputed, at, {**versions(), "evidence": digest})


def usable(evidence: Iterable[LocateEvidence]) -> list[LocateEvidence]:
    """All but what says nothing of the centre: places where it is not, as a person said so or a way starts there, and
    ways to where another starts. A published compound stays where a way starts from it."""
    every = list(evidence)
    origins = {row.item["origin"]["written"] for row in every if row.kind == ProposalKind.JOURNEY}
    return [row for row in every if not _says_nothing(row, origins)]


def _says_nothing(row: LocateEvidence, origins: set[str]) -> bool:
    if row.kind == ProposalKind.PLACE:
        is_start = row.item["written"] in origins and not row.item["site_key"]
        return is_start or bool(row.item.get("elsewhere"))
    return row.kind == ProposalKind.JOURNEY and bool(row.item.get("onward"))


@lru_cache(maxsize=64)
def _reckoned(case: str) -> Reckoned:
    from entraide.engines.locate import Case, deployed, locate, to_geojson  # loads the map: a second, once

    given = json.loads(case)
    brought = deployed()
    ours = Case([_item(one) for one in given["items"]], at=datetime.fromisoformat(given["at"]))
    estimate = locate(brought.added_to(ours), roads=brought.roads)
    return Reckoned(
        candidates=tuple(
            one
            for rank, one in enumerate(estimate.candidates[:MOST_SHOWN])
            if rank == 0 or one.probability >= LEAST_SHOWN
        ),
        unlisted=estimate.unlisted,
        area_km2=estimate.region(0.9).area_km2,
        half_km2=estimate.region(0.5).area_km2,
        outlines=tuple(
            _outlines(estimate.region(level)) for level in (0.9, 0.5) if _is_drawn(estimate, level)
        ),
        sure=estimate.sure,
        # layers of a deployment, which have no id, are nobody's statement
        times=tuple((one.item.id, one.times) for one in estimate.contributions if one.item.id),
        suspect={
            one.item.id: (one.probability, tuple(other.id for other in one.against if other.id))
            for one in estimate.suspect
            if one.item.id
        },
        disputed=tuple((one.id, other.id) for one, other in estimate.disputed if one.id and other.id),
        crowded=estimate.independent > CHECKED_UP_TO,
        question=estimate.questions[0].saying if estimate.questions else None,
        coarse=to_geojson(estimate, public=True),
    )


def _is_drawn(estimate: "Estimate", level: float) -> bool:
    return len(estimate.region(level).cells) <= MOST_CELLS


def _outlines(region: "Region") -> dict[str, Any]:
    """Around the cells of each size, as rings to be drawn even-odd: a hole is a ring too."""
    import h3.api.numpy_int as h3

    sizes: dict[int, list[int]] = defaultdict(list)
    for cell in region.cells.tolist():
        sizes[h3.get_resolution(cell)].append(cell)
    rings = []
    for cells in sizes.values():
        shape = h3.cells_to_h3shape(cells, tight=False)
        for part in shape:
            rings += [
                [[round(lon, 4), round(lat, 4)] for lat, lon in ring] for ring in (part.outer, *part.holes)
            ]
    return {"level": region.level, "rings": rings}


def _said(row: LocateEvidence, report: Report) -> dict[str, Any]:
    """All that the engine is told of it, as plain data."""
    observed = report.observed_at or report.received_at
    return {
        "id": str(row.pk),
        "kind": row.kind,
        "item": row.item,
        "when": row.item.get("taken") or observed.isoformat(),
        "grade": f"{report.source_grade}{report.information_grade}",
        "language": report.language,
        "excerpt": row.words if row.kind != ProposalKind.PHOTO else "",
    }


def evidence_of(row: LocateEvidence, report: Report) -> "Evidence":
    """As the engine reads it. Raises BadEvidence for what cannot be."""
    return _item(_said(row, report))


def _item(said: dict[str, Any]) -> "Evidence":
    from entraide.engines.locate import Ping, Place, PlaceCandidate, PlaceName, TravelTime
    from entraide.engines.locate.evidence import is_likely

    item, when = said["item"], datetime.fromisoformat(said["when"])
    shared = {name: said[name] for name in ("id", "grade", "language", "excerpt")}
    shared["when"] = when if is_likely(when) else None
    if said["kind"] in KnownKind:
        return _known(said["kind"], item, shared)
    if said["kind"] == ProposalKind.PHOTO:
        lat, lon = item["lat"], item["lon"]
        return Ping(
            lat,
            lon,
            source="photo",
            accuracy_km=item["accuracy_km"],
            flags=tuple(map(str, doubts_of(item))),
            device=item["camera"],  # a dozen of one place by one device tell one thing
            **shared,
        )
    if said["kind"] == ProposalKind.JOURNEY:
        origin = item["origin"]
        return TravelTime(
            hours=item["hours"],
            lat=origin["lat"],
            lon=origin["lon"],
            origin=origin["name"],
            mode=item["mode"],
            **shared,
        )
    place = Place(
        name=item["name"],
        country=item["country"],
        lat=item["lat"],
        lon=item["lon"],
        radius_km=item["radius_km"],
        kind=item["kind"],
        people=item["people"],
        site=item["site_key"],
        source="confirmed in a report",
    )
    return PlaceName(
        name=item["written"], candidates=(PlaceCandidate(place, item["written"], 1.0, 1.0),), **shared
    )


def _known(kind: str, item: dict[str, Any], shared: dict[str, Any]) -> "Evidence":
    """What a person said beside what was read."""
    from entraide.engines import locate

    if kind == KnownKind.BESIDE:
        return locate.Beside(item["feature"], km=item["km"], seen=item["seen"], **shared)
    at = {"lat": item["lat"], "lon": item["lon"]}
    match kind:
        case KnownKind.WAY:
            return locate.TravelTime(
                hours=item["hours"], mode=item["mode"], origin=item["name"] or item["written"], **at, **shared
            )
        case KnownKind.BEARING:
            return locate.Bearing(
                degrees=item["degrees"], spread=EIGHTH, within_km=item["within_km"], **at, **shared
            )
        case KnownKind.PING:
            return locate.Ping(source=item["source"], accuracy_km=item["accuracy_km"], **at, **shared)
        case KnownKind.ADDRESS:
            return locate.Address(within_km=item["within_km"], text=item["written"], **at, **shared)
        case KnownKind.SEARCHED:
            return locate.Searched(radius_km=item["radius_km"], **at, **shared)
        case _:
            on = date.fromisoformat(item["on"])
            return locate.LeftOn(on=on, radius_km=item["radius_km"], **at, **shared)
