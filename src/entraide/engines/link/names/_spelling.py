"""Words as rows of symbols, the units that the tables of a script speak of.

Arabic letters without their variants, Hangul as its letters, Han as simplified characters, Thai vowels behind
the consonant that they are spoken after. All others: their characters.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any

import icu

from ._readings import romanised
from ._scripts import script_of_letter

LONGEST = 24
"""Symbols of one word that are compared; what follows is dropped."""

_ARABIC = str.maketrans("أإٱىیکەۀہھڪ", "اااييكههههك")
_PREPOSED = frozenset("เแโใไເແໂໃໄ")
_TONES = dict.fromkeys(map(ord, "่้๊๋່້໊໋"))
_HIRAGANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}


@lru_cache(maxsize=1)
def _simplified() -> Any:
    return icu.Transliterator.createInstance("Traditional-Simplified")


def script_of(word: str) -> str:
    """The script of a word: that of its first letter, with both kana as one ("Kana")."""
    script = next((code for code in map(script_of_letter, word) if code[0] != "Z"), "Zyyy")
    return "Kana" if script == "Hira" else script


def symbols(word: str, script: str) -> str:
    """The word as the tables of ``script`` spell it; at most LONGEST symbols."""
    if script == "Latn":
        return romanised(word)[:LONGEST]
    if script == "Arab":
        word = word.translate(_ARABIC)
    elif script == "Hani":
        word = _simplified().transliterate(word)
    elif script == "Hang":
        word = unicodedata.normalize("NFD", word)
    elif script in ("Thai", "Laoo"):
        word = _spoken_order(word.translate(_TONES))
    elif script == "Kana":
        word = word.translate(_HIRAGANA)
    elif script == "Ethi":
        word = "".join(map(_consonant_and_vowel, word))
    return word[:LONGEST]


@lru_cache(maxsize=65536)
def reading_of_sign(sign: str) -> str:
    """How one Han character is read, as a syllable of Mandarin; "" if nobody knows."""
    return romanised(sign)


def _spoken_order(word: str) -> str:
    letters = list(word)
    for place in range(len(letters) - 1):
        if letters[place] in _PREPOSED:
            letters[place], letters[place + 1] = letters[place + 1], letters[place]
    return "".join(letters)


def _consonant_and_vowel(letter: str) -> str:
    """Ethiopic letters stand in rows of eight: one consonant, with each of the vowels."""
    row, vowel = divmod(ord(letter) - 0x1200, 8)
    return chr(0x1200 + 8 * row) + "aueiāəoʷ"[vowel] if 0 <= row < 48 else letter
