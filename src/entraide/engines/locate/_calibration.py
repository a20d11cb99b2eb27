"""What makes a certainty mean what it says: learned on simulated cases (`scripts/calibrate.py`), kept as a table."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

MOST = 8
"""Cases of more items are taken as this many."""


@dataclass(frozen=True)
class Calibration:
    """By number of items: ``temperatures``, and for each level the share of the mass to take of listed and unlisted."""

    temperatures: dict[int, float]
    levels: tuple[float, ...]
    listed: dict[int, tuple[float, ...]]
    unlisted: dict[int, tuple[float, ...]]

    def temperature(self, items: int) -> float:
        return self.temperatures.get(min(items, MOST), 1.0)

    def shares(self, level: float, items: int) -> tuple[float, float]:
        """The shares of the mass, of listed and of unlisted places, that a region of ``level`` takes."""
        row = min(max(items, min(self.listed)), max(self.listed))
        at = (0.0, *self.levels, 1.0)
        return (
            float(np.interp(level, at, (0.0, *self.listed[row], 1.0))),
            float(np.interp(level, at, (0.0, *self.unlisted[row], 1.0))),
        )


NONE = Calibration({}, (0.5, 0.9), {1: (0.5, 0.9)}, {1: (0.5, 0.9)})
"""Masses taken as they are."""


@cache
def learned() -> Calibration:
    read = json.loads(files(__package__).joinpath("data", "calibration.json").read_text(encoding="utf-8"))
    return Calibration(
        {int(n): value for n, value in read["temperatures"].items()},
        tuple(read["levels"]),
        {int(n): tuple(row) for n, row in read["listed"].items()},
        {int(n): tuple(row) for n, row in read["unlisted"].items()},
    )
