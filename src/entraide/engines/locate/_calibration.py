"""What makes a certainty mean what it says: learned on simulated cases (`scripts/calibrate.py`), kept as a table."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

MOST = 8
"""Cases of more items are taken as this many."""


@dataclass(frozen=True)
class Calibration:
    """By number of items and for each level, the share of the mass of listed and of unlisted places that a region takes.

    ``odds``: slope and shift that make of the log-odds of "on no list" the ones that hold.
    """

    odds: tuple[float, float]
    levels: tuple[float, ...]
    listed: dict[int, tuple[float, ...]]
    unlisted: dict[int, tuple[float, ...]]

    def unlisted_share(self, mass: float) -> float:
        """The probability that no list names the place, from the mass of all such places."""
        inside = min(max(mass, 1e-9), 1 - 1e-9)
        log_odds = self.odds[0] * math.log(inside / (1 - inside)) + self.odds[1]
        # Nothing is certain: a thousandth is left to either.
        return min(max(1 / (1 + math.exp(-log_odds)), 0.001), 0.999)

    def shares(self, level: float, items: int) -> tuple[float, float]:
        """The shares of the mass, of listed and of unlisted places, that a region of ``level`` takes."""
        row = min(max(items, min(self.listed)), max(self.listed))
        at = (0.0, *self.levels, 1.0)
        return (
            float(np.interp(level, at, (0.0, *self.listed[row], 1.0))),
            float(np.interp(level, at, (0.0, *self.unlisted[row], 1.0))),
        )


NONE = Calibration((1.0, 0.0), (0.5, 0.9), {1: (0.5, 0.9)}, {1: (0.5, 0.9)})
"""Masses taken as they are."""


@cache
def learned() -> Calibration:
    read = json.loads(files(__package__).joinpath("data", "calibration.json").read_text(encoding="utf-8"))
    return Calibration(
        (read["odds"][0], read["odds"][1]),
        tuple(read["levels"]),
        {int(n): tuple(row) for n, row in read["listed"].items()},
        {int(n): tuple(row) for n, row in read["unlisted"].items()},
    )
