"""Letters of other alphabets that look like Latin ones, with which names and adverts are written past filters."""

from __future__ import annotations

import re

_SMALL = dict(zip("асеорухіјѕԁһкмтвнαεορτυνικ", "aceopyxijsdhkmtbhaeoptuvik", strict=True))
_TWINS = str.maketrans({**_SMALL, **{alien.upper(): latin.upper() for alien, latin in _SMALL.items()}})
_LATIN, _ALIEN = re.compile("[A-Za-z]"), re.compile("[\u0370-\u03ff\u0400-\u052f]")
_WORD = re.compile(r"\w+")


def in_latin(text: str) -> str:
    """Latin text in which somebody put letters that only look Latin, in Latin letters; any other text as it is.

    As long as the text was, letter by letter.
    """
    if not (_ALIEN.search(text) and _LATIN.search(text)):
        return text
    latin = text.translate(_TWINS)
    return text if _ALIEN.search(latin) else latin


def words_in_latin(text: str) -> str:
    """The same, word by word: Latin words in a Russian text are judged alone."""
    if not (_ALIEN.search(text) and _LATIN.search(text)):
        return text
    return _WORD.sub(lambda word: in_latin(word[0]), text)
