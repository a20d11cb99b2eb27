"""Techniques in a text: rules of ideas that stand near each other, their evidence added, its worth calibrated."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from entraide.vocabulary import techniques
from entraide.vocabulary.techniques import Rule

from ._folding import Folded, fold, is_vietnamese
from ._languages import languages_of
from ._lexicon import Named, lexicon

LEAST = 0.3
"""The score from which a technique is said; put on development texts."""

_SURE = math.log(2)
"""Evidence from which a technique counts for others that it goes with."""

_DENIED = 0.25
"""What is left of a rule's weight where a word denies it."""
_DENIES_WITHIN = 2.0  # words
# Ideas that are denials themselves ("never arrived"), or stand beside one ("could not withdraw").
_DENIALS = frozenset(
    [
        "blocked",
        "dictate",
        "fail",
        "forbidden",
        "letthrough",
        "nevercame",
        "nocontact",
        "norest",
        "notreceived",
        "starve",
        "unpaid",
        "unread",
        "withdraw",
    ]
)


@dataclass(frozen=True, slots=True)
class Span:
    """``start``, ``end``: code points into the text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FoundTechnique:
    """``score`` in [0, 1]: how often such evidence was right in development texts. ``spans``: the words that led to
    it, in the order of the text. ``cues``: the rules that they met, heaviest first."""

    id: str
    score: float
    spans: tuple[Span, ...]
    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Met:
    """A rule that is met, by which words, and what it weighs there."""

    rule: Rule
    named: tuple[Named, ...]
    weight: float


def tag_techniques(text: str, *, language: str | None = None, least: float = LEAST) -> list[FoundTechnique]:
    """The techniques that the text shows, in the order of the text's words; none where nothing speaks for one
    strongly enough, or where there are no words for its language. Any text is accepted; of a very long one the
    first hundred thousand characters are read.

    ``language``: ISO 639-1, where it is known; else it is guessed. ``least``: the score from which one is said.
    """
    accents = is_vietnamese(text)
    folded = fold(text, accents=accents)
    named = lexicon(languages_of(text, language), accents).find(folded)
    found = [
        technique
        for technique in (_read(id, met, folded) for id, met in _evidence(named, folded).items())
        if technique.score >= least
    ]
    return sorted(found, key=lambda one: (one.spans[0].start, one.id))


def evidence_of(text: str, *, language: str | None = None) -> dict[str, float]:
    """By technique the evidence that a text holds, in nats, before it is calibrated; 0.69 halves the doubt."""
    accents = is_vietnamese(text)
    folded = fold(text, accents=accents)
    named = lexicon(languages_of(text, language), accents).find(folded)
    return {id: _sum(met) for id, met in _evidence(named, folded).items()}


def _evidence(named: dict[str, list[Named]], folded: Folded) -> dict[str, list[_Met]]:
    """By technique the rules that are met: first those of words alone, then those that ask for another technique."""
    met: dict[str, list[_Met]] = {}
    for rule in _rules(given=False):
        _add(met, _meet(rule, named, folded))
    sure = {id for id, of_id in met.items() if _sum(of_id) >= _SURE}
    for rule in _rules(given=True):
        if any(id.startswith(rule.given) and id != rule.technique for id in sure):
            _add(met, _meet(rule, named, folded))
    return {id: of_id for id, of_id in met.items() if any(one.weight > 0 for one in of_id)}


def _add(met: dict[str, list[_Met]], one: _Met | None) -> None:
    if one is not None:
        met.setdefault(one.rule.technique, []).append(one)


@cache
def _rules(*, given: bool) -> tuple[Rule, ...]:
    return tuple(rule for rule in techniques.rules() if bool(rule.given) is given)


def _meet(rule: Rule, named: dict[str, list[Named]], folded: Folded) -> _Met | None:
    """The rule where it weighs most: not denied, its words near each other."""
    places = [named.get(idea, []) for idea in rule.ideas]
    if not all(places):
        return None
    denials = _denials(named)
    best: tuple[float, float, tuple[Named, ...]] | None = None
    for first in places[0]:
        words = [first]
        for others in places[1:]:
            near = _nearest(first, others, folded.at, rule.within)
            if near is None or any(_overlap(near, word) for word in words):
                break
            words.append(near)
        else:
            denied = not _DENIALS.intersection(rule.ideas) and _is_denied(words, denials, folded)
            spread = (
                folded.at[max(word.start for word in words)] - folded.at[min(word.start for word in words)]
            )
            candidate = (rule.weight * (_DENIED if denied else 1.0), -spread, tuple(words))
            if best is None or candidate[:2] > best[:2]:
                best = candidate
    return _Met(rule, best[2], best[0]) if best else None


def _denials(named: dict[str, list[Named]]) -> list[Named]:
    """Words that deny, but for those that are part of another phrase: "not only", «أول ما»."""
    phrases = named.get("nodenial", [])
    return [word for word in named.get("not", []) if not any(_overlap(word, one) for one in phrases)]


def _nearest(word: Named, others: Sequence[Named], at: Sequence[float], within: float) -> Named | None:
    """Of the others the one nearest to the word and no further than ``within`` words."""
    place = bisect_left(others, word.start, key=lambda other: other.start)
    around = (
        (_between(word, other, at), other)
        for other in others[max(0, place - 3) : place + 3]
        if not _overlap(word, other)
    )
    distance, nearest = min(around, key=lambda one: one[0], default=(math.inf, None))
    return nearest if distance <= within else None


def _between(one: Named, other: Named, at: Sequence[float]) -> float:
    first, second = sorted((one, other), key=lambda word: word.start)
    return at[second.start] - at[first.end - 1]


def _overlap(one: Named, other: Named) -> bool:
    return one.start < other.end and other.start < one.end


def _is_denied(words: Iterable[Named], denials: Sequence[Named], folded: Folded) -> bool:
    """Whether a word that denies stands shortly before one of these, in the same sentence."""
    for word in words:
        place = bisect_left(denials, word.start, key=lambda denial: denial.start)
        for denial in denials[max(0, place - 2) : place]:
            near = denial.end <= word.start and _between(denial, word, folded.at) <= _DENIES_WITHIN
            if near and "." not in folded.text[denial.end : word.start]:
                return True
    return False


def _sum(met: Iterable[_Met]) -> float:
    """Evidence: independent rules add up as their improbability multiplies."""
    return sum(-math.log1p(-one.weight) for one in met)


def score_of(evidence: float) -> float:
    """How often that much evidence was right, between the measured points."""
    points = techniques.calibration()
    for (low, below), (high, above) in pairwise(points):
        if evidence <= high:
            return below + (above - below) * max(0.0, evidence - low) / (high - low)
    return points[-1][1]


def _read(id: str, met: list[_Met], folded: Folded) -> FoundTechnique:
    heaviest = sorted((one for one in met if one.weight > 0), key=lambda one: -one.weight)
    spans = {folded.span(word.start, word.end) for one in heaviest for word in one.named}
    return FoundTechnique(
        id=id,
        score=round(score_of(_sum(met)), 3),
        spans=tuple(Span(*span) for span in sorted(spans)),
        cues=tuple(one.rule.cue for one in heaviest),
    )
