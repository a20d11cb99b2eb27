"""What was learned of how words are read: the table that ships with the package."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ._classes import CODES, TRAITS, step_of

SHIPPED = "readings.tsv"
STEP = 8.0
"""Probabilities stand in the table as whole numbers: -8 ln p."""


@dataclass(frozen=True)
class Table:
    """``chunks``: script → letters → [(classes, probability)], likeliest first. ``traits``: script →
    of each trait float32[n, n], probability that the Latin word has it (column) given that the word read by
    rule does (row). ``common``: float32[1814], how common each code is among names. ``common_traits``:
    float32[64], the same of traits together."""

    chunks: dict[str, dict[str, list[tuple[str, float]]]]
    traits: dict[str, list[npt.NDArray[np.float32]]]
    common: npt.NDArray[np.float32]
    common_traits: npt.NDArray[np.float32]

    @cached_property
    def flat(self) -> Flat:
        """The readings of all groups of letters one after the other, after those of no group."""
        steps, chances = list(range(64)), [1.0] * 64
        groups: dict[str, dict[str, tuple[int, int]]] = {}
        for script, chunks in self.chunks.items():
            groups[script] = {}
            for letters, read in chunks.items():
                groups[script][letters] = (len(steps), len(steps) + len(read))
                steps += [step_of(classes) for classes, _ in read]
                chances += [chance for _, chance in read]
        return Flat(groups, (np.array(steps, np.int16), np.array(chances)))


class Flat(NamedTuple):
    """``groups``: script → letters → where its readings begin and end; ``readings``: classes as steps, and
    their probability. The first 64 readings are the steps themselves."""

    groups: dict[str, dict[str, tuple[int, int]]]
    readings: tuple[npt.NDArray[np.int16], npt.NDArray[np.float64]]


def written(table: Table) -> str:
    """The table as text; the same table gives the same text."""
    lines = []
    for script in sorted(table.chunks):
        for letters, read in sorted(table.chunks[script].items()):
            said = " ".join(f"{classes or '-'}:{_cost(share)}" for classes, share in read)
            lines.append(f"chunk\t{script}\t{letters}\t{said}")
    for script in sorted(table.traits):
        for which, matrix in enumerate(table.traits[script]):
            for row, shares in enumerate(matrix):
                said = " ".join(str(_cost(share)) for share in shares)
                lines.append(f"trait\t{script}\t{which}\t{row}\t{said}")
    lines += [
        f"common\t{code or '-'}\t{_cost(share)}" for code, share in zip(CODES, table.common, strict=True)
    ]
    lines += [f"common_trait\t{row}\t{_cost(share)}" for row, share in enumerate(table.common_traits)]
    return "\n".join(lines) + "\n"


def read(text: str) -> Table:
    """The table that ``written`` wrote."""
    chunks: dict[str, dict[str, list[tuple[str, float]]]] = {}
    traits: dict[str, list[npt.NDArray[np.float32]]] = {}
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
            matrices = traits.setdefault(cells[0], [np.zeros((n, n), np.float32) for n in TRAITS])
            matrices[int(cells[1])][int(cells[2])] = [_share(int(cost)) for cost in cells[3].split(" ")]
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
