"""Which answer would tell most: the mutual information of the place and the answer, over what is possible now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit

from ._cells import discs
from ._likelihood import TRAVEL_SPREAD
from ._places import published
from ._sphere import Floats, bearing_from
from .evidence import Beside, TravelTime
from .sayings import Saying
from .travel import Points, fitted, settlements

if TYPE_CHECKING:
    from .estimate import Estimate, Question

_LOOKED_AT = 400  # spots
_LIES = 0.12


def best_questions(estimate: Estimate, most: int = 5) -> list[Question]:
    from .estimate import Question

    lat, lon, mass, columns = _possible(estimate)
    asked: list[tuple[Saying, Floats]] = []  # and answers × spots: the probability of each
    told = {getattr(item, "feature", "") for item in estimate.case.evidence}
    asked += [
        (Saying(feature), _yes_or_no(columns[feature], 2.0))
        for feature in Beside.FEATURES
        if feature not in told
    ]
    points = Points.of(lat, lon)
    for row in _landmarks(points, mass):
        places = published("places")
        at = float(places["lat"][row]), float(places["lon"][row])
        town, country = {"town": str(places["name"][row])}, str(places["country"][row])
        if not _is_told(estimate, *at):
            asked.append((Saying("way", town, country), _hours(fitted().hours(*at, points, 48.0))))
        asked.append((Saying("direction", town, country), _quarters(bearing_from(*at, lat, lon))))
    asked.append((Saying("signs"), _nearest(points)))
    found = [Question(saying, round(_information(answers, mass), 2)) for saying, answers in asked]
    return sorted((one for one in found if one.bits >= 0.05), key=lambda one: -one.bits)[:most]


def _is_told(estimate: Estimate, lat: float, lon: float) -> bool:
    """Whether the way from there is known."""
    ways = [item for item in estimate.case.evidence if isinstance(item, TravelTime)]
    return any(abs((way.lat or 0.0) - lat) < 0.05 and abs((way.lon or 0.0) - lon) < 0.05 for way in ways)


def _possible(estimate: Estimate) -> tuple[Floats, Floats, Floats, dict[str, Floats]]:
    """The likeliest spots, listed and unlisted, with their shares of the mass."""
    _, listed = discs()
    spots = estimate.fused.spots
    mass = np.concatenate([estimate.fused.sites.ravel(), estimate.fused.unlisted])
    rows = np.argsort(-mass)[:_LOOKED_AT]

    def column(one: Floats, other: Floats) -> Floats:
        return np.concatenate([one, other])[rows]

    return (
        column(listed.points.lat, spots.points.lat),
        column(listed.points.lon, spots.points.lon),
        mass[rows] / mass[rows].sum(),
        {
            "border": column(listed.border_km, spots.border_km),
            "river": column(listed.river_km, spots.river_km),
            "coast": column(listed.coast_km, spots.coast_km),
        },
    )


def _information(answers: Floats, mass: Floats) -> float:
    """Bits that the answer tells of the place, when some answers are false."""
    honest = answers / answers.sum(axis=0)
    told = (1 - _LIES) * honest + _LIES * (honest @ mass)[:, None]
    overall = told @ mass
    logs = np.log2(np.maximum(told, 1e-12)) - np.log2(np.maximum(overall, 1e-12))[:, None]
    return float((told * logs).sum(axis=0) @ mass)


def _yes_or_no(away: Floats, km: float) -> Floats:
    yes = 0.03 + 0.9 * expit((km + 0.7 - away) / 0.7)
    return np.stack([yes, 1 - yes])


def _hours(hours: Floats) -> Floats:
    steps = np.log(np.array([0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 5, 6, 8, 10, 14, 20, 30]))
    off = (steps[:, None] - np.log(np.maximum(hours, 0.1))) / TRAVEL_SPREAD
    return np.asarray(np.exp(-0.5 * off**2) + 1e-9)


def _quarters(degrees: Floats) -> Floats:
    middles = np.arange(0, 360, 45)[:, None]
    off = np.abs((degrees - middles + 180) % 360 - 180)
    return np.asarray(np.exp(-0.5 * (off / 35) ** 2) + 1e-9)


def _nearest(points: Points) -> Floats:
    """The three nearest settlements, the nearer the likelier to be named."""
    towns = np.unique(points.near)
    told = np.full((len(towns), len(points.lat)), 1e-6)
    for column in range(points.near.shape[1]):
        told[np.searchsorted(towns, points.near[:, column]), np.arange(len(points.lat))] += np.exp(
            -points.near_km[:, column] / 6
        )
    return told


def _landmarks(points: Points, mass: Floats) -> list[int]:
    """Some larger towns around the middle of what is possible."""
    places = published("places")
    middle = (points.ball * mass[:, None]).sum(axis=0)
    away, near = settlements().query(middle / np.linalg.norm(middle), k=300)
    people = places["people"][near].astype(float)
    worth = np.sqrt(people) / (away * 6371 + 60)
    return [int(near[row]) for row in np.argsort(-worth)[:5]]
