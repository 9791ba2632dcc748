"""By road to the water and on by boat: sums that are known by hand.

A road of 3.2 km (class 3, 360 s) leads from ``base`` east to the end of a river; the village lies 2.2 km up the river.
"""

import numpy as np
import pytest
from shapely.geometry import LineString, box

from gis.landings import PUT_IN_S, road_and_water, routes_over, sooner, travel_over
from gis.network import OPEN, UNREACHABLE, Closures, Matrix, OpenRoads, open_roads
from gis.roads import TEAM, Profile, RoadNetwork
from gis.snapping import Place, snap
from tests.gis.networks import LAT, LON, STEP, link, network, place

BASE, VILLAGE = place("base", 0, 0), place("village", 3, 2)
ROAD_S = 3200 / 32_000 * 3600
WATER_S = 2 * 1108.8 * 3.6 / 15
RIVER = LineString([(LON + 3 * STEP, LAT), (LON + 3 * STEP, LAT + 2 * STEP)])


def shore_road(**more: bool) -> RoadNetwork:
    return network([(0, 0), (3, 0)], [link("shore", 0, 1, 3200, **more)])


def seconds(roads: RoadNetwork, closures: Closures = OPEN, *, profile: Profile = TEAM, base: Place = BASE) -> int:
    snaps = snap(roads, [base]).snaps
    return asked(open_roads(roads, profile, closures, snaps), [RIVER], base, 300)


def asked(roads: OpenRoads, waters: list[LineString], base: Place, carry_m: float) -> int:
    places = {row.id: row for row in (base, VILLAGE)}
    ends = ["base", "nowhere"], ["village"]
    ways = road_and_water(roads, waters, places, *ends, carry_limit_m=carry_m)
    way = travel_over(ways, *ends)
    drawn = [part for part in routes_over(ways, "base", "village") if part]
    assert way.seconds[1, 0] == UNREACHABLE and routes_over(ways, "nowhere", "village") == (None, None)
    if drawn:
        assert sum(part.seconds for part in drawn) + PUT_IN_S == way.seconds[0, 0]
        assert sum(part.metres for part in drawn) == way.metres[0, 0]
        assert drawn[0].line[-1] == pytest.approx(drawn[-1].line[0]) or len(drawn) == 1
    return int(way.seconds[0, 0])


def test_road_putting_in_and_water_add_up() -> None:
    assert seconds(shore_road()) == pytest.approx(ROAD_S + PUT_IN_S + WATER_S, abs=2)


def test_rain_slows_the_road_alone_and_closures_end_it() -> None:
    wet = seconds(shore_road(), profile=TEAM.under({"rain": 1}))
    assert wet - seconds(shore_road()) == ROAD_S / 0.75 - ROAD_S
    slow = seconds(shore_road(), Closures(slowed={"shore": 0.5}))
    assert slow - seconds(shore_road()) == ROAD_S
    assert seconds(shore_road(), Closures(blocked=frozenset({"shore"}))) == UNREACHABLE


@pytest.mark.parametrize("built", ["bridge", "tunnel"])
def test_nobody_puts_in_from_a_bridge_or_a_tunnel(built: str) -> None:
    assert seconds(shore_road(**{built: True})) == UNREACHABLE


def test_boats_are_carried_to_the_water_on_foot_within_the_limit() -> None:
    roads = network([(0, 0.2), (3, 0.2)], [link("shore", 0, 1, 3200)])
    away = RIVER.intersection(box(0, LAT + 0.5 * STEP, 180, 90))
    snaps = snap(roads, [BASE]).snaps

    def way(limit_m: float) -> int:
        return asked(open_roads(roads, TEAM, OPEN, snaps), [away], BASE, limit_m)

    carried_s, joined_s = 0.3 * 1108.8 * 3.6 / 3, 0.2 * 1108.8 * 3.6 / 15
    assert way(400) == pytest.approx(joined_s + ROAD_S + carried_s + PUT_IN_S + 0.75 * WATER_S, abs=3)
    assert way(300) == UNREACHABLE


def test_a_nearer_road_that_nobody_gets_to_hides_no_landing() -> None:
    """The street of the cut-off village lies on the river, the road that the team comes by 220 m away."""
    nodes = [(0, 0), (3.2, 0), (3, 0), (3, 2)]
    both = network(nodes, [link("far bank", 0, 1, 3200), link("street", 2, 3, 2300)])
    assert 0 < seconds(both) < ROAD_S + PUT_IN_S + WATER_S + 300


def test_who_stands_by_the_water_puts_in_at_once() -> None:
    assert seconds(shore_road(), base=place("base", 3, 1)) == pytest.approx(PUT_IN_S + WATER_S / 2, abs=2)


def test_without_water_nobody_gets_anywhere() -> None:
    roads = shore_road()
    assert asked(open_roads(roads, TEAM, OPEN, snap(roads, [BASE]).snaps), [], BASE, 300) == UNREACHABLE


def test_the_sooner_of_two_ways_is_taken() -> None:
    def ways(*seconds: int) -> Matrix:
        table = np.array([seconds], dtype=np.int32)
        return Matrix(("a",), ("b", "c", "d"), table, table * 10, {})

    best = sooner(ways(5, -1, -1), ways(3, 7, -1))
    assert (best.seconds.tolist(), best.metres.tolist()) == ([[3, 7, -1]], [[30, 70, -10]])
