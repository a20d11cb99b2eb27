"""Ordinary money, made up and seeded: people with employers, landlords, shops, bills and friends; firms with
suppliers; and the innocent things that look like laundering (collections, shared bills, sellers among
strangers, day labour paid out, rent passed on). It imitates no published data set."""

from dataclasses import dataclass

import numpy as np

MINUTE = 60_000_000  # µs
DAY = 1440 * MINUTE
START = 1_661_990_400_000_000  # 2022-09-01 00:00 UTC

# What one unit is worth in US dollars, rounded, early September 2022.
RATES = {
    "USD": 1.0, "EUR": 1.0, "CHF": 1.02, "CNY": 0.145, "INR": 0.0126, "RUB": 0.0166, "JPY": 0.0071,
    "CAD": 0.76, "AUD": 0.68, "GBP": 1.16, "MXN": 0.05, "ILS": 0.3, "BRL": 0.19, "SAR": 0.266, "BTC": 20_000.0,
}  # fmt: skip
CURRENCIES = list(RATES)
_SHARES = np.array([37, 23, 5, 5, 5, 4, 4, 3, 3, 3, 2, 2, 2, 2, 0], dtype=float)
RAILS = ["ACH", "Credit Card", "Cheque", "Cash", "Wire", "Reinvestment", "Bitcoin"]
ACH, CARD, CHEQUE, CASH, WIRE, REINVESTMENT, BITCOIN = range(7)


@dataclass
class Transactions:
    """Columns of one length, sorted by time: µs, accounts, minor units, indices into CURRENCIES and RAILS."""

    time: np.ndarray
    source: np.ndarray
    target: np.ndarray
    amount: np.ndarray
    currency: np.ndarray
    rail: np.ndarray
    accounts: int

    def __len__(self) -> int:
        return len(self.time)


def background(transactions: int, accounts: int, *, days: int = 10, seed: int = 0) -> Transactions:
    """About that many ordinary transactions over those accounts, the same for the same seed."""
    return _Town(accounts, days, np.random.default_rng(seed)).lives(transactions)


def joined(parts: list[Transactions]) -> Transactions:
    """All of them in the order of time; those of one minute keep the order of the parts."""
    columns = {
        name: np.concatenate([getattr(part, name) for part in parts])
        for name in ("time", "source", "target", "amount", "currency", "rail")
    }
    order = np.argsort(columns["time"], kind="stable")
    return Transactions(
        **{name: column[order] for name, column in columns.items()}, accounts=parts[0].accounts
    )


class _Town:
    def __init__(self, accounts: int, days: int, chance: np.random.Generator):
        self.accounts, self.days, self.chance = accounts, days, chance
        shuffled = chance.permutation(accounts).astype(np.int32)
        shops, firms, utilities = accounts // 12, accounts // 50, max(4, accounts // 2500)
        cuts = np.cumsum([utilities, firms, shops])
        self.utilities, self.firms, self.shops, self.people = np.split(shuffled, cuts)
        self.currency = chance.choice(len(CURRENCIES), accounts, p=_SHARES / _SHARES.sum()).astype(np.int16)
        people = len(self.people)
        self.salary = chance.lognormal(8.0, 0.5, people)
        self.employer = self.firms[self._popular(len(self.firms), people, 0.9)]
        self.landlord = np.where(
            chance.random(people) < 0.5,
            self.firms[chance.integers(0, len(self.firms), people)],
            self.people[chance.integers(0, people, people)],
        )
        self.favourites = self.shops[self._popular(len(self.shops), people * 6, 0.8)].reshape(people, 6)
        # Friends live nearby: a ring with a few far ends.
        near = (np.arange(people)[:, None] + np.array([-2, -1, 1, 2])) % people
        far = chance.integers(0, people, (people, 2))
        self.friends = self.people[np.concatenate([near, far], axis=1)]
        self.suppliers = np.concatenate([self.firms, self.shops])[
            chance.integers(0, len(self.firms) + len(self.shops), (accounts, 3))
        ]
        self.savings = self.people[chance.integers(0, people, people)]

    def _popular(self, among: int, draws: int, power: float) -> np.ndarray:
        weight = 1.0 / np.arange(1, among + 1) ** power
        return self.chance.choice(among, draws, p=weight / weight.sum())

    def _who(self, count: int) -> np.ndarray:
        return (self.chance.beta(1.2, 2.0, count) * len(self.people)).astype(np.int64)  # some pay more often

    def _daytime(self, count: int) -> np.ndarray:
        day = self.chance.integers(0, self.days, count)
        minute = np.clip(self.chance.normal(14 * 60, 4 * 60, count), 0, 1439).astype(np.int64)
        return START + day * DAY + minute * MINUTE

    def lives(self, transactions: int) -> Transactions:
        share = {
            self.shopping: 0.40, self.friendly: 0.10, self.strangers: 0.06, self.bills: 0.08,
            self.wages: 0.07, self.rents: 0.03, self.trade: 0.12, self.sweeps: 0.03, self.own: 0.05,
            self.collections: 0.015, self.shared_bills: 0.01, self.sellers: 0.01, self.day_labour: 0.01,
            self.passed_on: 0.01, self.rounds: 0.005,
        }  # fmt: skip
        return joined([kind(max(1, int(transactions * part))) for kind, part in share.items()])

    def _made(
        self, time: np.ndarray, source: np.ndarray, target: np.ndarray, dollars: np.ndarray, rail: np.ndarray
    ) -> Transactions:
        currency = self.currency[source]
        rates = np.array(list(RATES.values()))[currency]
        amount = np.maximum(1, np.round(dollars / rates * 100)).astype(np.int64)
        end = START + self.days * DAY - MINUTE
        return Transactions(
            np.clip(time, START, end), source.astype(np.int32), target.astype(np.int32), amount, currency,
            rail.astype(np.int8), self.accounts,
        )  # fmt: skip

    def _rail(self, count: int, **shares: float) -> np.ndarray:
        codes = [RAILS.index(name.replace("_", " ")) for name in shares]
        return self.chance.choice(codes, count, p=list(shares.values()))

    def _amounts(self, median: float, spread: float, count: int) -> np.ndarray:
        return self.chance.lognormal(np.log(median), spread, count)

    def shopping(self, count: int) -> Transactions:
        who = self._who(count)
        usual = self.favourites[who, self.chance.integers(0, 6, count)]
        other = self.shops[self._popular(len(self.shops), count, 0.8)]
        target = np.where(self.chance.random(count) < 0.85, usual, other)
        rail = self._rail(count, Credit_Card=0.7, Cheque=0.15, Cash=0.1, ACH=0.05)
        return self._made(self._daytime(count), self.people[who], target, self._amounts(35, 1.0, count), rail)

    def friendly(self, count: int) -> Transactions:
        who = self._who(count)
        friend = self.friends[who, self.chance.integers(0, 6, count)]
        rail = self._rail(count, ACH=0.6, Cheque=0.25, Cash=0.1, Bitcoin=0.05)
        return self._made(self._daytime(count), self.people[who], friend, self._amounts(60, 1.3, count), rail)

    def strangers(self, count: int) -> Transactions:
        who, other = self._who(count), self._who(count)
        rail = self._rail(count, ACH=0.6, Cheque=0.25, Wire=0.1, Bitcoin=0.05)
        target = np.where(self.people[other] == self.people[who], self.firms[0], self.people[other])
        return self._made(
            self._daytime(count), self.people[who], target, self._amounts(150, 1.6, count), rail
        )

    def bills(self, count: int) -> Transactions:
        who = self._who(count)
        target = self.utilities[(who * 7 + self.chance.integers(0, 3, count)) % len(self.utilities)]
        rail = self._rail(count, ACH=0.5, Cheque=0.3, Credit_Card=0.2)
        return self._made(self._daytime(count), self.people[who], target, self._amounts(80, 0.6, count), rail)

    def wages(self, count: int) -> Transactions:
        who = self.chance.permutation(len(self.people))[np.arange(count) % len(self.people)]
        source = self.employer[who]
        payday = START + (source.astype(np.int64) * 31 % self.days) * DAY + 9 * 60 * MINUTE
        time = payday + self.chance.integers(0, 90, count) * MINUTE
        rail = self._rail(count, ACH=0.85, Cheque=0.15)
        return self._made(time, source, self.people[who], self.salary[who], rail)

    def rents(self, count: int) -> Transactions:
        who = self.chance.permutation(len(self.people))[np.arange(count) % len(self.people)]
        target = np.where(self.landlord[who] == self.people[who], self.firms[0], self.landlord[who])
        rail = self._rail(count, ACH=0.7, Cheque=0.3)
        dollars = self.salary[who] * self.chance.normal(0.3, 0.05, count).clip(0.1)
        return self._made(self._daytime(count), self.people[who], target, dollars, rail)

    def trade(self, count: int) -> Transactions:
        houses = np.concatenate([self.firms, self.shops])
        who = houses[self._popular(len(houses), count, 0.5)]
        usual = self.suppliers[who, self.chance.integers(0, 3, count)]
        other = houses[self.chance.integers(0, len(houses), count)]
        target = np.where(self.chance.random(count) < 0.8, usual, other)
        target = np.where(target == who, self.utilities[0], target)
        rail = self._rail(count, ACH=0.5, Wire=0.25, Cheque=0.25)
        return self._made(self._daytime(count), who, target, self._amounts(2500, 1.5, count), rail)

    def sweeps(self, count: int) -> Transactions:
        shop = self.chance.integers(0, len(self.shops), count)
        target = self.firms[shop % len(self.firms)]
        time = self._daytime(count) // DAY * DAY + 22 * 60 * MINUTE
        rail = self._rail(count, ACH=0.8, Wire=0.2)
        return self._made(time, self.shops[shop], target, self._amounts(900, 0.8, count), rail)

    def own(self, count: int) -> Transactions:
        who = self._who(count)
        forth = self.chance.random(count) < 0.6
        itself = self.chance.random(count) < 0.4
        there = np.where(itself, self.people[who], self.savings[who])
        source, target = np.where(forth, self.people[who], there), np.where(forth, there, self.people[who])
        rail = self._rail(count, Reinvestment=0.7, ACH=0.3)
        return self._made(self._daytime(count), source, target, self._amounts(400, 1.2, count), rail)

    def _groups(self, count: int, least: int, most: int) -> tuple[np.ndarray, np.ndarray]:
        """The group of each of `count` transactions, and its place in the group."""
        sizes = self.chance.integers(least, most + 1, count // least + 1)
        group = np.repeat(np.arange(len(sizes)), sizes)[:count]
        begins = np.concatenate([[0], np.cumsum(sizes)])
        return group, np.arange(count) - begins[group]

    def collections(self, count: int) -> Transactions:
        """A present, a wedding: friends and their friends pay one of them, who then pays a shop."""
        group, place = self._groups(count, 5, 18)
        one = self._who(group[-1] + 1)[group]
        near = self.people[(one + place - 8 + (place >= 8)) % len(self.people)]
        begin = self._daytime(group[-1] + 1)[group]
        time = begin + self.chance.integers(0, 2 * 1440, count) * MINUTE
        gives = self._amounts(40, 0.6, count)
        last = np.append(group[1:] != group[:-1], True)
        spent = np.bincount(group, gives)[group]
        source = np.where(last, self.people[one], near)
        target = np.where(last, self.favourites[one, 0], self.people[one])
        time = np.where(last, begin + 2 * DAY + 60 * MINUTE, time)
        rail = self._rail(count, ACH=0.75, Cheque=0.15, Cash=0.1)
        return self._made(time, source, target, np.where(last, spent, gives), rail)

    def shared_bills(self, count: int) -> Transactions:
        group, place = self._groups(count, 3, 7)
        one = self._who(group[-1] + 1)[group]
        time = self._daytime(group[-1] + 1)[group] + self.chance.integers(5, 600, count) * MINUTE
        part = self._amounts(25, 0.7, group[-1] + 1)[group]
        friend = self.friends[one, place % 6]
        return self._made(time, friend, self.people[one], part, self._rail(count, ACH=0.9, Cash=0.1))

    def sellers(self, count: int) -> Transactions:
        """Selling second-hand things to strangers."""
        group, _ = self._groups(count, 4, 25)
        one = self.people[self._who(group[-1] + 1)[group]]
        buyer = self.people[self._who(count)]
        buyer = np.where(buyer == one, self.people[0], buyer)
        rail = self._rail(count, ACH=0.8, Cash=0.1, Bitcoin=0.1)
        return self._made(self._daytime(count), buyer, one, self._amounts(70, 1.2, count), rail)

    def day_labour(self, count: int) -> Transactions:
        """A shop pays hands of the week, many of them for the first time."""
        group, _ = self._groups(count, 3, 15)
        shop = self.shops[self.chance.integers(0, len(self.shops), group[-1] + 1)][group]
        begin = self._daytime(group[-1] + 1)[group]
        time = begin + self.chance.integers(0, 3 * 1440, count) * MINUTE
        hand = self.people[self.chance.integers(0, len(self.people), count)]
        return self._made(
            time, shop, hand, self._amounts(350, 0.5, count), self._rail(count, ACH=0.8, Cheque=0.2)
        )

    def passed_on(self, count: int) -> Transactions:
        """Flatmates pay one of them their part, who pays the landlord the sum."""
        group, place = self._groups(count, 3, 5)
        one = self._who(group[-1] + 1)[group]
        last = np.append(group[1:] != group[:-1], True)
        part = self._amounts(600, 0.4, group[-1] + 1)[group]
        begin = self._daytime(group[-1] + 1)[group]
        time = np.where(last, begin + DAY, begin + self.chance.integers(0, 1000, count) * MINUTE)
        source = np.where(last, self.people[one], self.friends[one, place % 6])
        target = np.where(last, self.landlord[one], self.people[one])
        target = np.where(target == source, self.firms[0], target)
        return self._made(
            time, source, target, np.where(last, part * (place + 1), part), self._rail(count, ACH=1.0)
        )

    def rounds(self, count: int) -> Transactions:
        """Money that comes round among friends: a lent sum goes on and comes back."""
        group, place = self._groups(count, 3, 4)
        one = self._who(group[-1] + 1)[group]
        size = np.bincount(group)[group]
        source = self.people[(one + place) % len(self.people)]
        target = self.people[(one + (place + 1) % size) % len(self.people)]
        source_last = self.people[(one + size - 1) % len(self.people)]
        source = np.where(place == size - 1, source_last, source)
        part = self._amounts(80, 0.8, group[-1] + 1)[group] * self.chance.normal(1, 0.15, count).clip(0.3)
        time = self._daytime(group[-1] + 1)[group] + place * self.chance.integers(300, 1500, count) * MINUTE
        same = source == target
        target = np.where(same, self.shops[0], target)
        return self._made(time, source, target, part, self._rail(count, ACH=0.9, Cash=0.1))
