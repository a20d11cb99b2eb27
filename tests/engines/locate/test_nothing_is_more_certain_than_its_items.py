from datetime import UTC, datetime

import h3.api.numpy_int as h3
import pytest

from entraide.engines.locate import Beside, Case, Ping, PlaceName, Searched, TravelTime, locate


@pytest.mark.parametrize(
    "items",
    [
        [PlaceName("Qzxwvk Jjplm")],
        [Beside("river")],
        [Searched(16.64, 98.52, 3)],
        [Ping(16.6476, 98.5207, source="ip")],
        [PlaceName("KK Park", grade="E5")],
    ],
)
def test_what_says_little_leaves_the_world_open(items):
    estimate = locate(Case(items))
    assert estimate.candidates[0].probability < 0.6
    assert not estimate.sure
    region = estimate.region(0.9)
    assert region.area_km2 > 250_000
    assert region.covers(6.4541, 3.3947)  # Lagos is not ruled out


def test_a_region_counts_nothing_twice():
    region = locate(Case([PlaceName("KK Park")])).region(0.9)
    held = set(region.cells.tolist())
    finer = [cell for cell in held if h3.get_resolution(cell) == 7]
    assert finer
    assert not any(h3.cell_to_parent(cell, size) in held for cell in finer for size in (4, 5, 6))


def test_a_hundred_voices_of_one_rumour_count_once():
    once = locate(Case([PlaceName("KK Park", group="the kitchen")]))
    often = locate(Case([PlaceName("KK Park", group="the kitchen")] * 100))
    assert often.independent == 1
    assert often.candidates[0].probability == pytest.approx(once.candidates[0].probability, abs=1e-3)
    assert often.region(0.9).area_km2 == pytest.approx(once.region(0.9).area_km2, rel=1e-3)


def test_the_same_sentence_a_hundred_times_is_one_item():
    said = "they told me that we are in the park beside the river, with the red tower"
    estimate = locate(Case([PlaceName("KK Park", excerpt=said)] * 100))
    assert estimate.independent == 1
    assert not any("independent items" in one for one in estimate.warnings)


@pytest.mark.parametrize("many", [8, 150])
def test_however_often_it_is_said_a_doubt_remains_and_repeating_is_warned_of(many):
    estimate = locate(Case([PlaceName("KK Park", grade="A1")] * many))
    assert estimate.candidates[0].probability <= 0.999
    assert estimate.unlisted >= 0.001
    assert any("give them one group" in one for one in estimate.warnings)


def test_two_strong_items_apart_are_both_named_and_neither_believed():
    estimate = locate(Case([Ping(16.6476, 98.5207, grade="A1"), Ping(10.62, 103.52, grade="A1")]))
    assert estimate.candidates[0].probability < 0.7
    assert len(estimate.contradictions) == 1
    told = " ".join([*estimate.disputes, *(one.words for one in estimate.suspect)])
    assert "contradict each other" in told or "does not go with" in told


def test_items_that_go_together_contradict_nothing():
    items = [PlaceName("KK Park"), TravelTime(0.5, origin="Mae Sot", mode="car"), Beside("river")]
    assert locate(Case(items)).contradictions == []


def test_a_false_item_is_told_with_what_it_does_not_go_with():
    items = [PlaceName("KK Park"), TravelTime(0.5, origin="Mae Sot", mode="car"), Ping(10.62, 103.52)]
    (doubt,) = locate(Case(items)).suspect
    assert doubt.item is items[2]
    assert set(doubt.against) == {items[0], items[1]}


def test_a_farm_that_no_town_is_near_is_found():
    farm = -22.2, 17.5  # 58 km from Windhoek
    estimate = locate(Case([Ping(*farm), Ping(farm[0], farm[1] + 0.001, source="wifi")]))
    assert estimate.candidates[0].site == ""
    assert estimate.region(0.9).covers(*farm)


def test_a_position_in_the_sea_is_flagged_and_outvoted():
    estimate = locate(Case([PlaceName("KK Park"), Ping(16.65, -98.52), Ping(16.65, 98.52, source="cell")]))
    assert estimate.candidates[0].site == "kk-park"
    lone = locate(Case([PlaceName("KK Park"), Ping(0.5, -140)]))
    assert any("from any town of the tables" in one for one in lone.warnings)
    assert lone.candidates[0].site == "kk-park"


def test_one_slip_into_the_future_makes_no_other_item_old():
    seen = datetime(2025, 10, 1, tzinfo=UTC)
    items = [PlaceName("KK Park", when=seen), Ping(16.65, 98.52, source="cell", when=seen)]
    wrong = [*items[:1], Ping(16.65, 98.52, source="cell", when=datetime(2099, 1, 1, tzinfo=UTC))]
    estimate = locate(Case(wrong))
    assert estimate.candidates[0].probability == pytest.approx(
        locate(Case(items)).candidates[0].probability, abs=0.02
    )
    assert any("after the time of asking" in one for one in estimate.warnings)


@pytest.mark.parametrize(
    ("lat", "lon", "meant"),
    [(-77.0, -12.0, "-12, -77"), (16.69, -98.0, ""), (-25.2, 55.3, "25.2, 55.3")],
)
def test_a_position_where_no_town_is_suggests_what_was_meant(lat, lon, meant):
    flags = Ping(lat, lon).flags
    assert bool(flags) is bool(meant)
    assert not meant or f"did you mean {meant}?" in flags[0]
