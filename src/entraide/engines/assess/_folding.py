"""A text as cues are looked for in it: letters folded, each still known by its place in the original."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import cache

import icu

from entraide.vocabulary.lookalikes import words_in_latin

LONGEST = 100_000
"""Characters that are read. A text that goes on is judged by its beginning."""

SENTENCE = "."
_BETWEEN_SENTENCES = 2.0  # words
_ENDS = frozenset(".!?。！？।॥။؟…\n;；።")
_ALWAYS_END = frozenset("。！？।॥။؟…\n；።")

# How much of a word a letter is, where no space parts words. First and last letter of each script.
_UNSPACED = (
    ("\u0e00", "\u0e7f", 0.22),  # Thai
    ("\u0e80", "\u0eff", 0.22),  # Lao
    ("\u1000", "\u109f", 0.2),  # Burmese
    ("\uaa60", "\uaa7f", 0.2),
    ("\u1780", "\u17ff", 0.2),  # Khmer
    ("\u3040", "\u30ff", 0.4),  # Japanese
    ("\u3400", "\u9fff", 0.6),  # Chinese
)
_VIETNAMESE = frozenset("ơưđăĩũƠƯĐĂĨŨ") | {chr(code) for code in range(0x1EA0, 0x1EFA)}
# Marks that writers leave out: Hebrew and Arabic points, the dot of Devanagari; and the accents of Latin.
_LEFT_OUT = frozenset("\u0640\u093c\u0670") | {
    chr(code) for code in (*range(0x0591, 0x05C8), *range(0x064B, 0x0660))
}
_ONE_LETTER = str.maketrans(
    {"ى": "ي", "ة": "ه", "ی": "ي", "ک": "ك", "ँ": "ं", "’": "'", "‘": "'", "ʼ": "'", "`": "'"}
)


@dataclass(slots=True)
class Folded:
    """``text``: words parted by single spaces, sentences by " . "; ``origin``: for each of its letters the place
    in the original; ``at``: for each how many words stand before it."""

    text: str = ""
    origin: list[int] = field(default_factory=list)
    at: list[float] = field(default_factory=list)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Of a part of ``text``, where it stands in the original."""
        return self.origin[start], self.origin[end - 1] + 1


def is_vietnamese(text: str) -> bool:
    """Whether accents tell words apart in it: "bán" sells, "bạn" is a friend."""
    return any(letter in _VIETNAMESE for letter in unicodedata.normalize("NFC", text))


@cache
def unspaced(letter: str) -> float:
    """The share of a word that the letter is; 0 in scripts that part words by spaces."""
    return next((share for first, last, share in _UNSPACED if first <= letter <= last), 0.0)


def fold(text: str, *, accents: bool) -> Folded:
    """Any text is accepted. ``accents``: whether those of Latin letters are kept."""
    letters: list[str] = []
    folded = Folded()
    words = 0.0
    text = words_in_latin(text[:LONGEST])
    for place, char in enumerate(text):
        for letter in _folded(char, accents):
            if letter == " " and char in _ENDS and _ends(text, place):
                letter = SENTENCE
            if letter in (" ", SENTENCE):
                if not letters or (letters[-1] in (" ", SENTENCE) and letter == " "):
                    continue
                words += _BETWEEN_SENTENCES if letter == SENTENCE else 0.0
            elif share := unspaced(letter):
                # whether a space stands between two words of Thai or Burmese is the writer's taste
                if letters[-1:] == [" "] and len(letters) > 1 and unspaced(letters[-2]):
                    letters.pop(), folded.origin.pop(), folded.at.pop()
                words += share
            elif not letters or letters[-1] in (" ", SENTENCE) or unspaced(letters[-1]):
                words += 1.0
            letters.append(letter)
            folded.origin.append(place)
            folded.at.append(words)
    folded.text = "".join(letters)
    return folded


def _ends(text: str, place: int) -> bool:
    """Whether a mark ends a sentence there; the point in 2.500 or U.S. does not."""
    return text[place] in _ALWAYS_END or text[place + 1 : place + 2] in ("", " ", "\n", "\t")


@cache
def _folded(char: str, accents: bool) -> str:
    category = unicodedata.category(char)
    if category == "Cf" or (category == "Mn" and char in _LEFT_OUT):
        return ""
    if category == "Nd":
        return str(unicodedata.digit(char))
    if "가" <= char <= "힣":
        return char
    small = unicodedata.normalize("NFKD", _simplified(char).casefold()).translate(_ONE_LETTER)
    kept = [
        letter
        for letter in small
        if letter not in _LEFT_OUT and (accents or not "\u0300" <= letter <= "\u036f")
    ]
    return "".join(
        letter if unicodedata.category(letter)[0] in "LMN" or letter == "'" else " " for letter in kept
    )[:4]


def _simplified(char: str) -> str:
    """A traditional Chinese character in its simplified form; every other letter as it is."""
    return str(_transliterator().transliterate(char)) if "\u3400" <= char <= "\u9fff" else char


@cache
def _transliterator() -> icu.Transliterator:
    return icu.Transliterator.createInstance("Traditional-Simplified")
