"""Words that stand in names without being names: titles, honorifics, particles, legal forms; short forms, and how families spell."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from ._scripts import script_of_letter


@cache
def _column(table: str) -> tuple[tuple[str, ...], ...]:
    text = files(__package__).joinpath("data", f"{table}.csv").read_text(encoding="utf-8")
    return tuple(tuple(row) for row in csv.reader(text.splitlines()[1:]) if row)


@cache
def kinds() -> dict[str, str]:
    """What a word is besides a name: {"mr": "title", "bin": "particle", "有限公司": "legal_form", …}."""
    return {word: kind for kind, _, words in _column("words") for word in words.split()}


@cache
def affixes(script: str) -> tuple[str, ...]:
    """Titles and legal forms of a script without spaces that may stick to a name, longest first."""
    if script not in ("Hani", "Hang", "Thai", "Laoo", "Khmr", "Mymr"):
        return ()
    sticky = [
        word
        for word, kind in kinds().items()
        if kind in ("title", "legal_form", "generic")
        and len(word) > 1
        and script_of_letter(word[0]) == script
    ]
    return tuple(sorted(sticky, key=lambda word: (-len(word), word)))


def nobody() -> tuple[str, ...]:
    """What stands for a name that is not known: "unknown", "n/a", 不详 …"""
    return tuple(words for _, listed in _column("nobody") for words in listed.split("|"))


@cache
def short_forms() -> dict[str, frozenset[str]]:
    """The families of names that a name belongs to: {"bill": {"william"}, "sasha": {"alexander", …}}."""
    belongs: dict[str, set[str]] = {}
    for full, short in _column("short_forms"):
        for word in (full, *short.split()):
            belongs.setdefault(word, set()).add(full)
    return {word: frozenset(full) for word, full in belongs.items()}


@cache
def families() -> dict[str, frozenset[str]]:
    """Family names by script that stand before the given name without a space: {"Hani": …, "Hang": …}."""
    return {script: frozenset(words.split()) for script, words in _column("families")}


@cache
def family_spellings() -> dict[str, frozenset[str]]:
    """The family names, in their script, that a Latin spelling or the name itself may stand for."""
    belongs: dict[str, set[str]] = {}
    for family, spellings in _column("family_spellings"):
        for word in (family, *spellings.split()):
            belongs.setdefault(word, set()).add(family)
    return {word: frozenset(families) for word, families in belongs.items()}
