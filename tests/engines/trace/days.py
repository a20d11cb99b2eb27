"""Ledgers of two days, some of whose payments have no hour, and every order that their payments may have had.

`python -m tests.engines.trace.days` prints how often an account may hold less or more than the interval says; with
LEDGER RECORD… how often that is so of these payments in a ledger, in sixty orders by chance.
"""

import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from hypothesis import strategies as st
from numpy.typing import NDArray

from entraide.engines.trace import RULES, Ledger

from .ledgers import table_of

DAY = 24 * 60
NAMES = ("anna", "boris", "chen", "dara")
ASKED = [(rule, capped) for rule in RULES for capped in (False, True)]


class Payment(NamedTuple):
    """`time` in minutes; of one without an hour (`dated`) the beginning of its day."""

    time: int
    dated: bool
    source: str
    target: str
    amount: int


@st.composite
def mixed_days(draw: st.DrawFn, most: int = 6) -> list[Payment]:
    """The victim's payment of 100, and up to `most` others, at most four of them without an hour."""
    minutes, names = st.integers(0, DAY - 1), st.sampled_from(NAMES)
    paid = [Payment(draw(minutes), draw(st.booleans()), "victim", draw(names), 100)]
    paid[0] = paid[0]._replace(time=0) if paid[0].dated else paid[0]
    for _ in range(draw(st.integers(1, most))):
        dated = draw(st.booleans()) and sum(one.dated for one in paid) < 4
        day, time = draw(st.integers(0, 1)) * DAY, 0 if dated else draw(minutes)
        source = draw(names)
        target = draw(names.filter(lambda name, source=source: name != source))
        paid.append(Payment(day + time, dated, source, target, draw(st.integers(1, 120))))
    return paid


def ledger_of(paid: Sequence[Payment], hours: bool = True) -> Ledger:
    """A ledger in which each payment has its place in the list as record; without `hours` they are taken in the order
    of the list, all at known times."""
    rows = [
        {**one._asdict(), "record": str(place), "time": one.time if hours else place}
        for place, one in enumerate(paid)
    ]
    dated = pa.array([hours and one.dated for one in paid])
    return Ledger.from_table(table_of(rows).append_column("date_only", dated))


def put(paid: Sequence[Payment], order: str) -> list[Payment]:
    """The payments in one of the two orders."""
    ledger = ledger_of(paid)
    other, places = ledger.same_day(order, ledger.legs_of(["0"]))  # type: ignore[arg-type]
    assert np.array_equal(other.record_of(np.arange(len(other))), ledger.record_of(places))
    return [paid[int(record)] for record in ledger.record_of(places).to_pylist()]


def can_be(order: Sequence[Payment]) -> bool:
    """Whether payments can have come in an order, each without an hour somewhere in its day."""
    now = 0
    for one in order:
        if (one.dated and now >= one.time + DAY) or (not one.dated and one.time < now):
            return False
        now = max(now, one.time)
    return True


def every_order(paid: Sequence[Payment]) -> Iterator[list[Payment]]:
    """All orders that can have been; payments at one known time stay as listed."""

    def with_more(order: list[Payment], loose: Sequence[Payment]) -> Iterator[list[Payment]]:
        if not loose:
            yield order
            return
        for place in range(len(order) + 1):
            longer = [*order[:place], loose[0], *order[place:]]
            if can_be(longer):
                yield from with_more(longer, loose[1:])

    timed = sorted((one for one in paid if not one.dated), key=lambda one: one.time)
    return with_more(timed, [one for one in paid if one.dated])


def held(order: Sequence[Payment]) -> dict[tuple[str, bool], dict[str, int]]:
    """By rule and cap, what each account holds of the victim's money when payments came in an order."""
    ledger = ledger_of(order, hours=False)
    seed = np.flatnonzero(ledger.source == ledger.account("victim"))
    found = {}
    for rule, capped in ASKED:
        ends = ledger.trace(seed, rule, lowest_balance=capped).ends.to_pylist()
        found[rule, capped] = {end["account"]: end["amount"] for end in ends if end["kind"] == "held"}
    return found


def by_chance(dice: random.Random, share: float) -> list[Payment]:
    """The victim's payment of 100 and two to six others of 1 to 60 between four accounts, over two days; each without
    an hour with a probability of `share`."""
    paid = [Payment(dice.randrange(DAY), False, "victim", dice.choice(NAMES), 100)]
    for _ in range(dice.randint(2, 6)):
        source, target = dice.sample(NAMES, 2)
        day, dated = dice.randrange(2) * DAY, dice.random() < share
        time = day if dated else day + dice.randrange(DAY)
        paid.append(Payment(time, dated, source, target, dice.randint(1, 60)))
    return paid


class Outside(NamedTuple):
    """Of accounts that hold money of the victim's in some order that can have been."""

    accounts: int
    outside: int  # how many of them hold, by some rule in some order, less or more than the interval says
    excess: float  # by how much then, at most, on average, of the victim's 100
    worst: int


def outside(ledgers: int, share: float, seed: int = 20) -> Outside:
    """How often the interval does not hold all orders, in so many ledgers with one to four payments without an hour."""
    dice = random.Random(seed)
    accounts, excess, done = 0, [], 0
    while done < ledgers:
        paid = by_chance(dice, share)
        if not 1 <= sum(one.dated for one in paid) <= 4:
            continue
        done += 1
        ledger = ledger_of(paid)
        table = ledger.interval(ledger.legs_of(["0"])).table
        printed = {row["account"]: (row["low"], row["high"]) for row in table.to_pylist()}
        found = [ends for order in every_order(paid) for ends in held(order).values()]
        for account in {account for ends in found for account in ends}:
            accounts += 1
            low, high = printed.get(account, (0, 0))
            amounts = [ends.get(account, 0) for ends in found]
            if beyond := max(low - min(amounts), max(amounts) - high, 0):
                excess.append(beyond)
    return Outside(accounts, len(excess), sum(excess) / max(1, len(excess)), max(excess, default=0))


def outside_by_chance(ledger: Ledger, seeds: NDArray[np.int64], orders: int = 60) -> Outside:
    """The same of one ledger, with all that has no hour put by chance in its day, so many times.

    What was reversed, and reversals, stay as listed."""
    printed = {
        (row["account"], row["currency"]): (row["low"], row["high"])
        for row in ledger.interval(seeds).table.to_pylist()
    }
    table, records, dice = ledger.to_table(), ledger.record_of(seeds).to_pylist(), np.random.default_rng(20)
    loose = ledger.date_only.copy()
    loose[[*ledger.reversed_legs, *ledger.reversed_legs.values()]] = False
    accounts, excess = set(printed), dict.fromkeys(printed, 0)
    for _ in range(orders):
        time = ledger.time + loose * dice.integers(0, DAY * 60_000_000, len(ledger))
        put = table.drop_columns("date_only").set_column(0, "time", pa.array(time, table["time"].type))
        other = Ledger.from_table(put, stops=ledger.stops_by_name(), opening=ledger.opening_by_name())
        for one in other.interval(other.legs_of(records)).table.to_pylist():
            key = one["account"], one["currency"]
            low, high = printed.get(key, (0, 0))
            excess[key] = max(excess.get(key, 0), low - one["low"], one["high"] - high)
            accounts.add(key)
    beyond = [amount for amount in excess.values() if amount]
    return Outside(len(accounts), len(beyond), sum(beyond) / max(1, len(beyond)), max(beyond, default=0))


def _say_of(path: str, records: list[str]) -> None:
    from entraide.formats.transactions import load

    ledger = load(Path(path))
    one = outside_by_chance(ledger, ledger.legs_of(records))
    print(f"{one.outside} of {one.accounts} accounts outside, by {one.worst:,} (minor units) at worst")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        _say_of(sys.argv[1], sys.argv[2:])
        sys.exit()
    for share in (0.25, 0.5):
        one = outside(500, share)
        print(
            f"{share:.0%} without an hour: {one.outside} of {one.accounts} accounts ({one.outside / one.accounts:.1%})"
            f" outside, by {one.excess:.0f} of 100 on average, {one.worst} at worst"
        )
