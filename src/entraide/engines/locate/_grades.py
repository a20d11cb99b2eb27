"""From the grade of a source to the share of its items that are false."""

from __future__ import annotations

from datetime import datetime
from math import exp, log

from .evidence import Evidence, PlaceName

# Admiralty code: how often a source of this letter, an item of this figure, turns out false. Ours to set: the code
# itself gives no numbers. F and 6 mean "cannot be judged".
_SOURCE = {"A": 0.03, "B": 0.08, "C": 0.15, "D": 0.3, "E": 0.5, "F": 0.2}
_ITEM = {"1": 0.02, "2": 0.06, "3": 0.15, "4": 0.35, "5": 0.6, "6": 0.2}
_UNGRADED = 0.15
_FORGED = 0.6
_MERELY_LIKE = 0.93  # of names on no list, those that do not mean the one that is likest
_LEAST, _MOST = 0.03, 0.75
_FADES = 5.0  # years after which two thirds of what was true of a place no longer are


def false_share(item: Evidence, at: datetime | None) -> float:
    """The share of such items that are false, or no longer true at ``at``."""
    share = _UNGRADED
    if item.grade:
        odds = [log(p / (1 - p)) for p in (_SOURCE[item.grade[0]], _ITEM[item.grade[1]])]
        share = 1 / (1 + exp(-sum(odds) / 2))
    if item.flags and item.kind == "ping":
        share = max(share, _FORGED)
    if isinstance(item, PlaceName) and item.candidates:
        share = 1 - (1 - share) * _fit(item.candidates[0].score)
    if at and item.when and at > item.when and item.kind not in ("left_on", "searched"):
        share = 1 - (1 - share) * exp(-(at - item.when).days / 365.25 / _FADES)
    share = min(max(share, _LEAST), _MOST)
    return max(share, _MERELY_LIKE) if item.merely_like else share


def _fit(score: float) -> float:
    """How often a name that is spelt so is the name that is meant: one that is merely like another often is neither."""
    return min(max((score - 0.6) / 0.3, 0.1), 1.0)
