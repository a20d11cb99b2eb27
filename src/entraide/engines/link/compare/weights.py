"""The table of weights: how often each level occurs among true matches (m) and among others (u)."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

LEVELS: dict[str, tuple[str, ...]] = {
    "name": ("missing", "different", "faint", "alike", "close", "same"),
    "birth": ("missing", "contradicted", "near", "wide", "slip", "year", "swapped", "month", "day"),
    "sex": ("missing", "different", "same"),
    "nationality": ("missing", "different", "one_of_several", "same"),
    "document": ("missing", "different", "same"),
    "place": ("missing", "different", "overlap", "same"),
    "selectors": ("missing", "none", "one", "two", "several"),
    "beside": ("missing", "apart", "number", "paper"),
}
FIELDS = tuple(LEVELS)
MOST_LEVELS = max(len(levels) for levels in LEVELS.values())
RAREST = 24.0
"""Bits of the rarest name; none is so rare that it alone would prove anything."""
TABLE = Path(__file__).parent / "tables" / "weights.json"


class Level(NamedTuple):
    """``m``, ``u``: how often pairs of the same and of different people come to this level.

    Its bits are log2(m / u), and ``by_rarity`` (0 to 1) more for each bit by which what is shared is rarer
    than ``usual``.
    """

    m: float
    u: float
    by_rarity: float = 0.0
    usual: float = 0.0


@dataclass(frozen=True, eq=False)
class Weights:
    """A table as it stands in its file.

    ``prior``: how likely two records among ``population`` are of one person. ``review`` and ``alert``:
    probabilities. ``name_scores``: the least score of a level. ``name_frequency``, ``place_frequency``: of
    how many a part of a name or a word of a place is; ``other_frequency``: of one not listed.
    ``together``: bits by which a name of several parts is commoner than its parts say, since these come from one
    language. ``least_rarity``: bits below which nothing shared is counted, so that it is never worth less than less.
    """

    version: int
    trained_on: dict[str, Any]
    prior: float
    review: float
    alert: float
    name_scores: dict[str, float]
    population: float
    levels: dict[str, dict[str, Level]]
    name_frequency: dict[str, float]
    place_frequency: dict[str, float]
    other_frequency: dict[str, float]
    together: float = 0.0
    least_rarity: dict[str, float] = field(default_factory=dict)

    @classmethod
    def read(cls, file: Path) -> Weights:
        """The table in ``file``."""
        held = json.loads(file.read_text("utf-8"))
        held["levels"] = {
            name: {level: Level(*given) for level, given in levels.items()}
            for name, levels in held["levels"].items()
        }
        return cls(**held)

    def write(self, file: Path) -> None:
        """Put the table into ``file``; the same table gives the same bytes."""
        held = {name: getattr(self, name) for name in self.__dataclass_fields__}
        held["levels"] = {
            name: {level: [*given] for level, given in levels.items()} for name, levels in self.levels.items()
        }
        file.write_text(json.dumps(held, ensure_ascii=False, indent=1) + "\n", "utf-8")

    def prior_bits(self, among: int = 0) -> float:
        """log2 of the odds that two records are of one person before anything is compared.

        The more people there are, the likelier are others who are alike: ``among`` how many, where these are
        more than the table's population. A hub with fewer counts as one of so many, since it grows.
        """
        prior = self.prior * self.population / max(among, self.population)
        return math.log2(prior / (1 - prior))

    @cached_property
    def base(self) -> NDArray[np.float64]:
        """Shape (fields, levels): bits of a level whose rarity is 0."""
        return self._filled(lambda level: math.log2(level.m / level.u) - level.by_rarity * level.usual)

    @cached_property
    def slope(self) -> NDArray[np.float64]:
        """Shape (fields, levels): bits for each bit of rarity."""
        return self._filled(lambda level: level.by_rarity)

    def _filled(self, value: Any) -> NDArray[np.float64]:
        table = np.zeros((len(FIELDS), MOST_LEVELS))
        for row, (name, levels) in enumerate(LEVELS.items()):
            for column, level in enumerate(levels[1:], 1):
                table[row, column] = value(self.levels[name][level])
        return table

    def clipped(self, field: str, rarity: float) -> float:
        """``rarity`` within what the table counts."""
        return min(max(rarity, self.least_rarity.get(field, 0.0)), RAREST)

    def name_rarity(self, parts: Sequence[str]) -> float:
        """Bits of a name, by how its parts are read."""
        frequency, other = self.name_frequency, self.other_frequency["name"]
        bits = -sum(math.log2(frequency.get(part, other)) for part in parts)
        return self.clipped("name", bits - self.together if len(parts) > 1 else bits)

    def place_rarity(self, word: str) -> float:
        """Bits of one word of a place."""
        return -math.log2(self.place_frequency.get(word, self.other_frequency["place"]))


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The table that comes with the package."""
    return Weights.read(TABLE)
