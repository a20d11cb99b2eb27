"""A made-up population, as large as wanted, from openly licensed names; and people hidden in it.

Names are those of Faker's locales, in their own script and romanised, and the pairs of names in
``names_folder()``; how often each is borne falls off as Zipf says. The background is made of those halves of
the pairs on which names were learned, the hidden people of the other halves: no figure of theirs was trained.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ..engines.link.names._readings import romanised
from ..engines.link.names.training._pairs import PEOPLE, halves, people

SEED = 20261
THIS_YEAR = 2026
_PAIRS_SHARE = 0.3
_ZIPF = 0.8

# locale → country → weight; a locale may stand for several countries that write as it does
_WHERE = {
    "zh_CN": {"CN": 14},
    "zh_TW": {"TW": 4, "MY": 3, "SG": 1},
    "vi_VN": {"VN": 8},
    "th_TH": {"TH": 8, "LA": 1},
    "id_ID": {"ID": 8},
    "ko_KR": {"KR": 4},
    "ja_JP": {"JP": 3},
    "hi_IN": {"IN": 6},
    "en_IN": {"IN": 7},
    "ta_IN": {"IN": 1, "LK": 1},
    "bn_BD": {"BD": 4},
    "ne_NP": {"NP": 3},
    "en_PK": {"PK": 5},
    "ar_AA": {"EG": 3, "MA": 2, "IQ": 1, "JO": 1},
    "ar_SA": {"SA": 1, "AE": 1},
    "fr_DZ": {"DZ": 2, "TN": 1},
    "fa_IR": {"IR": 2, "AF": 1},
    "en_KE": {"KE": 4, "UG": 3, "TZ": 1},
    "en_NG": {"NG": 3},
    "yo_NG": {"NG": 2},
    "tw_GH": {"GH": 2},
    "zu_ZA": {"ZA": 2},
    "sw": {"TZ": 2},
    "ru_RU": {"RU": 4, "KZ": 1, "BY": 1},
    "uk_UA": {"UA": 2},
    "uz_UZ": {"UZ": 1},
    "tr_TR": {"TR": 3},
    "pt_BR": {"BR": 4},
    "es_MX": {"MX": 3},
    "es_CO": {"CO": 2, "PE": 1, "EC": 1},
    "es_ES": {"ES": 1, "PH": 8},
    "fr_FR": {"FR": 2, "CI": 1, "CM": 1},
    "de_DE": {"DE": 2},
    "it_IT": {"IT": 1},
    "pl_PL": {"PL": 1},
    "ro_RO": {"RO": 1},
    "en_GB": {"GB": 2},
    "en_US": {"US": 4},
    "nl_NL": {"NL": 1},
    "he_IL": {"IL": 1},
    "el_GR": {"GR": 1},
    "ka_GE": {"GE": 1},
    "hy_AM": {"AM": 1},
    "bg_BG": {"BG": 1},
    "hu_HU": {"HU": 1},
    "cs_CZ": {"CZ": 1},
    "sv_SE": {"SE": 1},
}
_FAMILY_FIRST = frozenset({"zh_CN", "zh_TW", "ko_KR", "ja_JP", "vi_VN", "hu_HU"})
_WITHOUT_SPACE = frozenset({"zh_CN", "zh_TW", "ko_KR", "ja_JP"})
_SCRIPT = {
    "zh": "Hani", "ko": "Hang", "ja": "Hani", "th": "Thai", "hi": "Deva", "ne": "Deva", "ta": "Taml",
    "bn": "Beng", "ar": "Arab", "fa": "Arab", "ru": "Cyrl", "uk": "Cyrl", "bg": "Cyrl", "he": "Hebr",
    "el": "Grek", "ka": "Geor", "hy": "Armn",
}  # fmt: skip
_UNVOWELLED = frozenset({"Arab", "Hebr"})  # what rules make of it is no name that anyone writes
_SEXES = ("m", "f")


@dataclass(frozen=True)
class Population:
    """N people. ``words``: all words of names. ``first``, ``last``: int32[N], places in ``words`` in the order
    in which they are written; ``last`` is -1 for who has one name, or stands whole in ``words``. ``apart``: bool[N], written with a space.
    ``year``: int16[N]. ``sex``: uint8[N], 0 m, 1 f. ``country``: uint8[N], places in ``countries``.
    """

    words: list[str]
    countries: list[str]
    first: npt.NDArray[np.int32]
    last: npt.NDArray[np.int32]
    apart: npt.NDArray[np.bool_]
    year: npt.NDArray[np.int16]
    sex: npt.NDArray[np.uint8]
    country: npt.NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.first)

    def names(self, begin: int = 0, end: int | None = None) -> Iterator[str]:
        """The names of people, one after the other."""
        words = self.words
        rows = slice(begin, end)
        columns = (self.first[rows].tolist(), self.last[rows].tolist(), self.apart[rows].tolist())
        for first, last, apart in zip(*columns, strict=True):
            if last < 0:
                yield words[first]
            else:
                yield f"{words[first]} {words[last]}" if apart else words[first] + words[last]


@dataclass(frozen=True)
class Hidden:
    """Somebody in the population under ``stored``, and asked for by ``asked`` in another script."""

    stored: str
    asked: str
    script: str
    year: int
    sex: str
    country: str


def names_folder() -> Path | None:
    """Where the files of pairs lie, None if they are not here."""
    shared = Path(os.environ.get("ENTRAIDE_SHARED_DATA", "../shared/data"))
    folder = shared / "fetched" / "names"
    return folder if folder.is_dir() else None


@cache
def pairs_of(script: str, half: int) -> list[tuple[str, str]]:
    """Pairs (Latin, foreign) of a script's half: 0 was learned from, 1 was not. Empty without the files."""
    folder = names_folder()
    if folder is None:
        return []
    name = next(name for name, code in PEOPLE.items() if code == script)
    return [(pair.latin, pair.foreign) for pair in halves(people(folder, name))[half]]


def population(size: int, *, seed: int = SEED) -> Population:
    """``size`` people; the same seed gives the same. ImportError without the extra entraide[bench]."""
    random = np.random.default_rng(seed)
    words: list[str] = []
    pools = [*_locale_pools(words), *_pair_pools(words)]
    countries = sorted({country for where in _WHERE.values() for country in where})
    number = {country: place for place, country in enumerate(countries)}
    shares = np.array([pool.weight for pool in pools])
    which = random.choice(len(pools), size, p=shares / shares.sum())
    order = np.argsort(which, kind="stable")
    counts = np.bincount(which, minlength=len(pools))
    made = Population(
        words,
        countries,
        np.empty(size, np.int32),
        np.full(size, -1, np.int32),
        np.ones(size, np.bool_),
        (THIS_YEAR - 16 - 60 * random.beta(1.3, 2.2, size)).astype(np.int16),
        random.integers(0, 2, size).astype(np.uint8),
        np.empty(size, np.uint8),
    )
    begin = 0
    for pool, count in zip(pools, counts.tolist(), strict=True):
        rows = order[begin : begin + count]
        begin += count
        given = np.where(
            made.sex[rows] == 0,
            _drawn(random, pool.given[0], count),
            _drawn(random, pool.given[1], count),
        )
        family = _drawn(random, pool.family, count)
        made.first[rows], made.last[rows] = (family, given) if pool.family_first else (given, family)
        single = random.random(count) < pool.single
        made.first[rows[single]] = given[single]
        made.last[rows[single]] = -1
        made.apart[rows] = pool.apart
        held = np.array([number[country] for country in pool.where], np.uint8)
        weights = np.array(list(pool.where.values()), float)
        made.country[rows] = random.choice(held, count, p=weights / weights.sum())
    return made


def hidden(count: int, *, half: int = 1, seed: int = SEED) -> list[Hidden]:
    """People of two names from the pairs of a half, as many of each script and direction, in turn."""
    random = np.random.default_rng((seed, half))
    places = {country: weight for where in _WHERE.values() for country, weight in where.items()}
    weights = np.array(list(places.values()), float)
    scripts = [script for script in sorted(PEOPLE.values()) if pairs_of(script, half)]
    found = []
    for place in range(count if scripts else 0):
        script = scripts[place % len(scripts)]
        pairs = pairs_of(script, half)
        one, two = random.choice(len(pairs), 2, replace=False)
        latin = f"{pairs[one][0].title()} {pairs[two][0].title()}"
        foreign = ("·" if script == "Hani" else " ").join((pairs[one][1], pairs[two][1]))
        turned = place // len(scripts) % 2 == 1
        found.append(
            Hidden(
                stored=foreign if turned else latin,
                asked=latin if turned else foreign,
                script=script,
                year=int(THIS_YEAR - 16 - 60 * random.beta(1.3, 2.2)),
                sex=_SEXES[int(random.integers(2))],
                country=str(random.choice(list(places), p=weights / weights.sum())),
            )
        )
    return found


def hide(made: Population, people: Sequence[Hidden], rows: Sequence[int]) -> None:
    """Put the people into the population, in place of who stands in those rows."""
    number = {country: place for place, country in enumerate(made.countries)}
    for row, one in zip(rows, people, strict=True):
        made.first[row], made.last[row] = len(made.words), -1
        made.words.append(one.stored)
        made.year[row], made.sex[row], made.country[row] = (
            one.year,
            _SEXES.index(one.sex),
            number[one.country],
        )


@dataclass(frozen=True)
class _Pool:
    """Where a part of the population takes its names from: places of words, the commonest first."""

    given: tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]
    family: npt.NDArray[np.int32]
    where: dict[str, float]
    weight: float
    family_first: bool = False
    apart: bool = True
    single: float = 0.01


def _drawn(random: np.random.Generator, pool: npt.NDArray[np.int32], count: int) -> npt.NDArray[np.int32]:
    """Names by Zipf's law: where a name stands in the pool says how common it is."""
    shares = (np.arange(len(pool)) + 3.0) ** -_ZIPF
    bounds = np.cumsum(shares / shares.sum())
    return pool[np.minimum(np.searchsorted(bounds, random.random(count)), len(pool) - 1)]


def _locale_pools(words: list[str]) -> Iterator[_Pool]:
    for locale, where in _WHERE.items():
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        script = _SCRIPT.get(locale[:2], "Latn")
        men, women, families = _of(provider)
        weight = float(sum(where.values()))
        common = {"where": {k: float(v) for k, v in where.items()}, "family_first": locale in _FAMILY_FIRST}
        single = 0.15 if locale == "id_ID" else 0.01
        latin = script == "Latn"
        own = weight if latin or script in _UNVOWELLED else weight / 2
        yield _Pool(
            (_kept(words, men), _kept(words, women)),
            _kept(words, families),
            weight=own,
            apart=locale not in _WITHOUT_SPACE,
            single=single,
            **common,
        )
        if own < weight:
            yield _Pool(
                (_kept(words, _romanised(men)), _kept(words, _romanised(women))),
                _kept(words, _romanised(families)),
                weight=own,
                single=single,
                **common,
            )


def _of(provider: type) -> tuple[list[str], list[str], list[str]]:
    """Men's, women's and family names of a locale, in its order of commonness where it has one."""
    it = provider(_Nothing())

    def names(*attributes: str) -> list[str]:
        for attribute in attributes:
            found = getattr(it, attribute, None)
            if found:
                listed = (
                    sorted(found, key=lambda name: -found[name]) if isinstance(found, dict) else list(found)
                )
                return list(dict.fromkeys(str(name).strip() for name in listed))
        return []

    family = names("last_names", "last_names_male")
    if len(family) < 5:
        family = names("unisex_last_names", "last_names_without_suffix", "first_names")
    return (
        names("first_names_male", "first_names"),
        names("first_names_female", "first_names"),
        family,
    )


class _Nothing:
    """A generator of which providers ask nothing when they are only read."""

    random = None


def _romanised(names: Sequence[str]) -> list[str]:
    read = (romanised(name.replace(" ", "")) for name in names)
    return list(dict.fromkeys(name.title() for name in read if name))


def _kept(words: list[str], names: Sequence[str]) -> npt.NDArray[np.int32]:
    """The names added to the words; their places."""
    begin = len(words)
    words += names
    return np.arange(begin, len(words), dtype=np.int32)


def _pair_pools(words: list[str]) -> Iterator[_Pool]:
    """The learned halves of the pairs, seven in ten people in Latin, borne all over the world."""
    everywhere: dict[str, float] = {}
    for where in _WHERE.values():
        for country, weight in where.items():
            everywhere[country] = everywhere.get(country, 0.0) + weight
    scripts = [script for script in sorted(PEOPLE.values()) if pairs_of(script, 0)]
    total = sum(everywhere.values()) * _PAIRS_SHARE / (1 - _PAIRS_SHARE)
    random = np.random.default_rng(SEED)
    for script in scripts:
        for column, share in ((0, 0.7), (1, 0.3)):
            names = list(dict.fromkeys(pair[column] for pair in pairs_of(script, 0)))
            random.shuffle(names)
            pool = _kept(words, [name.title() for name in names])
            yield _Pool((pool, pool), random.permutation(pool), everywhere, total * share / len(scripts))
