"""Text as a machine may read it: digits and letters of many shapes folded, invisible characters gone.

People write ０８１, ๐๘๑ or ٠٨١, use "mathematical" letters to slip past filters, and paste direction
marks with a number. Folding is one character to one, so that what is found can be pointed at in the
original.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cached_property

INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u20e3\u3164\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)

# Scripts written without spaces between words, and Hangul, whose particles cling to what they follow:
# there "请访问evil.example看看" holds a domain although no space says so.
UNSPACED = (
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1100, 0x11FF),
    (0x1780, 0x17FF),
    (0x3000, 0x30FF),
    (0x3100, 0x31FF),
    (0x3400, 0x9FFF),
    (0xA9E0, 0xA9FF),
    (0xAA60, 0xAA7F),
    (0xAC00, 0xD7AF),
    (0xF900, 0xFAFF),
    (0x20000, 0x323AF),
)
_EAST_ASIAN_STOPS = frozenset("，；！？、。（）【】「」『』《》〈〉｡")

GAP = "\x1f"
"""Stands in ``Shadow.words`` for a character that cannot belong to an address."""


def _is_unspaced(codepoint: int) -> bool:
    return codepoint >= 0x0E00 and any(first <= codepoint <= last for first, last in UNSPACED)


def _fold(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category == "Pd" or char == "\u2212":
        return "-"
    if category == "Zs":
        return " "
    if char == "\u0130":  # its lower case is two characters
        return "I"
    normal = unicodedata.normalize("NFKC", char)
    return normal if len(normal) == 1 else char


class _Table(dict[int, str]):
    """A table for str.translate, filled as characters turn up."""

    def __missing__(self, codepoint: int) -> str:
        folded = self[codepoint] = _fold(chr(codepoint)) if codepoint > 127 else chr(codepoint)
        return folded


class _WordTable(dict[int, str]):
    def __missing__(self, codepoint: int) -> str:
        char = chr(codepoint)
        blank = char in _EAST_ASIAN_STOPS or _is_unspaced(codepoint)
        word = self[codepoint] = GAP if blank else _FOLDED[codepoint]
        return word


_FOLDED = _Table()
_WORDS = _WordTable()


def fold(text: str) -> str:
    """The text with its characters folded and invisible ones removed."""
    return text if text.isascii() else INVISIBLE.sub("", text).translate(_FOLDED)


class Shadow:
    """A text in three readings of equal length, and the way back to the original's offsets.

    ``text``: folded. ``words``: the same with letters of unspaced scripts blanked. ``lower``: for cue words.
    ``taken`` marks with 1 what a selector has claimed.
    """

    def __init__(self, original: str) -> None:
        self.original = original
        self._removed: list[int] = []
        if original.isascii():
            self.text = self.words = original
        else:
            visible = original
            if INVISIBLE.search(original):
                # positions, in the visible text, before which characters are missing
                self._removed = [m.start() - i for i, m in enumerate(INVISIBLE.finditer(original))]
                visible = INVISIBLE.sub("", original)
            self.text = visible.translate(_FOLDED)
            self.words = visible.translate(_WORDS)
        self.taken = bytearray(len(self.text))

    @cached_property
    def lower(self) -> str:
        return self.text.lower()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original of ``text[start:end]``."""
        if not self._removed:
            return start, end
        first = start + bisect_right(self._removed, start)
        last = end - 1 + bisect_right(self._removed, end - 1)
        return first, last + 1
