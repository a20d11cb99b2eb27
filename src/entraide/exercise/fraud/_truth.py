"""Where each victim's money is, worked out leg by leg in the plainest way, apart from the tracing engine.

All legs in their true order, with what every account truly held before the first: so nothing is unknown. First in,
first out keeps a queue of lots; pro rata keeps a share. Amounts are whole minor units: shares rounded to the nearest,
halves up; values and conversions to the lower whole unit, of what has gone so far, so that they add up.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from ._records import Leg

Pot = tuple[str, str]  # account, currency
End = tuple[str, str, str]  # account, currency, kind: held, exited, fee, returned


@dataclass
class Lot:
    """Money of an account that came at once, `left` of `amount`; `value`: what all of it was of the loss."""

    amount: int
    value: int
    traced: bool
    left: int = -1

    def __post_init__(self) -> None:
        self.left = self.amount if self.left < 0 else self.left

    @property
    def worth(self) -> int:
        """What is left of it was of the loss."""
        return self.value - self.value * (self.amount - self.left) // self.amount

    def take(self, part: int) -> Lot:
        before = self.worth
        self.left -= part
        return Lot(part, before - self.worth, self.traced)


def ends_of(
    legs: Sequence[Leg],
    seeds: Set[str],
    home: str,
    rule: str,
    opening: Mapping[Pot, int],
    stops: Mapping[str, str],
    until: datetime | None = None,
) -> dict[End, tuple[int, int]]:
    """Amount and value by account, currency and kind, of what the payments of these record ids became."""
    keep = _first_in_first_out if rule == "fifo" else _pro_rata
    return keep(as_it_stood(legs, until), seeds, home, opening, {*stops, OUTSIDE})


OUTSIDE = "(outside the record)"


def as_it_stood(legs: Sequence[Leg], until: datetime | None = None) -> Iterable[tuple[Leg, int]]:
    """Legs and what of their amount stayed paid: a reversal anywhere in the record undoes its payment."""
    undone: dict[str, int] = defaultdict(int)
    for leg in legs:
        if leg.kind == "reversal":
            undone[leg.reverses] += leg.amount
    for leg in legs:
        stayed = leg.amount - (undone.get(leg.record, 0) if leg.kind != "fee" else 0)
        if leg.kind != "reversal" and stayed > 0 and (until is None or leg.time < until):
            yield leg, stayed


def _kind(leg: Leg, target: str, home: str, stops: Set[str]) -> str:
    if leg.kind == "fee":
        return "fee"
    if target in stops:
        return "exited"
    return "returned" if target == home else ""


def _first_in_first_out(
    legs: Iterable[tuple[Leg, int]], seeds: Set[str], home: str, opening: Mapping[Pot, int], stops: Set[str]
) -> dict[End, tuple[int, int]]:
    queues: dict[Pot, deque[Lot]] = defaultdict(deque)
    for pot, amount in opening.items():
        queues[pot].append(Lot(amount, 0, False))
    ends: dict[End, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for leg, amount in legs:
        source, target = leg.source or OUTSIDE, leg.target or OUTSIDE
        paid = _taken(queues[source, leg.currency], amount) if source != OUTSIDE else [Lot(amount, 0, False)]
        if leg.record in seeds:
            paid = [Lot(amount, amount, True)]
        arrives, currency = leg.arriving if leg.target_amount is not None else (amount, leg.currency)
        arrived = _converted(paid, amount, arrives)
        end = _kind(leg, target, home, stops)
        pot = (target, currency)
        for lot in arrived:
            if lot.traced and end:
                had, worth = ends[*pot, end]
                ends[*pot, end] = had + lot.amount, worth + lot.value
            queues[pot].append(Lot(lot.amount, 0, False) if end else lot)
    for (account, currency), queue in queues.items():
        held = [lot for lot in queue if lot.traced]
        if held:
            ends[account, currency, "held"] = sum(lot.left for lot in held), sum(lot.worth for lot in held)
    return dict(ends)


def _taken(queue: deque[Lot], amount: int) -> list[Lot]:
    taken = []
    while amount:
        part = min(amount, queue[0].left)
        taken.append(queue[0].take(part))
        amount -= part
        if not queue[0].left:
            queue.popleft()
    return taken


def _converted(lots: list[Lot], paid: int, arrives: int) -> list[Lot]:
    if paid == arrives:
        return lots
    done, found = 0, []
    for lot in lots:
        begin = done * arrives // paid
        done += lot.amount
        found.append(Lot(done * arrives // paid - begin, lot.value, lot.traced))
    return [lot for lot in found if lot.amount]


def _pro_rata(
    legs: Iterable[tuple[Leg, int]], seeds: Set[str], home: str, opening: Mapping[Pot, int], stops: Set[str]
) -> dict[End, tuple[int, int]]:
    balance: dict[Pot, int] = defaultdict(int, opening)
    traced: dict[Pot, tuple[int, int]] = defaultdict(lambda: (0, 0))  # amount, value
    ends: dict[End, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for leg, amount in legs:
        pot = (leg.source or OUTSIDE, leg.currency)
        arrives, currency = leg.arriving if leg.target_amount is not None else (amount, leg.currency)
        target = (leg.target or OUTSIDE, currency)
        if leg.record in seeds:
            part = worth = amount
        else:
            claim, value = traced[pot]
            part = _nearest(claim, amount, balance[pot]) if claim else 0
            worth = value * part // claim if part else 0
            traced[pot] = claim - part, value - worth
        balance[pot] -= amount
        balance[target] += arrives
        got = part if arrives == amount else part * arrives // amount
        end = _kind(leg, target[0], home, stops)
        if part and end:
            had, value = ends[*target, end]
            ends[*target, end] = had + got, value + worth
        elif part:
            had, value = traced[target]
            traced[target] = had + got, value + worth
    for pot, (claim, value) in traced.items():
        if claim or value:
            ends[*pot, "held"] = claim, value
    return dict(ends)


def _nearest(amount: int, part: int, whole: int) -> int:
    return (2 * amount * part + whole) // (2 * whole)
