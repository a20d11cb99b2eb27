"""Texts that are nearly the same, found by the bands of their signatures. The linker never sees a text."""

from __future__ import annotations

import numpy as np
from django.db.backends.utils import CursorWrapper
from numpy.typing import NDArray

from entraide.engines.link.texts import NEAR_DUPLICATE, bands, from_bytes, similarities

from ._likeness import Likeness, Near, Pair

BATCH = 500
SURE = 0.7  # similarity; below it a person looks first


def _bands(signature: NDArray[np.uint32]) -> list[int]:
    return bands(signature).tolist()


def _near(signature: NDArray[np.uint32], others: list[NDArray[np.uint32]]) -> list[Near]:
    alike = similarities(signature, np.stack(others))
    order = np.argsort(-alike, kind="stable")
    near = order[alike[order] >= NEAR_DUPLICATE]
    return [Near(int(at), float(alike[at]), bool(alike[at] >= SURE)) for at in near]


TEXTS = Likeness(
    table="intel_linktext",
    column="signature",
    narrow="intel_textband",
    key="band",
    number="text",
    read=from_bytes,
    keys=_bands,
    probes=_bands,
    near=_near,
)


def link_waiting_texts(cursor: CursorWrapper, most: int = BATCH) -> tuple[int, list[Pair]]:
    """Store the bands of at most ``most`` texts that wait. How many were taken, and the pairs of rows of
    ``intel_linktext`` that are nearly the same, with their similarity in [0, 1]."""
    return TEXTS.take(cursor, most)


def similar_texts(cursor: CursorWrapper, signature: NDArray[np.uint32]) -> list[tuple[int, float]]:
    """Numbers of the stored texts that are nearly the same as one that is not stored, the most alike first."""
    rows = TEXTS.found(cursor, _bands(signature))
    if not rows:
        return []
    return [(rows[near.at].number, near.likeness) for near in _near(signature, [row.value for row in rows])]
