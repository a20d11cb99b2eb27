"""Comparing names: one pair with reasons, many with numbers alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from ._evidence import scratch
from ._matching import board, hints_of, log_odds, log_odds_of
from ._names import PreparedNames, prepare
from ._parsing import NameToken, TokenKind
from ._readings import romanised
from ._spelling import script_of
from ._tables import shipped


class ReasonKind(StrEnum):
    """What two names have to do with one another, part by part."""

    SAME = "same"
    SPELLING = "spelling"
    SOUND = "sound"
    SHORT_FORM = "short_form"
    INITIAL = "initial"
    CLASH = "clash"
    MISSING = "missing"


_WORDS = {
    ReasonKind.SAME: "“{a}” is the same",
    ReasonKind.SPELLING: "“{a}” and “{b}” are spellings of one name",
    ReasonKind.SOUND: "“{a}” reads like “{b}”",
    ReasonKind.SHORT_FORM: "“{a}” and “{b}” are forms of one name",
    ReasonKind.INITIAL: "“{a}” begins like “{b}”",
    ReasonKind.CLASH: "“{a}” stands against “{b}”",
    ReasonKind.MISSING: "“{a}{b}” stands on one side only",
}


@dataclass(frozen=True, slots=True)
class NameReason:
    """One reason: parts ``a`` of the first name and ``b`` of the second ("" if none), and their own probability.

    The two are never of different kinds; ``script_a`` and ``script_b`` (ISO 15924) say how they are written.
    """

    kind: ReasonKind
    a: str
    b: str
    probability: float
    script_a: str = ""
    script_b: str = ""

    @property
    def words(self) -> str:
        """The reason as a sentence in English."""
        return _WORDS[self.kind].format(a=self.a, b=self.b)


@dataclass(frozen=True, slots=True)
class NameMatch:
    """How likely two names are one name.

    ``score``: the probability if one pair in four that is compared were of one name, as in training. It says
    nothing of how many people bear the name. ``likely``: the score reaches the threshold of the tables.
    """

    score: float
    reasons: tuple[NameReason, ...]

    @property
    def likely(self) -> bool:
        return self.score >= threshold()


def threshold() -> float:
    """The score from which on two names are taken to be one, fixed on training data."""
    return float(shipped().about["threshold"])


@lru_cache(maxsize=4096)
def compare_names(a: str, b: str) -> NameMatch:
    """Compare two names in any scripts, in any order of their parts. Any texts are accepted; no name scores 0."""
    prepared = prepare([a, b])
    names = prepared.arrays
    game = board()
    odds = log_odds(names, 0, 1, shipped().flat, scratch(), game)
    if not (prepared.tokens[0] and prepared.tokens[1]):
        return NameMatch(0.0, ())
    matched = [
        _matched(prepared, int(u), int(v), float(game.odds[_row(names.order, u, v, names.unit_start)]))
        for u, v in game.chosen
        if u >= 0
    ]
    matched.sort(key=lambda reason: -reason.probability)
    return NameMatch(_probability(odds), (*matched, *_left_over(prepared, game.left)))


def _row(order: npt.NDArray[np.int64], u: int, v: int, unit_start: npt.NDArray[np.int64]) -> tuple[int, int]:
    """Where the kernel wrote the odds of units u and v: by the name that comes first in its own order."""
    u, v = int(u) - int(unit_start[0]), int(v) - int(unit_start[1])
    return (v, u) if order[0] > order[1] else (u, v)


def _matched(prepared: PreparedNames, u: int, v: int, odds: float) -> NameReason:
    names = prepared.arrays
    a, b = prepared.units[u], prepared.units[v]
    script_a, script_b = script_of(a), script_of(b)
    forms_a, forms_b = (set(names.forms[names.unit_word[unit]].tolist()) - {0} for unit in (u, v))
    if bool(names.unit_initial[u]) != bool(names.unit_initial[v]):
        kind = ReasonKind.INITIAL
    elif a == b or (romanised(a) == romanised(b) and script_a == script_b == "Latn"):
        kind = ReasonKind.SAME
    elif forms_a & forms_b and odds < 3.0:
        kind = ReasonKind.SHORT_FORM
    else:
        kind = ReasonKind.SPELLING if script_a == script_b else ReasonKind.SOUND
    return NameReason(kind, a, b, _probability(odds), script_a, script_b)


def _left_over(prepared: PreparedNames, left: npt.NDArray[np.uint8]) -> list[NameReason]:
    first, second = (
        [token for place, token in enumerate(tokens) if left[side, place] and _tells(token)]
        for side, tokens in enumerate(prepared.tokens)
    )
    count = min(len(first), len(second))
    clashes = [
        NameReason(ReasonKind.CLASH, a.text, b.text, 0.0, a.script, b.script)
        for a, b in zip(first, second, strict=False)
    ]
    missing = [NameReason(ReasonKind.MISSING, token.text, "", 0.0, token.script) for token in first[count:]]
    missing += [
        NameReason(ReasonKind.MISSING, "", token.text, 0.0, "", token.script) for token in second[count:]
    ]
    return clashes + missing


def _tells(token: NameToken) -> bool:
    return token.kind in (TokenKind.NAME, TokenKind.PATRONYMIC, TokenKind.INITIAL, TokenKind.NUMBER)


def _probability(odds: float) -> float:
    return round(float(1 / (1 + np.exp(-odds))), 6)


def score_pairs(left: Sequence[str], right: Sequence[str]) -> npt.NDArray[np.float32]:
    """The scores of pairs of names, row by row. ValueError if the two differ in length."""
    if len(left) != len(right):
        raise ValueError("As many names are needed on the left as on the right")
    place: dict[str, int] = {}
    rows = [[place.setdefault(name, len(place)) for name in side] for side in (left, right)]
    return score_prepared(prepare(list(place)), rows[0], rows[1])


def score_prepared(
    names: PreparedNames, left: Sequence[int], right: Sequence[int]
) -> npt.NDArray[np.float32]:
    """The scores of pairs of rows of prepared names."""
    odds = np.zeros(len(left))
    log_odds_of(names.arrays, np.asarray(left, np.int64), np.asarray(right, np.int64), shipped().flat, odds)
    scores = (1 / (1 + np.exp(-odds))).astype(np.float32)
    empty = np.diff(names.arrays.token_start) == 0
    scores[empty[np.asarray(left, np.int64)] | empty[np.asarray(right, np.int64)]] = 0.0
    return scores


def hint_prepared(names: PreparedNames, left: Sequence[int], right: Sequence[int]) -> npt.NDArray[np.float32]:
    """A first look at pairs of rows, several times as fast: higher is likelier, good for ranking only."""
    hints = np.zeros(len(left), np.float32)
    hints_of(names.arrays, np.asarray(left, np.int64), np.asarray(right, np.int64), shipped().flat, hints)
    return hints
