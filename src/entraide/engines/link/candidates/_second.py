"""A second look at people who were found by keys: by their names, letter by letter, and what else is known.

Words are made ready once and kept, since most come again and again; a pair of words then takes microseconds,
and is left out where it could not bring its person among the best.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..names import parse
from ..names._kept import MOST_WORDS, KeptWords, kept_words
from ..names._tables import shipped
from ._alike import alike
from ._keys import MOST_NAMES
from ._parts import parts_of, parts_of_words

_MOST_HELD = 400_000
_LEFT = MOST_WORDS // 2
"""Words that are not met beforehand, so that those who come later have room."""
_SHORT = 60
"""Letters of a name whose words are looked at one by one: no rule cuts it off."""

_SAME_YEAR, _NEXT_YEAR, _OTHER_YEAR = 3.8, 0.5, -5.0
_SAME_COUNTRY, _OTHER_COUNTRY = 2.8, -3.0
_OF_KEYS = np.float32(0.35)
"""What a bit of keys is worth beside the letters: half of it, as a natural logarithm."""

Int32s = npt.NDArray[np.int32]
Word = tuple[str, str]


@dataclass(frozen=True)
class Seen:
    """What is known of a person for a second look. ``years``: first and last possible one of birth, or None."""

    names: Sequence[str]
    years: tuple[int, int] | None = None
    countries: Sequence[str] = ()


@dataclass(frozen=True)
class Crowd:
    """The same of n people, in columns. ``names``: all of each. ``years``: [n, 2], 0 if unknown. ``countries``:
    of each in one text, with blanks between them. ``bits``: what the keys said of each, by which they were found.
    """

    names: Sequence[Sequence[str]]
    years: npt.NDArray[np.int32]
    countries: Sequence[str]
    bits: npt.NDArray[np.float32]

    @classmethod
    def of(cls, people: Iterable[Seen]) -> Crowd:
        """From people one by one."""
        held = list(people)
        years = np.array([person.years or (0, 0) for person in held], np.int32).reshape(-1, 2)
        countries = [" ".join(person.countries) for person in held]
        return cls([person.names for person in held], years, countries, np.zeros(len(held), np.float32))


class SecondLook:
    """Ranks people by how alike they are to one who is asked for."""

    def __init__(self) -> None:
        self._words: KeptWords = kept_words()
        self._forget()

    def likeness(self, asked: Seen, others: Crowd, best: int | None = None) -> npt.NDArray[np.float32]:
        """How much each of the others is like who is asked for: float32[n], higher is likelier, for ranking.

        With ``best``, so many of the highest are right, and others lower than these, however much: it is the
        faster the earlier the likeliest stand.
        """
        if kept_words() is not self._words:
            self._words = kept_words()
            self._forget()
        mine, _ = self._spelled([asked.names])
        theirs, starts = self._spelled(others.names)
        return alike(
            self._words.words,
            shipped().flat,
            mine,
            theirs,
            starts,
            _beside(asked, others),
            len(others.names) if best is None else best,
        )

    def meet(self, names: Iterable[Sequence[str]]) -> None:
        """Make the words of people's names ready before any of them is asked for, as far as there is room."""
        batch: list[Sequence[str]] = []
        for person in names:
            batch.append(person)
            if len(batch) == 1000:
                if self._words.room < _LEFT:
                    return
                self._spelled(batch)
                batch = []
        self._spelled(batch)

    def _forget(self) -> None:
        self._plain: dict[str, int] = {}  # words that stand between blanks as they are, and their rows
        self._token: dict[str, Word | None] = {}
        self._names: dict[str, list[tuple[int, int]]] = {}  # all other names

    def _spelled(self, people: Sequence[Sequence[str]]) -> tuple[Int32s, Int32s]:
        """Rows of words of each name, two by two, the second -1 for a word alone: int32[m, 2]; and where those
        of each person begin: int32[n + 1]."""
        if len(self._names) + len(self._token) > _MOST_HELD:
            self._forget()
        pairs, starts, unknown = self._known(people)
        if unknown:
            self._learn(unknown)
            pairs, starts, _ = self._known(people)
        return np.array(pairs, np.int32).reshape(-1, 2), np.array(starts, np.int32)

    def _known(
        self, people: Sequence[Sequence[str]]
    ) -> tuple[list[tuple[int, int]], list[int], dict[str, list[tuple[str, str]]]]:
        """The same as lists, and the words of the names that are not known yet."""
        plain, others = self._plain, self._names
        pairs: list[tuple[int, int]] = []
        unknown: dict[str, list[tuple[str, str]]] = {}
        starts = [0]
        for names in people:
            for name in names[:MOST_NAMES]:
                one, _, two = name.partition(" ")
                a, b = plain.get(one), plain.get(two)
                if a is not None and b is not None:
                    pairs.append((a, b))
                elif (held := others.get(name)) is not None:
                    pairs += held
                elif name not in unknown:
                    unknown[name] = self._words_of(name)
            starts.append(len(pairs))
        return pairs, starts, unknown

    def _learn(self, names: dict[str, list[tuple[str, str]]]) -> None:
        """Give names their rows."""
        texts = list(
            dict.fromkeys(text for pairs in names.values() for pair in pairs for text in pair if text)
        )
        row = dict(zip(texts, self._words.rows(texts), strict=True))
        for name, pairs in names.items():
            chunks = name.split(" ")
            if len(chunks) == 2 and all(self._token.get(chunk) for chunk in chunks):
                self._plain.update(zip(chunks, (row[text] for text in pairs[0]), strict=True))
            else:
                self._names[name] = [(row[one], row[other] if other else -1) for one, other in pairs]

    def _words_of(self, name: str) -> list[tuple[str, str]]:
        """The words of a name that stand beside each other, or each alone, with ""."""
        chunks = name.split(" ")
        tokens = [self._token_of(chunk) for chunk in chunks] if len(name) <= _SHORT else [None]
        words = [token for token in tokens if token]
        parts = parts_of_words(words) if len(words) == len(tokens) else parts_of(name)
        if not parts.pairs:
            return [(text, "") for text, _ in parts.words]
        return [(parts.words[one][0], parts.words[other][0]) for one, other in parts.pairs]

    def _token_of(self, chunk: str) -> Word | None:
        """What stands between two blanks if that is one word and no title or the like."""
        if chunk not in self._token:
            tokens = parse(chunk).tokens
            plain = len(tokens) == 1 and tokens[0].kind == "name" and tokens[0].script != "Mymr"
            self._token[chunk] = (tokens[0].text, tokens[0].script) if plain else None
        return self._token[chunk]


def _beside(asked: Seen, others: Crowd) -> npt.NDArray[np.float32]:
    """What year and country say, and the keys."""
    said = _OF_KEYS * others.bits
    if asked.years:
        first, last = others.years[:, 0], others.years[:, 1]
        apart = np.maximum(asked.years[0] - last, first - asked.years[1])
        bits = np.where(apart > 1, _OTHER_YEAR, np.where(apart > 0, _NEXT_YEAR, _SAME_YEAR))
        said += np.where(first > 0, bits, 0.0).astype(np.float32)
    if asked.countries:
        mine = set(asked.countries)
        bits_of = {
            told: 0.0 if not told else _OTHER_COUNTRY if mine.isdisjoint(told.split()) else _SAME_COUNTRY
            for told in set(others.countries)
        }
        said += np.array([bits_of[told] for told in others.countries], np.float32)
    return said
