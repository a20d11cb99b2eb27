"""How likely the people found are meant, by the keys under which they were found."""

from __future__ import annotations

from typing import Any, NamedTuple

import numba
import numpy as np
import numpy.typing as npt

Int32s = npt.NDArray[np.int32]
Float32s = npt.NDArray[np.float32]


class Asked(NamedTuple):
    """Bits (log2 of how much likelier than by chance) of what a key says, for w words of the names asked for.

    ``codes``: [w, 1814]. ``shorts``: [w, 50], by the first two classes. ``firsts``: [w, 8], by the first.
    ``traits``: [w, 64]. ``pairs``: int32[p, 2], which words stand beside each other. ``cells``: int32[c]
    sorted, the cells of pairs that are looked up, ``cell_bits``: [c], and ``cell_words``: int32[c, 2], whose
    traits stand there. ``years``: [128]. ``countries``: [256]. ``without_year``, ``without_country``: what is
    taken off who was not found under the one asked for.
    """

    codes: Float32s
    shorts: Float32s
    firsts: Float32s
    traits: Float32s
    pairs: Int32s
    cells: Int32s
    cell_bits: Float32s
    cell_words: Int32s
    years: Float32s
    countries: Float32s
    without_year: float
    without_country: float


def ranked(keys: Int32s, people: Int32s, asked: Asked, kept: int, within: float) -> tuple[Int32s, Float32s]:
    """The ``kept`` people with the most bits, none of them with less than the first by more than ``within``,
    and their bits, best first; equal ones by number."""
    if not len(keys):
        return np.zeros(0, np.int32), np.zeros(0, np.float32)
    found, bits = _summed(keys, people, asked)
    near = bits >= bits.max() - within
    found, bits = found[near], bits[near]
    order = np.lexsort((found, -bits))[:kept]
    return found[order], bits[order]


@numba.njit(cache=True)
def _summed(keys: Int32s, people: Int32s, asked: Asked) -> tuple[Int32s, Float32s]:
    """What names say best of each person, and what year and country add; in the order of their first keys."""
    names, in_year, in_country = _said(keys, *asked[:-2])
    slots = 4
    while slots < 2 * len(keys):
        slots *= 2
    held = np.full(slots, -1, np.int32)
    found = np.empty(len(keys), np.int32)
    bits = np.empty(len(keys), np.float32)
    year = np.zeros(len(keys), np.float32)
    country = np.zeros(len(keys), np.float32)
    total = 0
    for at in range(len(keys)):
        slot = (np.int64(people[at]) * 0x9E3779B1 >> 7) & (slots - 1)
        while held[slot] >= 0 and found[held[slot]] != people[at]:
            slot = (slot + 1) & (slots - 1)
        place = held[slot]
        if place < 0:
            held[slot] = total
            place = total
            found[place], bits[place] = people[at], names[at]
            total += 1
        bits[place] = max(bits[place], names[at])
        year[place] = max(year[place], in_year[at])
        country[place] = max(country[place], in_country[at])
    for place in range(total):
        bits[place] += year[place] if year[place] > 0 else -asked.without_year
        bits[place] += country[place] if country[place] > 0 else -asked.without_country
    return found[:total], bits[:total]


# The arrays one by one: handed over together, each is counted at every key, which takes twenty times as long.


@numba.njit(cache=True)
def _said(
    keys: Int32s,
    codes: Float32s,
    shorts: Float32s,
    firsts: Float32s,
    traits: Float32s,
    pairs: Int32s,
    cells: Int32s,
    cell_bits: Float32s,
    cell_words: Int32s,
    years: Float32s,
    countries: Float32s,
) -> tuple[Float32s, Float32s, Float32s]:
    """Bits of each key: of its names, of its year, and of its country. See ``_layout``."""
    names = np.zeros(len(keys), np.float32)
    year = np.zeros(len(keys), np.float32)
    country = np.zeros(len(keys), np.float32)
    cell, of_cell, first, second = -1, -1e9, 0, 0
    for at in range(len(keys)):
        key: Any = keys[at]
        if key >= 0:
            if key >> 12 != cell:  # mostly many of a cell one after the other
                cell = key >> 12
                place = np.searchsorted(cells, cell)
                of_cell = -1e9
                if place < len(cells) and cells[place] == cell:
                    of_cell, first, second = cell_bits[place], cell_words[place, 0], cell_words[place, 1]
            names[at] = of_cell
            if of_cell > -1e9:
                names[at] += traits[first, key >> 6 & 63] + traits[second, key & 63]
            continue
        value: Any = np.int64(key) + (1 << 31)
        kind = value >> 29 & 3
        if kind == 0:
            names[at] = _codes_bits(value >> 11 & 2047, value & 2047, codes, pairs)
            year[at] = years[value >> 22 & 127]
        elif kind == 1:
            code, other = value >> 10 & 2047, (value & 1023) << 1
            names[at] = _codes_bits(code, other, codes, pairs)
            if other + 1 < codes.shape[1]:
                names[at] = max(names[at], _codes_bits(code, other + 1, codes, pairs))
            country[at] = countries[value >> 21 & 255]
        elif kind == 2:
            names[at] = _beside_bits(value >> 3 & 2047, value & 7, firsts, -1, -1, codes, traits, pairs)
            year[at] = years[value >> 22 & 127]
            country[at] = countries[value >> 14 & 255]
        else:
            trait, other_trait = value >> 6 & 63, value & 63
            names[at] = _beside_bits(
                value >> 18 & 2047, value >> 12 & 63, shorts, trait, other_trait, codes, traits, pairs
            )
    return names, year, country


@numba.njit(cache=True, inline="always")
def _codes_bits(code: int, other: int, codes: Float32s, pairs: Int32s) -> float:
    best = -1e9
    for pair in range(pairs.shape[0]):
        one, two = pairs[pair, 0], pairs[pair, 1]
        best = max(best, codes[one, code] + codes[two, other], codes[two, code] + codes[one, other])
    if pairs.shape[0] == 0:
        for word in range(codes.shape[0]):
            best = max(best, codes[word, code])
    return best


@numba.njit(cache=True, inline="always")
def _beside_bits(
    code: int,
    beginning: int,
    beginnings: Float32s,
    trait: int,
    other_trait: int,
    codes: Float32s,
    traits: Float32s,
    pairs: Int32s,
) -> float:
    """A word, and how the other begins; ``trait`` -1 where nothing is said of sounds."""
    best = -1e9
    for pair in range(pairs.shape[0]):
        for turn in range(2):
            one, two = pairs[pair, turn], pairs[pair, 1 - turn]
            bits = codes[one, code] + beginnings[two, beginning]
            if trait >= 0:
                bits += traits[one, trait] + traits[two, other_trait]
            best = max(best, bits)
    if pairs.shape[0] == 0:
        for word in range(codes.shape[0]):
            bits = codes[word, code]
            if trait >= 0:
                bits += traits[word, trait]
            best = max(best, bits)
    return best
