"""How a word in any script may be read in Latin letters."""

from __future__ import annotations

import math
import unicodedata
from functools import lru_cache
from typing import Any

import icu
from anyascii import anyascii

from ._scripts import folded, script_of_letter

LONGEST = 64
"""Longer words are read up to here."""

# ICU knows no romanisation of these, or one that names letters and not sounds.
_BY_LETTER = frozenset({"Khmr", "Laoo", "Sinh", "Tibt"})


@lru_cache(maxsize=1)
def _to_latin() -> Any:
    return icu.Transliterator.createInstance("Any-Latin; Latin-ASCII; Lower")


def letters_only(text: str) -> str:
    """a–z of the text, what else stands there dropped."""
    return "".join(letter for letter in text if "a" <= letter <= "z")


@lru_cache(maxsize=65536)
def romanised(word: str) -> str:
    """The word in a–z by rule, any script; "" if nothing of it can be read."""
    if word.isascii():
        return letters_only(word.lower())
    script = next((code for code in map(script_of_letter, word) if code[0] != "Z"), "Zzzz")
    if script == "Latn":
        bare = unicodedata.normalize("NFD", word)
        return letters_only(anyascii("".join(c for c in bare if not unicodedata.combining(c))).lower())
    if script not in _BY_LETTER and (read := letters_only(_to_latin().transliterate(word))):
        return read
    return letters_only(anyascii(word).lower())


def readings(token: str, n: int = 4) -> list[tuple[str, float]]:
    """Up to ``n`` Latin readings (a–z) of one word in any script, likeliest first, with log-probability.

    A Latin word reads as itself without its accents. A word that cannot be read has no reading.
    """
    word = folded(token)[:LONGEST]
    read = [romanised(word)]
    if not word.isascii():
        read.append(letters_only(anyascii(word).lower()))
    found = [text for text in dict.fromkeys(read) if text][:n]
    return [(text, math.log(weight)) for text, weight in zip(found, (0.7, 0.3), strict=False)]
