"""Points that look like a slip of the pen: a lost sign, swapped numbers, the middle of the sea."""

from __future__ import annotations

from functools import cache

from scipy.spatial import cKDTree

from ...vocabulary import sites
from ._sphere import km_of_chord, unit
from .travel import settlements

_FAR_KM = 60.0  # from the nearest town of the tables
_BESIDE_KM, _ELSEWHERE_KM = 15.0, 500.0  # from the nearest published site


def _from_town(lat: float, lon: float) -> float:
    return float(km_of_chord(settlements().query(unit(lat, lon))[0]))


@cache
def _site_tree() -> cKDTree:
    known = sites.load().values()
    return cKDTree(unit([one.lat for one in known], [one.lon for one in known]))


def _from_site(lat: float, lon: float) -> float:
    return float(km_of_chord(_site_tree().query(unit(lat, lon))[0]))


def odd(lat: float, lon: float) -> str:
    """What is odd about a point that no town is near, or that a lost sign would put beside a published site; "" of all
    others."""
    meant = [(lon, lat)] if abs(lon) <= 90 else []
    meant += [(lat, -lon), (-lat, lon)]
    away = _from_town(lat, lon)
    if away >= _FAR_KM:
        said = f"{lat:g}, {lon:g} is {away:,.0f} km from any town of the tables: no place so far out is looked at"
        return said + _did_you_mean([one for one in meant if _from_town(*one) < _FAR_KM])
    beside = [one for one in meant if _from_site(*one) < _BESIDE_KM]
    if not beside or _from_site(lat, lon) < _ELSEWHERE_KM:
        return ""
    return (
        f"{lat:g}, {lon:g} is far from any published site, as a lost sign or swapped numbers would put it"
        + (_did_you_mean(beside))
    )


def _did_you_mean(meant: list[tuple[float, float]]) -> str:
    said = " or ".join(f"{one[0]:g}, {one[1]:g}" for one in meant)
    return f"; did you mean {said}?" if said else ""
