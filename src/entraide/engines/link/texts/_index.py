"""Signatures in memory, to ask what is near."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ._signature import NEAR_DUPLICATE, bands, signature, similarity

FAN_OUT = 1000
"""Texts of one band that are looked at, the oldest first: boilerplate is in very many."""


@dataclass(frozen=True, slots=True)
class TextMatch:
    """A text of the index and how alike it is: the estimated share of pieces common to both, in [0, 1]."""

    key: Hashable
    similarity: float


class TextIndex:
    """Texts by their bands. Keys are the caller's; a text that is too short is taken and never found."""

    def __init__(self) -> None:
        self._keys: list[Hashable] = []
        self._signatures: list[NDArray[np.uint32]] = []
        self._holders: defaultdict[int, list[int]] = defaultdict(list)

    def __len__(self) -> int:
        return len(self._keys)

    def add(self, key: Hashable, text: str) -> None:
        made = signature(text)
        if made is None:
            return
        for band in bands(made).tolist():
            if len(self._holders[band]) < FAN_OUT:
                self._holders[band].append(len(self._keys))
        self._keys.append(key)
        self._signatures.append(made)

    def near(self, text: str) -> list[TextMatch]:
        """What is nearly the same as ``text``, the most alike first."""
        made = signature(text)
        if made is None:
            return []
        candidates = {at for band in bands(made).tolist() for at in self._holders.get(band, ())}
        found = [
            TextMatch(self._keys[at], similarity(made, self._signatures[at])) for at in sorted(candidates)
        ]
        near = [match for match in found if match.similarity >= NEAR_DUPLICATE]
        return sorted(near, key=lambda match: -match.similarity)


def near_duplicates(text: str, index: TextIndex) -> list[TextMatch]:
    """The texts of ``index`` that are nearly the same as ``text``, the most alike first."""
    return index.near(text)
