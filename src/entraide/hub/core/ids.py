"""Ids are random (version 4) and made here; the exercise makes its own, from its seed."""

import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_seeded: ContextVar[random.Random | None] = ContextVar("seeded ids", default=None)


def new_id() -> uuid.UUID:
    generator = _seeded.get()
    if generator is None:
        return uuid.uuid4()
    return uuid.UUID(int=generator.getrandbits(128), version=4)


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Within, ids follow from the seed: for the exercise and its tests only."""
    token = _seeded.set(random.Random(seed))
    try:
        yield
    finally:
        _seeded.reset(token)
