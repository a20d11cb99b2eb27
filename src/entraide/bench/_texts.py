"""Made-up texts in fifteen scripts, and copies of them that are changed by so much and no more.

The words are syllables put together by chance from a script's own letters, some much more frequent than others.
Half of the sentences are of few patterns with words exchanged, as adverts and forms are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.random import Generator, default_rng

from entraide.engines.link.texts import bands, shingles, signature

WORDS, PATTERNS = 5000, 300


@dataclass(frozen=True, slots=True)
class Script:
    """How words are made: an onset, then a vowel or sign, then perhaps an ending, so many times."""

    onsets: str
    vowels: str
    endings: str
    syllables: tuple[int, int]
    spaced: bool = True


def _letters(first: int, last: int) -> str:
    return "".join(map(chr, range(first, last + 1)))


SCRIPTS = {
    "Latin": Script("bcdfghjklmnprstvwyz", "aeiouáéíoua", "nrslmt", (1, 4)),
    "Cyrillic": Script("бвгджзклмнпрстфхцчш", "аеиоуыюя", "нрслмтй", (1, 4)),
    "Greek": Script("βγδζθκλμνπρστφχψ", "αεηιουω", "ςνρ", (1, 4)),
    "Arabic": Script(_letters(0x0628, 0x063A) + _letters(0x0641, 0x0648), "اوي", "تنرم", (1, 3)),
    "Hebrew": Script(_letters(0x05D0, 0x05EA), "וי", "תמנ", (1, 3)),
    "Devanagari": Script(_letters(0x0915, 0x0939), "ािीुूेैोौ", "नरतकसम", (1, 3)),
    "Bengali": Script("কখগঘচছজঝটঠডঢতথদধনপফবভমযরলশষসহ", "ািীুূেোৌ", "নরতকসম", (1, 3)),
    "Ethiopic": Script(_letters(0x1208, 0x1246) + _letters(0x1260, 0x1286), "ነትርስምላ", "ንትርም", (1, 3)),
    "Hangul": Script(_letters(0xAC00, 0xAC00 + 4000), "이가는을고다", "", (1, 2)),
    "Thai": Script(_letters(0x0E01, 0x0E2E), "าิีึืุูัะ", "นมงกดบยว่้", (1, 2), spaced=False),
    "Burmese": Script(_letters(0x1000, 0x1021), "ာိီုူေဲ", "့်း", (1, 3), spaced=False),
    "Khmer": Script(_letters(0x1780, 0x17A2), "ាិីឹុូេែៃ", "នមងកតបយ", (1, 2), spaced=False),
    "Lao": Script("ກຂຄງຈສຊຍດຕຖທນບປຜຝພຟມຢຣລວຫອຮ", "າິີຶືຸູັະ", "ນມງກດບຍວ່້", (1, 2), spaced=False),
    "Chinese": Script(_letters(0x4E00, 0x4E00 + 2500), "", "", (1, 3), spaced=False),
    "Japanese": Script(
        _letters(0x3042, 0x3093) + _letters(0x4E00, 0x4E00 + 800), "のにはをがた", "", (1, 2), False
    ),
}


class Writer:
    """Writes texts of one script as sentences of words. Its words and patterns are its seed's."""

    def __init__(self, script: str, seed: int) -> None:
        self.script = SCRIPTS[script]
        chance = default_rng([seed, list(SCRIPTS).index(script)])
        self._words = sorted({_word(self.script, chance) for _ in range(WORDS)})
        chance.shuffle(self._words)
        weights = 1 / (np.arange(len(self._words)) + 3)
        self._upto = np.cumsum(weights / weights.sum())
        self._patterns = [self._fresh(chance) for _ in range(PATTERNS)]

    def words(self, chance: Generator, many: int) -> list[str]:
        places = np.searchsorted(self._upto, chance.random(many))
        return [self._words[min(place, len(self._words) - 1)] for place in places]

    def sentences(self, chance: Generator) -> list[list[str]]:
        return [self._sentence(chance) for _ in range(chance.integers(5, 13))]

    def text(self, sentences: list[list[str]]) -> str:
        if self.script.spaced:
            return ". ".join(" ".join(sentence) for sentence in sentences)
        return " ".join("".join(sentence) for sentence in sentences)

    def copy(self, sentences: list[list[str]], jaccard: float, chance: Generator) -> list[list[str]]:
        """Exchange words while the share common to both stays above ``jaccard``, then add to the end until it is
        as near as can be."""
        original = shingles(self.text(sentences))

        def alike(changed: list[list[str]]) -> float:
            return jaccard_of(original, shingles(self.text(changed)))

        copied = sentences
        while True:
            tried = [list(sentence) for sentence in copied]
            sentence = tried[chance.integers(len(tried))]
            sentence[chance.integers(len(sentence))] = self.words(chance, 1)[0]
            if alike(tried) < jaccard:
                break
            copied = tried
        longer = [*copied, []]
        while True:
            before, longer = longer, [*copied, longer[-1] + self.words(chance, 1)]
            if alike(longer) < jaccard:
                return min(before, longer, key=lambda changed: abs(alike(changed) - jaccard))

    def _sentence(self, chance: Generator) -> list[str]:
        if chance.random() < 0.5:
            return self._fresh(chance)
        pattern = list(self._patterns[chance.integers(PATTERNS)])
        for slot in range(0, len(pattern), 6):
            pattern[slot] = self.words(chance, 1)[0]
        return pattern

    def _fresh(self, chance: Generator) -> list[str]:
        return self.words(chance, int(chance.integers(7, 19)))


def jaccard_of(left: np.ndarray, right: np.ndarray) -> float:
    common = len(np.intersect1d(left, right, assume_unique=True))
    return common / (len(left) + len(right) - common)


def _word(script: Script, chance: Generator) -> str:
    def one_of(letters: str) -> str:
        return letters[chance.integers(len(letters))] if letters else ""

    many = chance.integers(script.syllables[0], script.syllables[1] + 1)
    ending = one_of(script.endings) if chance.random() < 0.4 else ""
    return "".join(one_of(script.onsets) + one_of(script.vowels) for _ in range(many)) + ending


def _script(number: int) -> str:
    return list(SCRIPTS)[number % len(SCRIPTS)]


@cache
def writer(script: str, seed: int) -> Writer:
    return Writer(script, seed)


def signed(first: int, many: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Signatures (n, 64) and bands (n, 16) of the texts number ``first`` and on. None of them is too short."""
    made = [signature(text) for _, text in texts(first, many, seed)]
    signatures = np.stack([one for one in made if one is not None])
    return signatures, np.stack([bands(one) for one in signatures])


def texts(first: int, many: int, seed: int) -> Iterator[tuple[str, str]]:
    """Script and text, the scripts by turns: always the same for a number and a seed."""
    for number in range(first, first + many):
        script = _script(number)
        made = writer(script, seed)
        yield script, made.text(made.sentences(default_rng([seed, number])))


@dataclass(frozen=True, slots=True)
class Copy:
    """A changed copy of the text of that number, and how alike the two truly are."""

    number: int
    script: str
    text: str
    jaccard: float


def copies(numbers: list[int], jaccard: float, seed: int) -> list[Copy]:
    """Changed copies of some of those texts. The changes are drawn apart from the text."""
    made = []
    for number in numbers:
        ((script, text),) = texts(number, 1, seed)
        author = writer(script, seed)
        sentences = author.sentences(default_rng([seed, number]))
        copied = author.text(author.copy(sentences, jaccard, default_rng([seed, number, 7])))
        made.append(Copy(number, script, copied, jaccard_of(shingles(text), shingles(copied))))
    return made
