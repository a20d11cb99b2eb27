"""Laundering schemes: our own, made up after the eight shapes that the literature names; and published ones."""

import gzip
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from ._background import ACH, CURRENCIES, DAY, MINUTE, RATES, START, WIRE, Transactions

SHAPES = (
    "FAN-IN", "FAN-OUT", "GATHER-SCATTER", "SCATTER-GATHER", "CYCLE", "RANDOM", "STACK", "BIPARTITE",
)  # fmt: skip
_RATES = np.array(list(RATES.values()))


@dataclass
class Scheme:
    """One attempt: who pays whom (accounts of the town), when (µs), what it is worth in dollars."""

    name: str
    shape: str
    source: list[int]
    target: list[int]
    time: list[int]
    currency: list[int]
    amount: list[int]  # minor units

    def accounts(self) -> set[int]:
        """Everyone in it."""
        return set(self.source) | set(self.target)


def as_transactions(schemes: list[Scheme], accounts: int, rail: np.ndarray | int = ACH) -> Transactions:
    """Their transactions, scheme after scheme."""

    def column(name: str, kind: type) -> np.ndarray:
        return np.array([value for scheme in schemes for value in getattr(scheme, name)], kind)

    time = column("time", np.int64)
    return Transactions(
        time, column("source", np.int32), column("target", np.int32), column("amount", np.int64),
        column("currency", np.int16), np.broadcast_to(rail, len(time)).astype(np.int8), accounts,
    )  # fmt: skip


def made_up(count: int, accounts: int, days: int, seed: int) -> list[Scheme]:
    """Schemes of our own, of every shape in turn, over accounts of a town."""
    chance = np.random.default_rng(seed)
    return [_made_up(number, SHAPES[number % len(SHAPES)], accounts, days, chance) for number in range(count)]


def _made_up(number: int, shape: str, accounts: int, days: int, chance: np.random.Generator) -> Scheme:
    size = int(chance.integers(3, 16))
    everyone = iter(chance.choice(accounts, 64, replace=False).tolist())
    span = chance.uniform(1.0, 4.5) * DAY
    begin = START + chance.uniform(0, max(0.2, days - span / DAY)) * DAY
    money = chance.lognormal(np.log(6000), 1.1)
    home = chance.choice(len(CURRENCIES) - 1)
    mixed = chance.random() < 0.6
    edges: list[tuple[int, int, float, float]] = []  # source, target, when (0 … 1 of the span), dollars

    def own() -> float:
        return float(chance.lognormal(np.log(6000), 1.1))

    def passed(dollars: float) -> float:
        return float(dollars * np.clip(chance.normal(0.97, 0.08), 0.7, 1.2))

    if shape in ("FAN-IN", "FAN-OUT"):
        hub = next(everyone)
        for _ in range(size):
            other = next(everyone)
            pair = (other, hub) if shape == "FAN-IN" else (hub, other)
            edges.append((*pair, chance.random(), own()))
    elif shape == "GATHER-SCATTER":
        hub = next(everyone)
        for _ in range(size):
            edges.append((next(everyone), hub, chance.uniform(0, 0.55), own()))
        for _ in range(int(chance.integers(2, 16))):
            edges.append((hub, next(everyone), chance.uniform(0.5, 1), own()))
    elif shape == "SCATTER-GATHER":
        first, last = next(everyone), next(everyone)
        for _ in range(max(2, size * 2 // 3)):
            middle, sum_, when = next(everyone), own(), chance.uniform(0, 0.55)
            edges.append((first, middle, when, sum_))
            edges.append((middle, last, chance.uniform(when + 0.05, 1), passed(sum_)))
    elif shape in ("CYCLE", "RANDOM"):
        way = [next(everyone) for _ in range(max(3, size - 3))]
        if shape == "CYCLE":
            way.append(way[0])
        times = np.sort(chance.random(len(way)))
        for place in range(len(way) - 1):
            edges.append((way[place], way[place + 1], times[place], money))
            money = passed(money)
    elif shape == "STACK":
        for _ in range(max(2, size * 2 // 3)):
            a, b, c = next(everyone), next(everyone), next(everyone)
            sum_, when = own(), chance.uniform(0, 0.5)
            edges.append((a, b, when, sum_))
            edges.append((b, c, chance.uniform(when + 0.05, 1), passed(sum_)))
    else:
        for _ in range(size):
            edges.append((next(everyone), next(everyone), chance.random(), own()))
    edges.sort(key=lambda edge: edge[2])
    scheme = Scheme(f"own-{number}", shape, [], [], [], [], [])
    for source, target, when, dollars in edges:
        currency = int(chance.choice(len(CURRENCIES) - 1)) if mixed and chance.random() < 0.5 else int(home)
        scheme.source.append(int(source))
        scheme.target.append(int(target))
        scheme.time.append(int(begin + when * span) // MINUTE * MINUTE)
        scheme.currency.append(currency)
        scheme.amount.append(max(1, int(dollars / _RATES[currency] * 100)))
    return scheme


def shared_money(*parts: str) -> Path | None:
    """A file of the shared data's money folder, None where it is absent."""
    path = Path(os.environ.get("ENTRAIDE_SHARED_DATA", "../shared/data")).joinpath("fetched", "money", *parts)
    return path if path.exists() else None


_NAMES = {
    "US Dollar": "USD", "Euro": "EUR", "Swiss Franc": "CHF", "Yuan": "CNY", "Rupee": "INR", "Ruble": "RUB",
    "Yen": "JPY", "Canadian Dollar": "CAD", "Australian Dollar": "AUD", "UK Pound": "GBP",
    "Mexican Peso": "MXN", "Shekel": "ILS", "Brazil Real": "BRL", "Saudi Riyal": "SAR", "Bitcoin": "BTC",
}  # fmt: skip


def published(path: Path, accounts: int, seed: int, *, least: int = 3) -> list[Scheme]:
    """The published attempts with at least that many transactions, each of their accounts laid on an account of
    the town, drawn by seed; one that is in several attempts stays one."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        attempts = [attempt for attempt in json.load(file) if len(attempt["transactions"]) >= least]
    names = sorted({end for attempt in attempts for leg in attempt["transactions"] for end in _ends(leg)})
    seats = np.random.default_rng(seed).choice(accounts, len(names), replace=False).tolist()
    seat = dict(zip(names, seats, strict=True))
    return [_laid(attempt, seat) for attempt in attempts]


def _ends(leg: dict[str, Any]) -> tuple[str, str]:
    return f"{leg['from_bank']}:{leg['from_account']}", f"{leg['to_bank']}:{leg['to_account']}"


def _laid(attempt: dict[str, Any], seat: dict[str, int]) -> Scheme:
    scheme = Scheme(attempt["pattern_id"], attempt["pattern_family"], [], [], [], [], [])
    for leg in sorted(attempt["transactions"], key=lambda leg: leg["timestamp"]):
        source, target = _ends(leg)
        when = datetime.strptime(leg["timestamp"], "%Y/%m/%d %H:%M").replace(tzinfo=UTC)
        scheme.source.append(seat[source])
        scheme.target.append(seat[target])
        scheme.time.append(int(when.timestamp()) * 1_000_000)
        scheme.currency.append(CURRENCIES.index(_NAMES[leg["payment_currency"]]))
        scheme.amount.append(max(1, round(leg["amount_paid"] * 100)))
    return scheme


__all__ = ["SHAPES", "WIRE", "Scheme", "as_transactions", "made_up", "published", "shared_money"]
