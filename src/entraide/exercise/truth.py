"""What must and must not be found, known to the generator because it wrote it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import NamedTuple

from entraide.exercise.shapes import Placed, Report
from entraide.exercise.stories import one_name, same_advert

HANDLES = frozenset({"telegram", "wechat", "line", "facebook", "instagram", "tiktok"})


class Overlap(NamedTuple):
    """Two reports, the one that arrived first named first, and the selector in both."""

    first: str
    second: str
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Truth:
    """``must_hit`` is every pair of reports that share a selector, and nothing else may hit.

    ``must_not_hit`` are the tempting pairs: a common hotline, a broken checksum, numbers one digit apart, one
    name on two platforms. ``one_person`` are names of the same man, ``other_persons`` of people who are
    not he: (report key, name). ``same_advert`` are the reports that repeat one advert; ``genuine`` is not.
    """

    must_hit: tuple[Overlap, ...]
    must_not_hit: tuple[Overlap, ...]
    one_person: tuple[tuple[str, str], ...]
    other_persons: tuple[tuple[str, str], ...]
    same_advert: tuple[str, ...]
    genuine: str


def truth_of(reports: Sequence[Report]) -> Truth:
    """Read off what the generator placed. ``reports`` stand in the order of their arrival."""
    holders: dict[Placed, list[str]] = defaultdict(list)
    for report in reports:
        for placed in report.selectors:
            holders[_bare(placed)].append(report.key)
    order = {report.key: at for at, report in enumerate(reports)}
    return Truth(
        must_hit=tuple(
            Overlap(*pair, placed.kind, placed.value)
            for placed, keys in holders.items()
            if placed.sound and not placed.common
            for pair in combinations(keys, 2)
        ),
        must_not_hit=tuple(sorted(set(_tempting(holders, order)))),
        one_person=one_name.ONE_PERSON,
        other_persons=one_name.OTHERS,
        same_advert=tuple(
            r.key for r in reports if r.story == "same_advert" and r.key != same_advert.GENUINE
        ),
        genuine=same_advert.GENUINE,
    )


def _bare(placed: Placed) -> Placed:
    return Placed(placed.kind, placed.value, "", placed.sound, placed.common)


def _tempting(holders: dict[Placed, list[str]], order: dict[str, int]) -> Iterator[Overlap]:
    for placed, keys in holders.items():
        if placed.common:  # one pair for each report: all pairs would be thousands
            yield from (Overlap(*pair, placed.kind, placed.value) for pair in pairwise(keys))
        elif not placed.sound:
            yield from (Overlap(*pair, placed.kind, placed.value) for pair in combinations(keys, 2))
    for kin in _nearly_the_same(holders):
        for one, other in combinations(kin, 2):
            for first, second in ((a, b) for a in holders[one] for b in holders[other] if a != b):
                older, newer = sorted((first, second), key=order.__getitem__)
                yield Overlap(older, newer, one.kind, one.value)


def _nearly_the_same(holders: Iterable[Placed]) -> Iterator[list[Placed]]:
    """Phones that differ in the last digit alone, and one name on two platforms."""
    near: dict[str, list[Placed]] = defaultdict(list)
    for placed in holders:
        if placed.kind == "phone":
            near[placed.value[:-1]].append(placed)
        elif placed.kind in HANDLES:
            near[placed.value].append(placed)
    return (kin for kin in near.values() if len(kin) > 1)
