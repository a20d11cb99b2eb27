"""How a point that has no name is spoken of: by the town beside it."""

from __future__ import annotations

import numpy as np

from ._places import published
from ._sphere import bearing_from, km_from
from .sayings import Saying
from .travel import settlements

_WINDS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")


def beside_what(lat: float, lon: float) -> Saying:
    """ "6 km north-west of Myawaddy, MM"."""
    from ._sphere import unit

    places = published("places")
    _, near = settlements().query(unit(lat, lon), k=4)
    km = km_from(lat, lon, unit(places["lat"][near], places["lon"][near]))
    # The town that people know: large and near.
    best = int(np.argmin(km / np.sqrt(np.log10(places["people"][near] + 100.0))))
    row, away = int(near[best]), float(km[best])
    town, country = str(places["name"][row]), str(places["country"][row])
    if away < 1.5:
        return Saying("in", {"town": town}, country)
    from_town = bearing_from(
        float(places["lat"][row]), float(places["lon"][row]), np.array([lat]), np.array([lon])
    )
    wind = _WINDS[round(float(from_town[0]) / 45) % 8]
    return Saying(wind, {"km": f"{away:.0f}", "town": town}, country)
