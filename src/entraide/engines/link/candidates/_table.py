"""What was learned of how words are read: the table that ships with the package."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from ._classes import CODES, TRAITS

SHIPPED = "readings.tsv"
STEP = 8.0
"""Probabilities stand in the table as whole numbers: -8 ln p."""


@dataclass(frozen=True)
class Table:
    """``chunks``: script → letters → [(classes, probability)], likeliest first. ``traits``: script →
    float32[16, 16], probability of a Latin trait (column) given that of a word read by rule (row).
    ``common``: float32[1814], how common each code is among names, and ``common_traits``: float32[16]."""

    chunks: dict[str, dict[str, list[tuple[str, float]]]]
    traits: dict[str, npt.NDArray[np.float32]]
    common: npt.NDArray[np.float32]
    common_traits: npt.NDArray[np.float32]


def written(table: Table) -> str:
    """The table as text; the same table gives the same text."""
    lines = []
    for script in sorted(table.chunks):
        for letters, read in sorted(table.chunks[script].items()):
            said = " ".join(f"{classes or '-'}:{_cost(share)}" for classes, share in read)
            lines.append(f"chunk\t{script}\t{letters}\t{said}")
    for script in sorted(table.traits):
        for row, shares in enumerate(table.traits[script]):
            lines.append(f"trait\t{script}\t{row}\t{' '.join(str(_cost(share)) for share in shares)}")
    lines += [f"common\t{code or '-'}\t{_cost(share)}" for code, share in zip(CODES, table.common, strict=True)]
    lines += [f"common_trait\t{row}\t{_cost(share)}" for row, share in enumerate(table.common_traits)]
    return "\n".join(lines) + "\n"


def read(text: str) -> Table:
    """The table that ``written`` wrote."""
    chunks: dict[str, dict[str, list[tuple[str, float]]]] = {}
    traits: dict[str, npt.NDArray[np.float32]] = {}
    common: list[float] = []
    common_traits: list[float] = []
    for line in text.splitlines():
        what, *cells = line.split("\t")
        if what == "chunk":
            said = (part.split(":") for part in cells[2].split(" "))
            chunks.setdefault(cells[0], {})[cells[1]] = [
                ("" if classes == "-" else classes, _share(int(cost))) for classes, cost in said
            ]
        elif what == "trait":
            matrix = traits.setdefault(cells[0], np.zeros((TRAITS, TRAITS), np.float32))
            matrix[int(cells[1])] = [_share(int(cost)) for cost in cells[2].split(" ")]
        elif what == "common":
            common.append(_share(int(cells[1])))
        elif what == "common_trait":
            common_traits.append(_share(int(cells[1])))
    return Table(chunks, traits, np.array(common, np.float32), np.array(common_traits, np.float32))


@cache
def table() -> Table:
    """The table of the package."""
    return read(files(__package__).joinpath("data", SHIPPED).read_text(encoding="utf-8"))


def _cost(share: float) -> int:
    return min(999, round(-STEP * math.log(max(float(share), 1e-50))))


def _share(cost: int) -> float:
    return math.exp(-cost / STEP)
