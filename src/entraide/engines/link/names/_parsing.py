"""A name cut into its parts: what is a name, what is a title, what was written as one word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from ._readings import romanised
from ._scripts import folded, runs, unmasked
from ._words import affixes, families, kinds

LONGEST = 200
"""Characters of a name that are read; what follows is dropped."""
MOST = 16
"""Parts of a name that are kept."""


class TokenKind(StrEnum):
    """What a part of a name is."""

    NAME = "name"
    INITIAL = "initial"
    PARTICLE = "particle"
    PATRONYMIC = "patronymic"
    TITLE = "title"
    HONORIFIC = "honorific"
    LEGAL_FORM = "legal_form"
    GENERIC = "generic"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class NameToken:
    """One part of a name.

    ``text``: in its own script, lower case. ``script``: ISO 15924. ``joined``: written in one word with the
    part before it, as in 王|小明, Min|-ji, and every syllable of a Burmese name.
    """

    text: str
    script: str
    kind: TokenKind
    joined: bool = False


@dataclass(frozen=True, slots=True)
class ParsedName:
    """A name's parts in the order in which they stand; empty for a text without letters."""

    tokens: tuple[NameToken, ...]


_WITHIN = re.compile("['`´’‘ʻʼʾʿ׳״\"“”]")
_APART = re.compile(r"[\s,;:/|()\[\]{}<>«»·・‧•⸱᛫።፡፣、，؛،։।…_+*&#@!?¿¡=~^%$\\]+")
_PARTS = re.compile(r"[-.‐-―־]+")
# A Burmese syllable begins at a consonant that is neither killed, nor stacked, nor stacked upon.
_SYLLABLE = re.compile("(?<!\u1039)(?=[\u1000-\u102a\u103f](?![\u1037\u1038]*[\u1039\u103a]))")
_PATRONYMIC = re.compile("(?:[oe]v[iy](?:ch|c|tch)|[oei]vna)$")
_ALPHABETIC = frozenset(
    {"Latn", "Cyrl", "Grek", "Armn", "Geor", "Hebr", "Arab", "Thai", "Deva", "Beng", "Taml"}
)
_ARTICLE = "ال"


@lru_cache(maxsize=65536)
def parse(name: str) -> ParsedName:
    """The parts of a name in any script. Any text is accepted; a text without letters has no parts."""
    tokens: list[NameToken] = []
    for chunk in _APART.split(_WITHIN.sub("", folded(name[: 4 * LONGEST])[:LONGEST])):
        if len(tokens) >= MOST:
            break
        tokens.extend(_parts_of(chunk, first=not tokens))
    return ParsedName(tuple(tokens[:MOST]))


def _parts_of(chunk: str, *, first: bool) -> list[NameToken]:
    """What stands between two spaces."""
    whole = chunk.strip(".")
    if whole in kinds():
        return [NameToken(whole, runs(whole)[0][1], TokenKind(kinds()[whole]))]
    parts = [part for part in _PARTS.split(chunk) if part]
    hyphened = len(parts) > 1 and "." not in chunk
    pieces = [
        (piece, script)
        for part in parts
        for text, script in runs(unmasked(part))
        for piece in _pieces(text, script)
    ]
    return [
        NameToken(
            piece,
            script,
            _kind(piece, script, hyphened=hyphened, first=first and place == 0),
            joined=place > 0,
        )
        for place, (piece, script) in enumerate(pieces)
        if any(letter.isalnum() for letter in piece)
    ]


def _pieces(text: str, script: str) -> list[str]:
    """The parts of what is written as one word."""
    if script == "Arab" and text.startswith(_ARTICLE) and len(text) > 4:
        return [_ARTICLE, text[2:]]
    before, text, after = _without_affixes(text, script)
    if script == "Mymr":
        return [*before, *(piece for piece in _SYLLABLE.split(text) if piece), *after]
    return [*before, *_family_first(text, families().get(script, frozenset())), *after]


def _without_affixes(text: str, script: str) -> tuple[list[str], str, list[str]]:
    """Titles and legal forms that are written onto a name without a space: นาย|สมชาย, 深圳|有限公司."""
    if not text.startswith(affixes(script)) and not text.endswith(affixes(script)):
        return [], text, []
    for affix in affixes(script):
        if len(text) > len(affix) + 1 and text.startswith(affix):
            before, inner, after = _without_affixes(text[len(affix) :], script)
            return [affix, *before], inner, after
        if len(text) > len(affix) and text.endswith(affix):
            before, inner, after = _without_affixes(text[: -len(affix)], script)
            return before, inner, [*after, affix]
    return [], text, []


def _family_first(text: str, known: frozenset[str]) -> list[str]:
    """王小明 is 王 and 小明; a longer word is a foreign name or a firm, and stays whole."""
    for length in (2, 1):
        if 1 <= len(text) - length <= 2 and text[:length] in known:
            return [text[:length], text[length:]]
    return [text]


def _kind(word: str, script: str, *, hyphened: bool, first: bool) -> TokenKind:
    known = kinds().get(word)
    if known == "honorific" and script == "Mymr" and not first:
        known = None  # the ဦး of "U Nu" stands in front; elsewhere it is the name "Oo"
    if known and (not hyphened or known == "particle"):
        return TokenKind(known)
    if len(word) == 1 and script in _ALPHABETIC:
        return TokenKind.INITIAL
    if word.isdigit():
        return TokenKind.NUMBER
    if len(word) > 7 and _PATRONYMIC.search(romanised(word)):
        return TokenKind.PATRONYMIC
    return TokenKind.NAME
