"""Where cue words stand in a text, and which of them governs a place in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from entraide.vocabulary import selector_cues

from .._text import Shadow

HANDLE_KINDS = frozenset({"telegram", "wechat", "line", "facebook", "instagram", "tiktok"})


@dataclass(frozen=True, slots=True)
class CueAt:
    kind: str
    start: int
    end: int


_Cue = tuple[str, str, bool, bool]  # word, kind, stands as a word, is long enough to say so by itself

# A cue in an alphabet must be a whole word; unspaced scripts and Arabic or Hindi affixes run on.
_CUES: list[_Cue] = [
    (
        cue.cue,
        cue.kind,
        cue.cue[0] < "\u0590" and cue.cue[-1] < "\u0590",
        len(cue.cue) > 2 or not cue.cue.isascii(),
    )
    for cue in selector_cues.load()
]
_ANNOUNCES = re.compile(r"\s?[:=@+(]|[^\x00-\x7f]|\s?id\b").match
_WORDS = re.compile("[a-z0-9]+").findall


def _by_beginning() -> tuple[dict[str, list[_Cue]], dict[str, list[_Cue]]]:
    """Cues of plain letters, which stand as words, by their first word; others by their first character."""
    plain: dict[str, list[_Cue]] = {}
    others: dict[str, list[_Cue]] = {}
    for cue in _CUES:
        if cue[0].isascii():
            plain.setdefault(_WORDS(cue[0])[0], []).append(cue)
        else:
            others.setdefault(cue[0][0], []).append(cue)
    return plain, others


_PLAIN, _OTHERS = _by_beginning()


def _possible(lower: str) -> Iterator[_Cue]:
    """Only the cues whose beginning stands in the text: a few of hundreds."""
    for word in _PLAIN.keys() & set(_WORDS(lower)):
        yield from _PLAIN[word]
    if not lower.isascii():
        for character in _OTHERS.keys() & set(lower):
            yield from _OTHERS[character]


class Cues:
    def __init__(self, shadow: Shadow) -> None:
        self.all = sorted(self._find(shadow), key=lambda cue: (cue.end, cue.start))
        self._drop_shadowed()
        self._ends = [cue.end for cue in self.all]

    @staticmethod
    def _find(shadow: Shadow) -> Iterator[CueAt]:
        text, lower = shadow.text, shadow.lower
        for word, kind, whole, long in _possible(lower):
            at = lower.find(word)
            while at >= 0:
                end = at + len(word)
                cut = whole and (_in_word(lower[at - 1 : at]) or _in_word(lower[end : end + 1]))
                # "line" is an everyday word, as the messenger it has a capital; "wa" needs a sign behind it
                if not cut and (word != "line" or text[at] == "L") and (long or _ANNOUNCES(lower, end)):
                    yield CueAt(kind, at, end)
                at = lower.find(word, end)

    def _drop_shadowed(self) -> None:
        """In "Telegram account" and "微信号码" the platform is meant, not a bank or a phone."""
        kept: list[CueAt] = []
        for cue in self.all:
            before = kept[-1] if kept else None
            if (
                before
                and cue.kind in ("bank_account", "phone")
                and (before.kind in HANDLE_KINDS or before.kind == "whatsapp")
                and cue.start - before.end <= 1
            ):
                kept[-1] = CueAt(before.kind, before.start, cue.end)
            else:
                kept.append(cue)
        self.all = kept

    def before(self, place: int, reach: int) -> CueAt | None:
        """The nearest cue that ends at most ``reach`` characters before ``place``."""
        at = bisect_right(self._ends, place) - 1
        if at < 0 or place - self._ends[at] > reach:
            return None
        return self.all[at]

    def after(self, place: int, reach: int) -> CueAt | None:
        """The nearest cue that starts at most ``reach`` characters after ``place``."""
        at = bisect_right(self._ends, place)
        if at >= len(self.all) or not 0 <= self.all[at].start - place <= reach:
            return None
        return self.all[at]


def _in_word(char: str) -> bool:
    return char.isalnum() and char < "\u0590"
