from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from entraide.bench._reported import people
from entraide.engines.link.compare import FIELDS, LEVELS, Weights, weights
from entraide.engines.link.compare.fitting import rising, with_thresholds
from entraide.engines.link.compare.people import Compared, compared
from entraide.engines.link.compare.train import described, train
from entraide.engines.link.compare.weights import Level


@cache
def learned() -> Weights:
    named = {"people": "few", "seed": 1}
    return train(people(600, 1), people(600, 2), named=named, seed=1, random_pairs=20_000)


def test_every_level_is_learned_and_more_agreement_weighs_more() -> None:
    table = learned()
    for row, field in enumerate(FIELDS):
        levels = len(LEVELS[field])
        for rarity in (0.0, 8.0, 24.0):
            bits = table.base[row, 1:levels] + table.slope[row, 1:levels] * table.clipped(field, rarity)
            assert (np.diff(bits) >= -1e-4).all(), field
        assert bits[0] < 0 < bits[-1] or field == "beside", field
    assert (table.levels["beside"]["apart"].m, table.levels["beside"]["number"]) == (
        table.levels["beside"]["apart"].u,
        weights().levels["beside"]["number"],
    ), "what stands beside somebody is weighed by rule"
    assert table.trained_on == {"people": "few", "seed": 1}
    assert len(described(table)) > 25


def test_a_table_is_read_as_it_was_written(tmp_path: Path) -> None:
    one, other = tmp_path / "one.json", tmp_path / "other.json"
    learned().write(one)
    Weights.read(one).write(other)
    assert one.read_bytes() == other.read_bytes()
    assert (Weights.read(one).base == learned().base).all()


def test_neighbours_that_would_turn_the_order_round_are_counted_as_one() -> None:
    table = replace(
        weights(), levels=weights().levels | {"sex": {"different": Level(0.6, 0.3), "same": Level(0.4, 0.7)}}
    )
    different, same = rising(table).levels["sex"].values()
    assert different == same == Level(1.0, 1.0)


def test_the_alert_threshold_lets_pass_what_it_may_and_no_more() -> None:
    made = people(2000, 4)
    pairs = compared(made, weights())
    few, many = (with_thresholds(pairs, records, weights()) for records in (20_000, 200_000))
    assert few.alert > many.alert, "the same false pairs among more records are a lower rate"
    assert few.review <= few.alert
    lone = Compared(pairs.levels[:1], pairs.rarity[:1], np.array([False]))
    assert with_thresholds(lone, 10, weights()).alert < 1
