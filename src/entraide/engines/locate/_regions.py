"""Regions: cells of H3, fine where the mass is and coarse elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

import h3.api.numpy_int as h3
import numpy as np
import numpy.typing as npt

from ._sphere import Floats


@dataclass(frozen=True)
class Region:
    """Cells of H3 that hold the centre with the probability of ``level``; coarse ones where nothing is singled out."""

    level: float
    cells: npt.NDArray[np.uint64]
    area_km2: float

    def covers(self, lat: float, lon: float) -> bool:
        held = set(self.cells.tolist())
        return any(h3.latlng_to_cell(lat, lon, size) in held for size in set(map(h3.get_resolution, held)))


def without_parts(cells: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """The cells without those that lie within a coarser one of them."""
    sizes = _sizes(cells)
    for size in np.unique(sizes)[:-1].tolist():
        around, finer = set(cells[sizes == size].tolist()), np.flatnonzero(sizes > size)
        inside = [h3.cell_to_parent(cell, size) in around for cell in cells[finer].tolist()]
        kept = np.setdiff1d(np.arange(len(cells)), finer[inside])
        cells, sizes = cells[kept], sizes[kept]
    return cells


def _sizes(cells: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
    """Their resolutions, which H3 writes in bits 52 to 55."""
    return ((cells >> np.uint64(52)) & np.uint64(15)).astype(np.int64)


def ranked(cells: npt.NDArray[np.uint64], mass: Floats) -> tuple[npt.NDArray[np.uint64], Floats]:
    """The cells, densest first, each with the mass of those before it as a share of the whole."""
    order = np.argsort(-mass * 7.0 ** _sizes(cells), kind="stable")
    whole = max(float(mass.sum()), 1e-300)
    return cells[order], (np.cumsum(mass[order]) - mass[order]) / whole
