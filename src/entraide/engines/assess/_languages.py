"""In which languages a text is written, as far as that says whose words to look for."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from entraide.vocabulary import techniques

from ._folding import fold

# Languages that are alone in their script among those with words. Latin letters have several.
_BY_SCRIPT = {
    "th": "\u0e00-\u0e7f",
    "my": "\u1000-\u109f\uaa60-\uaa7f",
    "km": "\u1780-\u17ff",
    "zh": "\u3400-\u9fff",
    "hi": "\u0900-\u097f",
    "bn": "\u0980-\u09ff",
    "ar": "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff",
    "am": "\u1200-\u137f",
    "ko": "\uac00-\ud7af",
    "ru": "\u0400-\u04ff",
}
_SCRIPTS = {language: re.compile(f"[{letters}]") for language, letters in _BY_SCRIPT.items()}
_LATIN_WORD = re.compile(r"[a-z\u00c0-\u024f\u1e00-\u1eff\u0300-\u036f']+")
_SHARE = 0.4
"""Of the small words of the likeliest language: a language that has fewer is not in the text."""


def languages_of(text: str, language: str | None = None) -> tuple[str, ...]:
    """ISO 639-1 codes, in order; empty where there are no words for the script. ``language``: what its writer says,
    which decides between those in Latin letters."""
    known = techniques.languages()
    found = {one for one, letters in _SCRIPTS.items() if one in known and letters.search(text)}
    words = _LATIN_WORD.findall(fold(text, accents=True).text)
    latin = [one for one in known if one not in _BY_SCRIPT]
    if language in latin and words:
        found.add(language)
    elif words:
        counts = Counter({one: sum(word in _small(one) for word in words) for one in latin})
        most = max(counts.values(), default=0)
        found |= {one for one in latin if counts[one] >= max(most * _SHARE, 1 if most else 0)}
    return tuple(sorted(found))


@cache
def _small(language: str) -> frozenset[str]:
    return frozenset(fold(word, accents=True).text for word in techniques.words(language).get("common", ()))
