from datetime import UTC, date, datetime

import numpy as np
import pytest

from entraide.engines.locate import (
    Address,
    BadEvidence,
    Bearing,
    Beside,
    Case,
    Layer,
    LeftOn,
    Ping,
    PlaceName,
    Searched,
    Sun,
    TravelTime,
    locate,
)
from entraide.engines.locate.estimate import sites_within

MAE_SOT = (16.7131, 98.5747)


def found(*items, **options):
    return locate(Case(items), **options)


def first(*items):
    return found(*items).candidates[0]


def probability_of(site, *items):
    return next((one.probability for one in found(*items).candidates if one.site == site), 0.0)


def test_a_way_a_name_and_a_ping_find_the_compound():
    best = first(
        TravelTime(0.6, *MAE_SOT, mode="car"),
        PlaceName("KK園區"),
        Ping(16.65, 98.53, source="cell", accuracy_km=4),
    )
    assert best.site == "kk-park"


def test_a_boat_after_three_hours_by_road_does_not_lead_twelve_hours_away():
    # In a straight line, three hours from Mae Sot reach over the hills; by road they do not.
    estimate = found(TravelTime(3.5, *MAE_SOT, mode="car"), Beside("river"), Beside("border"))
    best = estimate.candidates[0]
    assert np.hypot(best.lat - MAE_SOT[0], best.lon - MAE_SOT[1]) * 111 < 260


def test_a_false_item_cannot_veto_the_truth():
    true = (PlaceName("Shwe Kokko"), Ping(16.82, 98.53, source="cell"), TravelTime(0.7, *MAE_SOT, mode="car"))
    estimate = found(*true, Ping(10.61, 103.53, source="gps", grade="D4"))
    assert estimate.candidates[0].site == "shwe-kokko-yatai-new-city"
    assert [type(one.item) for one in estimate.suspect] == [Ping]
    assert estimate.suspect[0].item.source == "gps"
    assert estimate.suspect[0].against, "it says what the false item does not go with"


def test_a_rumour_told_thrice_counts_once():
    truth = Ping(16.82, 98.53, source="cell", accuracy_km=3)
    once = probability_of("poipet", truth, PlaceName("Poipet", grade="C3"))
    thrice = probability_of("poipet", truth, *[PlaceName("Poipet", grade="C3", group="rumour")] * 3)
    apart = probability_of("poipet", truth, *[PlaceName("Poipet", grade="C3")] * 3)
    assert thrice == pytest.approx(once, abs=0.05)
    assert apart > thrice + 0.2


def test_the_same_sentence_is_one_rumour_without_being_told_so():
    truth = Ping(16.82, 98.53, source="cell", accuracy_km=3)
    told = PlaceName(
        "Poipet", grade="C3", excerpt="My cousin heard from the driver that it is all in Poipet now"
    )
    assert probability_of("poipet", truth, *[told] * 3) == pytest.approx(
        probability_of("poipet", truth, told), abs=0.05
    )


def test_a_better_source_weighs_more():
    other = Ping(16.82, 98.53, source="cell", accuracy_km=3)
    good, bad = (probability_of("poipet", other, PlaceName("Poipet", grade=grade)) for grade in ("A1", "E5"))
    assert good > bad


def test_old_items_weigh_less():
    now = datetime(2025, 11, 1, tzinfo=UTC)
    other = Ping(16.82, 98.53, source="cell", accuracy_km=3, when=now)
    new, old = (
        probability_of("poipet", other, PlaceName("Poipet", when=datetime(year, 10, 1, tzinfo=UTC)))
        for year in (2025, 2015)
    )
    assert new > old


def test_a_river_that_is_a_border_is_a_river():
    at_the_moei = found(Ping(16.70, 98.50, source="cell", accuracy_km=10), Beside("river", km=1))
    best = at_the_moei.candidates[0]
    assert best.site in {
        "myawaddy",
        "kk-park",
        "shwe-kokko-yatai-new-city",
        "yulong-bay-shwe-padauk-myaing",
        "",
    }
    spots = at_the_moei.fused.spots
    near = np.hypot(spots.points.lat - 16.70, spots.points.lon - 98.50) < 0.01
    assert spots.river_km[near].min() < 2


def test_where_it_was_sought_it_is_less_likely():
    items = (PlaceName("Myawaddy"), Ping(16.66, 98.52, source="cell"))
    before = probability_of("kk-park", *items)
    assert (
        probability_of("kk-park", *items, Searched(16.6476, 98.5207, radius_km=1.0, thorough=0.9))
        < before / 2
    )


def test_a_site_that_was_left_is_less_likely_and_its_old_items_speak_of_its_neighbours():
    old = Ping(16.6476, 98.5207, source="gps", when=datetime(2025, 5, 1, tzinfo=UTC))
    left = LeftOn(16.6476, 98.5207, on=date(2025, 10, 20), when=datetime(2025, 11, 1, tzinfo=UTC))
    assert probability_of("kk-park", old, left) < probability_of("kk-park", old) / 2
    assert probability_of("myawaddy", old, left) > probability_of("myawaddy", old)


def test_a_direction_tells_one_side_from_the_other():
    ping = Ping(16.70, 98.51, source="cell", accuracy_km=4)
    north, south = (found(ping, Bearing(16.70, 98.51, degrees, within_km=10)) for degrees in (0, 180))
    assert north.candidates[0].lat > south.candidates[0].lat


def test_the_sun_at_noon_tells_the_latitude():
    noon = datetime(2025, 12, 21, 5, 25, tzinfo=UTC)
    sihanoukville = 90 - (10.6 + 23.4)
    low = probability_of("sihanoukville", Sun(sihanoukville, spread=1.0, when=noon))
    high = probability_of("sihanoukville", Sun(sihanoukville - 12, spread=1.0, when=noon))
    assert low > 4 * high


def test_a_layer_of_a_deployment_counts():
    def only_cambodia(lat, lon):
        return np.where((lat < 14.6) & (lat > 9.5) & (lon > 102) & (lon < 107.7), 1.0, 0.01)

    def in_cambodia(*items):
        candidates = found(*items).candidates
        return sum(one.probability for one in candidates if 9.5 < one.lat < 14.7 and 102 < one.lon < 107.7)

    layer, everywhere = Layer("towers", only_cambodia, grade="A1"), Beside("river", km=50)
    assert in_cambodia(layer) > 1.5 * in_cambodia(everywhere)


def test_a_deployment_brings_its_own_road_times():
    class Crow:
        def hours(self, lat, lon, points, limit):
            return np.hypot(points.lat - lat, points.lon - lon) * 111 / 40

    item = TravelTime(3, *MAE_SOT, mode="car")
    ours, theirs = found(item).fused, found(item, roads=Crow()).fused
    assert not np.allclose(ours.sites, theirs.sites)


def test_an_address_draws_the_place_near():
    best = first(Address(13.6580, 102.5637, within_km=2), PlaceName("ប៉ោយប៉ែត"))
    assert best.site == "poipet"


def test_what_nobody_listed_is_said_to_be_unlisted():
    estimate = found(*[Ping(19.91, 102.15, source="gps", accuracy_km=0.1)] * 2, PlaceName("Luang Prabang"))
    assert estimate.unlisted > 0.9
    assert estimate.candidates[0].site == ""
    assert "Luang" in estimate.candidates[0].name


def test_probabilities_add_up_and_nothing_is_certain():
    estimate = found(*[Ping(16.6476, 98.5207, source="gps", accuracy_km=0.05, grade="A1")] * 6)
    fused = estimate.fused
    assert fused.sites.sum() + fused.unlisted.sum() + fused.left == pytest.approx(1)
    assert 0.0005 < estimate.unlisted < 0.9995


def test_what_each_item_says_is_in_words():
    estimate = found(PlaceName("KK Park"), TravelTime(9, *MAE_SOT, mode="car"))
    assert len(estimate.contributions) == 2
    assert any("speaks for KK Park" in one.words for one in estimate.contributions)


def test_the_next_question_is_the_one_that_tells_most():
    estimate = found(Ping(10.62, 103.53, source="ip", accuracy_km=40))
    bits = [one.bits for one in estimate.questions]
    assert bits == sorted(bits, reverse=True)
    assert bits[0] > 0.3
    assert estimate.next_question == estimate.questions[0].words


def test_a_region_grows_with_its_level_and_holds_what_it_should():
    estimate = found(PlaceName("Poipet"), Beside("border"))
    half, most = estimate.region(0.5), estimate.region(0.9)
    assert half.area_km2 <= most.area_km2
    assert most.covers(13.658, 102.5637)
    with pytest.raises(ValueError, match="probability"):
        estimate.region(90)


def test_at_resolution_6_the_same_place_is_found():
    items = (PlaceName("O'Smach"), Beside("border"))
    assert found(*items, resolution=6).candidates[0].site == found(*items).candidates[0].site == "o-smach"
    with pytest.raises(ValueError, match="6 or 7"):
        found(*items, resolution=9)


def test_sites_around_a_point_are_named_nearest_first():
    near = sites_within(16.6476, 98.5207, 20)
    assert near[0].key == "kk-park"
    assert {"myawaddy", "shwe-kokko-yatai-new-city"} <= {one.key for one in near}


def test_no_evidence_is_an_error_with_a_remedy():
    with pytest.raises(BadEvidence, match="Add at least one item"):
        locate(Case([]))
