"""How a word in any script is read in Latin letters by rule."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any

import icu
from anyascii import anyascii

from ._scripts import script_of_letter

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
