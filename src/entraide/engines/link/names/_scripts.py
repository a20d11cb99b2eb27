"""Which script a letter belongs to, and words as they are compared: lower case, without what writers omit."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import icu

from .._text import fold

# ICU's codes for letters that every script may use, and for marks that follow the letter before them.
SHARED = frozenset({"Zyyy", "Zinh", "Zzzz"})

# Marks that writers leave out: Hebrew and Arabic vowel points, and the stroke that only stretches a word;
# and halves of characters, which are no text. In Thai, Burmese or Devanagari marks are vowels and stay.
_OMITTED = re.compile("[\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\ud800-\udfff]+")

# Letters that look the same. Whoever wants not to be found writes one of them into a word of the other script.
_CYRILLIC_AS_LATIN = dict(zip("аверкмнотсухіјѕһӏԁԛԝьг", "abepkmhotcyxijshldqwbr", strict=True))
_GREEK_AS_LATIN = dict(zip("αβεηικνορτυχγω", "abenikvoptuxyw", strict=True))
_LATIN_AS_CYRILLIC = dict(zip("abceghijklmnopstuxyëï", "авседнијкӏмнорѕтихуёї", strict=True))
_LATIN_AS_GREEK = dict(zip("abeikmnoptuvxyz", "αβεικμνορτυνχυζ", strict=True))
_TO_LATIN = str.maketrans(_CYRILLIC_AS_LATIN | _GREEK_AS_LATIN)
_TO_CYRILLIC = str.maketrans(_LATIN_AS_CYRILLIC)
_TO_GREEK = str.maketrans(_LATIN_AS_GREEK)


@lru_cache(maxsize=65536)
def script_of_letter(letter: str) -> str:
    """The ISO 15924 code of a letter's script: "Latn", "Hani", "Thai" …"""
    return str(icu.Script.getScript(letter).getShortName())


def folded(text: str) -> str:
    """The text in lower case: digits and letters of other shapes folded, invisible characters gone."""
    plain = fold(text)
    if plain.isascii():
        return plain.lower()
    return _OMITTED.sub("", unicodedata.normalize("NFC", fold(plain).casefold()))


def unmasked(word: str) -> str:
    """The word with letters of another script that only look right replaced: "Аnna" with a Cyrillic А."""
    if word.isascii():
        return word
    scripts = [script_of_letter(letter) for letter in word]
    if "Latn" not in scripts:
        return word
    latin, cyrillic, greek = (scripts.count(code) for code in ("Latn", "Cyrl", "Grek"))
    if latin and (cyrillic or greek) and latin >= cyrillic + greek:
        return word.translate(_TO_LATIN)
    if cyrillic > latin > 0:
        return word.translate(_TO_CYRILLIC)
    if greek > latin > 0:
        return word.translate(_TO_GREEK)
    return word


def runs(word: str) -> list[tuple[str, str]]:
    """The word cut where its script changes: (text, script) in order; kana stays with the Han it follows."""
    if len(scripts := set(map(script_of_letter, word))) == 1:  # as nearly always
        return [(word, scripts.pop())]
    cut: list[tuple[str, str]] = []
    for letter in word:
        script = script_of_letter(letter)
        if cut and (script in SHARED or script == cut[-1][1] or cut[-1][1] in SHARED):
            text, before = cut[-1]
            cut[-1] = text + letter, script if before in SHARED else before
        else:
            cut.append((letter, script))
    return cut
