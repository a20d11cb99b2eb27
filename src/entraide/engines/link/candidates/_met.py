"""Names that were met before, found again by their bytes as a database tells them, many in one text; compiled."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from typing import TypeVar

import numba
import numpy as np
import numpy.typing as npt

from ..names import parse
from ..names._kept import KeptWords
from ._keys import MOST_NAMES
from ._parts import parts_of, parts_of_words

PERSON, NAME = "\x1e", "\x1f"
"""What stands between two people, and between two names of one."""
_PERSON, _NAME, _BLANK = 0x1E, 0x1F, 0x20
_SLOTS = 1 << 20
_SHORT = 60
"""Letters of a name whose words are looked at one by one: no rule cuts it off."""
_NO_NAME, _NOT_MET = np.zeros((0, 2), np.int32), -1
_PLAIN, _WHOLE = np.uint64(0), np.uint64(0x5851F42D4C957F2D)
"""By which a word that stands between blanks and a whole name of the same letters are told apart."""

Int32s = npt.NDArray[np.int32]
Bytes = npt.NDArray[np.uint8]
Uint64s = npt.NDArray[np.uint64]
Word = tuple[str, str]
_Kind = TypeVar("_Kind", bound=np.generic)


def told(people: Iterable[Sequence[str]]) -> bytes:
    """The names of people in one text. What would part names wrongly becomes a blank."""
    apart = str.maketrans(PERSON + NAME, "  ")
    names = (NAME.join(name.translate(apart) for name in names) for names in people)
    return PERSON.join(names).encode(errors="surrogatepass")


class MetNames:
    """The words of names, as rows of ``words``; what is not known yet is learned when it is asked for."""

    def __init__(self, words: KeptWords) -> None:
        self.words = words
        self._seed = np.uint64(
            secrets.randbits(64)
        )  # so that nobody can choose a name that is taken for another
        self._forget()

    def rows(self, names: bytes, order: npt.NDArray[np.int64]) -> tuple[Int32s, Int32s]:
        """Of people (``told``), in this order of their places: the rows of the words of each name, two by two,
        the second -1 for a word alone, int32[m, 2]; and where those of each person begin, int32[n + 1]."""
        many = names.count(NAME.encode()) + len(order)
        if 2 * (self._used + 2 * many) > len(self._hashes):
            self._forget(2 * many)
        letters = _letters(names, len(order))
        pairs, starts, unknown = self._known(letters, order)
        if len(unknown):
            self._learn({names[begin:end] for begin, end in unknown.tolist()})
            pairs, starts, _ = self._known(letters, order)
        return pairs, starts

    def hashes(self, texts: Iterable[str]) -> Uint64s:
        """Of words, to compare them with those of a text."""
        letters = [np.frombuffer(text.encode(errors="surrogatepass"), np.uint8) for text in texts]
        return np.array([_hash(word, 0, len(word), self._seed) for word in letters], np.uint64)

    def in_common(self, texts: bytes, order: npt.NDArray[np.int64], asked: Uint64s) -> npt.NDArray[np.int8]:
        """Of people's words, with blanks between them: whether one is among those asked for (2), none is (1), or
        there are none (0)."""
        return _in_common(_letters(texts, len(order)), order, asked, self._seed)

    def _forget(self, room: int = 0) -> None:
        slots = max(_SLOTS, 1 << (4 * room).bit_length())
        self._hashes, self._held = np.zeros(slots, np.uint64), np.zeros(slots, np.int32)
        self._used = 0
        self._token: dict[str, Word | None] = {}
        self._starts, self._pairs = np.zeros(2, np.int32), _NO_NAME  # of names that are no two plain words
        self._names = 0

    def _known(self, letters: Bytes, order: npt.NDArray[np.int64]) -> tuple[Int32s, Int32s, Int32s]:
        return _rows(letters, order, self._seed, self._hashes, self._held, self._starts, self._pairs)

    def _learn(self, names: set[bytes]) -> None:
        """Give names their rows."""
        spelled = {name: self._words_of(name.decode(errors="surrogatepass")) for name in names}
        texts = list(
            dict.fromkeys(text for pairs in spelled.values() for pair in pairs for text in pair if text)
        )
        row = dict(zip(texts, self.words.rows(texts), strict=True))
        plain: dict[bytes, int] = {}
        whole: dict[bytes, list[tuple[int, int]]] = {}
        for name, pairs in spelled.items():
            chunks = name.split(b" ")
            if len(chunks) == 2 and all(
                self._token.get(chunk.decode(errors="surrogatepass")) for chunk in chunks
            ):
                plain |= zip(chunks, (row[text] for text in pairs[0]), strict=True)
            else:
                whole[name] = [(row[one], row[other] if other else -1) for one, other in pairs]
        self._put(list(plain), np.fromiter(plain.values(), np.int32), _PLAIN)
        self._put(list(whole), self._added(list(whole.values())), _WHOLE)

    def _added(self, names: list[list[tuple[int, int]]]) -> Int32s:
        """Keep the pairs of names; their places."""
        first, end = self._names, int(self._starts[self._names])
        starts = end + np.cumsum([len(pairs) for pairs in names], dtype=np.int32)
        pairs = np.array([pair for pairs in names for pair in pairs], np.int32).reshape(-1, 2)
        self._starts = _longer(self._starts, first + len(names) + 1)
        self._pairs = _longer(self._pairs, end + len(pairs))
        self._starts[first + 1 : first + 1 + len(names)] = starts
        self._pairs[end : end + len(pairs)] = pairs
        self._names += len(names)
        return np.arange(first, self._names, dtype=np.int32)

    def _put(self, texts: list[bytes], values: Int32s, kind: np.uint64) -> None:
        letters = np.frombuffer(PERSON.encode().join(texts), np.uint8)
        if texts:
            self._used += _put(letters, values, self._seed ^ kind, self._hashes, self._held)

    def _words_of(self, name: str) -> list[tuple[str, str]]:
        """The words of a name that stand beside each other, or each alone, with ""."""
        tokens = [self._token_of(chunk) for chunk in name.split(" ")] if len(name) <= _SHORT else [None]
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


def _letters(texts: bytes, people: int) -> Bytes:
    """ValueError unless they are of so many."""
    if texts.count(PERSON.encode()) != people - 1:
        raise ValueError(f"These are not the texts of {people} people.")
    return np.frombuffer(texts, np.uint8)


def _longer(array: npt.NDArray[_Kind], rows: int) -> npt.NDArray[_Kind]:
    if rows <= len(array):
        return array
    longer = np.zeros((2 * rows, *array.shape[1:]), array.dtype)
    longer[: len(array)] = array
    return longer


@numba.njit(cache=True)
def _hash(letters: Bytes, begin: int, end: int, seed: np.uint64) -> np.uint64:
    """Of bytes; never 0."""
    mixed = seed
    for place in range(begin, end):
        mixed = (mixed ^ np.uint64(letters[place])) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(32)
    return mixed | np.uint64(1)


@numba.njit(cache=True)
def _slot(hashed: np.uint64, hashes: Uint64s) -> int:
    """Where it stands, or could."""
    slot = np.int64(hashed >> np.uint64(1)) & (len(hashes) - 1)
    while hashes[slot] != 0 and hashes[slot] != hashed:
        slot = (slot + 1) & (len(hashes) - 1)
    return int(slot)


@numba.njit(cache=True)
def _put(letters: Bytes, values: Int32s, seed: np.uint64, hashes: Uint64s, held: Int32s) -> int:
    """Store the value of each text; how many are new."""
    fresh = begin = place = 0
    for end in range(len(letters) + 1):
        if end == len(letters) or letters[end] == _PERSON:
            hashed = _hash(letters, begin, end, seed)
            slot = _slot(hashed, hashes)
            fresh += hashes[slot] == 0
            hashes[slot], held[slot] = hashed, values[place]
            begin, place = end + 1, place + 1
    return fresh


@numba.njit(cache=True)
def _held_of(letters: Bytes, begin: int, end: int, seed: np.uint64, hashes: Uint64s, held: Int32s) -> int:
    slot = _slot(_hash(letters, begin, end, seed), hashes)
    return held[slot] if hashes[slot] else _NOT_MET


@numba.njit(cache=True)
def _bounds(letters: Bytes, people: int) -> Int32s:
    """Where each person begins, and where the next one would."""
    bounds = np.zeros(people + 1, np.int32)
    person = 0
    for place in range(len(letters)):
        if letters[place] == _PERSON:
            person += 1
            bounds[person] = place + 1
    bounds[people] = len(letters) + 1
    return bounds


@numba.njit(cache=True)
def _rows(
    letters: Bytes,
    order: npt.NDArray[np.int64],
    seed: np.uint64,
    hashes: Uint64s,
    held: Int32s,
    name_starts: Int32s,
    name_pairs: Int32s,
) -> tuple[Int32s, Int32s, Int32s]:
    """`MetNames.rows`, and where names begin and end that were not met: int32[u, 2]."""
    bounds = _bounds(letters, len(order))
    pairs = np.empty((2 * len(order) + 64, 2), np.int32)
    starts = np.zeros(len(order) + 1, np.int32)
    unknown = np.empty((len(order) + 64, 2), np.int32)
    total = missing = 0
    for rank in range(len(order)):
        begin = bounds[order[rank]]
        last = bounds[order[rank] + 1] - 1
        for _ in range(MOST_NAMES):  # a constant when compiled: who changes it has this compiled anew
            end, blank = begin, -1
            while end < last and letters[end] != _NAME:
                if letters[end] == _BLANK and blank < 0:
                    blank = end
                end += 1
            one = two = _NOT_MET
            if blank >= 0:
                one = _held_of(letters, begin, blank, seed ^ _PLAIN, hashes, held)
                if one >= 0:
                    two = _held_of(letters, blank + 1, end, seed ^ _PLAIN, hashes, held)
            name = _NOT_MET
            if two < 0:
                name = _held_of(letters, begin, end, seed ^ _WHOLE, hashes, held)
            if two >= 0:
                pairs[total, 0], pairs[total, 1] = one, two
                total += 1
            elif name >= 0:
                for place in range(name_starts[name], name_starts[name + 1]):
                    pairs[total] = name_pairs[place]
                    total += 1
                    if total == len(pairs):
                        pairs = np.concatenate((pairs, np.empty_like(pairs)))
            else:
                unknown[missing] = begin, end
                missing += 1
                if missing == len(unknown):
                    unknown = np.concatenate((unknown, np.empty_like(unknown)))
            if total == len(pairs):
                pairs = np.concatenate((pairs, np.empty_like(pairs)))
            begin = end + 1
            if begin > last:
                break
        starts[rank + 1] = total
    return pairs[:total], starts, unknown[:missing]


@numba.njit(cache=True)
def _in_common(
    letters: Bytes, order: npt.NDArray[np.int64], asked: Uint64s, seed: np.uint64
) -> npt.NDArray[np.int8]:
    bounds = _bounds(letters, len(order))
    found = np.zeros(len(order), np.int8)
    for rank in range(len(order)):
        begin, last = bounds[order[rank]], bounds[order[rank] + 1] - 1
        for end in range(begin, last + 1):
            if end == last or letters[end] == _BLANK:
                if end > begin:
                    hashed = _hash(letters, begin, end, seed)
                    found[rank] = max(found[rank], 1)
                    for one in asked:
                        if one == hashed:
                            found[rank] = 2
                begin = end + 1
    return found
