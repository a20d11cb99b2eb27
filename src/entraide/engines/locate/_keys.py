"""How a place name is folded: the letters it is found by, and the skeleton by which it is heard."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ...vocabulary.lookalikes import in_latin
from ..link.names import readings

_MARKS = re.compile(r"[^\w]+|_")
_DIGRAPHS = (
    ("tch", "s"), ("sch", "s"), ("sh", "s"), ("ch", "s"), ("zh", "s"), ("ts", "s"), ("dz", "s"), ("dj", "s"),
    ("kh", "k"), ("gh", "k"), ("ck", "k"), ("th", "t"), ("dh", "t"), ("ph", "p"), ("bh", "p"),
)  # fmt: skip
_CLASSES = str.maketrans(
    {"j": "s", "x": "s", "z": "s", "q": "k", "g": "k", "d": "t", "b": "p", "f": "p", "r": "l", "v": "w"}
)
HOMES = {
    "THAI": {"TH"}, "LAO": {"LA"}, "KHMER": {"KH"}, "MYANMAR": {"MM"}, "DEVANAGARI": {"IN", "NP"},
    "BENGALI": {"BD", "IN"}, "TAMIL": {"IN", "LK"}, "SINHALA": {"LK"}, "HANGUL": {"KR"}, "HIRAGANA": {"JP"},
    "KATAKANA": {"JP"}, "ETHIOPIC": {"ET"}, "GEORGIAN": {"GE"}, "HEBREW": {"IL"},
}  # fmt: skip
"""Countries whose own script it is: who writes it names places there more often than others."""
UNSPACED = frozenset({"THAI", "LAO", "KHMER", "MYANMAR", "CJK", "HIRAGANA", "KATAKANA"})
"""Scripts that put no space between words, by the first word of their letters' Unicode names."""


def script_of(letter: str) -> str:
    """The first word of the letter's Unicode name: LATIN, THAI, CJK; "" for marks and digits."""
    return unicodedata.name(letter, "").split(" ")[0].split("-")[0] if letter.isalpha() else ""


@lru_cache(maxsize=65536)
def folded(name: str) -> str:
    """Letters and digits in one form, words parted by one space; accents of Latin letters dropped."""
    text = (
        unicodedata.normalize("NFKC", name).casefold().replace("ß", "ss").replace("đ", "d").replace("ł", "l")
    )
    if any("a" <= letter <= "z" or "À" <= letter <= "ɏ" or "Ḁ" <= letter <= "ỿ" for letter in text):
        text = "".join(c for c in unicodedata.normalize("NFD", text) if not "̀" <= c <= "ͯ")
    text = re.sub(r"[’'ʼ`‘´]", "", in_latin(text))
    # Vowel signs of Indic scripts are marks, not word characters: they stay.
    return "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in text).strip()


def words_of(name: str) -> list[str]:
    return folded(name).split()


@lru_cache(maxsize=65536)
def readings_of(name: str) -> tuple[str, ...]:
    """Likely readings of a name of one or several words in Latin letters, likeliest first."""
    parts = [
        [text for text, _ in readings(word, 3)] or ([word] if word.isascii() else [])
        for word in words_of(name)
    ]
    parts = [part for part in parts if part]
    if not parts:
        return ()
    return tuple(dict.fromkeys("".join(part[min(n, len(part) - 1)] for part in parts) for n in range(3)))


@lru_cache(maxsize=65536)
def skeleton(reading: str) -> str:
    """The consonants of a Latin reading in seven classes, none twice in a row.

    What spellings of one name in the languages of the region disagree on is dropped: vowels, h, y, w after
    the beginning, r that closes a syllable, aspiration and voice.
    """
    text = reading
    for letters, letter in _DIGRAPHS:
        text = text.replace(letters, letter)
    text = re.sub(r"c(?=[eiy])", "s", text).replace("c", "k")
    text = re.sub(r"r(?![aeiouy])", "", text)
    text = text.translate(_CLASSES)
    text = text[:1] + text[1:].replace("w", "")
    text = re.sub(r"[aeiouyh]", "", text.replace("nk", "n")) or reading[:1]
    return re.sub(r"(.)\1+", r"\1", text)[:12]
