"""The way that traced money has gone, and where accounts are likely to pay it on to."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ._kernels.book import DEBIT, OUT_END, OUT_START, PAID, STOP
from ._kernels.dwell import share_left
from ._stays import Floats
from .results import Tracing

_PAST = 200  # of an account's payments that tell where its money goes
_PAYEES = 20  # of an account that has not paid anything on yet: whom it paid most before
_LEAST = 0.02  # of what such an account paid, to be asked for in advance
_PEERS = 4.0  # payments that those of accounts at the same remove count for beside an account's own


class Way:
    """The legs that traced money took by `now`, forward, and how many payments each is from the victims'.

    `removes` is by leg, `remove` by pot: the fewest payments that brought traced money there.
    """

    def __init__(self, tracing: Tracing, now: int) -> None:
        self.tracing, self.now = tracing, now
        books = tracing.ledger.books
        self.book = books.plain
        self.legs, (self.carried, _, self.value) = tracing.by_leg()
        self.source = self.book.source[self.legs].astype(np.int64)
        self.target = self.book.target[self.legs].astype(np.int64)
        seeds = set(tracing.seeds.tolist())
        self.remove: dict[int, int] = {}
        removes = []
        for leg, source, target in zip(
            self.legs.tolist(), self.source.tolist(), self.target.tolist(), strict=True
        ):
            far = 0 if leg in seeds else self.remove.get(source, 0) + 1
            self.remove[target] = min(far, self.remove.get(target, far))
            removes.append(far)
        self.removes = np.asarray(removes, np.int64)

    def payees(self, pots: NDArray[np.int64]) -> dict[int, int]:
        """Pots that the money has not reached, and that hold nothing back, by the pot that is most likely to pay
        them: those that accounts paid before which have not passed anything on, nor have others as near."""
        known, paying = set(pots.tolist()), set(self.source.tolist())
        passed_on = {self.remove.get(pot) for pot in paying}
        found: dict[int, tuple[float, int]] = {}
        for pot in pots.tolist():
            if pot in paying or self.remove.get(pot) in passed_on:
                continue
            before = self._before(pot)
            total = sum(before.values())
            for target, amount in sorted(before.items(), key=lambda item: -item[1])[:_PAYEES]:
                if target in known or self.book.pots[target, STOP] or amount < _LEAST * total:
                    continue
                found[target] = max(found.get(target, (0.0, pot)), (amount, pot))
        return {target: pot for target, (_, pot) in found.items()}

    def moves(self, pots: NDArray[np.int64]) -> Floats:
        """(n, n): the share of what each pot pays that goes to each other.

        Where it went before: of traced money, and beside it where those at the same remove sent theirs; where
        neither has sent any, where the account paid anything.
        """
        place = {pot: at for at, pot in enumerate(pots.tolist())}
        own: dict[int, dict[int, float]] = {}
        peers: dict[int, dict[int, float]] = {}
        counts: dict[int, int] = {}
        for source, target, value in zip(
            self.source.tolist(), self.target.tolist(), self.value.tolist(), strict=True
        ):
            # Whom the money has not reached can be asked in advance, and be the victim who paid it.
            if source not in place or source not in self.remove:
                continue
            counts[source] = counts.get(source, 0) + 1
            for sums in (own.setdefault(source, {}), peers.setdefault(self.remove[source], {})):
                sums[target] = sums.get(target, 0.0) + value
        moves = np.zeros((len(pots), len(pots)))
        for pot, at in place.items():
            near = peers.get(self.remove.get(pot, -1))
            if pot in own or near:
                count = counts.get(pot, 0)
                for paid, worth in ((own.get(pot), count), (near, _PEERS)):
                    self._put(moves[at], place, paid, worth / (count + _PEERS))
            else:
                self._put(moves[at], place, self._before(pot), 1.0)
            moves[at, at] = 0.0
        return moves

    def _put(self, row: Floats, place: dict[int, int], paid: dict[int, float] | None, worth: float) -> None:
        if not paid:
            return
        total = sum(paid.values())
        for target, amount in paid.items():
            if target in place and total:
                row[place[target]] += worth * amount / total

    def left(self, leg_key: int) -> Floats:
        """The share of what arrived with each leg that has not left its target before `leg_key`, first in first out."""
        book = self.tracing.ledger.books.view(self.tracing.opening, self.tracing.lowest_balance)
        return share_left(book, self.legs, leg_key)

    def _before(self, pot: int) -> dict[int, float]:
        """What the pot paid to each other by now."""
        books = self.tracing.ledger.books
        book, limit = books.plain, books.key_at(self.now + 1)
        row = book.rows[book.pots[pot, OUT_START] : book.pots[pot, OUT_END]]
        row = row[books.keys(row[:, PAID] >> 32) < limit][-_PAST:]
        paid: dict[int, float] = {}
        for packed, amount in zip(row[:, PAID].tolist(), row[:, DEBIT].tolist(), strict=True):
            target = (packed >> 1) & 0x7FFFFFFF
            paid[target] = paid.get(target, 0.0) + amount
        return paid
