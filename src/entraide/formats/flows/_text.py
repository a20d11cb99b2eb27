"""Names that others wrote, put where nothing of them runs, hides or turns the line around."""

from __future__ import annotations

import unicodedata

# Letters of some scripts need joiners between them to be written at all.
_JOINERS = frozenset("\u200b\u200c\u200d\ufe0f")
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Co", "Cs", "Cn"})
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufffe\uffff")


def plain(text: str) -> str:
    """The text with every character that is not seen as its number: ``[U+202E]``."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        f"[U+{ord(char):04X}]" if _is_unseen(char) and not _joins(text, at) else char
        for at, char in enumerate(text)
    )


def width(text: str) -> int:
    """Columns that it takes in a terminal."""
    if text.isascii():
        return len(text)
    return sum(_columns(char) for char in text)


def shortened(text: str, columns: int) -> str:
    """Cut in the middle to so many columns: of an account, both ends tell most."""
    if width(text) <= columns:
        return text
    room = columns - 1
    tail = _fitting(text[::-1], room // 2)[::-1]
    return f"{_fitting(text, room - width(tail))}…{tail}"


def _fitting(text: str, columns: int) -> str:
    used = 0
    for at, char in enumerate(text):
        used += _columns(char)
        if used > columns:
            return text[:at]
    return text


def _columns(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _is_unseen(char: str) -> bool:
    return unicodedata.category(char) in _UNSEEN or char in _BLANK


def _joins(text: str, at: int) -> bool:
    """Whether it stands, as spelling, between letters that are not Latin."""
    around = text[max(0, at - 1) : at] + text[at + 1 : at + 2]
    return text[at] in _JOINERS and len(around) == 2 and all(ord(char) >= 0x600 for char in around)
