"""Where traced money will be when a request bites, and what each further request adds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from ._kernels.book import DEBIT, OUT_END, OUT_START, PAID
from .tracing import Tracing

_STEPS = 8  # of the time until a request bites
_ROUNDS = 12  # of money going on from account to account
_PAST = 200  # of an account's payments that tell where its money goes


class Forecast:
    """Money that moves between the accounts that it has reached, as it was seen to move before.

    `values` are what accounts hold, `chances` that it is still there when a request bites, `fresh` the same for
    money that has just come. What an account pays goes where it paid traced money before, in proportion, or else
    where it paid any money; what goes elsewhere is lost.
    """

    def __init__(
        self,
        tracing: Tracing,
        pots: NDArray[np.int64],
        values: Sequence[int],
        chances: Sequence[float],
        fresh: Sequence[float],
        now: int,
    ) -> None:
        self.tracing, self.pots, self.now = tracing, pots, now
        self.place = {pot: place for place, pot in enumerate(pots.tolist())}
        self.source, self.target, self.share = self._moves()
        self.values = np.asarray(values, float)
        self.mass = self._when_it_bites(self.values, np.asarray(chances), np.asarray(fresh))

    def best_first(self) -> Iterator[tuple[int, int, int]]:
        """(place in `pots`, what a request there adds, what earlier requests would catch of it), the most first."""
        frozen = np.zeros(len(self.pots), np.bool_)
        alone = self._passing(frozen)
        for _ in range(len(self.pots)):
            caught_later = self._caught(frozen)
            adds = self._passing(frozen) * (1 - caught_later)
            adds[frozen] = -1.0
            best = int(np.argmax(adds))
            expected = int(adds[best])
            if expected <= 0:
                break
            yield best, expected, max(0, int(alone[best]) - expected)
            frozen[best] = True
        # The others hold something too, even if it is likely to run into those.
        for place in np.argsort(-self.values, kind="stable").tolist():
            if self.values[place] > 0 and not frozen[place]:
                yield place, 0, int(alone[place])

    def _moves(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        """(source, target, share) of what goes on, between places in `pots`."""
        books = self.tracing.ledger.books
        legs, sums = self.tracing.by_leg()
        paid: dict[int, dict[int, float]] = {}
        for source, target, carried in zip(
            books.plain.source[legs].tolist(),
            books.plain.target[legs].tolist(),
            sums[0].tolist(),
            strict=True,
        ):
            own = paid.setdefault(source, {})
            own[target] = own.get(target, 0.0) + carried
        sources, targets, shares = [], [], []
        for pot, place in self.place.items():
            own = paid.get(pot) or self._any_payments(pot)
            total = sum(own.values())
            for target, amount in own.items():
                if target in self.place and target != pot:
                    sources.append(place)
                    targets.append(self.place[target])
                    shares.append(amount / total)
        return np.asarray(sources, np.int64), np.asarray(targets, np.int64), np.asarray(shares, float)

    def _any_payments(self, pot: int) -> dict[int, float]:
        books = self.tracing.ledger.books
        book, limit = books.plain, books.key_at(self.now + 1)
        row = book.rows[book.pots[pot, OUT_START] : book.pots[pot, OUT_END]]
        row = row[books.keys(row[:, PAID] >> 32) < limit][-_PAST:]
        paid: dict[int, float] = {}
        for packed, amount in zip(row[:, PAID].tolist(), row[:, DEBIT].tolist(), strict=True):
            target = (packed >> 1) & 0x7FFFFFFF
            paid[target] = paid.get(target, 0.0) + amount
        return paid

    def _onward(self, mass: NDArray[np.float64]) -> NDArray[np.float64]:
        arriving: NDArray[np.float64] = np.bincount(
            self.target, mass[self.source] * self.share, len(self.pots)
        ).astype(float)
        return arriving

    def _when_it_bites(
        self, mass: NDArray[np.float64], chances: NDArray[np.float64], fresh: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """What each account will hold: of what is there now, and of what comes until then."""
        old, new = mass.copy(), np.zeros_like(mass)
        for _ in range(_STEPS):
            leaving = old * (1 - chances ** (1 / _STEPS)), new * (1 - fresh ** (1 / _STEPS))
            old -= leaving[0]
            new += self._onward(leaving[0] + leaving[1]) - leaving[1]
        return old + new

    def _passing(self, frozen: NDArray[np.bool_]) -> NDArray[np.float64]:
        """What is in each account when requests bite, or comes there later, while what is frozen stays."""
        passing, moving = self.mass.copy(), np.where(frozen, 0.0, self.mass)
        for _ in range(_ROUNDS):
            arriving = self._onward(moving)
            passing += arriving
            moving = np.where(frozen, 0.0, arriving)
        return passing

    def _caught(self, frozen: NDArray[np.bool_]) -> NDArray[np.float64]:
        """The part of what leaves each account that frozen accounts will catch later."""
        caught: NDArray[np.float64] = frozen.astype(float)
        for _ in range(_ROUNDS):
            later = np.bincount(self.source, self.share * caught[self.target], len(self.pots))
            caught = np.where(frozen, 1.0, later)
        return caught.clip(max=1.0)
