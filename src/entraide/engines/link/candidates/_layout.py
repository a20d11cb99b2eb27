"""How a key is put together: an int32 whose high bits are what is looked up, the low ones what is ranked by.

Keys of two parts of a name together are positive, the others negative:

    pair      0 cell:19 trait:6 trait:6                       of both codes, whatever their order
    year      1 00 year:7 code:11 other:11
    country   1 01 country:8 code:11 other:10                 the other part's code without its last bit
    both      1 10 year:7 country:8 code:11 first class:3
    alone     1 11 code:11 short:6 trait:6 trait:6            a part, and the beginning of its other part

As the numbers of codes that begin alike are neighbours, a part of a key is looked up as a range.
"""

from __future__ import annotations

from functools import cache

import numba
import numpy as np
import numpy.typing as npt

NEGATIVE = -(1 << 31)
YEAR, COUNTRY, BOTH, ALONE = 0 << 29, 1 << 29, 2 << 29, 3 << 29

# bits below which keys count as one, when it is counted how many there are
PAIR_CELL, YEAR_CELL, COUNTRY_CELL, BOTH_CELL, ALONE_CELL = 12, 11, 10, 3, 18


@numba.njit(cache=True, inline="always")
def pair_cell(code: int, other: int) -> int:
    """Two codes in 19 bits, the order left out; some share a number."""
    low, high = min(code, other), max(code, other)
    mixed = (low * 2048 + high) * 0x9E3779B1 & 0xFFFFFFFF
    return mixed >> 13


@numba.njit(cache=True, inline="always")
def pair_key(code: int, trait: int, other: int, other_trait: int) -> int:
    if code > other or (code == other and trait > other_trait):
        trait, other_trait = other_trait, trait
    return pair_cell(code, other) << 12 | trait << 6 | other_trait


@numba.njit(cache=True, inline="always")
def year_key(year: int, code: int, other: int) -> int:
    return -(1 << 31) + ((year & 127) << 22 | code << 11 | other)


@numba.njit(cache=True, inline="always")
def country_key(country: int, code: int, other: int) -> int:
    return -(1 << 31) + (1 << 29 | country << 21 | code << 10 | other >> 1)


@numba.njit(cache=True, inline="always")
def both_key(year: int, country: int, code: int, first: int) -> int:
    return -(1 << 31) + (2 << 29 | (year & 127) << 22 | country << 14 | code << 3 | first)


@numba.njit(cache=True, inline="always")
def alone_key(code: int, trait: int, short: int, other_trait: int) -> int:
    return -(1 << 31) + (3 << 29 | code << 18 | short << 12 | trait << 6 | other_trait)


@numba.njit(cache=True)
def pair_cells(codes: npt.NDArray[np.int64], others: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The cell of each pair of codes."""
    found = np.empty(len(codes), np.int64)
    for place in range(len(codes)):
        found[place] = pair_cell(codes[place], others[place])
    return found


@cache
def country_number(code: str) -> int:
    """A country (ISO 3166-1 alpha-2) in eight bits; a few share a number."""
    return (ord(code[0]) * 31 + ord(code[1])) % 253 + 1 if len(code) == 2 and code.isascii() else 0


def year_number(year: int) -> int:
    """A year in seven bits: enough for all who live."""
    return year & 127


_KINDS = ((YEAR, YEAR_CELL), (COUNTRY, COUNTRY_CELL), (BOTH, BOTH_CELL), (ALONE, ALONE_CELL))
CELL_SQL = (
    f"CASE WHEN key >= 0 THEN key >> {PAIR_CELL} << {PAIR_CELL} "
    + " ".join(
        f"WHEN key < {NEGATIVE + kind + (1 << 29)} THEN key >> {bits} << {bits}" for kind, bits in _KINDS
    )
    + " END"
)
"""SQL for the cell of a key: what it counts as one with."""


def cells(keys: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """The same for int32[n]."""
    bits = np.full(len(keys), PAIR_CELL, np.int32)
    for kind, width in _KINDS:
        bits[(keys >= NEGATIVE + kind) & (keys < NEGATIVE + kind + (1 << 29))] = width
    cell: npt.NDArray[np.int32] = keys >> bits << bits
    return cell
