"""All words of the languages at once: one pass over a text finds where each idea is named."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import ahocorasick

from entraide.vocabulary import techniques

from ._folding import SENTENCE, Folded, fold, unspaced

# What may cling to the front of a word, and to its end, by language. Elsewhere a cue begins where a word begins,
# and ends where it ends unless it is written with a star.
_BEFORE = {
    "ar": re.compile(r"[وف]?[بلكس]?(?:ال|ل)?[يتنا]?"),
    "id": re.compile(r"(?:di|ke|se|ber|ter|me|mem|men|meng|meny|pe|pem|pen|peng)"),
    "am": re.compile(r"[የበለከስ]?[አእ]?[ያታተይ]?"),
    "sw": re.compile(r"\w{0,6}"),
    "fil": re.compile(r"(?:na|nag|mag|pag|ka|ni|i|in|pina|ma|naka|mga|pang|um|kina|ikina|nai|ini|pinag)"),
}
_AFTER = {
    "ar": re.compile(r"(?:ا|ت|وا|نا|ني|ها|هم|ه|ي|ك|ين|ون|ات|ان|هن|تها|وني|ونا|وهم|وه|هما)?"),
    "id": re.compile(r"(?:nya|ku|mu|kan|i|an|lah|pun)?"),
    "fil": re.compile(r"(?:ng|in|an|hin|han)?"),
    "en": re.compile(r"(?:s|es)?"),
    "fr": re.compile(r"(?:s|es|e|x)?"),
    "es": re.compile(r"(?:s|es)?"),
    "pt": re.compile(r"(?:s|es)?"),
    "ko": re.compile(r"\w*"),
    "am": re.compile(r"\w*"),
    "bn": re.compile(r"[^ .]*"),
    "sw": re.compile(r"(?:ni)?"),
}
_SHORT = 4
"""Letters of a word to which nothing clings: the Spanish for "us" is not the plural of "no"."""

Words = Callable[[str], Mapping[str, Iterable[str]]]

_OVER_A_SPACE = 5
_LONG_HOURS = range(12, 21)
_MANY = 20
_CLOCKS = re.compile(r"(?<!\d)([01]?\d|2[0-3]) [0-5]\d (?:[^\W\d]+ ){1,2}([01]?\d|2[0-3]) [0-5]\d(?!\d)")
_STOPS = (" ", SENTENCE, "'")


@dataclass(frozen=True, slots=True)
class Named:
    """An idea is named in the folded text from ``start`` to ``end``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Cue:
    idea: str
    language: str
    open_front: bool
    open_end: bool


class Lexicon:
    """The words of some languages; ``words`` gives those of one by idea."""

    def __init__(self, languages: tuple[str, ...], *, accents: bool, words: Words = techniques.words) -> None:
        cues: dict[str, list[_Cue]] = defaultdict(list)
        for language in (*languages, techniques.ANY):
            for idea, of_idea in words(language).items():
                for word in of_idea if idea != "common" else ():
                    text = fold(word.strip("*"), accents=accents).text.strip(" .")
                    cue = _Cue(idea, language, word.startswith("*"), word.endswith("*"))
                    if text and cue not in cues[text]:
                        cues[text].append(cue)
        self._words = ahocorasick.Automaton()
        for text, of_text in cues.items():
            self._words.add_word(text, (len(text), of_text))
        self._words.make_automaton()

    def find(self, folded: Folded) -> dict[str, list[Named]]:
        """Where each idea is named, in order; time grows with the length of the text."""
        text = folded.text
        found: dict[str, dict[tuple[int, int], Named]] = defaultdict(dict)
        for last, (length, cues) in self._words.iter(text):
            start, end = last + 1 - length, last + 1
            if _is_by_chance(folded, start, end):
                continue
            for cue in cues:
                if _stands(text, start, end, cue):
                    whole = _whole(text, start, end)
                    found[cue.idea][whole.start, whole.end] = whole
        _leave_parts(found, text)
        for idea, number in _numbers(text):
            found[idea][number.start, number.end] = number
        return {idea: sorted(of_idea.values(), key=_start) for idea, of_idea in found.items() if of_idea}


def _is_by_chance(folded: Folded, start: int, end: int) -> bool:
    """Whether a few letters of a script without word spaces stand on both sides of a space: "ปอยเปต บอก"."""
    short = end - start < _OVER_A_SPACE and unspaced(folded.text[start]) > 0
    return short and folded.origin[end - 1] - folded.origin[start] > end - start - 1


def _leave_parts(found: dict[str, dict[tuple[int, int], Named]], text: str) -> None:
    """Where no space parts words, a word inside a longer one is not meant: 手机 in 手机卡, 没 in 没收."""
    reach, inside = -1, set[tuple[int, int]]()
    for start, end in sorted(
        {place for of_idea in found.values() for place in of_idea}, key=lambda at: (at[0], -at[1])
    ):
        if end <= reach and unspaced(text[start]):
            inside.add((start, end))
        reach = max(reach, end)
    for of_idea in found.values():
        for place in inside & of_idea.keys():
            del of_idea[place]


def _whole(text: str, start: int, end: int) -> Named:
    """The whole words of which these letters are a part; in scripts without spaces the letters alone."""
    while start > 0 and not _parts(text[start - 1]) and not unspaced(text[start]):
        start -= 1
    while end < len(text) and not _parts(text[end]) and not unspaced(text[end - 1]):
        end += 1
    return Named(start, end)


def _parts(letter: str) -> bool:
    return letter in _STOPS or unspaced(letter) > 0


def _start(named: Named) -> int:
    return named.start


def _stands(text: str, start: int, end: int, cue: _Cue) -> bool:
    """Whether the letters are a word there, and not a part of another one."""
    if unspaced(text[end - 1]):
        return not _goes_on(text, end)
    return (cue.open_front or _begins(text, start, cue.language)) and (
        cue.open_end or _ends(text, start, end, cue.language)
    )


def _goes_on(text: str, end: int) -> bool:
    """Whether the last syllable goes on, in a script that writes syllables around their consonant."""
    after = text[end : end + 2]
    if not after:
        return False
    if "\u1000" <= after[0] <= "\u109f":  # a vowel or tone sign, or a consonant that closes the syllable
        return "\u102b" <= after[0] <= "\u103e" or after[1:] in ("\u103a", "\u1039")
    return (
        after[0] == "\u0e31"
        or "\u0e34" <= after[0] <= "\u0e3a"
        or "\u0e47" <= after[0] <= "\u0e4e"
        or "\u17b6" <= after[0] <= "\u17d3"
    )


def _begins(text: str, start: int, language: str) -> bool:
    if start == 0 or text[start - 1] in _STOPS or unspaced(text[start - 1]):
        return True
    if (before := _BEFORE.get(language)) is None:
        return False
    word = start
    while word > 0 and start - word <= 8 and text[word - 1] not in _STOPS:
        word -= 1
    return before.fullmatch(text, word, start) is not None


def _ends(text: str, start: int, end: int, language: str) -> bool:
    if end == len(text) or text[end] in _STOPS or unspaced(text[end]):
        return True
    after = _AFTER.get(language)
    if after is None or (end - start < _SHORT and text[start].isascii()):
        return False
    tail = after.match(text, end)
    return tail is not None and (tail.end() == len(text) or text[tail.end()] in _STOPS)


def _numbers(text: str) -> Iterator[tuple[str, Named]]:
    """Times of a day far apart, numbers that may be hours of a day, and those that are many of anything."""
    for found in _CLOCKS.finditer(text):
        if (int(found[2]) - int(found[1])) % 24 >= _LONG_HOURS.start:
            yield "longspan", Named(found.start(), found.end())
    for found in re.finditer(r"(?<!\d)\d{1,6}(?!\d)", text):
        number = Named(found.start(), found.end())
        if int(found[0]) in _LONG_HOURS:
            yield "longnum", number
        if int(found[0]) >= _MANY:
            yield "many", number


@cache
def lexicon(languages: tuple[str, ...], accents: bool, words: Words = techniques.words) -> Lexicon:
    return Lexicon(languages, accents=accents, words=words)
