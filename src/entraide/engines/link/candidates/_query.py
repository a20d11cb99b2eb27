"""What is looked up for a person who is asked for, the most telling first, and how what is found is ranked."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt

from . import _layout as layout
from ._classes import CLASSES, CODES, FIRST_CLASS, SHORT, SHORTS, beginning
from ._heavy import HeavyKeys
from ._keys import MOST_NAMES
from ._parts import parts_of
from ._rank import Asked, ranked
from ._reading import Reading, reading
from ._table import table

_BESIDE_YEAR = 0.04
"""How often a birth year is off by one."""
_OTHER_FAILS = 0.1
"""How often one part of a name is beyond recognition, so that the other must do alone."""
_SLIP = 0.02
_WITHOUT_YEAR, _WITHOUT_COUNTRY = 8.0, 2.0
"""Bits against who was not found under the year, or the country, asked for: another's is there, or none."""
_PAIRS_LOOKED_UP = 400
_WITH_YEAR = 100
_RANGE_COST = 15.0
"""Postings that could be read in the time of finding where a range begins."""

_BESIDE = 12
"""Bits below the beginning of the other part, in a key of a part alone."""

_Ints = npt.NDArray[np.int64]
_Floats = npt.NDArray[np.float64]
_Together = tuple[_Ints, _Ints, _Ints, _Floats]


@dataclass(frozen=True)
class Budget:
    """How much is looked at: ``postings`` expected in all, ``ranges`` of keys, and of the people found those
    ``kept`` who rank best, as far as their bits lie ``within`` those of the first.

    ``with_both``: postings where year and country are known, if fewer suffice: what is found under those tells so
    much that the rest adds little.
    """

    postings: int
    ranges: int
    kept: int
    within: float = math.inf
    with_both: int | None = None

    def postings_for(self, *, year: bool, country: bool) -> int:
        """The postings to look at when so much is known beside the names."""
        return self.with_both if year and country and self.with_both is not None else self.postings


INLINE = Budget(postings=20_000, ranges=400, kept=1_200, within=14.0, with_both=6_000)
DEEP = Budget(postings=120_000, ranges=1_500, kept=12_000, within=24.0)


@dataclass(frozen=True)
class Query:
    """Ranges of keys ``low`` to ``high``, both included, int32[n], the most telling first; how many ``postings``
    are expected there at most; and what is asked, for ranking what is found."""

    low: npt.NDArray[np.int32]
    high: npt.NDArray[np.int32]
    postings: int
    asked: Asked
    budget: Budget

    def best(
        self, keys: npt.NDArray[np.int32], people: npt.NDArray[np.int32]
    ) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]:
        """Of postings (key, person) the people most likely meant: their numbers, and bits for them, best first."""
        return ranked(keys, people, self.asked, self.budget.kept, self.budget.within)


def query(
    names: Sequence[str],
    heavy: HeavyKeys,
    budget: Budget = INLINE,
    *,
    birth_years: Sequence[int] = (),
    countries: Sequence[str] = (),
) -> Query:
    """What to look up for a person of these names, within a budget.

    ``birth_years``: the possible ones, empty if unknown. ``countries``: nationalities, ISO 3166-1 alpha-2.
    """
    words: list[Reading] = []
    pairs: list[tuple[int, int]] = []
    initials: list[tuple[int, Reading]] = []
    for name in islice(names, MOST_NAMES):
        parts = parts_of(name)
        places: dict[int, int] = {}
        for at, word in enumerate(parts.words):
            if (read := reading(*word)) is not None:
                places[at] = len(words)
                words.append(read)
        pairs += [(places[a], places[b]) for a, b in parts.pairs if a in places and b in places]
        for letter in parts.initials:
            if (read := reading(*letter)) is not None:
                initials += [(at, read) for at in places.values()]
    years = _years(birth_years)
    held = sorted({number for code in countries[:2] if (number := layout.country_number(code))})
    found = _Ranges()
    together = [_likely_pairs(words[one], words[two]) for one, two in pairs]
    for (one, two), likely in zip(pairs, together, strict=True):
        found.beside(words[one], words[two], likely, years, held)
    paired = {place for pair in pairs for place in pair}
    with_initials = {place for place, _ in initials}
    for place, one_word in enumerate(words):
        share = _OTHER_FAILS if place in paired or place in with_initials else 1.0
        found.alone(one_word, share, years, held)
    for place, beginning_with in initials:
        found.with_initial(words[place], beginning_with)
    postings = budget.postings_for(year=bool(years), country=bool(held))
    low, high = found.within(postings, budget.ranges, heavy)
    return Query(low, high, postings, _asked(words, pairs, together, years, held), budget)


def _likely_pairs(one: Reading, two: Reading) -> _Together:
    """Codes of two words together, likeliest first: of the one, of the other, their cell, their share."""
    shares = np.multiply.outer(one.shares, two.shares).ravel()
    best = np.argsort(-shares, kind="stable")[:_PAIRS_LOOKED_UP]
    a = one.codes[best // len(two.codes)].astype(np.int64)
    b = two.codes[best % len(two.codes)].astype(np.int64)
    return a, b, layout.pair_cells(a, b), shares[best]


def _years(birth_years: Sequence[int]) -> dict[int, float]:
    """Each year under which the person may be stored, with how likely it is."""
    if not birth_years or max(birth_years) - min(birth_years) > 4:
        return {}
    years = dict.fromkeys(range(min(birth_years) - 1, max(birth_years) + 2), _BESIDE_YEAR)
    for year in range(min(birth_years), max(birth_years) + 1):
        years[year] = 1.0 / (max(birth_years) - min(birth_years) + 1)
    return years


class _Ranges:
    """Ranges of keys that may hold who is asked for: how likely they do, and how many postings they hold."""

    def __init__(self) -> None:
        self.common = table().common.astype(np.float64)
        self.found: list[tuple[_Ints, _Floats, _Ints, _Floats]] = []
        self.widths: list[int] = []

    def add(self, low: _Ints, width: int, share: _Floats, cell: _Ints, part: float | _Floats = 1.0) -> None:
        """Ranges that hold ``part`` of a cell's postings."""
        self.found.append((low, share, cell, np.full(len(low), part)))
        self.widths.append(width)

    def beside(
        self,
        one: Reading,
        two: Reading,
        together: _Together,
        years: Mapping[int, float],
        countries: Sequence[int],
    ) -> None:
        """Two words that stand beside each other in a name."""
        a, b, cell, shares = together
        cell = cell << layout.PAIR_CELL
        self.add(cell, 1 << layout.PAIR_CELL, shares, cell)
        a, b, shares = a[:_WITH_YEAR], b[:_WITH_YEAR], shares[:_WITH_YEAR]
        for code, other in ((a, b), (b, a)):
            for year, likely in years.items():
                low = layout.NEGATIVE + (layout.year_number(year) << 22 | code << 11)
                self.add(low | other, 1, shares * likely, low, self.common[other])
            for country in countries:
                low = layout.NEGATIVE + (layout.COUNTRY | country << 21 | code << 10)
                self.add(low | other >> 1, 1, shares, low, self.common[other])
        for one_, two_ in ((one, two), (two, one)):
            self.with_initial(one_, two_, 0.01)

    def alone(
        self, word: Reading, share: float, years: Mapping[int, float], countries: Sequence[int]
    ) -> None:
        """One word, whatever stands beside it."""
        code, shares = word.codes.astype(np.int64), word.shares * share
        low = layout.NEGATIVE + (layout.ALONE | code << layout.ALONE_CELL)
        self.add(low, 1 << layout.ALONE_CELL, shares, low)
        self.add(low, 1 << _BESIDE, word.shares * 0.02, low, 0.03)
        for country in countries:
            low = layout.NEGATIVE + (layout.COUNTRY | country << 21 | code << 10)
            self.add(low, 1 << layout.COUNTRY_CELL, shares, low)
        for year, likely in years.items():
            low = layout.NEGATIVE + (layout.year_number(year) << 22 | code << 11)
            self.add(low, 1 << layout.YEAR_CELL, shares * likely, low)
            for country in countries:
                low = layout.NEGATIVE + (
                    layout.BOTH | layout.year_number(year) << 22 | country << 14 | code << 3
                )
                self.add(low, 1 << layout.BOTH_CELL, shares * likely, low)

    def with_initial(self, word: Reading, letter: Reading, share: float = 1.0) -> None:
        """One word beside another of which the first letter is known: of either side."""
        code = word.codes.astype(np.int64)
        low = layout.NEGATIVE + (layout.ALONE | code << layout.ALONE_CELL)
        firsts = np.bincount(FIRST_CLASS[letter.codes], letter.shares)
        for first in np.flatnonzero(firsts).tolist():
            least, most = beginning(CLASSES[first - 1] if first else "")
            if share < 1 or not first:  # stored as an initial: nothing follows
                most = least
            inside = float(self.common[least : most + 1].sum())
            begin, width = int(SHORT[least]) << _BESIDE, int(SHORT[most] - SHORT[least] + 1) << _BESIDE
            self.add(low + begin, width, word.shares * firsts[first] * share, low, inside)

    def within(
        self, postings: int, ranges: int, heavy: HeavyKeys
    ) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """So many ranges that tell most for what they cost, as far as the postings go."""
        if not self.found:
            return np.zeros(0, np.int32), np.zeros(0, np.int32)
        low, share, cell, part = (np.concatenate(column) for column in zip(*self.found, strict=True))
        high = low + np.repeat(self.widths, [len(one) for one, *_ in self.found]) - 1
        holders = heavy.count(cell) * part
        order = np.argsort(-share / (holders + _RANGE_COST), kind="stable")[:ranges]
        within = np.cumsum(holders[order]) <= postings
        within[:1] = True
        taken = order[within]
        return low[taken].astype(np.int32), high[taken].astype(np.int32)


def _asked(
    words: Sequence[Reading],
    pairs: Sequence[tuple[int, int]],
    together: Sequence[_Together],
    years: Mapping[int, float],
    countries: Sequence[int],
) -> Asked:
    known = table()
    codes = np.full((len(words), len(CODES)), _SLIP, np.float32)
    shorts = np.full((len(words), SHORTS), _SLIP, np.float32)
    firsts = np.full((len(words), 8), _SLIP, np.float32)
    traits = np.zeros((len(words), len(known.common_traits)), np.float32)
    short_common, first_common = _common_beginnings()
    for place, word in enumerate(words):
        shares = (1 - _SLIP) * word.shares
        codes[place, word.codes] += shares / known.common[word.codes]
        shorts[place] += np.bincount(SHORT[word.codes], shares, SHORTS) / short_common
        firsts[place] += np.bincount(FIRST_CLASS[word.codes], shares, 8) / first_common
        traits[place] = 0.98 * word.traits / known.common_traits + 0.02
    codes, shorts, firsts, traits = np.log2(codes), np.log2(shorts), np.log2(firsts), np.log2(traits)
    cells, cell_bits, cell_words = _cells_of(codes, pairs, together)
    year_bits = np.zeros(128, np.float32)
    for year, share in years.items():
        year_bits[layout.year_number(year)] = max(0.0, 5.5 + np.log2(share))
    country_bits = np.zeros(256, np.float32)
    country_bits[list(countries)] = 4.0
    return Asked(
        codes,
        shorts,
        firsts,
        traits,
        np.array(pairs, np.int32).reshape(-1, 2),
        cells,
        cell_bits,
        cell_words,
        year_bits,
        country_bits,
        _WITHOUT_YEAR * bool(years),
        _WITHOUT_COUNTRY * bool(countries),
    )


@cache
def _common_beginnings() -> tuple[Any, Any]:
    """How common the first two classes are, and the first."""
    common = table().common.astype(np.float64)
    return np.bincount(SHORT, common), np.bincount(FIRST_CLASS, common)


def _cells_of(
    codes: npt.NDArray[np.float32], pairs: Sequence[tuple[int, int]], together: Sequence[_Together]
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32], npt.NDArray[np.int32]]:
    """The cells of pairs of words, sorted; the bits of each in the likeliest way in which it comes about, and its
    words, that with the lower code first."""
    if not pairs:
        return np.zeros(0, np.int32), np.zeros(0, np.float32), np.zeros((0, 2), np.int32)
    a, b, cell, _ = (np.concatenate(column) for column in zip(*together, strict=True))
    words = np.repeat(np.array(pairs, np.int32), [len(likely[0]) for likely in together], axis=0)
    bits = codes[words[:, 0], a] + codes[words[:, 1], b]
    words = np.where((a <= b)[:, None], words, words[:, ::-1])
    order = np.lexsort((-bits, cell))
    first = order[np.append(True, np.diff(cell[order]) > 0)]
    return cell[first].astype(np.int32), bits[first], words[first]
