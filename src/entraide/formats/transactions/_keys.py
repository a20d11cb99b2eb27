"""Numbers by which rows and legs are known again, compared part by part, so that few are in memory at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

_AT_ONCE = 500_000  # keys compared in memory at once


def put(parts: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    return np.sort(np.concatenate(parts)) if parts else np.zeros(0, np.int64)


def later(
    keys: NDArray[np.uint64], owner: NDArray[Any]
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Places whose key another owner has at an earlier place, and that place; 0 is no key."""
    for places, values in _parts(keys):
        starts = np.flatnonzero(np.append(True, values[1:] != values[:-1]))
        first = places[np.repeat(starts, np.diff(np.append(starts, len(values))))]
        other = owner[places] != owner[first]
        yield places[other], first[other]


def retold(
    keys: NDArray[np.uint64], owner: NDArray[Any]
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Pairs of places of one key: each that the first owner has, with the first that each other owner has."""
    for places, values in _parts(keys):
        starts = np.flatnonzero(np.append(True, values[1:] != values[:-1]))
        group = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(values))))
        own = owner[places].astype(np.int64)
        kept = own == own[starts][group]
        told = np.flatnonzero(~kept)
        _, first = np.unique(group[told] * (own.max() + 1) + own[told], return_index=True)
        told = told[first]
        # Owners come one after the other: what the first has stands at the beginning of the group.
        count = np.bincount(group[kept], minlength=len(starts))[group[told]]
        behind = np.cumsum(count)
        within = np.arange(behind[-1] if len(behind) else 0) - np.repeat(behind - count, count)
        yield places[np.repeat(starts[group[told]], count) + within], places[np.repeat(told, count)]


def repeated(keys: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Places whose key another place has too, ascending; 0 is no key."""
    found = []
    for places, values in _parts(keys):
        starts = np.append(True, values[1:] != values[:-1])
        alone = starts & np.append(starts[1:], True)
        found.append(places[~alone])
    return put(found)


def places_of(values: NDArray[np.int64], wanted: NDArray[np.int64]) -> NDArray[np.int64]:
    """The places at which some values stand, ascending."""
    if not len(wanted):
        return wanted
    found = [
        np.flatnonzero(np.isin(values[at : at + _AT_ONCE], wanted)) + at
        for at in range(0, len(values), _AT_ONCE)
    ]
    return np.concatenate(found)


def _parts(keys: NDArray[np.uint64]) -> Iterator[tuple[NDArray[np.int64], NDArray[np.uint64]]]:
    """Places and their keys by key, in parts by the key's value, so that few are in memory at once."""
    parts = -(-len(keys) // _AT_ONCE)
    for part in range(parts):
        chosen = []
        for at in range(0, len(keys), _AT_ONCE):
            some = keys[at : at + _AT_ONCE]
            chosen.append(np.flatnonzero((some % np.uint64(parts) == part) & (some != 0)) + at)
        places = np.concatenate(chosen)
        values = np.asarray(keys[places])
        order = np.argsort(values, kind="stable")
        if len(order):
            yield places[order], values[order]


def first_words(evidence: pa.Array) -> NDArray[np.uint64]:
    """The first eight bytes of each hash; of several hashes of one leg, of the first."""
    begin, end = evidence.offset, evidence.offset + len(evidence)
    offsets = np.frombuffer(evidence.buffers()[1], np.int32)[begin : end + 1]
    data = np.frombuffer(evidence.buffers()[2], np.uint8) if evidence.buffers()[2] else np.zeros(0, np.uint8)
    whole = data[offsets[:-1, None] + np.arange(8)]
    words: NDArray[np.uint64] = np.ascontiguousarray(whole).view(np.uint64).ravel()
    return words


def hashes(words: Sequence[str | bytes]) -> NDArray[np.uint64]:
    return np.fromiter(map(hash, words), np.int64, len(words)).view(np.uint64)
