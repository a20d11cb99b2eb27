"""Ways keep to trunk roads and pay for borders."""

import numpy as np

from entraide.engines.locate._places import published, table
from entraide.engines.locate._road_times import towns
from entraide.engines.locate.travel import ROADS, Points, edge_hours, edges, fitted

MAE_SOT = (16.713, 98.570)


def hours(start, to):
    return float(fitted().hours(*start, Points.of(np.array([to[0]]), np.array([to[1]])))[0])


def test_every_trunk_road_is_of_a_known_kind_and_names_towns_that_have_a_point():
    for road in table("trunk_roads"):
        assert road["kind"] in ROADS[1:]
        for name in road["towns"].split(" > "):
            assert ((name, road["country"]) if road["country"] else (name[:-3], name[-2:])) in towns(), name


def test_no_two_edges_join_the_same_settlements():
    # The graph would add their hours up.
    ends = np.sort(edges()["edges"], axis=1)
    assert len(np.unique(ends, axis=0)) == len(ends)


def test_the_better_the_road_the_quicker_it_is():
    thai = (published("places")["country"].astype(str) == "TH")[edges()["edges"].astype(int)].all(axis=1)
    pace = edge_hours(fitted().speeds) / edges()["km"]
    along = [
        np.median(pace[thai & (edges()["road"] == ROADS.index(kind))]) for kind in ("none known", *ROADS[2:])
    ]
    assert along == sorted(along, reverse=True)
    assert along[-1] < along[0] / 1.5


def test_a_border_takes_time_however_near_it_is():
    across, on_this_side = hours(MAE_SOT, (16.689, 98.508)), hours(MAE_SOT, (16.737, 98.632))
    assert across > on_this_side + 0.3


def test_nearby_on_the_same_side_the_way_takes_minutes():
    assert hours(MAE_SOT, (16.72, 98.58)) < 0.35
