"""Names made ready for the kernels once, so that comparing many costs no parsing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ._forms import forms_of
from ._kept import ROOM, kept_words
from ._matching import MOST_TOKENS, MOST_UNITS
from ._parsing import NameToken, TokenKind, parse
from ._prepared import Words, words
from ._readings import romanised
from ._spelling import LONGEST
from ._tables import Tables, shipped

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
    shapes = [_shape(name) for name in names]
    spelled = [text for shape in shapes for text in shape.units]
    made, forms, rows = _words(list(dict.fromkeys(spelled)), tables)
    arrays = Names(
        made,
        np.cumsum([0, *(len(shape.tokens) for shape in shapes)]),
        np.array([clash for shape in shapes for clash in shape.clash], np.float64),
        np.array([missing for shape in shapes for missing in shape.missing], np.float64),
        np.cumsum([0, *(len(shape.units) for shape in shapes)]),
        np.array([rows[text] for text in spelled], np.int64),
        np.array([first for shape in shapes for first in shape.first], np.int64),
        np.array([size for shape in shapes for size in shape.size], np.int64),
        np.array([weight for shape in shapes for weight in shape.weight], np.float64),
        np.array([letter for shape in shapes for letter in shape.initial], np.int64),
        np.array([written for shape in shapes for written in shape.written], np.bool_),
        forms,
        np.array([shape.order for shape in shapes], np.int64),
    )
    return PreparedNames(tuple(names), tuple(shape.tokens for shape in shapes), tuple(spelled), arrays)


def _words(texts: list[str], tables: Tables | None) -> tuple[Words, npt.NDArray[np.int64], dict[str, int]]:
    """The words, their forms, and the row of each: of those that are kept, unless there are very many."""
    if tables is None and len(texts) <= ROOM:
        kept = kept_words()
        rows = dict(zip(texts, kept.rows(texts), strict=True))
        return (
            kept.words,
            kept.forms,
            rows,
        )  # the arrays after the rows: they are others once they had to grow
    made = words(texts, tables or shipped())
    return made, forms_of(made, texts), {text: row for row, text in enumerate(texts)}


class _Shape(NamedTuple):
    """A name's parts and units, one entry a part or a unit; see `Names`."""

    tokens: tuple[NameToken, ...]
    clash: list[float]
    missing: list[float]
    units: list[str]
    first: list[int]
    size: list[int]
    weight: list[float]
    initial: list[int]
    written: list[bool]
    order: int


@lru_cache(maxsize=8192)
def _shape(name: str) -> _Shape:
    tokens = _kept(parse(name).tokens)
    shape = _Shape(
        tokens,
        [WEIGHTS[token.kind][1] for token in tokens],
        [WEIGHTS[token.kind][2] for token in tokens],
        *([], [], [], [], [], []),
        _order(tokens),
    )
    for first, last in _spans(tokens):
        part = tokens[first:last]
        shape.units.append("".join(token.text for token in part))
        shape.first.append(first)
        shape.size.append(last - first)
        shape.weight.append(sum(WEIGHTS[token.kind][0] for token in part))
        shape.initial.append(_initial(part))
        shape.written.append(all(token.joined for token in part[1:]))
    return shape


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


def _order(tokens: tuple[NameToken, ...]) -> int:
    told = "\n".join(f"{token.text} {token.kind} {token.joined}" for token in tokens)
    return int.from_bytes(hashlib.blake2b(told.encode(), digest_size=7).digest(), "little")
