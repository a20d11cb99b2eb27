"""What is looked up for a person who is asked for, the most telling first, and how what is found is ranked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt

from . import _layout as layout
from ._classes import CODES, NOTHING, beginning
from ._heavy import HeavyKeys
from ._keys import MOST_NAMES
from ._parts import parts_of
from ._rank import Asked, ranked
from ._reading import Reading, reading
from ._table import table

_BESIDE_YEAR = 0.04
"""How often a birth year is off by one."""
_OTHER_FAILS = 0.1
"""How often one part of a name is beyond recognition, so that the other must do alone."""
_SLIP = 0.02
_PAIRS_LOOKED_UP = 400
_WITH_YEAR = 100


@dataclass(frozen=True)
class Budget:
    """How much is looked at: ``postings`` expected in all, ``ranges`` of keys, ``kept`` people ranked best."""

    postings: int
    ranges: int
    kept: int


INLINE = Budget(postings=12_000, ranges=250, kept=200)
DEEP = Budget(postings=120_000, ranges=1_500, kept=1_000)


@dataclass(frozen=True)
class Query:
    """Ranges of keys ``low`` to ``high``, both included, int32[n], the most telling first; and what is asked,
    for ranking what is found."""

    low: npt.NDArray[np.int32]
    high: npt.NDArray[np.int32]
    asked: Asked
    kept: int

    def best(
        self, keys: npt.NDArray[np.int32], people: npt.NDArray[np.int32]
    ) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]:
        """Of postings (key, person) the people most likely meant: their numbers, and bits for them, best first."""
        return ranked(keys, people, self.asked, self.kept)
