"""Where a centre is, as far as what was said of it tells.

>>> lookup("พญาตองซู")[0].place.country
'MM'
"""

from __future__ import annotations

from ._places import Place
from .gazetteer import FoundPlace, PlaceCandidate, find_places, lookup

__all__ = ["FoundPlace", "Place", "PlaceCandidate", "find_places", "lookup"]
