"""Names made ready for the kernels once, so that comparing many costs no parsing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ._matching import MOST_TOKENS, MOST_UNITS, SPELLINGS
from ._parsing import NameToken, TokenKind, parse
from ._prepared import Words, words
from ._readings import romanised
from ._spelling import LONGEST, script_of, symbols
from ._tables import Tables, shipped
from ._words import family_spellings, short_forms

# How much a part counts when it is matched, when each side has one without a partner, when one side lacks it.
WEIGHTS: dict[TokenKind, tuple[float, float, float]] = {
    TokenKind.NAME: (1.0, 1.0, 1.0),
    TokenKind.PATRONYMIC: (0.6, 0.8, 0.2),
    TokenKind.INITIAL: (0.4, 0.6, 0.2),
    TokenKind.NUMBER: (0.5, 0.6, 0.3),
    TokenKind.HONORIFIC: (0.3, 0.1, 0.05),
    TokenKind.PARTICLE: (0.1, 0.0, 0.0),
    TokenKind.LEGAL_FORM: (0.1, 0.2, 0.0),
    TokenKind.GENERIC: (0.1, 0.0, 0.0),
    TokenKind.TITLE: (0.05, 0.0, 0.0),
}
_OPTIONAL = (TokenKind.TITLE, TokenKind.GENERIC, TokenKind.LEGAL_FORM)
_TOGETHER = (TokenKind.NAME, TokenKind.PARTICLE, TokenKind.HONORIFIC, TokenKind.PATRONYMIC)
MOST_FORMS = 4
_SPAN = 4
"""Most parts that may be taken as one word, a whole name aside."""


class Names(NamedTuple):
    """N names. Parts of the name n are rows token_start[n]:token_start[n + 1] of the token arrays; likewise units.

    ``unit_first`` counts within the name. ``unit_initial``: its letter (1–26), else 0.
    ``unit_written``: written as one word. ``forms``: of each word,
    up to four families of short forms and of spellings of family names. ``order``: a number from the name alone.
    """

    words: Words
    token_start: npt.NDArray[np.int64]
    token_clash: npt.NDArray[np.float64]
    token_missing: npt.NDArray[np.float64]
    unit_start: npt.NDArray[np.int64]
    unit_word: npt.NDArray[np.int64]
    unit_first: npt.NDArray[np.int64]
    unit_size: npt.NDArray[np.int64]
    unit_weight: npt.NDArray[np.float64]
    unit_initial: npt.NDArray[np.int64]
    unit_written: npt.NDArray[np.bool_]
    forms: npt.NDArray[np.int64]
    order: npt.NDArray[np.int64]


class PreparedNames(NamedTuple):
    """Names, their parts, and the arrays that the kernels read."""

    texts: tuple[str, ...]
    tokens: tuple[tuple[NameToken, ...], ...]
    units: tuple[str, ...]
    arrays: Names

    def __len__(self) -> int:
        return len(self.texts)


def prepare(names: Sequence[str], tables: Tables | None = None) -> PreparedNames:
    """The names made ready for comparing. Any texts are accepted."""
    numbers: dict[str, int] = {}
    token_start, unit_start = [0], [0]
    clash: list[float] = []
    missing: list[float] = []
    units: list[tuple[int, int, int, float, int, bool]] = []
    spelled: list[str] = []
    kept: list[tuple[NameToken, ...]] = []
    for name in names:
        tokens = _kept(parse(name).tokens)
        kept.append(tokens)
        for token in tokens:
            _, clashes, lacks = WEIGHTS[token.kind]
            clash.append(clashes)
            missing.append(lacks)
        for first, last in _spans(tokens):
            part = tokens[first:last]
            text = "".join(token.text for token in part)
            weight = sum(WEIGHTS[token.kind][0] for token in part)
            spelled.append(text)
            written = all(token.joined for token in part[1:])
            number = numbers.setdefault(text, len(numbers))
            units.append((number, first, last - first, weight, _initial(part), written))
        token_start.append(len(clash))
        unit_start.append(len(units))
    made = words(list(numbers), tables or shipped())
    columns = list(zip(*units, strict=True)) or [()] * 6
    arrays = Names(
        made,
        np.array(token_start, np.int64),
        np.array(clash, np.float64),
        np.array(missing, np.float64),
        np.array(unit_start, np.int64),
        np.array(columns[0], np.int64),
        np.array(columns[1], np.int64),
        np.array(columns[2], np.int64),
        np.array(columns[3], np.float64),
        np.array(columns[4], np.int64),
        np.array(columns[5], np.bool_),
        _forms(made, list(numbers)),
        np.array([_order(tokens) for tokens in kept], np.int64),
    )
    return PreparedNames(tuple(names), tuple(kept), tuple(spelled), arrays)


def _kept(tokens: tuple[NameToken, ...]) -> tuple[NameToken, ...]:
    """At most MOST_TOKENS parts, titles and legal forms dropped first. Without a name, honorifics are names."""
    for kind in _OPTIONAL:
        if len(tokens) > MOST_TOKENS:
            tokens = tuple(token for token in tokens if token.kind != kind)
    tokens = tokens[:MOST_TOKENS]
    if any(token.kind in (TokenKind.NAME, TokenKind.PATRONYMIC) for token in tokens):
        return tokens
    return tuple(
        NameToken(token.text, token.script, TokenKind.NAME, token.joined)
        if token.kind is TokenKind.HONORIFIC or (token.kind is TokenKind.PARTICLE and len(token.text) > 2)
        else token
        for token in tokens
    )


def _spans(tokens: tuple[NameToken, ...]) -> list[tuple[int, int]]:
    """Which neighbouring parts may be one word; the longest last."""
    spans = [(place, place + 1) for place in range(len(tokens))]
    for size in range(2, _SPAN + 1):
        for first in range(len(tokens) - size + 1):
            part = tokens[first : first + size]
            written_as_one = all(token.joined for token in part[1:])
            may_be_one = all(token.kind in _TOGETHER and token.script == part[0].script for token in part)
            if size == len(tokens) or written_as_one or (may_be_one and size <= 3):
                spans.append((first, first + size))
    if len(tokens) > _SPAN:
        spans.append((0, len(tokens)))
    return [
        (first, last)
        for first, last in spans
        if last - first == 1 or sum(len(token.text) for token in tokens[first:last]) <= LONGEST
    ][:MOST_UNITS]


def _initial(part: tuple[NameToken, ...]) -> int:
    letter = romanised(part[0].text)[:1] if len(part) == 1 and part[0].kind is TokenKind.INITIAL else ""
    return ord(letter) - 96 if letter else 0


def _forms(made: Words, texts: Sequence[str]) -> npt.NDArray[np.int64]:
    """The families of short forms of each word, by its likeliest readings, and those of spellings of families.

    Those of spellings are from SPELLINGS on: they go together across scripts only.
    """
    found = np.zeros((len(texts), MOST_FORMS), np.int64)
    for row, text in enumerate(texts):
        belongs: set[int] = set()
        for reading in range(min(int(made.reads[row]), 2)):
            letters = made.read[row, reading, : made.read_length[row, reading]]
            word = "".join(chr(96 + letter) for letter in letters)
            belongs.update(_form_numbers()[full] for full in short_forms().get(word, ()))
        script = script_of(text)
        if script in ("Latn", "Hani", "Hang"):
            names = family_spellings().get(symbols(text, script) if script == "Hani" else text, ())
            belongs.update(SPELLINGS + _form_numbers()[name] for name in names)
        for place, family in enumerate(sorted(belongs)[-MOST_FORMS:]):
            found[row, place] = family
    return found


@cache
def _form_numbers() -> dict[str, int]:
    every = {
        full
        for table in (short_forms(), family_spellings())
        for belongs in table.values()
        for full in belongs
    }
    return {full: place + 1 for place, full in enumerate(sorted(every))}


def _order(tokens: tuple[NameToken, ...]) -> int:
    told = "\n".join(f"{token.text} {token.kind} {token.joined}" for token in tokens)
    return int.from_bytes(hashlib.blake2b(told.encode(), digest_size=7).digest(), "little")
