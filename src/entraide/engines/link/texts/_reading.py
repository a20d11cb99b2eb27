"""A text as it is compared: small letters without accents, and what changes from copy to copy left out."""

from __future__ import annotations

import re
import unicodedata

from .._text import INVISIBLE

LONGEST = 100_000
"""Characters that are read. A text that goes on is compared by its beginning."""

# Marks that writers leave out, the dot of Devanagari among them. In Thai or Burmese marks are vowels and stay.
_ACCENTS = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u093c]+"
)
# Each begins where its run of characters begins, and never turns back: else one long word takes minutes. Of ASCII
# alone, for Thai and Chinese go on without a space.
_ADDRESS = re.compile(
    r"h(?:tt|xx)ps?://[!-~]+"
    r"|(?:(?<![a-z0-9_.+-])[a-z0-9_.+-]++)?@[a-z0-9_.-]*+"
    r"|(?<![a-z0-9.-])[a-z0-9-]++(?:\.[a-z0-9-]++)++(?:/[!-~]*+)?"
)
_APOSTROPHES = "'\u2019\u02bc\u2018`"


class _Table(dict[int, str]):
    """Letters and marks stay, digits become 0, apostrophes and format controls vanish, the rest parts words."""

    def __missing__(self, codepoint: int) -> str:
        char = chr(codepoint)
        category = unicodedata.category(char)
        if char in _APOSTROPHES or category == "Cf":
            read = ""
        elif category[0] == "N":
            read = "0"
        else:
            read = char if category[0] in "LM" else " "
        self[codepoint] = read
        return read


_READ = _Table()


def reading(text: str) -> str:
    """Words parted by spaces; a word with a digit in it is not one. Any text is accepted."""
    text = text[:LONGEST]
    if not text.isascii():
        bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", INVISIBLE.sub("", text)))
        text = unicodedata.normalize("NFC", bare)
    return _ADDRESS.sub(" ", text.casefold()).translate(_READ)
