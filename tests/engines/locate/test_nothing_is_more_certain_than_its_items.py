from datetime import UTC, date, datetime

import h3.api.numpy_int as h3
import pytest

from entraide.engines.locate import Beside, Case, LeftOn, Ping, PlaceName, Searched, TravelTime, locate


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


SAID = "They told me that it lies three quarters of an hour from Mae Sot at the river, in KK Park"


def test_one_sentence_may_tell_a_way_a_river_and_a_name():
    def told(excerpt):
        way = TravelTime(0.75, origin="Mae Sot", mode="car", excerpt=excerpt)
        return locate(Case([way, Beside("river", excerpt=excerpt), PlaceName("KK Park", excerpt=excerpt)]))

    one, apart = told(SAID), told("")
    assert one.independent == apart.independent == 3
    assert one.candidates[0] == apart.candidates[0]
    again = locate(Case([*one.case.evidence, *one.case.evidence]))
    assert again.independent == 3


@pytest.mark.parametrize(
    "others",
    [
        {"source": "photo", "device": "Samsung"},
        {"source": "gps", "device": "Samsung"},
        {"source": "photo", "device": "Nokia", "flags": ("forged",)},
    ],
)
def test_positions_of_one_place_and_device_or_of_one_forger_count_once(others):
    first = Ping(16.6476, 98.5207, **{**others, "device": "Samsung"})
    more = [Ping(16.6476 + n / 1000, 98.5207, **others) for n in range(1, 5)]
    assert locate(Case([first, *more])).independent == 1


@pytest.mark.parametrize(
    "other",
    [
        Ping(16.6476, 98.5207, source="photo", device="Nokia"),
        Ping(16.67, 98.5207, source="photo", device="Samsung"),
        Ping(16.6476, 98.5207, source="gps"),
    ],
)
def test_another_device_another_place_or_no_photo_counts_for_itself(other):
    photo = Ping(16.6476, 98.5207, source="photo", device="Samsung")
    assert locate(Case([photo, other])).independent == 2


def test_three_positions_apart_leave_no_small_region_that_looks_sure():
    pings = [Ping(16.689, 98.509), Ping(10.62, 103.52), Ping(25.2, 55.3)]
    estimate = locate(Case(pings))
    assert not estimate.sure
    assert estimate.candidates[0].probability < 0.6
    assert all(estimate.region(0.9).covers(one.lat, one.lon) for one in pings)


LEFT = date(2025, 10, 20)
BEFORE, AFTER = datetime(2025, 5, 1, tzinfo=UTC), datetime(2025, 11, 1, tzinfo=UTC)
SHWE_KOKKO = 16.8205, 98.5309


def near(estimate, lat, lon, km):
    cells = estimate.fused.cells.tolist()
    points = [h3.cell_to_latlng(cell) for cell in cells]
    return sum(
        mass
        for (a, b), mass in zip(points, estimate.fused.unlisted, strict=True)
        if h3.great_circle_distance((a, b), (lat, lon)) < km
    ) + sum(
        one.probability
        for one in estimate.candidates
        if one.site and h3.great_circle_distance((one.lat, one.lon), (lat, lon)) < km
    )


def test_a_site_that_moved_is_looked_for_around_the_place_it_left():
    old = Ping(*SHWE_KOKKO, when=BEFORE, grade="A1")
    left = LeftOn(*SHWE_KOKKO, on=LEFT, when=AFTER, grade="A1")
    estimate = locate(Case([old, left]))
    assert "shwe-kokko-yatai-new-city" not in [one.site for one in estimate.candidates[:3]]
    assert near(estimate, *SHWE_KOKKO, 45) > 0.7
    since = locate(Case([old, left, PlaceName("KK Park", when=AFTER)]))
    assert since.candidates[0].site == "kk-park"
    assert since.suspect == []


def test_that_another_site_was_left_leaves_older_items_where_they_are():
    old = [Ping(10.61, 103.53, when=BEFORE, source="cell"), PlaceName("Sihanoukville", when=BEFORE)]
    left = LeftOn(*SHWE_KOKKO, on=LEFT, when=AFTER)
    alone, both = locate(Case(old)), locate(Case([*old, left]))
    assert both.candidates[0].site == alone.candidates[0].site
    assert both.candidates[0].probability > alone.candidates[0].probability - 0.1
    assert both.suspect == []


def test_a_position_that_a_lost_sign_would_put_beside_a_site_is_doubted():
    slip = Ping(16.6, -98.5)  # in Mexico, between its towns
    assert "did you mean 16.6, 98.5?" in slip.flags[0]
    assert Ping(20.0, -99.0).flags == ()
    assert locate(Case([slip, PlaceName("KK Park")])).candidates[0].site == "kk-park"


def test_a_name_that_is_merely_like_another_is_not_said_to_speak_for_it():
    estimate = locate(Case([PlaceName("ᎠᏂᏴᏫᏯᎢ")]))
    assert estimate.contributions[0].words.endswith("says little")
    assert "likelier" not in " ".join(one.words for one in estimate.contributions)


def test_nothing_is_said_to_be_more_than_a_thousand_times_likelier():
    (one,) = locate(Case([Ping(19.91, 102.15)])).contributions
    assert one.times == 1000
    assert "over 1,000 times" in one.words
