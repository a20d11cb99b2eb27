"""Who belongs together, from links between pairs and decisions that two are not the same.

>>> from entraide.engines.link.networks import Apart, Link, Strength, clusters
>>> found = clusters(
...     [
...         Link("Li Wei", "李伟", Strength.CONFIRMED),
...         Link("李伟", "လီဝေ", Strength.STRONG, bits=14.0),
...         Link("လီဝေ", "Li Wen", Strength.STRONG, bits=9.0),
...         Link("Li Wen", "Lee Wan", Strength.WEAK, bits=5.0),
...     ],
...     [Apart("Li Wei", "Li Wen")],
... )
>>> found.of("Li Wei")
('Li Wei', 'လီဝေ', '李伟')
>>> [link.bits for link in found.path("Li Wei", "လီဝေ")]
[0.0, 14.0]
>>> [(left.link.bits, left.why, left.apart) for left in found.left_out]
[(9.0, 'apart', Apart(a='Li Wei', b='Li Wen', reason=''))]

The result is a function of the set of links and decisions, in whatever order they come. Nothing is merged for
good: whoever takes a wrong decision back computes the clusters that there would be without it.

- Confirmed links join first, then strong ones, those with the most evidence first.
- A link that would put two into one cluster who are decided to be apart is left out, and said: so the weakest
  link of the chain between them gives way. A decision that two are apart wins over a confirmed link too, for
  a wrong merge does more harm than a missing one; that people contradict each other is a conflict to settle.
- Weak links join nobody. Within a cluster they support it; between two clusters they are questions.
- A thing that very many share (``via``: one selector) joins nobody either: its links count as weak.

A cluster depends on what is linked to it and on nothing else.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Any, Generic, Protocol, TypeVar

COMMON = 25
"""Members that may be linked by one and the same thing before it joins nobody."""


class _Ordered(Protocol):
    def __lt__(self, other: Any, /) -> bool: ...
    def __hash__(self) -> int: ...


K = TypeVar("K", bound=_Ordered)


class Strength(IntEnum):
    """How much a link may do: a person's decision, evidence above the alert threshold, anything less."""

    WEAK = 1
    STRONG = 2
    CONFIRMED = 3


@dataclass(frozen=True, slots=True)
class Link(Generic[K]):
    """Two members and why they may be the same. ``bits``: the evidence. ``via``: what alone it rests on."""

    a: K
    b: K
    strength: Strength
    reason: str = ""
    bits: float = 0.0
    via: str = ""


@dataclass(frozen=True, slots=True)
class Apart(Generic[K]):
    """Two members that are decided not to be the same."""

    a: K
    b: K
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut(Generic[K]):
    """A link that joins nothing. ``why``: a key of ``WORDS``. ``apart``: the decision in its way, if any."""

    link: Link[K]
    why: str
    apart: Apart[K] | None = None


WORDS = {
    "apart": "Left out: it would join two who are decided not to be the same.",
    "conflict": "Left out: it was confirmed, but would join two who are decided not to be the same. "
    "One of the decisions has to be taken back.",
    "common": "Joins nobody: it rests on something that very many share.",
    "weak": "Joins nobody by itself: the evidence is below the threshold. A question for a person.",
}
"""Why a link joins nothing, in English; the interface translates them."""


@dataclass(frozen=True, slots=True)
class Clusters(Generic[K]):
    """Who belongs together.

    ``all``: every cluster of two or more, its members in order. ``left_out``: strong links that a decision
    keeps from joining. ``conflicts``: confirmed ones. ``questions``: weak and common links between clusters.
    """

    all: tuple[tuple[K, ...], ...]
    left_out: tuple[LeftOut[K], ...]
    conflicts: tuple[LeftOut[K], ...]
    questions: tuple[LeftOut[K], ...]
    _at: dict[K, int] = field(repr=False, compare=False)
    _joins: dict[K, list[Link[K]]] = field(repr=False, compare=False)

    def of(self, member: K) -> tuple[K, ...]:
        """The cluster of a member; one who is joined with nobody is alone."""
        at = self._at.get(member)
        return (member,) if at is None else self.all[at]

    def path(self, a: K, b: K) -> tuple[Link[K], ...]:
        """The links that join two members of one cluster, from ``a`` to ``b``; empty if nothing does."""
        if a == b or self._at.get(a, -1) != self._at.get(b, -2):
            return ()
        came: dict[K, tuple[K, Link[K]] | None] = {a: None}
        waiting = deque([a])
        while b not in came:
            here = waiting.popleft()
            for link in self._joins[here]:
                there = link.b if link.a == here else link.a
                if there not in came:
                    came[there] = here, link
                    waiting.append(there)
        steps: list[Link[K]] = []
        at = b
        while step := came[at]:
            at, link = step
            steps.append(link)
        return tuple(reversed(steps))

    def chain(self, left: LeftOut[K]) -> tuple[Link[K], ...]:
        """The links, the one left out among them, that would have joined the two who are apart."""
        if left.apart is None:
            return ()
        near, far = left.link.a, left.link.b
        if left.apart.a not in self.of(near):
            near, far = far, near
        return (*self.path(left.apart.a, near), left.link, *self.path(far, left.apart.b))


def clusters(links: Iterable[Link[K]], apart: Iterable[Apart[K]] = ()) -> Clusters[K]:
    """Compute who belongs together. Links and decisions of one with itself are passed over.

    Time grows with the number of links n as n log n: 100,000 take about a second.
    """
    known = {_measured(_turned(link)) for link in links if link.a != link.b}
    common = _common(known)
    joined = _Joined(_turned(decision) for decision in apart if decision.a != decision.b)
    idle: list[Link[K]] = []
    left_out: list[LeftOut[K]] = []
    conflicts: list[LeftOut[K]] = []
    for link in sorted(known, key=_most_telling_first):
        if link.strength == Strength.WEAK or (link.via in common and link.strength != Strength.CONFIRMED):
            idle.append(link)
        elif decision := joined.join(link):
            confirmed = link.strength == Strength.CONFIRMED
            (conflicts if confirmed else left_out).append(
                LeftOut(link, "conflict" if confirmed else "apart", decision)
            )
    questions = [
        LeftOut(link, "weak" if link.strength == Strength.WEAK else "common")
        for link in idle
        if joined.are_open(link.a, link.b)
    ]
    groups = tuple(sorted(tuple(sorted(group)) for group in joined.groups()))
    at = {member: number for number, group in enumerate(groups) for member in group}
    return Clusters(groups, tuple(left_out), tuple(conflicts), tuple(questions), at, joined.by_member)


class _Joined(Generic[K]):
    """Members joined so far; of each group, the groups it is apart from and by which decision."""

    def __init__(self, apart: Iterable[Apart[K]]) -> None:
        self.by_member: dict[K, list[Link[K]]] = defaultdict(list)
        self._group: dict[K, list[K]] = {}  # one list for all members of a group; its first one names it
        self._apart: dict[K, dict[K, Apart[K]]] = defaultdict(dict)
        for decision in sorted(apart, key=lambda decision: (decision.a, decision.b, decision.reason)):
            self._apart[decision.a].setdefault(decision.b, decision)
            self._apart[decision.b].setdefault(decision.a, decision)

    def join(self, link: Link[K]) -> Apart[K] | None:
        """Join the groups of a link's ends, or say which decision forbids it."""
        kept, gone = self._of(link.a), self._of(link.b)
        if kept is gone:
            return None
        forbidden = self._apart[kept[0]].get(gone[0])
        if forbidden:
            return forbidden
        if len(kept) < len(gone):
            kept, gone = gone, kept
        self._take_decisions(kept[0], gone[0])
        kept.extend(gone)
        for member in gone:
            self._group[member] = kept
        self.by_member[link.a].append(link)
        self.by_member[link.b].append(link)
        return None

    def are_open(self, a: K, b: K) -> bool:
        """Whether two are in two groups, and nobody has decided that they are apart."""
        one, other = self._of(a), self._of(b)
        return one is not other and other[0] not in self._apart[one[0]]

    def groups(self) -> Iterator[list[K]]:
        """Every group of two or more, once."""
        return (group for member, group in self._group.items() if group[0] == member and len(group) > 1)

    def _of(self, member: K) -> list[K]:
        return self._group.setdefault(member, [member])

    def _take_decisions(self, kept: K, gone: K) -> None:
        for other, decision in self._apart.pop(gone, {}).items():
            del self._apart[other][gone]
            self._apart[kept].setdefault(other, decision)
            self._apart[other].setdefault(kept, decision)


def _turned(pair: Any) -> Any:
    """The same with its ends in order."""
    if not pair.b < pair.a:
        return pair
    return replace(pair, a=pair.b, b=pair.a)


def _most_telling_first(link: Link[Any]) -> tuple[Any, ...]:
    return -link.strength, -link.bits, link.a, link.b, link.via, link.reason


def _measured(link: Link[K]) -> Link[K]:
    """The same; bits that are not a number tell nothing, and have no place in any order."""
    return link if link.bits == link.bits else replace(link, bits=0.0)


def _common(links: Iterable[Link[K]]) -> set[str]:
    sharing: dict[str, set[K]] = defaultdict(set)
    for link in links:
        if link.via:
            sharing[link.via] |= {link.a, link.b}
    return {via for via, members in sharing.items() if len(members) > COMMON}
