"""From a seed to the whole case: everybody's accounts, all legs in their order, and the truth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from random import Random

from entraide.engines.trace import Transaction, legs_of

from . import _bitcoin, _truth
from ._people import People
from ._records import INSTITUTIONS, Book, Holder, Leg
from ._scheme import Scheme, Victim
from ._town import Town


@dataclass(frozen=True)
class Fraud:
    """The case. `legs` stand as the record has them, by time, those of which only the day is known at its beginning;
    `opening` is what accounts held before the first, by (account, currency); `stops` marks where money leaves what
    can be followed. `bitcoin` are the transactions behind the legs of that chain. `fronts` are the accounts in which others see the
    exchange and the swap service: its bank account and hot wallets, by where they are held. `beyond` are records whose
    money became that of other records in ways that no institution saw: cash and coins."""

    seed: int
    legs: tuple[Leg, ...]
    holders: Mapping[str, Holder]
    opening: Mapping[tuple[str, str], int]
    stops: Mapping[str, str]
    victims: tuple[Victim, ...]
    bitcoin: tuple[Transaction, ...]
    fronts: Mapping[str, str]
    beyond: tuple[tuple[list[str], list[str]], ...] = ()

    def is_dated(self, leg: Leg) -> bool:
        """Whether only the day of a leg is known: those who tell of it know no more."""
        told_by = [
            INSTITUTIONS[self.holders[account].institution]
            for account in (leg.source, leg.target)
            if account in self.holders
        ]
        return bool(told_by) and all(one.dated for one in told_by)

    def recorded_time(self, leg: Leg) -> datetime:
        if not self.is_dated(leg):
            return leg.time
        local = leg.time.astimezone(INSTITUTIONS["tonle"].zone)
        return datetime(local.year, local.month, local.day, tzinfo=UTC)

    @cached_property
    def mules(self) -> list[Holder]:
        """The network's accounts, in the order in which they were opened."""
        return [
            one
            for one in self.holders.values()
            if one.role not in ("", "victim", "cash", "payer", "service", "exchange's account")
        ]

    def truth(
        self, victim: Victim, rule: str, until: datetime | None = None
    ) -> dict[tuple[str, str, str], tuple[int, int]]:
        """Amount and value by account, currency and kind (held, exited, fee, returned) of what a victim's money
        became under "fifo" or "haircut", at the end of the record or before `until`."""
        return _truth.ends_of(
            self.legs, frozenset(victim.records), victim.account, rule, self.opening, self.stops, until
        )


def generate(seed: int = 6, size: int = 60_000) -> Fraud:
    """The fraud of a seed, in a record of `size` legs. Raises ValueError for a size that leaves no room for a town."""
    people, book = People(seed), Book()
    scheme = Scheme(people, book, Random(f"{seed}|scheme"))
    scheme.lay()
    book.play()
    chain = _bitcoin.transactions(people, Random(f"{seed}|bitcoin"), max(4, size // 1200), scheme.cold)
    legs = [*book.legs, *_legs_of(chain)]
    legs += Town(people, Random(f"{seed}|town"), size - len(legs)).live()
    fronts = {"yeongdo": scheme.collection, **scheme.hot}
    fraud = Fraud(seed, (), people.holders, {}, scheme.stops, tuple(scheme.victims), tuple(chain), fronts)
    legs = sorted(legs, key=lambda leg: (fraud.recorded_time(leg), leg.time))
    opening = _openings(legs, book.opening, people.holders, Random(f"{seed}|openings"))
    return replace(fraud, legs=tuple(legs), opening=opening, beyond=_beyond(scheme, legs, chain))


def _beyond(
    scheme: Scheme, legs: Sequence[Leg], chain: Sequence[Transaction]
) -> tuple[tuple[list[str], list[str]], ...]:
    """Cash of the third account that the desk changed into coins; ether that the service paid out as bitcoin."""
    changed = [leg for leg in legs if leg.source == scheme.desk and leg.target == scheme.deposit]
    cash = [
        leg.record
        for leg in legs
        if leg.source == scheme.third and leg.rail == "cash" and leg.time < changed[0].time
    ]
    ether = [leg.record for leg in legs if leg.target == scheme.payout]
    bitcoin = [one.txid for one in chain if scheme.cold in {coin.address for coin in one.outputs}]
    return (cash, [leg.record for leg in changed]), (ether, bitcoin)


def _legs_of(chain: Sequence[Transaction]) -> list[Leg]:
    return [
        Leg(
            row["time"],
            row["source"],
            row["target"],
            row["amount"],
            "BTC",
            "bitcoin",
            row["kind"],
            row["record"],
        )
        for row in legs_of(chain, "BTC").table.to_pylist()
    ]


def _openings(
    legs: Sequence[Leg], known: Mapping[tuple[str, str], int], holders: Mapping[str, Holder], random: Random
) -> dict[tuple[str, str], int]:
    """What each account needs so that it is never overdrawn, nor if what was reversed had never been paid, and a
    little more; the network's as they were."""
    lowest = _lowest((leg, leg.amount) for leg in legs)
    for pot, low in _lowest(_truth.as_it_stood(legs)).items():
        lowest[pot] = min(low, lowest[pot])
    opening = dict(known)
    for pot, low in lowest.items():
        if pot not in known and low:
            opening[pot] = -low + (-low * random.randint(2, 60) // 100 if pot[0] in holders else 0)
    return opening


def _lowest(legs: Iterable[tuple[Leg, int]]) -> dict[tuple[str, str], int]:
    """The lowest balance of each account and currency, at most zero, had it begun with nothing."""
    balance: dict[tuple[str, str], int] = defaultdict(int)
    lowest: dict[tuple[str, str], int] = {}
    for leg, amount in legs:
        pot = (leg.source or _truth.OUTSIDE, leg.currency)
        balance[pot] -= amount
        lowest[pot] = min(lowest.get(pot, 0), balance[pot])
        arrived, currency = leg.arriving if leg.target_amount is not None else (amount, leg.currency)
        balance[leg.target or _truth.OUTSIDE, currency] += arrived
    return {pot: low for pot, low in lowest.items() if pot[0] != _truth.OUTSIDE}
