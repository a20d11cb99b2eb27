"""Text of others, shown harmlessly: nothing of it runs, hides, or turns the line around.

>>> visible("pay to \u202egnp.exe")
'pay to <span class="unseen" title="RIGHT-TO-LEFT OVERRIDE">U+202E</span>gnp.exe'
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi

from .models import Selector

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
# Letters of these scripts need joiners and breaks to be written at all: between them they are spelling.
_JOINED = re.compile(
    "[\u0600-\u08ff\u0900-\u0dff\u0e00-\u109f\u1700-\u18af\ufb50-\ufdff\ufe70-\ufefe\U0001f000-\U0001faff\u2600-\u27bf]"
)
_SPELLING = frozenset("\u200b\u200c\u200d\ufe0f")


def visible(text: str) -> SafeString:
    """Escaped, with every invisible character shown by its number and name."""
    if not _UNSEEN.search(text):
        return escape(text)
    parts = []
    at = 0
    for match in _UNSEEN.finditer(text):
        if _is_spelling(text, match.start()):
            continue
        parts += [escape(text[at : match.start()]), _sign(match.group())]
        at = match.end()
    return format_html_join("", "{}", ((part,) for part in [*parts, escape(text[at:])]))


def plain(text: str) -> str:
    """For places that take no markup: invisible characters become ``[U+202E]``."""
    return _UNSEEN.sub(
        lambda m: m.group() if _is_spelling(text, m.start()) else f"[{_number(m.group())}]", text
    )


def apart(text: str) -> str:
    """For a sentence that may run right to left: a number or a name in it keeps its own direction.

    >>> apart("+66 81 234 5678")  # in a page read from left to right
    '+66 81 234 5678'
    """
    return f"\u2068{text}\u2069" if get_language_bidi() else text


def _is_spelling(text: str, at: int) -> bool:
    char = text[at]
    if char == "\r" and text[at + 1 : at + 2] == "\n":
        return True
    if char not in _SPELLING:
        return False
    return any(
        _JOINED.match(neighbour) for neighbour in (text[at - 1 : at], text[at + 1 : at + 2]) if neighbour
    )


def _number(char: str) -> str:
    return f"U+{ord(char):04X}"


def _sign(char: str) -> SafeString:
    name = unicodedata.name(char, "") or "CONTROL CHARACTER"
    return format_html('<span class="unseen" title="{}">{}</span>', name, _number(char))


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text, from ``start`` on; ``selectors`` stand in it, widest first, or none do."""

    text: str
    selectors: tuple[Selector, ...] = ()
    start: int = 0


def spans(text: str, selectors: Iterable[Selector]) -> Iterator[Span]:
    """The text in stretches. A domain found inside a link lies within the link's stretch."""
    at = 0
    placed = [one for one in selectors if one.start is not None and one.end is not None]
    placed.sort(key=lambda one: (one.start, -one.end))
    while placed:
        first = placed[0]
        within = [one for one in placed if one.start < first.end]
        placed = placed[len(within) :]
        start, end = max(first.start, at), min(first.end, len(text))
        if start >= end:
            continue
        if start > at:
            yield Span(text[at:start], (), at)
        yield Span(text[start:end], tuple(within), start)
        at = end
    if at < len(text):
        yield Span(text[at:], (), at)


def pieces(span: Span, ends: Iterable[int]) -> Iterator[tuple[int, str]]:
    """A stretch cut at some places of the text: where each piece begins, and its words."""
    last = span.start + len(span.text)
    cuts = [span.start, *sorted({end for end in ends if span.start < end < last}), last]
    for start, end in pairwise(cuts):
        yield start, span.text[start - span.start : end - span.start]


_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_WORDS_TOGETHER, _LETTERS_TOGETHER = 3, 5


def shared_parts(text: str, other: str) -> list[tuple[str, bool]]:
    """The text in stretches, and whether the other has them too: three words in a row, or five letters of a
    script without word spaces.

    >>> shared_parts("Call now: good pay, free flight.", "They offer good pay, free flight")
    [('Call now: ', False), ('good pay, free flight', True), ('.', False)]
    """
    there = {piece for piece, _start, _end in _pieces(other)}
    stretches: list[list[int]] = []
    for piece, start, end in _pieces(text):
        if piece not in there:
            continue
        if stretches and start <= stretches[-1][1]:
            stretches[-1][1] = end
        else:
            stretches.append([start, end])
    parts, at = [], 0
    for start, end in stretches:
        parts += [(text[at:start], False)] if start > at else []
        parts.append((text[start:end], True))
        at = end
    return parts + ([(text[at:], False)] if at < len(text) else [])


def _pieces(text: str) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """Runs of words or letters, each with where it stands."""
    units = list(_units(text))
    for at in range(len(units)):
        most = _LETTERS_TOGETHER if units[at][3] else _WORDS_TOGETHER
        run = units[at : at + most]
        if len(run) == most:
            yield tuple(unit[0] for unit in run), run[0][1], run[-1][2]


def _units(text: str) -> Iterator[tuple[str, int, int, bool]]:
    """Words, or single letters where a script puts no space between words."""
    for match in _WORD.finditer(text):
        word, start = match.group(), match.start()
        if _UNSPACED.search(word):
            for at, letter in enumerate(word):
                yield letter, start + at, start + at + 1, True
        else:
            yield word.casefold(), start, match.end(), False


def marked_shared(text: str, other: str) -> SafeString:
    """The text, with what the other has too marked."""
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<mark>{}</mark>", visible(part)) if shared else visible(part),)
            for part, shared in shared_parts(text, other)
        ),
    )
