from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be a selector of ``kind`` at ``[start:end]`` of the shadow.

    ``text`` is what to clean, or if it is ``cleaned`` the value itself. ``sure``: it cannot be anything else, so
    if it fails it is shown as failed; otherwise it is dropped. ``inner``: what lies inside it and counts too,
    such as the domain of a URL.
    """

    kind: str
    start: int
    end: int
    text: str
    sure: bool = False
    cleaned: bool = False
    inner: Candidate | None = None
