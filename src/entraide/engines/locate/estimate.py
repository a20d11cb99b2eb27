"""What the items say together: candidates, regions, what each item adds, which look false, what to ask next."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property

import h3.api.numpy_int as h3
import numpy as np
import numpy.typing as npt

from ...vocabulary import sites
from . import _calibration
from ._calibration import CONTRADICTED, Calibration
from ._cells import COARSE, DISC, disc_cells, discs
from ._fusion import Fused, fuse
from ._naming import beside_what
from ._regions import Region, ranked, without_parts
from ._sphere import Floats, km_from, unit
from .evidence import BadEvidence, Evidence, shown
from .sayings import Saying
from .travel import RoadTimes, fitted

MOST_ITEMS = 200
LEAD = "A lead, not proof."
_ONE_PLACE_KM = 5.0
_MOST_TIMES = 1000.0  # beyond that no model of what witnesses say can be trusted
_AS_DOUBTFUL = 0.05
_APART = 0.1  # of what chance would have: two items contradict each other


@dataclass(frozen=True)
class Case:
    """The evidence about one centre; ``at`` is the time of asking (else that of the youngest item)."""

    evidence: Sequence[Evidence]
    at: datetime | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A published ``site`` or, where that is "", a place that no list names, known by what it lies ``beside``.

    ``radius_km`` is how well it is known.
    """

    name: str
    site: str
    lat: float
    lon: float
    radius_km: float
    probability: float
    beside: Saying | None = None


@dataclass(frozen=True, slots=True)
class Contribution:
    """``times``: how many times likelier the item is at the first candidate than at an average place, 1,000 at most; 1 of a
    name that is on no list and merely like the candidate's."""

    item: Evidence
    times: float
    words: str


@dataclass(frozen=True, slots=True)
class Suspect:
    """An item that is probably false, and the items that it does not go with."""

    item: Evidence
    probability: float
    against: tuple[Evidence, ...]
    words: str


@dataclass(frozen=True)
class Estimate:
    """``candidates`` likeliest first; ``unlisted``: the probability that no published site is the place.

    ``sure`` is False where the items do not single anything out, or contradict each other. ``warnings`` say what
    looked wrong, in words.
    """

    case: Case
    fused: Fused = field(repr=False)
    calibration: Calibration = field(repr=False)
    resolution: int = 7
    warnings: tuple[str, ...] = ()
    _regions: dict[float, Region] = field(default_factory=dict, repr=False, compare=False)

    @property
    def items(self) -> int:
        return len(self.case.evidence)

    @property
    def independent(self) -> int:
        """Items, those of one group or of one sentence together as one."""
        return self.fused.independent

    @cached_property
    def unlisted(self) -> float:
        return float(1 - self.fused.sites.sum())

    @cached_property
    def candidates(self) -> list[Candidate]:
        known, _ = discs()
        found = [
            # What stands in brackets explains the name in the table.
            Candidate(
                site.name.partition(" (")[0],
                site.key,
                site.lat,
                site.lon,
                site.radius_km,
                round(float(mass), 4),
            )
            for site, mass in zip(known, self.fused.sites.sum(axis=1), strict=True)
            if mass > 0.001
        ]
        found += self._unlisted_places()
        return sorted(found, key=lambda one: -one.probability)

    def _unlisted_places(self, most: int = 8) -> list[Candidate]:
        """Greedily, the middles of the discs that hold most of what is left."""
        mass, spots = self.fused.unlisted.copy(), self.fused.spots
        found: list[Candidate] = []
        for _ in range(most):
            order = np.argsort(-mass)[:60]
            if mass[order[0]] < 1e-4:
                break
            balls = spots.points.ball
            near = km_from_many(balls[order], balls) < _ONE_PLACE_KM
            best = int(np.argmax(near @ mass))
            inside = near[best]
            whole = float(mass[inside].sum())
            if whole < 0.002:
                break
            middle = (balls[inside] * mass[inside, None]).sum(axis=0)
            lat = math.degrees(math.asin(middle[2] / np.linalg.norm(middle)))
            lon = math.degrees(math.atan2(middle[1], middle[0]))
            beside = beside_what(lat, lon)
            found.append(
                Candidate(
                    f"an unlisted place {beside}",
                    "",
                    round(lat, 5),
                    round(lon, 5),
                    _ONE_PLACE_KM,
                    round(whole, 4),
                    beside,
                )
            )
            mass[inside] = 0
        return found

    @cached_property
    def _ranked(self) -> tuple[npt.NDArray[np.uint64], Floats, npt.NDArray[np.uint64], Floats]:
        """Cells of the listed and of the unlisted, densest first, each with the mass of those before it, as shares."""
        cells, rows = disc_cells(self.resolution)
        listed = np.bincount(rows, weights=self.fused.sites.ravel(), minlength=len(cells)).astype(np.float64)
        every = np.concatenate([self.fused.cells, self.fused.rest])
        mass = np.concatenate([self.fused.unlisted, self.fused.rest_mass])
        return (*ranked(cells, listed), *ranked(every, mass))

    def shares_before(self, lat: float, lon: float) -> tuple[float, float]:
        """The mass of listed and of unlisted places in denser cells than the point's: what calibration learns from."""
        here = [h3.latlng_to_cell(lat, lon, size) for size in range(COARSE, self.resolution + 1)]
        found = []
        for cells, before in (self._ranked[:2], self._ranked[2:]):
            at = np.flatnonzero(np.isin(cells, here))
            found.append(float(before[at[0]]) if len(at) else 2.0)
        return found[0], found[1]

    def region(self, level: float = 0.9) -> Region:
        """The cells that hold the centre with this probability, be it listed or not.

        It takes of the listed and of the unlisted places each the share that simulated cases of as many items
        needed; so it holds for both, not only on average.
        """
        if not 0 < level < 1:
            raise ValueError("level: a probability between 0 and 1, such as 0.9")
        if level not in self._regions:
            self._regions[level] = self._region(level)
        return self._regions[level]

    def _region(self, level: float) -> Region:
        listed, unlisted = self.calibration.shares(level, self.fused.kind, self.independent)
        one, before, other, others_before = self._ranked
        cells = without_parts(np.union1d(one[before < listed], other[others_before < unlisted]))
        return Region(
            level, cells, round(float(sum(h3.cell_area(cell, "km^2") for cell in cells.tolist())), 1)
        )

    @cached_property
    def contributions(self) -> list[Contribution]:
        """What each item says of the first candidate, strongest first."""
        if not self.candidates:
            return []
        at = self._spots_of(self.candidates[0])
        mixed = np.concatenate(self.fused.likelihoods, axis=1)
        mass = np.concatenate([self.fused.sites.ravel(), self.fused.unlisted])
        weights = mass[at] + 1e-15
        found = []
        for item, row in zip(self.case.evidence, mixed, strict=True):
            times = min(float((row[at] * weights).sum() / weights.sum()), _MOST_TIMES)
            if item.merely_like:
                times = min(times, 1.0)
            words = f"{item.words()}: {_said(times, self.candidates[0].name)}"
            found.append(Contribution(item, round(times, 2), words))
        return sorted(found, key=lambda one: -abs(math.log(max(one.times, 1e-6))))

    def _spots_of(self, candidate: Candidate) -> npt.NDArray[np.int64]:
        known, spots = discs()
        if candidate.site:
            first = [site.key for site in known].index(candidate.site) * DISC
            return np.arange(first, first + DISC)
        near = km_from(candidate.lat, candidate.lon, self.fused.spots.points.ball) < _ONE_PLACE_KM
        return np.flatnonzero(near) + len(spots)

    @cached_property
    def suspect(self) -> list[Suspect]:
        """Items that are false with one half or more, likeliest first; not those that contradict one as doubtful."""
        found = []
        for row in np.argsort(-self.fused.false).tolist():
            probability = float(self.fused.false[row])
            if probability < 0.5:
                break
            item, others = self.case.evidence[row], self._contradicts(row)
            if others and probability - self.fused.false[others[0]] < _AS_DOUBTFUL:
                continue  # which of the two is false is open
            against = tuple(self.case.evidence[other] for other in others)
            words = f"{item.words()} is probably false ({min(probability, 0.99):.0%})"
            if against:
                words += "; it does not go with " + ", ".join(one.words() for one in against[:4])
            found.append(Suspect(item, round(probability, 3), against, words))
        return found

    @cached_property
    def _together(self) -> Floats:
        """Items × items: how many times likelier both are true than if they had nothing to do with each other."""
        mixed = np.concatenate(self.fused.likelihoods, axis=1)
        mass = np.concatenate([self.fused.sites.ravel(), self.fused.unlisted])
        share = 1 - self.fused.false_before[:, None] / mixed
        share = np.maximum(share, 0.0)
        mass = mass / mass.sum()
        true = share @ mass
        both = (share * mass) @ share.T
        return np.asarray(both / np.maximum(np.outer(true, true), 1e-12))

    def _contradicts(self, row: int) -> list[int]:
        """The items that hardly any place fulfils together with this one, the likeliest to be true first."""
        order = np.argsort(self.fused.false, kind="stable").tolist()
        return [other for other in order if other != row and self._together[row, other] < _APART]

    @cached_property
    def contradictions(self) -> list[tuple[Evidence, Evidence]]:
        """Pairs of items of which hardly any place fulfils both, each once."""
        items = self.case.evidence
        return [
            (items[row], items[other])
            for row in range(self.items)
            for other in sorted(self._contradicts(row))
            if row < other and items[row].words() != items[other].words()
        ]

    @cached_property
    def disputed(self) -> list[tuple[Evidence, Evidence]]:
        """Contradictions of which it is open who is right; the others are told with what is suspect."""
        doubted = {id(one.item) for one in self.suspect}
        return [pair for pair in self.contradictions if not doubted & set(map(id, pair))]

    @cached_property
    def disputes(self) -> list[str]:
        """What is disputed, in words."""
        return [
            f"{one.words()} and {other.words()} contradict each other: hardly any place fits both, so one of them"
            " is false; which one is open"
            for one, other in self.disputed
        ]

    @cached_property
    def sure(self) -> bool:
        """Whether anything is singled out: the 90 % region is small and fewer than half of the items are suspect."""
        return (
            self.fused.kind != CONTRADICTED
            and self.region(0.9).area_km2 < 2500
            and 2 * len(self.suspect) < max(self.items, 1)
        )

    @cached_property
    def next_question(self) -> str:
        """What to ask next: the answer that is expected to tell most. "" where everything is clear."""
        questions = self.questions
        return questions[0].words if questions else ""

    @cached_property
    def questions(self) -> list[Question]:
        from ._questions import best_questions

        return best_questions(self)


@dataclass(frozen=True, slots=True)
class Question:
    """``bits``: the information that its answer is expected to bring."""

    saying: Saying
    bits: float

    @property
    def words(self) -> str:
        return str(self.saying)


def km_from_many(some: Floats, balls: Floats) -> Floats:
    """Distances from some points to all, rows by columns."""
    return np.asarray(2 * 6371.0 * np.arcsin(np.sqrt(np.clip((1 - some @ balls.T) / 2, 0, 1))))


def _said(times: float, name: str) -> str:
    if times >= 2:
        over = "over " if times >= _MOST_TIMES else ""
        return f"speaks for {name} ({over}{times:,.0f} times likelier there than elsewhere)"
    if times >= 1.5:
        return f"speaks a little for {name}"
    if times > 0.67:
        return "says little"
    return f"speaks against {name}"


def locate(
    case: Case,
    *,
    resolution: int = 7,
    roads: RoadTimes | None = None,
    calibration: Calibration | None = None,
) -> Estimate:
    """Where the centre is, as far as the case's evidence tells.

    ``resolution`` of H3: 7 (cells of 5 km²) or 6 (36 km², quicker). ``roads``: road times of a deployment instead of
    the settlement graph. Raises BadEvidence where there is nothing to go by or too much.
    """
    if resolution not in (6, 7):
        raise ValueError("resolution: 6 or 7")
    if not case.evidence:
        raise BadEvidence("evidence", "there is none", "Add at least one item")
    if len(case.evidence) > MOST_ITEMS:
        raise too_many(len(case.evidence))
    at = case.at or _youngest(case.evidence)
    chosen = calibration or _calibration.learned()
    fused = fuse(case.evidence, at, roads or fitted(), resolution, chosen)
    return Estimate(case, fused, chosen, resolution, _warnings(case, at, fused.independent))


def named(item: Evidence) -> str:
    """The item's own name or number, to stand before what is said of it."""
    return f"[{shown(item.id)}] " if item.id else ""


def too_many(items: int) -> BadEvidence:
    return BadEvidence(
        "evidence",
        f"{items:,} items are more than one case can hold ({MOST_ITEMS})",
        "Give items of one rumour one group and keep the best of each, or split the case",
    )


def _youngest(items: Sequence[Evidence]) -> datetime | None:
    """The time of the youngest item; a slip of the pen that puts one in the future makes no other one old."""
    now = datetime.now(UTC)
    return max((min(item.when, now) for item in items if item.when), default=None)


def _warnings(case: Case, at: datetime | None, independent: int) -> tuple[str, ...]:
    found = [f"{named(item)}{flag}" for item in case.evidence for flag in item.flags]
    found += [
        f"{named(item)}{item.words()}: its time lies after the time of asking"
        for item in case.evidence
        if at and item.when and item.when > at
    ]
    same = Counter(item.words() for item in case.evidence if not item.group)
    found += [
        f"{many} items say {words} and count one by one; if one person told the other, give them one group"
        for words, many in same.items()
        if many > 2
    ]
    if independent > _calibration.MOST:
        found.append(
            f"more than {_calibration.MOST} independent items: certainties were checked up to that many; beyond it, take"
            " them with care and look for items that repeat each other"
        )
    return tuple(dict.fromkeys(found))


def sites_within(lat: float, lon: float, km: float) -> list[sites.Site]:
    """The published sites around a point, nearest first."""
    known = list(sites.load().values())
    away = km_from(lat, lon, unit([one.lat for one in known], [one.lon for one in known]))
    return [known[row] for row in np.argsort(away).tolist() if away[row] <= km]
