"""Small: the figures themselves are `entraide bench locate`."""

import ast
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from entraide.bench import _locate_world as world
from entraide.bench.locate import evidence_of, located
from entraide.engines.locate._road_times import HELD_OUT, part_of, rms, straight_line_errors, travel_errors
from entraide.engines.locate.travel import Points, fitted


def test_the_simulator_shares_no_code_with_the_engine():
    tree = ast.parse(Path(find_spec("entraide.bench._locate_world").origin).read_text("utf-8"))
    imported = {
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names])
    }
    assert not any("engines" in (name or "") for name in imported)


def test_simulated_places_are_found():
    cases = world.cases(4242, 40, least=4)
    near = [
        min(
            float(world.km(case.truth.lat, case.truth.lon, one.lat, one.lon))
            for one in located(evidence_of(case)).candidates[:5]
        )
        <= 10
        for case in cases
    ]
    assert np.mean(near) >= 0.85


def test_false_items_are_suspected_more_than_true_ones():
    cases = world.cases(4343, 30, least=5)
    false, true = [], []
    for case in cases:
        for score, lie in zip(located(evidence_of(case)).fused.false, case.false, strict=True):
            (false if lie else true).append(score)
    assert np.median(false) > 0.6 > 0.2 > np.median(true)


@pytest.mark.parametrize("listed", [True, False])
def test_regions_hold_about_as_often_as_they_say(listed):
    cases = world.cases(4444 + listed, 60, listed=float(listed), least=3, most=6)
    held = sum(
        located(evidence_of(case)).region(0.9).covers(case.truth.lat, case.truth.lon) for case in cases
    )
    assert 47 <= held <= 60


def test_roads_are_fitted_and_scored_on_different_pairs():
    fit = {frozenset((one.start, one.to)) for one in part_of("fit")}
    for name in HELD_OUT:
        held_out = part_of(name)
        assert len(held_out) > 60
        assert not fit & {frozenset((one.start, one.to)) for one in held_out}
        ours, straight = travel_errors(fitted(), held_out), straight_line_errors(held_out)
        assert rms(ours) <= 0.20
        assert rms(ours) < 0.5 * rms(straight)


def test_in_one_part_a_town_of_each_pair_is_unknown_to_the_fit():
    known = {town for one in part_of("fit") for town in (one.start, one.to)}
    assert all({one.start, one.to} - known for one in part_of("second"))


def test_the_way_is_longer_through_hills_than_along_a_plain():
    # Bangkok to Nakhon Sawan and Mae Hong Son to Chiang Mai: 220 and 125 km as the crow flies.
    def hours(start, to):
        return fitted().hours(*start, Points.of(np.array([to[0]]), np.array([to[1]])))[0]

    plain = hours((13.754, 100.501), (15.705, 100.137)) / 220
    hills = hours((19.300, 97.969), (18.790, 98.985)) / 125
    assert hills > 1.4 * plain


@pytest.mark.parametrize("listed", [True, False])
def test_centres_that_moved_are_looked_for_where_they_may_be_now(listed):
    cases = world.moved_cases(4545 + listed, 40, listed=float(listed))
    found = [located(evidence_of(case)) for case in cases]
    truths = [(case.truth.lat, case.truth.lon) for case in cases]
    held = sum(one.region(0.9).covers(*truth) for one, truth in zip(found, truths, strict=True))
    assert held >= 30
    assert sum(one.fused.kind == "moved" for one in found) >= 30
