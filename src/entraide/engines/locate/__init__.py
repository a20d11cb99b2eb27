"""Where a centre is, as far as what was said of it tells: with which certainty, and what to ask next.

>>> estimate = locate(Case([
...     TravelTime(hours=0.5, origin="Mae Sot", mode="car", grade="B2"),
...     Beside("river", km=1.0),
...     PlaceName("เคเค พาร์ค"),
...     Ping(16.7, 98.5, source="cell", accuracy_km=8),
... ]))
>>> estimate.candidates[0].name
'KK Park'
>>> estimate.region(0.9).covers(16.6476, 98.5207)
True
>>> lookup("พญาตองซู")[0].place.country
'MM'

Published sites are discs; all other places are cells of H3, fine where the mass is. How it is done, and what a
certainty means, is in `docs/locating.md`. A result is a lead, not proof.
"""

from __future__ import annotations

from ._cells import warm
from ._naming import beside_what
from ._places import Place
from ._regions import Region
from ._versions import versions
from .case_file import Rejected, case_of, data_of, item_of
from .checking import Reliability, check
from .deployment import BadDeployment, Deployment, deployed
from .estimate import (
    LEAD,
    MOST_ITEMS,
    Candidate,
    Case,
    Contribution,
    Estimate,
    Question,
    Suspect,
    locate,
)
from .evidence import (
    KINDS,
    Address,
    BadEvidence,
    Bearing,
    Beside,
    Evidence,
    Layer,
    LeftOn,
    Ping,
    PlaceName,
    Searched,
    Sun,
    TravelTime,
)
from .export import geojson as to_geojson
from .gazetteer import FoundPlace, PlaceCandidate, find_places, lookup
from .photo import PhotoData, read_photo
from .sayings import Saying

__all__ = [
    "KINDS",
    "LEAD",
    "MOST_ITEMS",
    "Address",
    "BadDeployment",
    "BadEvidence",
    "Bearing",
    "Beside",
    "Candidate",
    "Case",
    "Contribution",
    "Deployment",
    "Estimate",
    "Evidence",
    "FoundPlace",
    "Layer",
    "LeftOn",
    "PhotoData",
    "Ping",
    "Place",
    "PlaceCandidate",
    "PlaceName",
    "Question",
    "Region",
    "Rejected",
    "Reliability",
    "Saying",
    "Searched",
    "Sun",
    "Suspect",
    "TravelTime",
    "beside_what",
    "case_of",
    "check",
    "data_of",
    "deployed",
    "find_places",
    "item_of",
    "locate",
    "lookup",
    "read_photo",
    "to_geojson",
    "versions",
    "warm",
]
