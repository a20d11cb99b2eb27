"""Which places a name can mean, in any script and with slips of the pen; and the places that a text names.

>>> lookup("ชเวโก๊กโก่")[0].place.name
'Shwe Kokko / Yatai New City'
>>> [found.name for found in find_places("They took us from Mae Sot to KK Park")]
['Mae Sot', 'KK Park']
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from ..link.names import score_pairs
from ._finding import spans
from ._generic import with_park, without_generic
from ._keys import HOMES, folded, readings_of, script_of, skeleton
from ._letters import distances, padded
from ._places import Place, by_letters, names, skeletons

_READ, _COMPARED = 6000, 48  # names whose readings are compared, and that are looked at closely
_LEAST = 0.62
_SURE = 0.93
_LONGEST = 200
_AT_HOME = 2.5  # times likelier is a place of a country whose script the name is in


@dataclass(frozen=True, slots=True)
class PlaceCandidate:
    """A place that a name can mean: ``score`` in [0, 1] how well the name fits, ``share`` among the candidates."""

    place: Place
    matched: str  # the spelling that fitted
    score: float
    share: float


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A name in a text, from ``start`` to before ``end``, and what it can mean, likeliest first."""

    name: str
    start: int
    end: int
    candidates: tuple[PlaceCandidate, ...]


def lookup(name: str, *, country: str | None = None, most: int = 8) -> list[PlaceCandidate]:
    """The places that ``name`` can mean, likeliest first; [] where nothing fits.

    ``country`` (ISO 3166-1 alpha-2) keeps those of one country. Homonyms are all named, each with its share;
    several names of one place are one candidate. Of "Bamban, Tarlac" or "KK Park in Myawaddy" the first part
    that is a place counts, where the whole is none.
    """
    wanted = name.strip()[:_LONGEST]
    found = list(_meant(wanted))
    if max((score for _, score, _ in found), default=0.0) < _SURE:
        for part in _parts(wanted):
            found += [(place, 0.95 * score, matched) for place, score, matched in _meant(part)]
            if max((score for _, score, _ in found), default=0.0) >= 0.9:
                break
    if country:
        found = [one for one in found if one[0].country == country.upper()]
    return _ranked(found, most, wanted)


def find_places(text: str, *, most: int = 4) -> list[FoundPlace]:
    """The places that a text names as they are written in the tables, in the order of the text.

    Longest name first; where letters have capitals, a name must begin with one. Slips of the pen are not
    sought in a running text.
    """
    found = []
    for start, end, numbers in spans(text):
        meant = [(names().place(number), 1.0, text[start:end]) for number in numbers]
        found.append(FoundPlace(text[start:end], start, end, tuple(_ranked(meant, most, text[start:end]))))
    return found


def _parts(name: str) -> list[str]:
    """Pieces of a longer wording, from left to right, longer first: each may be a place of its own."""
    pieces = [piece.strip() for piece in re.split(r"[,;/()|、，·–—]| - ", name) if piece.strip()]
    words = without_generic(name).split()
    windows = [
        " ".join(words[at : at + size])
        for size in range(min(3, len(words) - 1), 0, -1)
        for at in range(len(words) - size + 1)
    ]
    known = [
        window for window in windows if folded(window).replace(" ", "") in by_letters() and len(window) > 3
    ]
    inside = [name[start:end] for start, end, _ in spans(name)]
    return [
        part
        for part in dict.fromkeys([*inside, *(pieces if len(pieces) > 1 else []), *known])
        if part != name
    ][:6]


@lru_cache(maxsize=16384)
def _meant(name: str) -> tuple[tuple[Place, float, str], ...]:
    scores: dict[int, tuple[float, str]] = {}
    for form in dict.fromkeys((name, without_generic(name), with_park(name))):
        for number, score, matched in _heard_alike(form, 1.0 if form == name else 0.97):
            if score > scores.get(number, (0.0, ""))[0]:
                scores[number] = (score, matched)
    return tuple((names().place(number), score, matched) for number, (score, matched) in scores.items())


def _ranked(found: list[tuple[Place, float, str]], most: int, name: str) -> list[PlaceCandidate]:
    """The best of them with their shares; of several within a disc only the likeliest."""
    by_place: dict[Place, tuple[float, str]] = {}
    for place, score, matched in found:
        if score >= _LEAST and score > by_place.get(place, (0.0, ""))[0]:
            by_place[place] = (score, matched)
    if not by_place:
        return []
    best = max(score for score, _ in by_place.values())
    homes = HOMES.get(script_of(next(filter(str.isalpha, name), "")), set())
    # What fits much worse than the best is no homonym but another name.
    weighed = [
        (
            (score / best) ** 16 * place.weight * (_AT_HOME if place.country in homes else 1),
            place,
            score,
            matched,
        )
        for place, (score, matched) in by_place.items()
        if score >= best - 0.2
    ]
    kept: list[tuple[float, Place, float, str]] = []
    for one in sorted(weighed, key=lambda one: -one[0]):
        if not any(_same(one[1], other[1]) for other in kept):
            kept.append(one)
    whole = sum(weight for weight, *_ in kept)
    return [
        PlaceCandidate(place, matched, round(score, 3), round(weight / whole, 4))
        for weight, place, score, matched in kept[:most]
    ]


def _same(one: Place, other: Place) -> bool:
    """Whether two entries are one place told twice: near each other, and not both published sites."""
    if one.country != other.country or (one.site and other.site):
        return False
    north = 111.2 * (one.lat - other.lat)
    east = 111.2 * math.cos(math.radians(one.lat)) * (one.lon - other.lon)
    return math.hypot(north, east) < 12


def _heard_alike(name: str, most: float) -> list[tuple[int, float, str]]:
    """Places whose names are written or read like this one: number, score (up to ``most``), and that name."""
    readings = readings_of(name)
    if not readings:
        return []
    known, letters = names(), folded(name).replace(" ", "")
    rows = _rows_of({skeleton(reading) for reading in readings})
    if len(rows) == 0:
        return []
    likeness = _likeness(readings, known.reading[rows].tolist())
    order = np.argsort(-likeness, kind="stable")[:_COMPARED]
    rows, likeness = rows[order], likeness[order]
    judged = score_pairs([name] * len(rows), known.name[rows].tolist())
    heard = 0.96 * np.maximum(0.55 * likeness + 0.45 * np.minimum(judged, likeness + 0.3), 0.9 * likeness)
    found = []
    for row, score in zip(rows.tolist(), heard.tolist(), strict=True):
        written = str(known.name[row])
        same = folded(written).replace(" ", "") == letters
        if same or score >= _LEAST:
            found.append((int(known.owner[row]), most if same else most * float(score), written))
    return found


def _rows_of(wanted: set[str]) -> npt.NDArray[np.int64]:
    """The names whose skeleton is one of these, or one or two letters away from a longer one."""
    known = names()
    near = np.zeros(len(known.keys), np.int64)
    for one in wanted:
        reach = 0 if len(one) < 3 else 1 if len(one) < 7 else 2
        off = distances(one, skeletons())
        near = np.maximum(near, np.where(off <= reach, 3 - off, 0))
    chosen = np.flatnonzero(near)
    chosen = chosen[np.argsort(-near[chosen], kind="stable")]
    if len(chosen) == 0:
        return np.empty(0, np.int64)
    return np.concatenate([np.arange(known.first[one], known.first[one + 1]) for one in chosen.tolist()])[
        :_READ
    ]


def _likeness(readings: tuple[str, ...], others: list[str]) -> npt.NDArray[np.float64]:
    """How alike the readings are, in [0, 1]: the best of those of the name against each of the others."""
    rows = padded(others)
    lengths = (rows != 0).sum(axis=1)
    return np.asarray(
        np.max(
            [1 - distances(one[: rows.shape[1]], rows) / np.maximum(len(one), lengths) for one in readings],
            axis=0,
        )
    )
