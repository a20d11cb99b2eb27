"""Finding selectors in a text.

Each finder looks for one family and proposes candidates; the first to claim a stretch of text has it.
"""

from __future__ import annotations

from collections.abc import Iterator

from .._kinds import KINDS
from .._selector import FoundSelector, InvalidSelector
from .._text import Shadow
from ._candidate import Candidate
from ._coins import find_coins, find_ibans
from ._cues import Cues
from ._named import find_named
from ._numbers import find_numbers
from ._web import find_web


def find(text: str, country: str | None) -> list[FoundSelector]:
    shadow = Shadow(text)
    found = []
    for candidate in _candidates(shadow, country):
        start, end = candidate.start, candidate.end
        selector = None if 1 in shadow.taken[start:end] else _judged(candidate, shadow, country)
        if selector:
            shadow.taken[start:end] = b"\1" * (end - start)
            found.append(selector)
            inner = candidate.inner and selector.valid and _judged(candidate.inner, shadow, country)
            if inner:
                found.append(inner)
    return sorted(found, key=lambda selector: (selector.start, -selector.end))


def _candidates(shadow: Shadow, country: str | None) -> Iterator[Candidate]:
    yield from find_web(shadow)
    yield from find_coins(shadow)
    yield from find_ibans(shadow)
    cues = Cues(shadow)
    yield from find_named(shadow, cues)
    yield from find_numbers(shadow, country, cues)


def _judged(candidate: Candidate, shadow: Shadow, country: str | None) -> FoundSelector | None:
    start, end = shadow.span(candidate.start, candidate.end)
    raw = shadow.original[start:end]
    kind = KINDS[candidate.kind]
    try:
        value = candidate.text if candidate.cleaned else kind.clean(candidate.text, country)
    except InvalidSelector as problem:
        if not candidate.sure:
            return None
        return FoundSelector(kind.id, raw, raw, start, end, valid=False, reason=problem.reason)
    return FoundSelector(kind.id, value, raw, start, end, link_value=kind.link(value))
