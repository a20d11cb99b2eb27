"""Millions of made-up legs of money: people, merchants, and frauds whose truth is known.

`python -m entraide.bench._legs FILE SIZE` writes them as an Arrow file, so that the process that measures
loading has never held them.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

SEED = 20251106
DAYS = 30
HOUR = 3_600_000_000  # microseconds
DAY = 24 * HOUR
START = 1_759_276_800_000_000  # 1 October 2025
RAILS = ("instant", "transfer", "card", "cash", "mobile", "wallet")
VICTIMS = 5000  # at 20,000,000 legs; as thinly spread in fewer
SOURCES = 4  # statement files, one after the other: each is in order, the whole is not


def write(file: Path, size: int) -> None:
    """Write `size` legs of a tenth as many accounts over 30 days; the victims' payments have a record id below 0."""
    table = made_up(size)
    with pa.OSFile(str(file), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table, max_chunksize=max(1, -(-len(table) // SOURCES)))


@dataclass(frozen=True)
class Ring:
    """Layers of mules (names of accounts), how much each is used (adds up to 1 in a layer), and hours that money stays."""

    mules: list[list[str]]
    weights: list[NDArray[np.float64]]
    hours: tuple[float, ...]


def made_up(
    size: int, seed: int = SEED, rings: int | None = None, truth: list[Ring] | None = None
) -> pa.Table:
    """A table as `Ledger.from_table` reads it, with single victims, or else with rings of mules (see `_ring`), which
    are put into `truth`."""
    random = np.random.default_rng(seed)
    people = max(100, size // 10)
    merchants = max(5, people // 100)
    if rings is None:
        frauds = _frauds(random, people, min(VICTIMS, max(1, size // 4000)), people + merchants)
    else:
        each = []
        for number in range(rings):
            legs, ring = _ring(random, number, people, people + merchants)
            each.append(legs)
            if truth is not None:
                truth.append(ring)
        frauds = {name: np.concatenate([one[name] for one in each]) for name in each[0]}
    plain = size - len(frauds["time"])
    kind = random.random(plain)
    # Shopping, wages, and people paying each other; few people and shops do most of it.
    someone, other = _skewed(random, people, plain), _skewed(random, people, plain)
    shop = people + _skewed(random, merchants, plain)
    source = np.where((kind >= 0.55) & (kind < 0.65), shop, someone)
    target = np.where(kind < 0.55, shop, other)
    target = np.where(source == target, (target + 1) % people, target)
    amount = np.exp(random.normal(8.3, 1.2, plain)).astype(np.int64) + 1
    amount = np.where((kind >= 0.55) & (kind < 0.65), amount * 25, amount)
    time = START + random.integers(0, DAYS * DAY, plain)
    rail = np.where(kind < 0.55, 2, random.integers(0, 2, plain)).astype(np.int8)
    columns = {
        "time": np.concatenate([time, frauds["time"]]),
        "source": np.concatenate([source, frauds["source"]]).astype(np.int32),
        "target": np.concatenate([target, frauds["target"]]).astype(np.int32),
        "amount": np.concatenate([amount, frauds["amount"]]),
        "rail": np.concatenate([rail, frauds["rail"]]).astype(np.int8),
        "record": np.concatenate([np.arange(plain), frauds["record"]]),
    }
    part = random.integers(0, SOURCES, size).astype(np.int8)
    order = np.lexsort((columns["time"], part))
    return _table({name: column[order] for name, column in columns.items()}, people, merchants, random)


def stops_of(table: pa.Table) -> dict[str, str]:
    """Merchants pool everybody's money; exchanges and cash end what can be followed."""
    names = table["source"].chunk(0).dictionary.to_pylist()
    marks = {"shop": "pooled", "exchange": "exchange", "cash": "cash agent"}
    return {name: marks[name.split("-")[0]] for name in names if name.split("-")[0] in marks}


def _skewed(random: np.random.Generator, count: int, size: int) -> NDArray[np.int64]:
    """Places below `count`, low ones far more often."""
    return (count * random.random(size) ** 2.0).astype(np.int64)


def _frauds(
    random: np.random.Generator, people: int, victims: int, first_exit: int
) -> dict[str, NDArray[np.int64]]:
    """Each victim pays a mule, from which the money runs over three layers of mules and out, within hours."""
    legs: list[tuple[int, int, int, int, int, int]] = []
    mules = random.choice(people, max(3, people // 200), replace=False)
    for victim in range(victims):
        payer = int(random.integers(people))
        paid = int(np.exp(random.normal(13.5, 0.8)))
        begin = START + int(random.integers(DAY, (DAYS - 11) * DAY))
        holders = [(int(random.choice(mules)), paid, begin)]
        payer = payer if payer != holders[0][0] else (payer + 1) % people
        legs.append((begin, payer, holders[0][0], paid, 0, -1 - victim))
        for layer in range(3):
            following = []
            for holder, amount, since in holders:
                parts = int(random.integers(1, 4))
                keep = int(amount * random.random() * 0.06)
                shares = random.dirichlet(np.ones(parts)) * (amount - keep)
                for share in shares.astype(np.int64).tolist():
                    if share < 1000:
                        continue
                    time = since + int(random.exponential(3 * HOUR)) + 60_000_000
                    out = layer == 2 or random.random() < 0.15
                    target = first_exit + int(random.integers(20)) if out else int(random.choice(mules))
                    if target == holder:
                        continue
                    legs.append(
                        (time, holder, target, share, int(random.choice([0, 1, 5])), 10**12 + len(legs))
                    )
                    if not out:
                        following.append((target, share, time))
            holders = following
    names = ("time", "source", "target", "amount", "rail", "record")
    return dict(zip(names, np.asarray(legs, np.int64).T, strict=True))


LAYERS = (4, 8, 16)  # mules of a ring
HOURS = (2, 4, 12)  # that money stays with them, on average
PAYERS = 25  # victims of a ring; victim v of ring r has the record id -1 - (r * PAYERS + v)


def _ring(
    random: np.random.Generator, number: int, people: int, first_exit: int
) -> tuple[dict[str, NDArray[np.int64]], Ring]:
    """Victims pay within a day; three layers of mules pass on, slower each time, and the last pays out.

    Within a layer some mules are used more than others: their weights are drawn evenly from all that add up to 1.
    (With every mule used alike, ten requests can hold less: 75% of what is recoverable after an hour, not 87%.)
    """
    mules = np.split(random.choice(people, sum(LAYERS), replace=False), np.cumsum(LAYERS)[:-1])
    weights = [random.dirichlet(np.ones(len(layer))) for layer in mules]

    def mule(layer: int) -> int:
        return int(random.choice(mules[layer], p=weights[layer]))

    begin = START + int(random.integers(2 * DAY, (DAYS - 9) * DAY))
    legs: list[tuple[int, int, int, int, int, int]] = []
    for victim in range(PAYERS):
        time, paid = begin + int(random.random() * DAY), int(np.exp(random.normal(13.5, 0.8)))
        first = mule(0)
        payer = int(random.integers(people))
        payer = payer if payer != first else (payer + 1) % people
        legs.append((time, payer, first, paid, 0, -1 - (number * PAYERS + victim)))
        holders = [(first, paid, time)]
        for layer, hours in enumerate(HOURS):
            following = []
            for holder, amount, since in holders:
                parts = int(random.integers(1, 4))
                shares = random.dirichlet(np.ones(parts)) * amount * (1 - random.uniform(0.02, 0.06))
                for share in shares.astype(np.int64).tolist():
                    last = layer == len(LAYERS) - 1
                    target = first_exit + int(random.integers(20)) if last else mule(layer + 1)
                    if share < 1000:
                        continue
                    moved = since + 120_000_000 + int(random.exponential(hours * HOUR))
                    record = 10**12 + number * 10**6 + len(legs)
                    legs.append((moved, holder, target, share, int(random.choice([0, 1, 4])), record))
                    following.append((target, share, moved))
            holders = following
    names = ("time", "source", "target", "amount", "rail", "record")
    ring = Ring([[f"person-{place}" for place in layer] for layer in mules], weights, HOURS)
    return dict(zip(names, np.asarray(legs, np.int64).T, strict=True)), ring


def _table(
    columns: dict[str, NDArray[np.int64]], people: int, merchants: int, random: np.random.Generator
) -> pa.Table:
    exits = [f"exchange-{place}" if place < 12 else f"cash-{place}" for place in range(20)]
    names = (
        [f"person-{place}" for place in range(people)]
        + [f"shop-{place}" for place in range(merchants)]
        + exits
    )
    # Neighbours in activity must not be neighbours in memory.
    shuffled = random.permutation(len(names)).astype(np.int32)
    place = np.empty_like(shuffled)
    place[shuffled] = np.arange(len(names), dtype=np.int32)
    accounts = pa.array(names).take(pa.array(shuffled))
    count = len(columns["time"])
    evidence = pa.py_buffer(random.bytes(32 * count))
    return pa.table(
        {
            "time": pa.array(columns["time"], pa.timestamp("us", "UTC")),
            "source": pa.DictionaryArray.from_arrays(place[columns["source"]], accounts),
            "target": pa.DictionaryArray.from_arrays(place[columns["target"]], accounts),
            "amount": columns["amount"],
            "currency": pa.DictionaryArray.from_arrays(np.zeros(count, np.int8), pa.array(["EUR"])),
            "rail": pa.DictionaryArray.from_arrays(columns["rail"], pa.array(RAILS)),
            "record": columns["record"],
            "evidence": pa.Array.from_buffers(pa.binary(32), count, [None, evidence]),
        }
    )


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
