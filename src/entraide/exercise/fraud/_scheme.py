"""The fraud: the woman in Busan, ten others whom the same people robbed, and the way their money took.

Minute by minute what the reports of "Money in nine minutes" tell: three payments from 10:41 to 10:44 in Korea, 50 of
84 million on at 10:46, 21.5 to Thailand at 10:48, the rest to the exchange at 10:50; 43,100 USDT bought, 39,160 sent
on at 01:52 UTC; eleven cash withdrawals in Mae Sot within forty minutes; a swap into 15.6 ETH within two hours, with
what nine others paid; 6.4 of them on 4 November to a service that pays out in bitcoin.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from ._people import People
from ._records import FEES, GAS, Book

KRW_A_USDT = 1450  # the rate of 3 November
SATANG_A_THOUSAND_WON = 2260  # 22.60 THB
SATANG_A_DOLLAR = 3260
USDT_AN_ETHER = 3742
NOTE = {"KRW": 10_000, "THB": 100_00, "USD": 1_00}
MINUTE = timedelta(minutes=1)

_HOT = {"tron": "Harbour Sample Exchange, hot wallet", "ethereum": "Fork Sample Swap, hot wallet"}
Action = Callable[[datetime], object]


def moment(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """UTC; days from 20 on are of October 2025, others of November."""
    return datetime(2025, 10 if day >= 20 else 11, day, hour, minute, second, tzinfo=UTC)


@dataclass
class Victim:
    name: str
    account: str
    complaint: datetime
    records: list[str] = field(default_factory=list)


@dataclass
class Scheme:
    """What the network holds, and what it does with each victim's money."""

    people: People
    book: Book
    random: Random
    victims: list[Victim] = field(default_factory=list)
    stops: dict[str, str] = field(default_factory=dict)

    def lay(self) -> None:
        """Open the network's accounts, then plan everything that it did."""
        self._open()
        self._busan()
        for number, day in enumerate((25, 27, 28, 29, 30, 31, 1, 3, 4, 5)):
            self._another(number, day)
        self._evenings()
        self._fourth_of_november()

    def _open(self) -> None:
        people, told, hold = self.people, self.people.told, self.people.hold
        korean = lambda bank, role, account=None: hold(bank, people.name("KR"), role, account)  # noqa: E731
        self.first = korean("haeundae", "collector", told("first_mule"))
        self.second = korean("namhae", "layer", told("second_mule"))
        self.third = hold("moei", people.name("TH"), "layer", told("third_mule"))
        self.collectors = [
            korean(bank, "collector") for bank in ("haeundae", "namhae", "haeundae", "yeongdo")
        ]
        self.layers = [self.second, *(korean(bank, "layer") for bank in ("namhae", "namhae", "haeundae"))]
        self.refused = korean("yeongdo", "layer")
        self.thai = [
            self.third,
            hold("moei", people.name("TH"), "layer"),
            hold("moei", people.name("TH"), "layer"),
        ]
        self.khmer = [hold("tonle", people.name("KH"), "layer") for _ in range(2)]
        self.customers = [hold("harbour", people.name("KR"), "exchange account") for _ in range(3)]
        self.deposit = hold("tron", "", "collecting wallet", told("deposit"))
        self.deposits = [hold("tron", "", "collecting wallet") for _ in range(2)]
        self.hub = hold("tron", "", "gathering wallet")
        self.wallet = hold("ethereum", "", "gathering wallet", told("wallet"))
        self.cold = hold("bitcoin", "", "cold wallet", told("cold"))
        self.desk = hold("tron", "Mekong cash desk", "cash desk")
        self.payout = hold("ethereum", "service that pays out in bitcoin", "swap service")
        self.pool = hold("namhae", "반도페이 모계좌", "pooled account")
        self.casino = hold("tonle", "Poipet Sample Entertainment", "cash desk")
        self.collection = hold("yeongdo", "하버거래소 고객예치금", "exchange's account")
        self.hot = {chain: hold(chain, name, "service") for chain, name in _HOT.items()}
        self.atm = {
            bank: hold(bank, name, "cash", account=name)
            for bank, name in (
                ("moei", "ATM MAE SOT 0412"),
                ("tonle", "ATM POIPET 07"),
                ("haeundae", "ATM BUSAN 1183"),
            )
        }
        self.stops |= dict.fromkeys((*self.atm.values(), self.desk, self.casino), "cash agent")
        self.stops |= {self.payout: "exchange", self.pool: "pooled"}
        for account, currency, amount in (
            (self.first, "KRW", 8_000),
            (self.second, "KRW", 1_200_000),
            (self.third, "THB", 41_230),
            *(
                (one, "KRW", 1000 * self.random.randint(5, 900))
                for one in (*self.collectors, *self.layers[1:])
            ),
            *((one, "THB", 100 * self.random.randint(50, 4000)) for one in self.thai[1:]),
            *((one, "USD", 100 * self.random.randint(12, 300)) for one in self.khmer),
            (self.pool, "KRW", 62_400_000),
            (self.casino, "USD", 18_200_00),
            (self.desk, "USDT", 61_000_000_000),
        ):
            self.book.give(account, currency, amount)

    def _busan(self) -> None:
        plan, pay = self.book.plan, self._pay
        victim = self._victim("오미숙", "yeongdo", 93_412_000, moment(3, 2, 20))
        for minute, amount in ((41, 30_000_000), (42, 30_000_000), (44, 24_000_000)):
            plan(moment(3, 1, minute, 7 + minute % 3), self._payment_of(victim, self.first, amount))
        # Of another victim money is in the second account already.
        other = self._victim("장태호", "namhae", 11_870_000, moment(3, 6, 5))
        plan(moment(3, 1, 20, 31), self._payment_of(other, self.collectors[0], 7_000_000))
        plan(moment(3, 1, 33, 2), pay(self.collectors[0], self.second, 7_000_000))
        plan(moment(3, 1, 46, 12), pay(self.first, self.second, 50_000_000))
        plan(moment(3, 1, 48, 3), self._abroad(self.first, self.third, 21_500_000, fee=8_000))
        plan(moment(3, 1, 49, 20), self._to_exchange(self.second, self.customers[0], 50_000_000))
        plan(moment(3, 1, 50, 1), self._to_exchange(self.first, self.customers[0], None))
        plan(moment(3, 1, 51, 9), self._buy(self.customers[0], 43_100_000_000, fee=5_000))
        plan(moment(3, 1, 52, 30), self._withdraw(self.customers[0], self.deposit, 39_160_000_000))
        # A receiver that its bank had closed: the money comes back.
        plan(moment(3, 2, 5, 44), self._comes_back(self.second, self.refused, 6_000_000, 26 * MINUTE))
        plan(moment(3, 4, 12), pay(self.second, self.layers[1], 2_000_000))
        plan(moment(3, 5, 47), pay(self.second, self.pool, 3_000_000))
        for number in range(11):
            plan(
                moment(3, 1, 52) + number * timedelta(minutes=3, seconds=20),
                self._cash(self.third, "moei", 30_000_00),
            )
        # Baht in cash became coins: no statement shows it.
        plan(moment(3, 2, 55), self._on_chain(self.desk, self.deposit, 9_920_000_000))
        plan(moment(3, 3, 5), self._across_the_border(120_000_00))
        plan(moment(5, 4, 10), self._cash(self.third, "moei", 20_000_00))
        for hour, minute, amount in ((2, 21, 30_000_000_000), (3, 10, 20_000_000_000), (3, 48, None)):
            plan(moment(3, hour, minute), self._swap(self.deposit, amount))

    def _across_the_border(self, satang: int) -> Action:
        def act(time: datetime) -> None:
            cents = satang * 100 // SATANG_A_DOLLAR
            self._convert(
                time,
                self.third,
                self.khmer[0],
                (satang, "THB"),
                (cents, "USD"),
                "remittance",
                self._record(time),
            )
            next_day = datetime(time.year, time.month, time.day, 2, tzinfo=UTC) + timedelta(days=1)
            self.book.plan(next_day, self._pay(self.khmer[0], self.khmer[1], 2_400_00, "USD"))
            self.book.plan(next_day + 200 * MINUTE, self._cash(self.khmer[1], "tonle", 1_500_00, "USD"))
            self.book.plan(next_day + 240 * MINUTE, self._pay(self.khmer[1], self.casino, 700_00, "USD"))

        return act

    def _fourth_of_november(self) -> None:
        self.book.plan(moment(3, 4), self._nine_others)
        self.book.plan(moment(4, 7, 31), self._to_bitcoin)

    def _nine_others(self, time: datetime) -> None:
        """Nine payers into the wallet, so that it comes to hold 15.6 ETH and the fee of one transaction."""
        lacking = 15_600_000_000 + GAS - self.book.holds(self.wallet, "ETH")
        for number in range(9, 0, -1):
            amount = lacking if number == 1 else lacking // number * self.random.randint(7, 13) // 10
            lacking -= amount
            payer = self.people.hold("ethereum", "", "payer")
            self.book.give(payer, "ETH", amount + GAS)
            self.book.plan(
                time + self.random.randint(5, 900) * MINUTE, self._in_ether(payer, self.wallet, amount)
            )

    def _in_ether(self, payer: str, payee: str, amount: int) -> Action:
        def act(time: datetime) -> None:
            record = f"0x{self._txid(payer, time)}"
            self.book.move(time, payer, payee, amount, "ETH", "ethereum", record=record)
            self.book.move(time, payer, FEES, GAS, "ETH", "ethereum", kind="fee", record=record)

        return act

    def _to_bitcoin(self, time: datetime) -> None:
        self._in_ether(self.wallet, self.payout, 6_400_000_000)(time)

    def _another(self, number: int, day: int) -> None:
        """One more victim: by two layers to the exchange or to Thailand, and on to the gathering wallet."""
        draw, plan, random = self.random.randint, self.book.plan, self.random
        start = moment(day, 0, 20) + draw(0, 540) * MINUTE + timedelta(seconds=draw(0, 59))
        parts = [draw(30, 150) * 100_000 for _ in range(draw(1, 4))]
        bank = random.choice(("yeongdo", "haeundae", "namhae"))
        name = self.people.name("KR")
        victim = self._victim(
            name, bank, sum(parts) + draw(500, 4000) * 1000, start + draw(90, 2900) * MINUTE
        )
        collector = self.collectors[number % len(self.collectors)]
        for amount in parts:
            plan(start, self._payment_of(victim, collector, amount))
            start += draw(60, 500) * timedelta(seconds=1)
        total, layers = sum(parts), random.sample(self.layers[1:], 2)
        shares = (total * draw(45, 60) // 100, total * draw(20, 30) // 100)
        customer = self.customers[1 + number % 2]
        for layer, share in zip(layers, shares, strict=True):
            start += draw(50, 400) * timedelta(seconds=1)
            plan(start, self._pay(collector, layer, share // 1000 * 1000))
            onward = start + draw(100, 1100) * timedelta(seconds=1)
            passed = share * draw(90, 99) // 100 // 10_000 * 10_000
            if layer == layers[1] and number % 3 == 0:
                thai = self.thai[1 + number % 2]
                plan(onward, self._abroad(layer, thai, passed))
                for notes in range(draw(3, 8)):
                    plan(onward + (7 + 4 * notes) * MINUTE, self._cash(thai, "moei", 20_000_00))
            elif layer == layers[1] and number % 3 == 1:
                plan(onward, self._pay(layer, self.pool, passed))
            else:
                plan(onward, self._to_exchange(layer, customer, passed))
        plan(start + 2 * MINUTE, self._cash(collector, "haeundae", 300_000, "KRW"))
        bought = start + draw(25, 60) * MINUTE
        plan(bought, self._buy(customer, None))
        mine = self.deposits[number % 2]
        plan(bought + draw(2, 9) * MINUTE, self._withdraw(customer, mine, None))
        plan(bought + draw(30, 200) * MINUTE, self._on_chain(mine, self.hub, None))

    def _evenings(self) -> None:
        """At 21:00 Yangon time the desk settles; some of it goes through the wallet of the day."""
        for day in (25, 26, 27, 28, 29, 30, 31, 1, 2, 3, 4, 5):
            self.book.plan(moment(day, 14, 30), self._settle)
        self.book.plan(moment(3, 1, 31), self._on_chain(self.hub, self.deposit, 5_200_000_000))
        self.book.plan(moment(3, 3, 15), self._on_chain(self.hub, self.deposit, 2_150_000_000))

    def _settle(self, time: datetime) -> None:
        amount = self.book.holds(self.hub, "USDT") * self.random.randint(55, 80) // 100
        if amount > 10_000_000_000:
            self._on_chain(self.hub, self.desk, amount // 1_000_000 * 1_000_000)(time)

    # One kind of deed each. An amount of None is all there is.

    def _victim(self, name: str, bank: str, holds: int, complaint: datetime) -> Victim:
        victim = Victim(name, self.people.hold(bank, name, "victim"), complaint)
        self.book.give(victim.account, "KRW", holds)
        self.victims.append(victim)
        return victim

    def _payment_of(self, victim: Victim, payee: str, amount: int) -> Action:
        def act(time: datetime) -> None:
            victim.records.append(self._pay(victim.account, payee, amount)(time))

        return act

    def _pay(self, payer: str, payee: str, amount: int, currency: str = "KRW") -> Action:
        def act(time: datetime) -> str:
            paid = min(amount, self.book.holds(payer, currency))
            record = self._record(time)
            if paid > 0:
                self.book.move(time, payer, payee, paid, currency, "bank", record=record)
            return record

        return act

    def _comes_back(self, payer: str, payee: str, amount: int, after: timedelta) -> Action:
        def act(time: datetime) -> None:
            paid = self._pay(payer, payee, amount)(time)
            self.book.plan(time + after, lambda later: back(later, paid))

        def back(time: datetime, paid: str) -> None:
            record = self._record(time)
            self.book.move(
                time, payee, payer, amount, "KRW", "bank", kind="reversal", record=record, reverses=paid
            )

        return act

    def _abroad(self, payer: str, payee: str, amount: int, fee: int = 0) -> Action:
        def act(time: datetime) -> None:
            paid = min(amount, self.book.holds(payer, "KRW"))
            if paid <= 0:
                return
            satang = paid * SATANG_A_THOUSAND_WON // 1000
            record = self._record(time)
            self._convert(time, payer, payee, (paid, "KRW"), (satang, "THB"), "remittance", record)
            if fee:
                self.book.move(time, payer, FEES, fee, "KRW", "remittance", kind="fee", record=record)

        return act

    def _cash(self, payer: str, bank: str, amount: int, currency: str = "THB") -> Action:
        def act(time: datetime) -> None:
            notes = min(amount, self.book.holds(payer, currency) // NOTE[currency] * NOTE[currency])
            if notes > 0:
                self.book.move(
                    time, payer, self.atm[bank], notes, currency, "cash", record=self._record(time)
                )

        return act

    def _to_exchange(self, payer: str, customer: str, amount: int | None) -> Action:
        def act(time: datetime) -> None:
            paid = min(amount or 10**18, self.book.holds(payer, "KRW"))
            if paid > 0:
                self.book.move(time, payer, customer, paid, "KRW", "bank", record=self._record(time))

        return act

    def _buy(self, customer: str, amount: int | None, fee: int = 0) -> Action:
        """Of won micro-USDT: `amount` of them, or what all the won there buy."""

        def act(time: datetime) -> None:
            won = self.book.holds(customer, "KRW")
            bought = amount or won * 1_000_000 // KRW_A_USDT // 10_000 * 10_000
            if bought <= 0:
                return
            paid = (won - fee) if amount is None else amount * KRW_A_USDT // 1_000_000
            record = self._trade(time)
            self._convert(time, customer, customer, (paid, "KRW"), (bought, "USDT"), "exchange", record)
            if fee:
                self.book.move(time, customer, FEES, fee, "KRW", "exchange", kind="fee", record=record)

        return act

    def _withdraw(self, customer: str, wallet: str, amount: int | None) -> Action:
        return self._on_chain(customer, wallet, amount)

    def _on_chain(self, payer: str, payee: str, amount: int | None) -> Action:
        def act(time: datetime) -> None:
            sent = min(amount or 10**18, self.book.holds(payer, "USDT"))
            if sent > 0:
                self.book.move(time, payer, payee, sent, "USDT", "tron", record=self._txid(payer, time))

        return act

    def _swap(self, wallet: str, amount: int | None) -> Action:
        """By an address of the swap service that is made for this order, into ether a few minutes later."""

        def act(time: datetime) -> None:
            sent = min(amount or 10**18, self.book.holds(wallet, "USDT"))
            order = self.people.hold("tron", "", "swap order")
            self.book.move(time, wallet, order, sent, "USDT", "tron", record=self._txid(wallet, time))
            gwei = sent * 1000 // USDT_AN_ETHER * 995 // 1000
            self.book.plan(time + 3 * MINUTE, lambda later: paid_out(later, order, sent, gwei))

        def paid_out(time: datetime, order: str, sent: int, gwei: int) -> None:
            record = f"0x{self._txid(order, time)}"
            self._convert(time, order, self.wallet, (sent, "USDT"), (gwei, "ETH"), "ethereum", record)

        return act

    def _convert(
        self,
        time: datetime,
        payer: str,
        payee: str,
        paid: tuple[int, str],
        got: tuple[int, str],
        rail: str,
        record: str,
    ) -> None:
        self.book.move(
            time,
            payer,
            payee,
            *paid,
            rail,
            kind="conversion",
            record=record,
            target_amount=got[0],
            target_currency=got[1],
        )

    def _record(self, time: datetime) -> str:
        return self.people.record("F", time)

    def _trade(self, time: datetime) -> str:
        return self.people.record("HSX-T", time)

    def _txid(self, payer: str, time: datetime) -> str:
        return self.people.hash_of(f"{payer} {time.isoformat()} {len(self.book.legs)}")
