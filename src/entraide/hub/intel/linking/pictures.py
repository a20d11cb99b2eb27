"""Pictures that are nearly the same, found by chunks of their hashes. The linker never sees a picture."""

from __future__ import annotations

from django.db.backends.utils import CursorWrapper

from entraide.engines.link.pictures import NEAR_DUPLICATE, chunks, distance, probes

from ._likeness import Likeness, Pair

BATCH = 50


def _chunks(phash: int) -> list[int]:
    return [int(chunk) for chunk in chunks(phash)]


def _probes(phash: int) -> list[int]:
    return [int(probe) for probe in probes(phash)]


def _near(phash: int, others: list[int]) -> list[tuple[int, float]]:
    apart = [(distance(phash, other), at) for at, other in enumerate(others)]
    return [(at, bits) for bits, at in sorted(apart) if bits <= NEAR_DUPLICATE]


PICTURES = Likeness(
    table="intel_linkpicture",
    column="phash",
    narrow="intel_picturechunk",
    key="chunk",
    number="picture",
    read=int,
    keys=_chunks,
    probes=_probes,
    near=_near,
)


def link_waiting_pictures(cursor: CursorWrapper, most: int = BATCH) -> tuple[int, list[Pair]]:
    """Store the chunks of at most ``most`` pictures that wait. How many were taken, and the pairs of rows of
    ``intel_linkpicture`` that are nearly the same, with the bits in which they differ as their likeness."""
    return PICTURES.take(cursor, most)
