"""How likely the people found are meant, by the keys under which they were found."""

from __future__ import annotations

from typing import NamedTuple

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
    traits stand there. ``years``: [128]. ``countries``: [256]. ``without``: what is taken off where neither says
    anything though one was asked for.
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
    without: float


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
    slots = 4
    while slots < 2 * len(keys):
        slots *= 2
    held = np.full(slots, -1, np.int32)
    found = np.empty(len(keys), np.int32)
    bits = np.empty(len(keys), np.float32)
    beside = np.empty(len(keys), np.float32)
    total = 0
    for at in range(len(keys)):
        name, more = _said(keys[at], asked)
        slot = (np.int64(people[at]) * 0x9E3779B1 >> 7) & (slots - 1)
        while held[slot] >= 0 and found[held[slot]] != people[at]:
            slot = (slot + 1) & (slots - 1)
        place = held[slot]
        if place < 0:
            held[slot] = total
            found[total], bits[total], beside[total] = people[at], name, more
            total += 1
        else:
            bits[place] = max(bits[place], name)
            beside[place] = max(beside[place], more)
    for place in range(total):
        bits[place] += beside[place] if beside[place] > 0 else -asked.without
    return found[:total], bits[:total]


@numba.njit(cache=True)
def _said(key: int, asked: Asked) -> tuple[float, float]:
    """Bits of one key: of its names, and of its year and country. See ``_layout``."""
    if key >= 0:
        return _cell_bits(key, asked), 0.0
    value: int = np.int64(key) + (1 << 31)  # type: ignore[assignment]
    kind = value >> 29 & 3
    if kind == 0:
        name = _codes_bits(value >> 11 & 2047, value & 2047, asked)
        return name, asked.years[value >> 22 & 127]
    if kind == 1:
        code, other = value >> 10 & 2047, (value & 1023) << 1
        name = _codes_bits(code, other, asked)
        if other + 1 < asked.codes.shape[1]:
            name = max(name, _codes_bits(code, other + 1, asked))
        return name, asked.countries[value >> 21 & 255]
    if kind == 2:
        name = _beside_bits(value >> 3 & 2047, value & 7, asked.firsts, -1, -1, asked)
        return name, asked.years[value >> 22 & 127] + asked.countries[value >> 14 & 255]
    return _beside_bits(
        value >> 18 & 2047, value >> 12 & 63, asked.shorts, value >> 6 & 63, value & 63, asked
    ), 0.0


@numba.njit(cache=True)
def _cell_bits(key: int, asked: Asked) -> float:
    cell = key >> 12
    place = np.searchsorted(asked.cells, cell)
    if place == len(asked.cells) or asked.cells[place] != cell:
        return -1e9
    first, second = asked.cell_words[place]
    bits: float = asked.cell_bits[place] + asked.traits[first, key >> 6 & 63] + asked.traits[second, key & 63]
    return bits


@numba.njit(cache=True)
def _codes_bits(code: int, other: int, asked: Asked) -> float:
    best = -1e9
    codes = asked.codes
    for pair in range(asked.pairs.shape[0]):
        one, two = asked.pairs[pair]
        best = max(best, codes[one, code] + codes[two, other], codes[two, code] + codes[one, other])
    if asked.pairs.shape[0] == 0:
        for word in range(codes.shape[0]):
            best = max(best, codes[word, code])
    return best


@numba.njit(cache=True)
def _beside_bits(
    code: int, beginning: int, beginnings: Float32s, trait: int, other_trait: int, asked: Asked
) -> float:
    """A word, and how the other begins."""
    best = -1e9
    for pair in range(asked.pairs.shape[0]):
        for turn in range(2):
            one, two = asked.pairs[pair, turn], asked.pairs[pair, 1 - turn]
            bits = asked.codes[one, code] + beginnings[two, beginning]
            if trait >= 0:
                bits += asked.traits[one, trait] + asked.traits[two, other_trait]
            best = max(best, bits)
    if asked.pairs.shape[0] == 0:
        for word in range(asked.codes.shape[0]):
            bits = asked.codes[word, code]
            if trait >= 0:
                bits += asked.traits[word, trait]
            best = max(best, bits)
    return best
