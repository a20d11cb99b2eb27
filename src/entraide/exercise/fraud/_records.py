"""What the fraud is made of: who holds what where, and the legs that money took."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple

FEES = "(fees)"
GAS_USED, GWEI_A_GAS = 21_000, 2
GAS = GAS_USED * GWEI_A_GAS  # what a payment in ether costs, gwei

# Digits after the decimal mark of a minor unit; of ETH the ledger counts gwei.
DECIMALS = {"KRW": 0, "THB": 2, "USD": 2, "SGD": 2, "USDT": 6, "ETH": 9, "BTC": 8}


class Institution(NamedTuple):
    """`dated` says that its statements know the day of an entry and not the hour."""

    key: str
    name: str
    country: str
    kind: str
    hours_from_utc: int
    code: str = ""
    dated: bool = False

    @property
    def zone(self) -> timezone:
        return timezone(timedelta(hours=self.hours_from_utc))


INSTITUTIONS = {
    one.key: one
    for one in (
        Institution("yeongdo", "영도가상은행", "KR", "bank", 9, "901"),
        Institution("haeundae", "해운대가상은행", "KR", "bank", 9, "902"),
        Institution("namhae", "남해가상은행", "KR", "bank", 9, "903"),
        Institution("moei", "ธนาคารเมยสมมติ", "TH", "bank", 7, "MOEITHB0"),
        Institution("tonle", "Tonle Sample Bank", "KH", "bank", 7, "TNLEKHP0", dated=True),
        Institution("harbour", "Harbour Sample Exchange", "SG", "exchange", 8, "HSX"),
        Institution("fork", "Fork Sample Swap", "", "swap", 0, "FSS"),
        Institution("tron", "Tron", "", "chain", 0),
        Institution("ethereum", "Ethereum", "", "chain", 0),
        Institution("bitcoin", "Bitcoin", "", "chain", 0),
    )
}


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has an account. `role` is "" for people and firms that have no part in the fraud."""

    account: str
    name: str
    institution: str
    role: str = ""

    @property
    def country(self) -> str:
        return INSTITUTIONS[self.institution].country


@dataclass(frozen=True, slots=True)
class Leg:
    """Money that moved: UTC, minor units. No source or target: it came from or went to outside of the record."""

    time: datetime
    source: str | None
    target: str | None
    amount: int
    currency: str
    rail: str
    kind: str = "payment"
    record: str = ""
    reverses: str = ""
    target_amount: int | None = None
    target_currency: str | None = None
    memo: str = ""

    @property
    def arriving(self) -> tuple[int, str]:
        """Amount and currency that the target gets."""
        if self.target_amount is None or self.target_currency is None:
            return self.amount, self.currency
        return self.target_amount, self.target_currency


@dataclass
class Book:
    """Legs as they happen, and what accounts hold; what is planned happens in the order of time."""

    balances: dict[tuple[str, str], int] = field(default_factory=dict)
    opening: dict[tuple[str, str], int] = field(default_factory=dict)
    legs: list[Leg] = field(default_factory=list)
    _plans: list[tuple[datetime, int, Callable[[datetime], object]]] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=count)

    def plan(self, time: datetime, action: Callable[[datetime], object]) -> None:
        """Do something at a time; the action may plan more."""
        heappush(self._plans, (time, next(self._numbers), action))

    def play(self) -> None:
        """Everything planned, in the order of time."""
        while self._plans:
            time, _, action = heappop(self._plans)
            action(time)

    def holds(self, account: str, currency: str) -> int:
        return self.balances.get((account, currency), 0)

    def give(self, account: str, currency: str, amount: int) -> None:
        """What an account held before the record begins."""
        self.opening[account, currency] = amount
        self._add(account, currency, amount)

    def move(
        self,
        time: datetime,
        source: str | None,
        target: str | None,
        amount: int,
        currency: str,
        rail: str,
        **more: object,
    ) -> Leg:
        leg = Leg(time, source, target, amount, currency, rail, **more)  # type: ignore[arg-type]
        if source is not None:
            self._add(source, currency, -amount)
        if target is not None:
            arrived, code = leg.arriving
            self._add(target, code, arrived)
        self.legs.append(leg)
        return leg

    def _add(self, account: str, currency: str, amount: int) -> None:
        self.balances[account, currency] = self.holds(account, currency) + amount
