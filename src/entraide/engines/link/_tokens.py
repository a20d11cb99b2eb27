"""Search tokens: what a text is found by, in every script, with equality alone."""

from __future__ import annotations

import re
import unicodedata

from ._text import UNSPACED

LONGEST_TOKEN = 48
"""Longer words are cut, in texts and in queries alike."""

# Marks that writers leave out. In Thai, Burmese or Devanagari marks are vowels and stay.
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]+")
_HANGUL = (0x1100, 0x11FF), (0xAC00, 0xD7AF)
_NO_SPACES = "".join(f"{chr(first)}-{chr(last)}" for first, last in UNSPACED if (first, last) not in _HANGUL)
_RUN = re.compile(f"[{_NO_SPACES}]+|[^{_NO_SPACES}]+")
_HAS_RUN = re.compile(f"[{_NO_SPACES}]")


class _Table(dict[int, str]):
    """Letters, marks and numbers stay, digits become ASCII, format controls vanish, the rest parts words."""

    def __missing__(self, codepoint: int) -> str:
        char = chr(codepoint)
        category = unicodedata.category(char)
        if category == "Nd":
            kept = str(unicodedata.decimal(char))
        elif category[0] in "LMN":
            kept = char
        else:
            kept = "" if category == "Cf" else " "
        self[codepoint] = kept
        return kept


_WORDS = _Table()


def search_tokens(text: str) -> list[str]:
    """The distinct tokens of ``text`` in the order in which they first stand there.

    Words in small letters without accents; for scripts that put no space between words (Han, kana, Thai,
    Lao, Khmer, Burmese) every two neighbouring characters. A query is found where all its tokens are.
    """
    if not text.isascii():
        bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
        text = unicodedata.normalize("NFC", bare)
    words = text.casefold().translate(_WORDS).split()
    if text.isascii() or not _HAS_RUN.search(text):
        return list(dict.fromkeys(word[:LONGEST_TOKEN] for word in words))
    tokens: dict[str, None] = {}
    for word in words:
        for run in _RUN.findall(word):
            if _HAS_RUN.match(run):
                tokens.update(dict.fromkeys(map(str.__add__, run, run[1:])) if len(run) > 1 else {run: None})
            else:
                tokens[run[:LONGEST_TOKEN]] = None
    return list(tokens)
