"""How a key is put together: an int32 whose high bits are what is looked up, the low ones what is ranked by.

Keys of names alone are positive, those with a year or a country negative:

    pair      0 0 code:11 other:11 trait:4 trait:4            the lower code first, whatever the order
    alone     0 1 code:11 other:11 trait:4 trait:4            one part of a name, beside its other part
    year      1 00 year:7 code:11 other:11
    country   1 01 country:8 code:11 other:10                 the other part's code without its last bit
    both      1 10 year:7 country:8 code:11 first class:3

As the numbers of codes that begin alike are neighbours, a part of a key is looked up as a range.
"""

from __future__ import annotations

import numba
import numpy as np

ALONE = 1 << 30
NEGATIVE = -(1 << 31)
YEAR, COUNTRY, BOTH = 0 << 29, 1 << 29, 2 << 29

# bits below which keys count as one, when it is counted how many there are
PAIR_CELL, ALONE_CELL, YEAR_CELL, COUNTRY_CELL, BOTH_CELL = 8, 19, 11, 10, 3


@numba.njit(cache=True, inline="always")
def pair_key(code: int, trait: int, other: int, other_trait: int) -> int:
    if code > other or (code == other and trait > other_trait):
        code, trait, other, other_trait = other, other_trait, code, trait
    return code << 19 | other << 8 | trait << 4 | other_trait


@numba.njit(cache=True, inline="always")
def alone_key(code: int, trait: int, other: int, other_trait: int) -> int:
    return 1 << 30 | code << 19 | other << 8 | trait << 4 | other_trait


@numba.njit(cache=True, inline="always")
def year_key(year: int, code: int, other: int) -> int:
    return -(1 << 31) + ((year & 127) << 22 | code << 11 | other)


@numba.njit(cache=True, inline="always")
def country_key(country: int, code: int, other: int) -> int:
    return -(1 << 31) + (1 << 29 | country << 21 | code << 10 | other >> 1)


@numba.njit(cache=True, inline="always")
def both_key(year: int, country: int, code: int, first: int) -> int:
    return -(1 << 31) + (2 << 29 | (year & 127) << 22 | country << 14 | code << 3 | first)


def country_number(code: str) -> int:
    """A country (ISO 3166-1 alpha-2) in eight bits; a few share a number."""
    return (ord(code[0]) * 31 + ord(code[1])) % 253 + 1 if len(code) == 2 and code.isascii() else 0


def year_number(year: int) -> int:
    """A year in seven bits: enough for all who live."""
    return year & 127


CELL_SQL = f"""CASE
    WHEN key >= {ALONE} THEN key >> {ALONE_CELL} << {ALONE_CELL}
    WHEN key >= 0 THEN key >> {PAIR_CELL} << {PAIR_CELL}
    WHEN key < {NEGATIVE + COUNTRY} THEN key >> {YEAR_CELL} << {YEAR_CELL}
    WHEN key < {NEGATIVE + BOTH} THEN key >> {COUNTRY_CELL} << {COUNTRY_CELL}
    ELSE key >> {BOTH_CELL} << {BOTH_CELL} END"""
"""SQL for the cell of a key: what it counts as one with."""


def cells(keys: np.ndarray) -> np.ndarray:
    """The same for int32[n]."""
    bits = np.select(
        [keys >= ALONE, keys >= 0, keys < NEGATIVE + COUNTRY, keys < NEGATIVE + BOTH],
        [ALONE_CELL, PAIR_CELL, YEAR_CELL, COUNTRY_CELL],
        BOTH_CELL,
    ).astype(np.int32)
    return keys >> bits << bits
