"""Are two records of one person? Evidence for and against, in bits.

>>> from entraide.engines.link.compare import BirthDate, Record, compare
>>> a = Record("Priya Raghunathan", BirthDate.read("1990-05-12"), "f", {"IN"})
>>> b = Record(["RAGHUNATHAN, Priya"], BirthDate.read("2533"), "f", {"IN"})  # a year of the Buddhist era
>>> match = compare(a, b)
>>> [(reason.field, reason.level) for reason in match.reasons]
[('name', 'same'), ('birth', 'year'), ('sex', 'same'), ('nationality', 'same')]
>>> match.bits == sum((reason.bits for reason in match.reasons), start=match.prior)
True

The weights come from a table with the package, learnt by ``train``. A field that one of the two lacks is no
reason for or against anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .birth import BirthDate, InvalidBirthDate
from .levels import compared
from .record import Beside, Document, Record
from .weights import FIELDS, LEVELS, Weights, weights
from .words import WORDS

__all__ = [
    "FIELDS",
    "LEVELS",
    "WORDS",
    "Beside",
    "BirthDate",
    "Document",
    "InvalidBirthDate",
    "Match",
    "Reason",
    "Record",
    "Weights",
    "compare",
    "compare_many",
    "compared",
    "weights",
]


@dataclass(frozen=True, slots=True)
class Reason:
    """What one field says: ``bits`` above 0 speak for a match, below against.

    ``words`` is a fixed English sentence without inserted values, so that a page can translate it.
    """

    field: str
    level: str
    bits: float
    words: str


@dataclass(frozen=True, slots=True)
class Match:
    """``bits``: log2 of the odds that both are one person, ``prior`` plus the bits of all reasons.

    ``alert`` and ``review``: whether it is to be told, or looked at by a person; see ``kernel.told``.
    """

    bits: float
    probability: float
    reasons: tuple[Reason, ...]
    prior: float
    alert: bool
    review: bool
    version: int


def compare(a: Record, b: Record, *, among: int = 0, table: Weights | None = None) -> Match:
    """Evidence that two records are of one person. Order does not matter; nothing given says nothing.

    ``among``: how many people they stand among, if more than a million. The more, the more are alike by chance,
    and the less the same evidence means.
    """
    return compare_many(a, [b], among=among, table=table)[0]


def compare_many(
    a: Record, others: Sequence[Record], *, among: int = 0, table: Weights | None = None
) -> list[Match]:
    """The match of ``a`` with each of ``others``, in their order."""
    from .kernel import score, told  # with numba, which not every process needs

    table = table or weights()
    levels, rarity = compared(a, others, table)
    scores = score(levels, rarity, table, among)
    alerts, reviews = told(levels, scores.probability, table)
    prior = table.prior_bits(among)
    return [
        Match(
            bits=bits,
            probability=probability,
            reasons=tuple(
                Reason(field, LEVELS[field][level], worth, WORDS[field][LEVELS[field][level]])
                for field, level, worth in zip(FIELDS, row, worths, strict=True)
                if level
            ),
            prior=prior,
            alert=alert,
            review=review,
            version=table.version,
        )
        for row, worths, bits, probability, alert, review in zip(
            levels.tolist(),
            scores.bits.tolist(),
            scores.total.tolist(),
            scores.probability.tolist(),
            alerts.tolist(),
            reviews.tolist(),
            strict=True,
        )
    ]
