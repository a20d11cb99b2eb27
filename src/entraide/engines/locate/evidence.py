"""What was said or measured about where a centre is: one class a kind of evidence.

Every item may carry ``when`` it was observed, the Admiralty ``grade`` of its source ("B2"), the ``language`` and
``excerpt`` of the statement, and a ``group``: items of one group are one rumour and count once. Coordinates are WGS84
degrees, distances kilometres, times UTC. Each class refuses what cannot be with `BadEvidence`, which names the field
and the remedy.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime
from typing import ClassVar

from ._odd import odd
from ._sphere import Floats
from .gazetteer import PlaceCandidate, lookup
from .travel import MODES

_FIRST_YEAR, _LAST_YEAR = 1990, 2100
POOR = 0.8  # the score of a name below which it is hardly the one that is meant
_SHOWN = 80  # letters of what somebody wrote


class BadEvidence(ValueError):
    """Evidence that cannot be: ``field``, what is wrong and what to do."""

    def __init__(self, field: str, wrong: str, remedy: str) -> None:
        super().__init__(f"{field}: {wrong}. {remedy}.")
        self.field, self.wrong, self.remedy = field, wrong, remedy


def check_point(lat: float, lon: float, where: str = "lat, lon") -> None:
    if not (math.isfinite(lat) and math.isfinite(lon)):
        raise BadEvidence(where, "is no number", "Write degrees such as 16.69, 98.51")
    if abs(lat) > 90 and abs(lon) <= 90 and abs(lat) <= 180:
        raise BadEvidence(
            where,
            f"a latitude of {lat:g} does not exist",
            f"Did you mean {lon:g}, {lat:g}? Latitude comes first",
        )
    if abs(lat) > 90 or abs(lon) > 180:
        raise BadEvidence(
            where, f"{lat:g}, {lon:g} is not on Earth", "Latitude is -90 to 90, longitude -180 to 180"
        )
    if lat == 0 and lon == 0:
        raise BadEvidence(where, "0, 0 is what devices write that know no place", "Leave the item out")


def _within(value: float, name: str, least: float, most: float, remedy: str) -> None:
    if not least <= value <= most:
        raise BadEvidence(name, f"{value:g} is not from {least:g} to {most:g}", remedy)


def is_likely(moment: date) -> bool:
    """Whether a centre of our time can have been seen then."""
    return _FIRST_YEAR <= moment.year <= _LAST_YEAR


def check_year(moment: date, name: str) -> None:
    if not is_likely(moment):
        raise BadEvidence(name, f"the year {moment.year} cannot be meant", "Write it as 2025-11-05")


def shown(text: str) -> str:
    """What somebody wrote as it can be shown: without what cannot be seen or turns the line round, and not without end."""
    seen = " ".join("".join(c for c in text if c.isprintable() or c.isspace()).split())
    return seen if len(seen) <= _SHOWN else f"{seen[: _SHOWN - 1]}…"


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What every kind has. ``id`` is the case's own name of the item."""

    kind: ClassVar[str] = ""
    id: str = ""
    when: datetime | None = None
    grade: str = ""
    language: str = ""
    excerpt: str = ""
    group: str = ""
    flags: tuple[str, ...] = ()  # what looks wrong about it, in words

    def __post_init__(self) -> None:
        object.__setattr__(self, "grade", self.grade.strip().upper())
        if self.grade and not (
            len(self.grade) == 2 and self.grade[0] in "ABCDEF" and self.grade[1] in "123456"
        ):
            raise BadEvidence(
                "grade", f"{shown(self.grade)} is no grade", "Write a letter A–F and a figure 1–6, such as B2"
            )
        if self.when is not None:
            check_year(self.when, "when")
            if self.when.tzinfo is None:
                object.__setattr__(self, "when", self.when.replace(tzinfo=UTC))
        self.check()

    def flag(self, said: str) -> None:
        """Notes what looks wrong, once; "" is nothing."""
        if said and said not in self.flags:
            object.__setattr__(self, "flags", (*self.flags, said))

    def check(self) -> None:
        """Raises BadEvidence where the item cannot be."""

    def words(self) -> str:
        """The item in a few words."""
        return self.kind

    @property
    def merely_like(self) -> bool:
        """Whether it is a name that is on no list, and only like one that is."""
        return False


@dataclass(frozen=True)
class TravelTime(Evidence):
    """So many ``hours`` from ``lat``, ``lon`` (or a named ``origin``) by ``mode``, as a traveller remembers them."""

    kind: ClassVar[str] = "travel_time"
    hours: float
    lat: float | None = None
    lon: float | None = None
    origin: str = ""
    mode: str = "unknown"

    def check(self) -> None:
        _within(self.hours, "hours", 0.01, 240, "Write the hours of the way, such as 2.5")
        if self.mode not in MODES:
            raise BadEvidence(
                "mode",
                f"{shown(self.mode)} is not known",
                f"Choose one of {', '.join(MODES)}; a van, lorry or taxi is a car",
            )
        if self.lat is None or self.lon is None:
            if not self.origin:
                raise BadEvidence(
                    "origin", "a travel time needs where the way began", "Name the place or give lat, lon"
                )
            found = lookup(self.origin)
            if not found:
                raise BadEvidence(
                    "origin",
                    f"no place is known as {shown(self.origin)}",
                    "Try another spelling or give lat, lon",
                )
            object.__setattr__(self, "lat", found[0].place.lat)
            object.__setattr__(self, "lon", found[0].place.lon)
            if found[0].share < 0.7:
                others = ", ".join(f"{one.place.name} ({one.place.country})" for one in found[1:3])
                self.flag(
                    f"“{shown(self.origin)}” was taken for {found[0].place.name}, {found[0].place.country};"
                    f" it may be {others}"
                )
        check_point(self.lat or 0.0, self.lon or 0.0)
        self.flag(odd(self.lat or 0.0, self.lon or 0.0))

    def words(self) -> str:
        return f"{self.hours:g} hours by {self.mode if self.mode != 'unknown' else 'road'} from {shown(self.origin) or f'{self.lat:.3f}, {self.lon:.3f}'}"


@dataclass(frozen=True)
class PlaceName(Evidence):
    """A place that was named, in any script. ``candidates`` are found in the gazetteer where none are given."""

    kind: ClassVar[str] = "place_name"
    name: str
    candidates: tuple[PlaceCandidate, ...] = field(default=(), repr=False)

    def check(self) -> None:
        if not shown(self.name):
            raise BadEvidence("name", "no name was given", "Write the name as it was said")
        if not self.candidates:
            object.__setattr__(self, "candidates", tuple(lookup(self.name)))
            if not self.candidates:
                self.flag(
                    f"no place is known as “{shown(self.name)}”: the item says nothing until it is spelt otherwise"
                )
            elif self.merely_like:
                best = self.candidates[0]
                self.flag(
                    f"“{shown(self.name)}” is on no list; the likest is {best.place.name}, {best.place.country}, and"
                    " it counts little"
                )

    def words(self) -> str:
        return f"the name “{shown(self.name)}”"

    @property
    def merely_like(self) -> bool:
        return bool(self.candidates) and self.candidates[0].score < POOR


@dataclass(frozen=True)
class Ping(Evidence):
    """A position of a device. ``accuracy_km`` is the radius it names (about 68 %); else the usual one of its ``source``.

    Those of one ``device``, as it names itself, within a kilometre count once.
    """

    kind: ClassVar[str] = "ping"
    lat: float
    lon: float
    source: str = "gps"
    accuracy_km: float | None = None
    device: str = ""

    USUAL_KM: ClassVar[dict[str, float]] = {"gps": 0.05, "wifi": 0.15, "cell": 4.0, "ip": 40.0, "photo": 0.1}

    def check(self) -> None:
        check_point(self.lat, self.lon)
        if self.source not in self.USUAL_KM:
            raise BadEvidence(
                "source", f"{shown(self.source)} is not known", f"Choose one of {', '.join(self.USUAL_KM)}"
            )
        if self.accuracy_km is not None:
            _within(
                self.accuracy_km, "accuracy_km", 0.001, 5000, "Write the radius in kilometres, such as 0.5"
            )
        self.flag(odd(self.lat, self.lon))

    @property
    def spread_km(self) -> float:
        return self.accuracy_km or self.USUAL_KM[self.source]

    def words(self) -> str:
        return f"a position by {self.source.upper() if self.source in ('gps', 'ip') else self.source} at {self.lat:.3f}, {self.lon:.3f} ± {self.spread_km:g} km"


@dataclass(frozen=True)
class Address(Evidence):
    """Where something was delivered or fetched: near the centre, not in it."""

    kind: ClassVar[str] = "address"
    lat: float
    lon: float
    within_km: float = 3.0
    text: str = ""

    def check(self) -> None:
        check_point(self.lat, self.lon)
        _within(self.within_km, "within_km", 0.05, 200, "Write how far deliveries go, in kilometres")
        self.flag(odd(self.lat, self.lon))

    def words(self) -> str:
        return f"the address {shown(self.text) or f'{self.lat:.3f}, {self.lon:.3f}'}"


@dataclass(frozen=True)
class Bearing(Evidence):
    """Seen from ``lat``, ``lon`` in direction ``degrees`` (clockwise from north), no farther than ``within_km``."""

    kind: ClassVar[str] = "bearing"
    lat: float
    lon: float
    degrees: float
    spread: float = 15.0
    within_km: float = 8.0

    def check(self) -> None:
        check_point(self.lat, self.lon)
        if not 0 <= self.degrees <= 360:
            raise BadEvidence(
                "degrees", f"{self.degrees:g} is no direction", "Write 0 (north) to 360, clockwise"
            )
        _within(self.spread, "spread", 1, 180, "Write the uncertainty in degrees, such as 15")
        _within(self.within_km, "within_km", 0.05, 100, "Write how far one can have seen, in kilometres")
        self.flag(odd(self.lat, self.lon))

    def words(self) -> str:
        return f"a bearing of {self.degrees:g}° from {self.lat:.3f}, {self.lon:.3f}"


@dataclass(frozen=True)
class Sun(Evidence):
    """The sun stood ``elevation`` degrees above the horizon at ``when``; 0 is sunrise or sunset."""

    kind: ClassVar[str] = "sun"
    elevation: float
    spread: float = 2.0

    def check(self) -> None:
        if self.when is None:
            raise BadEvidence(
                "when", "the sun's height says nothing without a time", "Give date and time in UTC"
            )
        if not -6 <= self.elevation <= 90:
            raise BadEvidence(
                "elevation", f"{self.elevation:g} cannot be", "Write degrees above the horizon, 0 to 90"
            )
        _within(self.spread, "spread", 1, 45, "Write the uncertainty in degrees; 1 is the least")

    def words(self) -> str:
        return f"the sun at {self.elevation:g}°"


@dataclass(frozen=True)
class Beside(Evidence):
    """A ``feature`` within about ``km`` is seen from the place, or (``seen`` False) said not to be there."""

    kind: ClassVar[str] = "beside"
    feature: str
    km: float = 2.0
    seen: bool = True

    FEATURES: ClassVar[tuple[str, ...]] = ("border", "river", "coast")

    def check(self) -> None:
        if self.feature not in self.FEATURES:
            raise BadEvidence(
                "feature",
                f"{shown(self.feature)} is not known",
                f"Choose one of {', '.join(self.FEATURES)}; the sea is coast",
            )
        _within(self.km, "km", 0.01, 200, "Write the distance in kilometres, such as 2")

    def words(self) -> str:
        return f"{'a' if self.seen else 'no'} {self.feature} within {self.km:g} km"


@dataclass(frozen=True)
class Searched(Evidence):
    """Within ``radius_km`` it was sought and not found; ``thorough`` is the share of centres such a search finds."""

    kind: ClassVar[str] = "searched"
    lat: float
    lon: float
    radius_km: float
    thorough: float = 0.7

    def check(self) -> None:
        check_point(self.lat, self.lon)
        _within(self.radius_km, "radius_km", 0.01, 1000, "Write the radius of the search in kilometres")
        if not 0 < self.thorough < 1:
            raise BadEvidence(
                "thorough",
                f"{self.thorough:g} cannot be",
                "Write a share between 0 and 1; no search is perfect",
            )

    def words(self) -> str:
        return f"a search without result within {self.radius_km:g} km of {self.lat:.3f}, {self.lon:.3f}"


@dataclass(frozen=True)
class LeftOn(Evidence):
    """The site at ``lat``, ``lon`` was left ``on`` that day. What is older than that may be told of the place before."""

    kind: ClassVar[str] = "left_on"
    lat: float
    lon: float
    on: date
    radius_km: float = 2.0

    def check(self) -> None:
        check_point(self.lat, self.lon)
        check_year(self.on, "on")
        _within(self.radius_km, "radius_km", 0.01, 200, "Write the radius of the site in kilometres")

    def words(self) -> str:
        return f"the site at {self.lat:.3f}, {self.lon:.3f} was left on {self.on:%Y-%m-%d}"


@dataclass(frozen=True)
class Layer(Evidence):
    """A deployment's own layer: ``likelihood`` of what was seen at many points (lat, lon), in [0, 1]."""

    kind: ClassVar[str] = "layer"
    name: str
    likelihood: Callable[[Floats, Floats], Floats] = field(repr=False)

    def words(self) -> str:
        return self.name


KINDS: dict[str, type[Evidence]] = {
    one.kind: one for one in (TravelTime, PlaceName, Ping, Address, Bearing, Sun, Beside, Searched, LeftOn)
}
"""The kinds that a file can hold."""


def fields_of(kind: str) -> list[str]:
    return [one.name for one in fields(KINDS[kind]) if one.name not in ("candidates", "flags")]
