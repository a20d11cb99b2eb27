"""A few days of a chain of unspent outputs, with the service's payment to the cold wallet among them."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from entraide.engines.trace import Coin, Transaction

from ._people import People
from ._scheme import moment
from ._town import BEGIN, DAYS

PAID_OUT = 21_480_000  # satoshi
FEE = 2_300


def transactions(people: People, random: Random, count: int, cold: str) -> list[Transaction]:
    """In the order of the chain. A coin of the service goes to `cold` on 4 November."""
    hold = people.hold
    service = hold("bitcoin", "service that pays out in bitcoin", "swap service")
    times = sorted(BEGIN + timedelta(seconds=random.randrange(int(DAYS * 86400))) for _ in range(count))
    coins = [
        Coin(people.hash_of(f"coin {n}"), n % 3, hold("bitcoin", ""), random.randint(2, 90) * 1_000_000)
        for n in range(12)
    ]
    chain = []
    for number, time in enumerate(times):
        random.shuffle(coins)
        spent = [coins.pop() for _ in range(1 if len(coins) < 6 else random.randint(1, 2))]
        whole = sum(coin.value for coin in spent) - FEE
        paid = whole * random.randint(10, 80) // 100
        outputs = ((hold("bitcoin", ""), paid), (spent[0].address, whole - paid))
        chain.append(_transaction(people.hash_of(f"bitcoin {number}"), time, spent, outputs))
        coins += [coin for coin in chain[-1].outputs if coin.value > 200_000]
    own = Coin(people.hash_of("coin of the service"), 0, service, 250_000_000)
    outputs = ((cold, PAID_OUT), (service, own.value - PAID_OUT - FEE))
    chain.append(_transaction(people.hash_of("paid out"), moment(4, 8, 12), [own], outputs))
    return sorted(chain, key=lambda one: one.time)


def _transaction(
    txid: str, time: datetime, spent: list[Coin], outputs: tuple[tuple[str, int], ...]
) -> Transaction:
    made = [Coin(txid, number, address, value) for number, (address, value) in enumerate(outputs)]
    return Transaction(txid, time, spent, made)
