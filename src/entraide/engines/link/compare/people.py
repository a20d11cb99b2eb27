"""Records of which it is known who is who, and the pairs of them that are worth comparing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..candidates import keys_of_many
from . import levels as ours
from .record import Record
from .weights import Weights

HEAVY = 2000
"""Records that may share a key and still be compared."""


class People(NamedTuple):
    """Records and, for each, the number of the person it is of."""

    persons: Sequence[int]
    records: Sequence[Record]


class Compared(NamedTuple):
    """Pairs of records that share a key. ``levels``, ``rarity``: shape (pairs, fields). ``same``: of one person."""

    levels: ours.Levels
    rarity: ours.Rarity
    same: NDArray[np.bool_]


def compared(people: People, table: Weights) -> Compared:
    """All pairs that share a key of their names, a document or a selector, or stand beside one."""
    pairs = candidate_pairs(people)
    records, persons = people.records, np.asarray(people.persons)
    levels, rarity = ours.of_pairs([(records[a], records[b]) for a, b in pairs.tolist()], table)
    return Compared(levels, rarity, persons[pairs[:, 0]] == persons[pairs[:, 1]])


def candidate_pairs(people: People) -> NDArray[np.int64]:
    """Shape (pairs, 2): the records that share a key of their names, a document or a selector."""
    holders: dict[Any, list[int]] = {}
    keys, owners = keys_of_many(
        [record.names for record in people.records],
        [_years(record) for record in people.records],
        [sorted(record.nationalities) for record in people.records],
    )
    for key, owner in zip(keys.tolist(), owners.tolist(), strict=True):
        holders.setdefault(key, []).append(owner)
    for index, record in enumerate(people.records):
        for value in {
            *(number for _, number in record.documents),
            *record.selectors,
            *(key for _, key in record.beside),
        }:
            holders.setdefault(value, []).append(index)
    found = [
        np.array([(a, b) for place, b in enumerate(held) for a in held[:place]], np.int64)
        for held in holders.values()
        if 1 < len(held) <= HEAVY
    ]
    return np.unique(np.concatenate(found), axis=0) if found else np.zeros((0, 2), np.int64)


def _years(record: Record) -> tuple[int, int]:
    return (record.birth.first.year, record.birth.last.year) if record.birth else (0, 0)
