"""Pictures that are nearly the same, found by chunks of their hashes. The linker never sees a picture."""

from django.db.backends.utils import CursorWrapper

from entraide.engines.link import pictures
from entraide.engines.link.pictures import Look

from ._likeness import Likeness, Near, Pair

BATCH = 50


def _look(stored: bytes | memoryview) -> Look:
    both = bytes(stored)
    return Look(int.from_bytes(both[:8], "big", signed=True), both[8:])


def _chunks(look: Look) -> list[int]:
    return [int(chunk) for chunk in pictures.chunks(look.phash)]


def _probes(look: Look) -> list[int]:
    return [int(probe) for probe in pictures.probes(look.phash)]


def _near(look: Look, others: list[Look]) -> list[Near]:
    found = []
    for at, other in enumerate(others):
        likeness = pictures.likeness(look, other)
        if likeness:
            sure = likeness == pictures.Likeness.SAVED_AGAIN
            found.append(Near(at, pictures.distance(look.phash, other.phash), sure))
    return sorted(found, key=lambda near: (not near.sure, near.likeness))


PICTURES = Likeness(
    table="intel_linkpicture",
    column="int8send(phash) || fine",
    narrow="intel_picturechunk",
    key="chunk",
    number="picture",
    read=_look,
    keys=_chunks,
    probes=_probes,
    near=_near,
)


def link_waiting_pictures(cursor: CursorWrapper, most: int = BATCH) -> tuple[int, list[Pair]]:
    """Store the chunks of at most ``most`` pictures that wait. How many were taken, and the pairs of rows of
    ``intel_linkpicture`` that are nearly the same, with the coarse bits in which they differ as their likeness."""
    return PICTURES.take(cursor, most)
