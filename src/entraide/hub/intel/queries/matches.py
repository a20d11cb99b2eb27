"""Why two records are thought to be one, read from what the linker wrote down: levels and bits, no values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import log2
from typing import Any
from uuid import UUID

from entraide.engines.link.compare import weights

Reason = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FieldMatch:
    """One field compared. ``bits`` above 0 speak for one person, below 0 for two. Scripts as ISO 15924."""

    field: str
    level: str
    bits: float
    own_script: str = ""
    other_script: str = ""


@dataclass(frozen=True, slots=True)
class PersonMatch:
    """``bits``: log2 of the odds that both are one, ``probability`` the same as a number from 0 to 1."""

    bits: float
    probability: float
    alert: bool
    fields: list[FieldMatch] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)  # of selectors that both reports hold, in order

    @property
    def start_bits(self) -> float:
        """What holds before anything is compared: two records taken at random are rarely of one person."""
        return self.bits - sum(one.bits for one in self.fields)

    @property
    def rests_on(self) -> str:
        """The token of a selector without which the two were not alike enough to be told; "" if there is none."""
        beside = sum(one.bits for one in self.fields if one.field == "beside")
        without = 1 / (1 + 2.0 ** (beside - self.bits))
        return self.tokens[0] if self.tokens and without < weights().alert else ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Of two texts (``share`` of what both say, 0 to 1) or of two pictures (``distance`` of 64)."""

    share: float
    distance: int = 0
    own_file: UUID | None = None  # pictures, where the linker says which
    other_file: UUID | None = None


def person_match_of(reasons: Iterable[Reason], *, own_is_older: bool) -> PersonMatch | None:
    """The match of two people or organisations, or None. ``a`` in a reason is the older record."""
    own, other = ("a", "b") if own_is_older else ("b", "a")
    for reason in reasons:
        if "bits" in reason:
            fields = [
                FieldMatch(
                    str(one.get("field", "")),
                    str(one.get("level", "")),
                    float(one.get("bits", 0)),
                    str(one.get(f"script_{own}") or ""),
                    str(one.get(f"script_{other}") or ""),
                )
                for one in reason.get("fields", ())
            ]
            return PersonMatch(
                float(reason["bits"]),
                float(reason["probability"]),
                bool(reason.get("alert")),
                fields,
                [str(token) for token in reason.get("tokens", ())],
            )
    return None


def likeness_of(reasons: Iterable[Reason], kind: str) -> Likeness | None:
    """The closest likeness of this kind, "text" or "picture", or None."""
    found = [_likeness(reason) for reason in reasons if reason["kind"] == kind]
    return max(found, key=lambda one: one.share, default=None)


def _likeness(reason: Reason) -> Likeness:
    if "similarity" in reason:
        return Likeness(float(reason["similarity"]))
    distance = int(reason.get("distance", 0))
    return Likeness(1 - distance / 64, distance)


def uncertainty(probability: float) -> float:
    """How much a decision would tell, in bits: 1 for an even chance, 0 where all is known."""
    p = min(max(probability, 1e-6), 1 - 1e-6)
    return -p * log2(p) - (1 - p) * log2(1 - p)
