"""Everybody else: wages, rent, shops, friends, migrant workers who send money home, people who buy coins."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import NamedTuple

from ._people import People
from ._records import FEES, GAS, INSTITUTIONS, Leg

BEGIN, END = datetime(2025, 10, 19, 15, tzinfo=UTC), datetime(2025, 11, 6, 6, tzinfo=UTC)
DAYS = (END - BEGIN) / timedelta(days=1)
# How often people are about, by hour of the day.
_HOURS = (2, 1, 1, 1, 1, 2, 5, 12, 20, 18, 20, 30, 48, 36, 24, 24, 26, 34, 46, 48, 36, 26, 14, 6)


class Habits(NamedTuple):
    """What is usual in a country; amounts in minor units, each a whole number of `step`."""

    country: str
    banks: tuple[str, ...]
    currency: str
    step: int
    wage: tuple[int, int]
    wage_days: tuple[tuple[int, int], ...]  # month, day
    rent: tuple[int, int]
    purchase: int  # half of all purchases are below it
    gift: tuple[int, int]
    note: int
    people: int  # of a town of 60,000 transactions
    shops: int
    employers: int


HABITS = (
    Habits(
        "KR",
        ("yeongdo", "haeundae", "namhae"),
        "KRW",
        100,
        (2_150_000, 5_400_000),
        ((10, 24), (10, 31), (11, 5)),
        (350_000, 950_000),
        11_500,
        (10_000, 200_000),
        10_000,
        900,
        120,
        30,
    ),
    Habits(
        "TH",
        ("moei",),
        "THB",
        1_00,
        (11_500_00, 38_000_00),
        ((10, 30), (10, 31)),
        (2_500_00, 9_000_00),
        95_00,
        (100_00, 3_000_00),
        100_00,
        230,
        40,
        9,
    ),
    Habits(
        "KH",
        ("tonle",),
        "USD",
        25,
        (208_00, 640_00),
        ((10, 31),),
        (50_00, 180_00),
        4_25,
        (5_00, 60_00),
        10_00,
        110,
        22,
        5,
    ),
)
_PURCHASE_SHARES = (0.78, 0.15, 0.07)


@dataclass
class Town:
    """The innocent part of the record: exactly as many legs as asked for."""

    people: People
    random: Random
    size: int

    def live(self) -> list[Leg]:
        """The legs, in no order."""
        self.legs: list[Leg] = []
        self.persons: list[list[str]] = []
        self.shops: list[list[str]] = []
        for habits in HABITS:
            self._settle(habits)
        self._migrants()
        self._coin_buyers()
        self._coin_payments()
        if len(self.legs) > self.size:
            raise ValueError("size: this leaves no room for a town; take 1000 or more")
        self._shopping(self.size - len(self.legs))
        return self.legs

    def _settle(self, habits: Habits) -> None:
        """Those who live there, their wages, their rent and what friends give each other."""
        draw, pick, hold = self.random.randint, self.random.choice, self.people.hold
        persons = [
            hold(pick(habits.banks), self.people.name(habits.country))
            for _ in range(self._scaled(habits.people))
        ]
        shops = [
            hold(pick(habits.banks), f"{_SHOP[habits.country]} {number + 1}")
            for number in range(self._scaled(habits.shops))
        ]
        firms = [
            hold(pick(habits.banks), f"{_FIRM[habits.country]} {number + 1}")
            for number in range(self._scaled(habits.employers))
        ]
        self.persons.append(persons)
        self.shops.append(shops)
        hours = INSTITUTIONS[habits.banks[0]].hours_from_utc
        paid_on = {firm: pick(habits.wage_days) for firm in firms}
        for firm in firms:
            for _ in range(3):
                self._pay(
                    habits,
                    None,
                    firm,
                    self._amount(habits, *habits.wage) * draw(4, 20),
                    self._moment(hours),
                    "income",
                )
        landlords = persons[: max(1, len(persons) // 12)]
        for person in persons:
            firm = pick(firms)
            month, day = paid_on[firm]
            payday = datetime(2025, month, day, draw(7, 11), draw(0, 59), draw(0, 59), tzinfo=UTC)
            self._pay(
                habits,
                firm,
                person,
                self._amount(habits, *habits.wage),
                payday - timedelta(hours=hours),
                "wages",
            )
            if self.random.random() < 0.6:
                rent_day = BEGIN + timedelta(days=draw(7, 14), seconds=draw(0, 50_000))
                landlord = pick([one for one in landlords if one != person] or persons[-1:])
                self._pay(habits, person, landlord, self._amount(habits, *habits.rent), rent_day, "rent")
            friends = [one for one in self.random.sample(persons, min(len(persons), 7)) if one != person]
            for _ in range(draw(0, 5)):
                amount = self._amount(habits, *habits.gift) // habits.note * habits.note or habits.note
                self._pay(habits, person, pick(friends), amount, self._moment(hours), "transfer")
            if self.random.random() < 0.5:
                notes = draw(3, 20) * habits.note
                self._pay(habits, person, None, notes, self._moment(hours), "cash", "cash")
        self._slips(habits, persons, hours)

    def _slips(self, habits: Habits, persons: list[str], hours: int) -> None:
        """Money sent to a wrong account by mistake, and given back."""
        for _ in range(self._scaled(12 if habits.country == "KR" else 0, 0)):
            payer, payee = self.random.sample(persons, 2)
            time = self._moment(hours) - timedelta(days=1)
            if time < BEGIN:
                continue
            amount = self._amount(habits, *habits.gift)
            slip = self._pay(habits, payer, payee, amount, time, "transfer")
            back = time + timedelta(minutes=self.random.randint(20, 1300))
            record = self.people.record("R", back)
            self.legs.append(
                Leg(
                    back,
                    payee,
                    payer,
                    amount,
                    habits.currency,
                    "bank",
                    "reversal",
                    record,
                    reverses=slip.record,
                )
            )

    def _migrants(self) -> None:
        """Workers in Korea send money home to Thailand and Cambodia; their bank takes a fee."""
        korea = self.persons[0]
        for _ in range(self._scaled(90)):
            worker, abroad = self.random.choice(korea), self.random.choice((1, 2))
            family = self.random.choice(self.persons[abroad])
            won = self.random.randint(20, 150) * 10_000
            rate, currency = ((2.26, "THB"), (0.0697, "USD"))[abroad - 1]
            time = self._moment(9)
            record = self.people.record("W", time)
            got = round(won * rate)
            self.legs.append(
                Leg(
                    time,
                    worker,
                    family,
                    won,
                    "KRW",
                    "remittance",
                    "conversion",
                    record,
                    "",
                    got,
                    currency,
                    "support",
                )
            )
            self.legs.append(Leg(time, worker, FEES, 5_000, "KRW", "remittance", "fee", record))

    def _coin_buyers(self) -> None:
        """Customers of the exchange: some pay in from Korea, some from banks that gave no statement."""
        draw, pick = self.random.randint, self.random.choice
        payees = [self.people.hold("tron", "") for _ in range(self._scaled(40))]
        for number in range(self._scaled(260)):
            korean = number % 4 != 0
            customer = self.people.hold("harbour", self.people.name("KR" if korean else "SG"))
            wallet = self.people.hold("tron", "") if self.random.random() < 0.5 else None
            for _ in range(draw(1, 3)):
                time = min(self._moment(8), END - timedelta(hours=5))
                currency, unit, rate = ("KRW", 10_000, 1450) if korean else ("SGD", 50_00, 130)
                paid = draw(2, 60) * unit
                payer = pick(self.persons[0]) if korean else None
                self._leg(time, payer, customer, paid, currency, "bank", "deposit")
                time += timedelta(minutes=draw(2, 90))
                bought = paid * 1_000_000 // (rate + draw(-12, 12)) // 10_000 * 10_000
                record = self.people.record("HSX-T", time)
                self.legs.append(
                    Leg(
                        time,
                        customer,
                        customer,
                        paid,
                        currency,
                        "exchange",
                        "conversion",
                        record,
                        "",
                        bought,
                        "USDT",
                    )
                )
                if wallet:
                    time += timedelta(minutes=draw(2, 60))
                    sent = bought * draw(50, 100) // 100
                    self._coins(time, customer, wallet, sent)
                    # Most people take coins out in order to pay with them, soon or in some days.
                    later = time + timedelta(minutes=self.random.lognormvariate(5.5, 2))
                    if self.random.random() < 0.75 and later < END:
                        self._coins(later, wallet, pick(payees), sent * draw(60, 100) // 100)

    def _coin_payments(self) -> None:
        """Wallets that pay one another."""
        for chain, currency, count, low, high in (
            ("tron", "USDT", 420, 5_000_000, 2_000_000_000),
            ("ethereum", "ETH", 150, 4_000_000, 900_000_000),
        ):
            wallets = [self.people.hold(chain, "") for _ in range(self._scaled(60))]
            for _ in range(self._scaled(count)):
                payer, payee = self.random.sample(wallets, 2)
                self._coins(self._moment(0), payer, payee, self.random.randint(low, high), currency, chain)

    def _shopping(self, count: int) -> None:
        homes = [
            [self.random.sample(shops, min(len(shops), 9)) for _ in persons]
            for persons, shops in zip(self.persons, self.shops, strict=True)
        ]
        for place in self.random.choices(range(len(HABITS)), _PURCHASE_SHARES, k=count):
            habits = HABITS[place]
            who = self.random.randrange(len(self.persons[place]))
            amount = habits.purchase * math.exp(self.random.gauss(0, 0.85))
            amount = max(habits.step, round(amount / habits.step) * habits.step)
            hours = INSTITUTIONS[habits.banks[0]].hours_from_utc
            self._pay(
                habits,
                self.persons[place][who],
                self.random.choice(homes[place][who]),
                amount,
                self._moment(hours),
                "purchase",
                "card",
            )

    def _pay(
        self,
        habits: Habits,
        payer: str | None,
        payee: str | None,
        amount: int,
        time: datetime,
        memo: str,
        rail: str = "bank",
    ) -> Leg:
        return self._leg(time, payer, payee, amount, habits.currency, rail, memo)

    def _leg(
        self,
        time: datetime,
        payer: str | None,
        payee: str | None,
        amount: int,
        currency: str,
        rail: str,
        memo: str,
    ) -> Leg:
        self.legs.append(
            leg := Leg(
                time, payer, payee, amount, currency, rail, record=self.people.record("T", time), memo=memo
            )
        )
        return leg

    def _coins(
        self, time: datetime, payer: str, payee: str, amount: int, currency: str = "USDT", chain: str = "tron"
    ) -> None:
        record = self.people.hash_of(f"{payer} {payee} {time.isoformat()} {len(self.legs)}")
        prefix = "0x" if chain == "ethereum" else ""
        self.legs.append(Leg(time, payer, payee, amount, currency, chain, record=prefix + record))
        if chain == "ethereum":
            self.legs.append(Leg(time, payer, FEES, GAS, currency, chain, "fee", prefix + record))

    def _amount(self, habits: Habits, low: int, high: int) -> int:
        return self.random.randint(low // habits.step, high // habits.step) * habits.step

    def _moment(self, hours_from_utc: int) -> datetime:
        """Some second of the record, at an hour when people are about."""
        day = BEGIN + timedelta(hours=9) + timedelta(days=self.random.randrange(math.ceil(DAYS)))
        hour = self.random.choices(range(24), _HOURS)[0]
        local = day.replace(hour=hour, minute=self.random.randrange(60), second=self.random.randrange(60))
        time = local - timedelta(hours=hours_from_utc)
        return time if BEGIN <= time < END else self._moment(hours_from_utc)

    def _scaled(self, number: int, least: int = 2) -> int:
        return max(least, round(number * self.size / 60_000))


_SHOP = {"KR": "가상상회", "TH": "ร้านสมมติ", "KH": "Sample Store"}
_FIRM = {"KR": "가상산업", "TH": "บริษัทสมมติ", "KH": "Sample Garments"}
