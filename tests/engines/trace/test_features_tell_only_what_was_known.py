"""Each number against its plain definition, and none of them from the future."""

from datetime import timedelta

import numpy as np
import pyarrow as pa
import pytest

from entraide.engines.trace import Ledger
from entraide.engines.trace.features import FEATURES, as_table, feature_matrix, features

MINUTE = 60_000_000
WINDOW = timedelta(minutes=20)
WORTH = {"EUR": 0.01}


def random_ledger(seed: int, legs: int = 150, accounts: int = 8, minutes: int = 120) -> Ledger:
    chance = np.random.default_rng(seed)
    source = chance.integers(0, accounts, legs)
    target = np.where(
        chance.random(legs) < 0.03, source, (source + chance.integers(1, accounts, legs)) % accounts
    )
    return Ledger.from_table(
        pa.table(
            {
                "time": pa.array(
                    np.sort(chance.integers(0, minutes, legs)) * MINUTE, pa.timestamp("us", tz="UTC")
                ),
                "source": [f"a{n}" for n in source],
                "target": [f"a{n}" for n in target],
                "amount": chance.integers(1, 10_000, legs),
                "currency": ["EUR"] * legs,
            }
        )
    )


class Plain:
    """The definitions, leg by leg, from all legs up to this one that lie in its window."""

    def __init__(self, ledger: Ledger, leg: int) -> None:
        self.ledger, self.leg = ledger, leg
        self.u, self.v = int(ledger.source[leg]), int(ledger.target[leg])
        oldest = ledger.time[leg] - int(WINDOW / timedelta(microseconds=1))
        self.window = [n for n in range(leg + 1) if ledger.time[n] >= oldest]

    def side(self, account: int, out: bool, until: int) -> dict[str, float]:
        mine, other = (
            (self.ledger.source, self.ledger.target) if out else (self.ledger.target, self.ledger.source)
        )
        legs = [n for n in self.window if mine[n] == account and n <= until]
        if not legs:
            return dict.fromkeys(
                ("legs", "others", "strangers", "sum", "mean", "deviation", "least", "most"), 0.0
            )
        worth = self.ledger.amount[legs] / 100.0
        earlier = [{int(other[m]) for m in range(n) if mine[m] == account} for n in legs]
        return {
            "legs": len(legs),
            "others": len({int(other[n]) for n in legs}),
            "strangers": sum(int(other[n]) not in before for n, before in zip(legs, earlier, strict=True)),
            "sum": worth.sum(),
            "mean": worth.mean(),
            "deviation": worth.std(),
            "least": worth.min(),
            "most": worth.max(),
        }

    def scatter_gathers(self) -> list[int]:
        paid: dict[int, set[int]] = {}
        payers: dict[int, set[int]] = {}
        for n in self.window:
            s, t = int(self.ledger.source[n]), int(self.ledger.target[n])
            if s != t:
                paid.setdefault(s, set()).add(t)
                payers.setdefault(t, set()).add(s)
        pairs = [(s, self.v) for s in payers.get(self.u, ()) if s != self.v]
        pairs += [(self.u, s) for s in paid.get(self.v, ()) if s != self.u]
        sizes = [len(paid.get(s, set()) & payers.get(t, set())) for s, t in pairs]
        return [sizes.count(2), sizes.count(3), sizes.count(4), sum(size >= 5 for size in sizes)]

    def cycles(self) -> list[int]:
        ways: set[tuple[int, ...]] = set()

        def back(node: int, before: int, way: tuple[int, ...]) -> None:
            for n in self.window:
                if self.ledger.target[n] != node or self.ledger.time[n] >= before:
                    continue
                payer = int(self.ledger.source[n])
                if payer == self.v:
                    ways.add(way)
                elif payer not in way and payer != self.v and len(way) < 4:
                    back(payer, int(self.ledger.time[n]), (payer, *way))

        back(self.u, int(self.ledger.time[self.leg]), (self.u,))
        return [sum(len(way) + 1 == size for way in ways) for size in (2, 3, 4, 5)]


@pytest.mark.parametrize("seed", range(4))
def test_every_count_is_what_its_definition_says(seed: int) -> None:
    ledger = random_ledger(seed)
    rows = feature_matrix(ledger, WINDOW, worth=WORTH)
    at = {name: rows[:, place] for place, name in enumerate(FEATURES)}
    for leg in range(len(ledger)):
        plain = Plain(ledger, leg)
        to_self = plain.u == plain.v
        for side, account, out in (
            ("payer_out", plain.u, True), ("payer_in", plain.u, False),
            ("payee_out", plain.v, True), ("payee_in", plain.v, False),
        ):  # fmt: skip
            # Of a transfer to oneself, what leaves comes first.
            until = leg - 1 if to_self and side == "payer_in" else leg
            for name, value in plain.side(account, out, until).items():
                got = at[f"{side}_{name}"][leg]
                assert got == pytest.approx(value, rel=1e-4, abs=1e-2), (leg, side, name)
        if to_self:
            continue
        shapes = [at[f"scatter_gather_{size}"][leg] for size in ("2", "3", "4", "5_up")]
        assert shapes == plain.scatter_gathers(), leg
        assert [at[f"cycle_{size}"][leg] for size in (2, 3, 4, 5)] == plain.cycles(), leg


def test_what_comes_later_changes_nothing() -> None:
    whole = random_ledger(7, legs=400, minutes=300)
    rows = feature_matrix(whole, WINDOW, worth=WORTH)
    for upto in (1, 57, 203, 399):
        table = pa.table(
            {
                "time": pa.array(whole.time[:upto], pa.timestamp("us", tz="UTC")),
                "source": whole.accounts.take(whole.source[:upto]),
                "target": whole.accounts.take(whole.target[:upto]),
                "amount": whole.amount[:upto],
                "currency": ["EUR"] * upto,
            }
        )
        part = feature_matrix(Ledger.from_table(table), WINDOW, worth=WORTH)
        np.testing.assert_array_equal(part, rows[:upto])


def test_a_sum_passed_on_is_known_again_and_its_way_counted() -> None:
    table = pa.table(
        {
            "time": pa.array([n * MINUTE for n in range(5)], pa.timestamp("us", tz="UTC")),
            "source": ["a", "b", "c", "x", "d"],
            "target": ["b", "c", "d", "y", "a"],
            "amount": [1000, 980, 970, 40, 960],
            "currency": ["EUR"] * 5,
        }
    )
    made = features(Ledger.from_table(table), WINDOW, worth=WORTH).to_pydict()
    assert made["chain"] == [1, 2, 3, 1, 4]
    assert made["returns"] == [0, 0, 0, 0, 4]
    assert made["passing"][1] == pytest.approx(0.98)
    assert made["passing_since"] == [-1, 60, 60, -1, 120]


def test_the_table_holds_the_matrix_column_by_column() -> None:
    rows = feature_matrix(random_ledger(3), WINDOW)
    table = as_table(rows)
    assert table.column_names == list(FEATURES)
    for place, name in enumerate(FEATURES):
        np.testing.assert_array_equal(table[name].to_numpy(), rows[:, place])


def test_without_worths_each_currency_is_its_own_measure() -> None:
    table = pa.table(
        {
            "time": pa.array([0, 1, 2, 3], pa.timestamp("us", tz="UTC")),
            "source": ["a"] * 4,
            "target": ["b"] * 4,
            "amount": [100, 300, 100_000, 300_000],
            "currency": ["EUR", "EUR", "VND", "VND"],
        }
    )
    made = features(Ledger.from_table(table))
    assert made["worth"].to_pylist() == [0.5, 1.5, 0.5, 1.5]


def test_an_empty_ledger_has_no_features() -> None:
    table = pa.table(
        {
            "time": pa.array([], pa.timestamp("us", tz="UTC")),
            "source": pa.array([], pa.string()),
            "target": pa.array([], pa.string()),
            "amount": pa.array([], pa.int64()),
            "currency": pa.array([], pa.string()),
        }
    )
    assert features(Ledger.from_table(table)).num_rows == 0


def test_a_currency_without_a_worth_is_named() -> None:
    with pytest.raises(KeyError, match="EUR"):
        features(random_ledger(1), WINDOW, worth={"USD": 1.0})
