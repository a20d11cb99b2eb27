"""What makes a certainty mean what it says: learned on simulated cases (`scripts/calibrate.py`), kept as a table."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

MOST = 8
"""Cases of more items are taken as this many."""


AGREED, CONTRADICTED, MOVED = "agreed", "contradicted", "moved"
"""Kinds of cases: half or more of the items do not go with the others; the site was probably left and opened elsewhere;
and all others."""


@dataclass(frozen=True)
class Learned:
    """Of one kind of cases, by number of items and for each level, the share of the mass of listed and of unlisted
    places that a region takes.

    ``odds``: slope and shift that make of the log-odds of "on no list" the ones that hold.
    """

    odds: tuple[float, float]
    listed: dict[int, tuple[float, ...]]
    unlisted: dict[int, tuple[float, ...]]

    def unlisted_share(self, mass: float) -> float:
        """The probability that no list names the place, from the mass of all such places."""
        inside = min(max(mass, 1e-9), 1 - 1e-9)
        log_odds = self.odds[0] * math.log(inside / (1 - inside)) + self.odds[1]
        # Nothing is certain: a thousandth is left to either.
        return min(max(1 / (1 + math.exp(-log_odds)), 0.001), 0.999)


@dataclass(frozen=True)
class Calibration:
    """What was learned of each kind of cases, and the levels that it was learned for."""

    levels: tuple[float, ...]
    kinds: dict[str, Learned]

    def of(self, kind: str) -> Learned:
        return self.kinds.get(kind) or self.kinds[AGREED]

    def shares(self, level: float, kind: str, items: int) -> tuple[float, float]:
        """The shares of the mass, of listed and of unlisted places, that a region of ``level`` takes."""
        learned = self.of(kind)
        row = min(max(items, min(learned.listed)), max(learned.listed))
        at = (0.0, *self.levels, 1.0)
        return (
            float(np.interp(level, at, (0.0, *learned.listed[row], 1.0))),
            float(np.interp(level, at, (0.0, *learned.unlisted[row], 1.0))),
        )


NONE = Calibration((0.5, 0.9), {AGREED: Learned((1.0, 0.0), {1: (0.5, 0.9)}, {1: (0.5, 0.9)})})
"""Masses taken as they are."""


@cache
def learned() -> Calibration:
    read = json.loads(files(__package__).joinpath("data", "calibration.json").read_text(encoding="utf-8"))
    return Calibration(tuple(read["levels"]), {kind: _of(row) for kind, row in read["kinds"].items()})


def _of(row: dict[str, Any]) -> Learned:
    listed, unlisted = (
        {int(items): tuple(shares) for items, shares in row[name].items()} for name in ("listed", "unlisted")
    )
    return Learned((row["odds"][0], row["odds"][1]), listed, unlisted)
